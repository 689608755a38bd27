"""Alerts: list, add by tapping or by typing, edit, remove.

The form (domain/forms.py) lives in the database under a number of its own: a restart loses nothing, and a button of an
older form says so instead of saving the wrong thing.
"""

from __future__ import annotations

from dataclasses import replace

from telegram import Update

from bot.callbacks import encode
from bot.handlers.common import Context, form_number, greet, is_private, old_button, reply, services, show
from bot.views import filters as views
from bot.views import onboarding
from bot.views.filters import describe_filter
from bot.views.message import Button, Message, escape
from bot.views.postings import render_matches
from domain.filters import FilterRequest
from domain.forms import ANY, TAPS, Form, Step, readings, tapped, typed
from domain.previews import SPAN, preview
from domain.subscribers import Frequency, Subscriber
from domain.vocabulary import Language
from locales import text
from locales.dates import format_hour, format_weekday
from locales.words import said_step
from storage import conversations, postings, subscribers

FORM = "alert"
STEPS = (*TAPS, "field", "save", "cancel")


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
    if request.is_empty and not request.doubtful:
        note = text(who.language, "alert-nothing-understood")
        form = await _keep(who, context, Form(form_number(update)))
        await reply(update, context, views.render_areas(form.nonce, shelf.labels, who.language, note))
        return
    frequency = request.frequency or Frequency.DAILY
    form = Form(form_number(update), Step.REVIEW, request.interests, frequency, unknown=request.unknown)
    await reply(update, context, await _render(await _keep(who, context, form), who, context))


async def _show_listing(update: Update, context: Context) -> None:
    """Show the filters below what was tapped, which stays."""
    who = await greet(update, context)
    if update.callback_query:
        await update.callback_query.answer()
    await reply(update, context, await _listing(who, context))


async def _new(update: Update, context: Context) -> None:
    """Open an empty form below what was tapped, which stays."""
    who = await greet(update, context)
    if update.callback_query:
        await update.callback_query.answer()
    form = await _keep(who, context, Form(form_number(update)))
    await reply(update, context, views.render_areas(form.nonce, services(context).shelf.labels, who.language))


async def tap(update: Update, context: Context, action: str, arguments: tuple[str, ...]) -> None:
    """Take a tap: on the list of filters, or on a form."""
    match action, arguments:
        case "alerts", ():
            await _show_listing(update, context)
        case "alert", ("new",):
            await _new(update, context)
        case "change", (number,) if number.isdigit():
            await _change(update, context, int(number))
        case "unalert", (number,) if number.isdigit():
            await _remove(update, context, int(number))
        case _, (nonce, *rest) if action in STEPS:
            await _step(update, context, action, nonce, *rest[:1])
        case _:
            await old_button(update, context)


async def _change(update: Update, context: Context, number: int) -> None:
    """Open a filter that there is; saving changes it."""
    who = await greet(update, context)
    found = await subscribers.filter_of(who.chat_id, number)
    if found is None:
        await show(update, context, await _listing(who, context))
        return
    form = Form(form_number(update), Step.REVIEW, found.interests, found.frequency, replaces=found.id)
    await show(update, context, await _render(await _keep(who, context, form), who, context))


async def _remove(update: Update, context: Context, number: int) -> None:
    """Remove one filter and show the others."""
    who = await greet(update, context)
    await subscribers.unsubscribe(who.chat_id, number)
    await show(update, context, await _listing(who, context), text(who.language, "alert-removed"))


async def welcome(who: Subscriber, context: Context, nonce: str) -> Message:
    """Greet a newcomer and ask who they are; a form of another kind that is being filled stays as it is."""
    draft = await conversations.draft(who.chat_id, services(context).now())
    form = Form(nonce, Step.WHO, guided=True)
    if draft is None or draft.get("form") == FORM:
        await _keep(who, context, form)
    return onboarding.render_welcome(form, who.language)


async def _step(update: Update, context: Context, action: str, nonce: str, value: str = "") -> None:
    """Take one step of the form by a tap; a button of another form is told so."""
    who = await greet(update, context)
    form = await _kept(who, context)
    if action == "who" and (form is None or form.nonce != nonce):
        form = Form(nonce, Step.WHO, guided=True)  # a welcome opens its form whenever it is tapped
    if form is None or form.nonce != nonce:
        if update.callback_query:
            await update.callback_query.answer(text(who.language, "alert-expired"), show_alert=True)
        return
    if action == "cancel":
        await _keep(who, context, None)
        await show(update, context, Message(text(who.language, "cancel-done")))
        return
    await show(update, context, await _after(_tapped(form, action, value, context), action, who, context))


async def take_words(update: Update, context: Context) -> bool:
    """Let typed words do what a tap would; False when they are no answer to what the form asks."""
    who = await greet(update, context)
    words = (update.effective_message and update.effective_message.text) or ""
    form = await _kept(who, context)
    if form is None or not words:
        return False
    if form.step is Step.WHO and (language := _language_named(words)):
        await subscribers.choose_language(who.chat_id, language)
        await reply(update, context, await welcome(replace(who, language=language), context, form.nonce))
        return True
    action, value = _button_typed(form, words)
    if action:
        form = _tapped(form, action, value, context)
        await reply(update, context, await _after(form, action, who, context))
        return True
    return await _take_choice(update, context, form, words)


