"""A year of digests on an injected clock: each once, at the promised hour of the person's own clock, nothing lost.

What is expected is worked out here by walking the calendar, not by the code under test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.deliveries import Sent
from domain.quiet import QuietHours
from domain.subscribers import Frequency, Interests, Rhythm
from domain.vocabulary import Language
from storage import deliveries, subscribers
from storage.deliveries import Ended
from tests.integration.builders import claimed_parcels, job, publish

pytestmark = pytest.mark.usefixtures("database")

START, END = datetime(2027, 1, 1, 12, tzinfo=UTC), datetime(2028, 1, 1, 12, tzinfo=UTC)
PAUSE = datetime(2027, 6, 1, 9, 30, tzinfo=UTC), datetime(2027, 6, 15, 9, 30, tzinfo=UTC)
Told = list[tuple[datetime, tuple[str, ...]]]


@dataclass(frozen=True)
class Person:
    """One who listens to everything, in a zone, at a rhythm."""

    zone: str
    frequency: Frequency
    rhythm: Rhythm = field(default_factory=Rhythm)
    quiet: QuietHours | None = None
    pauses: bool = False


PEOPLE = [
    Person("Africa/Bamako", Frequency.DAILY),
    Person("Europe/Paris", Frequency.DAILY),
    Person("America/New_York", Frequency.DAILY, Rhythm(18)),
    Person("Europe/Paris", Frequency.WEEKLY),
    Person("America/Toronto", Frequency.WEEKLY, Rhythm(9, 3)),
    Person("Asia/Tokyo", Frequency.IMMEDIATE),
    Person("Europe/Brussels", Frequency.IMMEDIATE, quiet=QuietHours(22, 7)),
    Person("Europe/Paris", Frequency.DAILY, quiet=QuietHours(22, 9)),
    Person("Africa/Kinshasa", Frequency.DAILY, pauses=True),
]


def publications() -> Iterator[tuple[datetime, str]]:
    """Give when something is published over the year, at every hour of the day, and its name."""
    at, number = START, 0
    while at < END - timedelta(days=9):
        number += 1
        at += timedelta(hours=11 + number * 7 % 53, minutes=number * 13 % 60)
        yield at, f"post-{number}"


async def test_each_digest_of_a_year_comes_once_at_its_hour() -> None:
    for number, person in enumerate(PEOPLE, 1):
        await subscribers.meet(number, "private", Language.FR, person.zone, START)
        await subscribers.choose_rhythm(number, person.rhythm)
        await subscribers.choose_quiet(number, person.quiet)
        await subscribers.subscribe(number, Interests(), person.frequency, START)
    news = list(publications())
    told: dict[int, Told] = {number: [] for number in range(1, len(PEOPLE) + 1)}
    events: list[tuple[datetime, str]] = sorted([*news, (PAUSE[0], "pause")])
    for at, what in events:
        await work_until(at, told)
        if what == "pause":
            await subscribers.pause(len(PEOPLE), PAUSE[1])
        else:
            await publish(at, job(what))
            await work_off(at, told)
    await work_until(END, told)
    for number, person in enumerate(PEOPLE, 1):
        assert told[number] == expected(person, news), (number, person)


async def work_until(end: datetime, told: dict[int, Told]) -> None:
    """Let the clock jump from one due delivery to the next."""
    while (due := await deliveries.next_due_at()) and due < end:
        await work_off(due, told)


async def work_off(now: datetime, told: dict[int, Told]) -> None:
    while True:
        parcels, obsolete = await claimed_parcels("w", now, 1000)
        await deliveries.drop(obsolete, "w", now)
        await deliveries.settle("w", [Ended(parcel, Sent(1), now) for parcel in parcels])
        if not parcels:
            return
        for parcel in parcels:
            names = tuple(sorted(stored.posting.identity for stored in parcel.postings))
            told[parcel.chat_id].append((now, names))


def expected(person: Person, news: Sequence[tuple[datetime, str]]) -> Told:
    """Put each publication to the first moment at which it may be told, and make one message of each moment."""
    moments: dict[datetime, list[str]] = {}
    for at, name in news:
        moments.setdefault(first_moment(person, at), []).append(name)
    return [(at, tuple(sorted(names))) for at, names in sorted(moments.items())]


def first_moment(person: Person, at: datetime) -> datetime:
    moment = at if person.frequency is Frequency.IMMEDIATE else next_on_calendar(person, at)
    if person.pauses and (PAUSE[0] <= at < PAUSE[1] or PAUSE[0] <= moment < PAUSE[1] or (at < PAUSE[0] < moment)):
        moment = PAUSE[1]
    return after_quiet(person, moment)


def next_on_calendar(person: Person, at: datetime) -> datetime:
    """Walk the days of the person's calendar until one has its hour ahead."""
    zone = ZoneInfo(person.zone)

    def suits(day: date) -> bool:
        return person.frequency is Frequency.DAILY or day.weekday() == person.rhythm.weekday

    return next(moment for moment in _hours(person.rhythm.hour, at, zone, suits) if moment > at)


def _hours(hour: int, at: datetime, zone: ZoneInfo, suits: Callable[[date], bool]) -> Iterator[datetime]:
    first = at.astimezone(zone).date()
    for day in (first + timedelta(days=n) for n in range(9)):
        if suits(day):
            yield datetime.combine(day, time(hour), zone).astimezone(UTC)


def after_quiet(person: Person, moment: datetime) -> datetime:
    if person.quiet is None:
        return moment
    zone = ZoneInfo(person.zone)
    hour = moment.astimezone(zone).hour
    if person.quiet.end <= hour < person.quiet.start:
        return moment
    return next(end for end in _hours(person.quiet.end, moment, zone, lambda _: True) if end > moment)


def test_the_year_has_both_changes_of_the_clock_and_news_at_every_hour() -> None:
    offsets = {at.astimezone(ZoneInfo("Europe/Paris")).utcoffset() for at, _ in publications()}
    assert len(offsets) == 2
    assert {at.hour for at, _ in publications()} == set(range(24))
