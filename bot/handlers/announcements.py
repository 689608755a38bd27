"""Announcements, for administrators: compose, review, send, follow, correct, recall.

The form lives in the database, like that of an alert: what was typed survives an error, a restart and a change of mind.
"""

from __future__ import annotations

import csv
import io
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from telegram import InputFile, Update
from telegram import Message as TelegramMessage

from bot.access import administrators_only, is_administrator
from bot.charts import draw_bars
from bot.handlers.common import (
    Context,
    chat_of,
    form_number,
    greet,
    is_private,
    old_button,
    reply,
    services,
    show,
)
from bot.sender import keyboard
from bot.times import read_time
from bot.views import announcements as views
from bot.views.filters import render_unknown
from bot.views.message import Message
from domain.announcements import Announcement, Attachment, LinkButton, fault_of_time, faults_of
from domain.previews import parts_of
from domain.subscribers import Interests, Subscriber
from domain.vocabulary import Language
from locales import text
from storage import announcements as stored
from storage import conversations
from storage.announcements import Queued

logger = logging.getLogger(__name__)

FORM = "announcement"
STEPS = ("fr", "en", "segment", "time", "buttons")
REVIEW = "review"
SEGMENT_PARTS = {"field", "level", "audience", "language", "country"}
"""Parts of a filter that can say to whom something is announced."""
CHANGES = {"pause": stored.pause, "resume": stored.resume, "cancel": stored.cancel, "again": stored.send_again}


@dataclass(frozen=True, slots=True)
class _Form:
    """An announcement being made: its number, the step that waits for words, and what is known so far.

    `corrects` is the number of one that was sent and gets other words.
    """

    nonce: str
    step: str = "fr"
    texts: Mapping[str, str] = field(default_factory=dict)
    segment: Interests = field(default_factory=Interests)
    buttons: tuple[tuple[str, str], ...] = ()
    attachment: tuple[str, str] | None = None
    send_at: datetime | None = None
    corrects: int | None = None

    @property
    def announcement(self) -> Announcement:
        return Announcement(
            {Language(code): words for code, words in self.texts.items()},
            self.segment,
            tuple(LinkButton(*button) for button in self.buttons),
            Attachment(*self.attachment) if self.attachment else None,
        )

    def state(self) -> dict[str, Any]:
        return {
            "form": FORM,
            "nonce": self.nonce,
            "step": self.step,
            "texts": dict(self.texts),
            "segment": self.segment.as_dict(),
            "buttons": [list(button) for button in self.buttons],
            "attachment": list(self.attachment) if self.attachment else None,
            "send_at": self.send_at.isoformat() if self.send_at else None,
            "corrects": self.corrects,
        }

    @classmethod
    def of(cls, state: Mapping[str, Any]) -> _Form:
        attachment = state["attachment"]
        return cls(
            state["nonce"],
            state["step"],
            state["texts"],
            Interests.of(state["segment"]),
            tuple((words, url) for words, url in state["buttons"]),
            (attachment[0], attachment[1]) if attachment else None,
            datetime.fromisoformat(state["send_at"]) if state["send_at"] else None,
            state["corrects"],
        )


@administrators_only
async def announce(update: Update, context: Context) -> None:
    """Start an announcement; with a number, show one; with any other word, the latest."""
    who = await greet(update, context)
    match context.args or []:
        case []:
            form = await _keep(who, context, _Form(form_number(update)))
            await reply(update, context, views.render_ask("fr", form.nonce, who.language))
        case [number] if number.isdecimal() and (queued := await stored.get(int(number))):
            await reply(update, context, _progress(queued, who, context))
        case _:
            await reply(update, context, views.render_history(await stored.latest(), who.language, who.timezone))


@administrators_only
async def compose(update: Update, context: Context, _: str, arguments: tuple[str, ...]) -> None:
    """Take one tap of the form; a button of another form is told so."""
    who = await greet(update, context)
    form = await _form(who, context)
    match arguments:
        case (step, nonce, *value) if form and form.nonce == nonce:
            await _step(update, context, who, form, step, *value[:1])
        case _ if update.callback_query:
            await update.callback_query.answer(text(who.language, "compose-expired"), show_alert=True)


@administrators_only
async def tap(update: Update, context: Context, _: str, arguments: tuple[str, ...]) -> None:
    """Show an announcement, or do to it what its button says."""
    who = await greet(update, context)
    match arguments:
        case (verb, number) if number.isdecimal() and (queued := await stored.get(int(number))):
            await _do(update, context, who, verb, queued)
        case _:
            await old_button(update, context)


