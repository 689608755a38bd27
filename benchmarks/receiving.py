"""Receiving: updates by webhook, and how fast a question is answered while an announcement goes out.

Baseline of the first part: bare aiohttp that checks the secret, knows repeated updates from a set, bounds its queue and
hands each to `process_update`; ours keeps every update in the database besides, so that a crash loses none. Both have
the same application, whose one handler does nothing. Baseline of the second part: the same questions while nothing is
sent. Updates come from a process of their own, so many at a time; five rounds, in turn, medians. Goals in parentheses.

python -m benchmarks.receiving [--updates N]
"""

from __future__ import annotations

import argparse
import asyncio
import hmac
import json
import multiprocessing
import socket
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web
from pydantic import SecretStr
from rich.console import Console
from rich.progress import track
from telegram import Update
from telegram.ext import Application, ApplicationBuilder, ExtBot, TypeHandler

from benchmarks.sending import AT_ONCE, TOKEN, serving
from bot.application import build_application
from bot.intake import AT_ONCE as IN_HAND
from bot.intake import Intake
from bot.sender import TelegramSender
from bot.services import Library, Services
from bot.settings import Settings
from bot.transport import AiohttpRequest
from bot.web import SECRET_HEADER, WEBHOOK_PATH, routes
from domain.announcements import Announcement
from domain.vocabulary import Language
from scheduler.delivery import DeliveryRun
from storage import announcements, connection
from storage import knowledge as stored_knowledge
from storage.models import Chat
from storage.reference import read_files

UPDATES, ROUNDS, POSTERS = 1500, 5, 40
QUESTIONS, CROWD = 150, 4000
SECRET = "benchmark"  # noqa: S105 - nobody's
RATES = (30, 1000)
"""Messages a second of the announcement: what Telegram allows for nothing, and what it sells."""
ASKED = (
    "c'est quoi une UPC ?",
    "centres au Mali",
    "cours en ligne pour policiers",
    "DDR",
    "how many centres in Senegal?",
)
Served = Callable[[web.Request], Awaitable[web.Response]]


def main(updates: int = UPDATES) -> list[tuple[str, str]]:
    """Measure and give rows of (what, figure)."""
    taken: dict[str, list[float]] = {"bare": [], "ours": []}
    for number in track(range(ROUNDS), "receiving", console=Console(stderr=True)):
        for name in taken:
            taken[name].append(asyncio.run(_webhook(name, updates, number)))
    bare, ours = (statistics.median(taken[name]) for name in ("bare", "ours"))
    rows = [
        ("bare aiohttp and process_update (updates/s)", f"{bare:,.0f}"),
        ("ours, each update kept in SQLite (updates/s)", f"{ours:,.0f}"),
        ("ratio (goal 0.85)", f"{ours / bare:.2f}"),
    ]
    idle = [asyncio.run(_answers(0)) for _ in range(3)]
    p50, p99 = (statistics.median(each[place] for each in idle) for place in (0, 1))
    rows.append(("an answer while nothing is sent, p50 and p99 (ms)", f"{p50:.1f}, {p99:.1f}"))
    for rate in RATES:
        busy = [asyncio.run(_answers(rate)) for _ in range(3)]
        b50, b99 = (statistics.median(each[place] for each in busy) for place in (0, 1))
        rows.append((f"while an announcement goes at {rate} a second (ms)", f"{b50:.1f}, {b99:.1f}"))
        rows.append((f"ratio of p99 at {rate} a second (goal 3)", f"{b99 / p99:.2f}"))
    return rows


async def _webhook(name: str, updates: int, number: int) -> float:
    """Give updates worked off a second, from the first post to the last handler."""
    done = asyncio.Semaphore(0)

    async def handle(_: Update, __: Any) -> None:
        done.release()

    async with AsyncExitStack() as stack:
        address = stack.enter_context(serving(0.0))
        application = _application(address)
        application.add_handler(TypeHandler(Update, handle))
        await application.initialize()
        stack.push_async_callback(application.shutdown)
        handler = await (_bare(application) if name == "bare" else _ours(application, stack, address))
        target = await stack.enter_async_context(_served(handler))
        start = time.perf_counter()
        process = multiprocessing.get_context("spawn").Process(
            target=_post_all, args=(target, updates, number), daemon=True
        )
        process.start()
        await done.acquire()
        start = time.perf_counter()  # the other process has come up
        for _ in range(updates - 1):
            await done.acquire()
        rate = (updates - 1) / (time.perf_counter() - start)
        await asyncio.to_thread(process.join)
        return rate


def _application(address: str) -> Application[Any, Any, Any, Any, Any, Any]:
    bot = ExtBot(TOKEN, base_url=f"{address}/bot", request=AiohttpRequest(AT_ONCE))
    return ApplicationBuilder().bot(bot).updater(None).job_queue(None).build()


