"""The ledger: who is told what, once.

Rows are written in the transaction that stores the news, claimed in batches under a lease, settled one by one. After
a crash the lease ends and the message goes again: at least once, on purpose (docs/adr/0002).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain import matching
from domain.deliveries import (
    DeliveryKind,
    DeliveryState,
    Due,
    Lane,
    Migrated,
    Outcome,
    Parcel,
    RetryAfter,
    Sent,
    decide_settlement,
    most_urgent,
)
from domain.digests import next_window
from domain.postings import Item, JobPosting, kind_of, languages_of
from domain.subscribers import Frequency, Rhythm
from storage import rows, sql, wake
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
        for clock in await _clocks(frequency):
            count += await _fan_out_group(notice_id, posting, frequency, clock, now)
    if count:
        await wake.ring(wake.DELIVERIES)
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
    if written:
        await wake.ring(wake.DELIVERIES)
    return len(written)


@dataclass(frozen=True, slots=True)
class _Clock:
    """The zone and the rhythm that some chats share: one window for them all."""

    zone: str
    rhythm: Rhythm


async def _clocks(frequency: Frequency) -> list[_Clock]:
    """List the clocks that need a window of their own; at once is at once everywhere."""
    if frequency is Frequency.IMMEDIATE:
        return [_Clock("UTC", Rhythm())]
    weekday = "c.digest_weekday" if frequency is Frequency.WEEKLY else "0"
    found = await sql.rows(
        f"SELECT DISTINCT c.timezone AS zone, c.digest_hour AS hour, {weekday} AS weekday"
        " FROM chat c JOIN subscription s ON s.chat_id = c.id WHERE s.frequency = $1",
        [frequency.value],
    )
    return [_Clock(row["zone"], Rhythm(row["hour"], row["weekday"])) for row in found]


async def _fan_out_group(notice_id: int, posting: Item, frequency: Frequency, clock: _Clock, now: datetime) -> int:
    lane = Lane.ALERT if frequency is Frequency.IMMEDIATE else Lane.DIGEST
    window = next_window(frequency, clock.zone, now, clock.rhythm)
    values: list[object] = [now, frequency.value]
    conditions = ["c.suspended_at IS NULL", "(s.paused_until IS NULL OR s.paused_until <= $1)", "s.frequency = $2"]
    if frequency is not Frequency.IMMEDIATE:
        conditions.append(f"c.timezone = {sql.places(values, [clock.zone])}")
        conditions.append(f"c.digest_hour = {sql.places(values, [clock.rhythm.hour])}")
    if frequency is Frequency.WEEKLY:
        conditions.append(f"c.digest_weekday = {sql.places(values, [clock.rhythm.weekday])}")
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
    """Take the most urgent due deliveries under a lease, as `domain.deliveries.most_urgent` chooses.

    A digest is never cut: the other due rows of the same chats come along.
    """
    await _end_leases(now)
    lanes = " UNION ALL ".join(
        "SELECT * FROM (SELECT id, chat_id, lane, not_before FROM delivery WHERE state = 'pending'"
        f" AND lane = {lane.order} AND not_before <= $1 ORDER BY not_before, id LIMIT {limit}) AS of_{lane.value}"
        for lane in Lane
    )
    due = [Due(**row | {"not_before": sql.instant(row["not_before"])}) for row in await sql.rows(lanes, [now])]
    chosen = most_urgent(due, limit)
    ids = {one.id for one in chosen}
    if chats := sorted({one.chat_id for one in chosen if one.lane == Lane.DIGEST.order}):
        same = await sql.rows(
            f"SELECT id FROM delivery WHERE chat_id IN ({', '.join(map(str, chats))}) AND state = 'pending'"
            f" AND lane = {Lane.DIGEST.order} AND not_before <= $1",
            [now],
        )
        ids.update(row["id"] for row in same)
    if not ids:
        return []
    taken = await sql.rows(
        "UPDATE delivery SET state = 'claimed', lease_until = $1, claimed_by = $2, attempts = attempts + 1"
        f" WHERE id IN ({', '.join(map(str, ids))}) AND state = 'pending' RETURNING id, chat_id, attempts",
        [now + LEASE, worker],
    )
    return [Claimed(**row) for row in taken]


async def _end_leases(now: datetime) -> None:
    """Let go of what nobody settled in time: its worker is gone, or slow and settles nothing any more."""
    await sql.execute(
        "UPDATE delivery SET state = 'pending', lease_until = NULL, claimed_by = NULL"
        " WHERE state = 'claimed' AND lease_until < $1",
        [now],
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
        "UPDATE delivery SET state = $3, not_before = coalesce($4, not_before), message_id = $5,"
        " attempts = attempts - $6, reason = $7, settled_at = $8, lease_until = NULL, claimed_by = NULL"
        " WHERE id = $1 AND claimed_by = $2 AND state = 'claimed'",
        [(number, worker, *_settlement(each)) for each in ended for number in each.parcel.delivery_ids],
    )


def _settlement(ended: Ended) -> tuple[object, ...]:
    """State, next try, message, tries to take back, reason, end: nothing went out when it was refused or moved."""
    parcel, outcome = ended.parcel, ended.outcome
    decided = decide_settlement(outcome, parcel.attempts, ended.at)
    return (
        decided.state.value,
        decided.not_before,
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


async def put_back(ids: Sequence[int], worker: str) -> None:
    """Return claimed deliveries that were not tried; the try does not count, and they keep their turn."""
    if not ids:
        return
    places = ", ".join(str(int(number)) for number in ids)
    await sql.execute(
        "UPDATE delivery SET state = 'pending', lease_until = NULL, claimed_by = NULL, attempts = attempts - 1"
        f" WHERE claimed_by = $1 AND state = 'claimed' AND id IN ({places})",
        [worker],
    )


async def postpone(chat_id: int, until: datetime) -> None:
    """Keep a chat's waiting deliveries back, in their order."""
    await Delivery.filter(chat_id=chat_id, state=DeliveryState.PENDING.value, not_before__lt=until).update(
        not_before=until
    )


async def release(worker: str) -> None:
    """Give back all that this worker holds, so that another need not wait for the leases to end."""
    held = await Delivery.filter(claimed_by=worker, state=DeliveryState.CLAIMED.value).values_list("id", flat=True)
    await put_back([int(str(number)) for number in held], worker)


async def release_others(worker: str) -> int:
    """Let go of the claims of every other worker: for the one that takes over, since only one sends at a time.

    One that was only slow settles nothing any more, and its round has an end.
    """
    return await sql.execute(
        "UPDATE delivery SET state = 'pending', lease_until = NULL, claimed_by = NULL"
        " WHERE state = 'claimed' AND claimed_by <> $1",
        [worker],
    )


async def next_due_at() -> datetime | None:
    """Give the instant at which the next delivery is due, whether it waits or its lease ends."""
    lanes = " UNION ALL ".join(
        f"SELECT min(not_before) AS at FROM delivery WHERE state = 'pending' AND lane = {lane.order}" for lane in Lane
    )
    found = await sql.rows(
        f"SELECT min(at) AS at FROM ({lanes} UNION ALL"
        " SELECT min(lease_until) AS at FROM delivery WHERE state = 'claimed') AS dues"
    )
    return sql.instant(found[0]["at"])


async def count_by_state() -> dict[str, int]:
    """Count the ledger by state."""
    return {
        row["state"]: row["n"] for row in await sql.rows("SELECT state, count(*) AS n FROM delivery GROUP BY state")
    }
