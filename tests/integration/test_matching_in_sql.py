"""The rule of domain.matching, in SQL: both say the same of every person and every posting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tortoise.transactions import in_transaction

from domain.courses import CourseInstance
from domain.digests import next_window
from domain.matching import is_relevant
from domain.postings import Item
from domain.subscribers import Frequency, Interests
from domain.vocabulary import Audience, Kind, Language, Route
from storage import sql, subscribers
from storage.deliveries import fan_out
from tests.conftest import NOW
from tests.integration.builders import job, ledger, person, publish

pytestmark = pytest.mark.usefixtures("database")

FIELDS = ("police", "elections", "human-rights")
GRADES = ("CONSULTANT", "P-3")
LANGUAGES, COUNTRIES = ("fr", "en", "ar"), ("CD", "CF", "ML")
WORDS = ("reform", "police", "officer")
ZONES = ("UTC", "Africa/Bamako", "America/Montreal")


@dataclass(frozen=True)
class Wish:
    """A filter as a test draws it: paused until some hours from now, or not."""

    interests: Interests
    frequency: Frequency
    paused_hours: int | None


@dataclass(frozen=True)
class Someone:
    """A chat as a test draws it."""

    wishes: list[Wish]
    zone: str
    suspended: bool


levels = st.none() | st.integers(0, 10)
interests_drawn = st.builds(
    Interests,
    st.frozensets(st.sampled_from(FIELDS), max_size=2),
    levels,
    levels,
    st.none() | st.sampled_from(Audience),
    st.none() | st.sampled_from(GRADES),
    st.none() | st.sampled_from(Kind),
    st.none() | st.sampled_from(Route),
    st.none() | st.sampled_from(LANGUAGES),
    st.frozensets(st.sampled_from(COUNTRIES), max_size=2),
    st.frozensets(st.sampled_from(WORDS), max_size=1),
    st.frozensets(st.sampled_from(WORDS), max_size=1),
)
wishes = st.builds(Wish, interests_drawn, st.sampled_from(Frequency), st.sampled_from([None, None, None, -1, 0, 1]))
someone = st.builds(
    Someone, st.lists(wishes, min_size=1, max_size=3), st.sampled_from(ZONES), st.sampled_from([False, False, True])
)
stated: dict[str, st.SearchStrategy[Any]] = {
    "title": st.sampled_from(["Conseiller réforme", "Police Reform Adviser", "Electoral Officer"]),
    "fields": st.lists(st.sampled_from(FIELDS), max_size=2, unique=True).map(tuple),
    "audience": st.lists(st.sampled_from(Audience), max_size=2, unique=True).map(tuple),
    "route": st.none() | st.sampled_from(Route),
    "languages": st.lists(st.sampled_from(LANGUAGES), max_size=1).map(tuple),
    "country": st.none() | st.sampled_from(COUNTRIES),
}
jobs_drawn = st.builds(
    job,
    grade=st.none() | st.sampled_from(GRADES),
    level_min=levels,
    level_max=levels,
    languages_asset=st.lists(st.sampled_from(LANGUAGES), max_size=1).map(tuple),
    **stated,
)
postings_drawn = jobs_drawn | st.builds(CourseInstance, st.just("uid:1"), **stated)


@given(people=st.lists(someone, min_size=1, max_size=5), posting=postings_drawn)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_the_database_and_the_rule_agree_on_everyone(people: list[Someone], posting: Item) -> None:
    async with in_transaction() as transaction:
        await _settle_in(people)
        await publish(NOW, posting, first=True)
        [stored] = await sql.rows("SELECT id FROM posting")
        [notice] = await sql.rows(
            "INSERT INTO notice (subject, revision, posting_id, created_at) VALUES ('x', 1, $1, $2) RETURNING id",
            [stored["id"], NOW],
        )
        written = await fan_out(notice["id"], posting, NOW)
        told = {row["chat_id"]: (row["lane"], _instant(row["not_before"])) for row in await ledger()}
        await transaction.rollback()
    expected = {number: when for number, one in enumerate(people) if (when := _expected(one, posting))}
    assert told == expected
    assert written == len(expected)


async def _settle_in(people: list[Someone]) -> None:
    for number, one in enumerate(people):
        await subscribers.meet(number, "private", Language.FR, one.zone, NOW)
        for thread, wish in enumerate(one.wishes):
            filter_id, _ = await subscribers.subscribe(number, wish.interests, wish.frequency, NOW, thread_id=thread)
            until = None if wish.paused_hours is None else NOW + timedelta(hours=wish.paused_hours)
            await sql.execute("UPDATE subscription SET paused_until = $1 WHERE id = $2", [until, filter_id])
        await sql.execute("UPDATE subscription SET thread_id = 0")
        if one.suspended:
            await subscribers.suspend(number, "blocked", NOW)


def _expected(one: Someone, posting: Item) -> tuple[int, datetime] | None:
    """Lane and instant of the one message: the most eager of the filters that match decides."""
    if one.suspended:
        return None
    matching = {
        wish.frequency
        for wish in one.wishes
        if not (wish.paused_hours and wish.paused_hours > 0) and is_relevant(posting, wish.interests)
    }
    for frequency in Frequency:
        if frequency in matching:
            return int(frequency is not Frequency.IMMEDIATE), next_window(frequency, one.zone, NOW)
    return None


def _instant(value: object) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(str(value))


POLICE, ELECTIONS = frozenset({"police"}), frozenset({"elections"})

BOUNDARIES = {
    "a post at the lowest level asked for": (Interests(level_min=4), {"level_min": 4, "level_max": 4}, True),
    "a post one level below": (Interests(level_min=4), {"level_min": 3, "level_max": 3}, False),
    "a post at the highest level asked for": (Interests(level_max=4), {"level_min": 4, "level_max": 4}, True),
    "a post one level above": (Interests(level_max=4), {"level_min": 5, "level_max": 5}, False),
    "a band that touches from below": (Interests(level_min=4), {"level_min": 2, "level_max": 4}, True),
    "a band around the one asked for": (Interests(level_min=4, level_max=4), {"level_min": 2, "level_max": 6}, True),
    "level zero is a level": (Interests(level_min=0, level_max=0), {"level_min": 0, "level_max": 0}, True),
    "level zero is below one": (Interests(level_min=1), {"level_min": 0, "level_max": 0}, False),
    "an unknown level": (Interests(level_min=9, level_max=9), {}, True),
    "half a level known": (Interests(level_max=2), {"level_min": 5}, True),
    "an unknown grade": (Interests(grade="CONSULTANT"), {"grade": None}, True),
    "the grade asked for": (Interests(grade="CONSULTANT"), {"grade": "CONSULTANT"}, True),
    "another grade": (Interests(grade="CONSULTANT"), {"grade": "P-3", "level_min": 3, "level_max": 3}, False),
    "a consultancy for one who asks for levels": (Interests(level_min=3), {"grade": "CONSULTANT"}, True),
    "an unknown audience": (Interests(audience=Audience.POLICE), {}, True),
    "the audience asked for among others": (
        Interests(audience=Audience.POLICE),
        {"audience": (Audience.MILITARY, Audience.POLICE)},
        True,
    ),
    "another audience": (Interests(audience=Audience.POLICE), {"audience": (Audience.CIVILIAN,)}, False),
    "a post for police officers only": (Interests(POLICE), {"audience": (Audience.POLICE,)}, True),
    "a post for police officers among others": (
        Interests(POLICE),
        {"audience": (Audience.POLICE, Audience.CIVILIAN), "fields": ("elections",)},
        False,
    ),
    "a police post keeps its own field": (
        Interests(ELECTIONS),
        {"audience": (Audience.POLICE,), "fields": ("elections",)},
        True,
    ),
    "a field that the post has as its second": (Interests(POLICE), {"fields": ("elections", "police")}, True),
    "another field": (Interests(POLICE), {"fields": ("elections",)}, False),
    "a post without field, for one who names a field": (Interests(POLICE), {}, False),
    "a post without field, for one who takes any": (Interests(), {}, True),
    "any field": (Interests(), {"fields": ("elections",)}, True),
    "vacancies only": (Interests(kind=Kind.JOB), {}, True),
    "courses only": (Interests(kind=Kind.COURSE), {}, False),
    "the route asked for": (Interests(route=Route.NOMINATION), {"route": Route.NOMINATION}, True),
    "another route": (Interests(route=Route.NOMINATION), {"route": Route.INDIVIDUAL}, False),
    "an unknown route": (Interests(route=Route.NOMINATION), {}, True),
    "the language required": (Interests(language="fr"), {"languages": ("fr",)}, True),
    "the language as an asset": (Interests(language="fr"), {"languages": ("en",), "languages_asset": ("fr",)}, True),
    "another language": (Interests(language="fr"), {"languages": ("en",)}, False),
    "an unknown language": (Interests(language="fr"), {}, True),
    "the country": (Interests(countries=frozenset({"CD", "CF"})), {"country": "CF"}, True),
    "another country": (Interests(countries=frozenset({"CD", "CF"})), {"country": "ML"}, False),
    "an unknown country": (Interests(countries=frozenset({"CD"})), {}, True),
    "a word of the title": (Interests(including=frozenset({"reform"})), {"title": "Réforme"}, True),
    "a word inside another": (Interests(including=frozenset({"form"})), {"title": "Réforme"}, False),
    "a word of the organisation": (Interests(including=frozenset({"minusca"})), {"organisation": "MINUSCA"}, True),
    "all words": (Interests(including=frozenset({"police", "reform"})), {"title": "Police"}, False),
    "a word refused": (Interests(excluding=frozenset({"intern"})), {"title": "Internship"}, False),
    "a word refused that is not there": (Interests(excluding=frozenset({"intern"})), {"title": "Officer"}, True),
    "a word in brackets": (Interests(including=frozenset({"(p"})), {"title": "Police"}, False),
}


@pytest.mark.parametrize(("interests", "attributes", "hears"), BOUNDARIES.values(), ids=BOUNDARIES.keys())
async def test_the_boundary_is_where_the_rule_says(
    now: datetime, interests: Interests, attributes: dict[str, Any], hears: bool
) -> None:
    await person(1, now, interests)
    reading = await publish(now, job(**attributes))
    assert is_relevant(job(**attributes), interests) is hears
    assert reading.deliveries == int(hears)


async def test_a_suspended_chat_hears_nothing(now: datetime) -> None:
    await person(1, now)
    await subscribers.suspend(1, "blocked", now)
    assert (await publish(now, job())).deliveries == 0


async def test_a_paused_filter_is_silent_until_the_very_instant_of_its_end(now: datetime) -> None:
    filter_id = await person(1, now)
    until = now + timedelta(hours=1)
    await sql.execute("UPDATE subscription SET paused_until = $1 WHERE id = $2", [until, filter_id])
    assert (await publish(until - timedelta(microseconds=1), job("early"))).deliveries == 0
    assert (await publish(until, job("just in time"))).deliveries == 1


async def test_each_topic_of_a_group_hears_by_itself(now: datetime) -> None:
    await subscribers.meet(-100, "supergroup", Language.FR, "UTC", now)
    for thread in (0, 7):
        await subscribers.subscribe(-100, Interests(), Frequency.IMMEDIATE, now, thread_id=thread)
    await publish(now, job())
    assert [(row["chat_id"], row["thread_id"]) for row in await ledger()] == [(-100, 0), (-100, 7)]
