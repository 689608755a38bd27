"""When a filter speaks: at once, or at the next window in the subscriber's own zone."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.subscribers import Frequency, Rhythm

LINES = 10
"""Postings named on one page of a digest."""
SEVEN = Rhythm()


def next_window(frequency: Frequency, timezone: str, now: datetime, rhythm: Rhythm = SEVEN) -> datetime:
    """Give the instant, aware UTC, when news found at `now` may be told.

    Local time decides: 07:00 stays 07:00 when the clocks change.
    """
    if frequency is Frequency.IMMEDIATE:
        return now
    zone = ZoneInfo(timezone)
    local = now.astimezone(zone)
    day = local.date()
    if local.time() >= time(rhythm.hour):
        day += timedelta(days=1)
    while frequency is Frequency.WEEKLY and day.weekday() != rhythm.weekday:
        day += timedelta(days=1)
    return datetime.combine(day, time(rhythm.hour), zone).astimezone(now.tzinfo)
