"""Fetching over real HTTP from servers on 127.0.0.1 that behave as badly as the internet."""

from __future__ import annotations

import asyncio
import gzip
import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import aiohttp
import pytest
from aiohttp import web

from domain.errors import FetchError
from feeds.fetch import BODY_LIMIT, Fetched, FetchRequest, NotModified, StatusError, fetch, is_public, open_session
from tests.integration.site import Handler, Site, answering, opened_site

CONTACT = "mailto:contact@example.org"
SHORT = aiohttp.ClientTimeout(total=0.6, connect=0.4, sock_read=0.3)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with opened_site() as site:
        yield site


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with open_session(CONTACT, allow_private=True, limits=SHORT) as session:
        yield session


async def failing(session: aiohttp.ClientSession, url: str) -> FetchError:
    with pytest.raises(FetchError) as error:
        await fetch(session, FetchRequest(url))
    assert "\n" not in str(error.value)
    return error.value


async def test_a_document_comes_whole_with_what_its_headers_say(session: aiohttp.ClientSession, site: Site) -> None:
    headers = {"ETag": '"v1"', "Last-Modified": "Mon, 23 Nov 2026 10:00:00 GMT", "Cache-Control": "public, max-age=900"}
    site.answer = answering(body=b"<rss/>", content_type="application/rss+xml", charset="utf-8", headers=headers)
    assert await fetch(session, FetchRequest(f"{site.url}/feed")) == Fetched(
        body=b"<rss/>",
        content_type="application/rss+xml; charset=utf-8",
        etag='"v1"',
        last_modified="Mon, 23 Nov 2026 10:00:00 GMT",
        max_age=900.0,
        url=f"{site.url}/feed",
    )


async def test_we_say_who_asks_and_keep_no_cookies(session: aiohttp.ClientSession, site: Site) -> None:
    site.answer = answering(headers={"Set-Cookie": "id=1"})
    for _ in range(2):
        await fetch(session, FetchRequest(site.url))
    agent = site.asked[0].headers["User-Agent"]
    assert agent.startswith("reffop-bot/")
    assert agent.endswith(f"(+{CONTACT})")
    assert "Cookie" not in site.asked[1].headers


async def test_validators_are_echoed_exactly_as_they_came(session: aiohttp.ClientSession, site: Site) -> None:
    site.answer = answering(status=304, headers={"ETag": 'W/"v2"'})
    answer = await fetch(session, FetchRequest(site.url, etag='W/"a-\'b"', last_modified="yesterday, about noon"))
    assert answer == NotModified('W/"v2"', None, None)
    assert site.asked[0].headers["If-None-Match"] == 'W/"a-\'b"'
    assert site.asked[0].headers["If-Modified-Since"] == "yesterday, about noon"


async def test_without_validators_we_ask_unconditionally_and_not_modified_is_no_answer(
    session: aiohttp.ClientSession, site: Site
) -> None:
    site.answer = answering(status=304)
    error = await failing(session, site.url)
    assert isinstance(error, StatusError)
    assert not {"If-None-Match", "If-Modified-Since"} & site.asked[0].headers.keys()


async def test_expires_counts_where_cache_control_is_silent(session: aiohttp.ClientSession, site: Site) -> None:
    sent = datetime.now(UTC).replace(microsecond=0)
    headers = {
        "Date": format_datetime(sent, usegmt=True),
        "Expires": format_datetime(sent + timedelta(hours=2), usegmt=True),
    }
    site.answer = answering(headers=headers)
    answer = await fetch(session, FetchRequest(site.url))
    assert isinstance(answer, Fetched)
    assert answer.max_age == 7200


