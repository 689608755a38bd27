"""Polling over real HTTP, with a clock that the test moves: politeness, whole listings, changes, and what is held."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from aiohttp import web

from domain.sources import Source
from feeds.fetch import open_session
from feeds.pool import ParserPool
from scheduler.polling import Poller, PollResult
from storage import postings, sources, sql
from tests.integration.site import Handler, Site, answering, opened_site
from tests.unit.feeds.reference import taxonomy

pytestmark = pytest.mark.usefixtures("database")

HOUR = timedelta(hours=1)
BOARD = '{"take":2,"skip":0}'


class Clock:
    """The instant that the poller is told."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(scope="module")
def pool() -> Iterator[ParserPool]:
    with ParserPool(taxonomy(), workers=1) as pool:
        yield pool


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with opened_site() as site:
        yield site


@dataclass
class Station:
    """A poller with its clock, its site and one source."""

    poller: Poller
    clock: Clock
    site: Site
    source: Source

    async def poll(self, after: timedelta = timedelta()) -> PollResult:
        """Poll the source, due or not, after some time has passed."""
        self.clock.now += after
        [due] = await sources.chosen([self.source.id], self.clock.now)
        [result] = await self.poller.poll([due])
        return result

    async def poll_due(self) -> list[PollResult]:
        """Wait until something is due, and poll what is."""
        again = await sources.next_due_at()
        assert again is not None
        self.clock.now = max(again, self.clock.now)
        return await self.poller.poll(await sources.due(self.clock.now))


@asynccontextmanager
async def station(pool: ParserPool, site: Site, now: datetime, **attributes: object) -> AsyncIterator[Station]:
    clock = Clock(now)
    source = replace(Source("site", "A site", "jobs", "auto", f"{site.url}/jobs", 60), **attributes)  # type: ignore[arg-type]
    async with open_session("mailto:contact@example.org", allow_private=True) as session:
        await sources.reconcile([source], now)
        yield Station(Poller(session, pool, clock=clock), clock, site, source)


def rss(numbers: Iterable[int], *, ttl: int | None = None, title: str = "Police Officer, P-4, Juba") -> bytes:
    wish = f"<ttl>{ttl}</ttl>" if ttl else ""
    items = "".join(
        f"<item><title>{title} {n}</title><link>https://example.org/jobs/{n}</link></item>" for n in numbers
    )
    return f'<rss version="2.0"><channel><title>Jobs</title>{wish}{items}</channel></rss>'.encode()


def feed(numbers: Iterable[int], **more: object) -> Handler:
    return answering(body=rss(numbers), content_type="application/rss+xml", **more)


def offers(numbers: Iterable[int]) -> Handler:
    """A board that shows all its offers at once."""
    rows = [
        {"id": n, "title": f"Chargé de programme {n}", "careers_url": f"https://board.example.org/o/{n}"}
        for n in numbers
    ]
    return answering(body=json.dumps({"offers": rows}).encode(), content_type="application/json")


@dataclass
class Assignments:
    """A board that is read by POST, page by page."""

    numbers: list[int]
    bodies: list[dict[str, int]] = field(default_factory=list)
    broken_from: int | None = None

    async def __call__(self, request: web.BaseRequest) -> web.StreamResponse:
        assert (request.method, request.headers["Content-Type"]) == ("POST", "application/json")
        asked = json.loads(await request.read())
        self.bodies.append(asked)
        if self.broken_from is not None and asked["skip"] >= self.broken_from:
            return web.Response(status=500)
        rows = [
            {"doaRequestNo": f"{number:016}", "name": f"Electoral Officer {number}"}
            for number in self.numbers[asked["skip"] : asked["skip"] + asked["take"]]
        ]
        return web.json_response({"isSuccess": True, "value": {"total": len(self.numbers), "result": rows}})


async def test_a_listing_is_asked_for_by_post_page_by_page(pool: ParserPool, site: Site, now: datetime) -> None:
    site.answer = board = Assignments([1, 2, 3, 4, 5])
    async with station(pool, site, now, method="POST", body=BOARD) as at:
        result = await at.poll()
    assert result.reading is not None
    assert len(result.reading.new) == 5
    assert board.bodies == [{"take": 2, "skip": 0}, {"take": 2, "skip": 2}, {"take": 2, "skip": 4}]


async def test_a_page_that_fails_fails_the_whole_listing(pool: ParserPool, site: Site, now: datetime) -> None:
    site.answer = Assignments([1, 2, 3, 4, 5], broken_from=2)
    async with station(pool, site, now, method="POST", body=BOARD) as at:
        result = await at.poll()
    assert result.error == "127.0.0.1 answered 500"
    assert await sql.rows("SELECT id FROM posting") == []


