"""ReliefWeb's RSS of jobs and of training: the facts stand in labelled blocks of the description.

Closing dates are calendar days in UTC. The number in the link names the entry; the words after it follow the title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from domain.classification import Hints
from feeds.dates import read_day
from feeds.documents.feed import Entry, Feed
from feeds.facts import COURSES, JOBS, Dialect, Facts, SourceInfo
from feeds.text import plain

_LINK = re.compile(r"//(?:www\.)?reliefweb\.int/(job|training)/(\d+)\b")
_BLOCK = re.compile(r'<div class="(?:tag|date) (\w+)">[^:<]{0,60}:([^<]{0,400})</div>')
_LANGUAGES = frozenset(("English", "French", "Spanish", "Arabic", "Portuguese", "Russian", "Chinese"))
_TYPES = frozenset(("Consultancy", "Internship", "Volunteer Opportunity"))


def _recognises(document: Feed) -> bool:
    return document.links_to(_LINK)


def _read(document: Feed, source: SourceInfo) -> Iterator[Facts]:
    for entry in document.entries:
        yield _facts(entry, document, source)


def _facts(entry: Entry, document: Feed, source: SourceInfo) -> Facts:
    url = next(iter(entry.links), None)
    found = _LINK.search(url or entry.get("id"))
    course = found.group(1) == "training" if found else source.kind == COURSES
    blocks = {name: plain(value) for name, value in _BLOCK.findall(entry.markup)}
    languages = " ".join(tag for tag in entry.tags if tag in _LANGUAGES)
    now = document.received_at
    return Facts(
        title=entry.get("title"),
        identity=f"reliefweb:{found.group(2)}" if found else None,
        guid=entry.get("id") or None,
        url=url,
        body=_BLOCK.sub("", entry.markup),
        organisation=blocks.get("source") or entry.get("author") or None,
        hints=Hints(
            source=source.id,
            country=blocks.get("country"),
            organisation=blocks.get("source"),
            contract=next((tag for tag in entry.tags if tag in _TYPES), None),
            languages=languages if course else None,
            families=entry.tags,
        ),
        published=entry.published(now),
        deadline=read_day(blocks.get("registration" if course else "closing"), now),
        timezone="UTC",
        kind=COURSES if course else JOBS,
        start=read_day(blocks.get("start"), now),
        end=read_day(blocks.get("end"), now),
    )


DIALECT = Dialect("reliefweb", frozenset({"rss"}), Feed, _recognises, _read)
