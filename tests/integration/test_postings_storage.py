"""Vacancies as rows: what a second reading of a source changes, and what it leaves alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.courses import CourseInstance, CourseStatus
from domain.deliveries import Link
from domain.postings import Change, JobPosting, PostingStatus
from domain.sources import STALE_NEWS, Source
from domain.subscribers import Interests
from domain.vocabulary import Audience, Route
from storage import postings, sources, sql
from tests.integration.builders import SOURCE, count, job, jobs, ledger, person, publish

pytestmark = pytest.mark.usefixtures("database")

COMPLETE = JobPosting(
    identity="native:4711",
    title="Conseiller·ère police – « P-4 »",
    url="https://example.org/jobs/4711?a=1&b=2",
    organisation="ONU",
    grade="P-4",
    level_min=4,
    level_max=4,
    fields=("police", "elections"),
    audience=(Audience.POLICE, Audience.CIVILIAN),
    country="CD",
    city="Kinshasa",
    languages=("fr",),
    languages_asset=("en", "ar"),
    route=Route.NOMINATION,
    contract="fixed-term",
    published=datetime(2026, 11, 20, 8, 0, 0, 123456, tzinfo=UTC),
    deadline=datetime(2026, 12, 1, 22, 59, 59, tzinfo=UTC),
    summary="Deux lignes\net « le reste » 🕊",
)


async def stored(identity: str) -> sql.Row:
    """The row of one posting."""
    [row] = await sql.rows("SELECT * FROM posting WHERE identity = $1", [identity])
    return row


async def test_a_posting_is_read_back_as_it_was_stored(now: datetime) -> None:
    await publish(now, COMPLETE)
    found = await postings.get((await stored("native:4711"))["id"])
    assert found is not None
    assert found.posting == COMPLETE
    assert found.source == SOURCE.title


async def test_a_posting_of_which_nothing_is_known_is_read_back_too(now: datetime) -> None:
    await publish(now, job())
    found = await postings.get((await stored("job-1"))["id"])
    assert found is not None
    assert found.posting == job()
    assert await postings.get(4711) is None


async def test_a_first_sight_is_new_and_announced(now: datetime) -> None:
    await person(1, now)
    reading = await publish(now, *jobs(2))
    assert (reading.new, reading.changed, reading.deliveries) == (tuple(jobs(2)), (), 2)
    assert [row["identity"] for row in await ledger()] == ["job-1", "job-2"]


async def test_an_identical_second_reading_changes_nothing(now: datetime) -> None:
    await person(1, now)
    await publish(now, COMPLETE, job())
    before = (await stored("native:4711"), await stored("job-1"), await ledger())
    later = now + timedelta(hours=1)
    reading = await publish(later, COMPLETE, job())
    assert reading == postings.Reading(known=2, listed=2)
    after = (await stored("native:4711"), await stored("job-1"), await ledger())
    for row in (*before[:2], *after[:2]):
        row.pop("last_seen_at")
    assert after == before
    seen = await sql.rows("SELECT DISTINCT last_seen_at FROM posting")
    assert len(seen) == 1
    assert datetime.fromisoformat(str(seen[0]["last_seen_at"])) == later


async def test_what_people_care_about_is_a_change_and_the_revision_grows(now: datetime) -> None:
    await person(1, now)
    await publish(now, COMPLETE)
    later = replace(COMPLETE, deadline=datetime(2026, 12, 15, tzinfo=UTC), city="Goma")
    reading = await publish(now, later)
    assert reading.new == ()
    [(posting, changes)] = reading.changed
    assert posting == later
    assert set(changes) == {
        Change("deadline", COMPLETE.deadline, later.deadline),
        Change("city", "Kinshasa", "Goma"),
    }
    row = await stored("native:4711")
    assert (row["revision"], row["city"]) == (2, "Goma")
    assert datetime.fromisoformat(str(row["first_seen_at"])) == now
    await publish(now, COMPLETE)
    assert (await stored("native:4711"))["revision"] == 3
    assert await count("delivery") == 1


async def test_a_touched_date_link_or_spacing_is_no_change(now: datetime) -> None:
    await publish(now, COMPLETE)
    touched = replace(
        COMPLETE,
        title="  CONSEILLER·ÈRE   police – « p-4 »",
        url="https://example.org/jobs/4711?session=2",
        published=now,
        summary="Other words",
    )
    assert await publish(now, touched) == postings.Reading(known=1, listed=1)
    assert (await stored("native:4711"))["revision"] == 1


async def test_a_posting_that_is_twice_in_one_reading_is_one(now: datetime) -> None:
    await person(1, now)
    reading = await publish(now, job(title="First wording"), job(title="Last wording"))
    assert [posting.title for posting in reading.new] == ["Last wording"]
    assert (await count("posting"), await count("delivery")) == (1, 1)


async def test_two_sources_may_use_the_same_number_for_different_vacancies(now: datetime) -> None:
    await publish(now, job())
    other = replace(SOURCE, id="other", title="Another site")
    await sources.reconcile([SOURCE, other], now)
    reading = await postings.record("other", [job()], now)
    assert len(reading.new) == 1
    assert await count("posting") == 2


async def test_comparing_stores_nothing(now: datetime) -> None:
    await person(1, now)
    await publish(now, job("known"))
    changed = job("known", grade="P-5")
    rows = [await count(table) for table in ("posting", "notice", "delivery")]
    reading = await postings.compare(SOURCE.id, [job("new"), changed, job("new")], now)
    assert reading.new == (job("new"),)
    assert reading.changed == ((changed, (Change("grade", None, "P-5"),)),)
    assert reading.deliveries == 0
    assert [await count(table) for table in ("posting", "notice", "delivery")] == rows
    assert (await stored("known"))["grade"] is None


async def test_the_archive_of_a_new_source_is_stored_in_silence(now: datetime) -> None:
    await person(1, now)
    just_in = now - STALE_NEWS
    reading = await publish(
        now,
        job("fresh", published=now - timedelta(hours=1)),
        job("just in time", published=just_in),
        job("stale", published=just_in - timedelta(microseconds=1)),
        job("undated"),
        first=True,
    )
    assert len(reading.new) == 4
    assert [row["identity"] for row in await ledger()] == ["fresh", "just in time"]


async def test_after_the_first_reading_an_undated_posting_is_news(now: datetime) -> None:
    await person(1, now)
    assert (await publish(now, job("undated"))).deliveries == 1


async def test_what_is_closed_already_is_stored_and_not_announced(now: datetime) -> None:
    await person(1, now)
    reading = await publish(
        now,
        job("closed", status=PostingStatus.CLOSED),
        job("cancelled", status=PostingStatus.CANCELLED),
        job("over", deadline=now - timedelta(microseconds=1)),
        job("last moment", deadline=now),
    )
    assert (len(reading.new), reading.deliveries) == (4, 1)
    assert [row["identity"] for row in await ledger()] == ["last moment"]


async def test_the_latest_are_open_recent_and_newest_first(now: datetime) -> None:
    day = timedelta(days=1)
    await publish(now - 9 * day, job("too old"))
    await publish(now - 2 * day, job("older"), job("closed", status=PostingStatus.CLOSED))
    await publish(now - day, job("newer"), job("newest"), job("over", deadline=now - timedelta(hours=1)))
    found = await postings.latest(now, 7 * day)
    assert [item.posting.identity for item in found] == ["newest", "newer", "older"]
    assert [item.posting.identity for item in await postings.latest(now, 7 * day, limit=1)] == ["newest"]


async def test_a_reading_of_many_hundreds_is_whole(now: datetime) -> None:
    await publish(now, *jobs(1100))
    reading = await publish(now, *jobs(1100), job("one more"))
    assert (reading.new, reading.changed) == ((job("one more"),), ())


OTHER_SITE = Source("relief", "ReliefWeb", "jobs", "rss", "http://127.0.0.1:9/relief.rss", 60, "en")
COPY = replace(
    COMPLETE, identity="relief:9", title="Conseiller·ère police", url="https://relief.example/9", organisation=None
)


async def copied(now: datetime) -> None:
    """Let two sources publish the same vacancy, one after the other."""
    await sources.reconcile([SOURCE, OTHER_SITE], now)
    await publish(now, COMPLETE)
    await postings.record(OTHER_SITE.id, [COPY], now)


async def test_a_vacancy_that_a_second_source_publishes_too_is_not_announced_again(now: datetime) -> None:
    await person(1, now)
    await copied(now)
    assert [row["identity"] for row in await ledger()] == ["native:4711"]


async def test_a_vacancy_of_two_sources_is_listed_once_with_both_links(now: datetime) -> None:
    await copied(now)
    [found] = await postings.latest(now, timedelta(days=1))
    assert (found.posting.identity, found.source) == ("native:4711", SOURCE.title)
    assert found.copies == (Link(OTHER_SITE.title, "https://relief.example/9"),)


async def test_a_copy_speaks_for_itself_when_its_original_has_closed(now: datetime) -> None:
    await copied(now)
    await publish(now, replace(COMPLETE, status=PostingStatus.CLOSED))
    [found] = await postings.latest(now, timedelta(days=1))
    assert (found.posting.identity, found.copies) == ("relief:9", ())


async def test_copies_within_one_reading_are_found_too(now: datetime) -> None:
    await person(1, now)
    french = replace(COMPLETE, identity="native:4712", title="Conseiller pour la police", url=None)
    english = replace(COMPLETE, identity="native:4713", title="Adviser to the Police", url=None)
    await publish(now, french, english)
    assert [row["identity"] for row in await ledger()] == ["native:4712"]


SESSION = CourseInstance(
    identity="uid:1@centre",
    title="Police des Nations Unies",
    url="https://centre.example/unpol",
    start=date(2027, 1, 12),
    end=date(2027, 1, 16),
    centre="emp",
    mode="in_person",
    fields=("police",),
    audience=(Audience.POLICE,),
    country="ML",
    city="Bamako",
    languages=("fr",),
    route=Route.NOMINATION,
    published=datetime(2026, 11, 20, 8, 0, tzinfo=UTC),
    deadline=datetime(2026, 12, 20, 23, 59, 59, tzinfo=UTC),
    summary="Pour la police.",
)


@pytest.mark.parametrize(
    "session",
    [
        SESSION,
        CourseInstance("uid:2", "Sans rien"),
        replace(SESSION, start=datetime(2027, 1, 12, 8, 30, tzinfo=UTC), end=None),
        replace(SESSION, status=CourseStatus.CANCELLED),
    ],
)
async def test_a_session_is_read_back_as_it_was_stored(session: CourseInstance, now: datetime) -> None:
    await publish(now, session)
    found = await postings.get((await stored(session.identity))["id"])
    assert found is not None
    assert found.posting == session


async def test_a_session_is_announced_to_who_asked_for_its_field(now: datetime) -> None:
    await person(1, now, Interests(frozenset({"police"}), 4, 5))
    await person(2, now, Interests(frozenset({"elections"})))
    await publish(now, SESSION)
    assert [(row["chat_id"], row["identity"]) for row in await ledger()] == [(1, SESSION.identity)]


async def test_sessions_to_come_are_listed_apart_the_next_first(now: datetime) -> None:
    later = replace(SESSION, identity="uid:3", start=datetime(2027, 3, 1, 8, 0, tzinfo=UTC), end=None)
    past = replace(SESSION, identity="uid:4", start=now.date() - timedelta(days=9), end=None, deadline=None)
    cancelled = replace(SESSION, identity="uid:5", status=CourseStatus.CANCELLED)
    await publish(now, later, SESSION, past, cancelled, job())
    assert [item.posting.identity for item in await postings.sessions(now)] == ["uid:1@centre", "uid:3"]
    assert [item.posting.identity for item in await postings.latest(now, timedelta(days=1))] == ["job-1"]
