"""Dates, times and numbers as people of each language write them."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date as babel_date
from babel.dates import format_datetime as babel_datetime
from babel.numbers import format_decimal

from domain.vocabulary import Language

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


def format_number(number: int, language: Language) -> str:
    """Write a whole number with the language's thousands separator."""
    return format_decimal(number, locale=LOCALES[language])
