"""Administrators look after sources in the chat; to everyone else there is no such thing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.callbacks import encode
from bot.processes import build_bot, opened_services, receive_updates, running
from bot.sandbox import Sandbox, SandboxMessage, serve
from bot.sender import TelegramSender
from bot.services import Library, Services
from bot.settings import Settings
from domain.knowledge import token
from domain.postings import JobPosting
from domain.sources import Source, SourceHealth, SourceState
from domain.vocabulary import Language
from scheduler.watching import Watch
from storage import postings, sources, subscribers
from storage.sources import Success
from tests.integration.site import Site, answering, opened_site

TOKEN = "79:sources-tests"
AMINATA, DANIEL, CLAIRE = 1001, 1002, 9001
UNICEF = Source("unicef-rss", "UNICEF", "jobs", "rss", "http://127.0.0.1:9/unicef.rss", 240)
UNDP = replace(UNICEF, id="undp-oracle", title="UNDP", url="http://127.0.0.1:9/undp")
RSS = b"""<rss version="2.0"><channel><title>Postes du r\xc3\xa9seau</title>
<item><title>Police Adviser, P-4</title><link>https://example.org/jobs/1</link>
<description>Closing date: 12 March 2030</description></item>
<item><title>Logistics Officer</title><link>https://example.org/jobs/2</link></item></channel></rss>"""


@dataclass
class House:
    """A running bot with two administrators, Claire and Daniel, seen from the other side of Telegram."""

    box: Sandbox
    services: Services
    watch: Watch

    async def says(self, person: int, words: str) -> SandboxMessage:
        """Say something and give the reply."""
        known = {message.message_id for message in self.box.messages(person)}
        await self.box.say(person, words)
        return await self.box.wait_for(person, lambda one: one.from_bot and one.message_id not in known)

    async def taps(self, message: SandboxMessage, label: str, expected: str, person: int = CLAIRE) -> SandboxMessage:
        """Press a button and give the message, new or edited, that holds the expected words."""
        await self.box.tap(person, message.message_id, label)
        return await self.box.wait_for(person, lambda one: one.from_bot and expected in one.text)

    async def forges(self, person: int, message: SandboxMessage, data: str) -> str:
        """Send a button's data that the bot never offered here, and give the alert that answers it."""
        query = self.box.press(person, message, data)
        return await self.hears(lambda answer: answer.query_id == query)

    async def hears(self, condition: Callable[[Any], bool]) -> str:
        """Wait for the answer to a tap."""
        async with asyncio.timeout(10):
            while not (found := [answer for answer in self.box.answers if condition(answer)]):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        return found[-1].text or ""


@pytest.fixture
async def house(
    furnished_url: str, library: Library, tmp_path: Path, request: pytest.FixtureRequest
) -> AsyncIterator[House]:
    """Open a bot; a test may choose other settings."""
    chosen = {"admin_ids": frozenset({CLAIRE, DANIEL}), "allow_private_feeds": True} | getattr(request, "param", {})
    sandbox = Sandbox(TOKEN)
    async with serve(sandbox) as address, AsyncExitStack() as stack:
        settings = Settings.from_env(
            bot_token=SecretStr(TOKEN), bot_api_url=address, database_url=SecretStr(furnished_url), data_dir=tmp_path,
            **chosen,
        )  # fmt: skip
        services = await stack.enter_async_context(opened_services(settings, [UNICEF, UNDP], library))
        application, intake = build_bot(services)
        await stack.enter_async_context(running(application, intake))
        await receive_updates(stack, settings, application, intake)
        yield House(sandbox, services, Watch(TelegramSender(application.bot, services)))


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with opened_site() as site:
        site.answer = answering(body=RSS, content_type="application/rss+xml")
        yield site


async def health(source_id: str = UNICEF.id) -> SourceHealth:
    [found] = [one for one in await sources.health() if one.source.id == source_id]
    return found


async def next_poll_lies_in(span: timedelta, source_id: str = UNICEF.id) -> None:
    """Let a source be read, and the next reading wait."""
    now = datetime.now(UTC)
    await sources.succeed(source_id, now, Success(now + span, changed=True, items=12))


