"""What rings when. APScheduler only rings; the database says what is due and who works.

A bell sets an event and a loop of ours does the work, so that stopping the scheduler never cuts a message in two
(APScheduler 3 cancels running coroutines when it stops).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from scheduler.announcements import Announcer
from scheduler.delivery import DeliveryRun
from scheduler.housekeeping import clean_up
from scheduler.polling import Poller
from scheduler.watching import Watch
from storage import deliveries, follows, leases, sources, wake

logger = logging.getLogger(__name__)

LEASE = "worker"
TICK_SECONDS = 1
LEASE_SECONDS = 2
LOOK_SECONDS = 5
"""The ledger is looked at this often though nobody rang; what is due sooner rings by itself."""
WATCH_SECONDS = 60
ANNOUNCE_SECONDS = 5
"""A progress card is edited no more often than this."""
REMIND_SECONDS = 30
HOUSEKEEPING_HOURS = 6
DRAIN_SECONDS = 4.0
"""A stop waits this long for what is in flight; with the other waits it stays below a platform's ten seconds."""


class Worker:
    """The background work of one process: once it holds the lease it polls, sends, watches and cleans."""

    def __init__(self, poller: Poller, delivery: DeliveryRun, watch: Watch, announcer: Announcer, name: str) -> None:
        self._poller = poller
        self._delivery = delivery
        self._watch = watch
        self._announcer = announcer
        self._name = name
        self._active = False
        self._stopping = False
        self._bells = {name: asyncio.Event() for name in ("poll", "watch", "announce", "remind", "clean")}
        self._bells["deliver"] = wake.event(wake.DELIVERIES)
        self._renewed_at = datetime.min.replace(tzinfo=UTC)

    @property
    def is_active(self) -> bool:
        """Say whether this process does the work now."""
        return self._active

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Work until the block ends, then drain: finish what is in flight, give back the rest, let go of the lease."""
        scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
        )
        now = datetime.now(UTC)
        scheduler.add_job(self._renew_lease, "interval", seconds=LEASE_SECONDS, next_run_time=now)
        scheduler.add_job(self._ring, "interval", seconds=TICK_SECONDS, next_run_time=now, args=["poll"])
        scheduler.add_job(self._ring, "interval", seconds=LOOK_SECONDS, next_run_time=now, args=["deliver"])
        scheduler.add_job(self._ring, "interval", seconds=WATCH_SECONDS, args=["watch"])
        scheduler.add_job(self._ring, "interval", seconds=ANNOUNCE_SECONDS, args=["announce"])
        scheduler.add_job(self._ring, "interval", seconds=REMIND_SECONDS, next_run_time=now, args=["remind"])
        scheduler.add_job(self._ring, "interval", hours=HOUSEKEEPING_HOURS, args=["clean"])
        await self._renew_lease()
        loops = [
            asyncio.create_task(self._loop("poll", self._poll_due), name="poll"),
            asyncio.create_task(self._loop("deliver", self._deliver_due), name="deliver"),
            asyncio.create_task(self._loop("watch", self._watch.look), name="watch"),
            asyncio.create_task(self._loop("announce", self._announcer.look), name="announce"),
            asyncio.create_task(self._loop("remind", self._remind), name="remind"),
            asyncio.create_task(self._loop("clean", clean_up), name="clean"),
        ]
        scheduler.start()
        try:
            yield
        finally:
            scheduler.shutdown(wait=False)
            await self._drain(loops)

    async def _drain(self, loops: list[asyncio.Task[None]]) -> None:
        self._stopping = True
        self._delivery.stop()
        for bell in self._bells.values():
            bell.set()
        _, late = await asyncio.wait(loops, timeout=DRAIN_SECONDS)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        await self._delivery.run_due()  # stopping: gives back what is still held
        await leases.let_go(LEASE, self._name, datetime.now(UTC))

    async def _renew_lease(self) -> None:
        """Keep the lease, or take it; without the database for longer than it lasts, it is lost."""
        now = datetime.now(UTC)
        try:
            held = await leases.hold(LEASE, self._name, now)
        except Exception:
            logger.exception("the lease could not be renewed", extra={"action": "lease_failed"})
            held = self._active and now - self._renewed_at < leases.LASTS
        else:
            self._renewed_at = now
        if held and not self._active:
            await deliveries.release_others(self._name)
        if held != self._active:
            logger.info("works now" if held else "stands by", extra={"action": "lease", "active": held})
        self._active = held

    async def _ring(self, name: str) -> None:
        if self._active:
            self._bells[name].set()

    async def _loop(self, name: str, work: Callable[[], Awaitable[object]]) -> None:
        """Work whenever the bell rings; one of the three doors where any exception is caught and logged."""
        bell = self._bells[name]
        while True:
            await bell.wait()
            bell.clear()
            if self._stopping:
                return
            try:
                await work()
            except Exception:
                logger.exception("a task failed", extra={"action": "task_failed", "task": name})

    async def _poll_due(self) -> None:
        due = await sources.due(datetime.now(UTC))
        if due:
            await self._poller.poll(due)
            self._bells["deliver"].set()

    async def _remind(self) -> None:
        while await follows.remind(datetime.now(UTC)):
            self._bells["deliver"].set()

    async def _deliver_due(self) -> None:
        """Send what is due, and be back when the next is."""
        if not self._active:
            return
        await self._delivery.run_due()
        due = await deliveries.next_due_at()
        if due and (wait := (due - datetime.now(UTC)).total_seconds()) < LOOK_SECONDS:
            asyncio.get_running_loop().call_later(max(0.05, wait), self._bells["deliver"].set)
