"""Answers as a person reads them: Telegram HTML and buttons.

The first line answers; facts come from records only; what is inferred or unconfirmed is marked « indicatif » or
"indicative"; a past session is "last held", never upcoming; what is unknown is said to be, with whom to ask.

Actions of the buttons, all stateless (bot.callbacks):

    rec:<token>:<language>                       show a record (Knowledge.by_token), in this language
    cof:<token>:<language>                       the courses of a centre
    more:<pool>:<start>:<language>:<conditions>  a list from its `start`th record on (answer_queries)
"""

from __future__ import annotations

from bot.views.answer_cards import Desk, body, card
from bot.views.answer_lists import Listing, listing_of, render_listing
from bot.views.answer_parts import Say, human_button, record_button, rows
from bot.views.answer_queries import unpack
from bot.views.message import Message, escape
from domain.answering.answers import Answer, AnswerType, Filters
from domain.answering.phrases import REFUSED
from domain.answering.sets import select
from domain.knowledge import Knowledge
from domain.vocabulary import Language
from locales import text

TAPS = ("rec", "cof", "more")
LONGEST = 4000


def render(answer: Answer, knowledge: Knowledge, language: Language, say: Say = text, *, contact: str) -> Message:
    """Show an answer in one language; `contact` is where a person answers."""
    desk = Desk(say, knowledge, language, contact)
    kind = answer.type.record_kind
    if answer.type.is_list:
        message = render_listing(listing_of(answer), desk)
    elif answer.compare or (answer.type is AnswerType.CLARIFY and answer.ids):
        message = _side_by_side(answer, desk)
    elif kind and answer.ids:
        message = _with_choices(card((kind, answer.ids[0]), desk, answer.detail), answer, desk)
    elif answer.type is AnswerType.CLARIFY:
        message = _choices(answer, desk)
    else:
        message = _fixed(answer, desk)
    return _bounded(message)


def render_tap(
    action: str, arguments: tuple[str, ...], knowledge: Knowledge, say: Say = text, *, contact: str
) -> Message | None:
    """Show what a button of ours asks for; None when the data is not of our making or its record is gone."""
    match (action, arguments):
        case ("rec", (token, code)):
            desk = Desk(say, knowledge, Language.of(code, Language.FR), contact)
            found = knowledge.by_token(token)
            return _bounded(card((found[0], found[1].id), desk)) if found else None
        case ("cof", (token, code)):
            found = knowledge.by_token(token)
            if not found:
                return None
            filters = Filters(centre=frozenset({found[1].id}))
            return _page("course", 0, Desk(say, knowledge, Language.of(code, Language.FR), contact), filters)
        case ("more", (pool, start, code, packed)) if start.isdigit() and pool in ("course", "centre", "term", "job"):
            desk = Desk(say, knowledge, Language.of(code, Language.FR), contact)
            return _page(pool, int(start), desk, unpack(packed, knowledge))
    return None


def _page(pool: str, start: int, desk: Desk, filters: Filters) -> Message:
    found = select(pool, filters, desk.knowledge)
    return _bounded(render_listing(Listing(pool, found.ids, filters, found.dropped, found.unknown, start), desk))


def _with_choices(message: Message, answer: Answer, desk: Desk) -> Message:
    others = tuple((record_button(ref, desk.knowledge, desk.language),) for ref in answer.choices)
    return Message(message.html, others + message.buttons)


def _choices(answer: Answer, desk: Desk) -> Message:
    buttons = [(record_button(ref, desk.knowledge, desk.language),) for ref in answer.choices]
    return Message(desk("clarify"), (*buttons, (human_button(desk.say, desk.language),)))


def _side_by_side(answer: Answer, desk: Desk) -> Message:
    """Show several records at once: both sides of a comparison, every sense of an acronym."""
    kind = answer.type.record_kind
    refs = answer.choices or tuple((kind, id) for id in answer.ids if kind)  # noqa: A001
    head = desk("compare") if answer.compare else desk("senses-plain")
    parts = [head, *(body(ref, desk) for ref in refs)]
    return Message("\n\n".join(parts), rows(record_button(ref, desk.knowledge, desk.language) for ref in refs))


def _fixed(answer: Answer, desk: Desk) -> Message:
    if answer.type is AnswerType.SMALLTALK:
        return Message(desk(f"smalltalk-{answer.topic}"))
    if answer.topic in ("abuse", "empty", *REFUSED):
        return Message(desk(f"none-{answer.topic}"))
    return Message(desk("none", contact=escape(desk.contact)), ((human_button(desk.say, desk.language),),))


def _bounded(message: Message) -> Message:
    """Keep within what Telegram accepts, cutting at a line so that no markup is torn."""
    if len(message.html) <= LONGEST:
        return message
    kept = message.html[:LONGEST].rsplit("\n", 1)[0]
    return Message(kept, message.buttons)
