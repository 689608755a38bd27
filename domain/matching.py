"""Who hears about what, and why. storage/deliveries.py holds the same rule in SQL; a test keeps the two equal."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from domain.postings import Item, JobPosting, kind_of, languages_of
from domain.subscribers import Interests
from domain.taxonomy import fold
from domain.vocabulary import Audience

POLICE_FIELD = "police"


def is_relevant(posting: Item, interests: Interests) -> bool:
    """Decide whether a posting deserves an alert.

    What a posting does not state never excludes it: a missed vacancy costs a subscriber more than one alert too many.
    Fields and words are the exceptions, for a filter on them asks for them. A course has no grade, so none keeps it
    away.
    """
    return all(test(posting, interests) for test in CONDITIONS.values()) and has_words(posting, interests)


def _is_of_field(posting: Item, interests: Interests) -> bool:
    return not interests.fields or not interests.fields.isdisjoint(subjects(posting))


def _is_of_kind(posting: Item, interests: Interests) -> bool:
    return interests.kind in (None, kind_of(posting))


def _is_for_audience(posting: Item, interests: Interests) -> bool:
    return not (interests.audience and posting.audience) or interests.audience in posting.audience


def _is_by_route(posting: Item, interests: Interests) -> bool:
    return not (interests.route and posting.route) or interests.route == posting.route


def _is_in_language(posting: Item, interests: Interests) -> bool:
    spoken = languages_of(posting)
    return not (interests.language and spoken) or interests.language in spoken


def _is_in_country(posting: Item, interests: Interests) -> bool:
    return not (interests.countries and posting.country) or posting.country in interests.countries


def _is_of_grade(posting: Item, interests: Interests) -> bool:
    grade = posting.grade if isinstance(posting, JobPosting) else None
    return not (interests.grade and grade) or interests.grade == grade


def _is_of_level(posting: Item, interests: Interests) -> bool:
    if not isinstance(posting, JobPosting) or posting.level_min is None or posting.level_max is None:
        return True
    above = interests.level_min is not None and posting.level_max < interests.level_min
    below = interests.level_max is not None and posting.level_min > interests.level_max
    return not (above or below)


CONDITIONS: Mapping[str, Callable[[Item, Interests], bool]] = {
    "kind": _is_of_kind,
    "field": _is_of_field,
    "level": _is_of_level,
    "grade": _is_of_grade,
    "audience": _is_for_audience,
    "route": _is_by_route,
    "language": _is_in_language,
    "country": _is_in_country,
}
"""Each part of a filter by itself: to say which of them keeps most away."""


def has_words(posting: Item, interests: Interests) -> bool:
    """Say whether the words asked for stand in a posting, at the beginning of a word, and no word refused does."""
    if not (interests.including or interests.excluding):
        return True
    organiser = posting.organisation if isinstance(posting, JobPosting) else posting.centre
    said = fold(" ".join(filter(None, (posting.title, organiser, posting.city, posting.summary))))

    def stands(word: str) -> bool:
        return re.search(rf"\b{re.escape(word)}", said) is not None

    return all(map(stands, interests.including)) and not any(map(stands, interests.excluding))


def subjects(posting: Item) -> frozenset[str]:
    """Give the fields that a posting is about; a post for police officers only is a police post, whatever else."""
    if posting.audience == (Audience.POLICE,):
        return frozenset(posting.fields) | {POLICE_FIELD}
    return frozenset(posting.fields)
