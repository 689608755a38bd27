"""Between rows and domain objects."""

from __future__ import annotations

from typing import Any

from domain.deliveries import StoredPosting
from domain.postings import ATTRIBUTES, JobPosting, PostingStatus
from domain.subscribers import Interests
from domain.vocabulary import Audience, Route
from storage.models import Posting, Subscription


def posting_columns(posting: JobPosting) -> dict[str, Any]:
    """Write a posting as columns."""
    values: dict[str, Any] = {name: getattr(posting, name) for name in ATTRIBUTES}
    values["fields_"] = list(values.pop("fields"))
    for name in ("audience", "languages", "languages_asset"):
        values[name] = [str(item) for item in values[name]]
    values["status"] = posting.status.value
    values["route"] = posting.route.value if posting.route else None
    return values


def posting(row: Posting) -> JobPosting:
    """Read a posting."""
    return JobPosting(
        identity=row.identity,
        title=row.title,
        url=row.url,
        organisation=row.organisation,
        grade=row.grade,
        level_min=row.level_min,
        level_max=row.level_max,
        fields=tuple(row.fields_),
        audience=tuple(Audience(item) for item in row.audience),
        country=row.country,
        city=row.city,
        languages=tuple(row.languages),
        languages_asset=tuple(row.languages_asset),
        route=Route(row.route) if row.route else None,
        contract=row.contract,
        published=row.published,
        deadline=row.deadline,
        status=PostingStatus(row.status),
        summary=row.summary,
    )


def stored(row: Posting) -> StoredPosting:
    """Read a posting with its number and its source, which must have been fetched along."""
    return StoredPosting(row.id, posting(row), row.source.title)


def interests(row: Subscription) -> Interests:
    """Read what a filter asks for."""
    return Interests(
        frozenset(row.fields_),
        row.level_min,
        row.level_max,
        Audience(row.audience) if row.audience else None,
        row.grade,
    )
