"""A run of deliveries against a double of Telegram: who is written to, in which order, and what is written down."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from domain.deliveries import Gone, Lane, Migrated, Outcome, Parcel, Rejected, RetryAfter, Sent, Unknown
from domain.subscribers import Frequency, Interests
from domain.vocabulary import Language
from scheduler import delivery
from scheduler.delivery import DeliveryRun
from storage import deliveries, sql, subscribers
from tests.integration.builders import ANYTHING, count, job, jobs, ledger, person, publish, states

pytestmark = pytest.mark.usefixtures("database")

FAST = 1000.0
HOUR = 3600.0


class Telegram:
    """A sender that records, and answers as it was told; otherwise everything is accepted."""

    def __init__(self) -> None:
        self.sent: list[tuple[int, tuple[str, ...]]] = []
        self.answers: defaultdict[int, list[Outcome]] = defaultdict(list)
        self.during: Callable[[], object] = lambda: None
        self.parcels: list[Parcel] = []

    async def send(self, parcel: Parcel) -> Outcome:
        """Record one parcel."""
        self.parcels.append(parcel)
        self.sent.append((parcel.chat_id, tuple(item.posting.identity for item in parcel.postings)))
        await asyncio.sleep(0)
        self.during()
        answers = self.answers[parcel.chat_id]
        return answers.pop(0) if answers else Sent(len(self.sent))

    def to(self, chat_id: int) -> list[str]:
        """What one chat was sent, in order."""
        return [identity for chat, identities in self.sent if chat == chat_id for identity in identities]


@pytest.fixture
def telegram() -> Telegram:
    """A Telegram that accepts everything."""
    return Telegram()


@pytest.fixture(autouse=True)
def _no_pause_within_a_chat(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "PER_CHAT", timedelta())
    monkeypatch.setattr(delivery, "PER_GROUP", timedelta())


@pytest.fixture
def clock() -> datetime:
    """A run looks at the clock itself: what it is to find lies a little back."""
    return datetime.now(UTC) - timedelta(minutes=1)


def run_of(telegram: Telegram, rate: float = FAST, worker: str = "w") -> DeliveryRun:
    return DeliveryRun(telegram, rate, worker)


async def let_time_pass() -> None:
    """Make everything that waits due now."""
    await sql.execute("UPDATE delivery SET not_before = $1 WHERE state = 'pending'", [datetime.now(UTC)])


async def test_everyone_is_served_and_each_chat_in_order(telegram: Telegram, clock: datetime) -> None:
    for chat in (1, 2, 3):
        await person(chat, clock)
    await publish(clock, *jobs(4))
    assert await run_of(telegram).run_due() == 12
    for chat in (1, 2, 3):
        assert telegram.to(chat) == ["job-1", "job-2", "job-3", "job-4"]
    assert {state for *_, state in await states()} == {"sent"}
    assert await run_of(telegram).run_due() == 0


async def test_order_holds_over_many_batches(
    telegram: Telegram, clock: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "BATCH", 3)
    for chat in (1, 2):
        await person(chat, clock)
    await publish(clock, *jobs(5))
    assert await run_of(telegram).run_due() == 10
    assert telegram.to(1) == telegram.to(2) == [f"job-{number}" for number in range(1, 6)]


async def test_alerts_go_before_digests(telegram: Telegram, clock: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "BATCH", 1)
    await person(1, clock, ANYTHING, Frequency.DAILY)
    await person(2, clock)
    await publish(clock, *jobs(2))
    await let_time_pass()
    assert await run_of(telegram).run_due() == 3
    assert telegram.sent == [(2, ("job-1",)), (2, ("job-2",)), (1, ("job-1", "job-2"))]
    assert [parcel.lane for parcel in telegram.parcels] == [Lane.ALERT, Lane.ALERT, Lane.DIGEST]


async def test_telegram_s_wish_to_wait_holds_that_chat_only(telegram: Telegram, clock: datetime) -> None:
    for chat in (1, 2):
        await person(chat, clock)
    await publish(clock, *jobs(3))
    telegram.answers[1] = [Sent(1), RetryAfter(HOUR, "too many requests")]
    before = datetime.now(UTC)
    await run_of(telegram).run_due()
    assert telegram.to(1) == ["job-1", "job-2"]
    assert telegram.to(2) == ["job-1", "job-2", "job-3"]
    due = await deliveries.next_due_at()
    assert due is not None
    assert due >= before + timedelta(seconds=HOUR)
    await let_time_pass()
    await run_of(telegram).run_due()
    assert telegram.to(1) == ["job-1", "job-2", "job-2", "job-3"]
    assert {state for *_, state in await states()} == {"sent"}


async def test_telegram_s_wish_to_wait_also_holds_what_is_not_claimed_yet(
    telegram: Telegram, clock: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "BATCH", 1)
    await person(1, clock)
    await publish(clock, *jobs(3))
    telegram.answers[1] = [RetryAfter(HOUR, "too many requests")]
    await run_of(telegram).run_due()
    assert telegram.to(1) == ["job-1"]


async def test_a_blocked_subscriber_is_not_written_to_again(telegram: Telegram, clock: datetime) -> None:
    await person(1, clock)
    await person(2, clock)
    await publish(clock, *jobs(3))
    telegram.answers[1] = [Gone("bot was blocked by the user")]
    await run_of(telegram).run_due()
    assert telegram.to(1) == ["job-1"]
    assert telegram.to(2) == ["job-1", "job-2", "job-3"]
    assert [state for chat, _, state in await states() if chat == 1] == ["gone", "obsolete", "obsolete"]
    who = await subscribers.get(1)
    assert who is not None
    assert who.suspended
    [chat] = await sql.rows("SELECT suspended_reason FROM chat WHERE id = 1")
    assert chat["suspended_reason"] == "bot was blocked by the user"
    await publish(clock, *jobs(4))
    await run_of(telegram).run_due()
    assert telegram.to(1) == ["job-1"]
    assert len(await subscribers.filters(1)) == 1


async def test_a_group_that_became_a_supergroup_gets_everything_there(telegram: Telegram, clock: datetime) -> None:
    await person(-5, clock, kind="group")
    await publish(clock, *jobs(2))
    telegram.answers[-5] = [Migrated(-1005)]
    await run_of(telegram).run_due()
    assert telegram.to(-5) == ["job-1"]
    assert telegram.to(-1005) == ["job-1", "job-2"]
    assert await states() == [(-1005, "job-1", "sent"), (-1005, "job-2", "sent")]
    assert await subscribers.get(-5) is None
    await publish(clock, *jobs(3))
    await run_of(telegram).run_due()
    assert telegram.to(-1005) == ["job-1", "job-2", "job-3"]


async def test_a_supergroup_that_subscribed_by_itself_meanwhile_is_told_once(
    telegram: Telegram, clock: datetime
) -> None:
    await person(-5, clock, kind="group")
    await person(-1005, clock, Interests(frozenset({"police"})), kind="supergroup")
    await publish(clock, job("both", fields=("police",)), job("only the group's filter"))
    telegram.answers[-5] = [Migrated(-1005)]
    await run_of(telegram).run_due()
    assert sorted(telegram.to(-1005)) == ["both", "only the group's filter"]
    assert {state for *_, state in await states()} == {"sent"}


async def test_an_unknown_end_is_tried_once_more_and_no_further(telegram: Telegram, clock: datetime) -> None:
    await person(1, clock)
    await publish(clock, job())
    telegram.answers[1] = [Unknown("connection lost")] * 5
    for _ in range(4):
        await run_of(telegram).run_due()
        await let_time_pass()
    assert telegram.to(1) == ["job-1", "job-1"]
    [row] = await ledger()
    assert (row["state"], row["reason"]) == ("unknown", "connection lost")


async def test_a_refused_message_is_kept_with_telegram_s_words_and_the_next_one_goes(
    telegram: Telegram, clock: datetime
) -> None:
    await person(1, clock)
    await publish(clock, *jobs(2))
    telegram.answers[1] = [Rejected("Bad Request: can't parse entities")]
    await run_of(telegram).run_due()
    await run_of(telegram).run_due()
    assert telegram.to(1) == ["job-1", "job-2"]
    first, second = await ledger()
    assert (first["state"], first["reason"]) == ("rejected", "Bad Request: can't parse entities")
    assert (second["state"], second["message_id"]) == ("sent", 2)


async def test_a_stop_in_the_middle_gives_back_what_is_left(telegram: Telegram, clock: datetime) -> None:
    await person(1, clock)
    await publish(clock, *jobs(4))
    run = run_of(telegram)
    telegram.during = lambda: run.stop() if len(telegram.sent) == 2 else None
    await run.run_due()
    assert telegram.to(1) == ["job-1", "job-2"]
    rows = await ledger()
    assert [row["state"] for row in rows] == ["sent", "sent", "pending", "pending"]
    assert {(row["attempts"], row["claimed_by"]) for row in rows[2:]} == {(0, None)}
    assert await run.run_due() == 0
    telegram.during = lambda: None
    await run_of(telegram, worker="next").run_due()
    assert telegram.to(1) == ["job-1", "job-2", "job-3", "job-4"]


async def test_a_stop_also_reaches_those_who_wait_for_their_turn(telegram: Telegram, clock: datetime) -> None:
    for chat in range(1, 5):
        await person(chat, clock)
    await publish(clock, job())
    run = run_of(telegram, rate=10)
    telegram.during = run.stop
    assert await run.run_due() == 1
    assert sorted(state for *_, state in await states()) == ["pending", "pending", "pending", "sent"]


async def test_a_run_that_was_cut_off_gives_back_what_it_held(telegram: Telegram, clock: datetime) -> None:
    for chat in (1, 2):
        await person(chat, clock)
    await publish(clock, *jobs(2))
    run = run_of(telegram)
    cut_off = asyncio.create_task(run.run_due())
    telegram.during = cut_off.cancel
    with pytest.raises(asyncio.CancelledError):
        await cut_off
    assert "claimed" in {state for *_, state in await states()}
    run.stop()
    assert await run.run_due() == 0
    assert "claimed" not in {state for *_, state in await states()}
    assert {row["claimed_by"] for row in await ledger()} == {None}


async def test_what_another_worker_holds_is_left_alone(telegram: Telegram, clock: datetime) -> None:
    await person(1, clock)
    await publish(clock, *jobs(2))
    await deliveries.claim("other", 1, datetime.now(UTC))
    assert await run_of(telegram).run_due() == 1
    assert telegram.to(1) == ["job-2"]


async def test_two_workers_share_the_work_and_nobody_is_told_twice(telegram: Telegram, clock: datetime) -> None:
    for chat in range(20):
        await person(chat, clock)
    await publish(clock, *jobs(3))
    await asyncio.gather(*(run_of(telegram, worker=name).run_due() for name in ("a", "b")))
    assert len(telegram.sent) == len(set(telegram.sent)) == 60


async def test_a_person_who_is_forgotten_in_the_middle_breaks_nothing(telegram: Telegram, clock: datetime) -> None:
    for chat in (1, 2):
        await person(chat, clock)
    await publish(clock, *jobs(2))
    forgetting: list[asyncio.Task[bool]] = []

    def forget() -> None:
        if not forgetting:
            forgetting.append(asyncio.create_task(subscribers.forget(1)))

    telegram.during = forget
    await run_of(telegram).run_due()
    assert await forgetting[0]
    assert telegram.to(2) == ["job-1", "job-2"]
    assert {chat for chat, *_ in await states()} == {2}
    assert await count("delivery") == 2


async def test_the_reader_s_language_and_zone_travel_along(telegram: Telegram, clock: datetime) -> None:
    await person(1, clock, timezone="Africa/Bamako")
    await subscribers.choose_language(1, Language.EN)
    await publish(clock, job())
    await run_of(telegram).run_due()
    [parcel] = telegram.parcels
    assert (parcel.language, parcel.timezone) == (Language.EN, "Africa/Bamako")


async def test_no_more_leaves_than_the_rate_allows(
    telegram: Telegram, clock: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The event loop's clock stands still but for what the test lets pass: nothing here depends on speed."""
    for chat in range(6):
        await person(chat, clock)
    await publish(clock, job())
    loop = asyncio.get_running_loop()
    started, passed = loop.time(), 0.0
    monkeypatch.setattr(loop, "time", lambda: started + passed)
    running = asyncio.create_task(run_of(telegram, rate=20).run_due())
    for expected in (2, 3, 4, 5, 6):  # a tenth of a second's worth at once, then one every twentieth
        while len(telegram.sent) < expected:
            await count("delivery")
        for _ in range(5):  # chances to send more, each a real round trip to the database
            await count("delivery")
        assert len(telegram.sent) == expected
        passed += 0.05 + 1e-6
        loop.call_soon(lambda: None)
    assert await running == 6


