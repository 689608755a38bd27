"""What comes while the last writing goes on is written together."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from itertools import chain

from storage.together import Together


class Paper:
    """Takes what is written; while `busy`, the writing does not end."""

    def __init__(self) -> None:
        self.written: list[list[int]] = []
        self.busy = asyncio.Event()
        self.busy.set()
        self.torn = False

    async def write(self, items: Sequence[int]) -> None:
        """Write some items."""
        await self.busy.wait()
        if self.torn:
            raise OSError("the paper is torn")
        self.written.append(list(items))


async def test_one_alone_is_written_at_once() -> None:
    paper = Paper()
    await Together[int, None](paper.write).store(1)
    assert paper.written == [[1]]


async def test_those_who_come_meanwhile_are_written_together_in_their_order() -> None:
    paper = Paper()
    paper.busy.clear()
    together = Together[int, None](paper.write)
    tasks = [asyncio.create_task(together.store(number)) for number in range(5)]
    await asyncio.sleep(0)
    paper.busy.set()
    await asyncio.gather(*tasks)
    assert list(chain(*paper.written)) == [0, 1, 2, 3, 4]
    assert len(paper.written) <= 2


async def test_who_is_cancelled_takes_nobody_along() -> None:
    paper = Paper()
    paper.busy.clear()
    together = Together[int, None](paper.write)
    first = asyncio.create_task(together.store(1))
    await asyncio.sleep(0)
    second = asyncio.create_task(together.store(2))
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.sleep(0)
    paper.busy.set()
    await second
    await asyncio.gather(first, return_exceptions=True)
    assert sorted(chain(*paper.written)) == [1, 2]


async def test_a_fault_is_heard_by_everyone_whom_it_concerns_and_by_nobody_after() -> None:
    paper = Paper()
    paper.torn = True
    together = Together[int, None](paper.write)
    found = await asyncio.gather(*(together.store(number) for number in range(3)), return_exceptions=True)
    assert [type(error) for error in found] == [OSError] * 3
    paper.torn = False
    await together.store(4)


async def test_each_gets_the_result_of_its_own() -> None:
    async def double(numbers: Sequence[int]) -> Sequence[int]:
        await asyncio.sleep(0)
        return [number * 2 for number in numbers]

    together = Together(double)
    assert await asyncio.gather(*(together.store(number) for number in range(5))) == [0, 2, 4, 6, 8]