async def breaks(source_id: str = UNICEF.id, *, since: timedelta = timedelta(days=2)) -> None:
    then = datetime.now(UTC) - since
    await sources.fail(source_id, then, then + timedelta(days=9), "jobs.example.org answered 503")


async def holds(source_id: str = UNICEF.id) -> None:
    now = datetime.now(UTC)
    await sources.hold(source_id, now, now + timedelta(hours=4), "20 of 20 entries are suddenly new")


async def test_sources_are_listed_those_in_trouble_first(house: House) -> None:
    await next_poll_lies_in(timedelta(hours=4))
    await breaks(UNDP.id)
    listing = await house.says(CLAIRE, "/sources")
    assert "2 sources suivies" in listing.text
    assert "Une demande votre attention" in listing.text
    assert listing.text.index("En panne depuis le") < listing.text.index("UNICEF") < listing.text.index("12 offres")
    assert listing.labels == ["1", "2", "➕ Ajouter une source"]
    card = await house.taps(listing, "1", "Dernière erreur")
    assert card.message_id == listing.message_id
    assert "jobs.example.org a répondu 503" in card.text
    await house.taps(card, "◀ Toutes les sources", "2 sources suivies")


async def test_an_administrator_is_spoken_to_in_their_language(house: House) -> None:
    await holds()
    listing = await house.says(DANIEL, "/sources")
    assert "Reading held back: 20 of 20 entries are suddenly new" in listing.text
    card = await house.taps(listing, "1", "release the reading", DANIEL)
    assert "Release the reading" in card.labels


async def test_a_long_list_is_turned_in_place(house: House) -> None:
    catalogue = [
        replace(UNICEF, id=f"s{n:02}", title=f"Source {n:02}", url=f"http://127.0.0.1:9/{n}") for n in range(23)
    ]
    await sources.reconcile([*catalogue], datetime.now(UTC))
    listing = await house.says(CLAIRE, "/sources")
    assert "1 à 10 sur 25" in listing.text
    second = await house.taps(listing, "Suite ▸", "11 à 20 sur 25")
    third = await house.taps(second, "Suite ▸", "21 à 25 sur 25")
    assert third.message_id == listing.message_id
    assert "Suite ▸" not in third.labels
    await house.taps(third, "21", "Prochaine lecture")
    await house.taps(third, "◀ Toutes les sources", "1 à 10 sur 25")


async def test_a_source_is_paused_and_resumed_by_tapping(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "bot.handlers.sources")
    card = await house.says(CLAIRE, "/sources unicef-rss")
    card = await house.taps(card, "⏸ Mettre en pause", "⏸ En pause")
    assert (await health()).paused
    assert "plus lue" in await house.hears(lambda answer: answer.text is not None)
    await house.taps(card, "▶ Reprendre", "⚪ Pas encore lue")
    assert not (await health()).paused
    changes = [record.__dict__ for record in caplog.records if record.__dict__.get("action") == "source_changed"]
    assert [(change["source"], change["change"]) for change in changes] == [
        ("unicef-rss", "pause"),
        ("unicef-rss", "resume"),
    ]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("/sources pause unicef-rss", "elle n’est plus lue"),
        ("/sources PAUSE Unicef-RSS", "elle n’est plus lue"),
        ("/sources pause UNICEF", "elle n’est plus lue"),
        ("/sources reprendre unicef-rss", "Elle est déjà lue"),
        ("/sources croire unicef-rss", "Aucune de ses lectures n’est retenue"),
        ("/sources retirer unicef-rss", "Elle vient du catalogue"),
        ("/sources intervalle unicef-rss bientôt", "Quel intervalle"),
        ("/sources intervalle unicef-rss", "Quel intervalle"),
        ("/sources pause", "Écrivez l’ordre"),
        ("/sources unicef-rss", "Prochaine lecture"),
    ],
)
async def test_what_can_be_tapped_can_be_typed_and_every_no_has_its_reason(house: House, typed: str, said: str) -> None:
    assert said in (await house.says(CLAIRE, typed)).text


