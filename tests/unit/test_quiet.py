"""When a person is left alone: over midnight, over a pause, and when the clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.quiet import NIGHT, QuietHours, rests_until

PARIS = "Europe/Paris"


def at(text: str, zone: str = PARIS) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-11-23T21:59", None),
        ("2026-11-23T22:00", "2026-11-24T07:00"),
        ("2026-11-24T00:30", "2026-11-24T07:00"),
        ("2026-11-24T06:59", "2026-11-24T07:00"),
        ("2026-11-24T07:00", None),
        # the nights in which the clocks change
        ("2027-03-27T23:00", "2027-03-28T07:00"),
        ("2026-10-24T23:00", "2026-10-25T07:00"),
    ],
)
def test_a_night_ends_at_seven_by_the_person_s_own_clock(now: str, until: str | None) -> None:
    assert rests_until(None, NIGHT, PARIS, at(now)) == (at(until) if until else None)


def test_hours_within_one_day_are_quiet_too() -> None:
    nap = QuietHours(13, 15)
    assert rests_until(None, nap, "UTC", datetime(2026, 11, 23, 14, tzinfo=UTC)) == datetime(
        2026, 11, 23, 15, tzinfo=UTC
    )
    assert rests_until(None, nap, "UTC", datetime(2026, 11, 23, 15, tzinfo=UTC)) is None
    assert rests_until(None, QuietHours(8, 8), "UTC", datetime(2026, 11, 23, 8, tzinfo=UTC)) is None


def test_a_pause_that_ends_at_night_ends_in_the_morning() -> None:
    now = at("2026-11-23T12:00")
    assert rests_until(at("2026-11-24T02:00"), NIGHT, PARIS, now) == at("2026-11-24T07:00")
    assert rests_until(at("2026-11-24T09:00"), NIGHT, PARIS, now) == at("2026-11-24T09:00")
    assert rests_until(at("2026-11-24T09:00"), None, PARIS, now) == at("2026-11-24T09:00")
    assert rests_until(now - timedelta(seconds=1), None, PARIS, now) is None


@given(
    st.integers(1_767_225_600, 1_830_000_000),
    st.integers(0, 23),
    st.integers(0, 23),
    st.sampled_from([PARIS, "America/Montreal", "Africa/Kinshasa", "Asia/Kabul"]),
)
def test_rest_lies_ahead_ends_within_a_day_and_is_over_at_its_end(
    instant: int, start: int, end: int, zone: str
) -> None:
    now = datetime.fromtimestamp(instant, UTC)
    until = rests_until(None, QuietHours(start, end), zone, now)
    if until is not None:
        assert now < until <= now + timedelta(hours=25)
        assert rests_until(None, QuietHours(start, end), zone, until) is None
