"""One holder at a time for the background work; the others stand by."""

from __future__ import annotations

from datetime import datetime, timedelta

from storage import sql

LASTS = timedelta(seconds=9)
"""A holder that has not said so for this long is replaced: long enough for a slow database, short for who waits."""


async def hold(name: str, holder: str, now: datetime) -> bool:
    """Take, or keep, a lease; False while another holds it. The fence grows when the holder changes."""
    taken = await sql.rows(
        "INSERT INTO lease (name, holder, fence, expires_at) VALUES ($1, $2, 1, $3)"
        " ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at,"
        " fence = lease.fence + CASE WHEN lease.holder = excluded.holder THEN 0 ELSE 1 END"
        " WHERE lease.holder = excluded.holder OR lease.expires_at < $4 RETURNING fence",
        [name, holder, now + LASTS, now],
    )
    return bool(taken)


async def let_go(name: str, holder: str, now: datetime) -> None:
    """Give the lease up at once, so that another need not wait for its end."""
    await sql.execute("UPDATE lease SET expires_at = $1 WHERE name = $2 AND holder = $3", [now - LASTS, name, holder])


async def let_go_all(now: datetime) -> None:
    """End every lease: for the one process of an SQLite file at its start, when no other can hold any."""
    await sql.execute("UPDATE lease SET expires_at = $1", [now - LASTS])
