"""Vacancies as rows: one reading of a source is one transaction, with the deliveries it causes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from tortoise.expressions import F
from tortoise.transactions import in_transaction

from domain.deliveries import StoredPosting
from domain.postings import Change, JobPosting, PostingStatus, decide_changes, is_open
from domain.sources import STALE_NEWS, Tally
from storage import deliveries, rows, sql
from storage.models import Notice, Posting

RECENT = timedelta(days=30)
"""People who ask what is open are shown what was first seen within this span."""


MISSED_UNTIL_CLOSED = 3
"""Sites drop entries for one poll and show them again (go-neb#135): absence is believed the third time."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reading of a source brought: new ones, changed ones with what changed, how many messages follow.

    `gone` are open ones that a whole listing no longer holds. `known` is how many open ones there were before, and
    `listed` how many entries were read.
    """

    new: tuple[JobPosting, ...] = ()
    changed: tuple[tuple[JobPosting, tuple[Change, ...]], ...] = ()
    gone: tuple[JobPosting, ...] = ()
    known: int = 0
    listed: int = 0
    deliveries: int = 0

    @property
    def tally(self) -> Tally:
        """The reading in figures."""
        return Tally(self.known, self.listed, len(self.new), len(self.changed))


async def compare(source_id: str, postings: Sequence[JobPosting], now: datetime, *, complete: bool = False) -> Reading:
    """Tell what a reading would bring, and store nothing. `complete`: it is the whole listing, not a window of it."""
    known = await _known(source_id, postings)
    unique = {posting.key: posting for posting in postings}
    changed = []
    for key, posting in unique.items():
        if key in known and (changes := decide_changes(rows.posting(known[key]), posting)):
            changed.append((posting, changes))
    before = [row for row in await _open_ones(source_id) if is_open(rows.posting(row), now)]
    return Reading(
        new=tuple(p for key, p in unique.items() if key not in known),
        changed=tuple(changed),
        gone=tuple(rows.posting(row) for row in before if row.key not in unique) if complete else (),
        known=len(before),
        listed=len(unique),
    )


async def record(
    source_id: str, postings: Sequence[JobPosting], now: datetime, *, first: bool = False, complete: bool = False
) -> Reading:
    """Store a reading of a source and the deliveries that it causes, in one transaction.

    The first reading of a source announces only what was published lately: its archive is not news. What is missing
    from several whole listings in a row counts as closed.
    """
    async with in_transaction():
        reading = await compare(source_id, postings, now, complete=complete)
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
            await Posting.filter(source_id=source_id, key__in=keys[start : start + 500]).update(
                last_seen_at=now, missed=0
            )
        if complete:
            await _miss(source_id, [posting.key for posting in reading.gone])
    return replace(reading, deliveries=count)


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


async def _miss(source_id: str, keys: Sequence[str]) -> None:
    """Count that a whole listing did not hold these; close those that several in a row did not hold."""
    for start in range(0, len(keys), 500):
        missing = Posting.filter(source_id=source_id, key__in=keys[start : start + 500])
        await missing.update(missed=F("missed") + 1)
        await missing.filter(missed__gte=MISSED_UNTIL_CLOSED).update(
            status=PostingStatus.CLOSED.value, revision=F("revision") + 1
        )


async def _open_ones(source_id: str) -> list[Posting]:
    return await Posting.filter(source_id=source_id, status=PostingStatus.OPEN.value)


async def _known(source_id: str, postings: Sequence[JobPosting]) -> dict[str, Posting]:
    keys = sorted({posting.key for posting in postings})
    known: dict[str, Posting] = {}
    for start in range(0, len(keys), 500):
        for row in await Posting.filter(source_id=source_id, key__in=keys[start : start + 500]):
            known[row.key] = row
    return known