async def test_a_source_can_be_read_at_once_unless_it_is_paused(house: House) -> None:
    await next_poll_lies_in(timedelta(hours=4))
    assert UNICEF.id not in {due.source.id for due in await sources.due(datetime.now(UTC))}
    assert "read in a moment" in (await house.says(DANIEL, "/sources lire unicef-rss")).text
    assert UNICEF.id in {due.source.id for due in await sources.due(datetime.now(UTC))}
    await house.says(CLAIRE, "/sources pause unicef-rss")
    assert "reprenez-la d’abord" in (await house.says(CLAIRE, "/sources poll unicef-rss")).text


async def test_a_reading_that_is_held_back_is_released(house: House) -> None:
    await next_poll_lies_in(timedelta(hours=4))
    await holds()
    card = await house.says(CLAIRE, "/sources unicef-rss")
    await house.taps(card, "Accepter la lecture", "dans un instant")
    [due] = [one for one in await sources.due(datetime.now(UTC)) if one.source.id == UNICEF.id]
    assert due.released


async def test_an_interval_is_chosen_typed_and_given_back(house: House) -> None:
    card = await house.says(CLAIRE, "/sources unicef-rss")
    card = await house.taps(card, "⏱ 6\u202fh", "6\u00a0heures")
    assert "✓ 6\u202fh" in card.labels
    assert (await health()).source.poll_minutes == 360
    assert "2 days" in (await house.says(DANIEL, "/sources every unicef-rss 2 d")).text.replace("\u00a0", " ")
    await house.says(CLAIRE, "/sources intervalle unicef-rss origine")
    assert ((await health()).source.poll_minutes, (await health()).chosen) == (240, False)


async def test_a_public_site_is_not_asked_more_than_once_an_hour_whatever_is_typed(house: House) -> None:
    await sources.add(replace(UNICEF, id="public", url="https://jobs.example.org/rss"), datetime.now(UTC))
    assert "au plus une fois par heure" in (await house.says(CLAIRE, "/sources intervalle public 5 min")).text


async def test_a_name_that_is_nearly_right_is_offered_and_one_that_is_not_leads_to_the_list(house: House) -> None:
    asked = await house.says(CLAIRE, "/sources pause unicf")
    assert "Vouliez-vous" in asked.text
    await house.taps(asked, "UNICEF", "unicef-rss")
    assert not (await health()).paused
    lost = await house.says(CLAIRE, "/sources zzzzzz")
    assert "/sources" in lost.text
    await house.taps(lost, "Voir les sources", "2 sources suivies")


async def test_a_source_is_added_by_pasting_its_address(house: House, site: Site) -> None:
    listing = await house.says(CLAIRE, "/sources")
    await house.taps(listing, "➕ Ajouter une source", "Envoyez-moi l’adresse")
    found = await house.says(CLAIRE, f"{site.url}/jobs.rss#top")
    assert "Postes du réseau" in found.text
    assert "2 offres · format rss" in found.text
    assert "Police Adviser, P-4 – clôture le 12 mars 2030" in found.text
    saved = await house.taps(found, "Enregistrer", "C’est enregistré")
    [added] = [one for one in await sources.health() if one.added]
    assert (added.source.url, added.source.kind, added.source.format) == (f"{site.url}/jobs.rss", "jobs", "rss")
    assert added.source.id in {due.source.id for due in await sources.due(datetime.now(UTC))}
    card = await house.taps(saved, "Voir la source", "Ajoutée par un administrateur")
    question = await house.taps(card, "🗑 Retirer", "Retirer Postes du réseau")
    await house.taps(question, "Garder", "Ajoutée par un administrateur")
    await house.taps(question, "🗑 Retirer", "Retirer Postes du réseau")
    await house.taps(question, "Oui, retirer", "2 sources suivies")


