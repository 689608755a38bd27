"""Settings: language, time zone, pause and quiet hours; what can be tapped can be typed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from telegram import Update

from bot.callbacks import encode
from bot.handlers.common import Context, greet, old_button, reply, services, show
from bot.times import read_time
from bot.views.message import Button, Message, escape
from bot.views.onboarding import languages
from bot.zones import find_zone
from domain.announcements import LATEST
from domain.quiet import NIGHT
from domain.subscribers import Subscriber
from domain.vocabulary import Language
from locales import text
from locales.dates import format_hour, format_instant, format_weekday
from storage import subscribers

PAUSES = {"day": timedelta(days=1), "week": timedelta(weeks=1)}
WORDS = {"day": ("1 jour", "un jour", "jour", "1 day", "a day", "day"),
         "week": ("1 semaine", "une semaine", "semaine", "1 week", "a week", "week")}  # fmt: skip
HOURS, DAYS = 24, 7
OFFERED_HOURS = (5, 6, 7, 8, 9, 12, 13, 17, 18, 19, 20, 21)
CLOCK = {"hour": tuple(map(str, range(HOURS))), "weekday": tuple(map(str, range(DAYS)))}
"""What of the rhythm can be set, with the values it takes."""
OFF = ("off", "fin", "stop", "non", "no", "reprendre", "resume", "end")


async def settings(update: Update, context: Context) -> None:
    """Show the settings, each with what changes it."""
    who = await greet(update, context)
    await reply(update, context, _render(who))


async def pause(update: Update, context: Context) -> None:
    """Write nothing for a day, a week, or until the time written behind the command."""
    who, words = await greet(update, context), " ".join(context.args or ()).lower()
    now = services(context).now()
    named = next((PAUSES[name] for name, said in WORDS.items() if words in said), None)
    if not words:
        await reply(update, context, Message(text(who.language, "pause-ask"), (_pauses(who),)))
        return
    if words in OFF:
        await _resume(who, context)
    else:
        until = now + named if named else read_time(words, who.timezone, now)
        if until is None or not now < until <= now + LATEST:
            await reply(update, context, Message(text(who.language, "pause-how"), (_pauses(who),)))
            return
        await subscribers.pause(who.chat_id, until)
    await reply(update, context, _render(await _again(who)))


async def timezone(update: Update, context: Context) -> None:
    """Take the time zone of the town written behind the command; the town itself is not kept."""
    who, words = await greet(update, context), " ".join(context.args or ())
    zone = find_zone(words, services(context).shelf.knowledge)
    if zone is None:
        await reply(update, context, Message(text(who.language, "timezone-how", words=escape(words[:40]) or "…")))
        return
    await subscribers.choose_timezone(who.chat_id, zone)
    await reply(update, context, _render(await _again(who)))


async def hour(update: Update, context: Context) -> None:
    """Write digests at the hour behind the command."""
    who, words = await greet(update, context), " ".join(context.args or ())
    said = re.match(r"(\d{1,2})\s*(?:h|:|$)", words)
    if said is None or said[1].lstrip("0") not in {number.lstrip("0") for number in CLOCK["hour"]}:
        await reply(update, context, Message(text(who.language, "hour-how" if words else "hour-ask")))
        return
    await subscribers.choose_rhythm(who.chat_id, replace(who.rhythm, hour=int(said[1])))
    await reply(update, context, _render(await _again(who)))


async def tap(update: Update, context: Context, _: str, arguments: tuple[str, ...]) -> None:
    """Pause, resume, or set and lift quiet hours."""
    who, now = await greet(update, context), services(context).now()
    match arguments:
        case ("pause", name) if name in PAUSES:
            await subscribers.pause(who.chat_id, now + PAUSES[name])
        case ("resume",):
            await _resume(who, context)
        case ("quiet", "on"):
            await subscribers.choose_quiet(who.chat_id, NIGHT)
        case ("quiet", "off"):
            await subscribers.choose_quiet(who.chat_id, None)
        case ("hour",):
            await show(update, context, _hours(who.language))
            return
        case ("weekday",):
            await show(update, context, _weekdays(who.language))
            return
        case (("hour" | "weekday") as name, number) if number in CLOCK[name]:
            await subscribers.choose_rhythm(who.chat_id, replace(who.rhythm, **{name: int(number)}))
        case (("silent" | "light") as manner, ("on" | "off") as turned):
            await subscribers.choose_manner(who.chat_id, **{manner: turned == "on"})
        case _:
            await old_button(update, context)
            return
    await show(update, context, _render(await _again(who)))


async def _resume(who: Subscriber, context: Context) -> None:
    await subscribers.end_pause(who.chat_id, services(context).now())


async def _again(who: Subscriber) -> Subscriber:
    return await subscribers.get(who.chat_id) or who


def _render(who: Subscriber) -> Message:
    language = who.language
    hour, weekday = format_hour(who.rhythm.hour, language), format_weekday(who.rhythm.weekday, language)
    lines = [text(language, "settings", zone=who.timezone, hour=hour, weekday=weekday)]
    if who.paused_until:
        until = format_instant(who.paused_until, language, who.timezone)
        lines.append(text(language, "settings-paused", until=until))
    quiet = text(language, "settings-quiet", start=who.quiet.start, end=who.quiet.end) if who.quiet else None
    manners = {"silent": who.silent, "light": who.light}
    lines.append(quiet or text(language, "settings-not-quiet"))
    lines += [text(language, f"settings-{manner}") for manner, is_on in manners.items() if is_on]
    lines += ["", text(language, "settings-how")]
    night = (
        Button(text(language, "button-quiet-off"), callback=encode("set", "quiet", "off"))
        if who.quiet
        else Button(text(language, "button-quiet-on"), callback=encode("set", "quiet", "on"))
    )
    how = tuple(
        Button(
            text(language, f"button-{manner}-{'off' if is_on else 'on'}"),
            callback=encode("set", manner, "off" if is_on else "on"),
        )
        for manner, is_on in manners.items()
    )
    clock = tuple(Button(text(language, f"button-{name}"), callback=encode("set", name)) for name in CLOCK)
    return Message("\n".join(lines), (_pauses(who), (night,), clock, how, languages()))


def _hours(language: Language) -> Message:
    buttons = [Button(format_hour(hour, language), callback=encode("set", "hour", hour)) for hour in OFFERED_HOURS]
    return Message(text(language, "hour-ask"), tuple(tuple(buttons[at : at + 4]) for at in range(0, len(buttons), 4)))


def _weekdays(language: Language) -> Message:
    buttons = [Button(format_weekday(day, language), callback=encode("set", "weekday", day)) for day in range(DAYS)]
    return Message(text(language, "weekday-ask"), (tuple(buttons[:3]), tuple(buttons[3:5]), tuple(buttons[5:])))


def _pauses(who: Subscriber) -> tuple[Button, ...]:
    if who.paused_until:
        return (Button(text(who.language, "button-unpause"), callback=encode("set", "resume")),)
    return tuple(
        Button(text(who.language, f"button-pause-{name}"), callback=encode("set", "pause", name)) for name in PAUSES
    )
