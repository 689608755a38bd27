"""Markup, mojibake and invisible characters out; plain words in."""

from __future__ import annotations

import re
import unicodedata

from lxml import etree, html

TITLE_LIMIT = 300
SUMMARY_LIMIT = 300
MARKUP_LIMIT = 300_000
"""Characters of one entry's HTML that are read."""

_BLOCKS = frozenset(
    [
        "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6",
        "hr", "li", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul",
    ]
)  # fmt: skip
_DROPPED = ("script", "style", "noscript", "template", "iframe", "object", "head")
_INVISIBLE = frozenset(("Cc", "Cf", "Cs", "Co", "Cn"))
_RARE = re.compile("[^\n -~\xa1-\xac\xae-\u024f]+")
"""What lies outside the Latin letters and signs that are seen for sure."""
_MOJIBAKE = re.compile("[Â-ô][\x80-¿ŒœŠšŸŽžƒˆ˜–-›€™]{1,3}")
_BLANKS = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\s*\n\s*")


def plain(markup: str) -> str:
    """Turn HTML into text, one line a block. Never fails: markup that cannot be read is taken as text."""
    markup = visible(markup[:MARKUP_LIMIT])
    if "<" in markup or "&" in markup:
        markup = _text(markup)
    return _LINES.sub("\n", _BLANKS.sub(" ", repair(markup))).strip()


def clean_title(markup: str) -> str:
    """Give a title on one line: no markup, no control or direction characters, repaired, said once, 300 at most."""
    title = " ".join(plain(markup[: TITLE_LIMIT * 100]).split())
    return shorten(_said_once(title), TITLE_LIMIT)


def summarise(text: str) -> str | None:
    """Keep the beginning of a text: facts go with a link to the source, never the full text (terms of use)."""
    return shorten(" ".join(text.split()), SUMMARY_LIMIT) or None


def shorten(text: str, limit: int) -> str:
    """Cut a line at a word, with an ellipsis, to at most `limit` characters."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    at_word = head.rfind(" ")
    return (head[:at_word] if at_word > limit // 2 else head).rstrip(" ,;:-") + "…"


def visible(text: str) -> str:
    """Drop characters that nobody sees: controls, direction marks, zero-width and lone surrogates; keep line ends."""
    if text.isascii() and text.isprintable():
        return text
    text = unicodedata.normalize("NFC", text.replace("\t", " ").replace("\r\n", "\n").replace("\r", "\n"))
    return _RARE.sub(_seen, text)


def _seen(match: re.Match[str]) -> str:
    return "".join(c for c in match.group() if unicodedata.category(c) not in _INVISIBLE)


def repair(text: str) -> str:
    """Undo UTF-8 that was read as Windows-1252 ("RÃ©publique"), piece by piece: half a title may be sound."""
    return text if text.isascii() else _MOJIBAKE.sub(_decoded, text)


def _decoded(match: re.Match[str]) -> str:
    broken = match.group()
    raw = b"".join(_byte(c) for c in broken)
    for length in range(len(raw), 1, -1):
        try:
            return raw[:length].decode() + broken[length:]
        except UnicodeDecodeError:
            continue
    return broken


def _byte(character: str) -> bytes:
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return character.encode("latin-1", "replace")


def _said_once(title: str) -> str:
    """Undo titles given twice over, as aggregators do: "A, A" is "A"."""
    for separator in (", ", " - ", " | ", " "):
        half, odd = divmod(len(title) - len(separator), 2)
        if half > 10 and not odd and title[half : half + len(separator)] == separator:
            first, second = title[:half], title[half + len(separator) :]
            if first.casefold() == second.casefold():
                return first
    return title


def _text(markup: str) -> str:
    try:
        root = html.fragment_fromstring(markup, create_parent="div")
    except (etree.LxmlError, ValueError, AssertionError):
        return html.fromstring("<p/>").text or re.sub(r"<[^>]*>", " ", markup)
    for element in list(root.iter(etree.Comment, etree.ProcessingInstruction, *_DROPPED)):
        if element.getparent() is not None:
            element.drop_tree()
    pieces: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element.tag in _BLOCKS:
            pieces.append("\n• " if event == "start" and element.tag == "li" else "\n")
        pieces.append((element.text if event == "start" else element.tail) or "")
    return "".join(pieces)
