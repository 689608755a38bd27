"""See announcements to their end: stop one that fails too often, say when one is done, keep the card true."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from domain.announcements import AnnouncementState
from scheduler.sender import Board
from storage import announcements
from storage.announcements import Queued

logger = logging.getLogger(__name__)


class Announcer:
    """Looks at what is being announced, every few seconds."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._shown: dict[int, Queued] = {}

    async def look(self) -> None:
        """Bring each announcement and its card up to date; a card changes only when there is something to tell."""
        now = datetime.now(UTC)
        for queued in await announcements.alive():
            fresh = await self._judged(queued, now)
            if fresh != self._shown.get(fresh.id):
                await self._board.show_progress(fresh)
                self._shown[fresh.id] = fresh
            if fresh.state is AnnouncementState.DONE:
                self._shown.pop(fresh.id, None)

    async def _judged(self, queued: Queued, now: datetime) -> Queued:
        if queued.state is AnnouncementState.SENDING and queued.tally.has_too_many_failures and queued.waiting:
            await announcements.pause(queued.id, None, now, "failures")
            logger.warning("an announcement was paused", extra={"action": "announcement_paused", "id": queued.id})
        elif queued.state is AnnouncementState.SENDING and not queued.waiting:
            await announcements.finish(queued.id, now)
            logger.info("an announcement is done", extra={"action": "announcement_done", "id": queued.id})
        else:
            return queued
        return await announcements.get(queued.id) or queued