async def take_words(update: Update, context: Context) -> bool:
    """Take what an administrator typed or sent while the form waits for it; False when it waits for nothing."""
    message = update.effective_message
    if message is None or not is_private(update) or not is_administrator(services(context), chat_of(update).id):
        return False
    who = await greet(update, context)
    form = await _form(who, context)
    if form is None or form.step not in STEPS:
        return False
    taken = _take(message, form, who, context)
    if isinstance(taken, _Form):
        await _go_on(update, taken, who, context)
    else:
        await reply(update, context, Message(taken))
    return True


def _take(message: TelegramMessage, form: _Form, who: Subscriber, context: Context) -> _Form | str:
    """Put words into the step that waits for them, or say what is wrong with them; nothing known is lost."""
    words = message.text or message.caption or ""
    match form.step:
        case "fr" | "en":
            written = message.text_html if message.text else message.caption_html
            attachment = _attachment(message) or form.attachment
            filled = replace(form, texts={**form.texts, form.step: written or ""}, attachment=attachment)
        case "segment":
            request = services(context).shelf.reader.read(words)
            if request.unknown or not set(parts_of(request.interests)) <= SEGMENT_PARTS:
                named = [render_unknown(request, who.language)] if request.unknown else []
                return "\n".join([*named, text(who.language, "compose-segment-how")])
            filled = replace(form, segment=request.interests)
        case "time":
            now = services(context).now()
            at = read_time(words, who.timezone, now)
            fault = fault_of_time(at, now) if at else None
            if at is None or fault:
                return views.render_faults([fault], who.language) if fault else text(who.language, "compose-time-how")
            filled = replace(form, send_at=at)
        case _:
            lines = [line.partition("|") for line in words.splitlines() if line.strip()]
            filled = replace(form, buttons=tuple((label.strip(), url.strip()) for label, _, url in lines))
    if faults := faults_of(filled.announcement):
        return views.render_faults(faults, who.language)
    return filled


def _attachment(message: TelegramMessage) -> tuple[str, str] | None:
    if message.photo:
        return "photo", message.photo[-1].file_id
    return ("document", message.document.file_id) if message.document else None


async def _go_on(update: Update, form: _Form, who: Subscriber, context: Context) -> None:
    """Ask for the other language once, then show everything."""
    if form.step == "fr" and "en" not in form.texts and form.corrects is None:
        form = await _keep(who, context, replace(form, step="en"))
        await reply(update, context, views.render_ask("en", form.nonce, who.language, optional=bool(form.texts)))
        return
    form = await _keep(who, context, replace(form, step=REVIEW))
    said = form.announcement
    for language in Language:
        if language in said.texts:
            await _preview(update, said, language, context)
    await reply(update, context, await _review(form, who, context))


async def _preview(update: Update, said: Announcement, language: Language, context: Context) -> None:
    """Show exactly what people will receive: the test to oneself."""
    shown = views.render_announcement(said, language)
    if said.attachment is None:
        await reply(update, context, shown)
        return
    send = context.bot.send_photo if said.attachment.kind == "photo" else context.bot.send_document
    await send(
        chat_of(update).id,
        said.attachment.file_id,
        caption=shown.html,
        parse_mode="HTML",
        reply_markup=keyboard(shown),
    )


async def _review(form: _Form, who: Subscriber, context: Context) -> Message:
    at_hand = services(context)
    if form.corrects is not None:
        return views.render_correction(form.corrects, form.nonce, who.language)
    return views.render_review(
        form.announcement,
        await stored.head_count(form.segment),
        form.send_at,
        form.nonce,
        at_hand.settings.send_rate,
        at_hand.shelf.labels,
        who.language,
        who.timezone,
    )


async def _step(update: Update, context: Context, who: Subscriber, form: _Form, step: str, value: str = "") -> None:
    query = update.callback_query
    if query is None:
        return
    match step:
        case "cancel":
            await _keep(who, context, None)
            await show(update, context, Message(text(who.language, "cancel-done")))
        case "edit" if value in STEPS:
            await query.answer()
            await _keep(who, context, replace(form, step=value))
            await reply(update, context, views.render_ask(value, form.nonce, who.language))
        case "skip" if value in STEPS:
            await query.answer()
            filled = _without(replace(form, step=value), value)
            if not filled.texts and value == "en":
                await reply(update, context, views.render_ask("fr", form.nonce, who.language, optional=False))
                return
            await _go_on(update, filled, who, context)
        case "send" if form.step == REVIEW:
            await _send(update, context, who, form)
        case _:
            await old_button(update, context)


