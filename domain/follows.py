"""What a person follows: until when one can apply, and when to be reminded of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.courses import CourseInstance
from domain.deliveries import StoredPosting
from domain.postings import Item

REMINDERS = (7, 2)
"""Days before a deadline at which one is reminded, unless chosen otherwise."""
HOUR = time(7)
"""Of the person's own clock."""
CHOICES: tuple[tuple[int, ...], ...] = (REMINDERS, (14, 7, 2), (2,), ())
"""What the button turns through."""
TOLD = frozenset({"deadline", "grade", "country", "city", "status", "start", "end", "centre", "mode"})
"""Changes of which those who follow are told; a title that is written anew is none."""


@dataclass(frozen=True, slots=True)
class Followed:
    """A posting that a person follows. `own_deadline` is an earlier one, such as that of their State."""

    stored: StoredPosting
    days: tuple[int, ...] = REMINDERS
    own_deadline: datetime | None = None

    @property
    def ends_at(self) -> datetime | None:
        """Give the instant that matters to this person, aware UTC."""
        return ends_at(self.stored.posting, self.own_deadline)


def ends_at(item: Item, own_deadline: datetime | None = None) -> datetime | None:
    """Give the instant after which it is too late: a deadline, or else the beginning of a session."""
    known = [moment for moment in (own_deadline, item.deadline) if moment]
    if not known and isinstance(item, CourseInstance) and item.start:
        known = [_instant(item.start)]
    return min(known, default=None)


def next_reminder(ends: datetime | None, days: Sequence[int], timezone: str, now: datetime) -> datetime | None:
    """Give the next instant at which to remind, in the morning of the person's own day; None when none is left."""
    if ends is None:
        return None
    zone = ZoneInfo(timezone)
    last = ends.astimezone(zone).date()
    moments = (datetime.combine(last - timedelta(days=n), HOUR, zone).astimezone(UTC) for n in days)
    return min((moment for moment in moments if now < moment < ends), default=None)


def days_left(ends: datetime, timezone: str, now: datetime) -> int:
    """Count the days until then on the person's own calendar."""
    zone = ZoneInfo(timezone)
    return (ends.astimezone(zone).date() - now.astimezone(zone).date()).days


def _instant(moment: date | datetime) -> datetime:
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time(), UTC)