async def test_what_three_whole_listings_in_a_row_do_not_hold_is_closed_and_a_return_forgives(
    pool: ParserPool, site: Site, now: datetime
) -> None:
    async with station(pool, site, now) as at:
        for number, listed in enumerate([[1, 2], [1], [1, 2], [1], [3, 1], [4, 1]]):
            site.answer = offers(listed)
            await at.poll(number * HOUR)
        rows = await sql.rows("SELECT identity, status, missed FROM posting ORDER BY identity")
    assert [(row["identity"], row["status"], row["missed"]) for row in rows] == [
        ("recruitee:1", "open", 0),
        ("recruitee:2", "closed", 3),
        ("recruitee:3", "open", 1),
        ("recruitee:4", "open", 0),
    ]


async def test_a_window_of_a_listing_says_nothing_of_what_it_does_not_show(
    pool: ParserPool, site: Site, now: datetime
) -> None:
    async with station(pool, site, now) as at:
        for last in range(1, 7):
            site.answer = feed(range(last, last + 2))
            await at.poll(HOUR)
        assert {row["status"] for row in await sql.rows("SELECT status FROM posting")} == {"open"}


async def test_a_site_that_renumbers_everything_is_held_back_until_somebody_looked(
    pool: ParserPool, site: Site, now: datetime
) -> None:
    async with station(pool, site, now) as at:
        site.answer = feed(range(20))
        await at.poll()
        site.answer = feed(range(100, 120))
        result = await at.poll(HOUR)
        assert result.held == "20 of 20 entries are suddenly new"
        assert len(await sql.rows("SELECT id FROM posting")) == 20
        [health] = await sources.silent(at.clock.now)
        assert health.held_reason == result.held
        assert await sources.release(at.source.id, at.clock.now)
        [result] = await at.poll_due()
        assert result.held is None
        assert result.reading is not None
        assert len(result.reading.new) == 20
        assert await sources.silent(at.clock.now) == []


async def test_a_held_source_that_looks_like_itself_again_needs_nobody(
    pool: ParserPool, site: Site, now: datetime
) -> None:
    async with station(pool, site, now) as at:
        site.answer = feed(range(20))
        await at.poll()
        site.answer = feed([])
        assert (await at.poll(HOUR)).held == "all 20 open entries vanished at once"
        site.answer = feed(range(1, 21))
        result = await at.poll(HOUR)
        assert result.reading is not None
        assert [posting.url for posting in result.reading.new] == ["https://example.org/jobs/20"]
        assert not await sources.release(at.source.id, at.clock.now)


async def test_a_site_that_is_gone_for_good_is_asked_no_more_and_said_to_be(
    pool: ParserPool, site: Site, now: datetime
) -> None:
    site.answer = answering(status=410)
    async with station(pool, site, now) as at:
        await at.poll()
        assert await sources.next_due_at() is None
        assert await sources.chosen([], at.clock.now) == []
        [health] = await sources.silent(at.clock.now)
        assert (health.retired, health.last_error) == (True, "127.0.0.1 answered 410")
        assert await sources.resume(at.source.id, at.clock.now)
        site.answer = feed([1])
        [result] = await at.poll_due()
        assert result.error is None


async def test_a_permanent_move_is_followed_at_once_and_remembered_after_three_polls(
    pool: ParserPool, site: Site, now: datetime
) -> None:
    async def moving(request: web.BaseRequest) -> web.StreamResponse:
        if request.path == "/jobs":
            return web.Response(status=301, headers={"Location": "/new"})
        return web.Response(body=rss([1, len(site.asked)]), content_type="application/rss+xml")

    site.answer = moving
    async with station(pool, site, now) as at:
        for _ in range(5):
            assert (await at.poll(HOUR)).error is None
    paths = [request.path for request in site.asked]
    assert paths == ["/jobs", "/new"] * 3 + ["/new"] * 2


async def test_a_remembered_move_is_forgotten_when_the_new_address_fails(
    pool: ParserPool, site: Site, now: datetime
) -> None:
    async def moving(request: web.BaseRequest) -> web.StreamResponse:
        if request.path == "/jobs" and len(site.asked) < 7:
            return web.Response(status=308, headers={"Location": "/new"})
        if request.path == "/new" and len(site.asked) > 6:
            return web.Response(status=404)
        return web.Response(body=rss([1, len(site.asked)]), content_type="application/rss+xml")

    site.answer = moving
    async with station(pool, site, now) as at:
        results = [await at.poll(HOUR) for _ in range(5)]
    assert [result.error for result in results] == [None, None, None, "127.0.0.1 answered 404", None]
    assert [request.path for request in site.asked][-2:] == ["/new", "/jobs"]


async def test_once_a_week_a_source_is_asked_without_its_validators(
    pool: ParserPool, site: Site, now: datetime
) -> None:
    async def stuck(request: web.BaseRequest) -> web.StreamResponse:
        if "If-None-Match" in request.headers:
            return web.Response(status=304)
        return web.Response(body=rss([1]), content_type="application/rss+xml", headers={"ETag": '"broken"'})

    site.answer = stuck
    async with station(pool, site, now) as at:
        for _ in range(10):
            await at.poll(timedelta(days=1))
    assert ["If-None-Match" in request.headers for request in site.asked] == [False, *[True] * 6, False, True, True]


