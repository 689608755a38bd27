"""The sites we poll: catalogue, what is due, health."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tortoise.transactions import in_transaction

from domain.sources import Source, SourceHealth
from storage.models import Source as SourceRow


@dataclass(frozen=True, slots=True)
class Due:
    """A source whose time has come, with what the last answer left behind."""

    source: Source
    etag: str | None
    last_modified: str | None
    body_digest: str | None
    failures: int
    first: bool


async def reconcile(catalogue: Iterable[Source], now: datetime) -> None:
    """Bring the table to the catalogue: new ones added, changed ones updated, missing ones paused, history kept."""
    async with in_transaction():
        known = {row.id: row for row in await SourceRow.all()}
        wanted = {source.id: source for source in catalogue}
        for source in wanted.values():
            await _bring(source, known.get(source.id), now)
        gone = [row.id for row in known.values() if row.id not in wanted and row.origin == "catalogue"]
        await SourceRow.filter(id__in=gone, paused_at=None).update(paused_at=now)


async def _bring(source: Source, row: SourceRow | None, now: datetime) -> None:
    values: dict[str, Any] = {
        "title": source.title,
        "kind": source.kind,
        "format": source.format,
        "url": source.url,
        "language": source.language,
        "poll_minutes": source.poll_minutes,
    }
    if row is None:
        await SourceRow.create(id=source.id, origin="catalogue", next_poll_at=now, **values)
        return
    if row.url != source.url or row.format != source.format:
        values |= {"etag": None, "last_modified": None, "body_digest": None, "next_poll_at": now}
    if row.poll_minutes != source.poll_minutes:
        values |= {"next_poll_at": now}
    await SourceRow.filter(id=source.id).update(paused_at=None, **values)


async def due(now: datetime, limit: int = 20) -> list[Due]:
    """List the sources whose time has come, longest waiting first."""
    found = await SourceRow.filter(paused_at=None, next_poll_at__lte=now).order_by("next_poll_at").limit(limit)
    return [_due(row) for row in found]


async def chosen(ids: Iterable[str]) -> list[Due]:
    """Give the sources named, due or not; all that are not paused when none is named."""
    wanted = list(ids)
    query = SourceRow.filter(id__in=wanted) if wanted else SourceRow.filter(paused_at=None)
    return [_due(row) for row in await query.order_by("id")]


async def next_due_at() -> datetime | None:
    """Give the instant of the next poll of all."""
    row = await SourceRow.filter(paused_at=None).order_by("next_poll_at").first()
    return row.next_poll_at if row else None


async def succeed(
    source_id: str,
    now: datetime,
    next_poll_at: datetime,
    *,
    validators: tuple[str | None, str | None] | None = None,
    body_digest: str | None = None,
    items: int | None = None,
) -> bool:
    """Note a good answer; True when the source had been failing. Without `validators` the answer was "not modified"."""
    row = await SourceRow.get(id=source_id)
    values: dict[str, object] = {
        "last_attempt_at": now,
        "last_success_at": now,
        "next_poll_at": next_poll_at,
        "failing_since": None,
        "failures": 0,
        "last_error": None,
    }
    if validators is not None:
        values |= {"etag": validators[0], "last_modified": validators[1], "body_digest": body_digest}
    if items is not None:
        values["items"] = items
    await SourceRow.filter(id=source_id).update(**values)
    return row.failing_since is not None


async def fail(source_id: str, now: datetime, next_poll_at: datetime, error: str) -> bool:
    """Note a bad answer; True when it is the first in a row."""
    row = await SourceRow.get(id=source_id)
    await SourceRow.filter(id=source_id).update(
        last_attempt_at=now,
        next_poll_at=next_poll_at,
        failures=row.failures + 1,
        failing_since=row.failing_since or now,
        last_error=error[:500],
    )
    return row.failing_since is None


async def health() -> list[SourceHealth]:
    """Tell how every source fares."""
    return [
        SourceHealth(
            _source(row),
            row.items,
            row.last_success_at,
            row.failing_since,
            row.last_error,
            row.paused_at is not None,
        )
        for row in await SourceRow.all().order_by("id")
    ]


def _due(row: SourceRow) -> Due:
    first = row.last_success_at is None
    return Due(_source(row), row.etag, row.last_modified, row.body_digest, row.failures, first)


def _source(row: SourceRow) -> Source:
    return Source(row.id, row.title, row.kind, row.format, row.url, row.poll_minutes, row.language)