async def test_a_source_is_added_in_one_message_as_courses_or_not_at_all(house: House, site: Site) -> None:
    found = await house.says(DANIEL, f"/sources add {site.url}/jobs.rss")
    await house.taps(found, "Cancel", "Nothing was saved", DANIEL)
    assert not [one for one in await sources.health() if one.added]
    found = await house.says(DANIEL, f"/sources add {site.url}/jobs.rss")
    await house.taps(found, "Save as courses", "Saved", DANIEL)
    [added] = [one for one in await sources.health() if one.added]
    assert added.source.kind == "courses"


async def test_a_button_of_an_older_addition_saves_nothing(house: House, site: Site) -> None:
    old = await house.says(CLAIRE, f"/sources ajouter {site.url}/1.rss")
    await house.says(CLAIRE, f"/sources ajouter {site.url}/2.rss")
    await house.box.tap(CLAIRE, old.message_id, "Enregistrer")
    await house.hears(lambda answer: "n’est plus en cours" in (answer.text or ""))
    assert not [one for one in await sources.health() if one.added]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"status": 404}, "127.0.0.1 a répondu 404"),
        ({"body": b"<html><body>Bonjour</body></html>", "content_type": "text/html"}, "pas une liste que je sais lire"),
        ({"body": b"", "content_type": "application/rss+xml"}, "pas une liste que je sais lire"),
    ],
)
async def test_an_address_that_cannot_be_a_source_is_told_why_and_another_may_follow(
    house: House, site: Site, answer: dict[str, Any], said: str
) -> None:
    good, site.answer = site.answer, answering(**answer)
    assert said in (await house.says(CLAIRE, f"/sources ajouter {site.url}/jobs.rss")).text
    site.answer = good
    assert "Suivre cette source" in (await house.says(CLAIRE, f"{site.url}/jobs.rss")).text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("n'importe quoi", "Je ne reconnais pas d’adresse"),
        ("https://nom:secret@example.org/rss", "Je ne reconnais pas d’adresse"),
        (UNICEF.url, "déjà suivie : UNICEF".replace(" :", "\u202f:")),
    ],
)
async def test_words_that_are_no_new_address_are_told_so(house: House, words: str, said: str) -> None:
    assert said in (await house.says(CLAIRE, f"/sources ajouter {words}")).text


@pytest.mark.parametrize("house", [{"allow_private_feeds": False}], indirect=True)
async def test_a_private_address_is_refused_unless_the_settings_allow_it(house: House, site: Site) -> None:
    assert "Cette adresse est privée" in (await house.says(CLAIRE, f"/sources ajouter {site.url}/jobs.rss")).text
    assert site.asked == []


async def test_while_an_address_is_awaited_a_question_is_still_a_question(house: House) -> None:
    await house.taps(await house.says(CLAIRE, "/sources"), "➕ Ajouter une source", "Envoyez-moi l’adresse")
    assert "formed police unit" in (await house.says(CLAIRE, "c'est quoi une UPC ?")).text


async def test_an_address_that_nobody_waits_for_is_a_question(house: House, site: Site) -> None:
    for person in (CLAIRE, AMINATA):
        assert "Suivre cette source" not in (await house.says(person, f"{site.url}/jobs.rss")).text
    assert site.asked == []


@pytest.mark.parametrize("words", ["/sources", "/sources pause unicef-rss", "/sources ajouter http://127.0.0.1:9/x"])
async def test_to_anyone_else_the_command_does_not_exist(house: House, words: str) -> None:
    unknown = await house.says(AMINATA, "/danser")
    assert (await house.says(AMINATA, words)).text == unknown.text
    assert not (await health()).paused


@pytest.mark.parametrize(
    "data",
    [
        encode("sources"),
        encode("sources", 0),
        encode("source", "pause", token("source", UNICEF.id)),
        encode("newsource", "open"),
        encode("newsource", "save", "1"),
    ],
)
async def test_a_forged_button_of_anyone_else_is_an_old_button(house: House, data: str) -> None:
    welcome = await house.says(AMINATA, "/start")
    before = len(house.box.messages(AMINATA))
    assert "Ce bouton ne sert plus" in await house.forges(AMINATA, welcome, data)
    assert not (await health()).paused
    assert len(house.box.messages(AMINATA)) == before


