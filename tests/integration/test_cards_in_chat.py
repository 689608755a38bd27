"""What a person does with a card: follow, take the dates along, say no, see more; and with what they follow."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import BaseTestServer, TestServer
from icalendar import Calendar
from pydantic import SecretStr

from bot.callbacks import encode
from bot.processes import build_bot, opened_services, receive_updates, running
from bot.sandbox import Sandbox, SandboxMessage, serve
from bot.sender import TelegramSender
from bot.services import Library
from bot.settings import Settings
from bot.web import routes
from domain.courses import CourseInstance
from domain.postings import Item
from domain.subscribers import Frequency, Interests
from domain.vocabulary import Language, Route
from scheduler.delivery import DeliveryRun
from storage import follows, postings, subscribers
from tests.integration.builders import ANYTHING, job, publish

TOKEN = "81:cards-tests"
AMINATA = 1001
PAGES = "https://pages.example"
SOON = datetime.now(UTC) + timedelta(days=12)
POST = job(
    "careers-un:289823", title="Police Adviser", url="https://jobs.example/1", grade="P-4", level_min=4, level_max=4,
    fields=("police",), route=Route.NOMINATION, city="Goma", country="CD", deadline=SOON,
)  # fmt: skip


@dataclass
class Desk:
    """A running bot with its sender at hand, and its pages."""

    box: Sandbox
    run: DeliveryRun
    pages: BaseTestServer

    async def alert(self, *items: Item) -> SandboxMessage:
        """Publish and send; give the message that came of it."""
        known = len(self.box.messages(AMINATA))
        await publish(datetime.now(UTC), *items)
        await self.run.run_due()
        return self.box.messages(AMINATA)[known:][-1]

    async def taps(self, message: SandboxMessage, label: str, expected: str) -> SandboxMessage:
        """Press a button and give the message, new or edited, that holds the expected words."""
        await self.box.tap(AMINATA, message.message_id, label)
        return await self.box.wait_for(AMINATA, lambda one: one.from_bot and expected in one.text)

    async def told(self, message: SandboxMessage, label: str, expected: str) -> None:
        """Press a button and wait for the words over the chat."""
        await self.box.tap(AMINATA, message.message_id, label)
        for _ in range(300):
            if any(expected in (answer.text or "") for answer in self.box.answers):
                return
            await asyncio.sleep(0.02)
        raise AssertionError([answer.text for answer in self.box.answers])

    async def says(self, words: str, expected: str) -> SandboxMessage:
        """Say something and give the reply that holds the expected words."""
        known = {message.message_id for message in self.box.messages(AMINATA)}
        await self.box.say(AMINATA, words)
        return await self.box.wait_for(
            AMINATA, lambda one: one.from_bot and one.message_id not in known and expected in one.text
        )


@pytest.fixture
async def desk(furnished_url: str, library: Library, tmp_path: Path) -> AsyncIterator[Desk]:
    sandbox = Sandbox(TOKEN)
    async with serve(sandbox) as address, AsyncExitStack() as stack:
        settings = Settings.from_env(
            bot_token=SecretStr(TOKEN), bot_api_url=address, database_url=SecretStr(furnished_url), data_dir=tmp_path,
            public_url=PAGES,
        )  # fmt: skip
        services = await stack.enter_async_context(opened_services(settings, [], library))
        application, intake = build_bot(services)
        await stack.enter_async_context(running(application, intake))
        await receive_updates(stack, settings, application, intake)
        site = web.Application()
        site.add_routes(routes(services, application, intake, page=False))
        pages = await stack.enter_async_context(TestServer(site))
        run = DeliveryRun(TelegramSender(application.bot, services), 1000, "tests")
        await subscribers.meet(AMINATA, "private", Language.FR, "UTC", datetime.now(UTC))
        yield Desk(sandbox, run, pages)


async def subscribe(interests: Interests = ANYTHING, frequency: Frequency = Frequency.IMMEDIATE) -> int:
    number, _ = await subscribers.subscribe(AMINATA, interests, frequency, datetime.now(UTC))
    return number


def labels(message: SandboxMessage) -> list[str]:
    return list(message.labels)


async def test_one_follows_with_one_tap_and_no_more_with_another(desk: Desk) -> None:
    await subscribe()
    card = await desk.alert(POST)
    await desk.told(card, "⭐ Suivre", "C’est suivi")
    turned = await desk.box.wait_for(AMINATA, lambda one: "★ Ne plus suivre" in one.labels)
    assert len(await follows.followed(AMINATA, datetime.now(UTC))) == 1
    await desk.told(turned, "★ Ne plus suivre", "Vous ne suivez plus")
    assert await follows.followed(AMINATA, datetime.now(UTC)) == []


async def test_a_file_for_the_calendar_holds_the_deadline_and_its_alarms(desk: Desk) -> None:
    await subscribe()
    card = await desk.alert(POST)
    await desk.box.tap(AMINATA, card.message_id, "📅 Agenda")
    sent = await desk.box.wait_for(AMINATA, lambda one: "agenda" in one.raw.get("caption", ""))
    assert sent.raw["document"]["file_name"].endswith(".ics")


async def test_the_list_of_what_is_followed_leads_to_reminders_and_an_earlier_deadline(desk: Desk) -> None:
    await subscribe()
    card = await desk.alert(POST)
    await desk.told(card, "⭐ Suivre", "C’est suivi")
    listing = await desk.says("/suivis", "Vous suivez une annonce")
    item = await desk.taps(listing, "1", "Rappel 7 et 2 jours avant")
    item = await desk.taps(item, "⏰ Changer les rappels", "Rappel 14, 7 et 2 jours avant")
    item = await desk.taps(item, "⏰ Changer les rappels", "Rappel 2 jours avant")
    item = await desk.taps(item, "⏰ Changer les rappels", "Aucun rappel")
    await desk.taps(item, "Échéance plus tôt", "Écrivez une date")
    await desk.says("zorglub", "Je n’ai pas reconnu cette date")
    await desk.says("01/01/2020", "Cette date est passée")
    await desk.says(f"{SOON + timedelta(days=3):%d/%m/%Y}", "après la date limite officielle")
    item = await desk.says(f"{SOON - timedelta(days=3):%d/%m/%Y}", "23:59")
    await desk.box.tap(AMINATA, item.message_id, "Sans échéance plus tôt")
    await desk.box.wait_for(AMINATA, lambda one: "Échéance plus tôt" in one.labels)
    assert [one.own_deadline for one in await follows.followed(AMINATA, datetime.now(UTC))] == [None]


async def test_the_address_of_a_calendar_shows_what_is_followed_until_it_is_changed(desk: Desk) -> None:
    await subscribe()
    card = await desk.alert(POST)
    await desk.told(card, "⭐ Suivre", "C’est suivi")
    listing = await desk.says("/followed", "Vous suivez une annonce")
    shown = await desk.taps(listing, "🔗 Calendrier à jour", f"{PAGES}/calendar/")
    path = shown.text.split(PAGES)[1].split()[0]
    async with ClientSession() as browser:
        async with browser.get(desk.pages.make_url(path)) as answer:
            assert answer.status == 200
            [event] = Calendar.from_ical(await answer.text()).walk("VEVENT")
        assert "Police Adviser" in str(event["summary"])
        assert event.decoded("dtstart") == SOON.replace(microsecond=0)
        assert len(event.walk("VALARM")) == 2
        await desk.box.tap(AMINATA, shown.message_id, "Changer l’adresse")
        await desk.box.wait_for(AMINATA, lambda one: PAGES in one.text and path not in one.text)
        async with browser.get(desk.pages.make_url(path)) as answer:
            assert answer.status == 404


async def test_saying_no_narrows_the_filter_with_one_tap(desk: Desk) -> None:
    number = await subscribe(Interests(frozenset({"police"}), 3, 5))
    card = await desk.alert(POST)
    await desk.box.tap(AMINATA, card.message_id, "Pas pour moi ▾")
    asked = await desk.box.wait_for(AMINATA, lambda one: any(label.startswith("Plus élevé") for label in one.labels))
    assert "Police Adviser" in asked.text
    await desk.told(asked, encode("not", 1, number, "higher"), "Votre alerte devient")
    [narrowed] = await subscribers.filters(AMINATA)
    assert (narrowed.id, narrowed.interests) == (number, Interests(frozenset({"police"}), 5, 5))
    await desk.box.wait_for(AMINATA, lambda one: "Pas pour moi ▾" in one.labels)


async def test_saying_no_to_a_filter_that_is_gone_says_so(desk: Desk) -> None:
    number = await subscribe()
    card = await desk.alert(POST)
    await subscribers.unsubscribe(AMINATA, number)
    await desk.told(card, "Pas pour moi ▾", "Cette alerte n’existe plus")


async def test_nobody_narrows_the_filter_of_another_by_forged_data(desk: Desk) -> None:
    await subscribers.meet(1002, "private", Language.EN, "UTC", datetime.now(UTC))
    other, _ = await subscribers.subscribe(
        1002, Interests(frozenset({"police"}), 3, 5), Frequency.DAILY, datetime.now(UTC)
    )
    await subscribe()
    card = await desk.alert(POST)
    desk.box.press(AMINATA, card, encode("not", 1, other, "higher"))
    desk.box.press(AMINATA, card, encode("change", other))
    await desk.says("/alertes", "Votre alerte")
    [untouched] = await subscribers.filters(1002)
    assert untouched.interests == Interests(frozenset({"police"}), 3, 5)


async def test_a_digest_is_paged_in_place(desk: Desk) -> None:
    await subscribe()
    items = [job(f"j{n}", title=f"Adviser {n:02}", deadline=SOON + timedelta(days=n)) for n in range(12)]
    digest = await desk.alert(*items)
    assert "12 nouvelles offres" in digest.text
    assert "Adviser 00" in digest.text
    digest = await desk.taps(digest, "Suite ▸ 11 sur 12", "Adviser 11")
    assert "Adviser 00" not in digest.text
    await desk.taps(digest, "◀ Précédents", "Adviser 00")
    assert len([one for one in desk.box.messages(AMINATA) if one.from_bot]) == 1


async def test_a_light_card_opens_whole_in_place(desk: Desk) -> None:
    await subscribe()
    await subscribers.choose_manner(AMINATA, light=True)
    card = await desk.alert(POST)
    assert labels(card) == ["Détails"]
    card = await desk.taps(card, "Détails", "Mission permanente")
    assert "⭐ Suivre" in card.labels


async def test_silent_messages_make_no_sound(desk: Desk) -> None:
    await subscribe()
    await desk.says("/reglages", "Langue")
    settings = desk.box.messages(AMINATA)[-1]
    await desk.taps(settings, "🔕 Sans son", "arrivent sans son")
    await desk.alert(POST)
    [call] = [
        one for one in desk.box.calls if one.method.lower() == "sendmessage" and "Police Adviser" in str(one.parameters)
    ]
    assert call.parameters["disable_notification"] in (True, "true")


async def test_a_reminder_reaches_the_phone_and_can_be_stopped(desk: Desk) -> None:
    now = datetime.now(UTC)
    await publish(now, job("closing", title="Closing soon", deadline=now + timedelta(days=6)))
    [item] = await postings.latest(now, timedelta(days=1))
    await follows.follow(AMINATA, item.id, now - timedelta(days=3))
    while await follows.remind(now):
        pass
    await desk.run.run_due()
    reminder = await desk.box.wait_for(AMINATA, lambda one: "Plus que 6 jours" in one.text)
    await desk.told(reminder, "★ Ne plus suivre", "Vous ne suivez plus")


async def test_a_link_opens_a_card_and_a_lost_one_says_so(desk: Desk) -> None:
    await publish(datetime.now(UTC), POST)
    [item] = await postings.latest(datetime.now(UTC), timedelta(days=1))
    card = await desk.says(f"/start j_{item.id}", "Police Adviser")
    assert "⭐ Suivre" in card.labels
    assert "Pas pour moi ▾" not in card.labels
    await desk.says("/start j_999999", "plus dans mes dossiers")


async def test_a_session_is_followed_too(desk: Desk) -> None:
    await subscribe()
    start = (datetime.now(UTC) + timedelta(days=30)).date()
    card = await desk.alert(CourseInstance("uid:1", "Police des Nations Unies", start=start))
    await desk.told(card, "⭐ Suivre", "C’est suivi")
    [item] = await follows.followed(AMINATA, datetime.now(UTC))
    assert item.ends_at is not None
    assert item.ends_at.date() == start
