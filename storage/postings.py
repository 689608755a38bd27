"""Vacancies and sessions as rows: one reading of a source is one transaction, with the deliveries it causes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from tortoise.expressions import F, Q
from tortoise.queryset import QuerySet
from tortoise.transactions import in_transaction

from domain.deliveries import StoredPosting
from domain.follows import TOLD
from domain.postings import Change, Item, PostingStatus, decide_changes, is_open
from domain.sources import STALE_NEWS, Tally
from domain.vocabulary import Kind
from storage import clusters, deliveries, follows, rows, sql, wake
from storage.models import Notice, Posting

RECENT = timedelta(days=30)
"""People who ask what is open are shown what was first seen within this span."""

MISSED_UNTIL_CLOSED = 3
"""Sites drop entries for one poll and show them again (go-neb#135): absence is believed the third time."""
BATCH = 200
"""Rows that one statement reads or writes: some ten milliseconds of the loop."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reading of a source brought: new ones, changed ones with what changed, how many messages follow.

    `gone` are open ones that a whole listing no longer holds. `known` is how many open ones there were before, and
    `listed` how many entries were read.
    """

    new: tuple[Item, ...] = ()
    changed: tuple[tuple[Item, tuple[Change, ...]], ...] = ()
    gone: tuple[Item, ...] = ()
    known: int = 0
    listed: int = 0
    deliveries: int = 0

    @property
    def tally(self) -> Tally:
        """The reading in figures."""
        return Tally(self.known, self.listed, len(self.new), len(self.changed))


async def compare(source_id: str, postings: Sequence[Item], now: datetime, *, complete: bool = False) -> Reading:
    """Tell what a reading would bring, and store nothing. `complete`: it is the whole listing, not a window of it."""
    unique = {posting.key: posting for posting in postings}
    known = {row.key: row for row in await _rows(source_id, list(unique))}
    changed = []
    for key, posting in unique.items():
        if key in known and (changes := decide_changes(rows.item(known[key]), posting)):
            changed.append((posting, changes))
    before = await _open_keys(source_id, now)
    gone = await _rows(source_id, [key for key in before if key not in unique]) if complete else []
    return Reading(
        new=tuple(p for key, p in unique.items() if key not in known),
        changed=tuple(changed),
        gone=tuple(map(rows.item, gone)),
        known=len(before),
        listed=len(unique),
    )


async def record(
    source_id: str, postings: Sequence[Item], now: datetime, *, first: bool = False, complete: bool = False
) -> Reading:
    """Store a reading of a source and the deliveries that it causes, in one transaction.

    The first reading of a source announces only what was published lately: its archive is not news. What is missing
    from several whole listings in a row counts as closed.
    """
    async with in_transaction():
        reading = await compare(source_id, postings, now, complete=complete)
        for some in _batches(reading.new):
            await Posting.bulk_create([_row(source_id, posting, now) for posting in some])
        fresh = await _rows(source_id, [posting.key for posting in reading.new])
        await clusters.note(fresh)
        copies = await clusters.join(fresh, now)
        news = {posting.key: posting for posting in reading.new if _is_news(posting, now, first=first)}
        count = sum(
            [await _announce(row, news[row.key], now) for row in fresh if row.key in news and row.id not in copies]
        )
        for posting, changes in reading.changed:
            count += await _change(source_id, posting, [change.attribute for change in changes], now)
        for keys in _batches([posting.key for posting in postings]):
            await Posting.filter(source_id=source_id, key__in=keys).update(last_seen_at=now, missed=0)
        if complete:
            count += await _miss(source_id, [posting.key for posting in reading.gone], now)
        if reading.new or reading.changed:
            await wake.ring(wake.KNOWLEDGE)
    return replace(reading, deliveries=count)


async def latest(now: datetime, span: timedelta, limit: int = 500) -> list[StoredPosting]:
    """List the vacancies open at `now` and first seen within `span`, newest first; copies stand behind their original.

    A copy speaks for itself when its original has closed.
    """
    found = _told(_open(now).filter(kind=Kind.JOB, first_seen_at__gte=now - span), now)
    return [rows.stored(row) for row in await found.order_by("-first_seen_at", "-id").limit(limit)]


async def seen(now: datetime, span: timedelta, limit: int = 1000) -> list[StoredPosting]:
    """List what was first seen within `span`, open or not, copies left out, newest first."""
    found = Posting.filter(first_seen_at__gte=now - span, original_id__isnull=True).order_by("-first_seen_at", "-id")
    return [rows.stored(row) for row in await found.limit(limit).prefetch_related("source", "copies__source")]


async def sessions(now: datetime, limit: int = 500) -> list[StoredPosting]:
    """List the sessions of courses to come, the next first."""
    found = _told(_open(now).filter(kind=Kind.COURSE, starts__gte=now.date().isoformat()), now)
    return [rows.stored(row) for row in await found.order_by("starts", "id").limit(limit)]


def _told(query: QuerySet[Posting], now: datetime) -> QuerySet[Posting]:
    """Leave out the copies whose original is open, and fetch what `rows.stored` needs."""
    closed = ~Q(original__status=PostingStatus.OPEN.value) | Q(original__deadline__lt=now)
    return query.filter(Q(original_id__isnull=True) | closed).prefetch_related("source", "copies__source")


def _open(now: datetime) -> QuerySet[Posting]:
    """Ask for what `is_open`; sessions that began today are among them."""
    return Posting.filter(
        Q(deadline__isnull=True) | Q(deadline__gte=now),
        Q(starts__isnull=True) | Q(starts__gte=now.date().isoformat()),
        status=PostingStatus.OPEN.value,
    )


async def version(now: datetime) -> str:
    """Give a mark that changes when a posting comes or changes, and at midnight; cheap enough to ask every second."""
    [row] = await sql.rows("SELECT max(id) AS latest, sum(revision) AS revisions FROM posting")
    return f"{now.date()}/{row['latest']}/{row['revisions']}"


async def get(posting_id: int) -> StoredPosting | None:
    """Find a posting by its number."""
    row = await Posting.get_or_none(id=posting_id).prefetch_related("source", "copies__source")
    return rows.stored(row) if row else None


async def _announce(row: Posting, posting: Item, now: datetime) -> int:
    notice = await Notice.create(subject=f"posting:{row.id}", revision=1, posting_id=row.id, created_at=now)
    return await deliveries.fan_out(notice.id, posting, now)


def _is_news(posting: Item, now: datetime, *, first: bool) -> bool:
    if not is_open(posting, now):
        return False
    return not first or (posting.published is not None and now - posting.published <= STALE_NEWS)


async def _change(source_id: str, posting: Item, changes: list[str], now: datetime) -> int:
    """Store what a posting says now, and correct the cards that were sent of it."""
    await Posting.filter(source_id=source_id, key=posting.key).update(
        revision=F("revision") + 1, **rows.item_columns(posting)
    )
    return await _correct(await Posting.get(source_id=source_id, key=posting.key), changes, now)


async def _correct(row: Posting, changes: list[str], now: datetime) -> int:
    notice = await Notice.create(
        subject=f"posting:{row.id}", revision=row.revision, posting_id=row.id, changes=changes, created_at=now
    )
    count = await deliveries.follow_up(notice.id, row.id, now)
    if TOLD.isdisjoint(changes):
        return count
    await follows.plan_again([row.id], now)
    return count + await follows.tell_followers(notice.id, row.id, now)


async def _miss(source_id: str, keys: Sequence[str], now: datetime) -> int:
    """Count that a whole listing did not hold these; close those that several in a row did not hold."""
    count = 0
    for some in _batches(keys):
        missing = Posting.filter(source_id=source_id, key__in=some)
        await missing.update(missed=F("missed") + 1)
        lost = missing.filter(missed__gte=MISSED_UNTIL_CLOSED, status=PostingStatus.OPEN.value)
        numbers = [row.id for row in await lost]
        await lost.update(status=PostingStatus.CLOSED.value, revision=F("revision") + 1)
        for row in await Posting.filter(id__in=numbers).order_by("id"):
            count += await _correct(row, ["status"], now)
    return count


async def _open_keys(source_id: str, now: datetime) -> list[str]:
    """List the keys of what `is_open`, without its rows: a source may have thousands."""
    keys: list[Any] = await _open(now).filter(source_id=source_id).values_list("key", flat=True)
    return keys


async def _rows(source_id: str, keys: Sequence[str]) -> list[Posting]:
    """Find the postings of a source by their keys, in the order in which they came."""
    found = [await Posting.filter(source_id=source_id, key__in=some).order_by("id") for some in _batches(keys)]
    return [row for some in found for row in some]


def _row(source_id: str, posting: Item, now: datetime) -> Posting:
    values = rows.item_columns(posting)
    return Posting(source_id=source_id, key=posting.key, first_seen_at=now, last_seen_at=now, **values)


def _batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """Cut work into pieces: a statement has a longest list, and between two of them others get their turn."""
    return (items[start : start + BATCH] for start in range(0, len(items), BATCH))
