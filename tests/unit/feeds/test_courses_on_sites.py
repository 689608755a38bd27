"""Courses that sites give for machines: The Events Calendar's JSON."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from domain.courses import CourseInstance
from domain.errors import ParseError
from feeds.parse import parse
from tests.unit.feeds.reference import taxonomy

DATA = Path(__file__).parents[2] / "data" / "feeds"
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
EVENT = {
    "global_id": "centre.example.org?id=7",
    "status": "publish",
    "title": "Stage &#8211; m&eacute;diation",
    "url": "https://centre.example.org/event/stage/",
    "all_day": False,
    "start_date": "2027-02-08 09:00:00",
    "end_date": "2027-02-12 17:00:00",
    "utc_start_date": "2027-02-08 08:00:00",
    "utc_end_date": "2027-02-12 16:00:00",
    "venue": {"venue": "Maison de la paix", "city": "Geneva", "country": "Switzerland"},
    "organizer": [],
    "custom_fields": [],
}


def events(*changes: dict[str, Any]) -> list[CourseInstance]:
    listed = [EVENT | change for change in changes]
    body = {"events": listed, "rest_url": "https://centre.example.org/wp-json/tribe/events/v1/events/"}
    return read(json.dumps(body).encode())


def read(body: bytes, format_: str = "auto") -> list[CourseInstance]:
    return [item for item in parse(body, format_, taxonomy(), now=NOW) if isinstance(item, CourseInstance)]


def iso(moment: date | None) -> str | None:
    return moment.isoformat() if moment else None


def test_the_instants_in_utc_count_and_whole_days_are_days() -> None:
    timed, whole, local = events(
        {"timezone": "UTC+9"},
        {"global_id": "a", "all_day": True, "end_date": "2027-02-12 23:59:59"},
        {"global_id": "b", "utc_start_date": "", "utc_end_date": ""},
    )
    assert (iso(timed.start), iso(timed.end)) == ("2027-02-08T08:00:00+00:00", "2027-02-12T16:00:00+00:00")
    assert (iso(whole.start), iso(whole.end)) == ("2027-02-08", "2027-02-12")
    assert (iso(local.start), iso(local.end)) == ("2027-02-08T08:00:00+00:00", "2027-02-12T16:00:00+00:00")


def test_an_event_that_was_moved_and_retitled_keeps_its_identity() -> None:
    [before], [after] = events({}), events({"title": "Cours", "url": "https://centre.example.org/event/cours/"})
    assert before.identity == after.identity == "tribe:centre.example.org?id=7"
    assert before.title == "Stage – médiation"


def test_a_deadline_may_stand_in_a_field_of_the_sites_own() -> None:
    [course] = events({"custom_fields": {"_x": {"label": "Date limite d'inscription", "value": "2026-12-11"}}})
    assert iso(course.deadline) == "2026-12-11T22:59:59+00:00"


def test_places_may_be_absent_one_or_several() -> None:
    absent, several = events(
        {"venue": []}, {"global_id": "a", "venue": [{"venue": "École", "city": "Bamako", "country": "Mali"}]}
    )
    assert (absent.city, absent.country) == (None, None)
    assert (several.city, several.country) == ("Bamako", "ML")


def test_drafts_are_passed_over_and_the_status_of_an_event_is_heard() -> None:
    found = events({"status": "draft"}, {"event_status": "canceled"}, {"global_id": "a", "event_status": "postponed"})
    assert [(c.status.value, iso(c.start)) for c in found] == [
        ("cancelled", "2027-02-08T08:00:00+00:00"),
        ("scheduled", None),
    ]


def test_an_empty_list_of_events_is_a_valid_zero_and_a_missing_one_is_not() -> None:
    assert events() == []
    missing = (DATA / "tribe-events.page4-404.json").read_bytes()
    for format_ in ("auto", "tribe-events", "json:tribe-events"):
        with pytest.raises(ParseError, match="The requested event archive page does not exist"):
            read(missing, format_)
