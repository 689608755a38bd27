"""Time zones that a calendar defines for itself (VTIMEZONE): only definitions of the usual form are let through.

A rule inside one is followed through the years at every look-up, so "every second" or "30 February" would hang it.
Hours in a zone that is left out keep their day.
"""

from __future__ import annotations

import re

MOST = 8_000
"""Characters of one definition; a real one has a few hundred."""

_BEGIN = re.compile(r"^BEGIN:VTIMEZONE\b", re.IGNORECASE | re.MULTILINE)
_END = re.compile(r"^END:VTIMEZONE\b[^\n]*\n?", re.IGNORECASE | re.MULTILINE)
_RULES = re.compile(r"^(?:RRULE|EXRULE)[^\n]*", re.IGNORECASE | re.MULTILINE)
_USUAL = re.compile(
    r"RRULE:FREQ=YEARLY(?:;(?:BYMONTH=(?:0?[1-9]|1[0-2])|BYDAY=[+-]?[1-5]?(?:MO|TU|WE|TH|FR|SA|SU)"
    r"|BYMONTHDAY=(?:0?[1-9]|1\d|2[0-8])(?:,\d{1,2})*|INTERVAL=1|WKST=[A-Z]{2}|COUNT=\d+|UNTIL=[\dTZ]+))*\s*",
    re.IGNORECASE,
)


def with_usual_zones(text: str) -> str:
    """Give an unfolded calendar without the definitions that no clock follows."""
    before, *pieces = _BEGIN.split(text)
    return before + "".join(map(_checked, pieces))


def _checked(piece: str) -> str:
    """Judge what follows the beginning of a definition, up to the next."""
    end = _END.search(piece)
    if end is None or _is_usual(piece[: end.end()]):
        return f"BEGIN:VTIMEZONE{piece}"
    return piece[end.end() :]


def _is_usual(definition: str) -> bool:
    return len(definition) <= MOST and all(map(_USUAL.fullmatch, _RULES.findall(definition)))
