"""People and their filters, and the two rights that matter most: to see everything, to be forgotten."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from domain.deliveries import Sent
from domain.subscribers import Frequency, Interests
from domain.tickets import TicketKind
from domain.vocabulary import Audience, Language
from storage import conversations, deliveries, follows, inbox, leases, postings, questions, sql, subscribers, tickets
from storage.deliveries import Ended
from storage.inbox import Incoming
from tests.integration.builders import ANYTHING, claimed_parcels, count, job, ledger, person, publish, tables

pytestmark = pytest.mark.usefixtures("database")

AMINATA, DANIEL = 700_000_001, 700_000_002
POLICE = Interests(frozenset({"police", "elections"}), 3, 5, Audience.POLICE, "CONSULTANT")


async def test_a_repeated_filter_is_one_filter(now: datetime) -> None:
    await subscribers.meet(1, "private", Language.FR, "UTC", now)
    first = await subscribers.subscribe(1, Interests(frozenset({"police"}), 3, 5), Frequency.DAILY, now)
    second = await subscribers.subscribe(1, Interests(frozenset({"police"}), 3, 5), Frequency.IMMEDIATE, now)
    assert first[1]
    assert second == (first[0], False)
    assert [item.frequency for item in await subscribers.filters(1)] == [Frequency.IMMEDIATE]


async def test_a_filter_is_read_back_as_it_was_chosen(now: datetime) -> None:
    first = await person(1, now, POLICE, Frequency.WEEKLY)
    second = await person(1, now, ANYTHING)
    assert [(item.id, item.interests, item.frequency) for item in await subscribers.filters(1)] == [
        (first, POLICE, Frequency.WEEKLY),
        (second, ANYTHING, Frequency.IMMEDIATE),
    ]


async def test_meeting_again_changes_neither_language_nor_zone(now: datetime) -> None:
    await subscribers.meet(1, "private", Language.FR, "Africa/Bamako", now)
    await subscribers.choose_language(1, Language.EN)
    again = await subscribers.meet(1, "private", Language.FR, "UTC", now + timedelta(days=1))
    assert (again.language, again.timezone, again.suspended) == (Language.EN, "Africa/Bamako", False)
    assert await count("chat") == 1


async def test_who_writes_to_us_again_is_written_to_again(now: datetime) -> None:
    await person(1, now)
    await subscribers.suspend(1, "blocked", now)
    await subscribers.suspend(1, "another reason", now + timedelta(days=1))
    [row] = await sql.rows("SELECT suspended_reason FROM chat")
    assert row["suspended_reason"] == "blocked"
    assert not (await subscribers.meet(1, "private", Language.FR, "UTC", now)).suspended
    assert (await publish(now, job())).deliveries == 1


async def test_resuming_lifts_a_suspension(now: datetime) -> None:
    await person(1, now)
    await subscribers.suspend(1, "blocked", now)
    await subscribers.resume(1)
    who = await subscribers.get(1)
    assert who is not None
    assert not who.suspended


async def test_nobody_removes_the_filter_of_another(now: datetime) -> None:
    mine = await person(1, now)
    await person(2, now)
    assert not await subscribers.unsubscribe(2, mine)
    assert await subscribers.unsubscribe(1, mine)
    assert not await subscribers.unsubscribe(1, mine)
    assert len(await subscribers.filters(2)) == 1


async def test_a_removed_filter_leaves_no_exploded_row(now: datetime) -> None:
    await person(1, now, POLICE)
    await person(1, now, ANYTHING)
    assert await count("subscription_field") == 3
    assert await subscribers.unsubscribe_all(1) == 2
    assert await count("subscription_field") == 0
    assert await subscribers.filters(1) == []


async def test_a_group_that_moves_takes_its_filters_and_waiting_alerts_along(now: datetime) -> None:
    await person(-5, now, POLICE, kind="group", timezone="Africa/Bamako")
    await person(-5, now, ANYTHING)
    await publish(now, job())
    await subscribers.migrate_chat(-5, -1005, now)
    assert await subscribers.get(-5) is None
    moved = await subscribers.get(-1005)
    assert moved is not None
    assert (moved.language, moved.timezone) == (Language.FR, "Africa/Bamako")
    assert [item.interests for item in await subscribers.filters(-1005)] == [POLICE, ANYTHING]
    assert [row["chat_id"] for row in await ledger()] == [-1005]
    assert (await publish(now, job("next"))).deliveries == 1


async def test_a_group_that_moves_to_where_it_is_known_already_is_told_nothing_twice(now: datetime) -> None:
    await person(-5, now, kind="group")
    await person(-1005, now, kind="supergroup")
    await publish(now, job())
    await subscribers.migrate_chat(-5, -1005, now)
    assert [row["chat_id"] for row in await ledger()] == [-1005]


async def test_a_move_that_is_told_twice_happens_once(now: datetime) -> None:
    await person(-5, now, kind="group")
    await subscribers.migrate_chat(-5, -1005, now)
    await subscribers.migrate_chat(-5, -1005, now)
    assert await count("chat") == 1
    assert len(await subscribers.filters(-1005)) == 1


async def someone_with_a_history(chat_id: int, now: datetime) -> None:
    """A person of whom there is something in every table that can hold anything about a person."""
    await person(chat_id, now, POLICE, Frequency.DAILY)
    await person(chat_id, now, ANYTHING)
    await conversations.keep_dialogue(chat_id, {"last": ["term", "upc"], "chat": chat_id}, now)
    await conversations.keep_draft(chat_id, {"fields": ["police"]}, now)
    await publish(now, job(f"for {chat_id % 10}"), job("for all"))
    await follows.follow(chat_id, (await postings.latest(now, timedelta(days=1)))[0].id, now)
    parcels, _ = await claimed_parcels("w", now)
    for parcel in parcels:
        await deliveries.settle("w", [Ended(parcel, Sent(chat_id + 5), now)])
    number = await tickets.open_ticket(chat_id, TicketKind.QUESTION, f"Question de {chat_id % 10}", now)
    assert number is not None
    await tickets.note_message(number, chat_id, 9)
    await inbox.receive(Incoming(chat_id * 2, chat_id, f'{{"chat": {{"id": {chat_id}}}, "text": "bonjour"}}'), now)
    await questions.note_unanswered("une question sans réponse", Language.FR, now)
    await leases.hold("worker", "w", now)


async def test_the_test_person_is_in_every_table_that_names_a_chat(now: datetime) -> None:
    await someone_with_a_history(AMINATA, now)
    assert {table for table, _ in await mentions(AMINATA)} == await tables_of_people()


async def test_a_person_is_shown_everything_that_is_kept_about_them(now: datetime) -> None:
    await someone_with_a_history(AMINATA, now)
    await someone_with_a_history(DANIEL, now)
    shown = await subscribers.export(AMINATA)
    assert shown is not None
    sections = {
        "chat": "chat",
        "conversation": "conversation",
        "subscription": "subscriptions",
        "delivery": "deliveries",
        "follow": "follows",
        "ticket": "tickets",
        "ticket_message": "ticket_messages",
        "incoming_update": "updates",
    }
    assert set(sections) == await tables_of_people()
    for table, section in sections.items():
        column = "id" if table == "chat" else "chat_id"
        kept = await sql.rows(f"SELECT * FROM {table} WHERE {column} = $1", [AMINATA])  # noqa: S608 - a name of ours
        told: Any = [shown[section]] if table == "chat" else shown[section]
        assert len(told) == len(kept) > 0, section
    assert shown["chat"]["id"] == AMINATA
    assert shown["conversation"][0]["draft"] == {"fields": ["police"]}
    assert shown["subscriptions"][0]["fields_"] == ["elections", "police"]
    assert {item["state"] for item in shown["deliveries"]} == {"sent"}
    assert "bonjour" in shown["updates"][0]["payload"]
    assert str(DANIEL) not in str(shown)


async def test_nothing_is_shown_about_a_stranger(now: datetime) -> None:
    await person(AMINATA, now)
    assert await subscribers.export(DANIEL) is None


async def test_a_forgotten_person_is_in_no_table_at_all(now: datetime) -> None:
    await someone_with_a_history(AMINATA, now)
    await someone_with_a_history(DANIEL, now)
    others = await mentions(DANIEL)
    assert await subscribers.forget(AMINATA)
    assert await mentions(AMINATA) == []
    assert await mentions(DANIEL) == others
    for table in ("subscription", "subscription_field", "delivery", "conversation", "incoming_update"):
        assert await count(table) > 0, "the other person is still there"
    assert await count("posting") == 3
    assert not await subscribers.forget(AMINATA)
    assert await subscribers.export(AMINATA) is None


async def test_who_comes_back_after_being_forgotten_starts_anew(now: datetime) -> None:
    await someone_with_a_history(AMINATA, now)
    await subscribers.forget(AMINATA)
    await subscribers.meet(AMINATA, "private", Language.EN, "UTC", now)
    assert await subscribers.filters(AMINATA) == []
    assert await conversations.draft(AMINATA, now) is None
    assert (await publish(now, job("later"))).deliveries == 0


async def mentions(number: int) -> list[tuple[str, str]]:
    """Table and row, as text, of every row of the whole database in which a number stands, in whatever column."""
    found = []
    for table in await tables():
        rows = await sql.rows(f'SELECT * FROM "{table}"')  # noqa: S608 - the catalogue's names
        found += [(table, str(row)) for row in rows if str(number) in str(row)]
    return sorted(found)


async def tables_of_people() -> set[str]:
    """Every table that has a chat's number in a column."""
    found = {"chat"}
    for table in await tables():
        columns = (
            "SELECT column_name AS name FROM information_schema.columns WHERE table_name = $1"
            if sql.is_postgres()
            else "SELECT name FROM pragma_table_info($1)"
        )
        if any(row["name"] == "chat_id" for row in await sql.rows(columns, [table])):
            found.add(table)
    return found
