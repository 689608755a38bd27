"""Vacancies as rows: one reading of a source is one transaction, with the deliveries it causes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tortoise.transactions import in_transaction

from domain.deliveries import StoredPosting
from domain.postings import Change, JobPosting, PostingStatus, decide_changes, is_open
from domain.sources import STALE_NEWS
from storage import deliveries, rows, sql
from storage.models import Notice, Posting

RECENT = timedelta(days=30)
"""People who ask what is open are shown what was first seen within this span."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reading of a source brought: new ones, changed ones with what changed, how many messages follow."""

    new: tuple[JobPosting, ...] = ()
    changed: tuple[tuple[JobPosting, tuple[Change, ...]], ...] = ()
    deliveries: int = 0


async def compare(source_id: str, postings: Sequence[JobPosting]) -> Reading:
    """Tell what a reading would bring, and store nothing."""
    known = await _known(source_id, postings)
    unique = {posting.key: posting for posting in postings}
    changed = []
    for key, posting in unique.items():
        if key in known and (changes := decide_changes(rows.posting(known[key]), posting)):
            changed.append((posting, changes))
    return Reading(tuple(p for key, p in unique.items() if key not in known), tuple(changed))


async def record(source_id: str, postings: Sequence[JobPosting], now: datetime, *, first: bool = False) -> Reading:
    """Store a reading of a source and the deliveries that it causes, in one transaction.

    The first reading of a source announces only what was published lately: its archive is not news.
    """
    async with in_transaction():
        reading = await compare(source_id, postings)
        count = 0
        for posting in reading.new:
            row = await Posting.create(
                source_id=source_id,
                key=posting.key,
                first_seen_at=now,
                last_seen_at=now,
                **rows.posting_columns(posting),
            )
            if _is_news(posting, now, first=first):
                count += await _announce(row, posting, now)
        for posting, _ in reading.changed:
            row = await Posting.get(source_id=source_id, key=posting.key)
            await Posting.filter(id=row.id).update(revision=row.revision + 1, **rows.posting_columns(posting))
        keys = [posting.key for posting in postings]
        for start in range(0, len(keys), 500):
            await Posting.filter(source_id=source_id, key__in=keys[start : start + 500]).update(last_seen_at=now)
    return Reading(reading.new, reading.changed, count)


async def latest(now: datetime, span: timedelta, limit: int = 500) -> list[StoredPosting]:
    """List the open postings first seen within `span`, newest first."""
    found = (
        await Posting.filter(first_seen_at__gte=now - span, status=PostingStatus.OPEN.value)
        .order_by("-first_seen_at", "-id")
        .limit(limit)
        .prefetch_related("source")
    )
    stored = [rows.stored(row) for row in found]
    return [item for item in stored if is_open(item.posting, now)]


async def version() -> str:
    """Give a mark that changes when a posting comes or changes, cheap enough to ask every second or two."""
    [row] = await sql.rows("SELECT max(id) AS latest, sum(revision) AS revisions FROM posting")
    return f"{row['latest']}/{row['revisions']}"


async def get(posting_id: int) -> StoredPosting | None:
    """Find a posting by its number."""
    row = await Posting.get_or_none(id=posting_id).prefetch_related("source")
    return rows.stored(row) if row else None


async def _announce(row: Posting, posting: JobPosting, now: datetime) -> int:
    notice = await Notice.create(subject=f"posting:{row.id}", revision=1, posting_id=row.id, created_at=now)
    return await deliveries.fan_out(notice.id, posting, now)


def _is_news(posting: JobPosting, now: datetime, *, first: bool) -> bool:
    if not is_open(posting, now):
        return False
    return not first or (posting.published is not None and now - posting.published <= STALE_NEWS)


async def _known(source_id: str, postings: Sequence[JobPosting]) -> dict[str, Posting]:
    keys = sorted({posting.key for posting in postings})
    known: dict[str, Posting] = {}
    for start in range(0, len(keys), 500):
        for row in await Posting.filter(source_id=source_id, key__in=keys[start : start + 500]):
            known[row.key] = row
    return known
