"""Alerts: list, add by tapping or by typing, remove.

The form lives in the database under a number of its own: a restart loses nothing, and a button of an older form says
so instead of saving the wrong thing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from telegram import CallbackQuery, Update

from bot.handlers.common import Context, edit, form_number, greet, is_private, reply, services
from bot.views import filters as views
from bot.views.filters import describe_filter
from bot.views.message import Message, escape
from bot.views.postings import render_matches
from domain.filters import FilterRequest
from domain.matching import is_relevant
from domain.subscribers import Frequency, Interests, Subscriber
from domain.vocabulary import Audience
from locales import text
from storage import conversations, postings, subscribers
from storage.postings import RECENT

FORM = "alert"


@dataclass(frozen=True, slots=True)
class _Form:
    """A form being filled: its number, the filter so far, the area being looked at."""

    nonce: str
    interests: Interests
    frequency: Frequency | None = None
    area: str | None = None

    def state(self) -> dict[str, Any]:
        chosen = self.interests
        return {
            "form": FORM,
            "nonce": self.nonce,
            "fields": sorted(chosen.fields),
            "level_min": chosen.level_min,
            "level_max": chosen.level_max,
            "audience": chosen.audience,
            "grade": chosen.grade,
            "frequency": self.frequency,
            "area": self.area,
        }

    @classmethod
    def of(cls, state: dict[str, Any]) -> _Form:
        interests = Interests(
            frozenset(state["fields"]),
            state["level_min"],
            state["level_max"],
            Audience(state["audience"]) if state["audience"] else None,
            state["grade"],
        )
        frequency = Frequency(state["frequency"]) if state["frequency"] else None
        return cls(state["nonce"], interests, frequency, state["area"])


async def alerts(update: Update, context: Context) -> None:
    """Show the filters, or read the one typed behind the command back for confirmation."""
    who = await greet(update, context)
    if not is_private(update):
        await reply(update, context, Message(text(who.language, "alerts-private")))
        return
    words = " ".join(context.args or ())
    if not words:
        await reply(update, context, await _listing(who, context))
        return
    shelf = services(context).shelf
    request = shelf.reader.read(words)
    if request.is_empty:
        note = text(who.language, "alert-nothing-understood")
        form = await _keep(who, context, _Form(form_number(update), Interests()))
        await reply(update, context, views.render_areas(form.nonce, shelf.labels, who.language, note))
        return
    frequency = request.frequency or Frequency.DAILY
    form = await _keep(who, context, _Form(form_number(update), request.interests, frequency))
    await reply(update, context, views.render_read_back(form.nonce, request, frequency, shelf.labels, who.language))


async def show(update: Update, context: Context) -> None:
    """Show the filters after a tap."""
    who = await greet(update, context)
    if update.callback_query:
        await update.callback_query.answer()
    await reply(update, context, await _listing(who, context))


async def new(update: Update, context: Context, _: str = "") -> None:
    """Open an empty form."""
    who = await greet(update, context)
    if update.callback_query:
        await update.callback_query.answer()
    form = await _keep(who, context, _Form(form_number(update), Interests()))
    await reply(update, context, views.render_areas(form.nonce, services(context).shelf.labels, who.language))


async def remove(update: Update, context: Context, number: str) -> None:
    """Remove one filter and show the others."""
    who = await greet(update, context)
    query = update.callback_query
    if query is None or not number.isdigit():
        return
    await subscribers.unsubscribe(who.chat_id, int(number))
    await query.answer(text(who.language, "alert-removed"))
    await edit(query, await _listing(who, context))


async def step(update: Update, context: Context, action: str, nonce: str, value: str = "") -> None:
    """Take one step of the form; a button of another form is told so."""
    who = await greet(update, context)
    query = update.callback_query
    if query is None:
        return
    state = await conversations.draft(who.chat_id, services(context).now())
    if not state or state.get("form") != FORM or state.get("nonce") != nonce:
        await query.answer(text(who.language, "alert-expired"), show_alert=True)
        return
    await query.answer()
    form = _Form.of(state)
    if action == "save":
        await _save(query, who, context, form)
    elif action == "cancel":
        await _keep(who, context, None)
        await edit(query, Message(text(who.language, "cancel-done")))
    else:
        form = await _keep(who, context, _filled(form, action, value, context))
        await edit(query, _next(form, action, value, who, context))


def _filled(form: _Form, action: str, value: str, context: Context) -> _Form:
    """Put one tap into the form."""
    labels = services(context).shelf.labels
    chosen = form.interests
    match action:
        case "area":
            return _Form(form.nonce, Interests(), area=None if value == "*" else value)
        case "field":
            slugs = labels.fields_in(form.area or "") if value == "*" else (value,)
            return _Form(form.nonce, Interests(frozenset(slugs)), area=form.area)
        case "low":
            low = None if value == "*" else int(value)
            return _Form(form.nonce, Interests(chosen.fields, low), area=form.area)
        case "high":
            return _Form(form.nonce, Interests(chosen.fields, chosen.level_min, int(value)), area=form.area)
        case "often":
            return _Form(form.nonce, chosen, Frequency(value), form.area)
        case _:
            return form


def _next(form: _Form, action: str, value: str, who: Subscriber, context: Context) -> Message:
    """Show the step that follows a tap."""
    labels, language = services(context).shelf.labels, who.language
    match action:
        case "area" if value != "*":
            return views.render_fields(form.nonce, value, labels, language)
        case "area" | "field":
            return views.render_levels(form.nonce, language)
        case "low" if form.interests.level_min is not None:
            return views.render_top_levels(form.nonce, form.interests.level_min, language)
        case "low" | "high":
            return views.render_frequencies(form.nonce, language)
        case "often":
            request = FilterRequest(form.interests)
            return views.render_read_back(form.nonce, request, form.frequency or Frequency.DAILY, labels, language)
        case _:
            return views.render_areas(form.nonce, labels, language)


async def _save(query: CallbackQuery, who: Subscriber, context: Context, form: _Form) -> None:
    at_hand = services(context)
    now, frequency = at_hand.now(), form.frequency or Frequency.DAILY
    _, is_new = await subscribers.subscribe(who.chat_id, form.interests, frequency, now)
    await _keep(who, context, None)
    name = f"{escape(describe_filter(form.interests, at_hand.shelf.labels, who.language))}"
    if not is_new:
        await edit(query, Message(text(who.language, "alert-known", filter=name)))
        return
    recent = [item for item in await postings.latest(now, RECENT) if is_relevant(item.posting, form.interests)]
    saved = text(who.language, "alert-saved", filter=name, frequency=frequency.value)
    await edit(query, Message(f"{saved}\n\n{render_matches(recent, who.language, who.timezone, now)}"))


async def _listing(who: Subscriber, context: Context) -> Message:
    found = [(item.id, item.interests, item.frequency) for item in await subscribers.filters(who.chat_id)]
    return views.render_alerts(found, services(context).shelf.labels, who.language)


async def _keep(who: Subscriber, context: Context, form: _Form | None) -> _Form:
    await conversations.keep_draft(who.chat_id, form.state() if form else None, services(context).now())
    return form or _Form("", Interests())
