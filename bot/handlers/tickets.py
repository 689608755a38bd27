"""Asking a human, or for an expert: one guided form, and a talk in which neither side's account is shown."""

from __future__ import annotations

from typing import Any

from telegram import Message as Heard
from telegram import Update

from bot.handlers import ticket_desk
from bot.handlers.common import Context, form_number, greet, is_private, old_button, reply, services, show
from bot.views import tickets as views
from bot.views.message import Message, escape
from domain.subscribers import Subscriber
from domain.tickets import MOST_OPEN, STEPS, TicketKind, fault, longest, step_after
from domain.vocabulary import Language
from locales import text
from locales.words import said_step
from storage import conversations, tickets

FORM = "ticket"


async def human(update: Update, context: Context) -> None:
    """Take a question for people; the words behind the command are the question."""
    await _begin(update, context, TicketKind.QUESTION, " ".join(context.args or ()))


async def expert(update: Update, context: Context) -> None:
    """Take a request for an expert, one thing at a time."""
    await _begin(update, context, TicketKind.EXPERT)


async def tap(update: Update, context: Context, action: str, arguments: tuple[str, ...]) -> None:
    """Say how people can be reached, or take one step of the form."""
    who = await greet(update, context)
    match action, arguments:
        case "human", (code,):
            who_reads = Language.of(code, who.language)
            if update.callback_query:
                await update.callback_query.answer()
            await _offer(update, context, who_reads)
        case "ticket", ("new", kind) if kind in set(TicketKind):
            if update.callback_query:
                await update.callback_query.answer()
            await _begin(update, context, TicketKind(kind))
        case "ticket", ("carry",):
            if update.callback_query:
                await update.callback_query.answer()
            asked = _not_understood(update)
            await _begin(update, context, TicketKind.QUESTION, asked.text or "" if asked else "")
        case "ticket", ("withdraw", number) if number.isdigit():
            await _withdraw(update, context, who, int(number))
        case "ticket", (step, nonce, *value):
            await _step(update, context, step, nonce, "".join(value))
        case _:
            await old_button(update, context)


async def take_words(update: Update, context: Context) -> bool:
    """Take what the form waits for, or what is added to a ticket by replying; False when it is neither."""
    message = update.effective_message
    if message is None or not message.text or not is_private(update):
        return False
    who = await greet(update, context)
    if message.reply_to_message:
        found = await tickets.about(who.chat_id, message.reply_to_message.message_id)
        if found and found.asker_id == who.chat_id:
            await _add(update, context, found, message.text)
            return True
    state = await _kept(who, context)
    if state is None:
        return False
    if said_step(message.text) == "back":
        await _keep(who, context, _without_last(state))
        await reply(update, context, await _current(who, context))
        return True
    if state["step"] is None:
        if said_step(message.text) != "save":
            return False
        await _send(update, context, who, state)
        return True
    await _answer(update, context, who, state, message.text.strip())
    return True


async def _begin(update: Update, context: Context, kind: TicketKind, words: str = "") -> None:
    who = await greet(update, context)
    if not is_private(update) or not services(context).settings.admin_ids:
        contact = services(context).settings.contact_email
        await reply(update, context, views.render_offer(contact, who.language, staffed=False))
        return
    await _keep(who, context, {"kind": kind, "nonce": form_number(update), "step": STEPS[kind][0], "answers": {}})
    state = await _kept(who, context)
    if words and state:
        await _answer(update, context, who, state, words)
    else:
        await reply(update, context, await _current(who, context))


async def _step(update: Update, context: Context, step: str, nonce: str, value: str) -> None:
    who = await greet(update, context)
    state = await _kept(who, context)
    if state is None or state["nonce"] != nonce:
        await old_button(update, context, text(who.language, "ticket-expired"))
        return
    labels = services(context).shelf.labels
    match step:
        case "leave":
            await conversations.keep_draft(who.chat_id, None, services(context).now())
            await show(update, context, Message(text(who.language, "cancel-done")))
        case "back":
            await _keep(who, context, _without_last(state))
            await show(update, context, await _current(who, context))
        case "area" if state["step"] == "area" and value in labels.areas:
            await _keep(who, context, _with(state, labels.area(value, who.language)))
            await show(update, context, await _current(who, context))
        case "send" if state["step"] is None:
            await _send(update, context, who, state)
        case _:
            await old_button(update, context, text(who.language, "ticket-expired"))


async def _answer(update: Update, context: Context, who: Subscriber, state: dict[str, Any], words: str) -> None:
    """Put what was typed into the form; what is wrong is said, and what was typed before stays."""
    if wrong := fault(state["step"], words):
        note = text(who.language, f"ticket-{wrong}", most=longest(state["step"]), length=len(words))
        await reply(update, context, Message(note))
        return
    await _keep(who, context, _with(state, words))
    await reply(update, context, await _current(who, context))


