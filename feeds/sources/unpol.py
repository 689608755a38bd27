"""UN Police's page of vacancies: notices in English and in French, their facts in labelled lines.

Candidates are nominated by Member States, never on their own, and the posts are seconded ones, whether the notice
repeats it or not. A deadline is a day in New York. The last part of a notice's address names it in either language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import html

from domain.classification import Hints
from domain.errors import ParseError
from domain.taxonomy import fold
from domain.vocabulary import Audience, Route
from feeds.documents.page import Page
from feeds.facts import Dialect, Facts, SourceInfo
from feeds.identity import clean_link
from feeds.text import clean_title, plain

SITE = "https://police.un.org/"
NEW_YORK = "America/New_York"

_LABELS = {
    "title": r"(?:post|job|functional) title(?: and level)?|(?:intitule|titre) du poste",
    "organisation": r"organi[sz]ation(?:al unit)?",
    "place": r"duty station|location|lieu d'affectation",
    "deadline": r"(?:application )?deadline(?: for (?:applications|nominations))?|closing date|date limite[a-z' ]*",
    "other": r"reporting to|superieur immediat|duration|duree|job code|posting period",
}
_LABEL = re.compile(rf"(?:{'|'.join(f'(?P<{name}>{words})' for name, words in _LABELS.items())})\s*:\s*")
_DOCUMENT = re.compile(r"/document/|\.pdf$", re.IGNORECASE)
_POLICE = re.compile(r"\b(?:un police|police des nations unies|unpol)\b")
_MILITARY = re.compile(r"\b(?:un military|military (?:posts|personnel|affairs)|affaires militaires)\b")


def _recognises(document: Page) -> bool:
    return any("title" in _labelled(row)[0] for row in _rows(document))


def _read(document: Page, source: SourceInfo) -> Iterator[Facts]:
    rows = _rows(document)
    if not document.complete:
        raise ParseError("the page ends before </html>: it was cut off")
    if not rows and not document.tree.find_class("view-content") and not document.tree.find_class("view-empty"):
        raise ParseError("the page holds no list of vacancies")
    audience = _audience(document)
    for row in rows:
        labels, text = _labelled(row)
        if labels or any(_DOCUMENT.search(a.get("href") or "") for a in row.iter("a")):  # else it is news in the margin
            yield _facts(row, labels, text, audience, source)


def _facts(
    row: html.HtmlElement, labels: dict[str, str], text: str, audience: tuple[Audience, ...], source: SourceInfo
) -> Facts:
    link = next((a for a in row.iter("a") if not (a.get("href") or "#").startswith("#")), None)
    heading = next((e for e in row.iter("*") if e.tag == "a" or "views-field-title" in (e.get("class") or "")), None)
    title = clean_title(heading.text_content() if heading is not None else labels.get("title", ""))
    url = clean_link(link.get("href"), source.url or SITE) if link is not None else None
    name = urlsplit(url or "").path.rstrip("/").rpartition("/")[2] or fold(title)
    return Facts(
        title=title,
        identity=f"unpol:{name}" if name else None,
        url=url,
        body=text,
        organisation=labels.get("organisation"),
        hints=Hints(
            source=source.id,
            grade=labels.get("title"),
            place=labels.get("place"),
            contract="secondment",
            audience=audience,
            route=Route.NOMINATION,
        ),
        deadline=labels.get("deadline"),
        timezone=NEW_YORK,
    )


def _rows(document: Page) -> list[html.HtmlElement]:
    return [element for element in document.tree.iter("*") if _is_row(element) and not _in_row(element)]


def _is_row(element: html.HtmlElement) -> bool:
    return "views-row" in (element.get("class") or "").split()


def _in_row(element: html.HtmlElement) -> bool:
    return any(map(_is_row, element.iterancestors()))


def _labelled(row: html.HtmlElement) -> tuple[dict[str, str], str]:
    """Split a notice into its labelled values and the rest of its text."""
    labels: dict[str, str] = {}
    rest: list[str] = []
    links = {" ".join(link.text_content().split()) for link in row.iter("a")}
    waiting = None
    for line in plain(html.tostring(row, encoding="unicode", with_tail=False)).split("\n"):
        label = _LABEL.match(fold(line))
        if label and label.lastgroup:
            waiting = label.lastgroup
            value = line.partition(":")[2].strip()
        elif waiting:
            value = line
        else:
            rest += () if line in links else (line,)
            continue
        if value:
            labels.setdefault(waiting, value)
            waiting = None
    return labels, "\n".join(rest)


def _audience(document: Page) -> tuple[Audience, ...]:
    own = (e for e in document.tree.iter("title", "h1", "p") if not _in_row(e))
    heading = fold(" ".join(element.text_content() for element in own))
    kinds = ((Audience.POLICE, _POLICE), (Audience.MILITARY, _MILITARY))
    return tuple(kind for kind, pattern in kinds if pattern.search(heading))


DIALECT = Dialect("unpol", frozenset({"html"}), Page, _recognises, _read)