async def test_an_interface_may_be_asked_by_post(session: aiohttp.ClientSession, site: Site) -> None:
    async def echo(request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(body=f"{request.method} {await request.text()} {request.content_type}".encode())

    site.answer = echo
    request = FetchRequest(site.url, method="POST", body=b"{}", headers={"Content-Type": "application/json"})
    answer = await fetch(session, request)
    assert isinstance(answer, Fetched)
    assert answer.body == b"POST {} application/json"


@pytest.mark.parametrize(
    ("status", "header", "least", "most"),
    [
        (429, "120", 120, 120),
        (503, "7", 7, 7),
        (429, "999999999999", 86_400, 86_400),
        (429, format_datetime(datetime.now(UTC) + timedelta(minutes=10), usegmt=True), 1, 600),
        (503, format_datetime(datetime.now(UTC) - timedelta(minutes=10), usegmt=True), 0, 0),
    ],
    ids=["seconds", "few seconds", "for ever", "a date to come", "a date gone by"],
)
async def test_a_site_that_asks_for_patience_is_heard(
    session: aiohttp.ClientSession, site: Site, status: int, header: str, least: float, most: float
) -> None:
    site.answer = answering(status=status, headers={"Retry-After": header})
    error = await failing(session, site.url)
    assert error.retry_after is not None
    assert least <= error.retry_after <= most


@pytest.mark.parametrize("header", ["", "soon", "-5", "1e9"])
async def test_nonsense_in_retry_after_is_no_wish(session: aiohttp.ClientSession, site: Site, header: str) -> None:
    site.answer = answering(status=429, headers={"Retry-After": header})
    assert (await failing(session, site.url)).retry_after is None


@pytest.mark.parametrize(("status", "gone"), [(410, True), (404, False), (403, False), (500, False), (204, False)])
async def test_a_source_that_is_gone_is_told_from_one_that_fails(
    session: aiohttp.ClientSession, site: Site, status: int, *, gone: bool
) -> None:
    site.answer = answering(status=status)
    error = await failing(session, site.url)
    assert isinstance(error, StatusError)
    assert (error.status, error.gone) == (status, gone)


def hops(*statuses: int) -> Handler:
    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        hop = int(request.path.strip("/") or 0)
        if hop == len(statuses):
            return web.Response(body=b"arrived")
        return web.Response(status=statuses[hop], headers={"Location": f"/{hop + 1}#top"})

    return answer


async def test_five_redirects_are_followed_and_the_sixth_is_not(session: aiohttp.ClientSession, site: Site) -> None:
    site.answer = hops(302, 301, 303, 307, 308)
    answer = await fetch(session, FetchRequest(site.url))
    assert isinstance(answer, Fetched)
    assert (answer.body, answer.url, answer.moved_to) == (b"arrived", f"{site.url}/5", None)
    site.answer = hops(302, 302, 302, 302, 302, 302)
    assert "more than 5 redirects" in str(await failing(session, site.url))


async def test_a_permanent_move_is_told_but_not_decided_here(session: aiohttp.ClientSession, site: Site) -> None:
    site.answer = hops(301, 308)
    answer = await fetch(session, FetchRequest(site.url))
    assert isinstance(answer, Fetched)
    assert answer.moved_to == f"{site.url}/2"


async def test_redirects_in_a_circle_are_refused(session: aiohttp.ClientSession, site: Site) -> None:
    site.answer = answering(status=302, headers={"Location": "/"})
    assert "circle" in str(await failing(session, f"{site.url}/"))


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://example.org/", "javascript:alert(1)"])
async def test_a_redirect_out_of_the_web_is_refused(session: aiohttp.ClientSession, site: Site, target: str) -> None:
    site.answer = answering(status=302, headers={"Location": target})
    assert "not an http or https address" in str(await failing(session, site.url))


async def test_a_decompression_bomb_ends_the_connection(session: aiohttp.ClientSession, site: Site) -> None:
    bomb = gzip.compress(bytes(8 * BODY_LIMIT), compresslevel=9)
    site.answer = answering(body=bomb, headers={"Content-Encoding": "gzip"})
    assert "more than 10 MiB" in str(await failing(session, site.url))


async def test_an_endless_body_is_cut_at_the_limit(session: aiohttp.ClientSession, site: Site) -> None:
    async def pour(request: web.BaseRequest) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(bytes(2**20))

    site.answer = pour
    assert "more than 10 MiB" in str(await failing(session, site.url))


async def test_a_compressed_body_comes_unpacked(session: aiohttp.ClientSession, site: Site) -> None:
    site.answer = answering(body=gzip.compress(b"<rss/>"), headers={"Content-Encoding": "gzip"})
    answer = await fetch(session, FetchRequest(site.url))
    assert isinstance(answer, Fetched)
    assert answer.body == b"<rss/>"


async def test_a_body_that_cannot_be_unpacked_is_an_error_of_the_site(
    session: aiohttp.ClientSession, site: Site
) -> None:
    site.answer = answering(body=b"not gzip at all", headers={"Content-Encoding": "gzip"})
    assert "unpacked" in str(await failing(session, site.url))


async def test_a_body_that_breaks_off_is_not_taken_for_whole(session: aiohttp.ClientSession, site: Site) -> None:
    async def cut(request: web.BaseRequest) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "1000"})
        await response.prepare(request)
        await response.write(b"<rss>")
        assert request.transport is not None
        request.transport.abort()
        return response

    site.answer = cut
    await failing(session, site.url)


async def test_a_site_that_never_answers_is_left_in_time(session: aiohttp.ClientSession, site: Site) -> None:
    async def hang(_request: web.BaseRequest) -> web.StreamResponse:
        await asyncio.sleep(30)
        return web.Response()

    site.answer = hang
    assert "did not answer in time" in str(await failing(session, site.url))


async def test_a_site_that_drips_is_left_when_the_total_is_spent(session: aiohttp.ClientSession, site: Site) -> None:
    async def drip(request: web.BaseRequest) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b".")
            await asyncio.sleep(0.05)

    site.answer = drip
    assert "did not answer in time" in str(await failing(session, site.url))


async def test_nobody_listening_is_one_clear_line(session: aiohttp.ClientSession) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    listener.close()
    assert str(await failing(session, f"http://127.0.0.1:{port}/?key=secret")) == "127.0.0.1 cannot be reached"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433", "127.1"])  # noqa: S104
async def test_private_addresses_are_refused_however_they_are_written(site: Site, host: str) -> None:
    port = site.url.rpartition(":")[2]
    async with open_session(CONTACT, limits=SHORT) as session:
        await failing(session, f"http://{host}:{port}/")
    assert site.asked == []


async def test_a_refused_address_is_named_so(site: Site) -> None:
    async with open_session(CONTACT, limits=SHORT) as session:
        assert "private address" in str(await failing(session, site.url))
        assert "private address" in str(await failing(session, site.url.replace("127.0.0.1", "localhost")))


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("10.0.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("0.0.0.0", False),  # noqa: S104
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("not an address", False),
    ],
)
def test_what_is_public(address: str, *, public: bool) -> None:
    assert is_public(address) is public
