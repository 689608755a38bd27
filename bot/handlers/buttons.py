"""Every tap: read the callback data, find who handles it. What no one handles gets a word, never silence."""

from __future__ import annotations

from telegram import Update

from bot.callbacks import decode
from bot.handlers import alerts, announcements, questions, settings, source_form, sources, start
from bot.handlers.common import Context, old_button

FORM_STEPS = ("area", "field", "low", "high", "often", "turn", "widen", "save", "cancel", "back")
READERS = {
    **dict.fromkeys(questions.TAPS, questions.tap),
    "sources": sources.tap,
    "source": sources.tap,
    "newsource": source_form.tap,
    "set": settings.tap,
    "compose": announcements.compose,
    "announcement": announcements.tap,
}
"""Conversations that read the arguments of their buttons themselves."""


async def tap(update: Update, context: Context) -> None:
    """Hand a tap to its conversation."""
    query = update.callback_query
    if query is None:
        return
    match decode(query.data or ""):
        case ("lang", (code,)):
            await start.choose_language(update, context, code)
        case ("help", ()):
            await query.answer()
            await start.help_(update, context)
        case ("forget", (decision,)):
            await start.delete(update, context, decision)
        case ("alerts", ()):
            await alerts.show(update, context)
        case ("alert", ("new",)):
            await alerts.new(update, context)
        case ("unalert", (number,)):
            await alerts.remove(update, context, number)
        case (action, (nonce, *rest)) if action in FORM_STEPS:
            await alerts.step(update, context, action, nonce, *rest[:1])
        case (action, arguments) if action in READERS:
            await READERS[action](update, context, action, arguments)
        case _:
            await old_button(update, context)
