"""The ledger: who is told what, once.

Rows are written in the transaction that stores the news, claimed in batches under a lease, settled one by one. After
a crash the lease ends and the message goes again: at least once, on purpose (docs/adr/0002).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from tortoise.expressions import F

from domain import matching
from domain.announcements import AnnouncementState
from domain.deliveries import (
    DeliveryKind,
    DeliveryState,
    Lane,
    Migrated,
    Outcome,
    Parcel,
    RetryAfter,
    Sent,
    decide_settlement,
)
from domain.digests import next_window
from domain.postings import Item, JobPosting, is_open, kind_of, languages_of
from domain.quiet import rests_until
from domain.subscribers import Frequency, Interests
from domain.vocabulary import Language
from storage import rows, sql
from storage.models import Delivery, Subscription
from storage.subscribers import ANY_FIELD

LEASE = timedelta(seconds=30)
"""After it a claim is worth nothing: longer than a round of sending may take."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """One ledger row in our hands."""

    id: int
    chat_id: int
    attempts: int


async def fan_out(notice_id: int, posting: Item, now: datetime) -> int:
    """Write one pending delivery for each chat that a posting interests and say how many.

    The same rule as `domain.matching.is_relevant`, in the database; a chat whose several filters match is told once,
    by the most eager of them.
    """
    count = 0
    for frequency in Frequency:
        for zone in await _zones(frequency):
            window = next_window(frequency, zone, now)
            count += await _fan_out_group(notice_id, posting, frequency, zone, window, now)
    return count


async def follow_up(notice_id: int, posting_id: int, now: datetime) -> int:
    """Write one correction for each card of a posting that was sent, and say how many; digests stay as they are."""
    written = await sql.rows(
        "INSERT INTO delivery (notice_id, kind, lane, not_before, created_at, state, attempts, chat_id, thread_id,"
        " subscription_id, message_id) SELECT $1, $2, $3, $4, $4, 'pending', 0, d.chat_id, d.thread_id,"
        " max(d.subscription_id), max(d.message_id) FROM delivery d JOIN notice n ON n.id = d.notice_id"
        " WHERE n.posting_id = $5 AND d.kind = $6 AND d.lane = $7 AND d.state = 'sent' AND d.message_id IS NOT NULL"
        " GROUP BY d.chat_id, d.thread_id RETURNING id",
        [
            notice_id,
            DeliveryKind.CORRECTION.value,
            Lane.DIGEST.order,
            now,
            posting_id,
            DeliveryKind.POSTING.value,
            Lane.ALERT.order,
        ],
    )
    return len(written)


async def _zones(frequency: Frequency) -> list[str]:
    """List the zones that need an hour of their own; at once is at once everywhere."""
    if frequency is Frequency.IMMEDIATE:
        return ["UTC"]
    found = await sql.rows(
        "SELECT DISTINCT c.timezone AS zone FROM chat c JOIN subscription s ON s.chat_id = c.id WHERE s.frequency = $1",
        [frequency.value],
    )
    return [row["zone"] for row in found]


async def _fan_out_group(
    notice_id: int, posting: Item, frequency: Frequency, zone: str, window: datetime, now: datetime
) -> int:
    lane = Lane.ALERT if frequency is Frequency.IMMEDIATE else Lane.DIGEST
    values: list[object] = [now, frequency.value]
    conditions = ["c.suspended_at IS NULL", "(s.paused_until IS NULL OR s.paused_until <= $1)", "s.frequency = $2"]
    if frequency is not Frequency.IMMEDIATE:
        conditions.append(f"c.timezone = {sql.places(values, [zone])}")
    conditions += _concerned(posting, values)
    conditions.append(await _worded(posting, conditions, values))
    columns = sql.places(values, [notice_id, DeliveryKind.POSTING.value])
    at = sql.places(values, [window])
    written = await sql.rows(
        "INSERT INTO delivery (notice_id, kind, not_before, lane, state, created_at, attempts,"
        f" chat_id, thread_id, subscription_id) SELECT {columns},"
        f" CASE WHEN max(c.paused_until) > $1 THEN max(c.paused_until) ELSE {at} END,"
        f" CASE WHEN max(c.paused_until) > $1 THEN {Lane.DIGEST.order} ELSE {lane.order} END,"
        " 'pending', $1, 0, s.chat_id, s.thread_id, min(s.id)"
        f" FROM {_LISTENERS} WHERE {' AND '.join(conditions)}"
        " GROUP BY s.chat_id, s.thread_id ON CONFLICT DO NOTHING RETURNING id",
        values,
    )
    return len(written)


_LISTENERS = "subscription s JOIN chat c ON c.id = s.chat_id"


def _concerned(posting: Item, values: list[object]) -> list[str]:
    """Write the conditions of `domain.matching`; what the posting does not state makes none."""
    wanted = sql.places(values, [ANY_FIELD, *sorted(matching.subjects(posting))])
    conditions = [f"s.id IN (SELECT subscription_id FROM subscription_field WHERE field IN ({wanted}))"]
    grade = posting.grade if isinstance(posting, JobPosting) else None
    for column, stated in (
        ("kind", [kind_of(posting).value]),
        ("audience", [audience.value for audience in posting.audience]),
        ("route", [posting.route.value] if posting.route else []),
        ("language", sorted(languages_of(posting))),
        ("grade", [grade] if grade else []),
    ):
        if stated:
            conditions.append(f"(s.{column} IS NULL OR s.{column} IN ({sql.places(values, stated)}))")
    if posting.country:
        like = sql.places(values, [f"%|{posting.country}|%"])
        conditions.append(f"(s.countries IS NULL OR s.countries LIKE {like})")
    if isinstance(posting, JobPosting) and posting.level_min is not None and posting.level_max is not None:
        highest, lowest = (sql.places(values, [level]) for level in (posting.level_max, posting.level_min))
        conditions.append(f"(s.level_min IS NULL OR s.level_min <= {highest})")
        conditions.append(f"(s.level_max IS NULL OR s.level_max >= {lowest})")
    return conditions


async def _worded(posting: Item, conditions: Sequence[str], values: Sequence[object]) -> str:
    """Let the rule itself judge the words of the few filters that have any, after all else fits."""
    asked = await sql.rows(
        f"SELECT s.id FROM {_LISTENERS} WHERE s.words IS NOT NULL AND {' AND '.join(conditions)}", values
    )
    if not asked:
        return "s.words IS NULL"
    filters = await Subscription.filter(id__in=[row["id"] for row in asked])
    fitting = [str(each.id) for each in filters if matching.has_words(posting, rows.interests(each))]
    return f"(s.words IS NULL OR s.id IN ({', '.join(fitting)}))" if fitting else "s.words IS NULL"


async def claim(worker: str, limit: int, now: datetime) -> list[Claimed]:
    """Take the most urgent due deliveries under a lease.

    A digest is never cut: the other due rows of the same chats come along.
    """
    is_due = "((state = 'pending' AND not_before <= $3) OR (state = 'claimed' AND lease_until < $3))"
    taken = await _claim_where(is_due, worker, limit, now)
    chats = sorted({row["chat_id"] for row in taken if row["lane"] == Lane.DIGEST.order})
    if chats:
        same = f"{is_due} AND lane = {Lane.DIGEST.order} AND chat_id IN ({', '.join(map(str, chats))})"
        taken += await _claim_where(same, worker, 100_000, now)
    return [Claimed(row["id"], row["chat_id"], row["attempts"]) for row in taken]


async def _claim_where(condition: str, worker: str, limit: int, now: datetime) -> list[sql.Row]:
    return await sql.rows(
        "UPDATE delivery SET state = 'claimed', lease_until = $1, claimed_by = $2, attempts = attempts + 1"
        f" WHERE id IN (SELECT id FROM delivery WHERE {condition} ORDER BY lane, not_before, id LIMIT {limit}"
        f"{sql.skip_locked()}) RETURNING id, chat_id, attempts, lane",
        [now + LEASE, worker, now],
    )


async def parcels(claimed: Sequence[Claimed], now: datetime) -> tuple[list[Parcel], list[int]]:
    """Check claimed deliveries again and make messages of them.

    Gives the parcels to send, and the deliveries that are no longer true or wanted: chat suspended, posting closed,
    filter removed or paused since, announcement cancelled. In a filter's stead another of the same chat may speak.
    Those of a paused announcement are held, those of a person who rests are kept for later.
    """
    ledger = (
        await Delivery.filter(id__in=[item.id for item in claimed])
        .order_by("id")
        .prefetch_related("chat", "notice__announcement", "notice__posting__source", "notice__posting__copies__source")
    )
    filters: defaultdict[tuple[int, int], list[Subscription]] = defaultdict(list)
    for chosen in await Subscription.filter(chat_id__in={row.chat_id for row in ledger}).order_by("id"):
        filters[chosen.chat_id, chosen.thread_id].append(chosen)
    good: dict[tuple[int, int, int], list[tuple[Delivery, Subscription]]] = {}
    single: list[Parcel] = []
    obsolete: list[int] = []
    for row in ledger:
        said = row.notice.announcement
        until = rests_until(row.chat.paused_until, rows.quiet(row.chat), row.chat.timezone, now)
        if until and row.kind == DeliveryKind.POSTING:
            await _postpone(row, until)
        elif said and not row.chat.suspended_at and said.state == AnnouncementState.SENDING:
            single.append(_alone(row, announcement=rows.announcement(said)))
        elif said and said.state == AnnouncementState.PAUSED:
            await _hold(row)
        elif row.kind == DeliveryKind.CORRECTION and row.notice.posting and not row.chat.suspended_at:
            single.append(_corrected(row, filters[row.chat_id, row.thread_id]))
        elif why := _still_wanted_by(row, filters[row.chat_id, row.thread_id], now):
            alone = row.id if row.lane == Lane.ALERT.order else 0
            good.setdefault((row.chat_id, row.thread_id, alone), []).append((row, why))
        else:
            obsolete.append(row.id)
    return [*(_parcel([row for row, _ in group], group[0][1]) for group in good.values()), *single], obsolete


async def _postpone(row: Delivery, until: datetime) -> None:
    """Keep a claimed row for later, with the others of its chat; it was no try."""
    await Delivery.filter(id=row.id, claimed_by=row.claimed_by).update(
        state=DeliveryState.PENDING.value, not_before=until, lane=Lane.DIGEST.order, lease_until=None, claimed_by=None,
        attempts=F("attempts") - 1,
    )  # fmt: skip


async def _hold(row: Delivery) -> None:
    """Keep a claimed row back while its announcement is paused; it was no try."""
    await Delivery.filter(id=row.id, claimed_by=row.claimed_by).update(
        state=DeliveryState.HELD.value, lease_until=None, claimed_by=None, attempts=F("attempts") - 1
    )


def _corrected(row: Delivery, filters: Sequence[Subscription]) -> Parcel:
    """Show a card as it should read now; the filter that let it through may be gone since."""
    assert row.notice.posting is not None  # noqa: S101 - the caller has looked
    chosen = next((rows.interests(each) for each in filters if each.id == row.subscription_id), Interests())
    posting = rows.stored(row.notice.posting)
    return _alone(row, postings=(posting,), interests=chosen, changes=tuple(row.notice.changes or ()))


def _alone(row: Delivery, **contents: Any) -> Parcel:
    """Make a parcel of one row, with what it is about."""
    return Parcel(
        delivery_ids=(row.id,),
        chat_id=row.chat_id,
        thread_id=row.thread_id,
        lane=list(Lane)[row.lane],
        language=Language(row.chat.language),
        timezone=row.chat.timezone,
        attempts=row.attempts,
        kind=DeliveryKind(row.kind),
        target=row.message_id,
        **contents,
    )


def _still_wanted_by(row: Delivery, filters: Sequence[Subscription], now: datetime) -> Subscription | None:
    if row.chat.suspended_at or row.notice.posting is None:
        return None
    posting = rows.item(row.notice.posting)
    if not is_open(posting, now):
        return None
    speaking = [item for item in filters if not (item.paused_until and item.paused_until > now)]
    chosen = (item for item in speaking if item.id == row.subscription_id)
    others = (item for item in speaking if matching.is_relevant(posting, rows.interests(item)))
    return next(chosen, None) or next(others, None)


def _parcel(group: list[Delivery], chosen: Subscription) -> Parcel:
    first = group[0]
    stored = [rows.stored(row.notice.posting) for row in group if row.notice.posting]
    far = datetime.max.replace(tzinfo=UTC)
    return Parcel(
        delivery_ids=tuple(row.id for row in group),
        chat_id=first.chat_id,
        thread_id=first.thread_id,
        lane=list(Lane)[first.lane],
        language=Language(first.chat.language),
        timezone=first.chat.timezone,
        attempts=max(row.attempts for row in group),
        postings=tuple(sorted(stored, key=lambda item: item.posting.deadline or far)),
        interests=rows.interests(chosen),
    )


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of a parcel, and when."""

    parcel: Parcel
    outcome: Outcome
    at: datetime


