"""UN Volunteers: app.unv.org's search, and the detail of one assignment, which alone has text and languages.

`sourcingEndDate` is a midnight without a zone; the site adds a day and shows UTC, so the last open day is the date
itself. A detail whose value is null is an assignment that is gone. A row without the sixteen digits of an assignment
is none: one such ended every list for a while.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from domain.classification import Hints
from domain.errors import ParseError
from feeds.dates import read_day, read_instant
from feeds.documents.data import Data, Node
from feeds.documents.paging import next_in_body, number_in
from feeds.facts import Dialect, Facts, PageRequest, SourceInfo

_NUMBER = re.compile(r"\d{16}")
_TEXTS = ("context", "taskDescription", "requiredSkillExperience")


def _recognises(document: Data) -> bool:
    return "isSuccess" in document.top and "value" in document.top


def _read(document: Data, source: SourceInfo) -> Iterator[Facts]:
    if document.top["isSuccess"].value is not True:
        raise ParseError("app.unv.org reports an error")
    value = document.top["value"]
    if value.value is None and "value" in document.top:
        return
    for row in (value,) if "name" in value else value.rows("result"):
        number = row["doaRequestNo"].text or row["id"].text
        if _NUMBER.fullmatch(number):
            yield _facts(number, row, document, source)


def _facts(number: str, row: Node, document: Data, source: SourceInfo) -> Facts:
    country = row["country"]
    stations = [*row["dutyStations"], *(place["dutyStation"] for place in row["assignmentsList"]), row["workLocation"]]
    return Facts(
        title=row["name"].text,
        identity=f"unv:{number}",
        url=f"https://app.unv.org/opportunities/{number}",
        body="\n".join(row[name].text for name in _TEXTS),
        organisation=row["hostEntity"]["name"].text,
        hints=Hints(
            source=source.id,
            grade=f"UNV-{row['categoryName']['value']['code'].text}",
            country=country["props"]["codeISO2"].text or country["label"].text,
            city=next((name for station in stations if (name := station["label"].text)), None),
            organisation=row["hostEntity"]["shortName"].text,
            status="closed" if row["isSourcingActive"].value is False else row["status"]["label"].text,
            languages=_languages(row, required=True),
            languages_asset=_languages(row, required=False),
            families=(row["specializationArea"].text,),
            individual=True,
        ),
        published=read_instant(row["publishDate"].text, document.received_at),
        deadline=read_day(row["sourcingEndDate"].text, document.received_at),
        timezone="UTC",
    )


def _languages(row: Node, *, required: bool) -> str:
    return " ".join(
        language["language"]["label"].text
        for language in row["languages"]
        if (language["isRequired"].value is True) == required
    )


def _total(document: Data) -> int | None:
    return document.top["value"]["total"].number


def _following(document: Data, asked: PageRequest) -> PageRequest | None:
    def change(body: dict[str, Any]) -> dict[str, object] | None:
        skip = number_in(body, "skip") + len(document.top["value"]["result"].each)
        return {"skip": skip} if skip < (_total(document) or 0) else None

    return next_in_body(asked, change)


DIALECT = Dialect("unv", frozenset({"json:unv-doa"}), Data, _recognises, _read, following=_following, total=_total)