async def test_a_person_is_written_to_once_a_second_and_a_group_twenty_times_a_minute(
    telegram: Telegram, clock: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "PER_CHAT", timedelta(seconds=1))
    monkeypatch.setattr(delivery, "PER_GROUP", timedelta(seconds=3))
    await person(1, clock)
    await person(-5, clock, kind="group")
    await publish(clock, *jobs(3))
    run = run_of(telegram)
    assert await run.run_due() == 2
    assert [telegram.to(1), telegram.to(-5)] == [["job-1"], ["job-1"]]
    waiting = {row["chat_id"]: row["not_before"] for row in await ledger() if row["state"] == "pending"}
    spans = {chat: sql.instant(at) - datetime.now(UTC) for chat, at in waiting.items()}  # type: ignore[operator]
    assert timedelta() < spans[1] <= timedelta(seconds=1) < spans[-5] <= timedelta(seconds=3)
    await let_time_pass()
    assert await run.run_due() == 0, "the second is kept though the ledger would let it go"
    assert await deliveries.next_due_at() is not None


async def test_a_run_forgets_whom_it_wrote_to_once_it_no_longer_matters(telegram: Telegram, clock: datetime) -> None:
    await person(1, clock)
    run = run_of(telegram)
    await publish(clock, job("one"))
    assert await run.run_due() == 1
    await publish(clock, job("two"))
    assert await run.run_due() == 1
    assert telegram.to(1) == ["one", "two"]
