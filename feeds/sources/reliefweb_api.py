"""ReliefWeb's API v2: jobs and training. Most rows have no city, some no country, none a grade or required languages.

`date.closing` and `date.registration` are midnight UTC at the start of a day that counts to its end. Identities equal
those of the same site's RSS: the number, not the words that follow it in the address.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from domain.classification import Hints
from domain.errors import ParseError
from feeds.dates import read_day, read_instant
from feeds.documents.data import Data, Node
from feeds.documents.paging import next_at, next_in_body, number_in
from feeds.facts import COURSES, JOBS, Dialect, Facts, PageRequest, SourceInfo
from feeds.text import clean_title


def _recognises(document: Data) -> bool:
    top = document.top
    return ("totalCount" in top and "data" in top) or all(name in top for name in ("status", "time", "error"))


def _read(document: Data, source: SourceInfo) -> Iterator[Facts]:
    top = document.top
    if "error" in top:
        raise ParseError(f"api.reliefweb.int reports an error: {clean_title(top['error']['message'].text)}")
    for row in top.rows("data"):
        yield _facts(row, document, source)


def _facts(row: Node, document: Data, source: SourceInfo) -> Facts:
    fields, now = row["fields"], document.received_at
    number = row["id"].text or fields["id"].text
    course = "/training" in row["href"].text or source.kind == COURSES
    body = fields["body-html"].text or fields["body"].text
    languages = _names(fields["training_language"]) or _names(fields["language"])
    organisation = next(iter(_names(fields["source"])), None)
    country = next((c for c in fields["country"] if c["primary"].value is True), next(iter(fields["country"]), None))
    return Facts(
        title=fields["title"].text,
        identity=f"reliefweb:{number}" if number else None,
        url=fields["url_alias"].text or fields["url"].text or None,
        body=f"{body}\n{fields['how_to_apply-html'].text or fields['how_to_apply'].text}",
        summary=body,
        organisation=organisation,
        hints=Hints(
            source=source.id,
            country=country["name"].text if country else None,
            city=next(iter(_names(fields["city"])), None),
            organisation=next((s["shortname"].text for s in fields["source"]), None),
            contract=next((name for name in _names(fields["type"]) if name != "Job"), None),
            status=fields["status"].text,
            languages=" ".join(languages) if course else None,
            families=(*_names(fields["theme"]), *_names(fields["career_categories"])),
        ),
        published=read_instant(fields["date"]["created"].text, now),
        deadline=read_day(fields["date"]["registration" if course else "closing"].text, now),
        timezone="UTC",
        kind=COURSES if course else JOBS,
        start=read_day(fields["date"]["start"].text, now),
        end=read_day(fields["date"]["end"].text, now),
    )


def _names(rows: Node) -> tuple[str, ...]:
    return tuple(name for row in rows if (name := row["name"].text))


def _following(document: Data, asked: PageRequest) -> PageRequest | None:
    """Ask for the next `offset` where one was sent, else follow the link."""
    top = document.top
    if asked.method == "GET":
        return next_at(asked, top["links"]["next"]["href"].text)

    def change(body: dict[str, Any]) -> dict[str, object] | None:
        offset = number_in(body, "offset") + len(top["data"].each)
        return {"offset": offset} if offset < (top["totalCount"].number or 0) else None

    return next_in_body(asked, change)


DIALECT = Dialect("reliefweb-api", frozenset({"json:reliefweb-v2"}), Data, _recognises, _read, following=_following)
