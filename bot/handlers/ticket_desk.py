"""Tickets, for administrators: the list of those that wait, the answer, the end."""

from __future__ import annotations

import logging
from collections.abc import Callable

from telegram import Message as Heard
from telegram import Update
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.access import administrators_only, is_administrator
from bot.callbacks import decode
from bot.handlers.common import Context, greet, is_private, old_button, persistent, quoting, reply, services, show
from bot.sender import NO_PREVIEW, keyboard, outcome_of
from bot.views import tickets as views
from bot.views.message import Message, escape
from domain.deliveries import Gone, Outcome, Sent
from domain.subscribers import Subscriber
from domain.tickets import LONGEST_ANSWER, Ticket, TicketState
from domain.vocabulary import Language
from locales import text
from storage import audit, conversations, subscribers, tickets
from storage.tickets import Found

logger = logging.getLogger(__name__)

FORM = "ticket-answer"


@administrators_only
async def list_(update: Update, context: Context) -> None:
    """List the tickets that wait."""
    who = await greet(update, context)
    await reply(update, context, await _listing(who, context, 0))


@administrators_only
async def tap(update: Update, context: Context, _: str, arguments: tuple[str, ...]) -> None:
    """Turn a page, show a ticket, ask for the answer, or close."""
    who = await greet(update, context)
    match arguments:
        case ("list", start) if start.isdigit():
            await show(update, context, await _listing(who, context, int(start)))
        case (step, number) if number.isdigit() and (found := await tickets.get(int(number))):
            await _do(update, context, who, step, found)
        case _:
            await old_button(update, context)


async def take_words(update: Update, context: Context) -> bool:
    """Take an administrator's answer: a reply to a message about a ticket, or what was asked for by a button."""
    message = update.effective_message
    if message is None or not message.text or not is_private(update):
        return False
    who = await greet(update, context)
    if not is_administrator(services(context), who.chat_id):
        return False
    found = await _meant(update, context, who)
    if found is None and _asks_for_an_answer(message.reply_to_message):
        await reply(update, context, Message(text(who.language, "ticket-erased")))
        return True
    if found is None or found.asker_id == who.chat_id:
        return False
    await _answer(update, context, who, found, message.text.strip())
    return True


async def tell(
    context: Context, ticket: Ticket, render: Callable[[Language], Message], besides: int | None = None
) -> int:
    """Write to each administrator about a ticket, below what they had of it before; say how many could be reached."""
    before, reached = await tickets.first_messages(ticket.id), 0
    for chat_id in sorted(services(context).settings.admin_ids - {besides}):
        known = await subscribers.get(chat_id)
        language = known.language if known else services(context).settings.default_language
        outcome = await _send(context, chat_id, render(language), before.get(chat_id))
        if isinstance(outcome, Sent):
            await tickets.note_message(ticket.id, chat_id, outcome.message_id)
            reached += 1
    if not reached and besides is None:
        logger.warning("no administrator was told of a ticket", extra={"action": "ticket_untold"})
    return reached


async def _do(update: Update, context: Context, who: Subscriber, step: str, found: Found) -> None:
    ticket = found.ticket
    match step:
        case "show":
            thread = await tickets.lines(ticket.id)
            shown = await show(update, context, views.render_thread(ticket, thread, who.language, who.timezone))
            if shown:
                await tickets.note_message(ticket.id, who.chat_id, shown)
        case "answer":
            await conversations.keep_draft(who.chat_id, {"form": FORM, "ticket": ticket.id}, services(context).now())
            if update.callback_query:
                await update.callback_query.answer()
            asked = await reply(update, context, Message(text(who.language, "ticket-write-answer", number=ticket.id)))
            await tickets.note_message(ticket.id, who.chat_id, asked)
        case "close":
            await _close(update, context, who, found)
        case _:
            await old_button(update, context)


