"""Text and its entities: Telegram's HTML read as Telegram reads it, with its words when it cannot.

Rules and texts after `td/telegram/MessageEntity.cpp` of tdlib. Offsets of entities count UTF-16 units, offsets in
errors count bytes of UTF-8.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.errors import bad_request
from bot.sandbox.links import checked_link, find_entities

Entity = dict[str, Any]
TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
ENTITIES_LIMIT = 100
"""Telegram keeps so many entities of a message and drops the rest without a word."""

_SIMPLE = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
_TAGS = {*_SIMPLE, "a", "pre", "code", "blockquote", "tg-emoji", "tg-time"}
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([a-zA-Z]+));?")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_SPACE = " \t\r\n\0\v"
_VERBATIM = {"pre", "code"}


def utf16_length(text: str) -> int:
    """Count the UTF-16 units of a text, as Telegram counts lengths and offsets."""
    return len(text) + sum(ord(character) > 0xFFFF for character in text)


def format_text(
    text: str, parse_mode: str | None, entities: Sequence[Mapping[str, Any]] | None, *, limit: int = TEXT_LIMIT
) -> tuple[str, list[Entity]]:
    """Turn a request's text into what the Message holds: clean text and sorted entities.

    Raises Telegram's 400 when markup is broken, when nothing is left to read or when the text is too long.
    """
    if parse_mode and parse_mode.lower() not in ("none", "html"):
        raise bad_request("Unsupported parse_mode")  # Markdown is nothing this project sends
    if parse_mode and parse_mode.lower() == "html":
        text, found = parse_html(text)
    else:
        found = [dict(entity) for entity in entities or ()]
    text, found = _trim(text, found)
    if utf16_length(text) > limit:
        raise bad_request("Message is too long" if limit == TEXT_LIMIT else "Message caption is too long")
    return text, _settle(text, found)


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Read Telegram's HTML into plain text and entities, or raise its "can't parse entities" error."""
    return _HtmlReader(source).read()


@dataclass
class _Open:
    """A tag waiting for its end."""

    tag: str
    attributes: dict[str, str]
    units: int
    position: int


@dataclass
class _HtmlReader:
    source: str
    at: int = 0
    units: int = 0
    text: list[str] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)

    def read(self) -> tuple[str, list[Entity]]:
        while self.at < len(self.source):
            character = self.source[self.at]
            if character == "<":
                self._close() if self.source[self.at + 1 : self.at + 2] == "/" else self._open()
            else:
                self._write(*_character(self.source, self.at))
        if self.stack:
            raise _cannot_parse(f'Can\'t find end tag corresponding to start tag "{self.stack[-1].tag}"')
        return "".join(self.text), self.entities

    def _write(self, character: str, after: int) -> None:
        self.text.append(character)
        self.units += utf16_length(character)
        self.at = after

    def _offset(self, position: int) -> int:
        return len(self.source[:position].encode())

    def _open(self) -> None:
        begin, self.at = self.at, self.at + 1
        tag = self._until(_SPACE + ">").lower()
        if self.at >= len(self.source):
            raise _cannot_parse(f"Unclosed start tag at byte offset {self._offset(begin)}")
        if tag not in _TAGS:
            raise _cannot_parse(f'Unsupported start tag "{tag}" at byte offset {self._offset(begin)}')
        attributes = self._attributes(tag, begin)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise _cannot_parse(f'Tag "span" must have class "tg-spoiler" at byte offset {self._offset(begin)}')
        self.stack.append(_Open(tag, attributes, self.units, len(self.text)))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        attributes: dict[str, str] = {}
        while True:
            self._skip_space()
            if self.source[self.at : self.at + 1] == ">":
                self.at += 1
                return attributes
            name = self._until(_SPACE + "=>/\"'")
            if not name:
                reason = f'Empty attribute name in the tag "{tag}" at byte offset {self._offset(begin)}'
                raise _cannot_parse(reason)
            self._skip_space()
            if self.source[self.at : self.at + 1] == "=":
                self.at += 1
                attributes[name] = self._attribute_value(tag, begin)
            elif self.at >= len(self.source):
                raise _cannot_parse(f'Unclosed start tag "{tag}" at byte offset {self._offset(begin)}')
            else:
                attributes[name] = ""

    def _attribute_value(self, tag: str, begin: int) -> str:
        self._skip_space()
        if self.at >= len(self.source):
            raise _cannot_parse(f'Unclosed start tag "{tag}" at byte offset {self._offset(begin)}')
        quote = self.source[self.at]
        value = self._quoted(quote) if quote in "\"'" else self._token()
        if self.at >= len(self.source):
            raise _cannot_parse(f"Unclosed start tag at byte offset {self._offset(begin)}")
        return value

    def _token(self) -> str:
        begin = self.at
        match = re.compile(r"[A-Za-z0-9.-]*").match(self.source, self.at)
        value = match.group() if match else ""
        self.at += len(value)
        if self.at < len(self.source) and self.source[self.at] not in _SPACE + ">":
            raise _cannot_parse(f"Unexpected end of name token at byte offset {self._offset(begin)}")
        return value.lower()

    def _quoted(self, quote: str) -> str:
        self.at += 1
        value = []
        while self.at < len(self.source) and self.source[self.at] != quote:
            character, self.at = _character(self.source, self.at)
            value.append(character)
        self.at += 1
        return "".join(value)

    def _close(self) -> None:
        begin, self.at = self.at, self.at + 2
        if not self.stack:
            raise _cannot_parse(f"Unexpected end tag at byte offset {self._offset(begin)}")
        tag = self._until(_SPACE + ">").lower()
        self._skip_space()
        if self.source[self.at : self.at + 1] != ">":
            raise _cannot_parse(f"Unclosed end tag at byte offset {self._offset(begin)}")
        self.at += 1
        opened = self.stack.pop()
        if tag and tag != opened.tag:
            raise _cannot_parse(
                f'Unmatched end tag at byte offset {self._offset(begin)}, expected "</{opened.tag}>", found "</{tag}>"'
            )
        if self.units > opened.units:
            self._add(opened)

    def _add(self, opened: _Open) -> None:
        inner = "".join(self.text[opened.position :])
        entity = _entity(opened.tag, opened.attributes, inner)
        if entity is None:
            return
        entity = {"type": entity.pop("type"), "offset": opened.units, "length": self.units - opened.units, **entity}
        same_span = self.entities and all(self.entities[-1][key] == entity[key] for key in ("offset", "length"))
        if opened.tag == "pre" and same_span and "language" in self.entities[-1]:
            self.entities[-1]["type"] = "pre"
        else:
            self.entities.append(entity)

    def _until(self, stops: str) -> str:
        begin = self.at
        while self.at < len(self.source) and self.source[self.at] not in stops:
            self.at += 1
        return self.source[begin : self.at]

    def _skip_space(self) -> None:
        while self.at < len(self.source) and self.source[self.at] in _SPACE:
            self.at += 1


