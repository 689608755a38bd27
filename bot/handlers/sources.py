"""Sources, for administrators: how each fares, and what can be done about it. What can be tapped can be typed."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

from rapidfuzz import fuzz, process, utils
from telegram import Update

from bot.access import administrators_only
from bot.handlers import source_form
from bot.handlers.common import Context, greet, old_button, reply, services, show
from bot.handlers.start import offer_menu
from bot.views import sources as views
from bot.views.message import Message, escape
from domain.knowledge import token
from domain.sources import SourceHealth, polling_interval, read_interval, troubled_first
from domain.subscribers import Subscriber
from locales import text
from locales.dates import format_span
from storage import sources as stored

logger = logging.getLogger(__name__)

VERBS = {
    word: verb
    for verb, words in {
        "poll": "poll lire",
        "pause": "pause suspendre",
        "resume": "resume reprendre",
        "release": "release accepter croire",
        "every": "every interval intervalle",
        "remove": "remove retirer",
        "add": "add ajouter",
    }.items()
    for word in words.split()
}
"""Orders as they are typed, in both languages."""
ORIGINAL = ("-", "origine", "original", "catalogue")
"""The interval that the catalogue gives, as it is typed; the dash is the button's."""
CHANGES: Mapping[str, Callable[[str, datetime], Awaitable[bool]]] = {
    "poll": stored.poll_soon,
    "pause": stored.pause,
    "resume": stored.resume,
    "release": stored.release,
    "remove": stored.remove,
}
TAPS = ("show", "every", *CHANGES)
CLOSE = 3
CLOSE_ENOUGH = 60
"""Of a hundred: how much of a name a wrong one must share to be offered instead."""


@administrators_only
async def sources(update: Update, context: Context) -> None:
    """List the sources, show one, or carry out the order written behind the command."""
    who = await greet(update, context)
    match context.args or []:
        case []:
            await reply(update, context, await _listing(who))
            await offer_menu(context, who.chat_id, who.language)
        case [order, *words] if verb := VERBS.get(order.lower()):
            await _obey(update, context, who, verb, words)
        case words:
            await _obey(update, context, who, "show", [" ".join(words)])


@administrators_only
async def tap(update: Update, context: Context, action: str, arguments: tuple[str, ...]) -> None:
    """Turn a page of the list, or do to one source what its button says."""
    who = await greet(update, context)
    query = update.callback_query
    match (action, arguments):
        case ("sources", ()) if query:
            await query.answer()
            await reply(update, context, await _listing(who))
        case ("sources", (start,)) if start.isdecimal():
            await show(update, context, await _listing(who, int(start)))
        case ("source", (verb, mark, *value)) if verb in TAPS and (health := await _marked(mark)):
            await _do(update, context, who, verb, health, "".join(value))
        case _:
            await old_button(update, context)


async def _obey(update: Update, context: Context, who: Subscriber, verb: str, words: list[str]) -> None:
    if verb == "add":
        await source_form.begin(update, context, who, " ".join(words))
        return
    name, *value = words or [""]
    known = troubled_first(await stored.health())
    health = _named(name, known)
    if health:
        await _do(update, context, who, verb, health, " ".join(value))
    elif not known:
        await reply(update, context, await _listing(who))
    elif name:
        await reply(update, context, views.render_unknown(name, _close(name, known), who.language))
    else:
        await reply(update, context, Message(text(who.language, "sources-usage", id=escape(known[0].source.id))))


async def _do(
    update: Update, context: Context, who: Subscriber, verb: str, health: SourceHealth, value: str = ""
) -> None:
    """Show a source, or change it and show what became of it."""
    if verb == "remove" and health.added and value != "yes":
        await show(update, context, views.render_removal(health, who.language))
        return
    done, note = True, ""
    if verb == "every":
        done, note = await _set_interval(health, value, who)
    elif verb in CHANGES:
        done = await CHANGES[verb](health.source.id, services(context).now())
        note = text(who.language, f"source-{'did' if done else 'not'}-{verb}")
    if done and note:
        extra = {"action": "source_changed", "source": health.source.id, "change": verb}
        logger.info("a source was changed", extra=extra)
    await show(update, context, await _outcome(who, health.source.id, services(context).now()), note, alert=not done)


async def _set_interval(health: SourceHealth, value: str, who: Subscriber) -> tuple[bool, str]:
    minutes = None if value.lower() in ORIGINAL else read_interval(value)
    if minutes is None and value.lower() not in ORIGINAL:
        return False, text(who.language, "source-not-every")
    await stored.set_interval(health.source.id, minutes)
    [fresh] = [item for item in await stored.health() if item.source.id == health.source.id]
    pace = polling_interval(fresh.source)
    if minutes and pace > timedelta(minutes=minutes):
        return True, text(who.language, "source-did-every-floor")
    return True, text(who.language, "source-did-every", interval=format_span(pace, who.language))


async def _outcome(who: Subscriber, source_id: str, now: datetime) -> Message:
    """Show a source as it stands now; the list when it is there no more."""
    found = _named(source_id, await stored.health())
    return views.render_card(found, who.language, who.timezone, now) if found else await _listing(who)


async def _listing(who: Subscriber, start: int = 0) -> Message:
    return views.render_sources(troubled_first(await stored.health()), start, who.language, who.timezone)


async def _marked(mark: str) -> SourceHealth | None:
    return next((health for health in await stored.health() if token("source", health.source.id) == mark), None)


def _named(name: str, known: list[SourceHealth]) -> SourceHealth | None:
    """Find a source by its id, else by its whole title."""
    wanted = name.casefold()
    by_id = [health for health in known if health.source.id.casefold() == wanted]
    return next(iter(by_id or [health for health in known if health.source.title.casefold() == wanted]), None)


def _close(name: str, known: list[SourceHealth]) -> list[SourceHealth]:
    """Find the sources whose id or title looks like a wrong one."""
    names = {number: f"{health.source.id} {health.source.title}" for number, health in enumerate(known)}
    found = process.extract(
        name, names, scorer=fuzz.WRatio, processor=utils.default_process, limit=CLOSE, score_cutoff=CLOSE_ENOUGH
    )
    return [known[number] for _, _, number in found]
