"""Listing feeds of unjobs.org: a teaser that starts with labelled facts in one line; titles doubled or mis-decoded."""

from __future__ import annotations

import re
from collections.abc import Iterator

from domain.classification import Hints
from feeds.documents.feed import Entry, Feed
from feeds.facts import Dialect, Facts, SourceInfo
from feeds.text import plain

HEADING = 1_000
"""Characters of the first line in which labels are looked for."""

_LINK = re.compile(r"//(?:www\.)?unjobs\.org/vacancies/(\d+)")
_LABELS = ("Organization", "Country", "City", "Office", "Closing date")
_LABEL = re.compile(rf"\b({'|'.join(_LABELS)}):\s*(.*?)\s*(?=\b(?:{'|'.join(_LABELS)}):|\n|$)")


def _recognises(document: Feed) -> bool:
    return document.links_to(_LINK)


def _read(document: Feed, source: SourceInfo) -> Iterator[Facts]:
    for entry in document.entries:
        yield _facts(entry, document, source)


def _facts(entry: Entry, document: Feed, source: SourceInfo) -> Facts:
    link = next(iter(entry.links), None)
    number = _LINK.search(link or entry.get("id"))
    heading, _, text = plain(entry.markup).partition("\n")
    labels = dict(_LABEL.findall(heading[:HEADING]))
    return Facts(
        title=entry.get("title"),
        identity=f"unjobs:{number.group(1)}" if number else None,
        guid=entry.get("id") or None,
        url=link,
        body=text if labels else f"{heading}\n{text}",
        organisation=labels.get("Organization"),
        hints=Hints(
            source=source.id,
            country=labels.get("Country"),
            city=labels.get("City"),
            organisation=labels.get("Office"),
            families=entry.tags,
        ),
        published=entry.published(document.received_at),
        deadline=labels.get("Closing date"),
    )


DIALECT = Dialect("unjobs", frozenset({"rss"}), Feed, _recognises, _read)
