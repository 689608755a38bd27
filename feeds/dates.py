"""Dates as feeds write them, in French and English. What cannot be read, or cannot be, is None."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.utils import parsedate_to_datetime
from functools import cache, lru_cache
from typing import Any

from domain.classification.deadlines import END_OF_DAY
from domain.taxonomy import Places, fold

OLDEST = 1990
FUTURE = 10
"""Years ahead in which a date is still believed."""

_MONTH = (
    r"(?:jan(?:uary|vier)?|fe[bv](?:ruary|rier|r)?|mar(?:ch|s)?|a[pv]r(?:il)?|ma[iy]|june?|juin|july?|juil(?:let)?|aug(?:ust)?"
    r"|aout|sept?(?:ember|embre)?|oct(?:ober|obre)?|nov(?:ember|embre)?|dec(?:ember|embre)?)\.?"
)
_DATE = re.compile(
    r"\b(?:\d{4}-\d{2}-\d{2}(?:[t ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:z|[+-]\d{2}:?\d{2})?)?"
    rf"|\d{{1,2}}(?:er|st|nd|rd|th)?[\s./-]+(?:{_MONTH}|\d{{1,2}})[\s.,/-]+(?:\d{{4}}|\d{{2}})\b"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}\b)",
    re.IGNORECASE,
)
_DEADLINE = re.compile(
    r"(?:\bclosing date|\bdeadline(?: for (?:applications?|registration|submissions?))?"
    r"|\b(?:application|registration)s? deadline"
    r"|\bapply (?:by|before)|\bclosing on|\bapplications? close[sd]?|\bdate limite(?: d[e'][\w' ]{0,40})?"
    r"|\bdate de cloture(?: d[e'][\w' ]{0,30})?|\bcloture des candidatures|\bexpires?(?: on| le)?)"
    r"\s*(?:\([^)\n]{0,60}\))?\s*(?::|\bis\b|\ble\b|\bau\b|-)?\s*"
)
_CLOCK = re.compile(r"\b([01]?\d|2[0-3])\s?(?::|h)\s?([0-5]\d)?(?!\d)|\b(1[0-2]|0?[1-9])\s?([ap])\.?m\b")
_PERIOD = re.compile(
    rf"\b(\d{{1,2}})(?:er|st|nd|rd|th)?(?:\s+({_MONTH}))?(?:,?\s+(\d{{4}}))?\s*(?:-|to|au|until|jusqu'au)\s*"
    rf"(?:le\s+)?(\d{{1,2}})(?:er|st|nd|rd|th)?\s+({_MONTH}),?\s+(\d{{4}})\b"
)
_UTC = re.compile(r"(?<=\d:\d\d)\s*UTC$")
_NEVER = re.compile(r"\b0001\b")
_ZONES = {
    "utc": "UTC", "gmt": "UTC", "cet": "Europe/Paris", "cest": "Europe/Paris", "est": "America/New_York",
    "edt": "America/New_York", "eat": "Africa/Nairobi", "cat": "Africa/Lubumbashi", "wat": "Africa/Lagos",
}  # fmt: skip
_ZONE = re.compile(rf"\b({'|'.join(_ZONES)})\b")


@dataclass(frozen=True, slots=True)
class WrittenDeadline:
    """A deadline read in a text; without a clock time its day's end counts. `timezone` None: the text names none."""

    day: date
    clock: time
    timezone: str | None


def read_instant(text: str | None, now: datetime) -> datetime | None:
    """Read RFC 822, ISO 8601 or a date in words as an aware UTC instant; without a zone it is taken as UTC."""
    moment = _standard(text.strip()) or _in_words(text) if text else None
    if moment is None or not is_plausible(moment.date(), now):
        return None
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError:
        return None


def read_moment(text: str | None, now: datetime) -> date | datetime | None:
    """Read ISO 8601 as written: a day is a date, hours with a zone are UTC, those without one stay the place's."""
    written = (text or "").strip()
    moment = _standard(written) if len(written) > len("2027-01-18") else None
    if moment is None or not is_plausible(moment.date(), now):
        return read_day(written, now)
    try:
        return moment.astimezone(UTC) if moment.tzinfo else moment
    except OverflowError:
        return None


