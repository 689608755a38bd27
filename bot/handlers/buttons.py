"""Every tap: read the callback data, find who handles it. What no one handles gets a word, never silence."""

from __future__ import annotations

from telegram import Update

from bot.callbacks import decode
from bot.handlers import (
    alerts,
    announcements,
    cards,
    follows,
    questions,
    review,
    settings,
    source_form,
    sources,
    start,
    ticket_desk,
    tickets,
)
from bot.handlers.common import Context, old_button

READERS = {
    **dict.fromkeys(questions.TAPS, questions.tap),
    **dict.fromkeys(("lang", "help", "forget"), start.tap),
    **dict.fromkeys((*alerts.STEPS, "alerts", "alert", "change", "unalert"), alerts.tap),
    **dict.fromkeys(cards.TAPS, cards.tap),
    **dict.fromkeys(follows.TAPS, follows.tap),
    "sources": sources.tap,
    "source": sources.tap,
    "newsource": source_form.tap,
    "set": settings.tap,
    "human": tickets.tap,
    "ticket": tickets.tap,
    "desk": ticket_desk.tap,
    "review": review.tap,
    "compose": announcements.compose,
    "announcement": announcements.tap,
}
"""Who reads the buttons of each action."""


async def tap(update: Update, context: Context) -> None:
    """Hand a tap to its conversation."""
    action, arguments = decode((update.callback_query and update.callback_query.data) or "") or ("", ())
    await READERS.get(action, _unread)(update, context, action, arguments)


async def _unread(update: Update, context: Context, _: str, __: tuple[str, ...]) -> None:
    await old_button(update, context)