async def settle(worker: str, ended: Iterable[Ended]) -> None:
    """Write down what became of parcels, all rows of one alike; a claim that was lost to another stays theirs."""
    await sql.execute_many(
        "UPDATE delivery SET state = $3, not_before = $4, message_id = $5, attempts = attempts - $6, reason = $7,"
        " settled_at = $8, lease_until = NULL, claimed_by = NULL"
        " WHERE id = $1 AND claimed_by = $2 AND state = 'claimed'",
        [(number, worker, *_settlement(each)) for each in ended for number in each.parcel.delivery_ids],
    )


def _settlement(ended: Ended) -> tuple[object, ...]:
    """State, next try, message, tries to take back, reason, end: nothing went out when it was refused or moved."""
    parcel, outcome = ended.parcel, ended.outcome
    decided = decide_settlement(outcome, parcel.attempts, ended.at)
    return (
        decided.state.value,
        decided.not_before or ended.at,
        outcome.message_id if isinstance(outcome, Sent) else parcel.target,
        int(isinstance(outcome, RetryAfter | Migrated)),
        getattr(outcome, "reason", None),
        None if decided.not_before else ended.at,
    )


async def drop(ids: Sequence[int], worker: str, now: datetime) -> None:
    """Settle deliveries that are no longer true or wanted."""
    await Delivery.filter(id__in=ids, claimed_by=worker).update(
        state=DeliveryState.OBSOLETE.value, lease_until=None, claimed_by=None, settled_at=now
    )


