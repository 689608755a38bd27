"""When a filter speaks: at once, or at the next window in the subscriber's own zone."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.subscribers import Frequency

HOUR = time(7, 0)
MONDAY = 0
LINES = 10
"""Postings named in one digest; the rest is counted."""


def next_window(frequency: Frequency, timezone: str, now: datetime) -> datetime:
    """Give the instant, aware UTC, when news found at `now` may be told.

    Local time decides: 07:00 stays 07:00 when the clocks change.
    """
    if frequency is Frequency.IMMEDIATE:
        return now
    zone = ZoneInfo(timezone)
    local = now.astimezone(zone)
    day = local.date()
    if local.time() >= HOUR:
        day += timedelta(days=1)
    while frequency is Frequency.WEEKLY and day.weekday() != MONDAY:
        day += timedelta(days=1)
    return datetime.combine(day, HOUR, zone).astimezone(now.tzinfo)
