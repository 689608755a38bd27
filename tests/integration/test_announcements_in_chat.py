"""An administrator announces from the phone: composes, reviews, sends, stops, corrects, takes back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.callbacks import encode
from bot.processes import build_bot, opened_services, receive_updates, running
from bot.sandbox import Sandbox, SandboxMessage, serve
from bot.sender import TelegramSender
from bot.services import Library
from bot.settings import Settings
from domain.announcements import AnnouncementState
from domain.deliveries import DeliveryKind
from domain.vocabulary import Language
from scheduler.announcements import Announcer
from scheduler.delivery import DeliveryRun
from storage import announcements, deliveries, subscribers
from storage.announcements import Queued
from tests.integration.sandbox_kit import PNG

TOKEN = "80:announcements-tests"
AMINATA, DANIEL, CLAIRE = 1001, 1002, 9001
FRENCH, ENGLISH = "Le bureau est fermé lundi.", "The office is closed on Monday."


@dataclass
class Office:
    """A running bot whose administrator is Claire, with the sender and the announcer at hand."""

    box: Sandbox
    run: DeliveryRun
    announcer: Announcer

    async def says(self, words: str, expected: str, person: int = CLAIRE) -> SandboxMessage:
        """Say something and give the reply that holds the expected words."""
        known = {message.message_id for message in self.box.messages(person)}
        await self.box.say(person, words)
        return await self.box.wait_for(
            person, lambda one: one.from_bot and one.message_id not in known and expected in one.text
        )

    async def taps(self, message: SandboxMessage, label: str, expected: str) -> SandboxMessage:
        """Press a button and give the message, new or edited, that holds the expected words."""
        await self.box.tap(CLAIRE, message.message_id, label)
        return await self.box.wait_for(CLAIRE, lambda one: one.from_bot and expected in one.text)

    async def composes(self) -> SandboxMessage:
        """Write an announcement in both languages, up to the review."""
        await self.says("/annonce", "Nouvelle annonce")
        await self.says(FRENCH, "en anglais")
        return await self.says(ENGLISH, "juste au-dessus")

    async def delivers(self) -> None:
        """Send what is due, also what waits for its person's next second, and bring the card up to date."""
        soon = datetime.now(UTC) + timedelta(seconds=2)
        while (due := await deliveries.next_due_at()) and due < soon:
            await asyncio.sleep(max(0.0, (due - datetime.now(UTC)).total_seconds()))
            await self.run.run_due()
        await self.announcer.look()

    def read_by(self, person: int) -> list[str]:
        """What the bot wrote to a person."""
        return [message.text for message in self.box.messages(person) if message.from_bot]


@pytest.fixture
async def office(furnished_url: str, library: Library, tmp_path: Path) -> AsyncIterator[Office]:
    sandbox = Sandbox(TOKEN)
    async with serve(sandbox) as address, AsyncExitStack() as stack:
        settings = Settings.from_env(
            bot_token=SecretStr(TOKEN), bot_api_url=address, database_url=SecretStr(furnished_url), data_dir=tmp_path,
            admin_ids=frozenset({CLAIRE}),
        )  # fmt: skip
        services = await stack.enter_async_context(opened_services(settings, [], library))
        application, intake = build_bot(services)
        await stack.enter_async_context(running(application, intake))
        await receive_updates(stack, settings, application, intake)
        sender = TelegramSender(application.bot, services)
        yield Office(sandbox, DeliveryRun(sender, 1000, "w"), Announcer(sender))


@pytest.fixture
async def people(office: Office) -> None:
    """Aminata reads French, Daniel English; both talked to the bot once."""
    now = datetime.now(UTC)
    await subscribers.meet(AMINATA, "private", Language.FR, "UTC", now)
    await subscribers.meet(DANIEL, "private", Language.EN, "UTC", now)


async def only() -> Queued:
    [found] = await announcements.latest()
    return found