async def test_validators_that_a_304_renews_replace_the_old_ones(pool: ParserPool, site: Site, now: datetime) -> None:
    site.answer = feed([1], headers={"ETag": '"one"'})
    async with station(pool, site, now) as at:
        await at.poll()
        site.answer = answering(status=304, headers={"ETag": '"two"'})
        await at.poll(HOUR)
        await at.poll(HOUR)
    assert [request.headers.get("If-None-Match") for request in site.asked] == [None, '"one"', '"two"']


@dataclass
class Strict:
    """A site that writes down every impoliteness over a simulated week; its own clock is the test's."""

    clock: Clock
    minutes: float
    complaints: list[str] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)
    _now_asking: int = 0
    _last: dict[str, datetime] = field(default_factory=dict)
    _patience: dict[str, datetime] = field(default_factory=dict)
    _validators: dict[str, tuple[str, str]] = field(default_factory=dict)

    async def __call__(self, request: web.BaseRequest) -> web.StreamResponse:
        self._now_asking += 1
        if self._now_asking > 1:
            self.complaints.append(f"{request.path}: two requests at once")
        try:
            return self._answer(request)
        finally:
            self._now_asking -= 1

    def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        path, now = request.path, self.clock.now.astimezone(UTC)
        number = self.asked[path]
        self.asked[path] += 1
        if path in self._last and now - self._last[path] < timedelta(minutes=self.minutes):
            self.complaints.append(f"{path}: asked again after {now - self._last[path]}")
        if now < self._patience.get(path, now):
            self.complaints.append(f"{path}: asked before {self._patience[path]}")
        if "reffop-bot/" not in request.headers["User-Agent"]:
            self.complaints.append(f"{path}: nobody says who asks")
        given = (request.headers.get("If-None-Match", ""), request.headers.get("If-Modified-Since", ""))
        if given not in (self._validators.get(path, ("", "")), ("", "")):
            self.complaints.append(f"{path}: other validators than were given")
        self._last[path] = now
        date = {"Date": format_datetime(now, usegmt=True)}
        if number % 9 == 5:
            until = now + timedelta(hours=5)
            self._patience[path] = until
            wish = "18000" if number % 2 else format_datetime(until, usegmt=True)
            return web.Response(status=503 if number % 2 else 429, headers=date | {"Retry-After": wish})
        if number % 9 in (3, 6) and given != ("", ""):
            return web.Response(status=304, headers=date)
        self._validators[path] = (f'W/"{path}-{number}, x"', format_datetime(now, usegmt=True))
        etag, modified = self._validators[path]
        return web.Response(
            body=rss(range(number, number + 12)),
            content_type="application/rss+xml",
            headers=date | {"ETag": etag, "Last-Modified": modified},
        )


async def test_a_strict_site_has_nothing_to_complain_about_over_a_week(
    pool: ParserPool, site: Site, now: datetime
) -> None:
    async with station(pool, site, now) as at:
        site.answer = strict = Strict(at.clock, minutes=60)
        others = [replace(at.source, id=f"site-{n}", url=f"{site.url}/jobs/{n}", poll_minutes=120) for n in range(4)]
        await sources.reconcile([at.source, *others], now)
        while (await sources.next_due_at() or now) < now + timedelta(days=7):
            await at.poll_due()
    assert strict.complaints == []
    assert strict.asked["/jobs"] > 100
    assert all(strict.asked[f"/jobs/{n}"] > 50 for n in range(4))


async def test_a_failing_source_is_told_of_once_after_a_day(pool: ParserPool, site: Site, now: datetime) -> None:
    site.answer = answering(status=500)
    async with station(pool, site, now) as at:
        await at.poll()
        assert await sources.silent(now + timedelta(hours=23)) == []
        later = now + timedelta(hours=25)
        [health] = await sources.silent(later)
        assert health.failing_since == now
        await sources.told([at.source.id], later)
        assert await sources.silent(later) == []
        site.answer = feed([1])
        await at.poll(timedelta(days=2))
        site.answer = answering(status=500)
        await at.poll(HOUR)
        assert [h.source.id for h in await sources.silent(at.clock.now + timedelta(days=2))] == ["site"]


async def test_a_dry_run_tells_what_is_new_changed_and_gone_and_stores_nothing(
    pool: ParserPool, site: Site, now: datetime
) -> None:
    site.answer = offers([1, 2])
    async with station(pool, site, now) as at:
        await at.poll()
        site.answer = offers([2, 3])
        [due] = await sources.chosen([at.source.id], now)
        [result] = await at.poller.poll([due], dry_run=True)
        assert result.reading is not None
        assert [p.identity for p in result.reading.new] == ["recruitee:3"]
        assert [p.identity for p in result.reading.gone] == ["recruitee:1"]
        assert len(await postings.latest(now, timedelta(days=1))) == 2
        assert (await sources.chosen([at.source.id], now)) == [due]
