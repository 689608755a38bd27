"""Wake who waits: a transaction that queues messages rings, and the process that sends them hears it on commit.

On PostgreSQL this is LISTEN and NOTIFY, between processes; on SQLite there is one process, and an event does. A ring
may be lost while the database is away: whoever waits looks for itself now and then.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from weakref import WeakSet

import asyncpg

from storage import connection, sql

logger = logging.getLogger(__name__)

CHANNEL = "reffop"
DELIVERIES, KNOWLEDGE = "deliveries", "knowledge"
RETRY_SECONDS = 1.0
"""Before another try to listen, while the database is away."""

_waiting: dict[str, WeakSet[asyncio.Event]] = {DELIVERIES: WeakSet(), KNOWLEDGE: WeakSet()}


def event(name: str) -> asyncio.Event:
    """Give an event of one's own that is set at every ring; clear it before looking."""
    found = asyncio.Event()
    _waiting[name].add(found)
    return found


async def ring(name: str) -> None:
    """Wake who waits for this, when the transaction commits."""
    if sql.is_postgres():
        await sql.rows("SELECT pg_notify($1, $2)", [CHANNEL, name])
    else:
        _set(name)


@asynccontextmanager
async def listening(url: str) -> AsyncIterator[None]:
    """Hear the rings of other processes while the block lasts; an SQLite file has none."""
    if connection.is_sqlite(url):
        yield
        return
    task = asyncio.create_task(_listen(url), name="listen")
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _listen(url: str) -> None:
    while True:
        try:
            await _hear(url)
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            logger.debug("the database does not ring", extra={"action": "listen_failed", "why": type(error).__name__})
        await asyncio.sleep(RETRY_SECONDS)


async def _hear(url: str) -> None:
    """Hear rings until the connection ends; what was missed before is looked for at once."""
    client = await connection.connect(url)
    ended = asyncio.Event()
    try:
        client.add_termination_listener(lambda _: ended.set())
        await client.add_listener(CHANNEL, lambda *ring: _set(str(ring[-1])))
        for name in _waiting:
            _set(name)
        await ended.wait()
    finally:
        await client.close(timeout=1)


def _set(name: str) -> None:
    for found in _waiting.get(name, ()):
        found.set()