async def _take_choice(update: Update, context: Context, form: Form, words: str) -> bool:
    """Take typed words as a choice; a rank of several meanings is asked back."""
    who = await greet(update, context)
    request = services(context).shelf.person_reader.read(words)
    ranks = readings(request, form.interests.audience) if form.step in (Step.BAND, Step.OFTEN) else ()
    if len({rank.level for rank in ranks}) > 1:
        await reply(update, context, onboarding.render_doubt(form, words, ranks, who.language))
        return True
    filled = tapped(form, "rank", str(ranks[0].level)) if ranks else typed(form, request)
    if filled is None:
        return False
    await reply(update, context, await _render(await _keep(who, context, filled), who, context))
    return True


def _button_typed(form: Form, words: str) -> tuple[str, str]:
    """Tell which button typed words stand for, as action and value; two empty ones for none."""
    said = said_step(words)
    if said == "skip" and form.step in (Step.WHO, Step.BAND):
        return form.step, ANY
    if said == "skip" and form.step is Step.OFTEN:
        return "often", Frequency.DAILY
    if said == "back" and (before := form.before()):
        return "back", before
    return ("save", "") if said == "save" and form.step is Step.REVIEW else ("", "")


def _language_named(words: str) -> Language | None:
    """Read the name of one of our languages, in either of them."""
    named = {text(language, "language-name").casefold(): language for language in Language}
    return named.get(words.strip(" .!").casefold())


def _tapped(form: Form, action: str, value: str, context: Context) -> Form:
    return tapped(form, action, value, services(context).shelf.labels.fields_in(form.area or ""))


async def _after(form: Form, action: str, who: Subscriber, context: Context) -> Message:
    """Keep a form and show its step, or save what it holds."""
    if action == "save":
        return await _save(who, context, form)
    if form.step is Step.WHO:
        return await welcome(who, context, form.nonce)
    return await _render(await _keep(who, context, form), who, context)


async def _render(form: Form, who: Subscriber, context: Context) -> Message:
    """Show the step that a form is at."""
    labels, language = services(context).shelf.labels, who.language
    match form.step:
        case Step.WHO:
            return onboarding.render_welcome(form, language)
        case Step.BAND:
            return onboarding.render_bands(form, language)
        case Step.FIELD:
            return views.render_fields(form.nonce, form.area or "", labels, language)
        case Step.LOW:
            return views.render_levels(form.nonce, language, form.before())
        case Step.HIGH:
            return views.render_top_levels(form.nonce, form.interests.level_min or 0, language)
        case Step.OFTEN:
            return views.render_frequencies(form.nonce, language, who.rhythm, form.before())
        case Step.REVIEW:
            return await _review(form, who, context)
        case Step.AREA:
            return views.render_areas(form.nonce, labels, language, back=form.before())


async def _review(form: Form, who: Subscriber, context: Context) -> Message:
    """Say a filter in full, with what it would have brought lately."""
    now, shelf = services(context).now(), services(context).shelf
    found = preview(await postings.seen(now, SPAN), form.interests, now)
    request = shelf.reader.read(", ".join(form.unknown))
    request = FilterRequest(form.interests, form.frequency, form.unknown, request.doubtful)
    lines = render_matches(found.open, who.language, who.timezone, now)
    return views.render_read_back(form, request, found, shelf.labels, who.language, who.rhythm, lines)


async def _save(who: Subscriber, context: Context, form: Form) -> Message:
    at_hand = services(context)
    now, frequency = at_hand.now(), form.frequency or Frequency.DAILY
    name = escape(describe_filter(form.interests, at_hand.shelf.labels, who.language))
    if form.replaces and await subscribers.change(who.chat_id, form.replaces, form.interests, frequency):
        is_new = True
    else:
        _, is_new = await subscribers.subscribe(who.chat_id, form.interests, frequency, now)
    await _keep(who, context, None)
    if not is_new:
        return Message(text(who.language, "alert-known", filter=name))
    saved = text(
        who.language,
        "alert-saved",
        filter=name,
        frequency=frequency.value,
        hour=format_hour(who.rhythm.hour, who.language),
        weekday=format_weekday(who.rhythm.weekday, who.language),
    )
    more = Button(text(who.language, "button-my-alerts"), callback=encode("alerts"))
    return Message(saved, ((more,),))


async def _listing(who: Subscriber, context: Context) -> Message:
    found = [(item.id, item.interests, item.frequency) for item in await subscribers.filters(who.chat_id)]
    return views.render_alerts(found, services(context).shelf.labels, who.language, who.rhythm)


async def _kept(who: Subscriber, context: Context) -> Form | None:
    """Give the form that is being filled; None when there is none, or one of another kind."""
    state = await conversations.draft(who.chat_id, services(context).now())
    return Form.of(state) if state and state.get("form") == FORM else None


async def _keep(who: Subscriber, context: Context, form: Form | None) -> Form:
    state = {"form": FORM, **form.as_dict()} if form else None
    await conversations.keep_draft(who.chat_id, state, services(context).now())
    return form or Form("")
