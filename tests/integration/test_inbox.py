"""Updates between arrival and end: a repeat is known, a crash loses none, nothing said is kept once it is done."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from storage import inbox, sql
from storage.inbox import Incoming
from tests.integration.builders import count

pytestmark = pytest.mark.usefixtures("database")

UPDATE = Incoming(1, 1001, '{"update_id": 1, "message": {"text": "« à l’ONU »"}}')
TICK = timedelta(microseconds=1)


async def test_an_update_that_comes_twice_is_known(now: datetime) -> None:
    assert await inbox.receive(UPDATE, now) is True
    assert await inbox.receive(UPDATE, now) is False
    await inbox.finish([UPDATE.id], now)
    assert await inbox.receive(UPDATE, now + timedelta(days=1)) is False
    assert await count("incoming_update") == 1


async def test_what_was_said_is_erased_when_the_update_is_done(now: datetime) -> None:
    await inbox.receive(UPDATE, now)
    await inbox.finish([UPDATE.id], now)
    [row] = await sql.rows("SELECT payload, done_at FROM incoming_update")
    assert row["payload"] is None
    assert row["done_at"] is not None


async def test_an_update_in_good_hands_is_not_taken_over(now: datetime) -> None:
    await inbox.receive(UPDATE, now)
    assert await inbox.take_abandoned(now + inbox.LEASE) == []


async def test_an_abandoned_update_is_taken_over_once_and_whole(now: datetime) -> None:
    later = now + inbox.LEASE + TICK
    await inbox.receive(UPDATE, now)
    assert await inbox.take_abandoned(later) == [UPDATE]
    assert await inbox.take_abandoned(later) == []
    assert await inbox.take_abandoned(later + inbox.LEASE + TICK) == [UPDATE]


async def test_a_finished_update_is_never_taken_over(now: datetime) -> None:
    await inbox.receive(UPDATE, now)
    await inbox.finish([UPDATE.id], now)
    assert await inbox.take_abandoned(now + timedelta(days=1)) == []
    assert await inbox.release_all(now) == 0


async def test_abandoned_updates_come_in_the_order_of_their_numbers(now: datetime) -> None:
    for number in (5, 3, 11, 2):
        await inbox.receive(Incoming(number, 1001, "{}"), now)
    taken = await inbox.take_abandoned(now + inbox.LEASE + TICK)
    assert [update.id for update in taken] == [2, 3, 5, 11]


async def test_a_restart_of_the_only_process_need_not_wait_for_leases(now: datetime) -> None:
    await inbox.receive(UPDATE, now)
    assert await inbox.release_all(now) == 1
    assert await inbox.take_abandoned(now) == [UPDATE]


async def test_old_numbers_are_forgotten_and_unfinished_work_is_not(now: datetime) -> None:
    await inbox.receive(UPDATE, now)
    await inbox.receive(Incoming(2, 1001, "{}"), now)
    await inbox.finish([2], now)
    assert await inbox.erase_old(now + inbox.REMEMBERED) == 0
    assert await inbox.erase_old(now + inbox.REMEMBERED + TICK) == 1
    assert [row["id"] for row in await sql.rows("SELECT id FROM incoming_update")] == [1]


async def test_updates_that_come_together_are_each_told_whether_they_are_new(now: datetime) -> None:
    first, second = Incoming(101, 1, "{}"), Incoming(102, 1, "{}")
    assert await inbox.receive_all([first, second, first], now) == [True, True, False]
    assert await inbox.receive_all([second, Incoming(103, 1, "{}")], now) == [False, True]
