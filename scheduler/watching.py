"""Tell administrators of sources in trouble, of those that are read again, and of people who wait for an answer."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from scheduler.sender import Alarm
from storage import sources, tickets

logger = logging.getLogger(__name__)


class Watch:
    """Looks at sources and tickets now and then; what nobody could be told of stays to be told, and is logged once."""

    def __init__(self, alarm: Alarm) -> None:
        self._alarm = alarm
        self._untold: set[str] = set()

    async def look(self) -> None:
        """Tell what there is to tell since the last time."""
        now = datetime.now(UTC)
        await self._look_at_sources(now)
        overdue = await tickets.overdue(now)
        if overdue and await self._alarm.remind_of_tickets(overdue):
            await tickets.reminded([ticket.id for ticket in overdue], now)

    async def _look_at_sources(self, now: datetime) -> None:
        troubled, recovered = await sources.silent(now), await sources.recovered()
        ids, well = ({health.source.id for health in found} for found in (troubled, recovered))
        if not ids | well:
            return
        if await self._alarm.tell_administrators(troubled, recovered):
            await sources.told(ids, now)
            await sources.told(well, None)
        elif ids - self._untold:
            logger.warning("nobody was told of a trouble", extra={"action": "trouble_untold", "sources": sorted(ids)})
            self._untold = ids
