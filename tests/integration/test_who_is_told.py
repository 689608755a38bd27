"""A table judged by hand of who is told of what: the rule and the database both hold to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.services import build_shelf
from domain.courses import CourseInstance
from domain.digests import next_window
from domain.matching import is_relevant
from domain.postings import Item, JobPosting
from domain.quiet import QuietHours, rests_until
from domain.subscribers import Frequency, Interests
from domain.vocabulary import Audience, Language, Route
from storage import reference, sql, subscribers
from tests.integration.builders import claimed_parcels, publish

TABLE = yaml.safe_load((Path(__file__).parents[1] / "data" / "who_is_told.yaml").read_text("utf-8"))
NOW = datetime(2027, 1, 12, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=5)
NOON = QuietHours(11, 14)


@dataclass(frozen=True)
class Person:
    """A row: a filter, how often it speaks, how the person is, and whom the table says they hear of."""

    interests: Interests
    frequency: Frequency
    state: str | None
    told: tuple[str, ...]

    @property
    def paused_until(self) -> datetime | None:
        return {"paused": LATER, "back-from-pause": NOW - timedelta(hours=1)}.get(self.state or "")

    @property
    def quiet(self) -> QuietHours | None:
        return NOON if self.state == "quiet" else None


@cache
def people() -> tuple[Person, ...]:
    reader = build_shelf(reference.read()).reader
    rows = []
    for row in TABLE["people"]:
        request = reader.read(row["filter"])
        assert not request.unknown, row
        frequency = Frequency(row.get("frequency", "immediate"))
        rows.append(Person(request.interests, frequency, row.get("is"), tuple(row["told"].split())))
    return tuple(rows)


def posting(row: dict[str, Any]) -> Item:
    known: dict[str, Any] = {
        "title": row.get("title", row["id"]),
        "fields": tuple(row.get("fields", ())),
        "audience": tuple(map(Audience, row.get("audience", ()))),
        "languages": tuple(row.get("languages", ())),
        "country": row.get("country"),
        "route": Route(row["route"]) if "route" in row else None,
    }
    if row.get("course"):
        return CourseInstance(row["id"], **known)
    low, high = row.get("levels", (None, None))
    return JobPosting(
        row["id"], grade=row.get("grade"), level_min=low, level_max=high, languages_asset=tuple(row.get("asset", ())),
        **known,
    )  # fmt: skip


POSTINGS = [posting(row) for row in TABLE["postings"]]
COLUMNS = pytest.mark.parametrize(
    ("column", "item"), list(enumerate(POSTINGS)), ids=[item.identity for item in POSTINGS]
)


def ruled(person: Person, item: Item) -> str:
    """What the pure rules say."""
    if person.state in ("blocked", "filter-paused") or not is_relevant(item, person.interests):
        return "."
    at = next_window(person.frequency, "UTC", NOW)
    return "w" if at > NOW or rests_until(person.paused_until, person.quiet, "UTC", NOW) else "y"


def test_the_table_is_large_and_square() -> None:
    assert {len(person.told) for person in people()} == {len(POSTINGS)}
    assert len(people()) * len(POSTINGS) >= 200


@COLUMNS
def test_the_rule_holds_to_the_table(column: int, item: Item) -> None:
    assert [ruled(person, item) for person in people()] == [person.told[column] for person in people()]


@COLUMNS
@pytest.mark.usefixtures("database")
async def test_the_database_holds_to_the_table(column: int, item: Item) -> None:
    for number, person in enumerate(people(), 1):
        await settle_in(number, person)
    await publish(NOW, replace(item, published=NOW))
    sent = {parcel.chat_id for parcel in (await claimed_parcels("w", NOW, 1000))[0]}
    waiting = {row["chat_id"] for row in await sql.rows("SELECT chat_id FROM delivery WHERE state = 'pending'")}
    found = ["y" if n in sent else "w" if n in waiting else "." for n in range(1, len(people()) + 1)]
    assert found == [person.told[column] for person in people()]


async def settle_in(number: int, person: Person) -> None:
    await subscribers.meet(number, "private", Language.FR, "UTC", NOW)
    filter_id, _ = await subscribers.subscribe(number, person.interests, person.frequency, NOW)
    if person.paused_until:
        await subscribers.pause(number, person.paused_until)
    await subscribers.choose_quiet(number, person.quiet)
    if person.state == "blocked":
        await subscribers.suspend(number, "blocked", NOW)
    if person.state == "filter-paused":
        await sql.execute("UPDATE subscription SET paused_until = $1 WHERE id = $2", [LATER, filter_id])
