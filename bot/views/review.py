"""Questions without an answer as administrators read them, and what they teach from them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.callbacks import encode
from bot.views.answer_parts import short, title
from bot.views.filters import quoted
from bot.views.message import Button, Message, escape
from domain.answering.answers import Ref
from domain.knowledge import Knowledge
from domain.vocabulary import Language
from domain.wordings import Group
from locales import text
from storage.wordings import Taught

PAGE = 8
SHOWN = 120
OTHERS = 6


def render_groups(groups: Sequence[Group], start: int, language: Language) -> Message:
    """List the groups, the one asked most first."""
    rows: list[tuple[Button, ...]] = []
    taught = Button(text(language, "button-review-taught"), callback=encode("review", "taught", 0))
    if not groups:
        return Message(text(language, "review-none"), ((taught,),))
    shown = list(enumerate(groups[start : start + PAGE], start + 1))
    lines = [text(language, "review-title", count=len(groups)), ""]
    lines += [f"{number}. {_named(group, language)} × {group.times}" for number, group in shown]
    picks = [Button(str(number), callback=encode("review", "group", group.id)) for number, group in shown]
    rows += [tuple(picks[at : at + 4]) for at in range(0, len(picks), 4)]
    if turns := _turns("list", start, len(groups), language):
        rows.append(turns)
    return Message("\n".join(lines), (*rows, (taught,)))


def render_group(group: Group, language: Language) -> Message:
    """Show one group whole, with what can be done."""
    lines = [f"<b>{_named(group, language)}</b>", text(language, "review-asked", count=group.times)]
    lines += [f"• {escape(question.text[:SHOWN])}" for question in group.questions[1 : OTHERS + 1]]
    link = Button(text(language, "button-review-link"), callback=encode("review", "link", group.id))
    ignore = Button(text(language, "button-review-ignore"), callback=encode("review", "ignore", group.id))
    back = Button(text(language, "button-back"), callback=encode("review", "list", 0))
    return Message("\n".join(lines), ((link,), (ignore, back)))


def render_found(number: int, refs: Sequence[Ref], knowledge: Knowledge, language: Language) -> Message:
    """Offer the records that a name may mean."""
    if not refs:
        return Message(text(language, "review-found-none"))
    rows = [
        (
            Button(
                short(title(ref, knowledge, language), 60),
                callback=encode("review", "pick", number, knowledge.token(*ref)),
            ),
        )
        for ref in refs
    ]
    return Message(text(language, "review-pick"), tuple(rows))


def render_confirmation(group: Group, ref: Ref, knowledge: Knowledge, language: Language) -> Message:
    """Say what will be answered from now on, before it is so."""
    words = text(
        language,
        "review-confirm",
        question=_named(group, language),
        record=escape(title(ref, knowledge, language)),
        count=len(group.questions),
    )
    yes = Button(
        text(language, "button-review-teach"), callback=encode("review", "teach", group.id, knowledge.token(*ref))
    )
    no = Button(text(language, "button-cancel"), callback=encode("review", "group", group.id))
    return Message(words, ((yes, no),))


def render_taught(found: Sequence[Taught], start: int, knowledge: Knowledge, language: Language) -> Message:
    """List what was taught, the newest first, each with a button to take it back."""
    if not found:
        return Message(text(language, "review-taught-none"), ((_back(language),),))
    shown = list(enumerate(found[start : start + PAGE], start + 1))
    lines = [text(language, "review-taught-title", count=len(found)), ""]
    lines += [
        f"{number}. {quoted(escape(one.text[:SHOWN]), language)}"
        f" → {escape(title((one.kind, one.slug), knowledge, language))}"
        for number, one in shown
    ]
    picks = [Button(f"🗑 {number}", callback=encode("review", "unteach", one.id)) for number, one in shown]
    rows = [tuple(picks[at : at + 4]) for at in range(0, len(picks), 4)]
    if turns := _turns("taught", start, len(found), language):
        rows.append(turns)
    export = Button(text(language, "button-review-export"), callback=encode("review", "export"))
    return Message("\n".join(lines), (*rows, (export, _back(language))))


def _named(group: Group, language: Language) -> str:
    return quoted(escape(group.questions[0].text[:SHOWN]), language)


def _back(language: Language) -> Button:
    return Button(text(language, "button-back"), callback=encode("review", "list", 0))


def _turns(what: str, start: int, count: int, language: Language) -> tuple[Button, ...]:
    turns = []
    if start:
        turns.append(Button(text(language, "button-previous"), callback=encode("review", what, max(0, start - PAGE))))
    if start + PAGE < count:
        turns.append(Button(text(language, "button-next"), callback=encode("review", what, start + PAGE)))
    return tuple(turns)
