"""Processes: what `run`, `web`, `worker` and `demo` hold open, in which order it starts, and how it stops.

Storage opens first: a task started earlier would never see Tortoise's context. Everything runs in one task tree, so
leaving a block stops what it started, in reverse.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime

import aiohttp
from aiohttp import web
from telegram.error import InvalidToken, NetworkError, TelegramError
from telegram.ext import Updater

from bot.application import BotApplication, build_application, introduce
from bot.intake import ALLOWED_UPDATES, Intake, UpdateQueue
from bot.sender import TelegramSender
from bot.services import Library, Services
from bot.settings import Settings
from bot.web import WEBHOOK_PATH, routes
from domain.errors import ConfigurationError, ReffopError
from domain.sources import Source
from domain.taxonomy import build_taxonomy
from feeds.fetch import open_session
from feeds.pool import ParserPool
from scheduler.delivery import DeliveryRun, worker_name
from scheduler.polling import Poller
from scheduler.tasks import Worker
from storage import connection, inbox, reference, sources
from storage import knowledge as stored_knowledge

logger = logging.getLogger(__name__)

REFRESH_SECONDS = 2.0
RECONNECT_SECONDS = 5.0


async def prepare_database(settings: Settings) -> None:
    """Bring the database to the newest schema."""
    applied = await connection.migrate(settings.database)
    if applied:
        logger.info("the database was migrated", extra={"action": "migrate", "applied": len(applied)})


async def load_reference(settings: Settings, catalogue: Sequence[Source]) -> None:
    """Bring the built-in reference data and the catalogue of sources into the open database."""
    files, faults = reference.read_files()
    if faults:
        raise faults[0]
    now = datetime.now(UTC)
    await stored_knowledge.load(files, now)
    await sources.reconcile(catalogue, now)


@asynccontextmanager
async def opened_services(settings: Settings) -> AsyncIterator[Services]:
    """Hold the database and the knowledge open, and keep the knowledge fresh."""
    async with connection.opened(settings.database):
        library = Library()
        await library.refresh()
        async with _background(_keep_fresh(library)):
            yield Services(settings, library)


@asynccontextmanager
async def running_bot(services: Services) -> AsyncIterator[tuple[BotApplication, Intake]]:
    """Hold the bot ready to handle updates; Telegram not answering yet is waited for, a wrong token is not."""
    application = build_application(services)
    await _reach_telegram(application)
    intake = Intake(application)
    if connection.is_sqlite(services.settings.database):
        await inbox.release_all(datetime.now(UTC))
    await intake.recover()
    try:
        async with _background(intake.keep_recovering()):
            yield application, intake
            await intake.drain()
    finally:
        await application.shutdown()


@asynccontextmanager
async def polling(application: BotApplication, intake: Intake) -> AsyncIterator[None]:
    """Receive updates by long polling."""
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
async def listening(settings: Settings, handlers: Sequence[web.AbstractRouteDef]) -> AsyncIterator[str]:
    """Serve HTTP on the configured address and give its root; raise ReffopError when the port is taken."""
    app = web.Application(client_max_size=64 * 1024 * 1024)
    app.add_routes(handlers)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2.0)
    await runner.setup()
    site = web.TCPSite(runner, settings.host, settings.port)
    try:
        await site.start()
    except OSError as error:
        await runner.cleanup()
        raise ReffopError(f"cannot listen on {settings.host}:{settings.port}: {error.strerror or error}") from error
    try:
        port = runner.addresses[0][1]
        host = "127.0.0.1" if settings.host == "0.0.0.0" else settings.host  # noqa: S104 - compared, not bound
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def working(application: BotApplication, services: Services) -> AsyncIterator[Worker]:
    """Do the background work: poll, send, clean up."""
    settings = services.settings
    taxonomy = build_taxonomy(await stored_knowledge.documents())
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(
            open_session(settings.contact_email, allow_private=settings.allow_private_feeds)
        )
        pool = stack.enter_context(ParserPool(taxonomy))
        name = worker_name()
        delivery = DeliveryRun(TelegramSender(application.bot, services), settings.send_rate, name)
        worker = Worker(Poller(session, pool), delivery, name)
        await stack.enter_async_context(worker.running())
        yield worker


async def set_webhook(application: BotApplication, settings: Settings) -> None:
    """Tell Telegram where to call us."""
    await application.bot.set_webhook(
        f"{settings.webhook_url}{WEBHOOK_PATH}",
        secret_token=settings.webhook_token,
        allowed_updates=list(ALLOWED_UPDATES),
    )


async def until_stopped() -> None:
    """Wait for SIGTERM or SIGINT."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    await stopped.wait()
    logger.info("stopping", extra={"action": "stop"})


async def present(application: BotApplication) -> None:
    """Set menus and descriptions; a refusal is logged and stops nothing."""
    try:
        await introduce(application)
    except TelegramError as error:
        logger.warning("the menus could not be set", exc_info=error, extra={"action": "introduce_failed"})


async def _reach_telegram(application: BotApplication) -> None:
    warned = False
    while True:
        try:
            await application.initialize()
        except InvalidToken as error:
            raise ConfigurationError(["BOT_TOKEN is refused by the Bot API: check it with @BotFather"]) from error
        except NetworkError as error:
            if not warned:
                logger.warning("telegram cannot be reached yet", exc_info=error, extra={"action": "connect_failed"})
            warned = True
            await asyncio.sleep(RECONNECT_SECONDS)
        else:
            return


def _polling_failed(error: TelegramError) -> None:
    logger.warning("asking for updates failed", extra={"action": "get_updates_failed", "error": type(error).__name__})


async def _keep_fresh(library: Library) -> None:
    while True:
        await asyncio.sleep(REFRESH_SECONDS)
        try:
            await library.refresh()
        except (ReffopError, OSError, aiohttp.ClientError):
            logger.exception("the knowledge could not be refreshed", extra={"action": "refresh_failed"})


@asynccontextmanager
async def _background(work: contextlib.suppress | object) -> AsyncIterator[None]:
    task = asyncio.ensure_future(work)  # type: ignore[call-overload]
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
