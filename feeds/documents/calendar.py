"""An iCalendar document (RFC 5545) and the sessions that it announces."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import islice
from zoneinfo import ZoneInfo

import icalendar
from icalendar import Component
from icalendar.timezone import tzp

from domain.errors import ParseError
from feeds.dates import is_plausible
from feeds.documents.base import Document, decode
from feeds.documents.properties import ODD, duration, given, instant, moment, written
from feeds.documents.recurrence import dates, families, recurrence, recurs
from feeds.documents.zones import with_usual_zones

MOST_SERIES = 200
MOST_SESSIONS = 5_000

_BEGIN = re.compile(r"^BEGIN:VCALENDAR[ \t\r]*$", re.MULTILINE | re.IGNORECASE)
_END = re.compile(r"^END:VCALENDAR[ \t\r]*$", re.MULTILINE | re.IGNORECASE)
_FOLD = re.compile(r"(?:(?<!\n)\r\n|(?<![\r\n])\n)(?:\r?\n)*[ \t]")
_FOLD_IN_BYTES = re.compile(_FOLD.pattern.encode())
_BARE_ZONE = re.compile(r"(?<=;TZID=)tzone://[^:\n]+(?=:)", re.IGNORECASE)
"""A name of Outlook's that should stand in quotes, because of its colon."""


@dataclass(frozen=True, slots=True)
class Session:
    """One event, or one date of a recurring one.

    `uid` is None when the event has none, or shares it with others; `recurrence` tells the dates of one UID apart.
    `start` and `end` are the first and the last day, aware UTC instants, or hours without a zone. `published` is when
    it was created, else last changed: DTSTAMP may be the time of the request, and tells nothing.
    """

    event: Component
    uid: str | None
    recurrence: str | None
    start: date | datetime | None
    end: date | datetime | None
    published: datetime | None
    cancelled: bool

    def text(self, name: str) -> str:
        """Give the first text of a property, empty when absent."""
        return next(iter(self.texts(name)), "")

    def texts(self, name: str) -> tuple[str, ...]:
        """Give all texts of a property in order."""
        return written(self.event, name)

    @property
    def organiser(self) -> str | None:
        """The organiser's name; an address is none."""
        names = (getattr(value, "params", {}).get("CN") for value in given(self.event, "ORGANIZER"))
        return next((str(name) for name in names if name and "@" not in name), None)


class Calendar(Document):
    """A document of one or more VCALENDAR objects."""

    @classmethod
    def fits(cls, document: Document) -> bool:
        """Whether the first line is that of a calendar."""
        return _BEGIN.match(document.head.lstrip()) is not None

    def check(self) -> None:
        """Raise unless every calendar is whole and can be read."""
        _ = self.calendars

    @property
    def described(self) -> str:
        """Its common name."""
        return "an iCalendar"

    @cached_property
    def calendars(self) -> tuple[Component, ...]:
        """The VCALENDAR objects. Lines are unfolded as bytes first, for some programs fold inside a character."""
        unfolded = Document(_FOLD_IN_BYTES.sub(b"", self.body), self.content_type)
        text = with_usual_zones(_FOLD.sub("", decode(unfolded)))
        if len(_BEGIN.findall(text)) > len(_END.findall(text)):
            raise ParseError("the calendar ends before END:VCALENDAR: it was cut off")
        if text.count("BEGIN:VEVENT") > MOST_SESSIONS:
            raise ParseError(f"the calendar holds more than {MOST_SESSIONS} sessions")
        tzp.use_default()  # forgets the zones that other calendars defined
        try:
            with warnings.catch_warnings(action="ignore"):  # of zones that it guesses from a vendor's name
                return tuple(icalendar.Calendar.from_ical(_BARE_ZONE.sub(r'"\g<0>"', text), multiple=True))
        except ODD as error:
            raise ParseError("the calendar cannot be read: its lines are broken") from error

    @property
    def title(self) -> str | None:
        """The name under which programs show it."""
        return next((name for calendar in self.calendars for name in written(calendar, "X-WR-CALNAME")), None)

    @property
    def product(self) -> str:
        """The programs that wrote it, in their own words."""
        return " ".join(name for calendar in self.calendars for name in written(calendar, "PRODID"))

    @cached_property
    def sessions(self) -> tuple[Session, ...]:
        """All sessions, the dates of a recurring event where it stands; `ParseError` when there is no end to them."""
        found = tuple(islice(self._sessions(), MOST_SESSIONS + 1))
        if len(found) > MOST_SESSIONS:
            raise ParseError(f"the calendar holds more than {MOST_SESSIONS} sessions")
        return found

    def _sessions(self) -> Iterator[Session]:
        for calendar in self.calendars:
            zone = _zone(calendar)
            withdrawn = "CANCEL" in map(str.upper, written(calendar, "METHOD"))
            events = calendar.walk("VEVENT")
            if sum(map(recurs, events)) > MOST_SERIES:
                raise ParseError(f"the calendar holds more than {MOST_SERIES} recurring events")
            for uid, family in families(events):
                for event in dates(family, self.received_at):
                    yield self._session(event, uid, zone, withdrawn=withdrawn)

    def _session(self, event: Component, uid: str | None, zone: ZoneInfo | None, *, withdrawn: bool) -> Session:
        start = _local(event, "DTSTART")
        end = _last(event, start) if start else None
        return Session(
            event,
            uid,
            recurrence(event),
            self._placed(start, zone),
            self._placed(end, zone),
            next(filter(None, (instant(moment(event, name)) for name in ("CREATED", "LAST-MODIFIED"))), None),
            withdrawn or "CANCELLED" in map(str.upper, written(event, "STATUS")),
        )

    def _placed(self, found: date | datetime | None, zone: ZoneInfo | None) -> date | datetime | None:
        """Turn hours into an instant, in their own zone or the calendar's; days stay; absurd years are None."""
        if found is None or not is_plausible(found, self.received_at):
            return None
        if isinstance(found, datetime) and (found.tzinfo or zone):
            return instant(found if found.tzinfo else found.replace(tzinfo=zone))
        return found


def _zone(calendar: Component) -> ZoneInfo | None:
    """Give the zone that the whole calendar states for hours without one."""
    try:
        return next(map(ZoneInfo, written(calendar, "X-WR-TIMEZONE")), None)
    except (LookupError, OSError, ValueError):
        return None


def _local(event: Component, name: str) -> date | datetime | None:
    """Give a day or time as written; of hours in a zone that nobody knows only the day is sure."""
    found = moment(event, name)
    params = getattr(event.get(name), "params", {})
    if isinstance(found, datetime) and not found.tzinfo and ("TZID" in params or params.get("VALUE") == "DATE"):
        return found.date()
    return found


def _last(event: Component, start: date | datetime) -> date | datetime | None:
    """Give the last day or instant, None when it is unsaid or not after the start.

    DTEND of whole days is the day after the last (RFC 5545, 3.6.1).
    """
    end = _local(event, "DTEND")
    try:
        if end is None and (length := duration(event)):
            end = start + length
        if not isinstance(start, datetime):
            day = end.date() if isinstance(end, datetime) else end or start
            return max(start, day - timedelta(days=1))
        if isinstance(end, datetime):
            return end if end > start else None
        return end if end and end >= start.date() else None
    except ODD:
        return None
