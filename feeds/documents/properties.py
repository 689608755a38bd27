"""Properties of an iCalendar event, given once, several times or broken: what can be read of them, never an error."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from icalendar import Component, vCategory

ODD = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What the libraries raise of a property that is not what it should be."""


def given(event: Component, name: str) -> tuple[object, ...]:
    """Give the values of a property in order, none when absent."""
    value = event.get(name)
    if value is None:
        return ()
    return tuple(value) if isinstance(value, list) else (value,)


def written(event: Component, name: str) -> tuple[str, ...]:
    """Give the texts of a property, those of lists one by one, without empty ones."""
    values = given(event, name)
    parts = (part for value in values for part in (value.cats if isinstance(value, vCategory) else (value,)))
    return tuple(text for part in parts if (text := str(part).strip()))


def moment(event: Component, name: str) -> date | datetime | None:
    """Give the first day or time of a property; None when it cannot be read."""
    return next((found for found in _times(event, name) if isinstance(found, date)), None)


def duration(event: Component) -> timedelta | None:
    """Give the length of an event that states it instead of an end."""
    return next((found for found in _times(event, "DURATION") if isinstance(found, timedelta)), None)


def instant(found: date | datetime | None) -> datetime | None:
    """Give a time that has a zone as an aware UTC instant; None for anything else, and where time ends."""
    if not isinstance(found, datetime) or found.tzinfo is None:
        return None
    try:
        return found.astimezone(UTC)
    except ODD:
        return None


def _times(event: Component, name: str) -> Iterator[object]:
    for value in given(event, name):
        try:
            yield getattr(value, "dt", None)
        except ODD:
            continue
