"""What a person follows: the list, reminders, a deadline of one's own, and a calendar."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update

from bot.exports import CALENDAR_PATH
from bot.handlers.common import Context, greet, is_private, old_button, reply, services, show
from bot.times import read_time
from bot.views import follows as views
from bot.views.message import Message
from bot.views.posting_buttons import follow_button, unfollow_button
from domain.follows import CHOICES, Followed
from domain.subscribers import Subscriber
from domain.vocabulary import Language
from locales import text
from locales.words import said_step
from storage import conversations, follows, postings

FORM = "own-deadline"
TAPS = ("follow", "unfollow", "followed", "calendar")


async def followed(update: Update, context: Context) -> None:
    """List what is followed."""
    who = await greet(update, context)
    if not is_private(update):
        await reply(update, context, Message(text(who.language, "alerts-private")))
        return
    await reply(update, context, await _page(who, context, 0))


async def tap(update: Update, context: Context, action: str, arguments: tuple[str, ...]) -> None:
    """Take a tap: follow or not, look closer, set, or hand over the calendar."""
    match action, arguments:
        case "follow", (number,) if number.isdigit():
            await _follow(update, context, int(number))
        case "unfollow", (number,) if number.isdigit():
            await _unfollow(update, context, int(number))
        case "followed", ("page", start) if start.isdigit():
            who = await greet(update, context)
            await show(update, context, await _page(who, context, int(start)))
        case "followed", (what, number) if number.isdigit():
            await _look(update, context, what, int(number))
        case "calendar", (what,) if what in ("show", "renew"):
            await _hand_over(update, context, renew=what == "renew")
        case _:
            await old_button(update, context)


async def take_date(update: Update, context: Context) -> bool:
    """Take the deadline of one's own that was asked for; False when none was, or when it is something else."""
    who, now = await greet(update, context), services(context).now()
    state = await conversations.draft(who.chat_id, now)
    words = (update.effective_message and update.effective_message.text) or ""
    if not words or not state or state.get("form") != FORM:
        return False
    item = await follows.get(who.chat_id, state["posting"])
    if item is None or said_step(words) == "back":
        await conversations.keep_draft(who.chat_id, None, now)
        await reply(update, context, await _item(who, context, state["posting"]))
        return True
    day = _end_of_day(read_time(words, who.timezone, now), who.timezone)
    fault = _fault(day, item, now)
    if day is None or fault:
        await reply(update, context, Message(text(who.language, fault or "own-deadline-unread")))
        return True
    await follows.choose_deadline(who.chat_id, item.stored.id, day, now)
    await conversations.keep_draft(who.chat_id, None, now)
    await reply(update, context, await _item(who, context, item.stored.id))
    return True


def _end_of_day(moment: datetime | None, zone: str) -> datetime | None:
    """Take a day without an hour to its last minute: until then one can apply."""
    if moment is None or moment.astimezone(ZoneInfo(zone)).time() != time():
        return moment
    return moment + timedelta(hours=23, minutes=59)


def _fault(day: datetime | None, item: Followed, now: datetime) -> str | None:
    """Name what is wrong with a deadline of one's own."""
    if day is None:
        return "own-deadline-unread"
    if day <= now:
        return "own-deadline-past"
    official = item.stored.posting.deadline
    return "own-deadline-late" if official and day > official else None


async def _follow(update: Update, context: Context, number: int) -> None:
    who, now = await greet(update, context), services(context).now()
    is_new = await follows.follow(who.chat_id, number, now)
    item = await follows.get(who.chat_id, number)
    if item is None:
        note = "followed-full" if await postings.get(number) else "job-gone"
        await old_button(update, context, text(who.language, note, count=follows.MOST))
        return
    note = "follow-done" if item.ends_at else "follow-done-no-date"
    await _turn_button(update, item, text(who.language, note if is_new else "follow-known"), who.language)


async def _unfollow(update: Update, context: Context, number: int) -> None:
    who = await greet(update, context)
    item = await follows.get(who.chat_id, number)
    await follows.unfollow(who.chat_id, number)
    if item is None:
        await old_button(update, context, text(who.language, "unfollow-done"))
        return
    await _turn_button(update, item, text(who.language, "unfollow-done"), who.language, follows_now=False)


async def _turn_button(
    update: Update, item: Followed, note: str, language: Language, *, follows_now: bool = True
) -> None:
    """Say what was done, and let the button that was tapped offer the contrary."""
    query = update.callback_query
    if query is None:
        return
    await query.answer(note)
    markup = getattr(query.message, "reply_markup", None)
    make = unfollow_button if follows_now else follow_button
    turned = make(item.stored, language)
    if markup is not None and query.data:
        rows = [
            [
                InlineKeyboardButton(turned.text, callback_data=turned.callback)
                if one.callback_data == query.data
                else one
                for one in row
            ]
            for row in markup.inline_keyboard
        ]
        await query.edit_message_reply_markup(InlineKeyboardMarkup(rows))


async def _look(update: Update, context: Context, what: str, number: int) -> None:
    """Look closer at one that is followed: turn its reminders, or ask for a deadline of one's own."""
    who, now = await greet(update, context), services(context).now()
    item = await follows.get(who.chat_id, number)
    if item is None:
        await show(update, context, await _page(who, context, 0))
        return
    if what == "days":
        await follows.choose_days(who.chat_id, number, _after(item.days), now)
    elif what == "own" and item.own_deadline:
        await follows.choose_deadline(who.chat_id, number, None, now)
    elif what == "own":
        await conversations.keep_draft(who.chat_id, {"form": FORM, "posting": number}, now)
        await show(update, context, Message(text(who.language, "own-deadline-ask")))
        return
    await show(update, context, await _item(who, context, number))


def _after(days: tuple[int, ...]) -> tuple[int, ...]:
    place = CHOICES.index(days) if days in CHOICES else -1
    return CHOICES[(place + 1) % len(CHOICES)]


async def _hand_over(update: Update, context: Context, *, renew: bool) -> None:
    """Hand over the address of the person's own calendar; a new one shuts the one before."""
    who, root = await greet(update, context), services(context).settings.page_root
    if root is None:
        await old_button(update, context)
        return
    key = await follows.calendar_key(who.chat_id, renew=renew)
    address = f"{root}{CALENDAR_PATH}/{key}.ics"
    await show(update, context, views.render_calendar_address(address, who.language))


async def _item(who: Subscriber, context: Context, number: int) -> Message:
    item = await follows.get(who.chat_id, number)
    if item is None:
        return await _page(who, context, 0)
    return views.render_item(item, who.language, who.timezone, services(context).now())


async def _page(who: Subscriber, context: Context, start: int) -> Message:
    at_hand = services(context)
    now = at_hand.now()
    found = await follows.followed(who.chat_id, now)
    has_calendar = at_hand.settings.page_root is not None
    return views.render_followed(
        found, start if start < len(found) else 0, who.language, who.timezone, now, calendar=has_calendar
    )