@pytest.mark.usefixtures("people")
async def test_an_announcement_is_composed_reviewed_and_sent_to_each_in_their_language(office: Office) -> None:
    review = await office.composes()
    assert office.read_by(CLAIRE)[-3:-1] == [FRENCH, ENGLISH]
    assert "3 personnes en tout" in review.text
    card = await office.taps(review, "✅ Envoyer à 3 personnes", "en cours")
    assert card.message_id == review.message_id
    await office.delivers()
    assert (office.read_by(AMINATA), office.read_by(DANIEL)) == ([FRENCH], [ENGLISH])
    done = await office.box.wait_for(CLAIRE, lambda one: "terminée" in one.text)
    assert "envoyées\u202f: 3" in done.text
    assert (await only()).state is AnnouncementState.DONE


@pytest.mark.usefixtures("people")
async def test_formatting_a_link_and_one_language_are_kept(office: Office) -> None:
    await office.says("/announce", "Nouvelle annonce")
    asked = await office.says("Voir <b>ici</b> & là", "en anglais")
    review = await office.taps(asked, "Sans texte anglais", "en français pour tous")
    asked = await office.taps(review, "🔗 Boutons", "Trois au plus")
    review = await office.says("Site | https://example.org/a?b=1", "juste au-dessus")
    await office.taps(review, "✅ Envoyer à 3 personnes", "en cours")
    await office.delivers()
    [message] = [one for one in office.box.messages(DANIEL) if one.from_bot]
    assert message.text == "Voir <b>ici</b> & là"
    assert message.labels == ["Site"]


@pytest.mark.usefixtures("people")
async def test_the_audience_is_chosen_in_words_and_counted(office: Office) -> None:
    review = await office.composes()
    await office.taps(review, "👥 À qui", "À qui\u202f?")
    await office.says("zorglub", "Je n’ai pas reconnu")
    await office.says("emplois sans stage", "Je peux choisir par domaine")
    review = await office.says("anglophones", "dans cette langue\u202f: 1 (2 de moins)")
    await office.taps(review, "✅ Envoyer à une personne", "en cours")
    await office.delivers()
    assert (office.read_by(AMINATA), office.read_by(DANIEL)) == ([], [ENGLISH])


@pytest.mark.usefixtures("people")
async def test_what_telegram_would_refuse_is_refused_at_once_and_nothing_typed_is_lost(office: Office) -> None:
    review = await office.composes()
    await office.taps(review, "✏️ Français", "Nouvelle annonce")
    await office.taps(review, "🔗 Boutons", "Trois au plus")
    await office.says("Site | example.org", "Cette adresse ne s’ouvrira pas")
    await office.says("\n".join(["A | https://a.org"] * 4), "Trois boutons au plus")
    await office.taps(review, "🕒 Quand", "Quand\u202f?")
    await office.says("hier à 9h", "déjà passée")
    await office.says("bientôt", "Je n’ai pas reconnu de date")
    review = await office.says("dans 2 heures", "juste au-dessus")
    await office.taps(review, "✅ Envoyer à 3 personnes", "en cours")
    queued = await only()
    assert queued.announcement.texts == {Language.FR: FRENCH, Language.EN: ENGLISH}
    assert timedelta(minutes=110) < queued.send_at - datetime.now(UTC) < timedelta(minutes=130)
    await office.delivers()
    assert office.read_by(AMINATA) == []


@pytest.mark.usefixtures("people")
async def test_pause_resume_and_stop_are_one_tap_away(office: Office) -> None:
    card = await office.taps(await office.composes(), "✅ Envoyer à 3 personnes", "en cours")
    card = await office.taps(card, "⏸ Pause", "en pause")
    await office.delivers()
    assert office.read_by(AMINATA) == []
    card = await office.taps(card, "▶ Reprendre", "en cours")
    await office.taps(card, "⏹ Arrêter là", "annulée")
    await office.delivers()
    assert office.read_by(AMINATA) == []
    assert (await only()).tally.stopped == 3


@pytest.mark.usefixtures("people")
async def test_an_announcement_is_corrected_where_it_arrived(office: Office) -> None:
    await office.taps(await office.composes(), "✅ Envoyer à 3 personnes", "en cours")
    await office.delivers()
    card = await office.box.wait_for(CLAIRE, lambda one: "terminée" in one.text)
    await office.taps(card, "✏️ Corriger", "Nouvelle annonce")
    ask = await office.says("Le bureau est fermé mardi.", "La changer chez tous")
    await office.taps(ask, "✅ Corriger partout", "en cours")
    await office.delivers()
    assert office.read_by(AMINATA) == ["Le bureau est fermé mardi."]
    assert office.read_by(DANIEL) == [ENGLISH]
    assert (await only()).tallies[DeliveryKind.CORRECTION].sent == 3


