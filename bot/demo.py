"""The demo: the whole service against the sandbox, with sample vacancies that appear while one watches."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path

from pydantic import SecretStr

from bot import demo_feed
from bot.logs import configure
from bot.processes import (
    bind,
    build_bot,
    opened_services,
    receive_updates,
    running,
    serving,
    web_app,
    working,
)
from bot.sandbox import DEMO_PEOPLE, Sandbox
from bot.settings import Settings
from bot.stopping import stop_signals
from domain.sources import Source
from storage import connection

TOKEN = "1:demo-token-of-the-sandbox"  # noqa: S105 - opens nothing but the sandbox
POLL_MINUTES = 0.05


async def run_demo(port: int, data_dir: Path, write: Callable[[str], object]) -> None:
    """Run until stopped; the address of the chat page is written once the bot answers."""
    with bind("127.0.0.1", port) as listener:
        root = f"http://127.0.0.1:{listener.getsockname()[1]}"
        settings = _settings(root, data_dir)
        configure(settings)
        with connection.only_process(settings.database):
            await connection.migrate(settings.database)
            async with AsyncExitStack() as stack:
                stop = await stack.enter_async_context(stop_signals())
                services = await stack.enter_async_context(opened_services(settings, [_source(root)]))
                application, intake = build_bot(services)
                app = web_app(services, application, intake, page=False)
                Sandbox(TOKEN, state_file=data_dir / "sandbox.json").attach(app)
                app.add_routes(demo_feed.routes())
                await stack.enter_async_context(serving(listener, app))
                await stack.enter_async_context(running(application, intake))
                await receive_updates(stack, settings, application, intake)
                await stack.enter_async_context(working(application, services))
                write(f"\n  Open {root}/ in a browser and talk to the bot. Ctrl+C stops.\n\n")
                await stop.wait()


def _settings(root: str, data_dir: Path) -> Settings:
    return Settings.from_env(
        bot_token=SecretStr(TOKEN),
        bot_api_url=root,
        admin_ids=frozenset(person.id for person in DEMO_PEOPLE if person.administrator),
        database_url=SecretStr(""),
        data_dir=data_dir,
        webhook_url=None,
        public_url=root,
        sources_file=None,
        allow_private_feeds=True,
    )


def _source(root: str) -> Source:
    return Source(
        demo_feed.SOURCE,
        "Offres fictives (démo)",
        "jobs",
        "unvacancyxml",
        f"{root}{demo_feed.PATH}",
        POLL_MINUTES,
        "en",
    )
