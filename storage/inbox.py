"""Updates of Telegram between their arrival and their end, so that a crash loses none and a repeat is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage import sql
from storage.models import IncomingUpdate

LEASE = timedelta(seconds=60)
REMEMBERED = timedelta(days=2)
"""Telegram keeps an update for a day; after two no repeat can come."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One update as JSON, still to be worked off."""

    id: int
    chat_id: int
    payload: str


async def receive(update: Incoming, now: datetime) -> bool:
    """Keep an update and claim it for the caller; False when it had come before."""
    [is_new] = await receive_all([update], now)
    return is_new


async def receive_all(updates: Sequence[Incoming], now: datetime) -> list[bool]:
    """Keep updates and claim them for the caller; False for each that had come before, also in the same list."""
    values: list[object] = [now, now + LEASE]
    rows = [f"({sql.places(values, (update.id, update.chat_id, update.payload))}, $1, $2)" for update in _once(updates)]
    kept = await sql.rows(
        "INSERT INTO incoming_update (id, chat_id, payload, received_at, claimed_until)"
        f" VALUES {', '.join(rows)} ON CONFLICT (id) DO NOTHING RETURNING id",
        values,
    )
    new, told = {row["id"] for row in kept}, []
    for update in updates:
        told.append(update.id in new)
        new.discard(update.id)
    return told


def _once(updates: Sequence[Incoming]) -> Iterable[Incoming]:
    return {update.id: update for update in reversed(updates)}.values()


async def take_abandoned(now: datetime) -> list[Incoming]:
    """Claim the updates whose worker died, oldest first."""
    taken = await sql.rows(
        "UPDATE incoming_update SET claimed_until = $1 WHERE id IN ("
        "SELECT id FROM incoming_update WHERE done_at IS NULL AND claimed_until < $2"
        f" ORDER BY id LIMIT 500{sql.skip_locked()}) RETURNING id, chat_id, payload",
        [now + LEASE, now],
    )
    return [Incoming(row["id"], row["chat_id"], row["payload"]) for row in sorted(taken, key=lambda r: r["id"])]


async def release_all(now: datetime) -> int:
    """Let go of every claim: for the one process of an SQLite file at its start, when no other can hold any."""
    return await IncomingUpdate.filter(done_at=None).update(claimed_until=now - LEASE)


async def finish(update_ids: Sequence[int], now: datetime) -> None:
    """Note that updates are done and erase what they said."""
    await IncomingUpdate.filter(id__in=list(update_ids)).update(done_at=now, payload=None)


async def erase_old(now: datetime) -> int:
    """Forget the numbers of updates that cannot come again."""
    return await IncomingUpdate.filter(done_at__lt=now - REMEMBERED).delete()
