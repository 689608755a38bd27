"""Tickets as rows: what was asked, what was answered, and which messages are about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tortoise.expressions import Subquery
from tortoise.transactions import in_transaction

from domain.tickets import FORGOTTEN, KEPT, MOST_OPEN, REMINDED_EVERY, WAITS_TOO_LONG, Line, TicketKind, TicketState
from domain.tickets import Ticket as TicketRecord
from domain.vocabulary import Language
from storage.models import Ticket, TicketLine, TicketMessage

LISTED = 100
"""Tickets that a list holds at most, the oldest first."""


@dataclass(frozen=True, slots=True)
class Found:
    """A ticket that a reply is about; whether the asker wrote it, and to whom an answer goes."""

    ticket: TicketRecord
    asker_id: int


async def open_ticket(chat_id: int, kind: TicketKind, words: str, now: datetime) -> int | None:
    """Open a ticket with its first line and give its number; None when the person has enough of them open."""
    async with in_transaction():
        if await Ticket.filter(chat_id=chat_id, state=TicketState.OPEN.value).count() >= MOST_OPEN:
            return None
        row = await Ticket.create(
            chat_id=chat_id, kind=kind.value, state=TicketState.OPEN.value, created_at=now, updated_at=now
        )
        await TicketLine.create(ticket_id=row.id, text=words, from_network=False, at=now)
        return int(row.id)


async def get(number: int) -> Found | None:
    """Find a ticket by its number."""
    row = await Ticket.get_or_none(id=number).prefetch_related("chat")
    return Found(_ticket(row), row.chat_id) if row else None


async def about(chat_id: int, message_id: int) -> Found | None:
    """Find the ticket that a message of ours is about."""
    row = await TicketMessage.get_or_none(chat_id=chat_id, message_id=message_id)
    return await get(row.ticket_id) if row else None


async def note_message(number: int, chat_id: int, message_id: int) -> None:
    """Keep that a message of ours is about a ticket, the one that it shows now."""
    await TicketMessage.update_or_create(chat_id=chat_id, message_id=message_id, defaults={"ticket_id": number})


async def first_messages(number: int) -> dict[int, int]:
    """Give, by chat, the first of our messages about a ticket: what follows replies to it."""
    found = await TicketMessage.filter(ticket_id=number).order_by("-id")
    return {row.chat_id: row.message_id for row in found}


async def add_line(number: int, words: str, now: datetime, *, from_network: bool) -> bool:
    """Add what one side wrote; False when the ticket is closed. An answer leaves it answered, more opens it again.

    Who writes once more while they wait keeps their place: `updated_at` says since when a ticket stands as it does.
    """
    state = TicketState.ANSWERED if from_network else TicketState.OPEN
    async with in_transaction():
        alive = Ticket.filter(id=number).exclude(state=TicketState.CLOSED.value)
        if not await alive.exists():
            return False
        moved = alive if from_network else alive.exclude(state=TicketState.OPEN.value)
        await moved.update(state=state.value, updated_at=now)
        await TicketLine.create(ticket_id=number, text=words, from_network=from_network, at=now)
        return True


async def close(number: int, now: datetime) -> bool:
    """Close a ticket; False when it was closed already."""
    alive = Ticket.filter(id=number).exclude(state=TicketState.CLOSED.value)
    return bool(await alive.update(state=TicketState.CLOSED.value, closed_at=now, updated_at=now))


async def lines(number: int) -> list[Line]:
    """Give what was written on a ticket, in order."""
    found = await TicketLine.filter(ticket_id=number).order_by("id")
    return [Line(row.text, row.from_network, row.at) for row in found]


async def waiting() -> list[TicketRecord]:
    """List the tickets that wait for the network, who waits longest first."""
    found = Ticket.filter(state=TicketState.OPEN.value).order_by("updated_at", "id").limit(LISTED)
    return [_ticket(row) for row in await found.prefetch_related("chat")]


async def overdue(now: datetime) -> list[TicketRecord]:
    """List the tickets that wait too long, who waits longest first; none when some were spoken of within a day."""
    if await Ticket.filter(reminded_at__gt=now - REMINDED_EVERY).exists():
        return []
    found = Ticket.filter(state=TicketState.OPEN.value, updated_at__lte=now - WAITS_TOO_LONG)
    return [_ticket(row) for row in await found.order_by("updated_at", "id").limit(LISTED).prefetch_related("chat")]


async def reminded(numbers: Sequence[int], now: datetime) -> None:
    """Keep that administrators were reminded of these."""
    await Ticket.filter(id__in=list(numbers)).update(reminded_at=now)


async def erase_old(now: datetime) -> int:
    """Close what nobody writes on any more, erase what was closed some time ago, and say how many were erased."""
    lively = Subquery(TicketLine.filter(at__gt=now - FORGOTTEN).values("ticket_id"))
    left = Ticket.exclude(state=TicketState.CLOSED.value).exclude(id__in=lively)
    await left.update(state=TicketState.CLOSED.value, closed_at=now)
    old = Ticket.filter(closed_at__lte=now - KEPT)
    count = await old.count()  # SQLite would also count the rows of the cascade
    await old.delete()
    return count


def _ticket(row: Ticket) -> TicketRecord:
    return TicketRecord(
        row.id,
        TicketKind(row.kind),
        TicketState(row.state),
        Language(row.chat.language),
        row.created_at,
        row.updated_at,
    )
