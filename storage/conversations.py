"""What a chat was talking about, so that a restart forgets nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from storage.models import Conversation

State = dict[str, Any]
DIALOGUE_LASTS = timedelta(minutes=15)
"""After this a new question no longer leans on the last answer."""
DRAFT_LASTS = timedelta(days=1)


async def dialogue(chat_id: int, now: datetime) -> State | None:
    """Give the state of the talk, while it is fresh."""
    row = await Conversation.get_or_none(chat_id=chat_id)
    return row.dialogue if row and now - row.updated_at < DIALOGUE_LASTS else None


async def keep_dialogue(chat_id: int, state: State | None, now: datetime) -> None:
    """Keep the state of the talk."""
    await Conversation.update_or_create(defaults={"dialogue": state, "updated_at": now}, chat_id=chat_id)


async def draft(chat_id: int, now: datetime) -> State | None:
    """Give the form being filled, if there is one."""
    row = await Conversation.get_or_none(chat_id=chat_id)
    return row.draft if row and now - row.updated_at < DRAFT_LASTS else None


async def keep_draft(chat_id: int, state: State | None, now: datetime) -> None:
    """Keep the form being filled, or drop it with None."""
    await Conversation.update_or_create(defaults={"draft": state, "updated_at": now}, chat_id=chat_id)


async def erase_stale(now: datetime) -> int:
    """Drop the talks that are over."""
    return await Conversation.filter(updated_at__lt=now - DRAFT_LASTS).delete()
