"""The whole list of handlers: what python-telegram-bot hears, and who answers."""

from __future__ import annotations

import logging
from typing import Any

from telegram import BotCommand, Update
from telegram.error import BadRequest, TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from bot.handlers import (
    alerts,
    announcements,
    buttons,
    figures,
    follows,
    questions,
    review,
    settings,
    sources,
    start,
    ticket_desk,
    tickets,
    words,
)
from bot.handlers.common import SERVICES, Context, chat_of, services, unknown_command
from bot.menus import menu, names
from bot.services import Services
from bot.transport import AiohttpRequest
from domain.vocabulary import Language
from locales import text

logger = logging.getLogger(__name__)

BotApplication = Application[Any, Any, Any, Any, Any, Any]

CONNECTIONS = 64


def build_application(services: Services) -> BotApplication:
    """Build the application; it talks to the Bot API that the settings name and starts nothing by itself."""
    root = services.settings.bot_api_url
    application = (
        ApplicationBuilder()
        .token(services.settings.token)
        .base_url(f"{root}/bot")
        .base_file_url(f"{root}/file/bot")
        .updater(None)
        .job_queue(None)
        .request(AiohttpRequest(CONNECTIONS))
        .get_updates_request(AiohttpRequest(1))
        .build()
    )
    application.bot_data[SERVICES] = services
    _listen(application)
    application.add_error_handler(_on_error)
    return application


def _listen(application: BotApplication) -> None:
    """Name every handler, in the order in which they are asked."""
    commands = {
        ("start",): start.start,
        (*names("help"),): start.help_,
        (*names("settings"), "langue", "language"): settings.settings,
        ("pause",): settings.pause,
        ("fuseau", "timezone"): settings.timezone,
        ("heure", "hour"): settings.hour,
        (*names("privacy"), "confidentialite"): start.privacy,
        ("mesdonnees", "mydata"): start.my_data,
        ("effacer", "delete"): start.ask_to_delete,
        ("stop", "arreter"): start.stop,
        ("annuler", "cancel"): start.cancel,
        (*names("alerts"),): alerts.alerts,
        (*names("followed"),): follows.followed,
        (*names("jobs"),): questions.jobs,
        (*names("courses"),): questions.courses,
        (*names("centres"),): questions.centres,
        (*names("term"),): questions.term,
        (*names("human"),): tickets.human,
        (*names("expert"),): tickets.expert,
        (*names("tickets"),): ticket_desk.list_,
        (*names("stats"),): figures.stats,
        (*names("review"),): review.review,
        (*names("sources"),): sources.sources,
        (*names("announce"),): announcements.announce,
    }
    for aliases, callback in commands.items():
        application.add_handler(CommandHandler(list(aliases), callback))
    application.add_handler(MessageHandler(filters.COMMAND, unknown_command))
    application.add_handler(MessageHandler(filters.UpdateType.MESSAGE, words.hear))
    application.add_handler(CallbackQueryHandler(buttons.tap))
    application.add_handler(ChatMemberHandler(start.membership, ChatMemberHandler.MY_CHAT_MEMBER))


async def introduce(application: BotApplication) -> None:
    """Tell Telegram the menu and the description in both languages; French is what everyone else sees."""
    bot = application.bot
    for code, language in (("", Language.FR), ("fr", Language.FR), ("en", Language.EN)):
        commands = [BotCommand(name, words) for name, words in menu(language)]
        await bot.set_my_commands(commands, language_code=code)
        await bot.set_my_short_description(text(language, "bot-short"), language_code=code)
        await bot.set_my_description(text(language, "bot-description"), language_code=code)


async def _on_error(update: object, context: Context) -> None:
    """Log what failed and tell the person what to do; one of the three doors where any exception is caught."""
    logger.error("a handler failed", exc_info=context.error, extra={"action": "handler_failed"})
    if not isinstance(update, Update) or update.effective_chat is None:
        return
    if isinstance(context.error, TelegramError) and not isinstance(context.error, BadRequest):
        return  # the person cannot be reached now, which is why it failed
    language = Language.of(update.effective_user.language_code if update.effective_user else None, Language.FR)
    contact = services(context).settings.contact_email
    try:
        await context.bot.send_message(chat_of(update).id, text(language, "error-internal", contact=contact))
    except TelegramError as error:
        logger.warning("the person could not be told", exc_info=error, extra={"action": "handler_failed"})
