"""The sites we poll: the table follows the catalogue, history is kept, a fault is told once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from storage import sources
from storage.sources import Success, Unmodified
from tests.integration.builders import SOURCE, count, job, publish

pytestmark = pytest.mark.usefixtures("database")

OTHER = replace(SOURCE, id="other", title="Another site", url="http://127.0.0.1:9/other.xml", language=None)
HOUR = timedelta(hours=1)


async def polled(source_id: str, now: datetime) -> None:
    """A source that has answered well, with validators."""
    answer = Success(
        now + HOUR, changed=True, etag='"etag"', last_modified="Mon, 23 Nov 2026", body_digest="d" * 64, items=12
    )
    await sources.succeed(source_id, now, answer)


async def unmodified(now: datetime, **validators: str) -> None:
    """The site said that nothing is new."""
    await sources.unmodified([Unmodified(SOURCE.id, now, now + HOUR, **validators)])


async def test_a_new_source_is_due_at_once_and_its_first_reading_is_known_as_such(now: datetime) -> None:
    await sources.reconcile([SOURCE, OTHER], now)
    due = await sources.due(now)
    assert {item.source for item in due} == {SOURCE, OTHER}
    assert all(item.first and item.etag is None and item.failures == 0 for item in due)


async def test_reconciling_twice_changes_nothing(now: datetime) -> None:
    await sources.reconcile([SOURCE], now)
    await polled(SOURCE.id, now)
    await sources.reconcile([SOURCE], now + timedelta(minutes=5))
    assert await sources.due(now + timedelta(minutes=59)) == []
    [due] = await sources.due(now + HOUR)
    assert (due.etag, due.last_modified, due.body_digest, due.first) == ('"etag"', "Mon, 23 Nov 2026", "d" * 64, False)


async def test_a_changed_title_is_followed_without_another_poll(now: datetime) -> None:
    await sources.reconcile([SOURCE], now)
    await polled(SOURCE.id, now)
    renamed = replace(SOURCE, title="New title", language="fr")
    await sources.reconcile([renamed], now)
    assert await sources.due(now) == []
    [health] = await sources.health()
    assert health.source == renamed


@pytest.mark.parametrize("change", [{"url": "http://127.0.0.1:9/new.rss"}, {"format": "undp_rdf"}])
async def test_a_changed_address_or_format_forgets_what_the_old_one_answered(
    now: datetime, change: dict[str, Any]
) -> None:
    await sources.reconcile([SOURCE], now)
    await polled(SOURCE.id, now)
    changed = replace(SOURCE, **change)
    await sources.reconcile([changed], now)
    [due] = await sources.due(now)
    assert due.source == changed
    assert (due.etag, due.last_modified, due.body_digest) == (None, None, None)
    assert not due.first


async def test_another_pause_between_polls_counts_from_now(now: datetime) -> None:
    await sources.reconcile([SOURCE], now)
    await polled(SOURCE.id, now)
    await sources.reconcile([replace(SOURCE, poll_minutes=0.5)], now)
    assert len(await sources.due(now)) == 1


async def test_a_source_that_left_the_catalogue_is_paused_and_its_history_kept(now: datetime) -> None:
    await publish(now, job())
    await polled(SOURCE.id, now)
    await sources.reconcile([OTHER], now)
    assert [item.source.id for item in await sources.due(now + 9 * HOUR)] == ["other"]
    assert [item.source.id for item in await sources.chosen([], now)] == ["other"]
    gone = {health.source.id: health for health in await sources.health()}[SOURCE.id]
    assert gone.paused
    assert (gone.items, gone.last_success_at) == (12, now)
    assert await count("posting") == 1


async def test_a_source_that_came_back_goes_on_where_it_was(now: datetime) -> None:
    await sources.reconcile([SOURCE], now)
    await polled(SOURCE.id, now)
    await sources.reconcile([], now)
    await sources.reconcile([SOURCE], now)
    [due] = await sources.due(now + HOUR)
    assert (due.etag, due.first) == ('"etag"', False)


async def test_the_longest_waiting_comes_first(now: datetime) -> None:
    await sources.reconcile([SOURCE], now)
    await sources.reconcile([SOURCE, OTHER], now - HOUR)
    assert [item.source.id for item in await sources.due(now)] == ["other", "jobs"]
    assert [item.source.id for item in await sources.due(now, limit=1)] == ["other"]
    assert await sources.next_due_at() == now - HOUR


async def test_without_a_source_nothing_is_due(now: datetime) -> None:
    assert await sources.next_due_at() is None
    assert await sources.due(now) == []


async def test_sources_are_chosen_by_name_due_or_not(now: datetime) -> None:
    await sources.reconcile([SOURCE, OTHER], now)
    await polled(SOURCE.id, now)
    assert [item.source.id for item in await sources.chosen(["jobs", "unheard-of"], now)] == ["jobs"]
    assert [item.source.id for item in await sources.chosen([], now)] == ["jobs", "other"]


async def test_a_fault_is_news_once_and_so_is_the_recovery(now: datetime) -> None:
    await sources.reconcile([SOURCE], now)
    await polled(SOURCE.id, now)
    later = now + HOUR
    assert await sources.fail(SOURCE.id, later, later + HOUR, "503 Service Unavailable") is True
    assert await sources.fail(SOURCE.id, later + HOUR, later + 3 * HOUR, "x" * 900) is False
    [health] = await sources.health()
    assert (health.failing_since, health.last_success_at) == (later, now)
    assert health.last_error == "x" * 500
    [due] = await sources.due(later + 3 * HOUR)
    assert (due.failures, due.etag) == (2, '"etag"')
    assert await sources.succeed(SOURCE.id, later + 3 * HOUR, Success(later + 4 * HOUR)) is True
    assert await sources.succeed(SOURCE.id, later + 4 * HOUR, Success(later + 5 * HOUR)) is False
    [health] = await sources.health()
    assert (health.failing_since, health.last_error, health.last_success_at) == (None, None, later + 4 * HOUR)
    [due] = await sources.due(later + 5 * HOUR)
    assert due.failures == 0


async def test_not_modified_keeps_the_validators_and_the_count(now: datetime) -> None:
    await sources.reconcile([SOURCE], now)
    await polled(SOURCE.id, now)
    await unmodified(now + HOUR)
    [due] = await sources.due(now + 2 * HOUR)
    assert (due.etag, due.last_modified, due.body_digest) == ('"etag"', "Mon, 23 Nov 2026", "d" * 64)
    assert due.unchanged == 1
    [health] = await sources.health()
    assert (health.items, health.last_success_at) == (12, now + HOUR)


async def test_validators_that_come_with_not_modified_replace_the_old_ones(now: datetime) -> None:
    await sources.reconcile([SOURCE], now)
    await polled(SOURCE.id, now)
    await unmodified(now + HOUR, etag='"newer"', last_modified="")
    [due] = await sources.due(now + 2 * HOUR)
    assert (due.etag, due.last_modified) == ('"newer"', "Mon, 23 Nov 2026")


async def test_not_modified_is_a_good_answer_and_ends_a_fault_and_a_hold(now: datetime) -> None:
    await sources.reconcile([SOURCE], now)
    await polled(SOURCE.id, now)
    await sources.fail(SOURCE.id, now + HOUR, now + 2 * HOUR, "503 Service Unavailable")
    await sources.hold(SOURCE.id, now + 2 * HOUR, now + 3 * HOUR, "all is new")
    await unmodified(now + 3 * HOUR)
    [health] = await sources.health()
    assert (health.failing_since, health.last_error, health.held_reason) == (None, None, None)
    [due] = await sources.due(now + 4 * HOUR)
    assert due.failures == 0


async def test_sources_without_news_are_noted_together_each_with_its_own_next_poll(now: datetime) -> None:
    await sources.reconcile([SOURCE, OTHER], now)
    await sources.unmodified([Unmodified(SOURCE.id, now, now + HOUR), Unmodified(OTHER.id, now, now + 2 * HOUR)])
    assert await sources.due(now) == []
    assert [due.source for due in await sources.due(now + HOUR)] == [SOURCE]
    assert [due.source for due in await sources.due(now + 2 * HOUR)] == [SOURCE, OTHER]


async def test_an_answer_without_validators_drops_the_old_ones(now: datetime) -> None:
    await sources.reconcile([SOURCE], now)
    await polled(SOURCE.id, now)
    await sources.succeed(SOURCE.id, now, Success(now + HOUR, body_digest="e" * 64, items=0))
    [due] = await sources.chosen([], now)
    assert (due.etag, due.last_modified, due.body_digest) == (None, None, "e" * 64)
    assert [health.items for health in await sources.health()] == [0]


async def test_a_source_that_never_answered_well_is_still_at_its_first_reading(now: datetime) -> None:
    await sources.reconcile([SOURCE], now)
    await sources.fail(SOURCE.id, now, now + HOUR, "no route to host")
    [due] = await sources.due(now + HOUR)
    assert due.first


async def fails(now: datetime, *, gone: bool = False) -> None:
    await sources.fail(SOURCE.id, now, now + HOUR, "503", gone=gone)


async def untold(now: datetime) -> list[str]:
    """Sources of which administrators should hear."""
    return [health.source.id for health in await sources.silent(now)]


async def test_administrators_hear_once_of_each_trouble_and_once_of_its_end(now: datetime) -> None:
    await sources.reconcile([SOURCE], now)
    await fails(now)
    later = now + timedelta(days=1)
    assert await untold(later) == ["jobs"]
    await sources.told(["jobs"], later)
    await fails(later)
    assert await untold(later) == []
    assert await sources.recovered() == []
    await polled(SOURCE.id, later)
    assert [health.source.id for health in await sources.recovered()] == ["jobs"]
    await sources.told(["jobs"], None)
    assert await sources.recovered() == []


async def test_another_trouble_of_a_source_in_trouble_is_told_too(now: datetime) -> None:
    await sources.reconcile([SOURCE], now)
    await fails(now - timedelta(days=2))
    await sources.told(["jobs"], now)
    await fails(now, gone=True)
    assert await untold(now) == ["jobs"]
    await sources.told(["jobs"], now)
    await sources.resume("jobs", now)
    await polled("jobs", now)
    assert await sources.hold("jobs", now, now + HOUR, "all gone")
    assert await untold(now) == ["jobs"]
    await sources.told(["jobs"], now)
    assert not await sources.hold("jobs", now, now + HOUR, "all gone")
    assert await untold(now) == []


async def test_nobody_hears_of_the_end_of_what_nobody_heard_of(now: datetime) -> None:
    await sources.reconcile([SOURCE], now)
    await fails(now)
    await polled(SOURCE.id, now + HOUR)
    assert await sources.recovered() == []


async def test_people_miss_sources_of_vacancies_that_failed_for_a_day(now: datetime) -> None:
    courses = replace(OTHER, id="courses", kind="courses")
    await sources.reconcile([SOURCE, OTHER, courses], now)
    for source_id in ("jobs", "other", "courses"):
        await sources.fail(source_id, now, now + HOUR, "503")
    later = now + timedelta(days=1)
    assert await sources.unavailable(later - HOUR) == []
    await sources.pause("other", now)
    assert [health.source.id for health in await sources.unavailable(later)] == ["jobs"]


async def test_what_an_administrator_adds_is_due_at_once_and_outlives_the_catalogue(now: datetime) -> None:
    await sources.reconcile([OTHER], now)
    assert await sources.add(SOURCE, now) == "jobs"
    await sources.reconcile([OTHER], now)
    found = {health.source.id: health for health in await sources.health()}
    assert (found["jobs"].added, found["other"].added) == (True, False)
    assert not found["jobs"].paused
    assert "jobs" in [due.source.id for due in await sources.due(now)]


async def test_an_address_is_added_once_and_an_id_that_is_taken_gets_a_number(now: datetime) -> None:
    await sources.add(SOURCE, now)
    assert await sources.add(replace(SOURCE, id="again"), now) is None
    assert await sources.add(replace(SOURCE, url="http://127.0.0.1:9/2"), now) == "jobs-2"
    assert await sources.add(replace(SOURCE, url="http://127.0.0.1:9/3"), now) == "jobs-3"


async def test_what_was_removed_comes_back_under_its_id_when_it_is_added_again(now: datetime) -> None:
    await sources.add(SOURCE, now)
    assert await sources.remove("jobs", now)
    assert await sources.health() == []
    assert await sources.due(now) == []
    assert await sources.add(replace(SOURCE, id="new-id", title="New title"), now) == "jobs"
    [health] = await sources.health()
    assert (health.source.title, health.paused, health.added) == ("New title", False, True)
