"""A transaction that queues messages wakes who sends them, in this process and in others."""

from __future__ import annotations

import asyncio
from datetime import datetime

import pytest
from tortoise.transactions import in_transaction

from storage import connection, wake
from tests.integration.builders import job, person, publish

pytestmark = pytest.mark.usefixtures("database")


async def heard(event: asyncio.Event, within: float = 5) -> bool:
    try:
        await asyncio.wait_for(event.wait(), within)
    except TimeoutError:
        return False
    return True


async def test_a_vacancy_that_somebody_wants_wakes_the_sender(now: datetime, database: str) -> None:
    async with wake.listening(database):
        event = wake.event(wake.DELIVERIES)
        await heard(event, 2 if not connection.is_sqlite(database) else 0)  # the first contact looks at once
        event.clear()
        await publish(now, job("nobody"))
        assert not await heard(event, 0.2)
        await person(1, now)
        await publish(now, job("somebody"))
        assert await heard(event)


@pytest.mark.postgres
async def test_a_ring_is_heard_when_its_transaction_commits_and_not_before(database: str) -> None:
    if connection.is_sqlite(database):
        pytest.skip("SQLite has one process, which waits for its own transactions")
    async with wake.listening(database):
        event = wake.event(wake.KNOWLEDGE)
        await heard(event, 2)
        event.clear()
        async with in_transaction():
            await wake.ring(wake.KNOWLEDGE)
            assert not await heard(event, 0.3)
        assert await heard(event)


async def test_who_waits_for_something_else_sleeps_on(database: str) -> None:
    async with wake.listening(database):
        event = wake.event(wake.KNOWLEDGE)
        await heard(event, 2 if not connection.is_sqlite(database) else 0)
        event.clear()
        await wake.ring(wake.DELIVERIES)
        assert not await heard(event, 0.2)
