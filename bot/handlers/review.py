"""Learning from misses, for administrators: a question without an answer is given the record that answers it."""

from __future__ import annotations

from io import BytesIO

from telegram import InputFile, Update

from bot.access import administrators_only, is_administrator
from bot.handlers.common import Context, chat_of, greet, is_private, old_button, reply, services, show
from bot.views import review as views
from bot.views.message import Message
from bot.wordings import write_wordings
from domain.answering.answers import Answer, Ref
from domain.answering.answers import Context as Asker
from domain.answering.engine import answer
from domain.knowledge import Record
from domain.subscribers import Subscriber
from domain.wordings import Group, grouped
from locales import text
from storage import conversations, wordings

FORM = "review"
KINDS = ("centre", "course", "term", "resource")
"""Records that can be taught: vacancies come and go."""
MOST_FOUND = 5


@administrators_only
async def review(update: Update, context: Context) -> None:
    """List the questions without an answer."""
    who = await greet(update, context)
    await reply(update, context, await _listing(who, 0))


@administrators_only
async def tap(update: Update, context: Context, _: str, arguments: tuple[str, ...]) -> None:
    """Turn a page, look at a group, link it, ignore it, or take back what was taught."""
    who = await greet(update, context)
    match arguments:
        case ("list", start) if start.isdigit():
            await show(update, context, await _listing(who, int(start)))
        case ("taught", start) if start.isdigit():
            await show(update, context, await _taught(who, context, int(start)))
        case ("unteach", number) if number.isdigit():
            await wordings.unteach(int(number), who.chat_id, services(context).now())
            await show(update, context, await _taught(who, context, 0), text(who.language, "review-did-unteach"))
        case ("export",):
            await _export(update, context, who)
        case (step, number, *token) if number.isdigit() and (group := await _group(int(number))):
            await _step(update, context, who, step, group, "".join(token))
        case _:
            await old_button(update, context, text(who.language, "review-gone"))


async def take_name(update: Update, context: Context) -> bool:
    """Take the name of the record that a question means."""
    message = update.effective_message
    if message is None or not message.text or not is_private(update):
        return False
    who, now = await greet(update, context), services(context).now()
    state = await conversations.draft(who.chat_id, now)
    if not is_administrator(services(context), who.chat_id) or not state or state.get("form") != FORM:
        return False
    index = services(context).shelf.index
    found = answer(message.text, Asker(who.language, None, who.language), index, now.date())
    refs = _refs(found)[:MOST_FOUND]
    await reply(update, context, views.render_found(state["group"], refs, index.knowledge, who.language))
    return True


def _refs(found: Answer) -> list[Ref]:
    kind = found.type.record_kind
    refs = [*((kind, id_) for id_ in found.ids if kind), *found.choices]
    return [ref for ref in dict.fromkeys(refs) if ref[0] in KINDS]


async def _step(update: Update, context: Context, who: Subscriber, step: str, group: Group, token: str) -> None:
    knowledge, now = services(context).shelf.knowledge, services(context).now()
    found = knowledge.by_token(token)
    match step:
        case "group":
            await show(update, context, views.render_group(group, who.language))
        case "link":
            await conversations.keep_draft(who.chat_id, {"form": FORM, "group": group.id}, now)
            await show(update, context, Message(text(who.language, "review-ask-name")))
        case "pick" if found:
            ref = _ref(found)
            await show(update, context, views.render_confirmation(group, ref, knowledge, who.language))
        case "teach" if found:
            kind, id_ = _ref(found)
            await wordings.teach(group.questions, kind, id_, who.chat_id, now)
            await conversations.keep_draft(who.chat_id, None, now)
            await show(update, context, await _listing(who, 0), text(who.language, "review-did-teach"))
        case "ignore":
            await wordings.ignore(group.questions, who.chat_id, now)
            await show(update, context, await _listing(who, 0), text(who.language, "review-did-ignore"))
        case _:
            await old_button(update, context)


def _ref(found: tuple[str, Record]) -> Ref:
    return found[0], found[1].id


async def _export(update: Update, context: Context, who: Subscriber) -> None:
    if update.callback_query:
        await update.callback_query.answer()
    body = write_wordings(await wordings.taught())
    file = InputFile(BytesIO(body.encode()), filename="wordings.yaml")
    await context.bot.send_document(chat_of(update).id, file, caption=text(who.language, "review-export"))


async def _group(number: int) -> Group | None:
    groups = grouped(await wordings.missed())
    return next((group for group in groups if any(question.id == number for question in group.questions)), None)


async def _listing(who: Subscriber, start: int) -> Message:
    return views.render_groups(grouped(await wordings.missed()), start, who.language)


async def _taught(who: Subscriber, context: Context, start: int) -> Message:
    return views.render_taught(await wordings.taught(), start, services(context).shelf.knowledge, who.language)
