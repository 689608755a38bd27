"""Updates of Telegram between their arrival and their end, so that a crash loses none and a repeat is known."""

from __future__ import annotations

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
    return bool(
        await sql.rows(
            "INSERT INTO incoming_update (id, chat_id, payload, received_at, claimed_until)"
            " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING RETURNING id",
            [update.id, update.chat_id, update.payload, now, now + LEASE],
        )
    )


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


async def finish(update_id: int, now: datetime) -> None:
    """Note that an update is done and erase what it said."""
    await IncomingUpdate.filter(id=update_id).update(done_at=now, payload=None)


async def erase_old(now: datetime) -> int:
    """Forget the numbers of updates that cannot come again."""
    return await IncomingUpdate.filter(done_at__lt=now - REMEMBERED).delete()
