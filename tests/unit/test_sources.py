"""How often a site is polled: politely in public, as written at home, ever more seldom when it fails."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.sources import (
    Source,
    SourceHealth,
    SourceState,
    Tally,
    first_poll,
    is_private,
    next_poll,
    polling_interval,
    read_address,
    read_interval,
    reason_to_hold,
    slug_of,
    troubled_first,
)

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
PUBLIC = Source("un", "UN Careers", "jobs", "rss", "https://careers.un.org/jobfeed", 120)
PRIVATE = replace(PUBLIC, url="http://127.0.0.1:9000/jobs.rss", poll_minutes=0.05)


@pytest.mark.parametrize(
    ("url", "private"),
    [
        ("http://127.0.0.1:9000/a", True),
        ("http://127.1.2.3/", True),
        ("http://localhost/a", True),
        ("http://feeds.localhost:1/", True),
        ("http://[::1]:9000/", True),
        ("http://[::ffff:127.0.0.1]/", True),
        ("http://10.0.0.7/", True),
        ("http://172.16.0.1/", True),
        ("http://192.168.1.1/", True),
        ("http://169.254.169.254/", True),
        ("http://0.0.0.0/", True),
        ("http://[fd00::1]/", True),
        ("https://careers.un.org/", False),
        ("http://8.8.8.8/", False),
        ("http://172.32.0.1/", False),
        ("http://localhost.example.org/", False),
        ("http://127.0.0.1.example.org/", False),
        ("http://[2001:4860:4860::8888]/", False),
    ],
)
def test_an_address_is_private_by_its_look(url: str, *, private: bool) -> None:
    assert is_private(url) is private


@pytest.mark.parametrize(
    ("source", "minutes", "pause"),
    [
        (PUBLIC, 120, timedelta(hours=2)),
        (PUBLIC, 60, timedelta(hours=1)),
        (PUBLIC, 1, timedelta(hours=1)),
        (PUBLIC, 0.01, timedelta(hours=1)),
        (PRIVATE, 0.05, timedelta(seconds=3)),
        (PRIVATE, 1, timedelta(minutes=1)),
        (PRIVATE, 90, timedelta(minutes=90)),
        (PUBLIC, float("inf"), timedelta(days=366)),
        (PRIVATE, 1e300, timedelta(days=366)),
    ],
)
def test_the_floor_is_for_public_hosts_only(source: Source, minutes: float, pause: timedelta) -> None:
    assert polling_interval(replace(source, poll_minutes=minutes)) == pause


@pytest.mark.parametrize(
    ("source", "failures", "wish", "pause"),
    [
        (PUBLIC, 0, None, timedelta(hours=2)),
        (PUBLIC, 1, None, timedelta(hours=4)),
        (PUBLIC, 2, None, timedelta(hours=8)),
        (PUBLIC, 3, None, timedelta(hours=16)),
        (PUBLIC, 4, None, timedelta(days=1)),
        (PUBLIC, 10_000, None, timedelta(days=1)),
        (PRIVATE, 1, None, timedelta(seconds=6)),
        (PRIVATE, 10_000, None, timedelta(days=1)),
        (replace(PUBLIC, poll_minutes=3 * 24 * 60), 5, None, timedelta(days=3)),
        (PUBLIC, 0, 30, timedelta(hours=2)),
        (PUBLIC, 0, 10_000, timedelta(seconds=10_000)),
        (PUBLIC, 1, 86_400, timedelta(days=1)),
        (PRIVATE, 0, 30, timedelta(seconds=30)),
        (replace(PUBLIC, poll_minutes=float("inf")), 10_000, None, timedelta(days=366)),
    ],
)
def test_the_next_poll_backs_off_and_obeys_the_site(
    source: Source, failures: int, wish: float | None, pause: timedelta
) -> None:
    found = next_poll(source, failures, NOW, retry_after=wish) - NOW
    assert pause <= found <= pause * (1 if is_private(source.url) else 1.1)


def test_each_failure_makes_the_pause_longer_until_a_day() -> None:
    pauses = [next_poll(PRIVATE, failures, NOW) - NOW for failures in range(20)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == timedelta(days=1)


def test_a_public_site_is_left_alone_while_it_calls_its_answer_fresh_and_a_private_one_is_not() -> None:
    assert timedelta(hours=2) <= next_poll(PUBLIC, 0, NOW, fresh_for=7200) - NOW <= timedelta(hours=2.2)
    assert timedelta(days=1) <= next_poll(PUBLIC, 0, NOW, fresh_for=10_000_000) - NOW <= timedelta(days=1.1)
    assert next_poll(PRIVATE, 0, NOW, fresh_for=7200) < NOW + timedelta(hours=1)


def test_a_public_source_that_brings_nothing_is_asked_ever_less_until_once_a_day() -> None:
    pauses = [next_poll(PUBLIC, 0, NOW, unchanged=times) - NOW for times in range(20)]
    assert pauses == sorted(pauses)
    assert timedelta(days=1) <= pauses[-1] <= timedelta(days=1.1)
    assert {next_poll(PRIVATE, 0, NOW, unchanged=times) - NOW for times in range(20)} == {timedelta(seconds=3)}


def test_first_polls_of_public_sources_are_spread_and_those_at_home_start_at_once() -> None:
    starts = {first_poll(replace(PUBLIC, id=f"site-{number}"), NOW) for number in range(50)}
    assert len(starts) == 50
    assert all(NOW <= start <= NOW + timedelta(minutes=10) for start in starts)
    assert first_poll(PRIVATE, NOW) == NOW


@pytest.mark.parametrize(
    ("tally", "words"),
    [
        (Tally(known=40, listed=40, new=21, changed=0), "21 of 40 entries are suddenly new"),
        (Tally(known=40, listed=0, new=0, changed=0), "all 40 open entries vanished"),
        (Tally(known=40, listed=40, new=0, changed=13), "13 of 40 entries changed at once"),
        (Tally(known=40, listed=40, new=20, changed=12), None),
        (Tally(known=9, listed=20, new=20, changed=0), None),
        (Tally(known=9, listed=0, new=0, changed=0), None),
        (Tally(known=20, listed=3, new=3, changed=0), None),
        (Tally(known=0, listed=500, new=500, changed=0), None),
    ],
)
def test_a_reading_unlike_any_other_day_is_held_back(tally: Tally, words: str | None) -> None:
    reason = reason_to_hold(tally)
    assert (reason is None) if words is None else (words in (reason or ""))


def fares(title: str = "A site", **attributes: Any) -> SourceHealth:
    usual: dict[str, Any] = {
        "items": 3,
        "last_success_at": NOW,
        "failing_since": None,
        "last_error": None,
        "paused": False,
    }
    return SourceHealth(replace(PUBLIC, id=title.lower(), title=title), **(usual | attributes))


@pytest.mark.parametrize(
    ("health", "state"),
    [
        (fares(), SourceState.READS),
        (fares(last_success_at=None), SourceState.WAITING),
        (fares(failing_since=NOW), SourceState.FAILING),
        (fares(failing_since=NOW, held_reason="all gone"), SourceState.HELD),
        (fares(failing_since=NOW, held_reason="all gone", retired=True), SourceState.RETIRED),
        (fares(failing_since=NOW, held_reason="all gone", retired=True, paused=True), SourceState.PAUSED),
    ],
)
def test_a_source_stands_in_one_word(health: SourceHealth, state: SourceState) -> None:
    assert health.state is state


def test_sources_that_want_somebody_come_first_then_titles_in_order() -> None:
    found = [
        fares("Bravo"),
        fares("alpha"),
        fares("Paused", paused=True),
        fares("New", last_success_at=None),
        fares("Gone", retired=True),
        fares("Held", held_reason="all gone"),
        fares("Down", failing_since=NOW),
    ]
    titles = [health.source.title for health in troubled_first(found)]
    assert titles == ["Down", "Held", "Gone", "New", "alpha", "Bravo", "Paused"]


@pytest.mark.parametrize(
    ("words", "minutes"),
    [
        ("6h", 360), ("6 h", 360), ("1 heure", 60), ("24 hours", 1440), ("90min", 90), ("30 m", 30), ("1,5 h", 90),
        ("2j", 2880), ("2 jours", 2880), ("1 DAY", 1440), ("30 d", 43_200),
        ("31 d", None), ("30 s", None), ("0 h", None), ("3 months", None), ("2 mois", None), ("6", None), ("h", None),
        ("-6h", None), ("", None), ("²h", None),
    ],
)  # fmt: skip
def test_an_interval_is_read_in_both_languages(words: str, minutes: float | None) -> None:
    assert read_interval(words) == minutes


@pytest.mark.parametrize(
    ("url", "title", "slug"),
    [
        ("https://www.jobs.example.org/rss", "", "jobs-example-org"),
        ("https://jobs.example.org/rss", "Offres d’emploi à l’École", "jobs-example-org-offres-demploi-a-lecole"),
        ("https://jobs.example.org/rss", "x" * 200, "jobs-example-org"),
        ("https://jobs.example.org/rss", "Offres d’emploi des opérations", "jobs-example-org-offres-demploi-des"),
        (f"https://{'x' * 60}/rss", "", "x" * 40),
        ("https://工作.example/rss", "工作", "example"),
        ("https://工作/rss", "工作", "source"),
    ],
)
def test_an_id_is_made_of_host_and_title_and_can_be_typed(url: str, title: str, slug: str) -> None:
    assert slug_of(url, title) == slug


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("https://jobs.example.org/rss?a=1#top", "https://jobs.example.org/rss?a=1"),
        (" jobs.example.org/rss ", "https://jobs.example.org/rss"),
        ("webcal://example.org/a.ics", "webcal://example.org/a.ics"),
        ("http://127.0.0.1:9000/jobs.rss", "http://127.0.0.1:9000/jobs.rss"),
        ("http://localhost:9000/", "http://localhost:9000/"),
        ("http://[2001:4860:4860::8888]/rss", "http://[2001:4860:4860::8888]/rss"),
        ("https://nom:secret@example.org/rss", None),
        ("ftp://example.org/rss", None),
        ("javascript://example.org/%0aalert(1)", None),
        ("https://example.org:99999/", None),
        ("https://[example.org/", None),
        ("http://", None),
        ("Bonjour.", None),
        ("UPC", None),
        ("cours à Bamako.", None),
        ("voir jobs.example.org/rss", None),
        ("", None),
    ],
)
def test_an_address_is_read_as_people_paste_it(words: str, address: str | None) -> None:
    assert read_address(words) == address
