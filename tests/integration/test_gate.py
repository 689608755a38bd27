"""Every handler is behind the gate or meant for everyone, and the gate holds: typed, tapped, by link, from a group."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from telegram.ext import CommandHandler

from bot.access import GUARDED
from bot.application import BotApplication
from bot.callbacks import encode
from bot.handlers import (
    alerts,
    announcements,
    buttons,
    cards,
    figures,
    follows,
    questions,
    review,
    settings,
    source_form,
    sources,
    start,
    ticket_desk,
    tickets,
)
from bot.processes import build_bot, opened_services, receive_updates, running
from bot.sandbox import Sandbox, serve
from bot.services import Library
from bot.settings import Settings
from storage import conversations, sql
from storage.models import Audit
from tests.integration.builders import tables

TOKEN = "84:gate-tests"
AMINATA, CLAIRE = 1001, 9001
GROUP = -700

FOR_EVERYONE: set[Callable[..., Any]] = {
    alerts.alerts, alerts.tap, cards.tap, follows.followed, follows.tap, questions.centres, questions.courses,
    questions.jobs, questions.tap, questions.term, settings.hour, settings.pause, settings.settings, settings.tap,
    settings.timezone, start.ask_to_delete, start.cancel, start.help_, start.my_data, start.privacy, start.start,
    start.stop, start.tap, tickets.expert, tickets.human, tickets.tap,
}  # fmt: skip
"""What anybody may do, and only to what is their own."""

FOR_ADMINISTRATORS: set[Callable[..., Any]] = {
    announcements.announce, announcements.compose, announcements.tap, figures.stats, review.review, review.tap,
    source_form.tap, sources.sources, sources.tap, ticket_desk.list_, ticket_desk.tap,
}  # fmt: skip


@pytest.fixture
async def house(furnished_url: str, library: Library, tmp_path: Path) -> AsyncIterator[tuple[Sandbox, BotApplication]]:
    sandbox = Sandbox(TOKEN)
    async with serve(sandbox) as address, AsyncExitStack() as stack:
        settings_ = Settings.from_env(
            bot_token=SecretStr(TOKEN), bot_api_url=address, database_url=SecretStr(furnished_url), data_dir=tmp_path,
            admin_ids=frozenset({CLAIRE}),
        )  # fmt: skip
        services = await stack.enter_async_context(opened_services(settings_, [], library))
        application, intake = build_bot(services)
        await stack.enter_async_context(running(application, intake))
        await receive_updates(stack, settings_, application, intake)
        yield sandbox, application


def commands(application: BotApplication) -> dict[str, Callable[..., Any]]:
    handlers = [one for group in application.handlers.values() for one in group if isinstance(one, CommandHandler)]
    return {name: one.callback for one in handlers for name in one.commands}


async def test_each_handler_is_behind_the_gate_or_meant_for_everyone(house: tuple[Sandbox, BotApplication]) -> None:
    _, application = house
    heard = {*commands(application).values(), *buttons.READERS.values()}
    assert heard == FOR_EVERYONE | FOR_ADMINISTRATORS
    assert heard & GUARDED == FOR_ADMINISTRATORS
    assert GUARDED == FOR_ADMINISTRATORS


async def snapshot() -> dict[str, list[sql.Row]]:
    """Everything in the database that somebody without the role could have changed."""
    ours = ("chat", "conversation", "incoming_update", "question", "asked", "lease", "record", "subscription")
    kept = [table for table in await tables() if table not in ours]
    return {table: await sql.rows(f'SELECT * FROM "{table}"') for table in kept}  # noqa: S608 - names of ours


async def test_whoever_has_no_role_changes_nothing_and_sees_nothing(house: tuple[Sandbox, BotApplication]) -> None:
    box, application = house
    await box.say(AMINATA, "/start")
    welcome = await box.wait_for(AMINATA, lambda one: one.from_bot)
    before = await snapshot()
    names = [name for name, callback in commands(application).items() if callback in GUARDED]
    actions = [action for action, callback in buttons.READERS.items() if callback in GUARDED]
    assert {"tickets", "stats", "revue", "sources", "annonce"} <= set(names)
    for name in names:
        await box.say(AMINATA, f"/{name} poll un-careers")
        await box.say(AMINATA, f"/start {name}")
        await box.say(AMINATA, f"/{name}", chat_id=GROUP)
        await box.say(CLAIRE, f"/{name}", chat_id=GROUP)
    for action in actions:
        for arguments in ((), ("0",), ("list", "0"), ("close", "1"), ("send", "1"), ("cancel", "1"), ("export",)):
            box.press(AMINATA, welcome, encode(action, *arguments))
    await box.say(AMINATA, "/aide")
    await box.wait_for(AMINATA, lambda one: "Ce que je sais faire" in one.text)
    assert await snapshot() == before
    told = [one.text for one in box.messages(AMINATA) if one.from_bot]
    assert sum("Je ne connais pas cette commande" in text for text in told) == len(names)
    assert not [one for one in box.messages(GROUP) if one.from_bot]


@pytest.mark.parametrize("form", sorted({announcements.FORM, review.FORM, source_form.FORM, ticket_desk.FORM}))
async def test_a_form_that_was_open_is_shut_to_one_who_lost_the_role(
    house: tuple[Sandbox, BotApplication], form: str
) -> None:
    box, _ = house
    await box.say(AMINATA, "/start")
    await box.wait_for(AMINATA, lambda one: one.from_bot)
    state = {"form": form, "nonce": "1", "step": "fr", "group": 1, "ticket": 1, "texts": {}, "source": {}}
    await conversations.keep_draft(AMINATA, state, datetime.now(UTC))
    await box.say(AMINATA, "c'est quoi une UPC ?")
    await box.wait_for(AMINATA, lambda one: "formed police unit" in one.text)
    assert await Audit.all().count() == 0


async def test_an_administrator_s_menu_is_their_own_and_goes_with_the_language(
    house: tuple[Sandbox, BotApplication],
) -> None:
    box, _ = house
    for person in (AMINATA, CLAIRE):
        await box.say(person, "/start")
        await box.wait_for(person, lambda one: one.from_bot)

    def scoped() -> list[dict[str, Any]]:
        calls = (call.parameters for call in box.calls if call.method == "setMyCommands")
        return [parameters for parameters in calls if parameters.get("scope")]

    for _ in range(500):  # the menu is set just after the greeting
        if scoped():
            break
        await asyncio.sleep(0.02)
    menus = scoped()
    assert {str(CLAIRE) in str(menu["scope"]) for menu in menus} == {True}
    assert "annonce" in str(menus[-1]["commands"])
