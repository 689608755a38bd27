"""What the tests of the sandbox share: a world, and the real library talking to it."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest, TelegramError
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, ExtBot, MessageHandler, filters
from telegram.request import HTTPXRequest

from bot.sandbox import Sandbox, serve

TOKEN = "7000000001:sandbox-token-of-the-tests"
AMINATA, DANIEL, CLAIRE = 1001, 1002, 9001
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAADCAIAAAA2iEnWAAAADUlEQVR4nGNgYPgPRgAJ9wIA3vFo9gAAAABJRU5ErkJggg=="
)


@asynccontextmanager
async def bot_of(address: str, token: str = TOKEN) -> AsyncIterator[Bot]:
    """The library's Bot, unchanged, pointed at a sandbox."""
    async with Bot(
        token,
        base_url=f"{address}/bot",
        base_file_url=f"{address}/file/bot",
        request=HTTPXRequest(read_timeout=5),
        get_updates_request=HTTPXRequest(read_timeout=5),
    ) as bot:
        yield bot


@asynccontextmanager
async def world(sandbox: Sandbox | None = None) -> AsyncIterator[tuple[Sandbox, Bot]]:
    """A sandbox being served and a bot that talks to it."""
    sandbox = sandbox or Sandbox(TOKEN)
    async with serve(sandbox) as address, bot_of(address) as bot:
        yield sandbox, bot


def keyboard(*labels: str) -> InlineKeyboardMarkup:
    """One row of buttons whose data are `do:<label>`."""
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=f"do:{label}") for label in labels]])


EchoApplication = Application[ExtBot[None], ContextTypes.DEFAULT_TYPE, dict, dict, dict, None]  # type: ignore[type-arg]


def echo_application(address: str) -> EchoApplication:
    """A bot that repeats what it hears under a button; the button says so in place."""

    async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None
        await update.message.reply_html(f"<b>{update.message.text}</b>", reply_markup=keyboard("Encore"))

    async def again(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.callback_query is not None
        await update.callback_query.answer("entendu")
        await update.callback_query.edit_message_text(f"reçu {update.callback_query.data}")

    application = (
        Application.builder().token(TOKEN).base_url(f"{address}/bot").base_file_url(f"{address}/file/bot").build()
    )
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.add_handler(CallbackQueryHandler(again))
    return application  # type: ignore[return-value]


def said_by_bot(text: str) -> Callable[[object], bool]:
    """A predicate for `wait_for`: the bot says exactly this."""
    return lambda message: getattr(message, "from_bot", False) and getattr(message, "text", "") == text


@contextmanager
def refused(words: str, error: type[TelegramError] = BadRequest) -> Iterator[None]:
    """Expect a refusal in these words; the library changes their capitals, so those do not count."""
    with pytest.raises(error) as caught:
        yield
    assert words.lower() in caught.value.message.lower()
