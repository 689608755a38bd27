"""The time zone of a town, in either language, with a typing mistake or without an accent."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from rapidfuzz import fuzz, process

from domain.knowledge import Knowledge
from domain.taxonomy import fold

SURE = 88
"""Likeness of a hundred from which a town is taken for one that we know."""


def find_zone(words: str, knowledge: Knowledge) -> str | None:
    """Find a zone by an IANA name, its town, or a town of the reference data; None when it is none of these."""
    wanted = fold(words).replace("'", "").replace("-", " ").strip()
    if not wanted:
        return None
    towns = _towns() | {
        _plain(name): s.timezone for s in knowledge.of("station") for name in (*s.names.both(), *s.aliases)
    }
    found = towns.get(wanted) or process.extractOne(wanted, towns.keys(), scorer=fuzz.ratio, score_cutoff=SURE)
    return towns[found[0]] if isinstance(found, tuple) else found


@cache
def _towns() -> dict[str, str]:
    """Every zone under its whole name and under its town."""
    named = sorted(
        zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "posix", "right"))
    )
    return {_plain(name): zone for zone in named for name in (zone, zone.rsplit("/", 1)[-1])} | {
        "utc": "UTC",
        "gmt": "UTC",
    }


def _plain(name: str) -> str:
    return fold(name.replace("_", " ")).replace("'", "").replace("-", " ")
