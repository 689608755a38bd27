"""What carries the library's calls: JSON and files, time-outs, faults told apart, nothing that names the token."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import web
from telegram import Bot, InputMediaPhoto
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.sandbox import Sandbox, serve
from bot.sender import outcome_of
from bot.transport import AiohttpRequest
from domain import deliveries
from tests.integration.sandbox_kit import AMINATA, PNG, TOKEN, keyboard

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def telling(address: str, read_timeout: float = 5.0) -> AsyncIterator[Bot]:
    """The library's bot over our transport."""
    async with Bot(
        TOKEN, f"{address}/bot", f"{address}/file/bot",
        request=AiohttpRequest(8, read_timeout), get_updates_request=AiohttpRequest(1),
    ) as bot:  # fmt: skip
        yield bot


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    async with serve(Sandbox(TOKEN)) as address, telling(address) as bot:
        yield bot


@asynccontextmanager
async def site(answer: Answer) -> AsyncIterator[str]:
    """A Bot API that answers `getMe`, and anything else as the test says."""

    async def me(_: web.Request) -> web.Response:
        user = {"id": 1, "is_bot": True, "first_name": "b", "username": "b_bot"}
        return web.json_response({"ok": True, "result": user})

    app = web.Application()
    app.router.add_post("/bot{token}/getMe", me)
    app.router.add_route("*", "/{rest:.*}", answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def refused(answer: Answer, read_timeout: float = 0.3) -> TelegramError:
    """The error that a message meets."""
    async with site(answer) as address, telling(address, read_timeout) as bot:
        with pytest.raises(TelegramError) as caught:
            await bot.send_message(AMINATA, "Bonjour")
    assert TOKEN not in str(caught.value)
    assert TOKEN not in repr(caught.value.__cause__)
    return caught.value


async def test_words_buttons_and_accents_arrive_as_they_were_meant(bot: Bot) -> None:
    sent = await bot.send_message(AMINATA, "<b>Été</b> 🕊", parse_mode="HTML", reply_markup=keyboard("Oui"))
    assert (sent.text, sent.entities[0].type) == ("Été 🕊", "bold")
    assert sent.reply_markup is not None


async def test_files_go_along_and_come_back(bot: Bot) -> None:
    sent = await bot.send_document(AMINATA, b"a;b\n1;2\n", filename="tableau.csv", caption="Le détail")
    assert sent.document is not None
    assert (sent.document.file_name, sent.caption) == ("tableau.csv", "Le détail")
    file = await bot.get_file(sent.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"a;b\n1;2\n"
    album = await bot.send_media_group(AMINATA, [InputMediaPhoto(PNG), InputMediaPhoto(PNG)])
    assert len(album) == 2


async def test_what_is_no_file_goes_as_json_with_its_own_types() -> None:
    seen: list[object] = []

    async def answer(request: web.Request) -> web.Response:
        seen.append((request.content_type, json.loads(await request.read())))
        return web.json_response({"ok": True, "result": True})

    async with site(answer) as address, telling(address) as bot:
        await bot.set_my_commands([("aide", "Aide")])
    assert seen == [("application/json", {"commands": [{"command": "aide", "description": "Aide"}]})]


async def test_many_at_once_share_the_connections(bot: Bot) -> None:
    sent = await asyncio.gather(*(bot.send_message(AMINATA, f"Message {n}") for n in range(60)))
    assert len({message.message_id for message in sent}) == 60


async def test_a_slow_answer_is_a_time_out_of_which_nobody_knows_the_end() -> None:
    async def answer(_: web.Request) -> web.Response:
        await asyncio.sleep(5)
        return web.Response()

    error = await refused(answer)
    assert isinstance(error, TimedOut)
    assert isinstance(outcome_of(error), deliveries.Unknown)


async def test_a_connection_that_ends_without_an_answer_leaves_the_end_unknown() -> None:
    async def answer(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    error = await refused(answer)
    assert isinstance(error, NetworkError)
    assert isinstance(outcome_of(error), deliveries.Unknown)


async def test_where_nobody_listens_nothing_has_left() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    request = AiohttpRequest(1)
    await request.initialize()
    with pytest.raises(NetworkError) as caught:
        await request.post(f"http://127.0.0.1:{port}/bot{TOKEN}/getMe")
    await request.shutdown()
    assert TOKEN not in str(caught.value)
    assert isinstance(outcome_of(caught.value), deliveries.RetryAfter)


async def test_when_every_connection_is_taken_nothing_has_left() -> None:
    async def answer(_: web.Request) -> web.Response:
        await asyncio.sleep(1)
        return web.json_response({"ok": True, "result": True})

    request = AiohttpRequest(1)
    await request.initialize()
    async with site(answer) as address:
        first = asyncio.create_task(request.post(f"{address}/x"))
        await asyncio.sleep(0.1)
        with pytest.raises(TimedOut) as caught:
            await request.post(f"{address}/y", pool_timeout=0.1, connect_timeout=0.1)
        await first
    await request.shutdown()
    assert isinstance(outcome_of(caught.value), deliveries.RetryAfter)


async def test_a_redirect_is_followed_by_nobody() -> None:
    async def answer(request: web.Request) -> web.Response:
        raise web.HTTPFound(f"{request.url.origin()}/elsewhere")

    error = await refused(answer)
    assert isinstance(outcome_of(error), deliveries.RetryAfter)


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (400, {"ok": False, "error_code": 400, "description": "Bad Request: odd"}, BadRequest),
        (429, {"ok": False, "description": "Too Many Requests", "parameters": {"retry_after": 7}}, RetryAfter),
        (502, None, NetworkError),
    ],
)
async def test_refusals_are_the_library_s_own_errors(status: int, body: object, expected: type[TelegramError]) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=status, text=json.dumps(body) if body else "<html>Bad Gateway</html>")

    assert type(await refused(answer)) is expected


async def test_it_opens_and_closes_as_often_as_asked_and_says_when_it_is_closed() -> None:
    request = AiohttpRequest(1)
    with pytest.raises(RuntimeError):
        await request.do_request("http://127.0.0.1:9/", "POST")
    await request.shutdown()
    for _ in range(2):
        await request.initialize()
        await request.initialize()
        await request.shutdown()
        await request.shutdown()
    with pytest.raises(RuntimeError):
        await request.do_request("http://127.0.0.1:9/", "POST")


async def test_long_polling_has_its_own_time_out() -> None:
    async def answer(_: web.Request) -> web.Response:
        await asyncio.sleep(0.5)
        return web.json_response({"ok": True, "result": []})

    async with site(answer) as address, telling(address, 0.2) as bot:
        assert await bot.get_updates(timeout=1, read_timeout=2) == ()


def test_the_library_s_fault_types_are_those_we_tell_apart() -> None:
    assert issubclass(aiohttp.ConnectionTimeoutError, TimeoutError)
    assert not issubclass(aiohttp.SocketTimeoutError, aiohttp.ConnectionTimeoutError)


async def test_a_proxy_that_the_environment_names_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(str(request.url))
        return web.json_response({"ok": True, "result": True})

    async with site(answer) as address:
        monkeypatch.setenv("http_proxy", address)
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        request = AiohttpRequest(1)
        await request.initialize()
        await request.post("http://api.example.invalid/x")
        await request.post(f"{address}/direct")
        await request.shutdown()
    assert asked == ["http://api.example.invalid/x", f"{address}/direct"]
