"""Every text that is no command: a form that waits for words takes it, anything else is a question."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from telegram import Update

from bot.handlers import alerts, announcements, follows, questions, review, source_form, ticket_desk, tickets
from bot.handlers.common import Context, chat_of, is_private, services
from storage import conversations

Taker = Callable[[Update, Context], Coroutine[Any, Any, bool]]

FORMS: Mapping[str, Taker] = {
    alerts.FORM: alerts.take_words,
    announcements.FORM: announcements.take_words,
    follows.FORM: follows.take_date,
    review.FORM: review.take_name,
    source_form.FORM: source_form.take_address,
    ticket_desk.FORM: ticket_desk.take_words,
    tickets.FORM: tickets.take_words,
}
"""Who takes words while their form is being filled; False leaves them to be a question."""


async def hear(update: Update, context: Context) -> None:
    """Hand words to whom they are for."""
    for take in await _takers(update, context):
        if await take(update, context):
            return
    await questions.ask(update, context)


async def _takers(update: Update, context: Context) -> list[Taker]:
    message = update.effective_message
    if not is_private(update) or message is None:
        return []
    replies: list[Taker] = [ticket_desk.take_words, tickets.take_words] if message.reply_to_message else []
    state = await conversations.draft(chat_of(update).id, services(context).now())
    form = FORMS.get(str(state.get("form"))) if state else None
    return [*replies, form] if form else replies
