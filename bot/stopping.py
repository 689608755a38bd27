"""How a process is told to stop: SIGTERM or SIGINT."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

logger = logging.getLogger(__name__)


class Stop:
    """The request to stop, and what it interrupts.

    A service that runs is left to finish what is in hand. One that still starts (Telegram may be out of reach for
    hours) is cancelled where it stands: what it has opened closes, and nothing is lost, for it has begun nothing.
    """

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self._starting = asyncio.current_task()

    def ask(self) -> None:
        """Hear the signal."""
        self.asked.set()
        if self._starting is not None:
            self._starting.cancel()
            self._starting = None

    async def wait(self) -> None:
        """Say that the start is over, and wait for the request."""
        self._starting = None
        await self.asked.wait()


@asynccontextmanager
async def stop_signals() -> AsyncIterator[Stop]:
    """Listen for the signals; leaving early because of one is a normal end."""
    stop = Stop()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.ask)
    try:
        yield stop
    except asyncio.CancelledError:
        if not stop.asked.is_set():
            raise
        logger.info("stopped before it had started", extra={"action": "stopped"})
