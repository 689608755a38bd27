"""Announcements in the ledger: frozen, held, released, stopped, changed and taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tortoise.transactions import in_transaction

from domain.announcements import Announcement, AnnouncementState, LinkButton, Tally, concerns
from domain.deliveries import DeliveryKind, Gone, Outcome, Parcel, Rejected, RetryAfter, Sent, Unknown
from domain.subscribers import Frequency, Interests
from domain.vocabulary import Audience, Language
from storage import announcements, deliveries, packing, sql, subscribers
from storage.announcements import Queued
from storage.deliveries import Ended
from tests.conftest import NOW
from tests.integration.builders import claimed_parcels, count, job, person, publish

pytestmark = pytest.mark.usefixtures("database")

FR, EN = Language.FR, Language.EN
SAID = Announcement({FR: "<b>Bonjour</b>", EN: "Hello"}, buttons=(LinkButton("Site", "https://example.org"),))
ADMIN = 9001
HOUR = timedelta(hours=1)

levels = st.none() | st.integers(0, 4)
filters_drawn = st.builds(
    Interests,
    st.frozensets(st.sampled_from(["police", "elections"]), max_size=2),
    levels,
    levels,
    st.none() | st.sampled_from(Audience),
    countries=st.frozensets(st.sampled_from(["CD", "ML"]), max_size=1),
)
segments_drawn = st.builds(
    lambda segment, language: replace(segment, language=language), filters_drawn, st.sampled_from([None, "fr", "en"])
)
people_drawn = st.lists(
    st.tuples(st.sampled_from(Language), st.lists(filters_drawn, max_size=2), st.booleans()), min_size=1, max_size=4
)


@given(people=people_drawn, segment=segments_drawn)
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_the_database_and_the_rule_mean_the_same_people(
    people: list[tuple[Language, list[Interests], bool]], segment: Interests
) -> None:
    async with in_transaction() as transaction:
        for number, (language, filters, blocked) in enumerate(people, 1):
            await subscribers.meet(number, "private", language, "UTC", NOW)
            for thread, each in enumerate(filters):
                await subscribers.subscribe(number, each, Frequency.DAILY, NOW, thread_id=thread)
            if blocked:
                await subscribers.suspend(number, "blocked", NOW)
        counts = dict(await announcements.head_count(segment))
        queued = await announcements.queue(replace(SAID, segment=segment), ADMIN, NOW, NOW)
        told = {row["chat_id"] for row in await sql.rows("SELECT chat_id FROM delivery")}
        await transaction.rollback()
    meant = {
        number
        for number, (language, filters, blocked) in enumerate(people, 1)
        if not blocked and concerns(segment, language, filters)
    }
    assert told == meant
    assert queued.tally.total == list(counts.values())[-1] == len(meant)
    assert counts["everyone"] == len(people)


async def crowd(now: datetime, size: int = 4) -> None:
    for number in range(1, size + 1):
        await subscribers.meet(number, "private", FR if number % 2 else EN, "UTC", now)


async def queued(now: datetime, at: datetime | None = None) -> Queued:
    return await announcements.queue(SAID, ADMIN, at or now, now)


async def fresh(number: int) -> Queued:
    found = await announcements.get(number)
    assert found is not None
    return found


async def work_off(now: datetime, *outcomes: Outcome) -> list[Parcel]:
    """Send what is due, with the outcomes given first and acceptance for the rest."""
    parcels, obsolete = await claimed_parcels("w", now)
    await deliveries.drop(obsolete, "w", now)
    answers = list(outcomes)
    for parcel in parcels:
        await deliveries.settle("w", [Ended(parcel, answers.pop(0) if answers else Sent(parcel.chat_id * 10), now)])
    return parcels


async def test_an_announcement_waits_for_its_time_and_reaches_everyone_in_their_language(now: datetime) -> None:
    await crowd(now)
    said = await queued(now, now + HOUR)
    assert (said.state, said.tally) == (AnnouncementState.SENDING, Tally(waiting=4))
    assert await work_off(now) == []
    parcels = await work_off(now + HOUR)
    assert {(parcel.chat_id, parcel.language) for parcel in parcels} == {(1, FR), (2, EN), (3, FR), (4, EN)}
    assert all(parcel.announcement == SAID and parcel.kind is DeliveryKind.ANNOUNCEMENT for parcel in parcels)
    assert (await fresh(said.id)).tally == Tally(sent=4)


async def test_groups_are_not_people_and_who_comes_later_is_not_told(now: datetime) -> None:
    await subscribers.meet(-100, "supergroup", FR, "UTC", now)
    await crowd(now, 2)
    said = await queued(now)
    await subscribers.meet(99, "private", FR, "UTC", now)
    assert (await fresh(said.id)).tally.total == 2


async def test_every_end_is_counted_apart(now: datetime) -> None:
    await crowd(now, 5)
    said = await queued(now)
    await work_off(now, Sent(1), Gone("blocked"), Rejected("no"), Unknown("lost"), RetryAfter(60, "busy"))
    assert (await fresh(said.id)).tally == Tally(sent=1, blocked=1, failed=1, waiting=2)
    await work_off(now + HOUR, Unknown("lost"))
    assert (await fresh(said.id)).tally == Tally(sent=2, blocked=1, failed=1, unknown=1)


async def test_alerts_go_before_announcements(now: datetime) -> None:
    await person(1, now)
    await queued(now - HOUR)
    await publish(now, job())
    [first] = await deliveries.claim("w", 1, now)
    [parcel], _ = await packing.pack([first], now)
    assert parcel.kind is DeliveryKind.POSTING


async def test_a_pause_holds_what_waits_and_what_was_in_hand_until_it_is_resumed(now: datetime) -> None:
    await crowd(now)
    said = await queued(now)
    in_hand = await deliveries.claim("w", 2, now)
    assert await announcements.pause(said.id, ADMIN, now)
    assert await packing.pack(in_hand, now) == ([], [])
    assert await work_off(now + HOUR) == []
    held = await fresh(said.id)
    assert (held.state, held.tally) == (AnnouncementState.PAUSED, Tally(waiting=4))
    assert not await announcements.pause(said.id, ADMIN, now)
    assert await announcements.resume(said.id, ADMIN, now)
    assert {parcel.attempts for parcel in await work_off(now)} == {1}
    assert (await fresh(said.id)).tally == Tally(sent=4)


async def test_a_message_put_back_after_the_pause_is_held_too(now: datetime) -> None:
    await crowd(now, 1)
    said = await queued(now)
    [parcel], _ = await claimed_parcels("w", now)
    await announcements.pause(said.id, ADMIN, now)
    await deliveries.settle("w", [Ended(parcel, RetryAfter(1, "busy"), now)])
    assert await work_off(now + HOUR) == []
    await announcements.resume(said.id, ADMIN, now)
    assert len(await work_off(now + HOUR)) == 1


@pytest.mark.parametrize("paused", [False, True])
async def test_a_cancelled_announcement_reaches_nobody_else(now: datetime, *, paused: bool) -> None:
    await crowd(now)
    said = await queued(now)
    in_hand = await deliveries.claim("w", 1, now)
    if paused:
        await announcements.pause(said.id, ADMIN, now)
    assert await announcements.cancel(said.id, ADMIN, now)
    parcels, obsolete = await packing.pack(in_hand, now)
    assert (parcels, obsolete) == ([], [in_hand[0].id])
    await deliveries.drop(obsolete, "w", now)
    assert await work_off(now) == []
    ended = await fresh(said.id)
    assert (ended.state, ended.tally) == (AnnouncementState.CANCELLED, Tally(stopped=4))
    assert not await announcements.cancel(said.id, ADMIN, now)
    assert not await announcements.resume(said.id, ADMIN, now)


async def test_a_correction_changes_what_arrived_and_what_is_still_to_come(now: datetime) -> None:
    await crowd(now, 2)
    said = await queued(now)
    claimed = await deliveries.claim("w", 1, now)
    [parcel], _ = await packing.pack(claimed, now)
    await deliveries.settle("w", [Ended(parcel, Sent(77), now)])
    assert await announcements.correct(said.id, {FR: "Pardon", EN: "Sorry"}, ADMIN, now) == 1
    sent = {parcel.kind: parcel for parcel in await work_off(now)}
    correction = sent[DeliveryKind.CORRECTION]
    assert (correction.chat_id, correction.target) == (parcel.chat_id, 77)
    assert {p.announcement.texts[FR] for p in sent.values() if p.announcement} == {"Pardon"}
    tallies = (await fresh(said.id)).tallies
    assert tallies == {DeliveryKind.ANNOUNCEMENT: Tally(sent=2), DeliveryKind.CORRECTION: Tally(sent=1)}


async def test_a_recall_takes_back_what_telegram_still_lets_one_delete(now: datetime) -> None:
    await crowd(now, 3)
    said = await queued(now - 50 * HOUR)
    await work_off(now - 49 * HOUR, Sent(11))
    await sql.execute("UPDATE delivery SET settled_at = $1 WHERE chat_id <> 1", [now - HOUR])
    assert await announcements.recall(said.id, ADMIN, now) == (2, 1)
    taken = await work_off(now)
    assert {(p.chat_id, p.kind, p.target) for p in taken} == {
        (2, DeliveryKind.RECALL, 20),
        (3, DeliveryKind.RECALL, 30),
    }
    assert (await fresh(said.id)).tallies[DeliveryKind.RECALL] == Tally(sent=2)


async def test_a_recall_stops_what_was_not_sent_yet(now: datetime) -> None:
    await crowd(now, 2)
    said = await queued(now)
    assert await announcements.recall(said.id, ADMIN, now) == (0, 0)
    assert await work_off(now) == []
    assert (await fresh(said.id)).tally == Tally(stopped=2)


async def test_failures_can_be_tried_again_and_blocks_cannot(now: datetime) -> None:
    await crowd(now, 3)
    said = await queued(now)
    await work_off(now, Rejected("no"), Gone("blocked"))
    await announcements.finish(said.id, now)
    assert await announcements.send_again(said.id, ADMIN, now) == 1
    assert (await fresh(said.id)).state is AnnouncementState.SENDING
    assert len(await work_off(now)) == 1
    assert (await fresh(said.id)).tally == Tally(sent=2, blocked=1)


async def test_two_announcements_at_once_do_not_meet(now: datetime) -> None:
    await crowd(now, 2)
    one, other = await queued(now), await queued(now)
    await announcements.pause(one.id, ADMIN, now)
    await work_off(now)
    assert ((await fresh(one.id)).tally, (await fresh(other.id)).tally) == (Tally(waiting=2), Tally(sent=2))
    assert [each.id for each in await announcements.latest()] == [other.id, one.id]


async def test_every_change_is_written_down_with_its_author(now: datetime) -> None:
    await crowd(now, 1)
    said = await queued(now)
    await announcements.pause(said.id, ADMIN, now)
    await announcements.resume(said.id, 7, now)
    await announcements.cancel(said.id, ADMIN, now)
    noted = [
        (row["actor_id"], row["action"], row["subject"]) for row in await sql.rows("SELECT * FROM audit ORDER BY id")
    ]
    subject = f"announcement:{said.id}"
    assert noted == [
        (ADMIN, "queue", subject), (ADMIN, "paused", subject), (7, "sending", subject), (ADMIN, "cancelled", subject),
    ]  # fmt: skip


async def test_who_is_forgotten_is_gone_from_announcements_too(now: datetime) -> None:
    await crowd(now, 2)
    said = await queued(now)
    await subscribers.forget(1)
    assert (await fresh(said.id)).tally.total == 1
    assert await count("announcement") == 1


async def test_the_report_names_nobody(now: datetime) -> None:
    await crowd(now, 2)
    said = await queued(now)
    await work_off(now, Rejected("Bad Request: too strange"))
    report = await announcements.report(said.id)
    assert [row["state"] for row in report] == ["rejected", "sent"]
    assert not {"chat_id", "message_id"} & set(report[0])


async def test_an_administrator_who_is_forgotten_leaves_no_name_behind(now: datetime) -> None:
    await crowd(now, 1)
    await subscribers.meet(ADMIN, "private", FR, "UTC", now)
    said = await queued(now)
    await announcements.keep_card(said.id, 5)
    await subscribers.forget(ADMIN)
    assert [row["actor_id"] for row in await sql.rows("SELECT actor_id FROM audit")] == [None]
    assert ((await fresh(said.id)).author_id, (await fresh(said.id)).card_id) == (None, None)


async def test_announcements_and_their_audit_are_erased_after_a_year(now: datetime) -> None:
    await crowd(now, 1)
    said = await queued(now)
    await announcements.cancel(said.id, ADMIN, now)
    await announcements.erase_old(now + timedelta(days=364))
    assert (await count("announcement"), await count("audit")) == (1, 2)
    await announcements.erase_old(now + timedelta(days=366))
    assert (await count("announcement"), await count("audit"), await count("delivery")) == (0, 0, 0)
