"""Sending: what a message costs on its way to the Bot API, over loopback, beside bare aiohttp and the default client.

A server in a process of its own accepts `sendMessage` and answers like the Bot API, after a wait of the given length.
Baseline: aiohttp alone posting the same JSON. Beside it python-telegram-bot's own client, and ours (bot/transport.py);
then the whole ledger: claim, check, render, send, settle, on SQLite. Five rounds, in turn, medians; processor time is
that of the sending process. The goals stand in parentheses.

python -m benchmarks.sending [--messages N]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import socket
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import aiohttp
from aiohttp import web
from pydantic import SecretStr
from rich.console import Console
from rich.progress import track
from telegram import Bot
from telegram.request import BaseRequest, HTTPXRequest

from bot.sender import TelegramSender
from bot.services import Library, Services
from bot.settings import Settings
from bot.transport import AiohttpRequest
from domain.announcements import Announcement
from domain.vocabulary import Language
from scheduler.delivery import DeliveryRun
from storage import announcements, connection, sql, subscribers
from storage import knowledge as stored_knowledge
from storage.reference import read_files

MESSAGES = 1500
ROUNDS = 5
AT_ONCE = 60
TOKEN = "1:benchmark"  # noqa: S105 - nobody's
WAITS = (0.0, 0.05)
TEXT = "<b>Conseiller(ère) réforme de la police</b>\nP-4 · Bangui, République centrafricaine\n⏳ dans 10 jours"
Send = Callable[[int], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Cost:
    """One pass: processor time a message in microseconds, and messages a second by the clock."""

    cpu: float
    rate: float


def main(messages: int = MESSAGES) -> list[tuple[str, str]]:
    """Measure and give rows of (what, figure)."""
    rounds = [asyncio.run(_round(messages)) for _ in track(range(ROUNDS), "sending", console=Console(stderr=True))]
    at_once, waiting = (
        {name: _median([each[wait][name] for each in rounds]) for name in rounds[0][wait]} for wait in WAITS
    )
    bare, ours, default, ledger = (at_once[name] for name in ("bare", "ours", "default", "ledger"))
    return [
        (f"bare aiohttp, {AT_ONCE} in flight (µs of processor a message)", f"{bare.cpu:.0f}"),
        ("ours, `send_message` (µs)", f"{ours.cpu:.0f}"),
        ("ratio to bare aiohttp", f"{ours.cpu / bare.cpu:.2f}"),
        ("python-telegram-bot's default client (µs)", f"{default.cpu:.0f}"),
        ("ours to the default client", f"1/{default.cpu / ours.cpu:.1f}"),
        ("whole ledger: claim, render, send, settle (µs)", f"{ledger.cpu:.0f}"),
        ("ratio to bare aiohttp (goal 1.35)", f"{ledger.cpu / bare.cpu:.2f}"),
        ("at 50 ms latency: ours (messages/s)", f"{waiting['ours'].rate:,.0f}"),
        ("at 50 ms latency: ours to bare aiohttp (goal 0.95)", f"{waiting['ours'].rate / waiting['bare'].rate:.2f}"),
        ("at 50 ms latency: default client to bare", f"{waiting['default'].rate / waiting['bare'].rate:.2f}"),
        ("at 50 ms latency: whole ledger (messages/s)", f"{waiting['ledger'].rate:,.0f}"),
    ]


def _median(costs: list[Cost]) -> Cost:
    return Cost(statistics.median(c.cpu for c in costs), statistics.median(c.rate for c in costs))


async def _round(messages: int) -> dict[float, dict[str, Cost]]:
    costs: dict[float, dict[str, Cost]] = {}
    for wait in WAITS:
        with serving(wait) as address:
            costs[wait] = {
                "bare": await _bare(address, messages),
                "ours": await _library(address, AiohttpRequest(AT_ONCE), messages),
                "default": await _library(address, HTTPXRequest(AT_ONCE, pool_timeout=60), messages // 4),
                "ledger": await _ledger(address, messages),
            }
    return costs


async def _bare(address: str, messages: int) -> Cost:
    url = f"{address}/bot{TOKEN}/sendMessage"
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=AT_ONCE)) as session:

        async def send(chat: int) -> None:
            async with session.post(url, json={"chat_id": chat, "text": TEXT, "parse_mode": "HTML"}) as response:
                json.loads(await response.read())

        return await _measured(send, messages)


async def _library(address: str, request: BaseRequest, messages: int) -> Cost:
    async with Bot(TOKEN, f"{address}/bot", request=request) as bot:
        return await _measured(lambda chat: bot.send_message(chat, TEXT, parse_mode="HTML"), messages)


async def _measured(send: Send, messages: int) -> Cost:
    """Send with so many in flight, and say what it cost."""
    places = asyncio.Semaphore(AT_ONCE)

    async def one(chat: int) -> None:
        async with places:
            await send(chat)

    await one(1)
    cpu, start = time.process_time(), time.perf_counter()
    await asyncio.gather(*(one(chat) for chat in range(1, messages + 1)))
    return Cost((time.process_time() - cpu) / messages * 1e6, messages / (time.perf_counter() - start))


async def _ledger(address: str, messages: int) -> Cost:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite://{Path(folder) / 'ledger.sqlite3'}"
        await connection.migrate(url)
        async with connection.opened(url):
            now = datetime.now(UTC)
            await stored_knowledge.load(read_files()[0], now)
            library = Library()
            await library.refresh()
            for chat in range(1, messages + 1):
                await subscribers.meet(chat, "private", Language.FR, "UTC", now)
            await announcements.queue(Announcement({Language.FR: TEXT}), None, now, now)
            settings = Settings.from_env(bot_token=SecretStr(TOKEN), bot_api_url=address, database_url=SecretStr(url))
            async with Bot(TOKEN, f"{address}/bot", request=AiohttpRequest(AT_ONCE)) as bot:
                sender = TelegramSender(bot, Services(settings, library, partial(_nothing)))
                run = DeliveryRun(sender, 1_000_000, "benchmark")
                cpu, start = time.process_time(), time.perf_counter()
                sent = await run.run_due()
                cost = Cost((time.process_time() - cpu) / sent * 1e6, sent / (time.perf_counter() - start))
            [row] = await sql.rows("SELECT count(*) AS n FROM delivery WHERE state = 'sent'")
            if row["n"] != messages:
                raise RuntimeError(f"{row['n']} of {messages} messages arrived")
            return cost


async def _nothing(_: str) -> None:
    raise RuntimeError("nobody adds a source here")


@contextmanager
def serving(wait: float) -> Iterator[str]:
    """Serve a Bot API that accepts everything after a wait, until the block ends."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=512)
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(listener, wait), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        process.terminate()
        process.join(10)
        listener.close()


def _serve(listener: socket.socket, wait: float) -> None:
    me = {"id": 1, "is_bot": True, "first_name": "b", "username": "b_bot"}
    sent = {"message_id": 1, "date": 1_800_000_000, "chat": {"id": 1, "type": "private"}, "from": me, "text": "x"}
    answers = {name: json.dumps({"ok": True, "result": what}).encode() for name, what in (("me", me), ("sent", sent))}

    async def answer(request: web.BaseRequest) -> web.Response:
        await request.read()
        is_sending = request.path.lower().endswith("sendmessage")
        if is_sending and wait:
            await asyncio.sleep(wait)
        return web.Response(body=answers["sent" if is_sending else "me"], content_type="application/json")

    async def serve() -> None:
        runner = web.ServerRunner(web.Server(answer), shutdown_timeout=0.1)
        await runner.setup()
        await web.SockSite(runner, listener).start()
        await asyncio.Event().wait()

    asyncio.run(serve())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=MESSAGES)
    for what, figure in main(parser.parse_args().messages):
        print(f"{what:<64} {figure}")