def _character(source: str, at: int) -> tuple[str, int]:
    """Read one character, decoding a reference; an unknown reference stays as it is written."""
    match = _REFERENCE.match(source, at)
    if match is None:
        return source[at], at + 1
    hexadecimal, decimal, name = match.groups()
    if name is not None:
        decoded = _NAMED.get(name)
        return (decoded, match.end()) if decoded else (source[at], at + 1)
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if not 0 < code < 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return source[at], at + 1
    return chr(code), match.end()


def _entity(tag: str, attributes: Mapping[str, str], inner: str) -> Entity | None:
    """Make the entity of a closed tag; None when Telegram silently keeps only the text."""
    if tag in _SIMPLE:
        return {"type": _SIMPLE[tag]}
    if tag == "a":
        return _link_entity(attributes.get("href") or inner)
    if tag == "blockquote":
        return {"type": "expandable_blockquote" if "expandable" in attributes else "blockquote"}
    if tag == "code" and attributes.get("class", "").startswith("language-"):
        return {"type": "code", "language": attributes["class"].removeprefix("language-")}
    if tag == "tg-emoji":
        return _custom_emoji(attributes.get("emoji-id", ""))
    if tag == "tg-time":
        return _date_time(attributes.get("unix", ""), attributes.get("format", ""))
    return {"type": tag}


def _link_entity(address: str) -> Entity | None:
    mention = re.fullmatch(r"tg:(?://)?user\?id=(\d+)", address)
    if mention:
        user = {"id": int(mention.group(1)), "is_bot": False, "first_name": mention.group(1)}
        return {"type": "text_mention", "user": user}
    link = checked_link(address)
    return {"type": "text_link", "url": link} if link else None


def _custom_emoji(identifier: str) -> Entity:
    if not re.fullmatch(r"-?\d+", identifier) or int(identifier) == 0:
        raise _cannot_parse("Invalid custom emoji identifier specified")
    return {"type": "custom_emoji", "custom_emoji_id": identifier}


def _date_time(unix: str, style: str) -> Entity | None:
    if style not in ("r", "R") and style.strip("tTdDwW"):
        raise _cannot_parse("Invalid date format used")
    moment = int(unix) if re.fullmatch(r"\d{1,10}", unix) else 0
    if not moment:
        return None
    return {"type": "date_time", "unix_time": moment} | ({"date_time_format": style} if style else {})


def _cannot_parse(reason: str) -> Exception:
    return bad_request(f"can't parse entities: {reason}")


def _trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Cut white space at the end, and at the beginning as far as the first entity."""
    text = text.rstrip()
    if not text:
        raise bad_request("text must be non-empty")
    first = min((entity["offset"] for entity in entities), default=len(text))
    cut = min(len(text) - len(text.lstrip(" \n")), first)
    end = utf16_length(text)
    kept = []
    for entity in entities:
        length = min(entity["length"], end - entity["offset"])
        if length > 0:
            kept.append({**entity, "offset": entity["offset"] - cut, "length": length})
    return text[cut:], kept


def _settle(text: str, entities: list[Entity]) -> list[Entity]:
    """Sort, drop what stands inside code, add what Telegram finds by itself, keep the first hundred."""
    verbatim = [entity for entity in entities if entity["type"] in _VERBATIM]
    kept = [entity for entity in entities if entity in verbatim or not any(_overlap(entity, v) for v in verbatim)]
    for entity in kept:
        if entity["type"] == "code":
            entity.pop("language", None)
    taken = [entity for entity in kept if entity["type"] in {*_VERBATIM, "text_link", "text_mention"}]
    found = [entity for entity in find_entities(text) if not any(_overlap(entity, other) for other in taken)]
    ordered = sorted(kept + found, key=lambda entity: (entity["offset"], -entity["length"]))
    return ordered[:ENTITIES_LIMIT]


def _overlap(one: Entity, other: Entity) -> bool:
    return bool(one["offset"] < other["offset"] + other["length"] and other["offset"] < one["offset"] + one["length"])
