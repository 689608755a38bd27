"""Recruitee's careers site API (Organisation internationale de la Francophonie): all offers of a company at once.

`close_at` is empty in practice; the deadline is a labelled line of the French text, in words or as dd/mm/yyyy, and
ends in Paris where the OIF says so of its own posts. The grade is a labelled line too ("Niveau P4, grade à partir de
P4-1").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from domain.classification import Hints
from feeds.dates import deadline_words, read_end, read_instant
from feeds.documents.data import Data, Node
from feeds.facts import Dialect, Facts, SourceInfo
from feeds.text import plain

_LABELLED = re.compile(r"^[^:.\n]{3,50}\s?: .*$", re.MULTILINE)
OIF = "//francophoniecarrieres.recruitee.com/"


def _recognises(document: Data) -> bool:
    offers = document.top["offers"]
    return offers.is_list and all("careers_url" in offer for offer in offers)


def _read(document: Data, source: SourceInfo) -> Iterator[Facts]:
    for row in document.top.rows("offers"):
        yield _facts(row, document, source)


def _facts(row: Node, document: Data, source: SourceInfo) -> Facts:
    number, url = row["id"].text, row["careers_url"].text
    text = f"{row['description'].text}\n{row['requirements'].text}"
    return Facts(
        title=row["title"].text,
        identity=f"recruitee:{number}" if number else None,
        url=url or None,
        body=text,
        summary=_LABELLED.sub("", plain(text)),
        organisation=row["company_name"].text or source.publisher,
        hints=Hints(
            source=source.id,
            country=row["country_code"].text or row["country"].text,
            city=row["city"].text,
            place=row["location"].text,
            contract=row["employment_type_code"].text.replace("_", " "),
            status=row["status"].text,
            individual=True,
        ),
        published=read_instant(row["published_at"].text, document.received_at),
        deadline=read_end(row["close_at"].text, document.received_at) or deadline_words(plain(text)),
        timezone="Europe/Paris" if OIF in url else None,
    )


def _total(document: Data) -> int | None:
    return len(document.top["offers"].each)


DIALECT = Dialect("recruitee", frozenset({"json:recruitee"}), Data, _recognises, _read, total=_total)
