"""PageUp boards (UNICEF): RSS with `job:` elements, the whole board in one document.

The title holds grade, contract, place and number; the deadline is an instant, sometimes missing; `job:category` is
given twice; `description` is a teaser, `job:description` the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from domain.classification import Hints
from feeds.dates import read_instant
from feeds.documents.feed import Entry, Feed
from feeds.facts import Dialect, Facts, SourceInfo, Trust

NAMESPACE = "pageuppeople.com"
_BOARD = re.compile(r"//[^/]+/(\d+)/")
_TITLE_NOISE = re.compile(r"\b(?:careers?|jobs?|vacanc\w+|rss|feed|latest|current)\b|\s+-\s.*$", re.IGNORECASE)


def _recognises(document: Feed) -> bool:
    return NAMESPACE in document.namespaces


def _read(document: Feed, source: SourceInfo) -> Iterator[Facts]:
    owner = _TITLE_NOISE.sub("", str(document.channel.get("title", ""))).strip() or None
    for entry in document.entries:
        yield _facts(entry, document, source, owner)


def _facts(entry: Entry, document: Feed, source: SourceInfo, owner: str | None) -> Facts:
    link = next(iter(entry.links), None)
    number = entry.text("refNo", NAMESPACE)
    board = _BOARD.search(link or document.link or "")
    return Facts(
        title=entry.get("title"),
        identity=f"pageup:{board.group(1)}/{number}" if board and number else None,
        guid=entry.get("id") or None,
        url=link,
        body=entry.text("description", NAMESPACE) or entry.markup,
        organisation=source.publisher or owner,
        hints=Hints(
            source=source.id,
            place=(entry.text("location", NAMESPACE) or "").replace(",", " | "),
            contract=entry.text("workType", NAMESPACE),
            families=tuple(dict.fromkeys(entry.texts("category", NAMESPACE))),
            individual=entry.text("applyLink", NAMESPACE) is not None,
        ),
        published=entry.published(document.received_at),
        deadline=read_instant(entry.text("closingDate", NAMESPACE), document.received_at),
    )


DIALECT = Dialect("pageup", frozenset({"rss"}), Feed, _recognises, _read, Trust.NAMESPACE)
