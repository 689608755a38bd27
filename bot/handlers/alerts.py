"""Alerts: list, add by tapping or by typing, remove.

The form lives in the database under a number of its own: a restart loses nothing, and a button of an older form says
so instead of saving the wrong thing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from telegram import CallbackQuery, Update

from bot.callbacks import encode
from bot.handlers.common import Context, edit, form_number, greet, is_private, reply, services
from bot.views import filters as views
from bot.views.filters import describe_filter
from bot.views.message import Button, Message, escape
from bot.views.postings import render_matches
from domain.filters import FilterRequest
from domain.previews import PARTS, SPAN, preview, without
from domain.subscribers import Frequency, Interests, Subscriber
from domain.vocabulary import Kind, Language, Route
from locales import text
from storage import conversations, postings, subscribers

FORM = "alert"
TURNS: Mapping[str, Sequence[Any]] = {
    "kind": (None, *Kind),
    "route": (None, *Route),
    "language": (None, *(language.value for language in Language)),
    "frequency": tuple(Frequency),
}
"""Choices that one button turns, in their order."""


@dataclass(frozen=True, slots=True)
class _Form:
    """A form being filled: its number, the filter so far, the area being looked at, words that were not understood."""

    nonce: str
    interests: Interests
    frequency: Frequency | None = None
    area: str | None = None
    unknown: tuple[str, ...] = ()

    def state(self) -> dict[str, Any]:
        kept = {"form": FORM, "nonce": self.nonce, "frequency": self.frequency, "area": self.area}
        return kept | {"interests": self.interests.as_dict(), "unknown": list(self.unknown)}

    @classmethod
    def of(cls, state: dict[str, Any]) -> _Form:
        frequency = Frequency(state["frequency"]) if state["frequency"] else None
        return cls(state["nonce"], Interests.of(state["interests"]), frequency, state["area"], tuple(state["unknown"]))


async def alerts(update: Update, context: Context) -> None:
    """Show the filters, or read the one typed behind the command back for confirmation."""
    who = await greet(update, context)
    if not is_private(update):
        await reply(update, context, Message(text(who.language, "alerts-private")))
        return
    words = " ".join(context.args or ())
    if words:
        await read_back(update, context, words)
    else:
        await reply(update, context, await _listing(who, context))


async def read_back(update: Update, context: Context, words: str) -> None:
    """Say how a typed filter was understood; when nothing was, open the form with a word on it."""
    who, shelf = await greet(update, context), services(context).shelf
    request = shelf.reader.read(words)
    if request.is_empty:
        note = text(who.language, "alert-nothing-understood")
        form = await _keep(who, context, _Form(form_number(update), Interests()))
        await reply(update, context, views.render_areas(form.nonce, shelf.labels, who.language, note))
        return
    frequency = request.frequency or Frequency.DAILY
    form = _Form(form_number(update), request.interests, frequency, unknown=request.unknown)
    await reply(update, context, await _read_back(await _keep(who, context, form), who, context))


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
        await edit(query, await _next(form, action, value, who, context))


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
            return replace(form, frequency=Frequency(value))
        case "turn" if value in TURNS:
            return _turned(form, value)
        case "widen" if value in PARTS:
            return replace(form, interests=without(chosen, value))
        case _:
            return form


def _turned(form: _Form, name: str) -> _Form:
    """Turn one choice to its next value, and from the last back to the first."""
    values = TURNS[name]
    if name == "frequency":
        return replace(form, frequency=_after(values, form.frequency or Frequency.DAILY))
    return replace(form, interests=replace(form.interests, **{name: _after(values, getattr(form.interests, name))}))


def _after(values: Sequence[Any], value: Any) -> Any:
    place = values.index(value) if value in values else 0
    return values[(place + 1) % len(values)]


async def _next(form: _Form, action: str, value: str, who: Subscriber, context: Context) -> Message:
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
        case "often" | "turn" | "widen":
            return await _read_back(form, who, context)
        case _:
            return views.render_areas(form.nonce, labels, language)


async def _read_back(form: _Form, who: Subscriber, context: Context) -> Message:
    """Say a filter in full, with what it would have brought lately."""
    now, labels = services(context).now(), services(context).shelf.labels
    found = preview(await postings.seen(now, SPAN), form.interests, now)
    request = FilterRequest(form.interests, form.frequency, form.unknown)
    lines = render_matches(found.open, who.language, who.timezone, now)
    return views.render_read_back(
        form.nonce, request, form.frequency or Frequency.DAILY, found, labels, who.language, lines
    )


async def _save(query: CallbackQuery, who: Subscriber, context: Context, form: _Form) -> None:
    at_hand = services(context)
    now, frequency = at_hand.now(), form.frequency or Frequency.DAILY
    _, is_new = await subscribers.subscribe(who.chat_id, form.interests, frequency, now)
    await _keep(who, context, None)
    name = f"{escape(describe_filter(form.interests, at_hand.shelf.labels, who.language))}"
    if not is_new:
        await edit(query, Message(text(who.language, "alert-known", filter=name)))
        return
    saved = text(who.language, "alert-saved", filter=name, frequency=frequency.value)
    more = Button(text(who.language, "button-my-alerts"), callback=encode("alerts"))
    await edit(query, Message(saved, ((more,),)))


async def _listing(who: Subscriber, context: Context) -> Message:
    found = [(item.id, item.interests, item.frequency) for item in await subscribers.filters(who.chat_id)]
    return views.render_alerts(found, services(context).shelf.labels, who.language)


async def _keep(who: Subscriber, context: Context, form: _Form | None) -> _Form:
    await conversations.keep_draft(who.chat_id, form.state() if form else None, services(context).now())
    return form or _Form("", Interests())
