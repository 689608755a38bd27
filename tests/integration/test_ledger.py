"""The ledger: each notice reaches each chat once, whatever happens between."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tortoise.exceptions import BaseORMException, ValidationError

from domain.deliveries import Gone, Lane, Migrated, Rejected, RetryAfter, Sent, Unknown
from domain.digests import next_window
from domain.postings import PostingStatus
from domain.quiet import QuietHours
from domain.subscribers import Frequency, Interests
from storage import deliveries, packing, sql, subscribers
from storage.deliveries import Ended
from tests.integration.builders import (
    ANYTHING,
    claimed_parcels,
    count,
    job,
    jobs,
    ledger,
    person,
    publish,
    states,
    told,
)

pytestmark = pytest.mark.usefixtures("database")

TICK = timedelta(microseconds=1)
AFTER_LEASE = deliveries.LEASE + TICK
POLICE = Interests(frozenset({"police"}))


# Written once


async def test_a_chat_whose_several_filters_match_is_told_once_by_the_most_eager(now: datetime) -> None:
    await person(1, now, POLICE, Frequency.WEEKLY)
    first = await person(1, now, Interests(level_min=3), Frequency.IMMEDIATE)
    await person(1, now, Interests(level_min=2), Frequency.IMMEDIATE)
    await person(1, now, ANYTHING, Frequency.DAILY)
    assert (await publish(now, job(fields=("police",)))).deliveries == 1
    [row] = await ledger()
    assert (row["subscription_id"], row["lane"]) == (first, Lane.ALERT.order)


async def test_telling_a_notice_again_writes_nothing(now: datetime) -> None:
    await person(1, now)
    await publish(now, job())
    [row] = await ledger()
    assert await deliveries.fan_out(row["notice_id"], job(), now) == 0
    assert await count("delivery") == 1


async def test_the_database_itself_refuses_a_second_delivery_of_a_notice_to_a_chat(now: datetime) -> None:
    await person(1, now)
    await publish(now, job())
    columns = "notice_id, chat_id, kind, lane, state, not_before, created_at"
    with pytest.raises(BaseORMException):
        await sql.execute(f"INSERT INTO delivery ({columns}) SELECT {columns} FROM delivery")  # noqa: S608 - ours


async def test_a_filter_waits_for_the_morning_of_its_own_zone(now: datetime) -> None:
    await person(1, now, ANYTHING, Frequency.DAILY, timezone="Africa/Bamako")
    await person(2, now, ANYTHING, Frequency.WEEKLY, timezone="America/Montreal")
    await publish(now, job())
    daily = next_window(Frequency.DAILY, "Africa/Bamako", now)
    assert not await deliveries.claim("w", 100, daily - TICK)
    assert [item.chat_id for item in await deliveries.claim("w", 100, daily)] == [1]
    weekly = next_window(Frequency.WEEKLY, "America/Montreal", now)
    assert 2 not in {item.chat_id for item in await deliveries.claim("w", 100, weekly - TICK)}
    assert 2 in {item.chat_id for item in await deliveries.claim("w", 100, weekly)}


async def test_a_reading_that_fails_half_way_stores_nothing_at_all(now: datetime) -> None:
    await person(1, now)
    await publish(now)
    with pytest.raises(ValidationError):
        await publish(now, job("good"), job("bad", country="a country is two letters"))
    assert [await count(table) for table in ("posting", "notice", "delivery")] == [0, 0, 0]
    assert (await publish(now, job("good"))).deliveries == 1


async def test_no_posting_is_stored_when_its_deliveries_cannot_be(now: datetime) -> None:
    await person(1, now)
    await publish(now)
    await sql.execute("ALTER TABLE delivery RENAME TO delivery_away")
    try:
        with pytest.raises(BaseORMException):
            await publish(now, job())
        assert [await count(table) for table in ("posting", "notice")] == [0, 0]
    finally:
        await sql.execute("ALTER TABLE delivery_away RENAME TO delivery")
    assert (await publish(now, job())).deliveries == 1


# Claimed under a lease


async def test_what_one_worker_holds_no_other_gets(now: datetime) -> None:
    await person(1, now)
    await publish(now, *jobs(3))
    mine = await deliveries.claim("a", 2, now)
    others = await deliveries.claim("b", 100, now)
    assert (len(mine), len(others)) == (2, 1)
    assert not {item.id for item in mine} & {item.id for item in others}
    assert not await deliveries.claim("b", 100, now + deliveries.LEASE)


async def test_the_most_urgent_goes_first_and_the_oldest_among_equals(now: datetime) -> None:
    await person(1, now, ANYTHING, Frequency.DAILY)
    await publish(now, job("for the digest"))
    morning = next_window(Frequency.DAILY, "UTC", now)
    await person(2, now)
    await publish(morning - timedelta(minutes=2), job("older"))
    await publish(morning - timedelta(minutes=1), job("newer"))
    order = []
    while taken := await deliveries.claim("w", 1, morning):
        order += told((await packing.pack(taken, morning))[0])
    assert [item for item in order if item[0] == 2] == [(2, ["older"]), (2, ["newer"])]
    assert order[-1][0] == 1


async def test_a_lease_that_ended_lets_the_message_go_again(now: datetime) -> None:
    await person(1, now)
    await publish(now, job())
    [first] = await deliveries.claim("dead", 100, now)
    [again] = await deliveries.claim("alive", 100, now + AFTER_LEASE)
    assert (again.id, again.attempts) == (first.id, 2)


async def test_a_worker_that_lost_its_lease_settles_nothing(now: datetime) -> None:
    await person(1, now)
    await publish(now, job())
    [parcel], _ = await claimed_parcels("slow", now)
    await deliveries.claim("new", 100, now + AFTER_LEASE)
    before = await ledger()
    later = now + AFTER_LEASE
    await deliveries.settle("slow", [Ended(parcel, Sent(99), later)])
    await deliveries.drop(parcel.delivery_ids, "slow", later)
    await deliveries.put_back(parcel.delivery_ids, "slow")
    await deliveries.release("slow")
    assert await ledger() == before
    await deliveries.settle("new", [Ended(parcel, Sent(7), later)])
    [row] = await ledger()
    assert (row["state"], row["message_id"]) == ("sent", 7)


async def test_a_settled_delivery_never_moves_again(now: datetime) -> None:
    await person(1, now)
    await publish(now, job())
    [parcel], _ = await claimed_parcels("w", now)
    await deliveries.settle("w", [Ended(parcel, Sent(7), now)])
    settled = await ledger()
    await deliveries.settle("w", [Ended(parcel, Gone("late"), now)])
    await deliveries.postpone(1, now + timedelta(days=1))
    assert not await deliveries.claim("w", 100, now + timedelta(days=9))
    assert await ledger() == settled


# Digests


async def test_a_digest_is_one_message_with_the_nearest_deadline_first(now: datetime) -> None:
    await person(1, now, ANYTHING, Frequency.DAILY)
    late, soon = now + timedelta(days=30), now + timedelta(days=3)
    await publish(now, job("none"), job("late", deadline=late), job("soon", deadline=soon))
    parcels, _ = await claimed_parcels("w", now + timedelta(days=1))
    assert told(parcels) == [(1, ["soon", "late", "none"])]
    await deliveries.settle("w", [Ended(parcels[0], Sent(5), now)])
    assert {(row["state"], row["message_id"]) for row in await ledger()} == {("sent", 5)}


async def test_a_digest_is_never_cut_by_the_size_of_a_batch(now: datetime) -> None:
    await person(1, now, ANYTHING, Frequency.DAILY)
    await person(2, now, ANYTHING, Frequency.DAILY)
    await publish(now, *jobs(5))
    parcels, _ = await claimed_parcels("w", now + timedelta(days=1), limit=2)
    assert {len(parcel.postings) for parcel in parcels} == {5}


async def test_a_digest_is_not_cut_after_a_crash_either(now: datetime) -> None:
    await person(1, now, ANYTHING, Frequency.DAILY)
    await publish(now, *jobs(5))
    morning = now + timedelta(days=1)
    await deliveries.claim("dead", 100, morning)
    parcels, _ = await claimed_parcels("alive", morning + AFTER_LEASE, limit=2)
    assert [len(parcel.postings) for parcel in parcels] == [5]


async def test_alerts_are_one_message_each(now: datetime) -> None:
    await person(1, now)
    await publish(now, *jobs(3))
    parcels, _ = await claimed_parcels("w", now)
    assert told(parcels) == [(1, ["job-1"]), (1, ["job-2"]), (1, ["job-3"])]


# Given back


async def test_what_was_put_back_untried_keeps_its_turn_and_the_try_does_not_count(now: datetime) -> None:
    await person(1, now)
    await publish(now, *jobs(2))
    [taken] = await deliveries.claim("w", 1, now)
    await deliveries.put_back([taken.id], "w")
    [again] = await deliveries.claim("w", 1, now)
    assert (again.id, again.attempts) == (taken.id, 1)


async def test_alerts_that_keep_coming_do_not_keep_an_announcement_waiting_for_ever(now: datetime) -> None:
    await person(1, now, ANYTHING, Frequency.DAILY)
    await publish(now - timedelta(days=2), job("waits since yesterday"))
    for chat in range(2, 60):
        await person(chat, now)
    await publish(now, job("news"))
    claimed = await deliveries.claim("w", 20, now)
    assert len(claimed) == 20
    assert 1 in {item.chat_id for item in claimed}


async def test_who_takes_over_lets_go_of_what_the_one_before_held(now: datetime) -> None:
    await person(1, now)
    await publish(now, job())
    [held] = await deliveries.claim("dead", 10, now)
    assert await deliveries.claim("next", 10, now) == []
    assert await deliveries.release_others("next") == 1
    [again] = await deliveries.claim("next", 10, now)
    assert again.id == held.id


async def test_a_postponed_chat_waits_and_the_others_do_not(now: datetime) -> None:
    await person(1, now)
    await person(2, now)
    await publish(now, *jobs(2))
    until = now + timedelta(seconds=30)
    await deliveries.postpone(1, until)
    assert {item.chat_id for item in await deliveries.claim("w", 100, until - TICK)} == {2}
    assert [item.chat_id for item in await deliveries.claim("w", 100, until)] == [1, 1]


async def test_postponing_never_brings_a_delivery_forward(now: datetime) -> None:
    await person(1, now)
    await publish(now, job())
    await deliveries.postpone(1, now + timedelta(hours=2))
    await deliveries.postpone(1, now + timedelta(hours=1))
    assert not await deliveries.claim("w", 100, now + timedelta(hours=2) - TICK)


async def test_release_gives_back_only_what_this_worker_holds(now: datetime) -> None:
    await person(1, now)
    await publish(now, *jobs(3))
    [theirs] = await deliveries.claim("other", 1, now)
    await deliveries.claim("mine", 100, now)
    await deliveries.release("mine")
    free = await deliveries.claim("next", 100, now)
    assert len(free) == 2
    assert theirs.id not in {item.id for item in free}


async def test_releasing_nothing_is_fine(now: datetime) -> None:
    await deliveries.release("w")
    await deliveries.drop([], "w", now)
    assert await deliveries.next_due_at() is None


async def test_the_next_due_instant_counts_leases_too(now: datetime) -> None:
    await person(1, now)
    await person(2, now, ANYTHING, Frequency.DAILY)
    await publish(now, job())
    assert await deliveries.next_due_at() == now
    await deliveries.claim("w", 100, now)
    assert await deliveries.next_due_at() == now + deliveries.LEASE
    await deliveries.drop([row["id"] for row in await ledger()], "w", now)
    assert await deliveries.next_due_at() == next_window(Frequency.DAILY, "UTC", now)


# Settled


@pytest.mark.parametrize(
    ("outcome", "state", "waits"),
    [
        (Sent(7), "sent", None),
        (Gone("blocked"), "gone", None),
        (Rejected("message is too long"), "rejected", None),
        (Migrated(-1001), "pending", timedelta()),
        (RetryAfter(20, "too many"), "pending", timedelta(seconds=20)),
        (Unknown("connection lost"), "pending", timedelta(seconds=5)),
    ],
    ids=lambda value: type(value).__name__ if not isinstance(value, str) else value,
)
async def test_an_outcome_is_written_down(now: datetime, outcome: Sent, state: str, waits: timedelta | None) -> None:
    await person(1, now)
    await publish(now, job())
    [parcel], _ = await claimed_parcels("w", now)
    await deliveries.settle("w", [Ended(parcel, outcome, now)])
    [row] = await ledger()
    assert (row["state"], row["claimed_by"], row["lease_until"]) == (state, None, None)
    assert row["reason"] == getattr(outcome, "reason", None)
    assert (row["settled_at"] is None) == (waits is not None)
    if waits is not None:
        assert await deliveries.next_due_at() == now + waits
    assert await deliveries.count_by_state() == {state: 1}


async def test_a_refusal_for_now_is_no_try_so_an_unknown_end_still_gets_its_second(now: datetime) -> None:
    await person(1, now)
    await publish(now, job())
    for outcome in (RetryAfter(1, "too many"), RetryAfter(1, "too many"), Unknown("connection lost")):
        [parcel], _ = await claimed_parcels("w", now)
        await deliveries.settle("w", [Ended(parcel, outcome, now)])
        now += timedelta(seconds=10)
    assert await states() == [(1, "job-1", "pending")]
    [parcel], _ = await claimed_parcels("w", now)
    await deliveries.settle("w", [Ended(parcel, Unknown("connection lost"), now)])
    assert await states() == [(1, "job-1", "unknown")]


# Checked again when the turn has come


async def test_a_posting_that_closed_since_is_not_told(now: datetime) -> None:
    await person(1, now)
    await publish(now, job("cancelled"), job("closed"), job("stands"))
    await publish(now, job("cancelled", status=PostingStatus.CANCELLED), job("closed", status=PostingStatus.CLOSED))
    parcels, obsolete = await claimed_parcels("w", now)
    assert told(parcels) == [(1, ["stands"])]
    await deliveries.drop(obsolete, "w", now)
    assert await states() == [(1, "cancelled", "obsolete"), (1, "closed", "obsolete"), (1, "stands", "claimed")]


async def test_a_deadline_that_passed_since_is_not_told(now: datetime) -> None:
    await person(1, now)
    await publish(now, job(deadline=now + timedelta(minutes=1)))
    assert (await claimed_parcels("w", now + timedelta(minutes=1, microseconds=1)))[0] == []


async def test_a_removed_filter_is_obeyed(now: datetime) -> None:
    filter_id = await person(1, now)
    await publish(now, job())
    await subscribers.unsubscribe(1, filter_id)
    parcels, obsolete = await claimed_parcels("w", now)
    assert (parcels, len(obsolete)) == ([], 1)


async def test_a_removed_filter_does_not_take_away_what_another_asks_for(now: datetime) -> None:
    removed = await person(1, now, ANYTHING)
    await person(1, now, POLICE)
    await publish(now, job("police", fields=("police",)), job("other"))
    await subscribers.unsubscribe(1, removed)
    parcels, obsolete = await claimed_parcels("w", now)
    assert told(parcels) == [(1, ["police"])]
    assert parcels[0].interests == POLICE
    assert len(obsolete) == 1


async def test_another_filter_speaks_for_its_own_topic_only(now: datetime) -> None:
    removed = await person(-100, now)
    await subscribers.subscribe(-100, POLICE, Frequency.IMMEDIATE, now, thread_id=7)
    await publish(now, job(fields=("police",)))
    await subscribers.unsubscribe(-100, removed)
    parcels, obsolete = await claimed_parcels("w", now)
    assert ([parcel.thread_id for parcel in parcels], len(obsolete)) == ([7], 1)


async def test_a_filter_paused_since_is_obeyed(now: datetime) -> None:
    await person(1, now)
    await publish(now, job())
    await sql.execute("UPDATE subscription SET paused_until = $1", [now + timedelta(days=1)])
    parcels, obsolete = await claimed_parcels("w", now)
    assert (parcels, len(obsolete)) == ([], 1)


async def test_a_chat_suspended_since_is_not_written_to(now: datetime) -> None:
    await person(1, now)
    await publish(now, job())
    await subscribers.suspend(1, "blocked", now)
    parcels, obsolete = await claimed_parcels("w", now)
    assert (parcels, len(obsolete)) == ([], 1)


async def test_a_parcel_carries_what_the_words_need(now: datetime) -> None:
    await person(1, now, POLICE, timezone="Africa/Bamako")
    published = job("x", fields=("police",), grade="P-4", level_min=4, level_max=4, languages=("fr",))
    await publish(now, published)
    [parcel], _ = await claimed_parcels("w", now)
    assert parcel.postings[0].posting == published
    assert parcel.postings[0].source == "Jobs of the tests"
    assert (parcel.language, parcel.timezone, parcel.interests) == ("fr", "Africa/Bamako", POLICE)
    assert (parcel.lane, parcel.attempts, parcel.thread_id) == (Lane.ALERT, 1, 0)


async def rest(chat_id: int, now: datetime, hours: int) -> None:
    """Pause a chat for some hours."""
    await subscribers.pause(chat_id, now + timedelta(hours=hours))


async def test_what_comes_during_a_pause_makes_one_digest_after_it(now: datetime) -> None:
    await person(1, now)
    await publish(now, job("before"))
    await rest(1, now, 24)
    await publish(now + timedelta(hours=1), job("during"), job("too"))
    assert (await claimed_parcels("w", now + timedelta(hours=23)))[0] == []
    [parcel], _ = await claimed_parcels("w", now + timedelta(hours=24))
    assert [item.posting.identity for item in parcel.postings] == ["before", "during", "too"]
    assert parcel.attempts == 1


async def test_a_pause_can_be_ended_early(now: datetime) -> None:
    await person(1, now)
    await rest(1, now, 24)
    await publish(now, job())
    await subscribers.end_pause(1, now + timedelta(hours=1))
    parcels, _ = await claimed_parcels("w", now + timedelta(hours=1))
    assert len(parcels) == 1
    assert (await subscribers.get(1)) is not None


async def test_a_pause_after_the_claim_still_counts(now: datetime) -> None:
    await person(1, now)
    await publish(now, job())
    claimed = await deliveries.claim("w", 10, now)
    await rest(1, now, 2)
    assert await packing.pack(claimed, now) == ([], [])
    [parcel], _ = await claimed_parcels("w", now + timedelta(hours=2))
    assert parcel.attempts == 1


async def test_alerts_of_the_night_wait_for_the_morning_in_one_message(now: datetime) -> None:
    await person(1, now, timezone="Europe/Paris")
    await subscribers.choose_quiet(1, QuietHours(22, 7))
    night = datetime(2026, 11, 23, 23, 0, tzinfo=ZoneInfo("Europe/Paris"))
    await publish(night, job("one"), job("two"))
    assert await claimed_parcels("w", night) == ([], [])
    assert (await claimed_parcels("w", night + timedelta(hours=7)))[0] == []
    [parcel], _ = await claimed_parcels("w", night + timedelta(hours=8))
    assert [item.posting.identity for item in parcel.postings] == ["one", "two"]
