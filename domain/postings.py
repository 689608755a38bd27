"""Vacancies and sessions of courses: what a source publishes, and what its second reading changes.

Names are those of schema.org's JobPosting; see docs/glossary.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.courses import CourseInstance, CourseStatus
from domain.identity import Identified
from domain.vocabulary import Audience, Kind, Level, Route


class PostingStatus(StrEnum):
    """Whether one can still apply."""

    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class JobPosting(Identified):
    """One vacancy as understood from one source. Unknown is None or empty, never guessed.

    `identity` lasts: native id or normalised link, never a date. `grade` is an id of ranks.yaml; `level_min` and
    `level_max` lie on the common scale. `fields` are slugs of fields.yaml, the main one first. `languages` are
    required, `languages_asset` a plus (ISO 639-1). `country` is ISO 3166-1 alpha-2. Instants are aware UTC.
    """

    identity: str
    title: str
    url: str | None = None
    organisation: str | None = None
    grade: str | None = None
    level_min: Level | None = None
    level_max: Level | None = None
    fields: tuple[str, ...] = ()
    audience: tuple[Audience, ...] = ()
    country: str | None = None
    city: str | None = None
    languages: tuple[str, ...] = ()
    languages_asset: tuple[str, ...] = ()
    route: Route | None = None
    contract: str | None = None
    published: datetime | None = None
    deadline: datetime | None = None
    status: PostingStatus = PostingStatus.OPEN
    summary: str | None = None


Item = JobPosting | CourseInstance
"""What sources publish and people are told of."""


def kind_of(item: Item) -> Kind:
    """Say what an item offers."""
    return Kind.JOB if isinstance(item, JobPosting) else Kind.COURSE


def languages_of(item: Item) -> frozenset[str]:
    """Give the languages that an item requires or holds an asset."""
    return frozenset(item.languages) | frozenset(item.languages_asset if isinstance(item, JobPosting) else ())


@dataclass(frozen=True, slots=True)
class Change:
    """One difference that people care about: attribute name, value before, value after."""

    attribute: str
    before: object
    after: object


MEANINGFUL = {
    JobPosting: ("title", "grade", "country", "city", "deadline", "status"),
    CourseInstance: ("title", "start", "end", "centre", "mode", "country", "city", "deadline", "status"),
}


def decide_changes(before: Item, after: Item) -> tuple[Change, ...]:
    """Tell what changed between two readings of one posting, of what matters to people only.

    Publication dates, links and texts are left out: sources touch them without meaning anything by it.
    Titles compare without case and spacing.
    """
    changes = []
    for name in MEANINGFUL[type(after)]:
        old, new = getattr(before, name), getattr(after, name)
        if _comparable(old) != _comparable(new):
            changes.append(Change(name, old, new))
    return tuple(changes)


def is_open(item: Item, now: datetime) -> bool:
    """Say whether one can still apply or register at `now`.

    A vacancy without deadline stays open until its source closes it, a session without one until it begins.
    """
    if item.deadline is not None and item.deadline < now:
        return False
    if isinstance(item, JobPosting):
        return item.status is PostingStatus.OPEN
    return item.status is CourseStatus.SCHEDULED and (item.start is None or not _has_begun(item.start, now))


def _has_begun(start: date | datetime, now: datetime) -> bool:
    """Say whether a session has begun; a day without hours begins when it has come everywhere."""
    return start <= now if isinstance(start, datetime) else start < now.date()


def _comparable(value: object) -> object:
    return " ".join(value.casefold().split()) if isinstance(value, str) else value
