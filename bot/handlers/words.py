"""Every text that is no command: a form that waits for words takes it, anything else is a question."""

from __future__ import annotations

from telegram import Update

from bot.handlers import questions, source_form
from bot.handlers.common import Context


async def hear(update: Update, context: Context) -> None:
    """Hand words to whom they are for."""
    if not await source_form.take_address(update, context):
        await questions.ask(update, context)
