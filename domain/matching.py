"""Who hears about what, and why. storage/deliveries.py holds the same rule in SQL; a test keeps the two equal."""

from __future__ import annotations

from domain.courses import CourseInstance
from domain.postings import Item, JobPosting
from domain.subscribers import Interests
from domain.vocabulary import Audience

POLICE_FIELD = "police"


def is_relevant(posting: Item, interests: Interests) -> bool:
    """Decide whether a posting deserves an alert; a course has no grade, so none keeps it away.

    What a posting does not state never excludes it: a missed vacancy costs a subscriber more than one alert too many.
    Fields are the exception, for a filter on fields asks for those fields.
    """
    if interests.fields and interests.fields.isdisjoint(subjects(posting)):
        return False
    if interests.audience and posting.audience and interests.audience not in posting.audience:
        return False
    if isinstance(posting, CourseInstance):
        return True
    if interests.grade and posting.grade and interests.grade != posting.grade:
        return False
    return _levels_meet(posting, interests)


def subjects(posting: Item) -> frozenset[str]:
    """Give the fields that a posting is about; a post for police officers only is a police post, whatever else."""
    if posting.audience == (Audience.POLICE,):
        return frozenset(posting.fields) | {POLICE_FIELD}
    return frozenset(posting.fields)


def _levels_meet(posting: JobPosting, interests: Interests) -> bool:
    if posting.level_min is None or posting.level_max is None:
        return True
    above = interests.level_min is not None and posting.level_max < interests.level_min
    below = interests.level_max is not None and posting.level_min > interests.level_max
    return not (above or below)
