"""An address is looked at over real HTTP before it becomes a source."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import date
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from domain.errors import FetchError, ParseError
from domain.sources import Probe, Sample
from feeds.fetch import open_session
from feeds.pool import ParserPool
from feeds.probe import probe
from tests.integration.site import Site, answering, opened_site
from tests.unit.feeds.reference import taxonomy

DATA = Path(__file__).parents[1] / "data" / "feeds"
CALENDAR = b"""BEGIN:VCALENDAR\r
VERSION:2.0\r
X-WR-CALNAME:Formations\r
BEGIN:VEVENT\r
UID:1\r
DTSTART;VALUE=DATE:20270302\r
SUMMARY:Protection des civils\r
END:VEVENT\r
END:VCALENDAR\r
"""


@pytest.fixture(scope="module")
def pool() -> Iterator[ParserPool]:
    with ParserPool(taxonomy(), workers=1) as pool:
        yield pool


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with open_session("contact@example.org", allow_private=True) as session:
        yield session


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with opened_site() as site:
        yield site


async def test_a_calendar_holds_courses(session: aiohttp.ClientSession, pool: ParserPool, site: Site) -> None:
    site.answer = answering(body=CALENDAR, content_type="text/calendar")
    found = await probe(session, pool, f"{site.url}/a.ics")
    sample = Sample("Protection des civils", date(2027, 3, 2))
    assert found == Probe(f"{site.url}/a.ics", "Formations", "courses", "ics", 1, (sample,))


async def test_three_entries_are_shown_and_all_counted(
    session: aiohttp.ClientSession, pool: ParserPool, site: Site
) -> None:
    site.answer = answering(body=(DATA / "unvacancyxml.atom.xml").read_bytes(), content_type="application/atom+xml")
    found = await probe(session, pool, site.url)
    assert (found.kind, found.format, found.count, len(found.samples)) == ("jobs", "unvacancyxml", 35, 3)
    assert found.samples[0].when is not None


@pytest.mark.parametrize(("status", "path"), [(301, "/new"), (302, "/old")])
async def test_an_address_that_moved_for_good_is_replaced_by_the_new_one(
    session: aiohttp.ClientSession, pool: ParserPool, site: Site, status: int, path: str
) -> None:
    feed = site.answer

    async def moved(request: web.BaseRequest) -> web.StreamResponse:
        return (
            web.Response(status=status, headers={"Location": "/new"}) if request.path == "/old" else await feed(request)
        )

    site.answer = moved
    assert (await probe(session, pool, f"{site.url}/old")).url == site.url + path


async def test_what_cannot_be_a_source_raises(session: aiohttp.ClientSession, pool: ParserPool, site: Site) -> None:
    site.answer = answering(status=500)
    with pytest.raises(FetchError, match="answered 500"):
        await probe(session, pool, site.url)
    site.answer = answering(body=b"<html></html>", content_type="text/html")
    with pytest.raises(ParseError, match="HTML page"):
        await probe(session, pool, site.url)