def read_day(text: str | None, now: datetime) -> date | None:
    """Read the first date that a text holds, as written: no zone moves it to another day."""
    for match in _DATE.finditer(fold(text or "")):
        moment = _standard(match.group().upper()) or _in_words(match.group())
        if moment and is_plausible(moment.date(), now):
            return moment.date()
    return None


def read_end(text: str | None, now: datetime) -> datetime | date | None:
    """Read when a term ends: the instant, if the text gives a clock and its zone, else the day as written."""
    moment = _standard(text.strip()) if text else None
    return read_instant(text, now) if moment and moment.tzinfo else read_day(text, now)


def deadline_words(text: str) -> str | None:
    """Cut out the words of a text that state the deadline, from their label to the end of the line."""
    for label in _DEADLINE.finditer(folded := fold(text)):
        line = folded[label.start() : label.end()] + folded[label.end() : label.end() + 90].split("\n")[0]
        date_found = _DATE.search(line, label.end() - label.start())
        if date_found and date_found.start() - (label.end() - label.start()) <= 25:
            after = line[date_found.end() :]
            aside = re.match(r"\s*\([^)]*\)|[^.;(]{0,40}", after)
            return line[: date_found.end()] + (aside.group() if aside else "")
    return None


def read_deadline(words: str, places: Places, now: datetime) -> WrittenDeadline | None:
    """Read the words of a deadline: "17-NOV-2026 (Midnight Paris Time)" ends with the 17th in Paris."""
    folded = fold(words)
    day = read_day(folded, now)
    if day is None:
        return None
    return WrittenDeadline(day, _clock(_DATE.sub(" ", folded)), _zone(folded, places))


def read_period(text: str, now: datetime) -> tuple[date, date] | None:
    """Read the first and last day of "du 18 au 29 janvier 2027" or "25 January to 12 February 2027"."""
    for match in _PERIOD.finditer(fold(text)):
        first_day, first_month, first_year, last_day, last_month, last_year = match.groups()
        start = read_day(f"{first_day} {first_month or last_month} {first_year or last_year}", now)
        end = read_day(f"{last_day} {last_month} {last_year}", now)
        if start and end and start <= end:
            return start, end
    return None


def _standard(text: str) -> datetime | None:
    if _NEVER.search(text):  # RFC 822 reads two-digit years into it
        return None
    for read, written in ((datetime.fromisoformat, _UTC.sub("+00:00", text)), (parsedate_to_datetime, text)):
        try:
            return read(written)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None


@lru_cache(maxsize=512)  # the library takes a millisecond, and a feed repeats its dates
def _in_words(text: str) -> datetime | None:
    moment = _dateparser().get_date_data(text[:60]).date_obj if any(c.isdigit() for c in text) else None
    return moment if isinstance(moment, datetime) else None


@cache
def _dateparser() -> Any:
    """Build the slow library's parser once, held to French and English, day before month, no relative dates."""
    from dateparser.date import DateDataParser  # 0.1 s that only odd dates cost

    settings = {"DATE_ORDER": "DMY", "REQUIRE_PARTS": ["day", "month", "year"], "PARSERS": ["absolute-time"]}
    return DateDataParser(languages=["fr", "en"], settings=settings)


def is_plausible(day: date, now: datetime) -> bool:
    """Whether a date can be believed: sources write the year 1, 1970 and 20266."""
    return OLDEST <= day.year <= now.year + FUTURE


def _clock(folded: str) -> time:
    match = _CLOCK.search(folded)
    if match is None:
        return END_OF_DAY
    hours, minutes, twelve, half = match.groups()
    if twelve:
        return time(int(twelve) % 12 + (12 if half == "p" else 0))
    moment = time(int(hours), int(minutes or 0))
    return END_OF_DAY if moment in (time(0), time(23, 59)) else moment


def _zone(folded: str, places: Places) -> str | None:
    zones: Iterator[str] = (station.timezone for hit in places.stations.find(folded) for station in hit.values)
    abbreviated = _ZONE.search(folded)
    return next(zones, _ZONES[abbreviated.group()] if abbreviated else None)
