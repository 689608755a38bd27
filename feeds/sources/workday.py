"""Workday's CXS (UNHCR, WFP, PAHO): the list of a board, and the detail of one post.

The list gives title, place and requisition; grade, deadline and languages stand in the detail only. "2 Locations"
stands for the names of the places, of which the first is a part of the path. "Posted 3 Days Ago" tells nothing of a
document whose age is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from domain.classification import Hints
from domain.errors import ParseError
from feeds.dates import deadline_words, read_end, read_instant
from feeds.documents.data import Data, Node
from feeds.documents.paging import next_in_body, number_in
from feeds.facts import Dialect, Facts, PageRequest, SourceInfo
from feeds.text import clean_title, plain

_REQUISITION = re.compile(r"(?:^|_)([A-Z]{1,4}[-_]?\d{3,}(?:-\d{3,})?|\d{5,})(?:-\d{1,2})?$")
_SEVERAL = re.compile(r"\d+ Locations?", re.IGNORECASE)
_PLACE = re.compile(r"^/job/([^/]+)/")
_BOARD = re.compile(r"^(?P<host>https://[^/]+)/wday/cxs/(?P<tenant>[^/]+)/(?P<site>[^/]+)/jobs")


def _recognises(document: Data) -> bool:
    return any(name in document.top for name in ("jobPostings", "jobPostingInfo", "errorCode"))


def _read(document: Data, source: SourceInfo) -> Iterator[Facts]:
    top = document.top
    if "errorCode" in top:
        raise ParseError(f"Workday reports an error: {clean_title(top['message'].text)}")
    if "jobPostingInfo" in top:
        yield _detail(top["jobPostingInfo"], document, source)
        return
    for row in top.rows("jobPostings"):
        yield _listed(row, source)


def _listed(row: Node, source: SourceInfo) -> Facts:
    path = row["externalPath"].text
    place = row["locationsText"].text
    slug = _PLACE.search(path)
    board = _BOARD.match(source.url or "")
    return Facts(
        title=row["title"].text,
        identity=_identity(*(field.text for field in row["bulletFields"]), path),
        url=_site(board) + path if board and path else None,
        organisation=source.publisher or (board["tenant"].upper() if board else None),
        hints=Hints(
            source=source.id,
            place="" if _SEVERAL.fullmatch(place) else place,
            place_slug=slug.group(1) if slug else None,
            individual=True,
        ),
    )


def _detail(row: Node, document: Data, source: SourceInfo) -> Facts:
    markup = row["jobDescription"].text
    return Facts(
        title=row["title"].text,
        identity=_identity(row["jobReqId"].text, row["jobPostingId"].text, row["externalUrl"].text),
        url=row["externalUrl"].text or None,
        body=markup,
        organisation=document.top["hiringOrganization"]["name"].text or source.publisher,
        hints=Hints(
            source=source.id,
            place=row["location"].text,
            country=row["country"]["descriptor"].text or None,
            status="closed" if row["posted"].value is False else None,
            individual=True,
        ),
        published=read_instant(row["startDate"].text, document.received_at),
        deadline=read_end(row["endDate"].text, document.received_at) or deadline_words(plain(markup)),
    )


def _identity(*texts: str) -> str | None:
    """Take the requisition; a suffix -1 or -2 is one more posting of the same."""
    found = next((match for text in texts if (match := _REQUISITION.search(text))), None)
    return f"workday:{found.group(1)}" if found else None


def _site(board: re.Match[str]) -> str:
    """Give the public address of the board behind an address of the interface."""
    host, tenant, site = board.groups()
    return f"{host}/recruiting/{tenant}/{site}" if host.endswith(".myworkdaysite.com") else f"{host}/{site}"


def _following(document: Data, asked: PageRequest) -> PageRequest | None:
    """Go on while pages are full: the total may be 0 on all pages but the first."""

    def change(body: dict[str, Any]) -> dict[str, object] | None:
        rows, limit = len(document.top["jobPostings"].each), number_in(body, "limit")
        return {"offset": number_in(body, "offset") + rows} if rows and rows >= limit else None

    return next_in_body(asked, change)


def _total(document: Data) -> int | None:
    return document.top["total"].number or None


DIALECT = Dialect(
    "workday", frozenset({"json:workday-cxs"}), Data, _recognises, _read, following=_following, total=_total
)
