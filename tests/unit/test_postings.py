"""What a second reading changes, and whether one can still apply."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from domain.courses import CourseInstance, CourseStatus
from domain.postings import MEANINGFUL, Change, JobPosting, PostingStatus, decide_changes, is_open
from domain.vocabulary import Audience, Language, Route

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
POSTING = JobPosting(
    identity="https://careers.un.org/1",
    title="Police Adviser",
    url="https://careers.un.org/1",
    grade="P-4",
    country="CD",
    city="Kinshasa",
    published=NOW,
    deadline=NOW,
)


@pytest.mark.parametrize(
    ("attribute", "after"),
    [
        ("title", "Senior Police Adviser"),
        ("grade", "P-5"),
        ("grade", None),
        ("country", "ML"),
        ("city", "Goma"),
        ("deadline", NOW + timedelta(days=7)),
        ("deadline", None),
        ("status", PostingStatus.CANCELLED),
    ],
)
def test_what_matters_to_people_is_a_change(attribute: str, after: object) -> None:
    changed = replace(POSTING, **{attribute: after})  # type: ignore[arg-type]
    assert decide_changes(POSTING, changed) == (Change(attribute, getattr(POSTING, attribute), after),)


@pytest.mark.parametrize(
    "touched",
    [
        {},
        {"title": "POLICE  adviser "},
        {"city": "KINSHASA"},
        {"published": NOW + timedelta(days=1)},
        {"url": "https://careers.un.org/1?utm_source=rss"},
        {"summary": "rewritten"},
        {"organisation": "DPO"},
        {"route": Route.ROSTER},
        {"audience": (Audience.POLICE,)},
        {"languages": ("fr",)},
        {"fields": ("police",)},
        {"deadline": NOW.astimezone(timezone(timedelta(hours=5)))},
    ],
)
def test_what_sources_touch_without_meaning_it_is_none(touched: dict[str, object]) -> None:
    assert decide_changes(POSTING, replace(POSTING, **touched)) == ()  # type: ignore[arg-type]


def test_several_changes_are_told_in_a_fixed_order() -> None:
    after = replace(POSTING, status=PostingStatus.CLOSED, title="Other", city=None)
    assert [change.attribute for change in decide_changes(POSTING, after)] == ["title", "city", "status"]


@pytest.mark.parametrize("kind", MEANINGFUL)
def test_what_is_compared_exists(kind: type[JobPosting]) -> None:
    assert set(MEANINGFUL[kind]) <= {field.name for field in fields(kind)}


COURSE = CourseInstance("uid", "Police des Nations Unies", start=date(2027, 1, 12), end=date(2027, 1, 16))


def test_a_session_that_moves_or_is_cancelled_has_changed() -> None:
    moved = replace(COURSE, start=date(2027, 1, 19), end=date(2027, 1, 23))
    assert [change.attribute for change in decide_changes(COURSE, moved)] == ["start", "end"]
    cancelled = replace(COURSE, status=CourseStatus.CANCELLED)
    assert [change.attribute for change in decide_changes(COURSE, cancelled)] == ["status"]


@pytest.mark.parametrize(
    ("attributes", "opened"),
    [
        ({}, True),
        ({"start": None}, True),
        ({"start": NOW.date()}, True),
        ({"start": NOW.date() - timedelta(days=1)}, False),
        ({"start": NOW + timedelta(hours=1)}, True),
        ({"start": NOW}, False),
        ({"deadline": NOW - timedelta(seconds=1)}, False),
        ({"status": CourseStatus.CANCELLED}, False),
    ],
)
def test_a_session_is_open_until_it_begins_or_its_registration_ends(
    attributes: dict[str, object], opened: bool
) -> None:
    assert is_open(replace(COURSE, **attributes), NOW) is opened  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("status", "deadline", "opened"),
    [
        (PostingStatus.OPEN, None, True),
        (PostingStatus.OPEN, NOW, True),
        (PostingStatus.OPEN, NOW + timedelta(seconds=1), True),
        (PostingStatus.OPEN, NOW - timedelta(seconds=1), False),
        (PostingStatus.CLOSED, None, False),
        (PostingStatus.CANCELLED, NOW + timedelta(days=1), False),
    ],
)
def test_a_posting_is_open_until_its_last_instant(
    status: PostingStatus, deadline: datetime | None, *, opened: bool
) -> None:
    assert is_open(replace(POSTING, status=status, deadline=deadline), NOW) is opened


def test_the_key_depends_on_the_identity_alone_and_never_changes() -> None:
    assert POSTING.key == replace(POSTING, title="x", published=None, deadline=None).key
    assert POSTING.key != replace(POSTING, identity="https://careers.un.org/2").key
    assert POSTING.key == "ccffd0019d514b9417bdfe6628e7452a8c116ef7f79324dc9f9b584a708bbc05"


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("fr", Language.FR),
        ("fr-CA", Language.FR),
        ("FR_fr", Language.FR),
        ("en-GB", Language.EN),
        ("pt", Language.EN),
        ("frr", Language.EN),
        ("", Language.EN),
        (None, Language.EN),
    ],
)
def test_a_client_s_language_is_one_of_ours_or_the_default(code: str | None, language: Language) -> None:
    assert Language.of(code, Language.EN) is language
    assert language.other.other is language
