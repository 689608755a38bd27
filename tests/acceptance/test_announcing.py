"""An announcement to many, with everything that goes wrong on the way: nobody lost, nobody counted twice."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.sandbox import Person, Sandbox, serve
from domain.vocabulary import Language
from storage import connection, subscribers
from tests.acceptance.conftest import TOKEN, Command, eventually
from tests.acceptance.test_service import Start, service

CROWD = 300
IN_FLIGHT = 20
"""Messages of one process that Telegram may be answering at the same time, at sixty a second."""
PEOPLE = [Person(id=6000 + number, first_name=f"Person {number}", language_code="fr") for number in range(CROWD)]
BLOCKED, BUSY, CUT_OFF = PEOPLE[:21], PEOPLE[21:30], PEOPLE[30:36]


@pytest.mark.timeout(180)
async def test_nobody_is_lost_when_everything_goes_wrong(start: Start, tmp_path: Path, sources_file: Path) -> None:
    box = Sandbox(TOKEN, people=PEOPLE)
    async with serve(box) as address:
        settings = service(address, sources_file, SEND_RATE="60", LOG_LEVEL="info")
        first: Command = await start("run", **settings)
        await first.says("works now")
        await first.stop()
        await _everybody_has_said_hello(tmp_path)
        for person in BLOCKED:
            box.faults.next("sendMessage", status=403, chat_id=person.id, times=None)
        for person in BUSY:
            box.faults.next("sendMessage", status=429, retry_after=1, chat_id=person.id)
        for person in CUT_OFF:
            box.faults.next("sendMessage", drop=True, chat_id=person.id)
        text = tmp_path / "annonce.txt"
        text.write_text("[fr]\nLe bureau est fermé lundi.\n", "utf-8")
        queued: Command = await start("announce", "--file", str(text), **settings)
        assert await asyncio.wait_for(queued.process.wait(), 30) == 0
        assert f"is queued for {CROWD}" in queued.output
        for share in (60, 150):
            killed: Command = await start("run", **settings)
            await eventually(lambda share=share: len(_read(box)) >= share, within=60)  # type: ignore[misc]
            killed.kill()
            await killed.process.wait()
        last: Command = await start("run", **settings)
        await last.says("an announcement is done")
        assert await last.stop() == 0
    read = _read(box)
    expected = {person.id for person in PEOPLE} - {person.id for person in BLOCKED}
    assert set(read) == expected
    repeated = {chat for chat, times in read.items() if times > 1}
    assert max(read.values()) <= 3
    assert len(repeated - {person.id for person in CUT_OFF}) <= 2 * IN_FLIGHT, "only what was in flight may repeat"
    states = _states(tmp_path / "var" / "reffop.sqlite3")
    assert sum(states.values()) == CROWD
    assert (states["gone"], states["sent"] + states["unknown"]) == (len(BLOCKED), len(expected))


def _read(box: Sandbox) -> Counter[int]:
    """How often each person has the announcement."""
    found = {
        person.id: sum(message.from_bot and "fermé lundi" in message.text for message in box.messages(person.id))
        for person in PEOPLE
    }
    return Counter({chat: times for chat, times in found.items() if times})


async def _everybody_has_said_hello(tmp_path: Path) -> None:
    async with connection.opened(f"sqlite://{tmp_path / 'var' / 'reffop.sqlite3'}"):
        for person in PEOPLE:
            await subscribers.meet(person.id, "private", Language.FR, "UTC", datetime.now(UTC))


def _states(path: Path) -> Counter[str]:
    with sqlite3.connect(path) as database:
        return Counter(state for (state,) in database.execute("SELECT state FROM delivery"))