@pytest.mark.parametrize("data", ["v1:source:pause:nobody", "v1:source:dance:x", "v1:sources:x", "v1:newsource:dance"])
async def test_a_button_that_means_nothing_gets_a_word_from_an_administrator_too(house: House, data: str) -> None:
    listing = await house.says(CLAIRE, "/sources")
    assert "Ce bouton ne sert plus" in await house.forges(CLAIRE, listing, data)


async def test_in_a_group_not_even_an_administrator_sees_the_sources(house: House) -> None:
    await house.box.say(CLAIRE, "/sources", chat_id=-500)
    await house.box.say(CLAIRE, "/aide", chat_id=-500)
    await house.box.wait_for(-500, lambda one: one.from_bot and "Ce que je sais faire" in one.text)
    assert [one.from_bot for one in house.box.messages(-500)].count(True) == 1


async def test_only_administrators_find_the_command_in_their_menu(house: House) -> None:
    await house.says(AMINATA, "/start")
    await house.says(CLAIRE, "/start")
    async with asyncio.timeout(10):
        while not (menus := [call for call in house.box.calls if "scope" in call.parameters]):  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    assert {call.parameters["scope"]["chat_id"] for call in menus} == {CLAIRE}
    assert "sources" in {command["command"] for command in menus[-1].parameters["commands"]}


async def test_administrators_hear_once_of_a_trouble_and_once_of_its_end(house: House) -> None:
    await subscribers.meet(DANIEL, "private", Language.EN, "Africa/Kigali", datetime.now(UTC))
    await breaks()
    await house.watch.look()
    await house.watch.look()
    french, english = ([one.text for one in house.box.messages(person)] for person in (CLAIRE, DANIEL))
    assert len(french) == len(english) == 1
    assert "Une source demande votre attention" in french[0]
    assert "UNICEF" in french[0]
    assert "/sources" in french[0]
    assert "One source needs your attention" in english[0]
    assert "Times: Africa/Kigali" in english[0]
    assert house.box.messages(AMINATA) == []
    await next_poll_lies_in(timedelta(hours=4))
    await house.watch.look()
    await house.watch.look()
    [_, again] = house.box.messages(CLAIRE)
    assert "Une source est lue de nouveau" in again.text
    await house.taps(again, "Voir les sources", "2 sources suivies")


async def test_a_trouble_stays_to_be_told_until_one_administrator_is_reached(house: House) -> None:
    await holds()
    for person in (CLAIRE, DANIEL):
        await house.box.block(person)
    await house.watch.look()
    await house.box.unblock(DANIEL)
    await house.watch.look()
    assert [len(house.box.messages(person)) for person in (CLAIRE, DANIEL)] == [0, 1]
    await house.box.unblock(CLAIRE)
    await house.watch.look()
    assert house.box.messages(CLAIRE) == []


@pytest.mark.parametrize("house", [{"admin_ids": frozenset()}], indirect=True)
async def test_without_administrators_a_trouble_is_logged_once(house: House, caplog: pytest.LogCaptureFixture) -> None:
    await breaks()
    await house.watch.look()
    await house.watch.look()
    assert [record.__dict__["sources"] for record in caplog.records if "sources" in record.__dict__] == [["unicef-rss"]]
    assert (await health()).state is SourceState.FAILING
    assert "sendMessage" not in {call.method for call in house.box.calls}


async def test_who_looks_for_vacancies_learns_which_source_is_missing(house: House) -> None:
    await breaks(since=timedelta(hours=5))
    assert "indisponible" not in (await house.says(AMINATA, "/emplois")).text
    await next_poll_lies_in(timedelta(hours=4))
    await breaks()
    assert "Source indisponible depuis le" in (await house.says(AMINATA, "/emplois")).text
    await postings.record(UNDP.id, [JobPosting("1", "Police Adviser", fields=("police",))], datetime.now(UTC))
    await house.services.library.refresh()
    assert "Source indisponible" in (await house.says(AMINATA, "offres police")).text
    assert "Source indisponible" not in (await house.says(AMINATA, "cours au Mali")).text
