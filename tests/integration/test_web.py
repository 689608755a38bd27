"""What other programs ask over HTTP: health, metrics, the public page, vacancies, sessions, the webhook's door."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import aiohttp
import feedparser
import pytest
from icalendar import Calendar
from pydantic import SecretStr

from bot.processes import bind, build_bot, opened_services, running, serving, web_app
from bot.sandbox import Sandbox, serve
from bot.services import Library
from bot.settings import Settings
from domain.courses import CourseInstance
from domain.postings import JobPosting
from domain.vocabulary import Audience, Route
from storage import postings
from storage.models import Source

TOKEN = "78:web-tests"


@pytest.fixture
async def site(
    furnished_url: str, library: Library, tmp_path: Path
) -> AsyncIterator[tuple[aiohttp.ClientSession, str]]:
    """The web process and a client of it."""
    async with serve(Sandbox(TOKEN)) as api, AsyncExitStack() as stack:
        settings = Settings.from_env(
            bot_token=SecretStr(TOKEN), bot_api_url=api, database_url=SecretStr(furnished_url), data_dir=tmp_path,
            webhook_secret=SecretStr("s3cret"), contact_email="human@example.org",
        )  # fmt: skip
        services = await stack.enter_async_context(opened_services(settings, [], library))
        application, intake = build_bot(services)
        listener = stack.enter_context(bind("127.0.0.1", 0))
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        await stack.enter_async_context(serving(listener, web_app(services, application, intake)))
        await stack.enter_async_context(running(application, intake))
        client = await stack.enter_async_context(aiohttp.ClientSession())
        yield client, address


@pytest.fixture
async def source(site: object) -> None:
    now = datetime.now(UTC)
    await Source.create(
        id="s", title="Essai", kind="jobs", format="rss", url="http://127.0.0.1/", poll_minutes=60, origin="admin",
        next_poll_at=now,
    )  # fmt: skip


@pytest.fixture
async def vacancies(source: None) -> None:
    await postings.record(
        "s",
        [
            JobPosting("s:1", "Police <Adviser> & trainer", "https://jobs.example/1", grade="P-4", level_min=4,
                       level_max=4, fields=("police",), country="CF", languages=("fr",), route=Route.NOMINATION),
            JobPosting("s:2", "Logistics Officer", "https://jobs.example/2", grade="FS-5", fields=("logistics",)),
        ],
        datetime.now(UTC),
    )  # fmt: skip


@pytest.fixture
async def sessions(source: None) -> None:
    now = datetime.now(UTC)
    first, second = (now.date() + timedelta(days=days) for days in (30, 60))
    police = CourseInstance(
        "s:1", "Police <des Nations Unies>, stage d’été", "https://emp.example/1", second, second + timedelta(days=4),
        centre="emp", fields=("police",), audience=(Audience.POLICE,), country="ML", city="Bamako", languages=("fr",),
    )  # fmt: skip
    observers = CourseInstance("s:2", "Observateurs militaires", start=first, audience=(Audience.MILITARY,))
    past = CourseInstance("s:3", "Passé", start=now.date() - timedelta(days=2))
    await postings.record("s", [police, observers, past], now)


async def test_health_readiness_metrics_and_the_page_are_there(site: tuple[aiohttp.ClientSession, str]) -> None:
    client, address = site
    for path, words in (
        ("/healthz", "ok"), ("/readyz", "ready"), ("/metrics", "reffop_deliveries"), ("/", "human@example.org"),
    ):  # fmt: skip
        async with client.get(address + path) as response:
            assert response.status == 200
            assert words in await response.text()


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Police <Adviser> & trainer", "Logistics Officer"]),
        ("?field=police", ["Police <Adviser> & trainer"]),
        ("?rank=P-4&country=cf", ["Police <Adviser> & trainer"]),
        ("?language=fr", ["Police <Adviser> & trainer"]),
        ("?rank=P-2&field=police", []),
        ("?centre=emp", []),
    ],
)
async def test_open_vacancies_are_an_atom_feed_with_filters(
    site: tuple[aiohttp.ClientSession, str], vacancies: None, query: str, titles: list[str]
) -> None:
    client, address = site
    async with client.get(f"{address}/jobs.atom{query}") as response:
        assert response.content_type == "application/atom+xml"
        feed = feedparser.parse(BytesIO(await response.read()), sanitize_html=False)
    assert feed.version == "atom10"
    assert sorted(entry.title for entry in feed.entries) == sorted(titles)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Observateurs militaires", "Police <des Nations Unies>, stage d’été"]),
        ("?field=police", ["Police <des Nations Unies>, stage d’été"]),
        ("?centre=emp&language=fr", ["Police <des Nations Unies>, stage d’été"]),
        ("?audience=military", ["Observateurs militaires"]),
        ("?country=sn", []),
    ],
)
async def test_sessions_to_come_are_a_calendar_with_filters(
    site: tuple[aiohttp.ClientSession, str], sessions: None, query: str, titles: list[str]
) -> None:
    client, address = site
    async with client.get(f"{address}/courses.ics{query}") as response:
        assert response.content_type == "text/calendar"
        calendar = Calendar.from_ical(await response.read())
    assert [str(event["summary"]) for event in calendar.walk("VEVENT")] == titles


async def test_the_last_day_of_a_session_is_in_its_calendar(
    site: tuple[aiohttp.ClientSession, str], sessions: None
) -> None:
    client, address = site
    async with client.get(f"{address}/courses.ics?field=police") as response:
        [event] = Calendar.from_ical(await response.read()).walk("VEVENT")
    start = event.decoded("dtstart")
    assert (event.decoded("dtend") - start).days == 5
    assert (event["location"], event["status"], event["url"]) == ("Bamako, Mali", "CONFIRMED", "https://emp.example/1")


@pytest.mark.parametrize("query", ["?field=knitting", "?rank=X-9", "?audience=cats", "?colour=red"])
async def test_a_filter_that_means_nothing_is_named(site: tuple[aiohttp.ClientSession, str], query: str) -> None:
    client, address = site
    async with client.get(f"{address}/jobs.atom{query}") as response:
        assert response.status == 400
        assert query[1:].partition("=")[0] in await response.text()


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({}, b"{}", 403),
        ({"X-Telegram-Bot-Api-Secret-Token": "wrong"}, b"{}", 403),
        ({"X-Telegram-Bot-Api-Secret-Token": "s3cret"}, b"not json", 400),
        ({"X-Telegram-Bot-Api-Secret-Token": "s3cret"}, b'{"no": "update"}', 400),
        ({"X-Telegram-Bot-Api-Secret-Token": "s3cret"}, b'{"update_id": 7}', 200),
    ],
)
async def test_the_webhook_lets_in_only_telegram_and_only_updates(
    site: tuple[aiohttp.ClientSession, str], headers: dict[str, str], body: bytes, status: int
) -> None:
    client, address = site
    async with client.post(f"{address}/telegram/webhook", data=body, headers=headers) as response:
        assert response.status == status
