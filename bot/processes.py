"""Processes: what `run`, `web`, `worker` and `demo` hold open, in which order it starts, and how it stops.

Storage opens first: a task started earlier would never see Tortoise's context. Leaving a block stops what it
started, in reverse: no new updates, then what is in hand, then the database.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any

from aiohttp import ClientSession, ClientTimeout, web
from telegram.error import InvalidToken, NetworkError, TelegramError
from telegram.ext import Updater

from bot.application import BotApplication, build_application, introduce
from bot.intake import ALLOWED_UPDATES, Intake, UpdateQueue
from bot.sender import TelegramSender
from bot.services import Library, Services
from bot.settings import EXPECTED, Settings
from bot.stopping import stop_signals
from bot.web import WEBHOOK_PATH, routes
from domain.errors import ConfigurationError, ReffopError
from domain.sources import Probe, Source
from domain.taxonomy import build_taxonomy
from feeds import probe
from feeds.fetch import TIMEOUT, open_session
from feeds.pool import ParserPool
from scheduler.announcements import Announcer
from scheduler.delivery import DeliveryRun, worker_name
from scheduler.polling import Poller, PollResult
from scheduler.tasks import Worker
from scheduler.watching import Watch
from storage import connection, deliveries, inbox, leases, reference, sources, wake
from storage import knowledge as stored_knowledge
from storage.reference import Documents

logger = logging.getLogger(__name__)

REFRESH_SECONDS = 2.0
RECONNECT_SECONDS = 5.0


async def run_all(settings: Settings, catalogue: Sequence[Source]) -> None:
    """Run the whole service in one process: long polling, or webhook when WEBHOOK_URL is set."""
    with connection.only_process(settings.database), bind(settings.host, settings.port) as listener:
        await connection.migrate(settings.database)
        async with AsyncExitStack() as stack:
            stop = await stack.enter_async_context(stop_signals())
            services = await stack.enter_async_context(opened_services(settings, catalogue))
            application, intake = build_bot(services)
            await stack.enter_async_context(serving(listener, web_app(services, application, intake)))
            await stack.enter_async_context(running(application, intake))
            await receive_updates(stack, settings, application, intake)
            await stack.enter_async_context(working(application, services))
            logger.info("the service runs", extra={"action": "started", "webhook": bool(settings.webhook_url)})
            await stop.wait()


async def run_web(settings: Settings) -> None:
    """Receive updates by webhook and serve the public pages."""
    if settings.webhook_url is None:
        raise ConfigurationError([f"WEBHOOK_URL is not set: expected {EXPECTED['WEBHOOK_URL']}"])
    with connection.only_process(settings.database), bind(settings.host, settings.port) as listener:
        async with AsyncExitStack() as stack:
            stop = await stack.enter_async_context(stop_signals())
            services = await stack.enter_async_context(opened_services(settings))
            application, intake = build_bot(services)
            await stack.enter_async_context(serving(listener, web_app(services, application, intake)))
            await stack.enter_async_context(running(application, intake))
            await receive_updates(stack, settings, application, intake)
            await stop.wait()


async def run_worker(settings: Settings, catalogue: Sequence[Source]) -> None:
    """Poll, send and clean up while this process holds the lease."""
    with connection.only_process(settings.database):
        async with AsyncExitStack() as stack:
            stop = await stack.enter_async_context(stop_signals())
            services = await stack.enter_async_context(opened_services(settings, catalogue))
            application = build_application(services)
            await _reach_telegram(application)
            stack.push_async_callback(application.shutdown)
            await stack.enter_async_context(working(application, services))
            await stop.wait()


async def poll_now(
    settings: Settings,
    catalogue: Sequence[Source],
    ids: Sequence[str],
    told: Callable[[PollResult], None],
    *,
    dry_run: bool,
) -> None:
    """Poll the sources named, or all, and tell what each brought as soon as it is known."""
    await connection.migrate(settings.database)
    async with connection.opened(settings.database):
        await sources.reconcile(catalogue, datetime.now(UTC))
        due = await sources.chosen(ids, datetime.now(UTC))
        if missing := sorted(set(ids) - {item.source.id for item in due}):
            raise ReffopError(f"no such source: {', '.join(missing)}")
        async with _poller(settings, reference.read()) as poller:
            await poller.poll(due, dry_run=dry_run, told=told)


def build_bot(services: Services) -> tuple[BotApplication, Intake]:
    """Build the bot and its intake; neither talks to anyone yet."""
    application = build_application(services)
    return application, Intake(application)


def web_app(services: Services, application: BotApplication, intake: Intake, *, page: bool = True) -> web.Application:
    """Build the web application."""
    app = web.Application(client_max_size=64 * 1024 * 1024)
    app.add_routes(routes(services, application, intake, page=page))
    return app


@asynccontextmanager
async def opened_services(
    settings: Settings, catalogue: Sequence[Source] | None = None, library: Library | None = None
) -> AsyncIterator[Services]:
    """Hold the database and the knowledge open, and keep the knowledge fresh.

    An empty database is given the built-in reference data; one that an operator has loaded is left alone. With a
    `catalogue` the sources are brought to it. A `library` that was filled before is only brought up to date.
    """
    async with connection.opened(settings.database):
        now = datetime.now(UTC)
        async with connection.alone(settings.database):
            if not await stored_knowledge.documents():
                files, _ = reference.read_files()
                await stored_knowledge.load(files, now)
            if catalogue is not None:
                await sources.reconcile(catalogue, now)
        if connection.opened_is_sqlite():
            await inbox.release_all(now)
            await deliveries.release_others("")
            await leases.let_go_all(now)
        library = library or Library()
        await library.refresh()
        async with wake.listening(settings.database), _background(_keep_fresh(library)):
            yield Services(settings, library, partial(_probe, settings))


def bind(host: str, port: int) -> socket.socket:
    """Take the address to listen on; raise ReffopError when it cannot be had, before anything else has started."""
    try:
        return socket.create_server((host, port))
    except OSError as error:
        why = (error.strerror or str(error)).partition(" (")[0]
        raise ReffopError(f"cannot listen on {host}:{port} ({why}): choose another port") from error


@asynccontextmanager
async def serving(listener: socket.socket, app: web.Application) -> AsyncIterator[None]:
    """Serve HTTP on a bound address."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.SockSite(runner, listener).start()
        yield
    finally:
        await runner.cleanup()