@pytest.mark.usefixtures("people")
async def test_an_announcement_is_taken_back_after_one_more_question(office: Office) -> None:
    await office.taps(await office.composes(), "✅ Envoyer à 3 personnes", "en cours")
    await office.delivers()
    card = await office.box.wait_for(CLAIRE, lambda one: "terminée" in one.text)
    ask = await office.taps(card, "🗑 Supprimer partout", "chez les 3 personnes")
    ask = await office.taps(ask, "Non, garder", "terminée")
    ask = await office.taps(ask, "🗑 Supprimer partout", "chez les 3 personnes")
    await office.taps(ask, "Oui, supprimer", "supprimées\u202f: 0 sur 3")
    await office.delivers()
    await office.box.wait_for(CLAIRE, lambda one: "supprimées\u202f: 3 sur 3" in one.text)
    assert office.read_by(AMINATA) == []


@pytest.mark.usefixtures("people")
async def test_who_failed_is_tried_again_and_the_report_is_a_file(office: Office) -> None:
    office.box.faults.next("sendMessage", status=400, description="Bad Request: message is too long", chat_id=AMINATA)
    await office.taps(await office.composes(), "✅ Envoyer à 3 personnes", "en cours")
    await office.delivers()
    card = await office.box.wait_for(CLAIRE, lambda one: "refusées par Telegram\u202f: 1" in one.text)
    await office.box.tap(CLAIRE, card.message_id, "📄 Détail")
    await office.box.wait_for(CLAIRE, lambda one: "document" in one.raw)
    await office.taps(card, "🔁 Réessayer les échecs", "en attente\u202f: 1")
    await office.delivers()
    assert office.read_by(AMINATA) == [FRENCH]


@pytest.mark.usefixtures("people")
async def test_leaving_and_old_buttons_send_nothing(office: Office) -> None:
    review = await office.composes()
    await office.says("/annuler", "Rien n’a été")
    await office.box.tap(CLAIRE, review.message_id, "✅ Envoyer à 3 personnes")
    await _until(lambda: any("n’est plus en cours" in (answer.text or "") for answer in office.box.answers))
    assert await announcements.latest() == []


@pytest.mark.usefixtures("people")
async def test_for_anyone_else_there_is_no_such_command_and_no_such_button(office: Office) -> None:
    await office.says("/annonce", "Je ne connais pas cette commande", AMINATA)
    await office.taps(await office.composes(), "✅ Envoyer à 3 personnes", "en cours")
    queued = await only()
    welcome = await office.says("/start", "assistant", AMINATA)
    for data in (
        encode("announcement", "cancel", queued.id),
        encode("compose", "send", "1"),
        encode("announcement", "delete", queued.id),
    ):
        query = office.box.press(AMINATA, welcome, data)
        await _until(lambda query=query: any(a.query_id == query for a in office.box.answers))  # type: ignore[misc]
    assert (await only()).state is AnnouncementState.SENDING


@pytest.mark.usefixtures("people")
async def test_a_picture_goes_along_with_its_words(office: Office) -> None:
    await office.says("/annonce", "Nouvelle annonce")
    await office.box.show(CLAIRE, PNG, "Regardez")
    asked = await office.box.wait_for(CLAIRE, lambda one: "en anglais" in one.text)
    review = await office.taps(asked, "Sans texte anglais", "en français pour tous")
    await office.taps(review, "✅ Envoyer à 3 personnes", "en cours")
    await office.delivers()
    [message] = [one for one in office.box.messages(AMINATA) if one.from_bot]
    assert message.raw["caption"] == "Regardez"
    assert message.raw["photo"]


async def test_history_shows_the_latest_and_says_when_there_is_none(office: Office) -> None:
    await office.says("/annonce liste", "Aucune annonce")
    await office.taps(await office.composes(), "✅ Envoyer à une personne", "en cours")
    listing = await office.says("/annonce liste", "Dernières annonces")
    await office.taps(listing, str((await only()).id), "en cours")


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.02)
