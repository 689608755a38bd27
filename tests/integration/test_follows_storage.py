"""Following: reminders once each, a word when it changes, and nothing any more when one has had enough."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain.deliveries import DeliveryKind, Lane, Parcel, Sent
from domain.postings import PostingStatus
from domain.subscribers import Frequency
from domain.vocabulary import Language
from storage import deliveries, follows, packing, postings, subscribers
from storage.deliveries import Ended
from tests.integration.builders import ANYTHING, claimed_parcels, job, jobs, person, publish

pytestmark = pytest.mark.usefixtures("database")

DAY = timedelta(days=1)


async def work_off(now: datetime) -> list[Parcel]:
    """Send what is due; each chat's message has the chat's number times ten."""
    parcels, obsolete = await claimed_parcels("w", now)
    await deliveries.drop(obsolete, "w", now)
    await deliveries.settle("w", [Ended(parcel, Sent(parcel.chat_id * 10), now) for parcel in parcels])
    return parcels


async def follower(chat_id: int, now: datetime, days: int = 30, zone: str = "UTC") -> int:
    """A person without a filter who follows a vacancy that closes in so many days; gives its number."""
    await subscribers.meet(chat_id, "private", Language.FR, zone, now)
    await publish(now, job(deadline=now + days * DAY))
    number = (await postings.latest(now, DAY))[0].id
    await follows.follow(chat_id, number, now)
    return number


async def reminders(start: datetime, days: int) -> list[tuple[int, int]]:
    """Let days go by; give (day, chat) of every reminder sent."""
    told = []
    for hour in range(days * 24):
        now = start + timedelta(hours=hour)
        while await follows.remind(now):
            pass
        told += [(hour // 24, one.chat_id) for one in await work_off(now) if one.kind is DeliveryKind.REMINDER]
    return told


async def test_one_is_reminded_seven_and_two_days_before_the_end_once_each(now: datetime) -> None:
    await follower(1, now, days=20)
    told = [day for day, _ in await reminders(now, 22)]
    assert len(told) == 2
    assert {20 - day for day in told} <= {7, 8, 2, 3}


async def test_a_deadline_that_moves_moves_its_reminders(now: datetime) -> None:
    await follower(1, now, days=9)
    assert len(await reminders(now, 3)) == 1
    await publish(now + 3 * DAY, job(deadline=now + 30 * DAY))
    assert [parcel.kind for parcel in await work_off(now + 3 * DAY)] == [DeliveryKind.CHANGE]
    assert len(await reminders(now + 3 * DAY, 30)) == 2


async def test_ones_own_deadline_counts_when_it_is_earlier(now: datetime) -> None:
    number = await follower(1, now, days=30)
    await follows.choose_deadline(1, number, now + 10 * DAY, now)
    told = [day for day, _ in await reminders(now, 12)]
    assert len(told) == 2
    [item] = await follows.followed(1, now)
    assert item.ends_at == now + 10 * DAY


async def test_who_wants_no_reminder_gets_none(now: datetime) -> None:
    number = await follower(1, now, days=20)
    await follows.choose_days(1, number, (), now)
    assert await reminders(now, 22) == []


async def test_who_follows_no_more_is_not_reminded_even_of_what_was_written_already(now: datetime) -> None:
    number = await follower(1, now, days=9)
    assert await follows.remind(now + 3 * DAY) == 1
    await follows.unfollow(1, number)
    assert await work_off(now + 3 * DAY) == []


async def test_what_has_closed_is_reminded_of_no_more(now: datetime) -> None:
    await follower(1, now, days=20)
    await publish(now + DAY, job(deadline=now + 20 * DAY, status=PostingStatus.CLOSED))
    [parcel] = await work_off(now + DAY)
    assert (parcel.kind, parcel.changes) == (DeliveryKind.CHANGE, ("status",))
    assert await reminders(now + 2 * DAY, 20) == []


async def test_a_follower_is_told_below_the_card_what_changed_and_others_see_it_corrected(now: datetime) -> None:
    await person(1, now)
    await person(2, now)
    await publish(now, job(grade="P-4"))
    await work_off(now)
    number = (await postings.latest(now, DAY))[0].id
    await follows.follow(1, number, now)
    await publish(now + DAY, job(grade="P-5"))
    sent = await work_off(now + DAY)
    assert sorted((parcel.chat_id, parcel.kind.value, parcel.target) for parcel in sent) == [
        (1, "change", 10),
        (1, "correction", 10),
        (2, "correction", 20),
    ]


async def test_a_title_that_is_written_anew_is_no_news_to_followers(now: datetime) -> None:
    await follower(1, now)
    await publish(now + DAY, job(title="Title, revised", deadline=now + 30 * DAY))
    assert await work_off(now + DAY) == []


async def test_a_posting_is_followed_once_and_no_one_follows_without_end(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = await follower(1, now)
    assert not await follows.follow(1, number, now)
    assert not await follows.follow(1, 999_999, now)
    monkeypatch.setattr(follows, "MOST", 1)
    await publish(now, job("other"))
    assert not await follows.follow(1, number + 1, now)


async def test_what_is_followed_is_listed_by_its_end_and_leaves_a_month_after(now: datetime) -> None:
    await subscribers.meet(1, "private", Language.FR, "UTC", now)
    await publish(now, job("late", deadline=now + 9 * DAY), job("soon", deadline=now + 2 * DAY), job("open"))
    for item in await postings.latest(now, DAY):
        await follows.follow(1, item.id, now)

    async def listed(at: datetime) -> list[str]:
        return [item.stored.posting.identity for item in await follows.followed(1, at)]

    assert await listed(now) == ["soon", "late", "open"]
    assert await listed(now + 3 * DAY) == ["late", "open", "soon"]
    assert await listed(now + 60 * DAY) == ["open"]


async def test_a_calendar_has_a_key_of_its_own_that_can_be_changed(now: datetime) -> None:
    await follower(1, now)
    key = await follows.calendar_key(1)
    assert len(key) >= 40
    assert await follows.calendar_key(1) == key
    other = await follows.calendar_key(1, renew=True)
    assert await follows.chat_of_calendar(key) is None
    found = await follows.chat_of_calendar(other)
    assert found is not None
    assert found.chat_id == 1


async def test_many_alerts_at_a_time_make_one_list_whose_pages_the_ledger_knows(now: datetime) -> None:
    await person(1, now)
    await person(2, now)
    await publish(now, *jobs(4))
    assert sorted(len(parcel.postings) for parcel in await work_off(now)) == [1] * 8
    await publish(now, *(job(f"more-{number}") for number in range(5)))
    sent = await work_off(now)
    assert [(len(parcel.postings), parcel.lane) for parcel in sent] == [(5, Lane.DIGEST)] * 2
    assert len(await packing.told_in(1, 10)) == 9  # the tests give every message of a chat one number
    assert await packing.told_in(3, 10) == ()


async def test_a_list_of_many_alerts_is_no_card_and_is_not_corrected(now: datetime) -> None:
    await person(1, now)
    await publish(now, *jobs(5))
    await work_off(now)
    assert (await publish(now + DAY, job("job-1", title="Title of job-1", grade="P-5"))).deliveries == 0


async def test_light_and_silent_hold_for_all_that_is_sent(now: datetime) -> None:
    await person(1, now)
    await subscribers.choose_manner(1, silent=True)
    await subscribers.choose_manner(1, light=True)
    await publish(now, job())
    [parcel] = await work_off(now)
    assert (parcel.silent, parcel.light) == (True, True)


async def test_a_filter_that_changes_is_matched_as_it_is_now(now: datetime) -> None:
    number = await person(1, now, replace(ANYTHING, fields=frozenset({"police"})))
    assert await subscribers.change(1, number, replace(ANYTHING, fields=frozenset({"medical"})), Frequency.IMMEDIATE)
    assert not await subscribers.change(2, number, ANYTHING, Frequency.DAILY)
    assert (await publish(now, job("p", fields=("police",)))).deliveries == 0
    assert (await publish(now, job("m", fields=("medical",)))).deliveries == 1


async def test_a_filter_that_becomes_the_same_as_another_takes_its_place(now: datetime) -> None:
    await person(1, now, ANYTHING)
    number = await person(1, now, replace(ANYTHING, fields=frozenset({"police"})))
    await subscribers.change(1, number, ANYTHING, Frequency.WEEKLY)
    assert [(one.id, one.frequency) for one in await subscribers.filters(1)] == [(number, Frequency.WEEKLY)]
