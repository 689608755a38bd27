"""Erase what has outlived its purpose: retention dates are promises of the privacy policy."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from storage import announcements, conversations, inbox, questions, tickets

logger = logging.getLogger(__name__)


async def clean_up() -> None:
    """Erase stale talks, worked-off updates, old questions and old announcements."""
    now = datetime.now(UTC)
    erased = {
        "conversations": await conversations.erase_stale(now),
        "updates": await inbox.erase_old(now),
        "questions": await questions.erase_old(now),
        "tickets": await tickets.erase_old(now),
        "announcements": await announcements.erase_old(now),
    }
    logger.info("cleaned up", extra={"action": "clean_up", **erased})
