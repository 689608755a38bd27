"""Any RSS or Atom feed: title, link, text, dates, and whatever the words say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from domain.classification import Hints
from feeds.dates import deadline_words, read_period
from feeds.documents.feed import ROOTS, Entry, Feed
from feeds.facts import COURSES, JOBS, Dialect, Facts, SourceInfo, Trust
from feeds.text import plain


def _recognises(document: Feed) -> bool:
    return document.root in ROOTS


def _read(document: Feed, source: SourceInfo) -> Iterator[Facts]:
    for entry in document.entries:
        yield _facts(entry, document, source)


def _facts(entry: Entry, document: Feed, source: SourceInfo) -> Facts:
    text = plain(entry.markup)
    start, end = _period(f"{entry.get('title')}\n{text}", document) if source.kind == COURSES else (None, None)
    return Facts(
        title=entry.get("title"),
        guid=entry.get("id") or None,
        url=next(iter(entry.links), None),
        body=entry.markup,
        organisation=entry.get("author") or None,
        hints=Hints(source=source.id, families=entry.tags),
        published=entry.published(document.received_at),
        deadline=deadline_words(text),
        kind=COURSES if source.kind == COURSES else JOBS,
        start=start,
        end=end,
    )


def _period(text: str, document: Feed) -> tuple[date | None, date | None]:
    return read_period(text, document.received_at) or (None, None)


DIALECT = Dialect("rss", frozenset({"atom", "rdf"}), Feed, _recognises, _read, Trust.ANY)
