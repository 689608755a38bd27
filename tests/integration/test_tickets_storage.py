"""Tickets as rows: who waits keeps their place, reminders are rare, and nothing is kept longer than promised."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from domain.tickets import FORGOTTEN, KEPT, MOST_OPEN, TicketKind, TicketState
from domain.vocabulary import Language
from storage import subscribers, tickets
from storage.models import Ticket, TicketLine, TicketMessage

pytestmark = pytest.mark.usefixtures("database")

ASKER, OTHER, STAFF = 1, 2, 90
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


async def ticket(now: datetime, chat_id: int = ASKER) -> int:
    """A question that waits since then; gives its number."""
    await subscribers.meet(chat_id, "private", Language.FR, "UTC", now)
    number = await tickets.open_ticket(chat_id, TicketKind.QUESTION, "Une question", now)
    assert number is not None
    return number


async def waiting() -> list[int]:
    return [one.id for one in await tickets.waiting()]


async def reminded_of(now: datetime) -> list[int]:
    """Remind administrators as the watch does; give the numbers that they were told."""
    found = [one.id for one in await tickets.overdue(now)]
    await tickets.reminded(found, now)
    return found


async def test_who_asks_again_keeps_their_place_and_their_wait(now: datetime) -> None:
    first, second = await ticket(now), await ticket(now + HOUR, OTHER)
    assert await tickets.add_line(first, "Et alors ?", now + 20 * HOUR, from_network=False)
    assert await waiting() == [first, second]
    assert await reminded_of(now + 24 * HOUR) == [first]


async def test_who_goes_on_after_an_answer_waits_from_then_on(now: datetime) -> None:
    first, second = await ticket(now), await ticket(now + HOUR, OTHER)
    await tickets.add_line(first, "Oui.", now + 2 * HOUR, from_network=True)
    assert await waiting() == [second]
    await tickets.add_line(first, "Et à Dakar ?", now + 3 * HOUR, from_network=False)
    assert await waiting() == [second, first]


async def test_administrators_are_reminded_once_a_day_of_all_that_waits_too_long(now: datetime) -> None:
    numbers = [await ticket(now), await ticket(now + HOUR, OTHER)]
    told = [(hour, found) for hour in range(73) if (found := await reminded_of(now + hour * HOUR))]
    assert told == [(24, numbers[:1]), (48, numbers), (72, numbers)]


async def test_what_is_answered_is_not_spoken_of_any_more(now: datetime) -> None:
    number = await ticket(now)
    await tickets.add_line(number, "Oui.", now + 30 * HOUR, from_network=True)
    assert await reminded_of(now + 48 * HOUR) == []


async def test_a_person_may_have_three_tickets_waiting_and_those_answered_do_not_count(now: datetime) -> None:
    numbers = [await ticket(now) for _ in range(MOST_OPEN)]
    assert await tickets.open_ticket(ASKER, TicketKind.EXPERT, "Une de trop", now) is None
    assert await ticket(now, OTHER)
    await tickets.add_line(numbers[0], "Oui.", now, from_network=True)
    assert await tickets.open_ticket(ASKER, TicketKind.EXPERT, "Une autre", now)


async def test_a_closed_ticket_takes_nothing_more_and_is_closed_once(now: datetime) -> None:
    number = await ticket(now)
    assert await tickets.close(number, now)
    assert not await tickets.close(number, now + HOUR)
    for from_network in (True, False):
        assert not await tickets.add_line(number, "Encore", now, from_network=from_network)
    assert len(await tickets.lines(number)) == 1


async def test_what_was_written_is_erased_with_its_messages_a_month_after_the_end(now: datetime) -> None:
    number = await ticket(now)
    await tickets.note_message(number, STAFF, 7)
    await tickets.close(number, now)
    assert await tickets.erase_old(now + KEPT - DAY) == 0
    assert await tickets.erase_old(now + KEPT) == 1
    assert [await model.all().count() for model in (Ticket, TicketLine, TicketMessage)] == [0, 0, 0]


async def test_a_ticket_on_which_nobody_writes_closes_by_itself_and_one_on_which_somebody_does_stays(
    now: datetime,
) -> None:
    quiet, lively = await ticket(now), await ticket(now, OTHER)
    await tickets.add_line(lively, "Toujours rien ?", now + 10 * DAY, from_network=False)
    await tickets.erase_old(now + FORGOTTEN + DAY)
    states = {row.id: row.state for row in await Ticket.all()}
    assert states == {quiet: TicketState.CLOSED, lively: TicketState.OPEN}


async def test_a_reply_is_about_the_ticket_of_the_message_in_that_chat_only(now: datetime) -> None:
    number = await ticket(now)
    await tickets.note_message(number, STAFF, 7)
    await tickets.note_message(number, STAFF, 7)
    found = await tickets.about(STAFF, 7)
    assert found is not None
    assert (found.ticket.id, found.asker_id) == (number, ASKER)
    assert await tickets.about(OTHER, 7) is None


async def test_who_is_forgotten_leaves_no_ticket_and_no_way_to_one(now: datetime) -> None:
    number = await ticket(now)
    await tickets.note_message(number, STAFF, 7)
    await subscribers.forget(ASKER)
    assert await tickets.get(number) is None
    assert await tickets.about(STAFF, 7) is None
