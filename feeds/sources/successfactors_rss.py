"""SuccessFactors career sites (UNESCO, ILO, ITU, UNIDO, ICRC): RSS of the newest twenty.

The title's tail is the place, "(Dakar, SN)"; grade and deadline are labelled lines of the text; links and guids carry
tracking parameters around a lasting number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from domain.classification import Hints
from feeds.dates import deadline_words
from feeds.documents.feed import Entry, Feed
from feeds.facts import Dialect, Facts, SourceInfo
from feeds.text import clean_title, plain

_LINK = re.compile(r"//[^/]+/job/[^/]+/(\d{5,})(?:[/?#]|$)")
_PLACE = re.compile(r"\(([^()]+),\s*([A-Z]{2})(?:,[^()]*)?\)\s*$")
_TITLE_NOISE = re.compile(r"\b(?:careers?|jobs?|vacanc\w+|rss|feed|latest|current)\b|\s+-\s.*$", re.IGNORECASE)


def _recognises(document: Feed) -> bool:
    return document.root == "rss" and document.links_to(_LINK)


def _read(document: Feed, source: SourceInfo) -> Iterator[Facts]:
    owner = _TITLE_NOISE.sub("", str(document.channel.get("title", ""))).strip() or None
    for entry in document.entries:
        yield _facts(entry, document, source, owner)


def _facts(entry: Entry, document: Feed, source: SourceInfo, owner: str | None) -> Facts:
    link = next(iter(entry.links), "")
    number = _LINK.search(link)
    place = _PLACE.search(clean_title(entry.get("title")))
    return Facts(
        title=entry.get("title"),
        identity=f"successfactors:{urlsplit(link).hostname}/{number.group(1)}" if number else None,
        guid=entry.get("id") or None,
        url=link or None,
        body=entry.markup,
        organisation=source.publisher or owner,
        hints=Hints(
            source=source.id,
            city=place.group(1) if place else None,
            country=place.group(2) if place else None,
            families=entry.tags,
            individual=number is not None,
        ),
        published=entry.published(document.received_at),
        deadline=deadline_words(plain(entry.markup)),
    )


DIALECT = Dialect("successfactors", frozenset({"rss"}), Feed, _recognises, _read)
