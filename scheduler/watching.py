"""Tell administrators of sources in trouble, and of those that are read again: each once."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from scheduler.sender import Alarm
from storage import sources

logger = logging.getLogger(__name__)


class Watch:
    """Looks at the sources now and then; what nobody could be told of stays to be told, and is logged once."""

    def __init__(self, alarm: Alarm) -> None:
        self._alarm = alarm
        self._untold: set[str] = set()

    async def look(self) -> None:
        """Tell what there is to tell since the last time."""
        now = datetime.now(UTC)
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