async def put_back(ids: Sequence[int], worker: str, not_before: datetime) -> None:
    """Return claimed deliveries that were not tried; the try does not count."""
    places = ", ".join(str(int(number)) for number in ids)
    await sql.execute(
        "UPDATE delivery SET state = 'pending', lease_until = NULL, claimed_by = NULL, attempts = attempts - 1,"
        f" not_before = $2 WHERE claimed_by = $1 AND state = 'claimed' AND id IN ({places})",
        [worker, not_before],
    )


async def postpone(chat_id: int, until: datetime) -> None:
    """Keep a chat's waiting deliveries back: Telegram asked for patience with it."""
    await Delivery.filter(chat_id=chat_id, state=DeliveryState.PENDING.value, not_before__lt=until).update(
        not_before=until
    )


async def release(worker: str, now: datetime) -> None:
    """Give back all that this worker holds, so that another need not wait for the leases to end."""
    held = await Delivery.filter(claimed_by=worker, state=DeliveryState.CLAIMED.value).values_list("id", flat=True)
    if held:
        await put_back([int(str(number)) for number in held], worker, now)


async def release_all(now: datetime) -> None:
    """Let go of every claim: for the one process of an SQLite file at its start, when no other can hold any."""
    await sql.execute(
        "UPDATE delivery SET state = 'pending', lease_until = NULL, claimed_by = NULL, not_before = $1"
        " WHERE state = 'claimed'",
        [now],
    )


async def next_due_at() -> datetime | None:
    """Give the instant at which the next delivery is due, whether it waits or its lease ends."""
    waiting = await Delivery.filter(state=DeliveryState.PENDING.value).order_by("not_before").first()
    claimed = await Delivery.filter(state=DeliveryState.CLAIMED.value).order_by("lease_until").first()
    instants = [waiting and waiting.not_before, claimed and claimed.lease_until]
    return min((instant for instant in instants if instant), default=None)


async def count_by_state() -> dict[str, int]:
    """Count the ledger by state."""
    return {
        row["state"]: row["n"] for row in await sql.rows("SELECT state, count(*) AS n FROM delivery GROUP BY state")
    }
