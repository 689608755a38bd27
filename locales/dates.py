"""Dates, times and numbers as people of each language write them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from babel.dates import format_date as babel_date
from babel.dates import format_datetime as babel_datetime
from babel.dates import get_day_names
from babel.numbers import format_decimal
from babel.units import format_unit

from domain.vocabulary import Language
from locales import NARROW_SPACE

UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))
LOCALES = {Language.FR: "fr", Language.EN: "en_GB"}


def format_date(day: date, language: Language) -> str:
    """« 12 mars 2027 » or "12 March 2027"."""
    return babel_date(day, format="d MMMM y", locale=LOCALES[language])


def format_month(day: date, language: Language) -> str:
    """« mars 2027 » or "March 2027"."""
    return babel_date(day, format="MMMM y", locale=LOCALES[language])


def format_instant(instant: datetime, language: Language, zone: str) -> str:
    """« 12 mars 2027, 23:59 » in the zone given (an IANA name), 24-hour clock in both languages."""
    return babel_datetime(instant, format="d MMMM y, HH:mm", tzinfo=ZoneInfo(zone), locale=LOCALES[language])


def format_hour(hour: int, language: Language) -> str:
    """« 7 h 00 » or "07:00"."""
    return f"{hour}{NARROW_SPACE}h{NARROW_SPACE}00" if language is Language.FR else f"{hour:02}:00"


def format_weekday(weekday: int, language: Language, width: Literal["wide", "abbreviated"] = "wide") -> str:
    """« lundi » or "Monday"; 0 is Monday."""
    return str(get_day_names(width, locale=LOCALES[language])[weekday])


def format_number(number: int, language: Language) -> str:
    """Write a whole number with the language's thousands separator."""
    return format_decimal(number, locale=LOCALES[language])


def format_span(span: timedelta, language: Language, length: Literal["short", "long"] = "long") -> str:
    """« 6 heures » or "6 hours" in the largest unit that goes into it; short, « 6 h » or "6 hrs"."""
    seconds = max(1, round(span.total_seconds()))
    unit, size = next((unit, size) for unit, size in UNITS if not seconds % size)
    return str(format_unit(seconds // size, f"duration-{unit}", length, locale=LOCALES[language]))
