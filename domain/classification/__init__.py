"""Understand a vacancy or a course from its words. Pure functions: text, hints and taxonomy in, facts out.

What the text does not say stays None or empty: nothing is guessed. `grades`, `fields`, `audience`, `places`,
`languages` and `routes` each answer one question; `understand` asks them all in the order in which they lean on one
another.
"""

from __future__ import annotations

from dataclasses import dataclass

from domain.classification.audience import read_audience, read_course_audience
from domain.classification.fields import FieldTag, read_fields
from domain.classification.grades import read_grade
from domain.classification.hints import Hints
from domain.classification.languages import read_course_languages, read_languages
from domain.classification.places import locate, locate_course
from domain.classification.routes import read_contract, read_mode, read_route, read_status
from domain.courses import CourseStatus
from domain.postings import PostingStatus
from domain.taxonomy import Taxonomy
from domain.vocabulary import Audience, Level, Route

__all__ = ["FieldTag", "Hints", "Understanding", "understand", "understand_course"]

BODY_LIMIT = 20_000
"""Characters of a description that are read: time must stay bounded, and facts stand at the top."""


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a text says. `tags` and `reasons` tell why the fields and the audience were found."""

    grade: str | None = None
    level_min: Level | None = None
    level_max: Level | None = None
    tags: tuple[FieldTag, ...] = ()
    audience: tuple[Audience, ...] = ()
    reasons: tuple[str, ...] = ()
    country: str | None = None
    city: str | None = None
    timezone: str | None = None
    languages: tuple[str, ...] = ()
    languages_asset: tuple[str, ...] = ()
    route: Route | None = None
    contract: str | None = None
    status: PostingStatus = PostingStatus.OPEN
    mode: str | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """Slugs, the main one first."""
        return tuple(tag.slug for tag in self.tags)

    @property
    def course_status(self) -> CourseStatus:
        """The same status in a course's words."""
        return CourseStatus.CANCELLED if self.status is PostingStatus.CANCELLED else CourseStatus.SCHEDULED


def understand(title: str, body: str, hints: Hints, taxonomy: Taxonomy) -> Understanding:
    """Read a vacancy: the title first, then the source's own fields, then the text."""
    body = body[:BODY_LIMIT]
    grade = read_grade(title, body, hints, taxonomy)
    contract = read_contract(title, body, hints, grade)
    audience = read_audience(title, body, hints, grade)
    place = locate(title, body, hints, taxonomy.places)
    languages = read_languages(body, hints, taxonomy.languages)
    return Understanding(
        grade=grade.id,
        level_min=grade.level_min,
        level_max=grade.level_max,
        tags=read_fields(title, body, hints, taxonomy),
        audience=audience.kinds,
        reasons=audience.reasons,
        country=place.country,
        city=place.city,
        timezone=place.timezone,
        languages=languages.required,
        languages_asset=languages.asset,
        route=read_route(title, body, hints, grade, contract, audience),
        contract=contract,
        status=read_status(title, hints),
    )


def understand_course(title: str, body: str, hints: Hints, taxonomy: Taxonomy) -> Understanding:
    """Read a dated course; it has no grade and no contract."""
    body = body[:BODY_LIMIT]
    audience = read_course_audience(title, body)
    place = locate_course(title, body, hints, taxonomy.places)
    languages = read_course_languages(body, hints, taxonomy.languages)
    return Understanding(
        tags=read_fields(title, body, hints, taxonomy),
        audience=audience.kinds,
        reasons=audience.reasons,
        country=place.country,
        city=place.city,
        timezone=place.timezone,
        languages=languages.required,
        languages_asset=languages.asset,
        route=hints.route,
        status=read_status(title, hints),
        mode=read_mode(title, body, hints),
    )
