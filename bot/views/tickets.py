"""Tickets as both sides read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.callbacks import encode
from bot.views.filters import Labels
from bot.views.message import Button, Message, escape
from domain.tickets import STEPS, Line, Ticket, TicketKind, TicketState
from domain.vocabulary import Language
from locales import text
from locales.dates import format_instant, format_span

PAGE = 8
LONGEST_THREAD = 3500
"""Characters of a thread that one message shows, its end."""


def render_offer(contact: str, language: Language, *, staffed: bool, asked: bool = False) -> Message:
    """Say how a person can be reached; here too, when somebody would answer what was `asked` or something else."""
    if not staffed:
        return Message(text(language, "answer-human", contact=escape(contact)))
    question = Button(text(language, "button-ticket-question"), callback=encode("ticket", "new", TicketKind.QUESTION))
    expert = Button(text(language, "button-ticket-expert"), callback=encode("ticket", "new", TicketKind.EXPERT))
    carry = Button(text(language, "button-ticket-carry"), callback=encode("ticket", "carry"))
    rows = (((carry,),) if asked else ()) + ((question,), (expert,))
    return Message(text(language, "ticket-offer", contact=escape(contact)), rows)


def render_step(
    nonce: str,
    kind: TicketKind,
    step: str,
    answers: Mapping[str, str],
    labels: Labels,
    language: Language,
    *,
    contact: str,
) -> Message:
    """Ask for one thing; what was said so far stands above, and the other way below the first."""
    number = STEPS[kind].index(step)
    said = [_field(name, answers[name], language) for name in STEPS[kind] if name in answers]
    asked = text(language, f"ticket-ask-{step}")
    count = text(language, "ticket-step", number=number + 1, count=len(STEPS[kind])) if len(STEPS[kind]) > 1 else ""
    rows: list[tuple[Button, ...]] = []
    if step == "area":
        areas = [
            Button(labels.area(slug, language), callback=encode("ticket", "area", nonce, slug)) for slug in labels.areas
        ]
        rows += [tuple(areas[at : at + 2]) for at in range(0, len(areas), 2)]
    back = (Button(text(language, "button-back"), callback=encode("ticket", "back", nonce)),) if number else ()
    rows.append((*back, Button(text(language, "button-cancel"), callback=encode("ticket", "leave", nonce))))
    other_way = "" if number else text(language, "ticket-other-way", contact=escape(contact))
    parts = [part for part in ("\n".join(said), f"{count} {asked}".strip(), other_way) if part]
    return Message("\n\n".join(parts), tuple(rows))


def render_review(nonce: str, kind: TicketKind, answers: Mapping[str, str], language: Language) -> Message:
    """Read a request back before it is sent."""
    words = text(language, "ticket-review", request=render_request(kind, answers, language))
    send = Button(text(language, "button-ticket-send"), callback=encode("ticket", "send", nonce))
    back = Button(text(language, "button-back"), callback=encode("ticket", "back", nonce))
    leave = Button(text(language, "button-cancel"), callback=encode("ticket", "leave", nonce))
    return Message(words, ((send,), (back, leave)))


def render_request(kind: TicketKind, answers: Mapping[str, str], language: Language) -> str:
    """Write a request in full, as HTML."""
    if kind is TicketKind.QUESTION:
        return escape(answers["question"])
    return "\n".join(_field(name, answers[name], language) for name in STEPS[kind])


def render_opened(number: int, contact: str, language: Language) -> Message:
    """Say that a request is on its way, and how to add to it or take it back."""
    withdraw = Button(text(language, "button-ticket-withdraw"), callback=encode("ticket", "withdraw", number))
    return Message(text(language, "ticket-opened", number=number, contact=escape(contact)), ((withdraw,),))


def render_for_staff(ticket: Ticket, words: str, language: Language) -> Message:
    """Show administrators what is asked; nothing tells who asks."""
    return Message(
        f"{_head(ticket, language)}\n\n{escape(words)}\n\n{text(language, 'ticket-how-to-answer')}",
        (_handles(ticket, language),),
    )


def render_more_for_staff(ticket: Ticket, words: str, language: Language) -> Message:
    """Show administrators what the asker adds."""
    return Message(
        f"{text(language, 'ticket-more', number=ticket.id)}\n\n{escape(words)}", (_handles(ticket, language),)
    )


def render_answered_by_colleague(ticket: Ticket, words: str, language: Language) -> Message:
    """Tell the other administrators what was answered."""
    return Message(f"{text(language, 'ticket-answered-elsewhere', number=ticket.id)}\n\n{escape(words)}")


def render_answer(ticket: Ticket, words: str) -> Message:
    """Show the asker an answer, as from the network."""
    head = text(ticket.language, "ticket-answer", number=ticket.id)
    return Message(f"{head}\n\n{escape(words)}\n\n{text(ticket.language, 'ticket-go-on')}")


def render_list(found: Sequence[Ticket], start: int, language: Language, now: datetime) -> Message:
    """List the tickets that wait, who waits longest first."""
    if not found:
        return Message(text(language, "tickets-none"))
    shown = found[start : start + PAGE]
    lines = [text(language, "tickets-title", count=len(found)), ""]
    lines += [
        text(
            language,
            f"tickets-line-{ticket.kind}",
            number=ticket.id,
            language=text(language, f"ticket-in-{ticket.language}"),
            waits=_waits(ticket, language, now),
        )
        for ticket in shown
    ]
    picks = [
        Button(text(language, "tickets-pick", number=one.id), callback=encode("desk", "show", one.id)) for one in shown
    ]
    turns = []
    if start:
        turns.append(Button(text(language, "button-previous"), callback=encode("desk", "list", max(0, start - PAGE))))
    if start + PAGE < len(found):
        turns.append(Button(text(language, "button-next"), callback=encode("desk", "list", start + PAGE)))
    rows = [tuple(picks[at : at + 4]) for at in range(0, len(picks), 4)]
    return Message("\n".join(lines), (*rows, *([tuple(turns)] if turns else [])))


def render_thread(ticket: Ticket, thread: Sequence[Line], language: Language, zone: str) -> Message:
    """Show all that was written on a ticket, its end when it is long."""
    parts = [
        text(
            language,
            f"ticket-line-{'network' if line.from_network else 'asker'}",
            at=format_instant(line.at, language, zone),
        )
        + f"\n{escape(line.text)}"
        for line in thread
    ]
    while len(parts) > 1 and sum(map(len, parts)) > LONGEST_THREAD:
        parts.pop(0)
    buttons = (_handles(ticket, language),) if ticket.state is not TicketState.CLOSED else ()
    return Message("\n\n".join((_head(ticket, language), *parts)), buttons)


def render_overdue(found: Sequence[Ticket], language: Language, now: datetime) -> Message:
    """Remind administrators of what waits too long."""
    longest = text(language, "tickets-overdue", count=len(found), waits=_waits(found[0], language, now))
    return Message(longest, ((Button(text(language, "button-tickets"), callback=encode("desk", "list", 0)),),))


def _head(ticket: Ticket, language: Language) -> str:
    spoken = text(language, f"ticket-in-{ticket.language}")
    return text(language, f"ticket-head-{ticket.kind}", number=ticket.id, language=spoken)


def _handles(ticket: Ticket, language: Language) -> tuple[Button, ...]:
    return (
        Button(text(language, "button-ticket-answer"), callback=encode("desk", "answer", ticket.id)),
        Button(text(language, "button-ticket-close"), callback=encode("desk", "close", ticket.id)),
    )


def _field(name: str, words: str, language: Language) -> str:
    return f"<b>{text(language, f'ticket-field-{name}')}</b> {escape(words)}"


def _waits(ticket: Ticket, language: Language, now: datetime) -> str:
    waits = now - ticket.updated_at
    unit = 86_400 if waits.days else 3_600 if waits.total_seconds() >= 3_600 else 60
    return format_span(type(waits)(seconds=max(1, int(waits.total_seconds()) // unit) * unit), language)
