"""The Events Calendar, a calendar for WordPress: its REST API (wp-json/tribe/events/v1/events).

The UTC fields count, for the zone may be "UTC+1" whatever the place. Events of whole days end at 23:59:59 of their last
day. A page past the end is an error with status 404, not an empty list.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from domain.classification import Hints
from domain.errors import ParseError
from feeds.dates import deadline_words, read_day, read_instant, read_moment
from feeds.documents import Data
from feeds.documents.data import Node
from feeds.documents.paging import next_at
from feeds.facts import COURSES, Dialect, Facts, PageRequest, SourceInfo, Trust
from feeds.text import clean_title, plain


def _recognises(document: Data) -> bool:
    top = document.top
    return "tribe/events" in top["rest_url"].text or ("code" in top and "status" in top["data"])


def _read(document: Data, source: SourceInfo) -> Iterator[Facts]:
    top = document.top
    if "code" in top:
        raise ParseError(f"the site reports an error: {clean_title(top['message'].text or top['code'].text)}")
    for event in top.rows("events"):
        if event["status"].text in ("publish", ""):
            yield _facts(event, document, source)


def _facts(event: Node, document: Data, source: SourceInfo) -> Facts:
    now = document.received_at
    venue, organiser = (next(iter(event[name].each), Node(None)) for name in ("venue", "organizer"))
    status = event["event_status"].text
    tags = tuple(plain(tag["name"].text) for key in ("categories", "tags") for tag in event[key])
    postponed = status == "postponed"
    labelled = "\n".join(f"{field['label'].text}: {field['value'].text}" for field in event["custom_fields"].members)
    return Facts(
        title=event["title"].text,
        identity=f"tribe:{event['global_id'].text}" if event["global_id"].text else None,
        url=event["url"].text or None,
        body=event["description"].text,
        organisation=plain(organiser["organizer"].text) or None,
        hosts=(plain(venue["venue"].text), *tags),
        hints=Hints(
            source=source.id,
            place=plain(venue["venue"].text) or None,
            city=plain(venue["city"].text) or None,
            country=plain(venue["country"].text) or None,
            mode="online" if event["is_virtual"].value is True else None,
            status=status or None,
            families=tags,
        ),
        published=read_instant(event["date_utc"].text, now),
        deadline=deadline_words(labelled) or deadline_words(plain(event["description"].text)),
        kind=COURSES,
        start=None if postponed else _moment(event, "start_date", now),
        end=None if postponed else _moment(event, "end_date", now),
    )


def _moment(event: Node, name: str, now: datetime) -> date | datetime | None:
    if event["all_day"].value is True:
        return read_day(event[name].text, now)
    return read_instant(event[f"utc_{name}"].text, now) or read_moment(event[name].text, now)


def _following(document: Data, asked: PageRequest) -> PageRequest | None:
    return next_at(asked, document.top["next_rest_url"].text)


DIALECT = Dialect(
    "tribe", frozenset({"json:tribe-events"}), Data, _recognises, _read, Trust.NAMESPACE, following=_following
)
