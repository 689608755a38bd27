"""HTTP of the web process: webhook, health, metrics and the public page."""

from __future__ import annotations

import hmac
import json
from collections.abc import Awaitable, Callable
from functools import partial
from importlib.resources import files
from string import Template

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from telegram import Update

from bot.application import BotApplication
from bot.exports import CALENDAR_PATH, courses_ics, followed_ics, jobs_atom
from bot.intake import Intake
from bot.services import Services
from bot.settings import Settings
from storage import connection, deliveries, sources

WEBHOOK_PATH = "/telegram/webhook"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
LARGEST_UPDATE = 1024 * 1024


def routes(services: Services, application: BotApplication, intake: Intake, *, page: bool) -> list[web.RouteDef]:
    """Give the routes; `page` adds the public page at the root, which the demo has another use for."""
    settings = services.settings
    found = [
        web.post(WEBHOOK_PATH, _webhook(settings, application, intake)),
        web.get("/healthz", _healthz),
        web.get("/readyz", _readyz),
        web.get("/metrics", _metrics),
        web.get("/jobs.atom", partial(jobs_atom, services=services)),
        web.get("/courses.ics", partial(courses_ics, services=services)),
        web.get(f"{CALENDAR_PATH}/{{key}}.ics", partial(followed_ics, services=services)),
    ]
    return [*found, web.get("/", _page(settings))] if page else found


def _webhook(
    settings: Settings, application: BotApplication, intake: Intake
) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def receive(request: web.Request) -> web.Response:
        """Store an update and answer at once; the work comes after."""
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), settings.webhook_token.encode()):
            return web.Response(status=403, text="wrong secret\n")
        if intake.is_full:
            return web.Response(status=503, headers={"Retry-After": "1"}, text="busy\n")
        try:
            update = Update.de_json(await request.json(), application.bot)
        except (json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError, ValueError, AttributeError):
            return web.Response(status=400, text="not an update\n")
        await intake.receive(update)
        return web.Response()

    return receive


async def _healthz(_: web.Request) -> web.Response:
    return web.Response(text="ok\n")


async def _readyz(_: web.Request) -> web.Response:
    if not await connection.is_reachable():
        return web.Response(status=503, text="the database does not answer\n")
    if missing := await connection.pending():
        return web.Response(status=503, text=f"{len(missing)} migration(s) missing\n")
    return web.Response(text="ready\n")


async def _metrics(_: web.Request) -> web.Response:
    registry = CollectorRegistry()
    ledger = Gauge("reffop_deliveries", "Deliveries in the ledger, by state", ["state"], registry=registry)
    for state, count in (await deliveries.count_by_state()).items():
        ledger.labels(state).set(count)
    failing = Gauge("reffop_source_failing", "1 while a source cannot be read", ["source"], registry=registry)
    success = Gauge(
        "reffop_source_last_success_timestamp_seconds", "Last good answer of a source", ["source"], registry=registry
    )
    for health in await sources.health():
        failing.labels(health.source.id).set(1 if health.failing_since else 0)
        if health.last_success_at:
            success.labels(health.source.id).set(health.last_success_at.timestamp())
    return web.Response(body=generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST})


def _page(settings: Settings) -> Callable[[web.Request], Awaitable[web.Response]]:
    body = Template(files("bot").joinpath("public.html").read_text("utf-8")).substitute(contact=settings.contact_email)

    async def show(_: web.Request) -> web.Response:
        return web.Response(text=body, content_type="text/html")

    return show
