"""Parsing in other processes: a hostile document costs a worker, never the bot.

Workers are recycled, because feedparser's memory grows (kurtmckee/feedparser#287), and killed when they hang.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import pickle
import signal
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from types import TracebackType
from typing import Self

from domain.errors import ParseError
from domain.taxonomy import Taxonomy
from feeds.parse import PageRequest, Parsed, SourceInfo, parse_page

logger = logging.getLogger(__name__)

WORKERS = 2
TIME_LIMIT = 20.0
"""Seconds for one document; the largest real feed takes one."""
DOCUMENTS_PER_WORKER = 200
NICENESS = 10
"""Reading a feed can wait; a person's question goes first on a machine with few processors."""

_taxonomy: Taxonomy | None = None


class ParserPool:
    """A few processes that parse, each with the taxonomy at hand.

    Starts on first use; close it, or use it in a `with` block.
    """

    def __init__(self, taxonomy: Taxonomy, *, workers: int = WORKERS, time_limit: float = TIME_LIMIT) -> None:
        self._taxonomy = pickle.dumps(taxonomy)  # once: the loop would stand still for it at each new worker
        self._workers = workers
        self.time_limit = time_limit
        self._places = asyncio.Semaphore(workers)
        self._executor: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    async def parse(
        self,
        body: bytes,
        format: str,  # noqa: A002  # the word of the public interface
        source: SourceInfo | None = None,
        asked: PageRequest | None = None,
    ) -> Parsed:
        """Read one document as `feeds.parse.parse_page` does; raise ParseError also when it takes too long.

        When a neighbour's document kills the workers, this one is tried once more.
        """
        async with self._places:
            for _ in range(2):
                executor = self._running()
                try:
                    # in a thread: a worker that starts is told the taxonomy through a pipe, half a second of waiting
                    work = await asyncio.to_thread(executor.submit, _parse, body, format, source, asked)
                    return await asyncio.wait_for(asyncio.wrap_future(work), self.time_limit)
                except TimeoutError:
                    self._replace(executor)
                    raise ParseError(f"reading the document took more than {self.time_limit:g} s") from None
                except BrokenExecutor:
                    self._replace(executor)
        raise ParseError("reading the document broke the reader twice")

    def close(self) -> None:
        """Stop the workers at once."""
        if self._executor:
            self._replace(self._executor)

    def _running(self) -> ProcessPoolExecutor:
        if self._executor is None:
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload([__name__])
            self._executor = ProcessPoolExecutor(
                self._workers,
                mp_context=context,
                initializer=_prepare,
                initargs=(self._taxonomy,),
                max_tasks_per_child=DOCUMENTS_PER_WORKER,
            )
        return self._executor

    def _replace(self, executor: ProcessPoolExecutor) -> None:
        """Kill the workers of an executor; the next document starts new ones."""
        if self._executor is executor:
            self._executor = None
        # kill_workers() comes with Python 3.14; before, only the executor knows its processes
        processes = list((executor._processes or {}).values())  # noqa: SLF001
        executor.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            process.kill()
        for process in processes:
            process.join(1)


def _prepare(taxonomy: bytes) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches the whole group; the service ends its workers itself
    os.nice(NICENESS)
    global _taxonomy
    _taxonomy = pickle.loads(taxonomy)  # noqa: S301  # our own process wrote it


def _parse(body: bytes, format: str, source: SourceInfo | None, asked: PageRequest | None) -> Parsed:  # noqa: A002
    if _taxonomy is None:
        raise RuntimeError("a worker without its taxonomy")
    return parse_page(body, format, _taxonomy, source, asked=asked)