@asynccontextmanager
async def running(application: BotApplication, intake: Intake) -> AsyncIterator[None]:
    """Hold the bot ready to handle updates; Telegram not answering yet is waited for, a wrong token is not."""
    await _reach_telegram(application)
    try:
        await intake.recover()
        async with _background(intake.keep_recovering()):
            yield
            await intake.drain()
    finally:
        await application.shutdown()


async def receive_updates(
    stack: AsyncExitStack, settings: Settings, application: BotApplication, intake: Intake
) -> None:
    """Introduce the bot and let its updates come: to WEBHOOK_URL, or by long polling without one."""
    try:
        await introduce(application)
    except TelegramError as error:
        logger.warning("the menus could not be set", exc_info=error, extra={"action": "introduce_failed"})
    if settings.webhook_url is None:
        await stack.enter_async_context(_polling(application, intake))
        return
    await application.bot.set_webhook(
        f"{settings.webhook_url}{WEBHOOK_PATH}",
        secret_token=settings.webhook_token,
        allowed_updates=list(ALLOWED_UPDATES),
    )


@asynccontextmanager
async def working(application: BotApplication, services: Services) -> AsyncIterator[Worker]:
    """Do the background work: poll, send, clean up."""
    settings, name = services.settings, worker_name()
    async with _poller(settings, await stored_knowledge.documents()) as poller:
        sender = TelegramSender(application.bot, services)
        delivery = DeliveryRun(sender, settings.send_rate, name)
        worker = Worker(poller, delivery, Watch(sender), Announcer(sender), name)
        async with worker.running():
            yield worker


@asynccontextmanager
async def _polling(application: BotApplication, intake: Intake) -> AsyncIterator[None]:
    updater = Updater(application.bot, UpdateQueue(intake))
    async with updater:
        await updater.start_polling(
            bootstrap_retries=-1, allowed_updates=list(ALLOWED_UPDATES), error_callback=_polling_failed
        )
        try:
            yield
        finally:
            await updater.stop()


@asynccontextmanager
async def _poller(settings: Settings, documents: Documents) -> AsyncIterator[Poller]:
    async with _reader(settings, documents) as (session, pool):
        yield Poller(session, pool)


async def _probe(settings: Settings, url: str) -> Probe:
    """Look at an address for an administrator, who seldom asks: what it takes is opened for it and closed again."""
    async with _reader(settings, await stored_knowledge.documents(), probe.TIMEOUT) as (session, pool):
        return await probe.probe(session, pool, url)


@asynccontextmanager
async def _reader(
    settings: Settings, documents: Documents, limits: ClientTimeout = TIMEOUT
) -> AsyncIterator[tuple[ClientSession, ParserPool]]:
    """Hold open what reads sites: polite HTTP, and processes that parse."""
    allow_private = settings.allow_private_feeds
    async with open_session(settings.contact_email, allow_private=allow_private, limits=limits) as session:
        with ParserPool(build_taxonomy(documents)) as pool:
            yield session, pool


async def _reach_telegram(application: BotApplication) -> None:
    """Wait until Telegram knows the bot; whoever gives up before leaves no connection behind."""
    warned = reached = False
    try:
        while not reached:
            try:
                await application.initialize()
                reached = True
            except InvalidToken as error:
                raise ConfigurationError(["BOT_TOKEN is refused by the Bot API: check it with @BotFather"]) from error
            except NetworkError as error:
                if not warned:
                    logger.warning("telegram cannot be reached yet", exc_info=error, extra={"action": "connect_failed"})
                warned = True
                await asyncio.sleep(RECONNECT_SECONDS)
    finally:
        if not reached:
            await application.bot.request.shutdown()


def _polling_failed(error: TelegramError) -> None:
    logger.warning("asking for updates failed", extra={"action": "get_updates_failed", "error": type(error).__name__})


async def _keep_fresh(library: Library) -> None:
    """Bring the knowledge up to date whenever somebody rings, and now and then without."""
    news = wake.event(wake.KNOWLEDGE)
    while True:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(news.wait(), REFRESH_SECONDS)
        news.clear()
        try:
            await library.refresh()
        except Exception:
            logger.exception("the knowledge could not be refreshed", extra={"action": "refresh_failed"})


@asynccontextmanager
async def _background(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
