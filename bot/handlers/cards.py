"""What one does with a card: see it whole, page a digest, take its dates along, or say that it is not for oneself."""

from __future__ import annotations

from io import BytesIO

from telegram import InputFile, Update

from bot.calendars import render_followed, render_one
from bot.handlers.common import Context, chat_of, edit, greet, old_button, reply, services, show
from bot.views.filters import describe_filter
from bot.views.message import Message
from bot.views.posting_buttons import refusal_buttons
from bot.views.postings import render_card, render_digest
from domain.deliveries import StoredPosting
from domain.matching import is_relevant
from domain.refusals import refusals
from domain.subscribers import Interests, Subscriber
from locales import text
from storage import follows, packing, postings, subscribers
from storage.subscribers import Filter

TAPS = ("card", "not", "ics", "digest")


async def show_words(update: Update, context: Context, words: str) -> None:
    """Show the card whose number a link carried."""
    who = await greet(update, context)
    stored = await postings.get(int(words)) if words.isdigit() else None
    if stored is None:
        await reply(update, context, Message(text(who.language, "job-gone")))
    else:
        await reply(update, context, _card(stored, None, who, context))


async def tap(update: Update, context: Context, action: str, arguments: tuple[str, ...]) -> None:
    """Take a tap below a card or a digest."""
    match action, arguments:
        case "card", (number, filter_number) if (number + filter_number).isdigit():
            await _show_card(update, context, int(number), int(filter_number))
        case "not", (number, filter_number, *name) if (number + filter_number).isdigit():
            await _refuse(update, context, int(number), int(filter_number), *name[:1])
        case "ics", (number,):
            await _send_dates(update, context, number)
        case "digest", (start,) if start.isdigit():
            await _turn_page(update, context, int(start))
        case _:
            await old_button(update, context)


async def _show_card(update: Update, context: Context, number: int, filter_number: int) -> None:
    """Show a card whole, in place."""
    who = await greet(update, context)
    stored = await postings.get(number)
    chosen = await subscribers.filter_of(who.chat_id, filter_number)
    if stored is None:
        await show(update, context, Message(text(who.language, "job-gone")))
        return
    await show(update, context, _card(stored, chosen, who, context))


async def _refuse(update: Update, context: Context, number: int, filter_number: int, name: str = "") -> None:
    """Offer the ways to keep the like of a posting away; take the one that is named."""
    who, labels = await greet(update, context), services(context).shelf.labels
    stored, chosen = await postings.get(number), await subscribers.filter_of(who.chat_id, filter_number)
    if stored is None or chosen is None:
        note = text(who.language, "refuse-filter-gone" if stored else "job-gone")
        await old_button(update, context, note)
        return
    narrower = refusals(stored.posting, chosen.interests, who.language)
    card = _card(stored, chosen, who, context)
    if not name:
        buttons = refusal_buttons(stored, chosen.id, narrower, labels, who.language)
        note = "" if narrower else text(who.language, "refuse-nothing")
        await show(update, context, Message(card.html, buttons), note, alert=bool(note))
    elif name in narrower:
        await subscribers.change(who.chat_id, chosen.id, narrower[name], chosen.frequency)
        said = describe_filter(narrower[name], labels, who.language)
        await show(update, context, card, text(who.language, "refuse-done", filter=said)[:200], alert=True)
    else:  # another tap has narrowed the filter already
        await show(update, context, card)


async def _send_dates(update: Update, context: Context, number: str) -> None:
    """Send the dates of one posting, or of all that is followed, as a file for one's calendar."""
    who, now = await greet(update, context), services(context).now()
    stored = await postings.get(int(number)) if number.isdigit() else None
    if number == "all":
        body = render_followed(await follows.followed(who.chat_id, now), who.language, now)
    elif stored:
        body = render_one(stored, who.language, now)
    else:
        await old_button(update, context, text(who.language, "job-gone"))
        return
    if update.callback_query:
        await update.callback_query.answer()
    file = InputFile(BytesIO(body), filename=f"reffop-{number}.ics")
    await context.bot.send_document(chat_of(update).id, file, caption=text(who.language, "ics-caption"))


async def _turn_page(update: Update, context: Context, start: int) -> None:
    """Show another page of a digest in place; the ledger knows what the message told."""
    who, query = await greet(update, context), update.callback_query
    message = query.message if query else None
    told = await packing.told_in(who.chat_id, message.message_id) if message else ()
    if query is None or start >= len(told):
        await old_button(update, context)
        return
    await query.answer()
    interests = await _interests_behind(who, told)
    labels, now = services(context).shelf.labels, services(context).now()
    await edit(query, render_digest(told, interests, labels, who.language, who.timezone, now, start))


async def _interests_behind(who: Subscriber, told: tuple[StoredPosting, ...]) -> Interests:
    """Find the filter that a digest is of: the first that lets its first posting through."""
    found = (one.interests for one in await subscribers.filters(who.chat_id))
    return next((one for one in found if is_relevant(told[0].posting, one)), Interests())


def _card(stored: StoredPosting, chosen: Filter | None, who: Subscriber, context: Context) -> Message:
    labels, now = services(context).shelf.labels, services(context).now()
    interests = chosen.interests if chosen else Interests()
    number = chosen.id if chosen else None
    return render_card(stored, interests, labels, who.language, who.timezone, now, filter_id=number)
