"""Items as the JSON lines of `parse`: same shape, same order of keys as the public interface."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum

from domain.courses import CourseInstance
from domain.postings import JobPosting

JOB_KEYS = (
    "identity", "title", "url", "organisation", "grade", "level_min", "level_max", "fields", "audience", "country",
    "city", "languages", "languages_asset", "route", "contract", "published", "deadline", "status", "summary",
)  # fmt: skip
COURSE_KEYS = (
    "identity", "title", "url", "start", "end", "centre", "mode", "fields", "audience", "country", "city",
    "languages", "route", "published", "deadline", "status", "summary",
)  # fmt: skip


def to_json(item: JobPosting | CourseInstance) -> dict[str, object]:
    """Give an item as plain JSON values: unknown is null or empty, instants are ISO 8601 with +00:00, days are days."""
    kind, keys = ("job", JOB_KEYS) if isinstance(item, JobPosting) else ("course", COURSE_KEYS)
    return {"kind": kind, **{key: _plain(getattr(item, key)) for key in keys}}


def _plain(value: object) -> object:
    match value:
        case Enum():
            return value.value
        case tuple():
            return [_plain(part) for part in value]
        case datetime() | date():
            return value.isoformat()
    return value
