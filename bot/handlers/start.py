"""First contact, language, help, and the way out."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO

from telegram import BotCommand, BotCommandScopeChat, InputFile, Update

from bot.access import is_administrator
from bot.callbacks import encode
from bot.handlers import alerts, cards, questions
from bot.handlers.common import Context, chat_of, edit, form_number, greet, is_private, old_button, reply, services
from bot.menus import menu
from bot.views.message import Button, Message
from domain.vocabulary import Language
from locales import text
from storage import conversations, subscribers


async def start(update: Update, context: Context) -> None:
    """Welcome a person; the language can be changed with one tap. A link may carry a filter or a question along."""
    who = await greet(update, context)
    kind, _, rest = (context.args or [""])[0].partition("_")
    words = rest.replace("_", " ").replace("-", " ").strip()
    if words and kind in LINKS:
        await LINKS[kind](update, context, words)
        return
    if not is_private(update):
        await help_(update, context)
        return
    await reply(update, context, await alerts.welcome(who, context, form_number(update)))
    if is_administrator(services(context), who.chat_id):
        await offer_menu(context, who.chat_id, who.language)


async def offer_menu(context: Context, chat_id: int, language: Language) -> None:
    """Set the menu of one chat: what is ours to offer depends on who it is."""
    shown = menu(language, administrator=is_administrator(services(context), chat_id))
    commands = [BotCommand(name, words) for name, words in shown]
    await context.bot.set_my_commands(commands, scope=BotCommandScopeChat(chat_id))


async def help_(update: Update, context: Context) -> None:
    """Show what the bot can do and whom to ask."""
    who = await greet(update, context)
    contact = services(context).settings.contact_email
    await reply(update, context, Message(text(who.language, "help", contact=contact)))


async def tap(update: Update, context: Context, action: str, arguments: tuple[str, ...]) -> None:
    """Take a tap on the welcome, or on the question whether to erase everything."""
    match action, arguments:
        case "lang", (code,):
            await _choose_language(update, context, code)
        case "help", ():
            if update.callback_query:
                await update.callback_query.answer()
            await help_(update, context)
        case "forget", (decision,):
            await _delete(update, context, decision)
        case _:
            await old_button(update, context)


async def _choose_language(update: Update, context: Context, code: str) -> None:
    """Keep the chosen language and change the message in place, menu included."""
    who = await greet(update, context)
    language = Language.of(code, who.language)
    await subscribers.choose_language(who.chat_id, language)
    query = update.callback_query
    if query is None:
        return
    await query.answer(text(language, "language-chosen"))
    await edit(query, await alerts.welcome(replace(who, language=language), context, form_number(update)))
    await offer_menu(context, who.chat_id, language)


async def privacy(update: Update, context: Context) -> None:
    """Say what is kept, and why."""
    who = await greet(update, context)
    contact = services(context).settings.contact_email
    await reply(update, context, Message(text(who.language, "privacy", contact=contact)))


async def my_data(update: Update, context: Context) -> None:
    """Hand over everything that is kept about this chat, as a JSON file."""
    who = await greet(update, context)
    data = json.dumps(await subscribers.export(who.chat_id), ensure_ascii=False, indent=2, default=str)
    await context.bot.send_document(
        who.chat_id, InputFile(BytesIO(data.encode()), filename="reffop.json"), caption=text(who.language, "data-file")
    )


async def ask_to_delete(update: Update, context: Context) -> None:
    """Ask before erasing everything."""
    who = await greet(update, context)
    buttons = (
        Button(text(who.language, "button-delete"), callback=encode("forget", "yes")),
        Button(text(who.language, "button-keep"), callback=encode("forget", "no")),
    )
    await reply(update, context, Message(text(who.language, "delete-confirm"), (buttons,)))


async def _delete(update: Update, context: Context, decision: str) -> None:
    """Erase everything, or nothing."""
    who = await greet(update, context)
    query = update.callback_query
    if query is None:
        return
    await query.answer()
    if decision != "yes":
        await edit(query, Message(text(who.language, "delete-kept")))
        return
    await subscribers.forget(who.chat_id)
    await edit(query, Message(text(who.language, "delete-done")))
    await context.bot.delete_my_commands(scope=BotCommandScopeChat(who.chat_id))


async def stop(update: Update, context: Context) -> None:
    """Remove every alert: the bot no longer writes first."""
    who = await greet(update, context)
    count = await subscribers.unsubscribe_all(who.chat_id)
    await conversations.keep_draft(who.chat_id, None, services(context).now())
    await reply(update, context, Message(text(who.language, "stop-done", count=count)))


async def cancel(update: Update, context: Context) -> None:
    """Leave any form."""
    who = await greet(update, context)
    now = services(context).now()
    had = await conversations.draft(who.chat_id, now)
    await conversations.keep_draft(who.chat_id, None, now)
    await reply(update, context, Message(text(who.language, "cancel-done" if had else "cancel-nothing")))


async def membership(update: Update, context: Context) -> None:
    """Hear that a person blocked us, or came back."""
    change = update.my_chat_member
    if change is None:
        return
    if change.new_chat_member.status in ("kicked", "left"):
        await subscribers.suspend(chat_of(update).id, "blocked", services(context).now())
    else:
        await subscribers.resume(chat_of(update).id)


LINKS = {"f": alerts.read_back, "t": questions.answer_words, "c": questions.answer_words, "j": cards.show_words}
"""What `t.me/<bot>?start=f_police_p4` and its like open: a filter read back, an answer, a card."""
