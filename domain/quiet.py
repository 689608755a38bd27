"""When a person wants to be left alone: a pause, and quiet hours of their own clock, over midnight too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From one hour of the day to another (0 to 23), in the person's zone; equal hours are none."""

    start: int
    end: int


NIGHT = QuietHours(22, 7)
"""What one tap sets."""


def rests_until(
    paused_until: datetime | None, quiet: QuietHours | None, timezone: str, now: datetime
) -> datetime | None:
    """Give the instant, aware UTC, until which a person is not to be written to; None when now is fine."""
    wake = paused_until if paused_until and paused_until > now else None
    morning = _morning(quiet, timezone, wake or now) if quiet else None
    return morning or wake


def _morning(quiet: QuietHours, timezone: str, now: datetime) -> datetime | None:
    """Give the end of the quiet hours in which `now` lies. Local time decides, also when the clocks change."""
    zone = ZoneInfo(timezone)
    local = now.astimezone(zone)
    if not _within(quiet, local.hour):
        return None
    day = local.date() + timedelta(days=local.hour >= quiet.end)
    return datetime.combine(day, time(quiet.end), zone).astimezone(now.tzinfo)


def _within(quiet: QuietHours, hour: int) -> bool:
    if quiet.start <= quiet.end:
        return quiet.start <= hour < quiet.end
    return hour >= quiet.start or hour < quiet.end
