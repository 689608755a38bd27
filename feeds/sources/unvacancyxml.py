"""UNVacancyXML: Atom with `unva:` elements, the one feed format made for UN vacancies.

The closing date is a plain day without a zone: it ends where the post is. The summary only repeats the other elements.
"""

from __future__ import annotations

from collections.abc import Iterator

from domain.classification import Hints
from feeds.dates import read_day
from feeds.documents.feed import Entry, Feed
from feeds.facts import Dialect, Facts, SourceInfo, Trust

NAMESPACE = "UNVacancyXML"


def _recognises(document: Feed) -> bool:
    return NAMESPACE in document.namespaces


def _read(document: Feed, source: SourceInfo) -> Iterator[Facts]:
    for entry in document.entries:
        yield _facts(entry, document, source)


def _facts(entry: Entry, document: Feed, source: SourceInfo) -> Facts:
    keywords = entry.texts("keyword", NAMESPACE)
    organisation = entry.text("organisation", NAMESPACE)
    return Facts(
        title=entry.text("posttitle", NAMESPACE) or entry.get("title"),
        identity=f"unvacancyxml:{entry.get('id')}" if entry.get("id") else None,
        url=next(iter(entry.links), None),
        body="\n".join(keywords[1:]),
        summary=entry.markup,
        organisation=organisation,
        hints=Hints(
            source=source.id,
            grade=entry.text("grade", NAMESPACE),
            country=entry.text("dutystationcountry", NAMESPACE),
            city=entry.text("dutystationcity", NAMESPACE),
            organisation=organisation,
            contract=entry.text("contracttype", NAMESPACE),
            status=entry.text("status", NAMESPACE),
            families=keywords,
        ),
        published=entry.published(document.received_at),
        deadline=read_day(entry.text("closingdate", NAMESPACE), document.received_at),
    )


DIALECT = Dialect("unvacancyxml", frozenset({"atom"}), Feed, _recognises, _read, Trust.NAMESPACE)
