"""Dated courses: schema.org's CourseInstance, as calendars and feeds bring them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.identity import Identified
from domain.vocabulary import Audience, Route


class CourseStatus(StrEnum):
    """Whether a session will take place."""

    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class CourseInstance(Identified):
    """One session of a course as understood from one source. Unknown is None or empty, never guessed.

    `centre` is an id of centres.yaml, or the organiser's name when it is none of these. `start` and `end` are the
    first and the last day, or aware instants when the source gives hours. `mode` is `in_person`, `online` or
    `blended`. `deadline` is the last instant to register, aware UTC.
    """

    identity: str
    title: str
    url: str | None = None
    start: date | datetime | None = None
    end: date | datetime | None = None
    centre: str | None = None
    mode: str | None = None
    fields: tuple[str, ...] = ()
    audience: tuple[Audience, ...] = ()
    country: str | None = None
    city: str | None = None
    languages: tuple[str, ...] = ()
    route: Route | None = None
    published: datetime | None = None
    deadline: datetime | None = None
    status: CourseStatus = CourseStatus.SCHEDULED
    summary: str | None = None
