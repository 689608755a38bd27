"""The sites we poll: catalogue, what is due, health."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tortoise.expressions import Q
from tortoise.queryset import QuerySet
from tortoise.transactions import in_transaction

from domain.sources import MOVES_BELIEVED, REFRESH_AFTER, SILENCE, Source, SourceHealth, first_poll
from storage import sql
from storage.models import Source as SourceRow

_FORGOTTEN: dict[str, Any] = {
    "etag": None,
    "last_modified": None,
    "body_digest": None,
    "unchanged": 0,
    "fresh_for": None,
    "moved_to": None,
    "moved_times": 0,
    "retired_at": None,
}
"""What another address makes worthless."""


@dataclass(frozen=True, slots=True)
class Due:
    """A source whose time has come, with what the last answer left behind.

    `url` is where to ask: the catalogue's address, or where the site has been sending us for good. `released`: an
    administrator looked at the reading that was held back, the next one is to be believed. `fresh_for` is for how many
    seconds the last document asked to be left alone.
    """

    source: Source
    url: str
    etag: str | None
    last_modified: str | None
    body_digest: str | None
    failures: int
    unchanged: int
    fresh_for: float | None
    first: bool
    released: bool


async def reconcile(catalogue: Iterable[Source], now: datetime) -> None:
    """Bring the table to the catalogue: new ones added, changed ones updated, missing ones paused, history kept."""
    async with in_transaction():
        known = {row.id: row for row in await SourceRow.all()}
        wanted = {source.id: source for source in catalogue}
        for source in wanted.values():
            await _bring(source, known.get(source.id), now)
        gone = [row.id for row in known.values() if row.id not in wanted and row.origin == "catalogue"]
        await SourceRow.filter(id__in=gone).update(paused_at=now, origin="left")


async def _bring(source: Source, row: SourceRow | None, now: datetime) -> None:
    values = _columns(source)
    if row is None:
        await SourceRow.create(id=source.id, origin="catalogue", next_poll_at=first_poll(source, now), **values)
        return
    if (row.url, row.format, row.method, row.body) != (source.url, source.format, source.method, source.body):
        values |= {**_FORGOTTEN, "next_poll_at": now}
    if row.poll_minutes != source.poll_minutes:
        values |= {"next_poll_at": now}
    if row.origin == "left":
        values |= {"origin": "catalogue", "paused_at": None}
    await SourceRow.filter(id=source.id).update(**values)


async def due(now: datetime, limit: int = 20) -> list[Due]:
    """List the sources whose time has come, longest waiting first."""
    found = await _polled().filter(next_poll_at__lte=now).order_by("next_poll_at").limit(limit)
    return [_due(row, now) for row in found]


async def chosen(ids: Iterable[str], now: datetime) -> list[Due]:
    """Give the sources named, due or not; all that are polled when none is named."""
    wanted = list(ids)
    query = SourceRow.filter(id__in=wanted) if wanted else _polled()
    return [_due(row, now) for row in await query.order_by("id")]


async def next_due_at() -> datetime | None:
    """Give the instant of the next poll of all."""
    row = await _polled().order_by("next_poll_at").first()
    return row.next_poll_at if row else None


@dataclass(frozen=True, slots=True)
class Success:
    """What a document leaves behind.

    `changed`: it held something that we did not have. `items` is None when nothing was read; `fresh_for` says nothing
    then. `moved_to` is where every redirect on the way was permanent.
    """

    next_poll_at: datetime
    changed: bool = False
    etag: str | None = None
    last_modified: str | None = None
    body_digest: str | None = None
    items: int | None = None
    fresh_for: float | None = None
    moved_to: str | None = None


async def succeed(source_id: str, now: datetime, answer: Success) -> bool:
    """Note that a source sent a document; True when it had been failing."""
    row = await SourceRow.get(id=source_id)
    values: dict[str, object] = {
        "last_attempt_at": now,
        "last_success_at": now,
        "next_poll_at": answer.next_poll_at,
        "failing_since": None,
        "failures": 0,
        "last_error": None,
        "unchanged": 0 if answer.changed else row.unchanged + 1,
        "held_at": None,
        "held_reason": None,
        "release_held": False,
        "etag": answer.etag,
        "last_modified": answer.last_modified,
        "body_digest": answer.body_digest,
        "refreshed_at": now,
        **_moved(row, answer.moved_to),
    }
    if answer.items is not None:
        values |= {"items": answer.items, "fresh_for": answer.fresh_for}
    await SourceRow.filter(id=source_id).update(**values)
    return row.failing_since is not None


@dataclass(frozen=True, slots=True)
class Unmodified:
    """What "not modified" leaves behind at an instant; validators, where given, replace the old ones."""

    source_id: str
    at: datetime
    next_poll_at: datetime
    etag: str | None = None
    last_modified: str | None = None


async def unmodified(answers: Iterable[Unmodified]) -> None:
    """Note of many sources at once that they have nothing new: it is the commonest answer, and should cost least."""
    await sql.execute_many(
        "UPDATE source SET last_attempt_at = $2, last_success_at = $2, next_poll_at = $3, unchanged = unchanged + 1,"
        " etag = coalesce(nullif($4, ''), etag), last_modified = coalesce(nullif($5, ''), last_modified),"
        " failing_since = NULL, failures = 0, last_error = NULL,"
        " held_at = NULL, held_reason = NULL, release_held = $6 WHERE id = $1",
        [(a.source_id, a.at, a.next_poll_at, a.etag, a.last_modified, False) for a in answers],
    )


def _moved(row: SourceRow, target: str | None) -> dict[str, object]:
    """Count how often in a row the site sent us to one and the same address for good."""
    if row.moved_to and row.moved_times >= MOVES_BELIEVED:  # asked there already
        return {"moved_to": target or row.moved_to}
    if target is None:
        return {"moved_to": None, "moved_times": 0}
    return {"moved_to": target, "moved_times": row.moved_times + 1 if target == row.moved_to else 1}


async def fail(source_id: str, now: datetime, next_poll_at: datetime, error: str, *, gone: bool = False) -> bool:
    """Note a bad answer; True when it is the first in a row. `gone`: the site says for good, it is asked no more."""
    row = await SourceRow.get(id=source_id)
    await SourceRow.filter(id=source_id).update(
        last_attempt_at=now,
        next_poll_at=next_poll_at,
        failures=row.failures + 1,
        failing_since=row.failing_since or now,
        last_error=error[:500],
        told_at=row.told_at if row.failing_since and not gone else None,
        retired_at=now if gone else None,
        moved_to=None,
        moved_times=0,
    )
    return row.failing_since is None


async def hold(source_id: str, now: datetime, next_poll_at: datetime, reason: str) -> bool:
    """Keep a reading back for an administrator; True when it is the first in a row.

    Nothing of it is kept: the source is read anew when released, or is believed again once it looks like itself.
    """
    row = await SourceRow.get(id=source_id)
    await SourceRow.filter(id=source_id).update(
        last_attempt_at=now,
        next_poll_at=next_poll_at,
        held_at=row.held_at or now,
        held_reason=reason[:500],
        told_at=row.told_at if row.held_at else None,
    )
    return row.held_at is None


async def release(source_id: str, now: datetime) -> bool:
    """Let the next reading of a held source be believed, and read it now; False when nothing is held."""
    return await SourceRow.filter(id=source_id, held_at__isnull=False).update(release_held=True, next_poll_at=now) == 1


async def pause(source_id: str, now: datetime) -> bool:
    """Poll a source no more until it is resumed; False when it is not polled now."""
    return await _polled().filter(id=source_id).update(paused_at=now) == 1


async def resume(source_id: str, now: datetime) -> bool:
    """Poll a paused or retired source again, now; False when it is polled already."""
    row = await SourceRow.get_or_none(id=source_id)
    if row is None or not (row.paused_at or row.retired_at):
        return False
    await SourceRow.filter(id=source_id).update(paused_at=None, retired_at=None, next_poll_at=now)
    return True


async def poll_soon(source_id: str, now: datetime) -> bool:
    """Make a polled source due now; False when it is paused, retired or unknown."""
    return await _polled().filter(id=source_id).update(next_poll_at=now) == 1


async def set_interval(source_id: str, minutes: float | None) -> bool:
    """Choose how often a source is asked, from its next poll on, or leave that to the catalogue (None).

    False when the source is unknown.
    """
    return await SourceRow.filter(id=source_id).update(chosen_minutes=minutes) == 1


async def add(source: Source, now: datetime) -> str | None:
    """Add a source that an administrator found, and give its id; None when its address is known.

    The id is the one wished for, or the next that is free; what was removed comes back under the id it had.
    """
    columns = {**_columns(source), "origin": "chat", "next_poll_at": now}
    async with in_transaction():
        taken = {row.id: row for row in await SourceRow.all()}
        known = [row for row in taken.values() if row.url == source.url]
        if any(row.origin != "removed" for row in known):
            return None
        if known:
            await SourceRow.filter(id=known[0].id).update(**columns, paused_at=None, retired_at=None)
            return known[0].id
        names = (source.id, *(f"{source.id}-{number}" for number in range(2, len(taken) + 3)))
        return (await SourceRow.create(id=next(name for name in names if name not in taken), **columns)).id


async def remove(source_id: str, now: datetime) -> bool:
    """Take away a source that was added in the chat; its postings stay, with their history.

    False for one of the catalogue, which would come back at the next start: it can be paused.
    """
    return await SourceRow.filter(id=source_id, origin="chat").update(origin="removed", paused_at=now) == 1


async def health() -> list[SourceHealth]:
    """Tell how every source fares."""
    return [_health(row) for row in await SourceRow.exclude(origin="removed").order_by("id")]


async def unavailable(now: datetime) -> list[SourceHealth]:
    """List the sources of vacancies that have failed for a day, the longest first: people who ask miss them."""
    silent = SourceRow.filter(kind="jobs", failing_since__lte=now - SILENCE, paused_at=None, retired_at=None)
    return [_health(row) for row in await silent.order_by("failing_since", "id")]


async def silent(now: datetime) -> list[SourceHealth]:
    """List sources of which administrators should hear and have not: failing for a day, retired, or held back."""
    troubled = Q(failing_since__lte=now - SILENCE) | Q(retired_at__isnull=False) | Q(held_at__isnull=False)
    return [_health(row) for row in await SourceRow.filter(troubled, paused_at=None, told_at=None).order_by("id")]


async def recovered() -> list[SourceHealth]:
    """List sources of whose trouble administrators heard, and which are read again."""
    well = SourceRow.filter(paused_at=None, retired_at=None, held_at=None, failing_since=None)
    return [_health(row) for row in await well.filter(told_at__isnull=False).order_by("id")]


async def told(ids: Iterable[str], now: datetime | None) -> None:
    """Note that administrators heard of the trouble of these sources; None, that they heard of its end."""
    await SourceRow.filter(id__in=list(ids)).update(told_at=now)


def _polled() -> QuerySet[SourceRow]:
    return SourceRow.filter(paused_at=None, retired_at=None)


def _columns(source: Source) -> dict[str, Any]:
    """Give what the catalogue, or an administrator, says of a source."""
    return {
        "title": source.title,
        "kind": source.kind,
        "format": source.format,
        "url": source.url,
        "language": source.language,
        "poll_minutes": source.poll_minutes,
        "method": source.method,
        "body": source.body,
    }


def _due(row: SourceRow, now: datetime) -> Due:
    stale = row.refreshed_at is not None and now - row.refreshed_at >= REFRESH_AFTER
    return Due(
        _source(row),
        _address(row),
        None if stale else row.etag,
        None if stale else row.last_modified,
        row.body_digest,
        row.failures,
        row.unchanged,
        row.fresh_for,
        row.last_success_at is None,
        row.release_held,
    )


def _address(row: SourceRow) -> str:
    return row.moved_to if row.moved_to and row.moved_times >= MOVES_BELIEVED else row.url


def _health(row: SourceRow) -> SourceHealth:
    return SourceHealth(
        source=_source(row),
        items=row.items,
        last_success_at=row.last_success_at,
        failing_since=row.failing_since,
        last_error=row.last_error,
        paused=row.paused_at is not None,
        retired=row.retired_at is not None,
        held_reason=row.held_reason if row.held_at else None,
        moved_to=row.moved_to,
        next_poll_at=row.next_poll_at,
        added=row.origin == "chat",
        chosen=row.chosen_minutes is not None,
    )


def _source(row: SourceRow) -> Source:
    minutes = row.chosen_minutes or row.poll_minutes
    return Source(row.id, row.title, row.kind, row.format, row.url, minutes, row.language, row.method, row.body)
