"""From phrases to conditions: what a list must satisfy, and which words of the question ask nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from domain.answering.answers import Filters
from domain.answering.index import Index
from domain.answering.reading import Match, Reading
from domain.knowledge import Mission

FACETS = (
    "country", "demonym", "city", "mission", "region", "centre", "field", "field-alias", "mode", "cost", "audience",
    "language", "month", "season", "when", "rank", "grade", "level", "status", "route",
)  # fmt: skip
SEASONS = {"spring": {3, 4, 5}, "summer": {6, 7, 8}, "autumn": {9, 10, 11}, "winter": {12, 1, 2}}
FOR = frozenset(
    {
        "pour",
        "for",
        "aux",
        "destine",
        "destines",
        "destinee",
        "destinees",
        "train",
        "trains",
        "to",
        "reserve",
        "reserves",
    }
)
_YEAR = re.compile(r"20[0-4]\d")


@dataclass(frozen=True, slots=True)
class Facets:
    """The conditions read, and the words that they explain. `named`: a field was called by its own name."""

    filters: Filters
    explained: frozenset[int]
    named: bool


def read_facets(reading: Reading, index: Index, pool: str | None, today: date, *, by_keyword: bool = False) -> Facets:
    """Read the conditions of a question about `pool` ("course", "centre", "job", "term" or None).

    `by_keyword` lets a word that titles in a field use stand for the field: "cours de téléphonie".
    """
    used: list[Match] = []

    def take(group: str) -> list[str]:
        found = reading.of(group)
        used.extend(found)
        return list(dict.fromkeys(match.value for match in found))

    filters = _place(take, index)
    fields = _fields(reading, pool, index)
    if by_keyword:
        fields = fields or reading.of("field-keyword")
        beside = reading.of("field-keyword", "field-hint")
        used.extend(m for m in beside if m.value in {field.value for field in fields})
    used.extend(fields)
    covered = frozenset(i for match in fields for i in match.span)
    audience = [m for m in reading.of("audience") if not covered.issuperset(m.span)]
    kinds = [m for m in reading.of("kind") if not covered.issuperset(m.span)] if pool == "centre" else []
    used.extend((*audience, *kinds))
    if kinds:
        audience = [m for m in audience if not any(k.start <= m.start and m.end <= k.end for k in kinds)]
    people = frozenset(i for m in (*audience, *reading.of("level")) for i in m.span)
    ranks = [m for m in reading.of("grade", "rank") if pool != "centre" and not people.issuperset(m.span)]
    used.extend(ranks)
    months, year = _when(take, reading, today)
    used.extend(Match(i, i + 1, "year", w, frozenset()) for i, w in enumerate(reading.words) if _YEAR.fullmatch(w))
    filters = replace(
        filters,
        fields=frozenset(m.value for m in fields),
        centre=frozenset(take("centre")) if pool != "centre" else frozenset(),
        mode=_one(take("mode")) if not kinds or pool != "centre" else None,
        cost=_one(take("cost")),
        audience=frozenset(m.value for m in audience),
        language=_language(take("language"), reading, pool),
        month=months,
        year=year,
        rank=_one([m.value for m in sorted(ranks, key=lambda m: m.start - m.end)]),
        level=_one(take("level")) if pool in ("course", None) else None,
        kind=_one([m.value for m in kinds]),
        status=frozenset(take("status")) if pool == "centre" else frozenset(),
        route=_one(take("route")),
        domain=_one(take("domain")) if pool == "term" else None,
    )
    explained = frozenset(i for match in used for i in match.span)
    return Facets(filters, explained, any(m.group == "field" for m in fields))


def _one(values: list[str]) -> str | None:
    return values[0] if values else None


def _place(take, index: Index) -> Filters:  # type: ignore[no-untyped-def]
    """Read the place: cities win over their country, several readings of one name ("Congo") all count."""
    cities = [value.split("/", 1) for value in take("city")]
    countries = set(take("country")) | set(take("demonym"))
    missions = [index.knowledge.find("mission", id) for id in take("mission")]  # noqa: A001
    countries |= {code for m in missions if isinstance(m, Mission) for code in m.countries}
    if "CG" in countries and "CD" not in countries and not cities:
        countries |= _congo(index, countries)
    for region in take("region"):
        countries |= index.phrases.regions[region]
    if cities:
        return Filters(country=frozenset({code for code, _ in cities}), city=cities[0][1], place=cities[0][1])
    return Filters(country=frozenset(countries))


def _congo(index: Index, countries: set[str]) -> set[str]:
    return {"CD"} if index.knowledge.find("country", "CD") and countries == {"CG"} else set()


def _fields(reading: Reading, pool: str | None, index: Index) -> list[Match]:
    """Pick the fields asked for. "Police" after "pour" is whom the course is for, not what it is about."""
    if pool == "centre":
        return []
    asked = [m for m in reading.of("detail") if m.end - m.start > 1]
    named = [m for m in reading.of("field") if not any(d.start <= m.start and m.end <= d.end for d in asked)]
    names = [m for m in named if not (m.value == "police" and _for_people(reading, m))]
    aliases = [m for m in reading.of("field-alias") if not any(n.start <= m.start and m.end <= n.end for n in named)]
    people = reading.of("audience")
    aliases = [m for m in aliases if not any(p.start <= m.start and m.end <= p.end for p in people)]
    pool_words = reading.covered_by_pool
    found = [m for m in names + aliases if m.start not in pool_words or m.end - m.start > 1]
    return found or (_by_stem(reading, index) if pool == "course" else [])


def _by_stem(reading: Reading, index: Index) -> list[Match]:
    """Recognise a field by a word that only it is called by, in another form: "formations électorales"."""
    taken = reading.frame | reading.covered(*FACETS, "intent")
    found = []
    for place, word in enumerate(reading.words):
        keys = [key for key, _ in index.lexicon.keys(word) if key in index.field_stems]
        if place not in taken and keys:
            found.append(Match(place, place + 1, "field-alias", index.field_stems[keys[0]], frozenset()))
    return found


def _for_people(reading: Reading, match: Match) -> bool:
    before = reading.words[max(0, match.start - 2) : match.start]
    return any(word in FOR for word in before)


def _language(values: list[str], reading: Reading, pool: str | None) -> str | None:
    return None if reading.wants_words(pool) else _one(values)


def _when(take, reading: Reading, today: date) -> tuple[frozenset[int], int | None]:  # type: ignore[no-untyped-def]
    months = {int(month) for month in take("month")}
    for season in take("season"):
        months |= SEASONS[season]
    years = [int(word) for word in reading.words if _YEAR.fullmatch(word)]
    year = years[0] if years else None
    for when in take("when"):
        if when == "this-month":
            months, year = {today.month}, today.year
        elif when == "next-month":
            months, year = {today.month % 12 + 1}, today.year + (today.month == 12)
        else:
            year = today.year + (when == "next-year")
    return frozenset(months), year