async def _close(update: Update, context: Context, who: Subscriber, found: Found) -> None:
    ticket = found.ticket
    if not await tickets.close(ticket.id, services(context).now()):
        await old_button(update, context, text(who.language, "ticket-closed-already"))
        return
    await audit.record(who.chat_id, "close", f"ticket:{ticket.id}", services(context).now())
    if update.callback_query:
        await update.callback_query.answer(text(who.language, "ticket-did-close", number=ticket.id))
    contact = escape(services(context).settings.contact_email)
    ended = text(ticket.language, "ticket-closed", number=ticket.id, contact=contact)
    await _send(context, found.asker_id, Message(ended))
    await tell(context, ticket, lambda language: Message(text(language, "ticket-did-close", number=ticket.id)))


async def _meant(update: Update, context: Context, who: Subscriber) -> Found | None:
    message, now = update.effective_message, services(context).now()
    if message and message.reply_to_message:
        return await tickets.about(who.chat_id, message.reply_to_message.message_id)
    state = await conversations.draft(who.chat_id, now)
    if not state or state.get("form") != FORM:
        return None
    return await tickets.get(state["ticket"])


async def _answer(update: Update, context: Context, who: Subscriber, found: Found, words: str) -> None:
    """Hand an answer on; the asker does not learn whose it is. One that cannot go now leaves the ticket waiting."""
    ticket = found.ticket
    if len(words) > LONGEST_ANSWER:
        note = text(who.language, "ticket-long", most=LONGEST_ANSWER, length=len(words))
        await reply(update, context, Message(note))
        return
    if ticket.state is TicketState.CLOSED:
        await reply(update, context, Message(text(who.language, "ticket-closed-already")))
        return
    outcome = await _send(context, found.asker_id, views.render_answer(ticket, words))
    if not isinstance(outcome, Sent | Gone):
        await reply(update, context, Message(text(who.language, "ticket-unsent", number=ticket.id)))
        return
    await _keep_answer(context, who, ticket, words)
    if isinstance(outcome, Gone):
        await reply(update, context, Message(text(who.language, "ticket-undelivered", number=ticket.id)))
        return
    await tickets.note_message(ticket.id, found.asker_id, outcome.message_id)
    await reply(update, context, Message(text(who.language, "ticket-answered", number=ticket.id)))
    await tell(
        context,
        ticket,
        lambda language: views.render_answered_by_colleague(ticket, words, language),
        besides=who.chat_id,
    )


async def _keep_answer(context: Context, who: Subscriber, ticket: Ticket, words: str) -> None:
    """Write down what was answered and by whom; a form that asked for it is done, another one stays."""
    now = services(context).now()
    await tickets.add_line(ticket.id, words, now, from_network=True)
    await audit.record(who.chat_id, "answer", f"ticket:{ticket.id}", now)
    state = await conversations.draft(who.chat_id, now)
    if state and state.get("form") == FORM:
        await conversations.keep_draft(who.chat_id, None, now)


def _asks_for_an_answer(message: Heard | None) -> bool:
    """Say whether a message of ours has a ticket's buttons: erased with its asker, it is still no question to us."""
    rows = message.reply_markup.inline_keyboard if message and message.reply_markup else ()
    actions = (decode(str(button.callback_data)) for row in rows for button in row)
    return any(action and action[0] == "desk" and action[1][:1] == ("answer",) for action in actions)


async def _listing(who: Subscriber, context: Context, start: int) -> Message:
    return views.render_list(await tickets.waiting(), start, who.language, services(context).now())


async def _send(context: Context, chat_id: int, message: Message, reply_to: int | None = None) -> Outcome:
    """Send a message; what became of it is a value."""
    try:
        return Sent(await _post(context, chat_id, message, reply_to))
    except TelegramError as error:
        logger.warning(
            "a ticket's message was not sent", extra={"action": "ticket_unsent", "why": type(error).__name__}
        )
        return outcome_of(error)


@persistent
async def _post(context: Context, chat_id: int, message: Message, reply_to: int | None) -> int:
    sent = await context.bot.send_message(
        chat_id,
        message.html,
        parse_mode=ParseMode.HTML,
        link_preview_options=NO_PREVIEW,
        reply_markup=keyboard(message),
        reply_parameters=quoting(reply_to),
    )
    return sent.message_id
