"""UNDP's old job list: RSS 1.0 in Latin-1, with labelled lines in the description.

The text says "22-Nov-26 (Midnight New York, USA)", the extension element only the day; the namespace of that element
was never seen for sure, so only its local name counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from domain.classification import Hints
from feeds.dates import deadline_words
from feeds.documents.feed import Entry, Feed
from feeds.facts import Dialect, Facts, SourceInfo
from feeds.text import plain

NEW_YORK = "America/New_York"
_LINK = re.compile(r"//jobs\.undp\.org/.*[?&]cur_job_id=(\d+)")
_LABEL = re.compile(
    r"^(Location|Application Deadline|Type of Contract|Post Level|Languages Required|Starting Date"
    r"|Duration of [\w ]+|Expected Duration[\w ]*)\s*:\s*(.*)$",
    re.MULTILINE,
)


def _recognises(document: Feed) -> bool:
    return document.root == "rdf" and document.links_to(_LINK)


def _read(document: Feed, source: SourceInfo) -> Iterator[Facts]:
    for entry in document.entries:
        yield _facts(entry, document, source)


def _facts(entry: Entry, document: Feed, source: SourceInfo) -> Facts:
    link = next(iter(entry.links), None)
    number = _LINK.search(link or entry.get("id"))
    text = plain(entry.markup)
    labels = dict(_LABEL.findall(text))
    return Facts(
        title=entry.get("title"),
        identity=f"undp:{number.group(1)}" if number else None,
        guid=entry.get("id") or None,
        url=link,
        body=_LABEL.sub("", text),
        organisation=entry.text("organization") or source.publisher,
        hints=Hints(
            source=source.id,
            grade=labels.get("Post Level"),
            place=entry.text("duty_station") or labels.get("Location"),
            contract=labels.get("Type of Contract"),
            languages=labels.get("Languages Required"),
            families=entry.texts("subject"),
            individual=number is not None,
        ),
        published=entry.published(document.received_at),
        deadline=deadline_words(text) or entry.text("closing_date"),
        timezone=NEW_YORK,
    )


DIALECT = Dialect("undp", frozenset({"rdf", "rss"}), Feed, _recognises, _read)
