"""When a person is reminded of what they follow: in the morning of their own day, while there is time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.courses import CourseInstance
from domain.follows import HOUR, days_left, ends_at, next_reminder
from domain.postings import JobPosting

NOW = datetime(2027, 1, 10, 12, 0, tzinfo=UTC)
ZONES = ("UTC", "Africa/Bangui", "Europe/Paris", "America/Toronto", "Asia/Tokyo")


@pytest.mark.parametrize(
    ("left", "zone", "expected"),
    [
        (timedelta(days=30), "UTC", datetime(2027, 2, 2, 7, tzinfo=UTC)),
        (timedelta(days=5), "UTC", datetime(2027, 1, 13, 7, tzinfo=UTC)),
        (timedelta(days=5), "Africa/Bangui", datetime(2027, 1, 13, 6, tzinfo=UTC)),
        (timedelta(days=1), "UTC", None),
        (timedelta(days=-1), "UTC", None),
    ],
)
def test_the_next_reminder_is_in_the_morning_of_ones_own_day(
    left: timedelta, zone: str, expected: datetime | None
) -> None:
    assert next_reminder(NOW + left, (7, 2), zone, NOW) == expected


def test_nothing_without_a_date_is_reminded_of() -> None:
    assert next_reminder(None, (7, 2), "UTC", NOW) is None


@given(st.integers(-3, 60), st.integers(0, 23), st.lists(st.integers(1, 30), max_size=3), st.sampled_from(ZONES))
def test_each_reminder_comes_once_and_before_the_end(days: int, hour: int, before: list[int], zone: str) -> None:
    ends = NOW + timedelta(days=days, hours=hour)
    told, at = [], NOW
    while at_ := next_reminder(ends, before, zone, at):
        assert at < at_ < ends
        assert at_.astimezone(ZoneInfo(zone)).time() == HOUR
        told.append(days_left(ends, zone, at_))
        at = at_
    assert told == sorted(set(told), reverse=True)
    assert set(told) <= set(before)


def test_the_earliest_of_ones_own_deadline_and_the_official_one_counts() -> None:
    post = JobPosting("1", "Adviser", deadline=NOW + timedelta(days=9))
    assert ends_at(post) == NOW + timedelta(days=9)
    assert ends_at(post, NOW + timedelta(days=4)) == NOW + timedelta(days=4)


def test_a_session_without_a_deadline_ends_when_it_begins() -> None:
    assert ends_at(CourseInstance("1", "Course", start=date(2027, 3, 1))) == datetime(2027, 3, 1, tzinfo=UTC)
    assert ends_at(CourseInstance("1", "Course")) is None
