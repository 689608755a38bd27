"""SuccessFactors' /sitemap.xml that is a Google-Jobs RSS in fact: the whole board, with expiry days.

Identities equal those of the same site's ordinary RSS. The expiry day has no zone: it ends where the post is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from domain.classification import Hints
from feeds.dates import read_day
from feeds.documents.feed import Entry, Feed
from feeds.facts import Dialect, Facts, SourceInfo, Trust

NAMESPACE = "base.google.com"
_LINK = re.compile(r"//[^/]+/job/[^/]+/(\d{5,})(?:[/?#]|$)")


def _recognises(document: Feed) -> bool:
    return NAMESPACE in document.namespaces and "expiration_date" in document.text


def _read(document: Feed, source: SourceInfo) -> Iterator[Facts]:
    for entry in document.entries:
        yield _facts(entry, document, source)


def _facts(entry: Entry, document: Feed, source: SourceInfo) -> Facts:
    link = next(iter(entry.links), "")
    found = _LINK.search(link)
    number = found.group(1) if found else entry.text("id", NAMESPACE)
    host = urlsplit(link).hostname
    city, _, country = (entry.text("location", NAMESPACE) or "").rpartition(",")
    return Facts(
        title=entry.get("title"),
        identity=f"successfactors:{host}/{number}" if host and number else None,
        guid=entry.get("id") or None,
        url=link or None,
        body=entry.markup,
        organisation=source.publisher or entry.text("employer", NAMESPACE),
        hints=Hints(
            source=source.id,
            city=city.split(",")[0].strip() or None,
            country=country.strip() or None,
            contract=entry.text("job_type", NAMESPACE),
            families=entry.texts("job_function", NAMESPACE),
            individual=found is not None,
        ),
        published=entry.published(document.received_at),
        deadline=read_day(entry.text("expiration_date", NAMESPACE), document.received_at),
    )


DIALECT = Dialect("successfactors-google", frozenset({"rss"}), Feed, _recognises, _read, Trust.NAMESPACE)
