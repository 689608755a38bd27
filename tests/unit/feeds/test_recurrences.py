"""Events that recur: their dates follow the clock of their zone, keep their identity, and never run away."""

from __future__ import annotations

import pytest

from domain.errors import ParseError
from tests.unit.feeds.samples import calendar, courses, iso, sole

WEEKLY = (
    "DTSTART;TZID=Europe/Zurich:20270317T140000\nDTEND;TZID=Europe/Zurich:20270317T153000\nRRULE:FREQ=WEEKLY;COUNT=3"
)


def test_the_dates_of_a_series_follow_the_clock_of_its_zone_and_skip_the_excepted() -> None:
    found = courses(calendar(f"{WEEKLY}\nEXDATE;TZID=Europe/Zurich:20270324T140000"))
    assert [(c.identity, iso(c.start)) for c in found] == [
        ("ics:1:20270317T130000Z", "2027-03-17T13:00:00+00:00"),
        ("ics:1:20270331T120000Z", "2027-03-31T12:00:00+00:00"),
    ]


def test_a_date_that_was_moved_keeps_the_name_of_the_day_it_was_first_set_for() -> None:
    moved = "RECURRENCE-ID;TZID=Europe/Zurich:20270324T140000\nDTSTART;TZID=Europe/Zurich:20270325T160000"
    cancelled = "RECURRENCE-ID:20270331T120000Z\nDTSTART:20270331T120000Z\nSTATUS:CANCELLED"
    found = {c.identity: c for c in courses(calendar(WEEKLY, moved, cancelled))}
    assert iso(found["ics:1:20270324T130000Z"].start) == "2027-03-25T15:00:00+00:00"
    assert [c.status.value for c in found.values()] == ["scheduled", "scheduled", "cancelled"]


def test_a_change_to_this_date_and_all_that_follow_gives_each_its_own_identity() -> None:
    later = "RECURRENCE-ID;RANGE=THISANDFUTURE:20270324T130000Z\nDTSTART:20270324T150000Z\nDTEND:20270324T163000Z"
    assert [iso(c.start) for c in courses(calendar(WEEKLY, later))] == [
        "2027-03-17T13:00:00+00:00",
        "2027-03-24T15:00:00+00:00",
        "2027-03-31T14:00:00+00:00",
    ]


def test_dates_of_a_series_in_an_unknown_zone_are_days() -> None:
    found = courses(calendar("DTSTART;TZID=Mars:20270317T140000\nRRULE:FREQ=WEEKLY;COUNT=2"))
    assert [iso(c.start) for c in found] == ["2027-03-17", "2027-03-24"]


def test_whole_days_recur_too_and_end_on_their_last() -> None:
    found = courses(calendar("DTSTART;VALUE=DATE:20270201\nDTEND;VALUE=DATE:20270203\nRDATE;VALUE=DATE:20270301"))
    assert [(iso(c.start), iso(c.end)) for c in found] == [("2027-02-01", "2027-02-02"), ("2027-03-01", "2027-03-02")]


def test_dates_that_are_over_are_left_out_and_the_far_future_too() -> None:
    found = courses(calendar("DTSTART:20200106T080000Z\nDTEND:20200106T100000Z\nRRULE:FREQ=WEEKLY"))
    assert (iso(found[0].start), iso(found[-1].start)) == ("2026-11-30T08:00:00+00:00", "2028-11-20T08:00:00+00:00")


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;COUNT=999999999",
        "FREQ=HOURLY;INTERVAL=1",
        "FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9;BYMINUTE=0,1,2,3,4,5,6,7,8,9",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYSETPOS=5;BYDAY=MO",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=40",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=FORTNIGHTLY",
        "COUNT=3",
    ],
)
@pytest.mark.timeout(30)
def test_a_rule_that_no_course_follows_leaves_the_first_date_and_does_not_hang_the_reader(rule: str) -> None:
    course = sole(calendar(f"DTSTART:20270208T080000Z\nRRULE:{rule}"))
    assert iso(course.start) == "2027-02-08T08:00:00+00:00"


def test_what_cannot_be_read_of_an_event_leaves_the_rest_of_it() -> None:
    odd = "SEQUENCE:abc\nLOCATION;VALUE=DATE:Bamako\nEXDATE:never\nCREATED:yesterday\nORGANIZER:nobody"
    found = courses(calendar(f"DTSTART:20270208T080000Z\nRRULE:FREQ=WEEKLY;COUNT=2;UNTIL=20280101T000000Z\n{odd}"))
    assert [(c.title, iso(c.start)) for c in found] == [
        ("Stage", "2027-02-08T08:00:00+00:00"),
        ("Stage", "2027-02-15T08:00:00+00:00"),
    ]


def test_a_daily_event_without_end_is_bounded() -> None:
    assert len(courses(calendar("DTSTART:19900101T080000Z\nRRULE:FREQ=DAILY"))) == 200


def test_more_recurring_events_than_a_centre_can_hold_are_refused() -> None:
    events = (f"UID:{n}\nDTSTART:20270208T080000Z\nRRULE:FREQ=SECONDLY" for n in range(300))
    with pytest.raises(ParseError, match="more than 200 recurring events"):
        courses(calendar(*events))
