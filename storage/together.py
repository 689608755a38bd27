"""Write together what comes while the last writing goes on: one statement for many, and nobody waits for a timer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from itertools import repeat
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Together(Generic[T, R]):
    """Hands what is stored to `write`, as many at a time as came while it was busy, in their order.

    `write` gives a result for each, in the same order, or nothing at all.
    """

    def __init__(self, write: Callable[[Sequence[T]], Coroutine[object, object, Sequence[R] | None]]) -> None:
        self._write = write
        self._waiting: list[tuple[T, asyncio.Future[R | None]]] = []
        self._writer: asyncio.Task[None] | None = None

    async def store(self, item: T) -> R | None:
        """Come back with the item's result when it is written; raise what its writing raised.

        Who is cancelled meanwhile leaves the writing to go on: it holds the items of others too.
        """
        done: asyncio.Future[R | None] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, done))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write_waiting(), name="write together")
        return await done

    async def _write_waiting(self) -> None:
        while self._waiting:
            waiting, self._waiting = self._waiting, []
            try:
                results = await self._write([item for item, _ in waiting])
            except asyncio.CancelledError:
                for _, done in waiting:
                    done.cancel()
                raise
            except Exception as error:  # noqa: BLE001 - handed to each of those who wait
                for _, done in waiting:
                    _tell(done, partial(done.set_exception, error))
            else:
                for (_, done), result in zip(waiting, results or repeat(None, len(waiting)), strict=True):
                    _tell(done, partial(done.set_result, result))


def _tell(done: asyncio.Future[R | None], how: Callable[[], None]) -> None:
    """Tell an owner, unless it was cancelled meanwhile."""
    if not done.done():
        how()
