"""Conditions of a list squeezed into callback data, and back: the button "more" needs no memory of ours.

A condition is a letter and its values, conditions are joined by a full stop: `cSN.mo` is "in Senegal, online". Codes
are those of the reference data; fields, centres and towns are written as the first six characters of their token.
"""

from __future__ import annotations

from domain.answering.answers import Filters
from domain.knowledge import Centre, Knowledge, Station, token

WIDTH = 6
LETTERS = {
    "country": "c", "centre": "k", "fields": "f", "mode": "m", "cost": "p", "audience": "a", "language": "l",
    "month": "n", "year": "y", "rank": "r", "level": "v", "kind": "t", "status": "s", "route": "w", "domain": "d",
}  # fmt: skip
NAMES = {letter: name for name, letter in LETTERS.items()}
CITY = "q"
"""Letter of a town, which restricts beyond its country."""
KINDS = {"centre": "centre", "fields": "field"}


def pack(filters: Filters, without: tuple[str, ...] = ()) -> str | None:
    """Squeeze conditions; None when a value cannot be written."""
    parts = [CITY + token("city", filters.city)[:WIDTH]] if filters.city else []
    for name in filters.asked():
        if name in without:
            continue
        value = getattr(filters, name)
        values = sorted(map(str, value)) if isinstance(value, frozenset) else [str(value)]
        if name in KINDS:
            values = [token(KINDS[name], each)[:WIDTH] for each in values]
        if any(mark in each for each in values for mark in ".,:"):
            return None
        parts.append(LETTERS[name] + ",".join(values))
    return ".".join(parts) or "-"


def unpack(packed: str, knowledge: Knowledge) -> Filters:
    """Read squeezed conditions; what is no longer known is passed over."""
    found: dict[str, object] = {}
    for part in packed.split(".") if packed != "-" else ():
        name = NAMES.get(part[:1])
        if part.startswith(CITY):
            found["city"] = found["place"] = _town(part.removeprefix(CITY), knowledge)
        if name is None:
            continue
        values = part[1:].split(",")
        if name in KINDS:
            known = {token(KINDS[name], r.id)[:WIDTH]: r.id for r in knowledge.of(KINDS[name])}
            found[name] = frozenset(known[each] for each in values if each in known)
        elif name == "month":
            found[name] = frozenset(int(each) for each in values)
        elif name == "year":
            found[name] = int(values[0])
        elif name in ("country", "audience", "status"):
            found[name] = frozenset(values)
        else:
            found[name] = values[0]
    return Filters(**found)  # type: ignore[arg-type]


def _town(packed: str, knowledge: Knowledge) -> str | None:
    towns = [station.names.fr for station in knowledge.of("station") if isinstance(station, Station)]
    towns += [
        centre.city.split(" (")[0] for centre in knowledge.of("centre") if isinstance(centre, Centre) and centre.city
    ]
    return next((town for town in towns if town and token("city", town)[:WIDTH] == packed), None)
