"""Write together what comes while the last writing goes on: one statement for many, and nobody waits for a timer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Together(Generic[T, R]):
    """Hands what is stored to `write`, as many at a time as came while it was busy, in their order.

    `write` gives a result for each, in the same order, or nothing at all.
    """

    def __init__(self, write: Callable[[Sequence[T]], Coroutine[object, object, Sequence[R] | None]]) -> None:
        self._write = write
        self._waiting: list[tuple[T, asyncio.Future[R]]] = []
        self._pen = asyncio.Lock()

    async def store(self, item: T) -> R:
        """Come back with the item's result when it is written, by whoever had the pen; raise what its writing raised.

        Who is cancelled meanwhile leaves the writing to go on: it holds the items of others too.
        """
        done: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, done))
        async with self._pen:
            if not done.done():
                await asyncio.shield(asyncio.ensure_future(self._write_waiting()))
        return await done

    async def _write_waiting(self) -> None:
        waiting, self._waiting = self._waiting, []
        writing = self._write([item for item, _ in waiting])
        (written,), _ = await asyncio.wait([asyncio.create_task(writing, name="write together")])
        error = written.exception()
        results = (None if error else written.result()) or [None] * len(waiting)
        for (_, done), result in zip(waiting, results, strict=True):
            if done.done():  # its owner was cancelled
                continue
            if error:
                done.set_exception(error)
            else:
                done.set_result(result)
