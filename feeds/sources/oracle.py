"""Oracle Recruiting Cloud (UNDP, UN Women, UNFPA, IOM): requisitions of one site of a tenant that agencies share.

`PostingEndDate` is a day, often null; `Organization` may be null beside a `BusinessUnit`. Numbers are unique within
host and site only; the host stands in the source's address, not in the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from domain.classification import Hints
from domain.errors import ParseError
from feeds.dates import read_end, read_instant
from feeds.documents.data import Data, Node
from feeds.facts import Dialect, Facts, PageRequest, SourceInfo

_OFFSET = re.compile(r"(?<=\boffset=)\d+")
_SITE = re.compile(r"\bsiteNumber=(\w+)")


def _recognises(document: Data) -> bool:
    return any("requisitionList" in item for item in document.top["items"])


def _read(document: Data, source: SourceInfo) -> Iterator[Facts]:
    searches = document.top.rows("items")
    if not searches:
        raise ParseError("the JSON has no list 'requisitionList'")
    named = _SITE.search(source.url or "")
    for search in searches:
        site = search["SiteNumber"].text or (named.group(1) if named else "")
        wrapped = "items" in search["requisitionList"]
        for row in search["requisitionList"].rows("items") if wrapped else search.rows("requisitionList"):
            yield _facts(row, site, document, source)


def _facts(row: Node, site: str, document: Data, source: SourceInfo) -> Facts:
    number = row["Id"].text
    host = urlsplit(source.url or "").hostname or ""
    return Facts(
        title=row["Title"].text,
        identity="oracle:" + "/".join(filter(None, (host, site, number))) if number else None,
        url=f"https://{host}/hcmUI/CandidateExperience/en/sites/{site}/job/{number}" if host and site else None,
        body=row["ShortDescriptionStr"].text,
        organisation=row["Organization"].text or row["BusinessUnit"].text or source.publisher,
        hints=Hints(
            source=source.id,
            country=row["PrimaryLocationCountry"].text or None,
            place=row["PrimaryLocation"].text,
            contract=row["ContractType"].text,
            families=(row["JobFamily"].text, row["JobFunction"].text),
            individual=True,
        ),
        published=read_instant(row["PostedDate"].text, document.received_at),
        deadline=read_end(row["PostingEndDate"].text, document.received_at),
    )


def _total(document: Data) -> int | None:
    return next((search["TotalJobsCount"].number for search in document.top["items"]), None)


def _following(document: Data, asked: PageRequest) -> PageRequest | None:
    """Ask for the next `offset`, which stands within the parameter `finder`, the last one of the address."""
    for search in document.top["items"]:
        wrapped = search["requisitionList"]["items"]
        offset = (search["Offset"].number or 0) + len((wrapped if wrapped.is_list else search["requisitionList"]).each)
        if offset < (search["TotalJobsCount"].number or 0):
            address, found = _OFFSET.subn(str(offset), asked.url)
            return PageRequest(address if found else f"{address},offset={offset}")
    return None


DIALECT = Dialect("oracle", frozenset({"json:oracle-ce"}), Data, _recognises, _read, following=_following, total=_total)
