"""careers.un.org: the JSON list of openings (`filteredV2`, `activeJo`) and one opening (`joV2`).

`endDate` is the last second of a day in New York, as an instant. The list holds the full text, in titled sections;
languages stand in tables of the section of that name. `jf` has capital keys, interns have the family's bare code, the
language of every row is "EN".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from domain.classification import Hints
from domain.errors import ParseError
from domain.taxonomy import fold
from domain.vocabulary import Route
from feeds.dates import read_end, read_instant
from feeds.documents.data import Data, Node
from feeds.documents.paging import next_in_body, number_in
from feeds.facts import Dialect, Facts, PageRequest, SourceInfo
from feeds.text import MARKUP_LIMIT, clean_title

NEW_YORK = "America/New_York"
GENERIC = "G"
"""Recruitment type of generic job openings, whose only purpose is a roster (ST/AI/2010/3, section 1)."""

_BOILERPLATE = frozenset(
    [
        "competencies", "assessment", "evaluation", "special notice", "united nations considerations", "no fee",
        "competences", "notice speciale", "considerations relatives aux nations unies",
    ]
)  # fmt: skip


def _recognises(document: Data) -> bool:
    return all(name in document.top for name in ("status", "message", "data"))


def _read(document: Data, source: SourceInfo) -> Iterator[Facts]:
    if document.top["status"].value != 1:
        raise ParseError(f"careers.un.org reports an error: {clean_title(document.top['message'].text)}")
    data = document.top["data"]
    rows = [data] if "jobId" in data else data if data.is_list else data.rows("list")
    for row in rows:
        yield _facts(row, document, source)


def _facts(row: Node, document: Data, source: SourceInfo) -> Facts:
    number = row["jobId"].text
    language = "fr" if source.language == "fr" else "en"
    text, required, desirable = _description(row["jobDescription"].text)
    recruitment = row["recrttype"]
    return Facts(
        title=row["postingTitle"].text or row["jobTitle"].text,
        identity=f"careers-un:{number}" if number else None,
        url=f"https://careers.un.org/jobSearchDescription/{number}?language={language}" if number else None,
        body=text,
        organisation=row["dept"]["name"].text or row["dept"].text,
        hints=Hints(
            source=source.id,
            grade=row["jobLevel"].text or row["jl"]["name"].text,
            city=next((station["description"].text for station in row["dutyStation"]), None),
            contract=recruitment["name"].text,
            languages=required,
            languages_asset=desirable,
            families=(row["jf"]["Name"].text, row["jf"]["Code"].text),
            individual=True,
            route=Route.ROSTER if recruitment["code"].text == GENERIC else None,
        ),
        published=read_instant(row["startDate"].text, document.received_at),
        deadline=read_end(row["endDate"].text, document.received_at),
        timezone=NEW_YORK,
    )


def _description(markup: str) -> tuple[str, str, str]:
    """Give the text without what stands in every opening, and the languages of both tables."""
    try:
        tree = html.fragment_fromstring(markup[:MARKUP_LIMIT], create_parent="div")
    except (etree.LxmlError, ValueError, AssertionError):
        return markup, "", ""
    sections = list(_sections(tree))
    tables: dict[bool, list[str]] = {True: [], False: []}
    for heading in tree.iter("h2"):
        table = heading.getnext()
        if table is not None and table.tag == "table":
            names = (_words(row[0]) for row in table.iter("tr") if len(row) and row[0].tag == "td")
            tables["required" in _words(heading) or "requise" in _words(heading)] += names
    text = "\n".join(content for title, content in sections if title not in _BOILERPLATE)
    return text or markup, " ".join(tables[True]), " ".join(tables[False])


def _sections(tree: html.HtmlElement) -> Iterator[tuple[str, str]]:
    for item in tree.find_class("jobPostingItem"):
        if len(item):
            yield _words(item[0]), "".join(html.tostring(part, encoding="unicode") for part in item[1:])


def _words(element: html.HtmlElement) -> str:
    return fold(" ".join(map(str, element.itertext())))


def _total(document: Data) -> int | None:
    data = document.top["data"]
    return len(data.each) if data.is_list else data["count"].number


def _following(document: Data, asked: PageRequest) -> PageRequest | None:
    """Ask for the next `page`, counted from 0, of `itemPerPage` rows."""

    def change(body: dict[str, Any]) -> dict[str, object] | None:
        pagination = body.get("pagination")
        if not isinstance(pagination, dict):
            return None
        page = number_in(pagination, "page") + 1
        more = page * number_in(pagination, "itemPerPage") < (_total(document) or 0)
        return {"pagination": pagination | {"page": page}} if more else None

    return next_in_body(asked, change)


DIALECT = Dialect(
    "careers-un", frozenset({"json:careers-un"}), Data, _recognises, _read, following=_following, total=_total
)
