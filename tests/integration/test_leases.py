"""One holder at a time; another takes over when the lease ends, and the fence tells the two apart."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from storage import leases, sql

pytestmark = pytest.mark.usefixtures("database")

TICK = timedelta(microseconds=1)


async def fence(name: str = "worker") -> int:
    """The fence of a lease."""
    [row] = await sql.rows("SELECT fence FROM lease WHERE name = $1", [name])
    return int(row["fence"])


async def test_one_holds_and_the_other_stands_by(now: datetime) -> None:
    assert await leases.hold("worker", "a", now)
    assert not await leases.hold("worker", "b", now)
    assert not await leases.hold("worker", "b", now + leases.LASTS)


async def test_many_who_ask_at_once_are_told_apart(now: datetime) -> None:
    answers = await asyncio.gather(*(leases.hold("worker", f"w{number}", now) for number in range(8)))
    assert answers.count(True) == 1


async def test_the_holder_keeps_it_by_asking_again_and_the_fence_stays(now: datetime) -> None:
    half = leases.LASTS / 2
    assert await leases.hold("worker", "a", now)
    assert await leases.hold("worker", "a", now + half)
    assert not await leases.hold("worker", "b", now + leases.LASTS + TICK)
    assert await fence() == 1


async def test_another_takes_over_after_the_end_and_the_fence_grows(now: datetime) -> None:
    await leases.hold("worker", "a", now)
    later = now + leases.LASTS + TICK
    assert await leases.hold("worker", "b", later)
    assert not await leases.hold("worker", "a", later)
    assert await fence() == 2


async def test_who_lets_go_is_followed_at_once(now: datetime) -> None:
    await leases.hold("worker", "a", now)
    await leases.let_go("worker", "a", now)
    assert await leases.hold("worker", "b", now)
    assert await fence() == 2


async def test_nobody_lets_go_of_what_another_holds(now: datetime) -> None:
    await leases.hold("worker", "a", now)
    await leases.let_go("worker", "b", now)
    assert not await leases.hold("worker", "b", now)


async def test_leases_of_two_names_have_nothing_to_do_with_each_other(now: datetime) -> None:
    assert await leases.hold("worker", "a", now)
    assert await leases.hold("web", "b", now)


async def test_the_one_process_of_a_file_need_not_wait_for_the_lease_of_the_one_that_was_killed(now: datetime) -> None:
    await leases.hold("worker", "killed", now)
    await leases.let_go_all(now)
    assert await leases.hold("worker", "next", now)
    assert await fence() == 2
