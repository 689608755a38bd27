"""Free text: a question gets an answer, at once and never through the queue."""

from __future__ import annotations

from datetime import datetime

from telegram import Update

from bot.handlers.common import Context, edit, greet, is_private, reply, services
from bot.views.answers import TAPS, render, render_tap
from bot.views.message import Message
from bot.views.postings import render_list, render_sessions
from bot.views.sources import render_missing
from domain.answering.answers import Answer, AnswerType, Dialogue
from domain.answering.answers import Context as Asker
from domain.answering.engine import answer
from domain.subscribers import Subscriber
from domain.vocabulary import Language
from locales import text
from storage import conversations, postings, questions, sources
from storage.postings import RECENT

OUTCOMES = {AnswerType.NONE: "unanswered", AnswerType.CLARIFY: "choices"}
"""How questions end that get no single answer."""

__all__ = ["TAPS", "ask", "centres", "courses", "jobs", "tap", "term"]


async def ask(update: Update, context: Context) -> None:
    """Answer what a person writes; in a group, only commands speak to us."""
    if not is_private(update) or update.effective_message is None:
        return
    who = await greet(update, context)
    words = update.effective_message.text
    if not words:
        await reply(update, context, Message(text(who.language, "error-not-text")))
        return
    await _answer(update, context, who, words)


async def answer_words(update: Update, context: Context, words: str) -> None:
    """Answer words that came another way than typed, such as a link to the bot."""
    await _answer(update, context, await greet(update, context), words)


async def courses(update: Update, context: Context) -> None:
    """Answer a question on courses; without words, list the sessions to come, or show how to ask one."""
    now = services(context).now()
    if not context.args and (coming := await postings.sessions(now)):
        who = await greet(update, context)
        await reply(update, context, render_sessions(coming, who.language, who.timezone, now))
        return
    await _ask_about(update, context, "ask-courses", {"fr": "cours", "en": "courses"})


async def centres(update: Update, context: Context) -> None:
    """Answer a question on centres; without words, list them."""
    await _ask_about(update, context, None, {"fr": "centres", "en": "centres"})


async def term(update: Update, context: Context) -> None:
    """Answer a question on a term; without words, show how to ask one."""
    await _ask_about(update, context, "ask-term", {"fr": "", "en": ""})


async def jobs(update: Update, context: Context) -> None:
    """Answer a question on vacancies; without words, list those open now."""
    who = await greet(update, context)
    now = services(context).now()
    if context.args:
        await _ask_about(update, context, None, {"fr": "offres", "en": "jobs"})
        return
    found = await postings.latest(now, RECENT)
    listing = render_list(found, who.language, who.timezone, now)
    await reply(update, context, await _with_missing(listing, who.language, who.timezone, now))


async def tap(update: Update, context: Context, action: str, arguments: tuple[str, ...]) -> None:
    """Show what a button under an answer asks for: a page of a list in place, anything else as a new message."""
    who = await greet(update, context)
    query, at_hand = update.callback_query, services(context)
    if query is None:
        return
    shown = render_tap(action, arguments, at_hand.shelf.knowledge, contact=at_hand.settings.contact_email)
    if shown is None:
        await query.answer(text(who.language, "error-old-button"), show_alert=True)
        return
    await query.answer()
    if action == "more":
        await edit(query, shown)
    else:
        await reply(update, context, shown)


async def _ask_about(update: Update, context: Context, hint: str | None, subject: dict[str, str]) -> None:
    who = await greet(update, context)
    words = " ".join(context.args or ())
    if not words and hint:
        await reply(update, context, Message(text(who.language, hint)))
        return
    await _answer(update, context, who, f"{subject[who.language.value]} {words}".strip())


async def _answer(update: Update, context: Context, who: Subscriber, words: str) -> None:
    at_hand = services(context)
    now = at_hand.now()
    kept = await conversations.dialogue(who.chat_id, now)
    asker = Asker(who.language, Dialogue.from_dict(kept) if kept else None, at_hand.settings.default_language)
    found = answer(words, asker, at_hand.shelf.index, now.date())
    if found.type is AnswerType.NONE:
        await questions.note_unanswered(words, found.lang, now)
    if found.type in OUTCOMES:
        await questions.count(OUTCOMES[found.type], found.lang, now)
    elif found.type is not AnswerType.SMALLTALK:
        await questions.count("answered", found.lang, now)
    await conversations.keep_dialogue(who.chat_id, found.dialogue.as_dict() if found.dialogue else None, now)
    message = _rendered(found, context)
    if found.type is AnswerType.JOBS_LIST:
        message = await _with_missing(message, found.lang, who.timezone, now)
    asked = update.effective_message
    # Quoted, so that the button that leads to people finds the question without our keeping it.
    quoted = asked.message_id if asked and asked.text == words and found.type in OUTCOMES else None
    await reply(update, context, message, quoted)


def _rendered(found: Answer, context: Context) -> Message:
    at_hand = services(context)
    return render(found, at_hand.shelf.knowledge, found.lang, contact=at_hand.settings.contact_email)


async def _with_missing(message: Message, language: Language, zone: str, now: datetime) -> Message:
    """Add to a list of vacancies which sources have not been read for a day: some may be missing."""
    missing = await sources.unavailable(now)
    if not missing:
        return message
    return Message(f"{message.html}\n\n{render_missing(missing, language, zone)}", message.buttons)
