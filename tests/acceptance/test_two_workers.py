"""Two workers on PostgreSQL: one works, one stands by and takes over, nobody is left unserved."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest

from bot.sandbox import Person, Sandbox, SandboxMessage, serve
from domain.subscribers import Frequency, Interests
from domain.vocabulary import Language
from storage import connection, subscribers
from tests.acceptance.conftest import TOKEN, Command, Feed, eventually
from tests.acceptance.test_service import Start, service

PEOPLE = [Person(id=5000 + number, first_name=f"Person {number}", language_code="fr") for number in range(60)]

pytestmark = pytest.mark.postgres


@pytest.fixture
async def crowd() -> AsyncIterator[tuple[Sandbox, str]]:
    box = Sandbox(TOKEN, people=PEOPLE)
    async with serve(box) as address:
        yield box, address


@pytest.fixture
async def fresh_postgres(postgres_server: str, worker_id: str) -> str:
    """A database that other processes may use while the test looks on."""
    name = f"workers_{worker_id}"
    client = await asyncpg.connect(postgres_server)
    await client.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    await client.execute(f"CREATE DATABASE {name}")
    await client.close()
    head, _, query = postgres_server.partition("?")
    url = f"{head.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")
    await connection.migrate(url)
    return url


async def test_when_the_working_one_is_killed_half_way_the_other_serves_everybody(
    start: Start, crowd: tuple[Sandbox, str], fresh_postgres: str, feed: Feed, sources_file: Path
) -> None:
    box, address = crowd
    async with connection.opened(fresh_postgres):
        for person in PEOPLE:
            await subscribers.meet(person.id, "private", Language.FR, "UTC", datetime.now(UTC))
            await subscribers.subscribe(
                person.id, Interests(frozenset({"police"}), 4, 4), Frequency.IMMEDIATE, datetime.now(UTC)
            )
    settings = service(address, sources_file, DATABASE_URL=fresh_postgres)
    first: Command = await start("worker", **settings)
    await first.says("works now")
    second: Command = await start("worker", **settings)
    await asyncio.sleep(2)
    assert "works now" not in second.output
    box.faults.next("sendMessage", delay=0.2, times=None)
    feed.publish("Police Reform Adviser")
    await eventually(lambda: 10 <= served(box).total() <= 50, within=20)
    first.kill()
    await eventually(lambda: len(served(box)) == len(PEOPLE), within=80)
    assert "works now" in second.output
    assert max(served(box).values()) <= 2, "a message repeats only if it was in flight"
    assert await second.stop() == 0


def served(box: Sandbox) -> Counter[int]:
    """Count the alerts that each person holds."""

    def is_alert(message: SandboxMessage) -> bool:
        return message.from_bot and "Police Reform Adviser" in message.text

    return Counter(
        {p.id: sum(map(is_alert, box.messages(p.id))) for p in PEOPLE if any(map(is_alert, box.messages(p.id)))}
    )
