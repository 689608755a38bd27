"""What every handler does first and last: know the person, answer them."""

from __future__ import annotations

from typing import Any

from telegram import CallbackQuery, Chat, ReplyParameters, Update
from telegram.constants import ChatType, ParseMode
from telegram.error import BadRequest, TelegramError
from telegram.ext import CallbackContext, ExtBot
from tenacity import retry, retry_if_exception, stop_after_attempt

from bot.sender import NO_PREVIEW, keyboard, outcome_of
from bot.services import Services
from bot.views.message import Message
from domain.deliveries import RetryAfter
from domain.subscribers import Subscriber
from domain.vocabulary import Language
from locales import text
from storage import subscribers

Context = CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[Any, Any]]

SERVICES = "services"
LONGEST_WAIT = 10.0
"""Seconds that a reply waits at most when Telegram asks for patience."""


def services(context: Context) -> Services:
    """Give the services that the application was built with."""
    found: Services = context.bot_data[SERVICES]
    return found


def chat_of(update: Update) -> Chat:
    """Give the chat of an update; only updates that have one reach our handlers."""
    chat = update.effective_chat
    if chat is None:
        raise ValueError("an update without a chat reached a handler")
    return chat


def is_private(update: Update) -> bool:
    """Say whether one person talks to us alone."""
    return chat_of(update).type == ChatType.PRIVATE


async def greet(update: Update, context: Context) -> Subscriber:
    """Know who talks: their language is the one they chose, else their client's, else the default."""
    at_hand = services(context)
    user, chat = update.effective_user, chat_of(update)
    language = Language.of(user.language_code if user else None, at_hand.settings.default_language)
    return await subscribers.meet(chat.id, chat.type, language, at_hand.settings.default_timezone, at_hand.now())


def form_number(update: Update) -> str:
    """Give a form the number of the update that opened it: worked off again after a crash, it opens the same form."""
    return f"{update.update_id:x}"


async def unknown_command(update: Update, context: Context) -> None:
    """Say that there is no such command; in a group it may be another bot's."""
    if is_private(update):
        who = await greet(update, context)
        await reply(update, context, Message(text(who.language, "error-unknown-command")))


async def old_button(update: Update, context: Context, note: str = "") -> None:
    """Say that a button means nothing, or nothing any more, or in the words of `note` why."""
    if update.callback_query is not None:
        who = await greet(update, context)
        await update.callback_query.answer(note or text(who.language, "error-old-button"), show_alert=True)


def _patience(error: BaseException) -> float | None:
    """Give the seconds after which the same reply may be tried again; None when it should not be."""
    outcome = outcome_of(error) if isinstance(error, TelegramError) else None
    if not isinstance(outcome, RetryAfter) or outcome.seconds > LONGEST_WAIT:
        return None
    return outcome.seconds


persistent = retry(
    retry=retry_if_exception(lambda error: _patience(error) is not None),
    wait=lambda state: (state.outcome and _patience(state.outcome.exception() or Exception())) or 0.0,
    stop=stop_after_attempt(4),
    reraise=True,
)
"""Tries a reply again while Telegram has a fault of its own or asks for a little patience: the person waits for it."""


@persistent
async def reply(update: Update, context: Context, message: Message, to: int | None = None) -> int:
    """Answer in the same chat, and in the same topic of a forum, quoting the message `to`; give the number of ours."""
    thread = update.effective_message.message_thread_id if update.effective_message else None
    sent = await context.bot.send_message(
        chat_of(update).id,
        message.html,
        parse_mode=ParseMode.HTML,
        link_preview_options=NO_PREVIEW,
        message_thread_id=thread if chat_of(update).is_forum else None,
        reply_markup=keyboard(message),
        reply_parameters=quoting(to),
    )
    return sent.message_id


def quoting(message_id: int | None) -> ReplyParameters | None:
    """Make a message a reply to another, or a plain one when that is gone."""
    return ReplyParameters(message_id, allow_sending_without_reply=True) if message_id else None


async def show(
    update: Update, context: Context, message: Message, note: str = "", *, alert: bool = False
) -> int | None:
    """Change the message that was tapped and say the note over it; answer what was typed with both. Give its number."""
    query = update.callback_query
    if query is None:
        both = Message(f"{note}\n\n{message.html}" if note else message.html, message.buttons)
        return await reply(update, context, both)
    await query.answer(note or None, show_alert=alert)
    await edit(query, message)
    return query.message.message_id if query.message else None


@persistent
async def edit(query: CallbackQuery, message: Message) -> None:
    """Change the message under the button; a second tap that changes nothing is no error."""
    try:
        await query.edit_message_text(
            message.html, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW, reply_markup=keyboard(message)
        )
    except BadRequest as error:
        if "not modified" not in error.message.lower():
            raise
