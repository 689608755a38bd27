"""`doctor`: what is well and what to do about the rest, one line each."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import available_timezones

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.settings import Settings
from bot.transport import AiohttpRequest
from domain.errors import ReffopError
from feeds.catalogue import from_reference, read_catalogue
from storage import connection, reference
from storage import sources as stored_sources


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at."""

    name: str
    ok: bool
    told: str


async def examine(settings: Settings) -> list[Check]:
    """Look at everything the service stands on."""
    checks = [Check("configuration", ok=True, told="ok")]
    checks += await _database(settings)
    checks.append(await _token(settings))
    zones = len(available_timezones())
    checks.append(Check("time zones", ok=zones > 300, told="ok" if zones > 300 else "install the package tzdata"))
    checks.append(_reference_data())
    checks.append(_catalogue(settings))
    return checks


async def _database(settings: Settings) -> list[Check]:
    try:
        async with connection.opened(settings.database, migrated=False):
            missing = await connection.pending()
            told = "ok" if not missing else f"{len(missing)} missing: run `reffop-bot migrate`"
            checks = [Check("database", ok=True, told="ok"), Check("migrations", ok=not missing, told=told)]
            return checks if missing else [*checks, await _sources()]
    except ReffopError as error:
        return [Check("database", ok=False, told=f"{error}: check DATABASE_URL and that the server runs")]


async def _sources() -> Check:
    failing = [
        health.source.id for health in await stored_sources.health() if health.failing_since and not health.paused
    ]
    return Check(
        "sources",
        ok=not failing,
        told="ok" if not failing else f"failing: {', '.join(failing)}; see `reffop-bot sources`",
    )


async def _token(settings: Settings) -> Check:
    if settings.bot_token is None:
        return Check("token", ok=False, told="BOT_TOKEN is not set: ask @BotFather for one")
    request = AiohttpRequest(1)
    try:
        bot = Bot(settings.token, f"{settings.bot_api_url}/bot", request=request, get_updates_request=AiohttpRequest(1))
        async with bot:
            return Check("token", ok=True, told=f"ok, @{bot.username}")
    except InvalidToken:
        return Check("token", ok=False, told="refused by the Bot API: check it with @BotFather")
    except TelegramError as error:
        return Check(
            "token",
            ok=False,
            told=f"the Bot API cannot be asked ({type(error).__name__}): check BOT_API_URL and the network",
        )
    finally:
        await request.shutdown()


def _reference_data() -> Check:
    _, faults = reference.read_files()
    return Check("reference data", ok=not faults, told=str(faults[0]) if faults else "ok")


def _catalogue(settings: Settings) -> Check:
    try:
        found = read_catalogue(settings.sources_file) if settings.sources_file else from_reference(reference.read())
    except ReffopError as error:
        return Check("catalogue", ok=False, told=str(error).splitlines()[0])
    return Check("catalogue", ok=True, told=f"ok, {len(found)} sources")