async def _bare(application: Application[Any, Any, Any, Any, Any, Any]) -> Served:
    seen: set[int] = set()
    places = asyncio.Semaphore(IN_HAND)
    tasks: set[asyncio.Task[None]] = set()

    async def work(update: Update) -> None:
        async with places:
            await application.process_update(update)

    async def receive(request: web.Request) -> web.Response:
        if not hmac.compare_digest(request.headers.get(SECRET_HEADER, ""), SECRET):
            return web.Response(status=403)
        if len(tasks) >= IN_HAND:
            return web.Response(status=503)
        update = Update.de_json(await request.json(), application.bot)
        if update.update_id not in seen:
            seen.add(update.update_id)
            task = asyncio.create_task(work(update))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
        return web.Response()

    return receive


async def _ours(application: Application[Any, Any, Any, Any, Any, Any], stack: AsyncExitStack, address: str) -> Served:
    services = await stack.enter_async_context(_services(address))
    [webhook] = [
        route
        for route in routes(services, application, Intake(application), page=False)
        if route.path == WEBHOOK_PATH  # type: ignore[attr-defined]
    ]
    return webhook.handler  # type: ignore[attr-defined,no-any-return]


@asynccontextmanager
async def _served(handler: Served) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_post(WEBHOOK_PATH, handler)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    listener = socket.create_server(("127.0.0.1", 0), backlog=512)
    await web.SockSite(runner, listener).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}{WEBHOOK_PATH}"
    finally:
        await runner.cleanup()


def _post_all(target: str, updates: int, number: int) -> None:
    """Post updates of many chats, so many at a time, each again for as long as the other side is busy."""

    async def post(session: aiohttp.ClientSession, places: asyncio.Semaphore, update_id: int) -> None:
        user = {"id": 1 + update_id % 997, "is_bot": False, "first_name": "x"}
        message = {"message_id": update_id, "date": 1_800_000_000, "text": "bonjour", "from": user}
        chat = {"id": user["id"], "type": "private", "first_name": "x"}
        update = {"update_id": update_id, "message": message | {"chat": chat}}
        async with places:
            while True:
                async with session.post(target, json=update, headers={SECRET_HEADER: SECRET}) as answer:
                    if answer.status == 200:
                        return
                await asyncio.sleep(0.01)

    async def run() -> None:
        places = asyncio.Semaphore(POSTERS)
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=POSTERS)) as session:
            first = 1 + number * 1_000_000
            await asyncio.gather(*(post(session, places, first + offset) for offset in range(updates)))

    asyncio.run(run())


async def _answers(rate: int) -> tuple[float, float]:
    """Ask questions one after the other and give the median and the 99th percentile of the time to an answer, in ms.

    With a rate, an announcement to many goes out meanwhile, so many messages a second.
    """
    async with AsyncExitStack() as stack:
        address = stack.enter_context(serving(0.0))
        services = await stack.enter_async_context(_services(address))
        application = build_application(services)
        await application.initialize()
        stack.push_async_callback(application.shutdown)
        now = datetime.now(UTC)
        announcing: asyncio.Task[int] | None = None
        if rate:
            people = [
                Chat(id=10_000 + n, kind="private", language="fr", timezone="UTC", created_at=now, last_seen_at=now)
                for n in range(CROWD)
            ]
            await Chat.bulk_create(people, batch_size=1000)
            await announcements.queue(Announcement({Language.FR: "Le bureau est fermé lundi."}), None, now, now)
            run = DeliveryRun(TelegramSender(application.bot, services), rate, "benchmark")
            announcing = asyncio.create_task(run.run_due())
            stack.callback(run.stop)
            await asyncio.sleep(0.3)
        times = [await _ask(application, number) for number in range(QUESTIONS)]
        if announcing:
            run.stop()
            await announcing
        times.sort()
        return statistics.median(times), times[int(len(times) * 0.99)]


async def _ask(application: Application[Any, Any, Any, Any, Any, Any], number: int) -> float:
    user = {"id": 5, "is_bot": False, "first_name": "x", "language_code": "fr"}
    message = {"message_id": number, "date": 1_800_000_000, "text": ASKED[number % len(ASKED)], "from": user}
    update = {"update_id": number, "message": message | {"chat": {"id": 5, "type": "private", "first_name": "x"}}}
    read = Update.de_json(json.loads(json.dumps(update)), application.bot)
    start = time.perf_counter()
    await application.process_update(read)
    taken = (time.perf_counter() - start) * 1000
    await asyncio.sleep(0.01)
    return taken


@asynccontextmanager
async def _services(address: str) -> AsyncIterator[Services]:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite://{Path(folder) / 'receiving.sqlite3'}"
        await connection.migrate(url)
        async with connection.opened(url):
            await stored_knowledge.load(read_files()[0], datetime.now(UTC))
            library = Library()
            await library.refresh()
            settings = Settings.from_env(
                bot_token=SecretStr(TOKEN), bot_api_url=address, database_url=SecretStr(url),
                webhook_secret=SecretStr(SECRET),
            )  # fmt: skip
            yield Services(settings, library, partial(_nothing))


async def _nothing(_: str) -> Any:
    raise RuntimeError("nobody adds a source here")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Receive updates, and answer while an announcement goes out.")
    parser.add_argument("--updates", type=int, default=UPDATES)
    for what, figure in main(parser.parse_args().updates):
        print(f"{what:<64} {figure}")
