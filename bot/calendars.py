"""iCalendar: sessions of courses, and the deadlines of what a person follows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from icalendar import Alarm, Calendar, Event

from domain.courses import CourseInstance
from domain.deliveries import StoredPosting
from domain.follows import REMINDERS, Followed
from domain.postings import JobPosting
from domain.vocabulary import Language
from locales import text
from locales.countries import country_name


def render_sessions(found: Iterable[StoredPosting], now: datetime) -> bytes:
    """Write sessions as an iCalendar document, in the order given; those without a date are left out."""
    calendar = _calendar("REFFOP – sessions de formation / training sessions")
    for item in found:
        if isinstance(course := item.posting, CourseInstance) and course.start:
            calendar.add_component(_session(course, now))
    return _written(calendar)


def render_followed(found: Iterable[Followed], language: Language, now: datetime) -> bytes:
    """Write what a person follows: each deadline with its alarms, and each session on its days."""
    calendar = _calendar(text(language, "calendar-name"))
    for item in found:
        for event in _events(item, language, now):
            calendar.add_component(event)
    return _written(calendar)


def render_one(stored: StoredPosting, language: Language, now: datetime) -> bytes:
    """Write one posting as a calendar of its own."""
    return render_followed([Followed(stored, REMINDERS)], language, now)


def _events(item: Followed, language: Language, now: datetime) -> Iterable[Event]:
    posting = item.stored.posting
    deadline = min(filter(None, (item.own_deadline, posting.deadline)), default=None)
    if deadline:
        event = _event(f"{posting.key}-deadline", now)
        event.add("dtstart", deadline)
        event.add("dtend", deadline)
        kind = "vacancy" if isinstance(posting, JobPosting) else "session"
        event.add("summary", text(language, f"calendar-deadline-{kind}", title=posting.title))
        if posting.url:
            event.add("url", posting.url)
        _add_alarms(event, item.days, posting.title)
        yield event
    if isinstance(posting, CourseInstance) and posting.start:
        event = _session(posting, now)
        if deadline is None:
            _add_alarms(event, item.days, posting.title)
        yield event


def _add_alarms(event: Event, days: Sequence[int], words: str) -> None:
    for count in days:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", words)
        alarm.add("trigger", -timedelta(days=count))
        event.add_component(alarm)


def _session(course: CourseInstance, now: datetime) -> Event:
    """Write one session; an iCalendar day ends before the one it names, so the last one is told plus one."""
    event = _event(course.key, now)
    event.add("dtstart", course.start)
    if course.end:
        event.add("dtend", course.end if isinstance(course.end, datetime) else course.end + timedelta(days=1))
    event.add("summary", course.title)
    event.add("status", "CONFIRMED")
    if course.url:
        event.add("url", course.url)
    if place := ", ".join(filter(None, [course.city, country_name(course.country or "", Language.FR)])):
        event.add("location", place)
    if course.summary:
        event.add("description", course.summary)
    return event


def _event(name: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{name}@reffop-bot")
    event.add("dtstamp", now)
    return event


def _calendar(name: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//REFFOP//reffop-bot//FR")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    return calendar


def _written(calendar: Calendar) -> bytes:
    document: bytes = calendar.to_ical()
    return document
