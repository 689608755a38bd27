"""Every text that is no command: a form that waits for words takes it, anything else is a question."""

from __future__ import annotations

from telegram import Update

from bot.handlers import alerts, announcements, follows, questions, source_form
from bot.handlers.common import Context


async def hear(update: Update, context: Context) -> None:
    """Hand words to whom they are for."""
    for form in (announcements.take_words, source_form.take_address, follows.take_date, alerts.take_words):
        if await form(update, context):
            return
    await questions.ask(update, context)