def _without(form: _Form, step: str) -> _Form:
    """Leave a step out: no text in that language, everyone, now, no buttons."""
    match step:
        case "segment":
            return replace(form, segment=Interests())
        case "time":
            return replace(form, send_at=None)
        case "buttons":
            return replace(form, buttons=())
    return replace(form, texts={code: words for code, words in form.texts.items() if code != step})


async def _send(update: Update, context: Context, who: Subscriber, form: _Form) -> None:
    """Freeze and queue what was reviewed; the reviewed message becomes the progress card."""
    now, said = services(context).now(), form.announcement
    if faults := faults_of(said):
        await show(update, context, await _review(form, who, context), views.render_faults(faults, who.language))
        return
    await _keep(who, context, None)
    if form.corrects is not None:
        await stored.correct(form.corrects, dict(said.texts), who.chat_id, now)
        queued = await stored.get(form.corrects)
    else:
        queued = await stored.queue(said, who.chat_id, max(form.send_at or now, now), now)
    if queued is None:
        await old_button(update, context)
        return
    if update.effective_message:
        await stored.keep_card(queued.id, update.effective_message.message_id)
    await show(update, context, _progress(queued, who, context))


async def _do(update: Update, context: Context, who: Subscriber, verb: str, queued: Queued) -> None:
    now, note = services(context).now(), ""
    match verb:
        case "show":
            pass
        case "correct":
            texts = {language.value: words for language, words in queued.announcement.texts.items()}
            first = next(iter(texts))
            form = _Form(form_number(update), first, texts, corrects=queued.id)
            form = replace(form, attachment=_pair(queued), buttons=_buttons(queued))
            await _keep(who, context, form)
            await show(update, context, views.render_ask(first, form.nonce, who.language, optional=False))
            return
        case "recall":
            await show(update, context, views.render_recall(queued, who.language))
            return
        case "delete":
            going, old = await stored.recall(queued.id, who.chat_id, now)
            note = text(who.language, "announcement-recalled", count=going, old=old)
        case "report":
            await _report(update, context, queued)
            return
        case _ if verb in CHANGES:
            done = await CHANGES[verb](queued.id, who.chat_id, now)
            note = text(who.language, "announcement-changed" if done else "announcement-not-changed")
        case _:
            await old_button(update, context)
            return
    if update.effective_message:
        await stored.keep_card(queued.id, update.effective_message.message_id)
    fresh = await stored.get(queued.id) or queued
    await show(update, context, _progress(fresh, who, context), note)


async def _report(update: Update, context: Context, queued: Queued) -> None:
    """Send a chart of the outcomes, and every one of them as CSV, without saying whose."""
    who = await greet(update, context)
    if update.callback_query:
        await update.callback_query.answer()
    outcomes = views.outcomes(queued.tally, who.language)
    title = text(who.language, "announcement-chart", number=queued.id)
    picture = await draw_bars(title, list(outcomes), {title: list(outcomes.values())})
    told = ", ".join(f"{name} {count}" for name, count in outcomes.items())
    await context.bot.send_photo(chat_of(update).id, picture, caption=f"{title}. {told}.")
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(["kind", "state", "reason", "attempts", "settled_at"])
    for row in await stored.report(queued.id):
        writer.writerow([row["kind"], row["state"], row["reason"] or "", row["attempts"], row["settled_at"] or ""])
    name = f"reffop-{queued.id}.csv"
    await context.bot.send_document(chat_of(update).id, InputFile(table.getvalue().encode(), filename=name))


def _pair(queued: Queued) -> tuple[str, str] | None:
    attachment = queued.announcement.attachment
    return (attachment.kind, attachment.file_id) if attachment else None


def _buttons(queued: Queued) -> tuple[tuple[str, str], ...]:
    return tuple((button.text, button.url) for button in queued.announcement.buttons)


def _progress(queued: Queued, who: Subscriber, context: Context) -> Message:
    return views.render_progress(queued, who.language, services(context).settings.send_rate)


async def _form(who: Subscriber, context: Context) -> _Form | None:
    state = await conversations.draft(who.chat_id, services(context).now())
    return _Form.of(state) if state and state.get("form") == FORM else None


async def _keep(who: Subscriber, context: Context, form: _Form | None) -> _Form:
    await conversations.keep_draft(who.chat_id, form.state() if form else None, services(context).now())
    return form or _Form("")
