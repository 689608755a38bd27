"""Alerts stay true: a card that was sent is corrected when its posting changes or closes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain.deliveries import DeliveryKind, Parcel, Sent
from domain.postings import PostingStatus
from domain.subscribers import Frequency
from storage import deliveries, postings, subscribers
from storage.deliveries import Ended
from storage.postings import MISSED_UNTIL_CLOSED
from tests.integration.builders import ANYTHING, SOURCE, claimed_parcels, job, person, publish

pytestmark = pytest.mark.usefixtures("database")

HOUR = timedelta(hours=1)
POST = job(title="Police Adviser", grade="P-4")


async def work_off(now: datetime) -> list[Parcel]:
    """Send what is due; each chat's message has the chat's number times ten."""
    parcels, obsolete = await claimed_parcels("w", now)
    await deliveries.drop(obsolete, "w", now)
    await deliveries.settle("w", [Ended(parcel, Sent(parcel.target or parcel.chat_id * 10), now) for parcel in parcels])
    return parcels


async def test_a_card_is_corrected_with_what_changed(now: datetime) -> None:
    await person(1, now)
    await publish(now, POST)
    await work_off(now)
    changed = replace(POST, deadline=now + 99 * HOUR, city="Bangui")
    assert (await publish(now + HOUR, changed)).deliveries == 1
    [parcel] = await work_off(now + HOUR)
    assert (parcel.kind, parcel.chat_id, parcel.target) == (DeliveryKind.CORRECTION, 1, 10)
    assert (parcel.changes, parcel.postings[0].posting) == (("city", "deadline"), changed)


async def test_a_second_change_corrects_the_same_card_again(now: datetime) -> None:
    await person(1, now)
    await publish(now, POST)
    await work_off(now)
    for day in (1, 2):
        await publish(now + day * HOUR, replace(POST, deadline=now + timedelta(days=day)))
        assert [parcel.target for parcel in await work_off(now + day * HOUR)] == [10]


async def test_a_card_not_sent_yet_and_a_digest_need_no_correction(now: datetime) -> None:
    await person(1, now)
    await person(2, now, ANYTHING, Frequency.DAILY)
    await publish(now, POST)
    assert (await publish(now + HOUR, replace(POST, grade="P-5"))).deliveries == 0
    sent = await work_off(now + timedelta(days=1))
    assert {parcel.kind for parcel in sent} == {DeliveryKind.POSTING}
    assert (await publish(now + timedelta(days=2), replace(POST, grade="P-3"))).deliveries == 1


@pytest.mark.parametrize("status", [PostingStatus.CLOSED, PostingStatus.CANCELLED])
async def test_a_closed_vacancy_is_shown_as_closed_where_it_was_sent(now: datetime, status: PostingStatus) -> None:
    await person(1, now)
    await publish(now, POST)
    await work_off(now)
    await publish(now + HOUR, replace(POST, status=status))
    [parcel] = await work_off(now + HOUR)
    assert (parcel.changes, parcel.postings[0].posting.status) == (("status",), status)


async def test_a_vacancy_that_its_listing_dropped_is_corrected_once(now: datetime) -> None:
    await person(1, now)
    await publish(now, POST)
    await work_off(now)
    other = job("other")
    counts = []
    for poll in range(1, MISSED_UNTIL_CLOSED + 2):
        reading = await postings.record(SOURCE.id, [other], now + poll * HOUR, complete=True)
        counts.append(reading.deliveries)
    assert counts == [1, 0, 1, 0]  # the other one is news at its first sight
    corrections = [p for p in await work_off(now + 9 * HOUR) if p.kind is DeliveryKind.CORRECTION]
    assert [p.target for p in corrections] == [10]


async def test_who_left_or_changed_their_filter_is_treated_kindly(now: datetime) -> None:
    await person(1, now)
    gone = await person(2, now)
    await publish(now, POST)
    await work_off(now)
    await subscribers.suspend(1, "blocked", now)
    await subscribers.unsubscribe(2, gone)
    await publish(now + HOUR, replace(POST, grade="P-5"))
    [parcel] = await work_off(now + HOUR)
    assert (parcel.chat_id, parcel.interests) == (2, ANYTHING)