async def _send(update: Update, context: Context, who: Subscriber, state: dict[str, Any]) -> None:
    """Open the ticket, then tell the administrators; one that none could be told of stays in their list."""
    at_hand, now = services(context), services(context).now()
    kind = TicketKind(state["kind"])
    request = Message(views.render_request(kind, state["answers"], who.language)).plain
    number = await tickets.open_ticket(who.chat_id, kind, request, now)
    await conversations.keep_draft(who.chat_id, None, now)
    if number is None:
        most = text(who.language, "ticket-too-many", most=MOST_OPEN, contact=at_hand.settings.contact_email)
        await show(update, context, Message(most))
        return
    opened = await show(update, context, views.render_opened(number, at_hand.settings.contact_email, who.language))
    if opened:
        await tickets.note_message(number, who.chat_id, opened)
    found = await tickets.get(number)
    if found:
        await ticket_desk.tell(
            context, found.ticket, lambda language: views.render_for_staff(found.ticket, request, language)
        )


async def _add(update: Update, context: Context, found: tickets.Found, words: str) -> None:
    """Hand on what the asker adds to a ticket."""
    who, ticket = await greet(update, context), found.ticket
    if wrong := fault("question", words):
        note = text(who.language, f"ticket-{wrong}", most=longest("question"), length=len(words))
        await reply(update, context, Message(note))
        return
    if not await tickets.add_line(ticket.id, words, services(context).now(), from_network=False):
        contact = escape(services(context).settings.contact_email)
        await reply(update, context, Message(text(who.language, "ticket-is-closed", number=ticket.id, contact=contact)))
        return
    added = await reply(update, context, Message(text(who.language, "ticket-added", number=ticket.id)))
    await tickets.note_message(ticket.id, who.chat_id, added)
    await ticket_desk.tell(context, ticket, lambda language: views.render_more_for_staff(ticket, words, language))


async def _withdraw(update: Update, context: Context, who: Subscriber, number: int) -> None:
    """End one's own ticket; somebody else's is a button that means nothing."""
    found = await tickets.get(number)
    mine = found is not None and found.asker_id == who.chat_id
    if not found or not mine or not await tickets.close(number, services(context).now()):
        await old_button(update, context)
        return
    await show(update, context, Message(text(who.language, "ticket-withdrawn", number=number)))
    await ticket_desk.tell(
        context, found.ticket, lambda language: Message(text(language, "ticket-did-withdraw", number=number))
    )


async def _offer(update: Update, context: Context, language: Language) -> None:
    """Say how people are reached, and offer to send them what was not understood."""
    settings, asked = services(context).settings, _not_understood(update)
    staffed = is_private(update) and bool(settings.admin_ids)
    offer = views.render_offer(settings.contact_email, language, staffed=staffed, asked=asked is not None)
    await reply(update, context, offer, asked.message_id if asked else None)


def _not_understood(update: Update) -> Heard | None:
    """Give the question below which the tapped message stands."""
    tapped = update.effective_message
    return tapped.reply_to_message if tapped and tapped.reply_to_message and tapped.reply_to_message.text else None


async def _current(who: Subscriber, context: Context) -> Message:
    """Show the step that the form is at, or read it back."""
    state = await _kept(who, context)
    if state is None:
        return Message(text(who.language, "ticket-expired"))
    kind, labels = TicketKind(state["kind"]), services(context).shelf.labels
    if state["step"] is None:
        return views.render_review(state["nonce"], kind, state["answers"], who.language)
    contact = services(context).settings.contact_email
    return views.render_step(
        state["nonce"], kind, state["step"], state["answers"], labels, who.language, contact=contact
    )


def _with(state: dict[str, Any], words: str) -> dict[str, Any]:
    answers = {**state["answers"], state["step"]: words}
    return {**state, "answers": answers, "step": step_after(TicketKind(state["kind"]), answers)}


def _without_last(state: dict[str, Any]) -> dict[str, Any]:
    answers = dict(state["answers"])
    if answers:
        answers.popitem()
    return {**state, "answers": answers, "step": step_after(TicketKind(state["kind"]), answers)}


async def _kept(who: Subscriber, context: Context) -> dict[str, Any] | None:
    state = await conversations.draft(who.chat_id, services(context).now())
    return state if state and state.get("form") == FORM else None


async def _keep(who: Subscriber, context: Context, state: dict[str, Any]) -> None:
    await conversations.keep_draft(who.chat_id, {**state, "form": FORM}, services(context).now())
