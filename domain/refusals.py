"""« Not for me »: the ways to narrow a filter so that it would not have let a posting through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from domain.matching import is_relevant, subjects
from domain.postings import Item, JobPosting, kind_of, languages_of
from domain.subscribers import Interests
from domain.taxonomy import fold
from domain.vocabulary import LEVEL_GRADES, Kind, Language, Route

HIGHEST = len(LEVEL_GRADES) - 1


def refusals(item: Item, interests: Interests, language: Language) -> dict[str, Interests]:
    """Give the narrower filters by a short name each; none of them lets the posting through.

    Only what the posting states can be refused: what it leaves open keeps it away from nobody.
    """
    found = dict(_narrower(item, interests, language))
    return {name: narrow for name, narrow in found.items() if narrow != interests and not is_relevant(item, narrow)}


def _narrower(item: Item, interests: Interests, language: Language) -> Iterator[tuple[str, Interests]]:
    if isinstance(item, JobPosting) and item.level_min is not None and item.level_max is not None:
        low, high = interests.level_min or 0, HIGHEST if interests.level_max is None else interests.level_max
        if item.level_max < high:
            yield "higher", replace(interests, level_min=item.level_max + 1)
        if low < item.level_min:
            yield "lower", replace(interests, level_max=item.level_min - 1)
    rest = interests.fields - subjects(item)
    if rest and rest != interests.fields:
        yield "field", replace(interests, fields=rest)
    if item.route is Route.NOMINATION and interests.route is None:
        yield "route", replace(interests, route=Route.INDIVIDUAL)
    if interests.language is None and languages_of(item) and language.value not in languages_of(item):
        yield "language", replace(interests, language=language.value)
    if interests.kind is None:
        yield "kind", replace(interests, kind=Kind.JOB if kind_of(item) is Kind.COURSE else Kind.COURSE)
    if item.country in interests.countries and len(interests.countries) > 1:
        yield "country", replace(interests, countries=interests.countries - {item.country})
    elif item.city and " " not in item.city.strip():
        yield "place", replace(interests, excluding=interests.excluding | {fold(item.city.strip())})
