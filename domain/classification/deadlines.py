"""When a day ends: deadlines are days in some place, and we keep instants."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

END_OF_DAY = time(23, 59, 59)


def end_of_day(day: date, timezone: str | None) -> datetime:
    """Give the last second of a day in a zone (IANA name; None means UTC) as an aware UTC instant.

    30 November in Paris ends at 22:59:59 UTC, 30 June at 21:59:59.
    """
    return datetime.combine(day, END_OF_DAY, ZoneInfo(timezone or "UTC")).astimezone(UTC)
