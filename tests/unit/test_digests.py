"""07:00 stays 07:00, whatever the clocks do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.digests import next_window
from domain.subscribers import Frequency

DAILY, WEEKLY, IMMEDIATE = Frequency.DAILY, Frequency.WEEKLY, Frequency.IMMEDIATE


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("frequency", "zone", "found", "told"),
    [
        (IMMEDIATE, "Africa/Bamako", "2026-11-23 03:00", "2026-11-23 03:00"),
        # Bamako never changes its clocks and lives on UTC
        (DAILY, "Africa/Bamako", "2026-11-23 06:59:59", "2026-11-23 07:00"),
        (DAILY, "Africa/Bamako", "2026-11-23 07:00", "2026-11-24 07:00"),
        (DAILY, "Africa/Bamako", "2026-03-28 12:00", "2026-03-29 07:00"),
        # Paris: summer begins on 29 March 2026 at 01:00 UTC, ends on 25 October
        (DAILY, "Europe/Paris", "2026-03-27 12:00", "2026-03-28 06:00"),
        (DAILY, "Europe/Paris", "2026-03-28 12:00", "2026-03-29 05:00"),
        (DAILY, "Europe/Paris", "2026-03-29 00:30", "2026-03-29 05:00"),
        (DAILY, "Europe/Paris", "2026-10-24 12:00", "2026-10-25 06:00"),
        (DAILY, "Europe/Paris", "2026-10-25 00:30", "2026-10-25 06:00"),
        (DAILY, "Europe/Paris", "2026-10-25 12:00", "2026-10-26 06:00"),
        # New York: summer begins on 8 March 2026 at 07:00 UTC, ends on 1 November
        (DAILY, "America/New_York", "2026-03-07 13:00", "2026-03-08 11:00"),
        (DAILY, "America/New_York", "2026-03-08 06:30", "2026-03-08 11:00"),
        (DAILY, "America/New_York", "2026-10-31 12:00", "2026-11-01 12:00"),
        (DAILY, "America/New_York", "2026-11-01 05:30", "2026-11-01 12:00"),
        # the local day counts, not the one of Greenwich
        (DAILY, "Asia/Tokyo", "2026-11-22 21:30", "2026-11-22 22:00"),
        (DAILY, "Pacific/Auckland", "2026-11-22 18:30", "2026-11-23 18:00"),
        # weekly: Monday at 07:00; 23 November 2026 is a Monday
        (WEEKLY, "Africa/Bamako", "2026-11-23 06:00", "2026-11-23 07:00"),
        (WEEKLY, "Africa/Bamako", "2026-11-23 07:00", "2026-11-30 07:00"),
        (WEEKLY, "Africa/Bamako", "2026-11-24 12:00", "2026-11-30 07:00"),
        (WEEKLY, "Africa/Bamako", "2026-11-29 23:59", "2026-11-30 07:00"),
        (WEEKLY, "Europe/Paris", "2026-03-24 12:00", "2026-03-30 05:00"),
        (WEEKLY, "Europe/Paris", "2026-10-20 12:00", "2026-10-26 06:00"),
        (WEEKLY, "America/New_York", "2026-03-03 12:00", "2026-03-09 11:00"),
        (WEEKLY, "America/New_York", "2026-10-27 12:00", "2026-11-02 12:00"),
        (WEEKLY, "Asia/Tokyo", "2026-11-22 15:30", "2026-11-22 22:00"),
        (WEEKLY, "America/New_York", "2026-11-23 04:00", "2026-11-23 12:00"),
    ],
)
def test_news_is_told_at_the_next_window_of_the_reader(frequency: Frequency, zone: str, found: str, told: str) -> None:
    window = next_window(frequency, zone, utc(found))
    assert window == utc(told)
    assert window.utcoffset() == timedelta()


@given(
    st.sampled_from([DAILY, WEEKLY]),
    st.sampled_from(["Africa/Bamako", "Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]),
    st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001 - Hypothesis wants naive bounds
)
def test_a_window_is_ahead_within_its_period_and_at_seven_local_time(
    frequency: Frequency, zone: str, moment: datetime
) -> None:
    now = moment.replace(tzinfo=UTC)
    window = next_window(frequency, zone, now)
    local = window.astimezone(ZoneInfo(zone))
    period = timedelta(days=1 if frequency is DAILY else 7)
    assert now < window <= now + period + timedelta(hours=1)
    assert (local.hour, local.minute, local.second) == (7, 0, 0)
    assert frequency is DAILY or local.weekday() == 0
