"""Recurring events: which revision of an event counts, and the dates on which it takes place, always bounded."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import islice

import icalendar
import recurring_ical_events
from icalendar import Component

from feeds.dates import is_plausible
from feeds.documents.properties import ODD, given, instant, moment, written

AHEAD = timedelta(days=731)
"""How far from now a recurring event is followed; its dates that are over are left out."""
MOST_DATES = 200
"""Dates kept of one recurring event."""

_OF_DAYS = frozenset(("FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTH"))
_OF_MONTHS = _OF_DAYS | {"BYMONTHDAY", "BYSETPOS"}
_PARTS = {
    "DAILY": _OF_DAYS,
    "WEEKLY": _OF_DAYS,
    "MONTHLY": _OF_MONTHS,
    "YEARLY": _OF_MONTHS | {"BYYEARDAY", "BYWEEKNO"},
}
"""Parts of a rule by frequency; all others repeat within a day, or may be sought for thousands of years in vain."""
_CLOCK = frozenset(("BYHOUR", "BYMINUTE", "BYSECOND"))


def families(events: Iterable[Component]) -> Iterator[tuple[str | None, list[Component]]]:
    """Bring together what shares a UID, in its latest revision. Events that have none, or borrowed one, stand alone."""
    found: dict[str, list[Component]] = {}
    for number, event in enumerate(events):
        found.setdefault(next(iter(written(event, "UID")), f"\n{number}"), []).append(event)
    for uid, family in found.items():
        if uid.startswith("\n"):
            yield None, family
        elif _is_borrowed(family):
            yield from ((None, [event]) for event in family)
        else:
            yield uid, _latest(family)


def recurs(event: Component) -> bool:
    """Whether more dates than its own may follow from an event."""
    return "RRULE" in event or "RDATE" in event


def dates(family: Sequence[Component], now: datetime) -> list[Component]:
    """Give the events of one UID, a recurring one once for each date of the next two years.

    Without a rule that can be counted (SECONDLY, say), the event itself is the only date that is sure.
    """
    if not any(recurs(event) and _is_countable(event, now) for event in family):
        return list(family)
    calendar = icalendar.Calendar()
    for event in family:
        calendar.add_component(_without_broken(event))
    try:
        with warnings.catch_warnings(action="ignore"):  # of rules with both COUNT and UNTIL
            found = [
                occurrence.as_component(keep_recurrence_attributes=False)
                for series in recurring_ical_events.of(calendar).series
                for occurrence in islice(series.between(now, now + AHEAD), MOST_DATES)
            ]
    except ODD:
        return list(family)
    for event in found:
        _keep_zone(event, family)
    return sorted(found, key=lambda event: recurrence(event) or "")


def recurrence(event: Component) -> str | None:
    """Write the date that RECURRENCE-ID names, in UTC when its zone is known; None for an event of its own.

    RANGE=THISANDFUTURE is copied to every later date, so the start names these.
    """
    original = event.get("RECURRENCE-ID")
    if original is None:
        return None
    ranged = "RANGE" in getattr(original, "params", ())
    named = moment(event, "DTSTART" if ranged else "RECURRENCE-ID")
    if at := instant(named):
        return f"{at:%Y%m%dT%H%M%SZ}"
    return f"{named:%Y%m%dT%H%M%S}" if isinstance(named, datetime) else f"{named:%Y%m%d}" if named else None


def _latest(family: Iterable[Component]) -> list[Component]:
    """Keep one event a RECURRENCE-ID: the highest SEQUENCE, then the last change, then the last given."""
    kept: dict[str | None, Component] = {}
    for event in family:
        before = kept.get(recurrence(event))
        if before is None or _revision(event) >= _revision(before):
            kept[recurrence(event)] = event
    return list(kept.values())


def _is_borrowed(family: Sequence[Component]) -> bool:
    """Whether a UID stands on different events: no start is common to two, and nothing tells which is the later one.

    Nor is an event that has another title too the later version of one with the same SEQUENCE.
    """
    masters = [event for event in family if "RECURRENCE-ID" not in event]
    starts = {moment(event, "DTSTART") for event in masters}
    titles = {written(event, "SUMMARY") for event in masters}
    revisions = {_revision(event) for event in masters}
    if len(masters) == 1 or len(starts) < len(masters) or len({sequence for sequence, _ in revisions}) > 1:
        return False
    return len(revisions) == 1 or len(titles) == len(masters)


def _revision(event: Component) -> tuple[int, str]:
    sequence = next((value for value in given(event, "SEQUENCE") if isinstance(value, int)), 0)
    changed: date | None = moment(event, "LAST-MODIFIED")
    return sequence, changed.isoformat() if changed else ""


def _is_countable(event: Component, now: datetime) -> bool:
    start = moment(event, "DTSTART")
    return start is not None and is_plausible(start, now) and all(map(_is_honest, given(event, "RRULE")))


def _is_honest(rule: object) -> bool:
    """Whether a rule gives a date a day at most, and comes about within years."""
    if not isinstance(rule, icalendar.vRecur):
        return False
    frequency = "".join(map(str, rule.get("FREQ", ()))).upper()
    return (
        {part.upper() for part in rule} - _CLOCK <= _PARTS.get(frequency, frozenset())
        and all(len(rule.get(part, ())) <= 1 for part in _CLOCK)
        and all(interval > 0 for interval in rule.get("INTERVAL", ()))
    )


def _without_broken(event: Component) -> Component:
    """Leave out what would make the library give up the whole series: an exception that is no date, say."""
    sound = event.copy()
    for name in ("EXDATE", "RDATE", "SEQUENCE"):
        if any(isinstance(value, icalendar.vBroken) for value in given(event, name)):
            del sound[name]
    return sound


def _keep_zone(date_: Component, family: Sequence[Component]) -> None:
    """Say again which unknown zone the hours of a date are in: the library drops it."""
    start = moment(date_, "DTSTART")
    names = [
        event["DTSTART"].params["TZID"] for event in family if "TZID" in getattr(event.get("DTSTART"), "params", ())
    ]
    if isinstance(start, datetime) and start.tzinfo is None and names:
        date_["DTSTART"].params["TZID"] = names[0]
