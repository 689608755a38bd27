"""A person asks people and is answered by them; neither side learns the other's account."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.callbacks import encode
from bot.processes import build_bot, opened_services, receive_updates, running
from bot.sandbox import DEMO_PEOPLE, Person, Sandbox, SandboxMessage, serve
from bot.sender import TelegramSender
from bot.services import Library
from bot.settings import Settings
from domain.tickets import FORGOTTEN, KEPT, TicketKind, TicketState
from domain.vocabulary import Language
from scheduler.watching import Watch
from storage import conversations, subscribers, tickets
from storage.models import Audit, Question, Ticket, TicketLine

TOKEN = "82:tickets-tests"
AMINATA, DANIEL, CLAIRE, MARC = 1001, 1002, 9001, 9002
QUESTION = "Mon diplôme de Bamako est-il reconnu ?"


@dataclass
class House:
    """A running bot with two administrators, and the watch at hand."""

    box: Sandbox
    watch: Watch

    async def says(self, person: int, words: str, expected: str, reply_to: int | None = None) -> SandboxMessage:
        """Say something and give the reply that holds the expected words."""
        known = {message.message_id for message in self.box.messages(person)}
        await self.box.say(person, words, reply_to=reply_to)
        return await self.box.wait_for(
            person, lambda one: one.from_bot and one.message_id not in known and expected in one.text
        )

    async def taps(self, person: int, message: SandboxMessage, label: str, expected: str) -> SandboxMessage:
        """Press a button and give the message, new or edited, that holds the expected words."""
        await self.box.tap(person, message.message_id, label)
        return await self.sees(person, expected)

    async def sees(self, person: int, expected: str) -> SandboxMessage:
        return await self.box.wait_for(person, lambda one: one.from_bot and expected in one.text)

    async def asks(self, person: int = AMINATA, words: str = QUESTION) -> None:
        await self.says(person, "/humain", "un seul message" if person != DANIEL else "one message")
        await self.says(person, words, "Voici votre demande" if person != DANIEL else "This is your request")
        await self.says(person, "oui", "transmise" if person != DANIEL else "is sent")


@pytest.fixture
async def house(furnished_url: str, library: Library, tmp_path: Path) -> AsyncIterator[House]:
    async with serving(furnished_url, library, tmp_path, frozenset({CLAIRE, MARC})) as house:
        for chat_id in (CLAIRE, MARC):
            await subscribers.meet(chat_id, "private", Language.FR, "UTC", datetime.now(UTC))
        yield house


class serving:  # noqa: N801 - reads as a function
    """Serve a bot with these administrators."""

    def __init__(self, url: str, library: Library, folder: Path, admins: frozenset[int]) -> None:
        self._given = url, library, folder, admins
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> House:
        url, library, folder, admins = self._given
        sandbox = Sandbox(TOKEN, people=(*DEMO_PEOPLE, Person(MARC, "Marc", "fr", administrator=True)))
        address = await self._stack.enter_async_context(serve(sandbox))
        settings = Settings.from_env(
            bot_token=SecretStr(TOKEN), bot_api_url=address, database_url=SecretStr(url), data_dir=folder,
            admin_ids=admins,
        )  # fmt: skip
        services = await self._stack.enter_async_context(opened_services(settings, [], library))
        application, intake = build_bot(services)
        await self._stack.enter_async_context(running(application, intake))
        await receive_updates(self._stack, settings, application, intake)
        return House(sandbox, Watch(TelegramSender(application.bot, services)))

    async def __aexit__(self, *error: object) -> None:
        await self._stack.aclose()


async def test_a_question_is_answered_by_a_reply_and_goes_on_by_replies(house: House) -> None:
    await house.asks()
    asked = await house.sees(CLAIRE, QUESTION)
    assert "question en français" in asked.text
    await house.says(CLAIRE, "Oui, par le ministère.", "est partie", reply_to=asked.message_id)
    answer = await house.sees(AMINATA, "Oui, par le ministère.")
    assert "Réponse du réseau" in answer.text
    await house.sees(MARC, "réponse envoyée")
    await house.says(AMINATA, "Merci, et à Dakar ?", "Ajouté à votre demande", reply_to=answer.message_id)
    await house.sees(CLAIRE, "et à Dakar ?")
    await house.sees(MARC, "et à Dakar ?")


async def test_neither_side_sees_whose_account_the_other_has(house: House) -> None:
    await house.asks()
    asked = await house.sees(CLAIRE, QUESTION)
    await house.says(CLAIRE, "Oui.", "est partie", reply_to=asked.message_id)
    await house.sees(AMINATA, "Oui.")
    people = house.box.state.people
    for reader, other in ((CLAIRE, AMINATA), (AMINATA, CLAIRE)):
        told = " ".join(str(message.raw) for message in house.box.messages(reader) if message.from_bot)
        told = told.replace(str(house.box.messages(reader)[0].raw["chat"]), "")
        assert str(other) not in told
        assert people[other].first_name not in told


async def test_an_expert_is_requested_step_by_step_and_one_can_go_back(house: House) -> None:
    form = await house.says(AMINATA, "/expert", "domaine d’expertise")
    form = await house.taps(AMINATA, form, "Sécurité et justice", "Étape 2 sur 5")
    await house.says(AMINATA, "retour", "Étape 1 sur 5")
    await house.says(AMINATA, "médiation", "Étape 2 sur 5")
    await house.says(AMINATA, "Bangui", "Étape 3 sur 5")
    await house.says(AMINATA, "mars 2027", "Étape 4 sur 5")
    form = await house.says(AMINATA, "OIF", "Étape 5 sur 5")
    form = await house.taps(AMINATA, form, "◀ Retour", "Étape 4 sur 5")
    await house.says(AMINATA, "ONG Paix", "Étape 5 sur 5")
    review = await house.says(AMINATA, "paix@exemple.org", "Je l’envoie")
    assert "ONG Paix" in review.text
    await house.taps(AMINATA, review, "Envoyer", "transmise")
    asked = await house.sees(CLAIRE, "recherche d’expert")
    for words in ("médiation", "Bangui", "mars 2027", "ONG Paix", "paix@exemple.org"):
        assert words in asked.text


@pytest.mark.parametrize("leave", ["Annuler", "/annuler"])
async def test_one_can_leave_at_any_step_and_nothing_is_sent(house: House, leave: str) -> None:
    form = await house.says(AMINATA, "/expert", "domaine d’expertise")
    form = await house.taps(AMINATA, form, "Sécurité et justice", "Étape 2 sur 5")
    if leave.startswith("/"):
        await house.says(AMINATA, leave, "Rien n’a été enregistré")
    else:
        await house.taps(AMINATA, form, leave, "Rien n’a été enregistré")
    assert await Ticket.all().count() == 0


async def test_what_is_too_long_is_said_and_nothing_else_is_lost(house: House) -> None:
    await house.says(AMINATA, "/expert", "domaine d’expertise")
    await house.says(AMINATA, "médiation", "Étape 2 sur 5")
    await house.says(AMINATA, "x" * 201, "201 caractères, pour 200 au plus")
    form = await house.says(AMINATA, "Bangui", "Étape 3 sur 5")
    assert "médiation" in form.text


@pytest.mark.parametrize(
    ("person", "question", "said"),
    [
        (
            AMINATA,
            "quel temps fera-t-il demain à Paris ?",
            ("Je ne sais pas", "Demander à un humain", "ni votre nom", "📨 Envoyer cette question", "Je l’envoie",
             "Envoyer", "transmise"),
        ),
        (
            DANIEL,
            "what will the weather be in Paris tomorrow?",
            ("I do not know", "Ask a person", "neither your name", "📨 Send this question", "Shall I send it",
             "Send", "is sent"),
        ),
    ],
)  # fmt: skip
async def test_a_question_that_i_cannot_answer_goes_to_people_once_the_person_confirms(
    house: House, person: int, question: str, said: tuple[str, ...]
) -> None:
    unknown, ask, offered, carry, review, send, sent = said
    lost = await house.says(person, question, unknown)
    offer = await house.taps(person, lost, ask, offered)
    form = await house.taps(person, offer, carry, review)
    assert question in form.text
    assert await Ticket.all().count() == 0
    await house.taps(person, form, send, sent)
    await house.sees(CLAIRE, question)


async def test_another_question_than_the_one_not_understood_can_be_written(house: House) -> None:
    lost = await house.says(AMINATA, "quel temps fera-t-il demain à Paris ?", "Je ne sais pas")
    offer = await house.taps(AMINATA, lost, "Demander à un humain", "Elle ne verra ni votre nom")
    await house.taps(AMINATA, offer, "✍️ Écrire à l’équipe", "un seul message")
    await house.says(AMINATA, QUESTION, "Voici votre demande")


@pytest.mark.parametrize(
    ("person", "command", "asked"),
    [(AMINATA, "/humain", "un seul message"), (DANIEL, "/human", "in one message"),
     (AMINATA, "/expert", "Étape 1 sur 5"), (DANIEL, "/expert", "Step 1 of 5")],
)  # fmt: skip
async def test_the_other_way_is_offered_before_anything_is_written(
    house: House, person: int, command: str, asked: str
) -> None:
    assert "francophonie.org" in (await house.says(person, command, asked)).text


async def test_one_adds_to_a_request_by_replying_to_its_confirmation(house: House) -> None:
    await house.asks()
    opened = await house.sees(AMINATA, "transmise")
    await house.says(AMINATA, "C’est une licence.", "Ajouté à votre demande", reply_to=opened.message_id)
    await house.sees(CLAIRE, "C’est une licence.")


async def test_one_can_withdraw_a_request_and_nobody_else_can(house: House) -> None:
    await house.asks()
    opened = await house.sees(AMINATA, "transmise")
    welcome = await house.says(DANIEL, "/start", "I am the assistant")
    house.box.press(DANIEL, welcome, encode("ticket", "withdraw", 1))
    await house.says(DANIEL, "/help", "What I can do")
    assert [row.state for row in await Ticket.all()] == [TicketState.OPEN]
    await house.taps(AMINATA, opened, "Retirer ma demande", "est retirée")
    for chat_id in (CLAIRE, MARC):
        await house.sees(chat_id, "a été retirée")
    await house.says(CLAIRE, "/tickets", "Aucune demande n’attend")


async def test_an_english_speaker_is_served_in_english_and_the_staff_in_their_own_language(house: House) -> None:
    await house.asks(DANIEL, "Is my diploma valid?")
    asked = await house.sees(CLAIRE, "Is my diploma valid?")
    assert "question en anglais" in asked.text
    await house.says(CLAIRE, "Yes, it is.", "est partie", reply_to=asked.message_id)
    assert "The network’s answer" in (await house.sees(DANIEL, "Yes, it is.")).text


async def test_an_administrator_who_reads_english_is_served_in_english(house: House) -> None:
    await subscribers.choose_language(MARC, Language.EN)
    await house.asks()
    assert "question in French" in (await house.sees(MARC, QUESTION)).text
    listing = await house.says(MARC, "/tickets", "One request is waiting")
    thread = await house.taps(MARC, listing, "No.\u00a01", QUESTION)
    await house.taps(MARC, thread, "Answer", "Write the answer")
    house.box.faults.next("sendMessage", status=429, retry_after=60, chat_id=AMINATA)
    await house.says(MARC, "Oui.", "did not go")
    await house.says(MARC, "Oui.", "is on its way")
    assert "Réponse du réseau" in (await house.sees(AMINATA, "Oui.")).text
    await house.box.block(AMINATA)
    await house.says(MARC, "Encore.", "could not be delivered", reply_to=thread.message_id)
    await house.box.tap(MARC, thread.message_id, "Close")
    await house.sees(MARC, "is closed")
    await house.says(MARC, "Encore.", "closed already", reply_to=thread.message_id)


async def test_an_english_speaker_requests_an_expert_adds_withdraws_and_leaves(house: House) -> None:
    form = await house.says(DANIEL, "/expert", "Which area")
    form = await house.taps(DANIEL, form, "Cancel", "Nothing was saved")
    await house.says(DANIEL, "/expert", "Step 1 of 5")
    for words, asked in (("mediation", "Step 2 of 5"), ("Bangui", "Step 3 of 5"), ("March 2027", "Step 4 of 5")):
        await house.says(DANIEL, words, asked)
    await house.says(DANIEL, "x" * 201, "201 characters, of 200 at most")
    await house.says(DANIEL, "OIF", "Step 5 of 5")
    review = await house.says(DANIEL, "expert@example.org", "Shall I send it")
    opened = await house.taps(DANIEL, review, "Send", "is sent")
    await house.says(DANIEL, "In French, please.", "Added to your request", reply_to=opened.message_id)
    await house.sees(CLAIRE, "In French, please.")
    await house.taps(DANIEL, opened, "Withdraw my request", "is withdrawn")
    await house.says(DANIEL, "Still there?", "is closed", reply_to=opened.message_id)


async def test_the_list_leads_to_a_thread_an_answer_and_the_end(house: House) -> None:
    await house.says(CLAIRE, "/tickets", "Aucune demande n’attend")
    await house.asks()
    listing = await house.says(CLAIRE, "/tickets", "Une demande attend")
    thread = await house.taps(CLAIRE, listing, "nº\u00a01", QUESTION)
    await house.taps(CLAIRE, thread, "Répondre", "Écrivez la réponse")
    await house.says(CLAIRE, "Oui.", "est partie")
    await house.sees(AMINATA, "Oui.")
    await house.says(CLAIRE, "/tickets", "Aucune demande n’attend")
    await house.box.tap(CLAIRE, thread.message_id, "Clore")
    await house.sees(AMINATA, "est close")
    [row] = await Ticket.all()
    assert row.state == TicketState.CLOSED.value
    assert {(entry.actor_id, entry.action) for entry in await Audit.all()} == {(CLAIRE, "answer"), (CLAIRE, "close")}


async def test_an_answer_may_reply_to_what_asks_for_it_or_to_the_thread(house: House) -> None:
    await house.asks()
    listing = await house.says(CLAIRE, "/tickets", "Une demande attend")
    thread = await house.taps(CLAIRE, listing, "nº\u00a01", QUESTION)
    asked_for = await house.taps(CLAIRE, thread, "Répondre", "Écrivez la réponse")
    await house.says(CLAIRE, "Oui.", "est partie", reply_to=asked_for.message_id)
    await house.sees(AMINATA, "Oui.")
    await house.says(CLAIRE, "Et partout.", "est partie", reply_to=thread.message_id)
    await house.sees(AMINATA, "Et partout.")


async def test_a_list_longer_than_a_page_is_turned(house: House) -> None:
    now = datetime.now(UTC)
    for number in range(1, 11):
        await subscribers.meet(number, "private", Language.FR, "UTC", now)
        await tickets.open_ticket(number, TicketKind.QUESTION, QUESTION, now - timedelta(hours=20 - number))
    listing = await house.says(CLAIRE, "/tickets", "10 demandes attendent")
    assert "nº\u00a01, question en français, depuis 19\u00a0heures" in listing.text
    assert "nº\u00a09," not in listing.text
    second = await house.taps(CLAIRE, listing, "Suivants ▶", "nº\u00a010,")
    assert "nº\u00a08," not in second.text
    await house.taps(CLAIRE, second, "◀ Précédents", "nº\u00a01,")


async def test_answering_a_ticket_leaves_an_announcement_that_is_being_written(house: House) -> None:
    await house.asks()
    asked = await house.sees(CLAIRE, QUESTION)
    form = {"form": "announcement", "texts": {"fr": "Bonjour"}}
    await conversations.keep_draft(CLAIRE, form, datetime.now(UTC))
    await house.says(CLAIRE, "Oui.", "est partie", reply_to=asked.message_id)
    assert await conversations.draft(CLAIRE, datetime.now(UTC)) == form


async def test_an_answer_that_telegram_does_not_take_now_leaves_the_ticket_waiting(house: House) -> None:
    await house.asks()
    asked = await house.sees(CLAIRE, QUESTION)
    house.box.faults.next("sendMessage", status=429, retry_after=60, chat_id=AMINATA)
    await house.says(CLAIRE, "Oui.", "n’est pas partie", reply_to=asked.message_id)
    await house.says(CLAIRE, "/tickets", "Une demande attend")
    await house.says(CLAIRE, "Oui.", "est partie", reply_to=asked.message_id)
    assert [line.text for line in await tickets.lines(1)] == [QUESTION, "Oui."]


async def test_an_answer_to_someone_who_erased_everything_is_no_question_and_goes_nowhere(house: House) -> None:
    await house.asks()
    asked = await house.sees(CLAIRE, QUESTION)
    await subscribers.forget(AMINATA)
    told = await house.says(CLAIRE, "Le secret de la réponse.", "n’existe plus", reply_to=asked.message_id)
    assert str(AMINATA) not in told.text
    assert await Question.all().count() == 0


async def test_a_closed_ticket_takes_nothing_more(house: House) -> None:
    await house.asks()
    asked = await house.sees(CLAIRE, QUESTION)
    await house.says(CLAIRE, "Oui.", "est partie", reply_to=asked.message_id)
    answer = await house.sees(AMINATA, "Oui.")
    await tickets.close(1, datetime.now(UTC))
    await house.says(AMINATA, "Encore une chose", "est close", reply_to=answer.message_id)
    await house.says(CLAIRE, "Encore", "déjà close", reply_to=asked.message_id)
    assert await TicketLine.all().count() == 2


async def test_an_answer_to_someone_who_left_is_kept_and_said_to_be_undelivered(house: House) -> None:
    await house.asks()
    asked = await house.sees(CLAIRE, QUESTION)
    await house.box.block(AMINATA)
    await house.says(CLAIRE, "Oui.", "n’a pas pu être remise", reply_to=asked.message_id)
    assert await TicketLine.all().count() == 2
    await house.says(CLAIRE, "/tickets", "Aucune demande n’attend")


async def test_nobody_opens_tickets_without_end(house: House) -> None:
    for _ in range(3):
        await house.asks()
    await house.says(AMINATA, "/humain Encore une question", "Voici votre demande")
    await house.says(AMINATA, "oui", "déjà 3 demandes")


async def test_who_is_no_administrator_cannot_work_on_tickets(house: House) -> None:
    await house.asks()
    await house.says(DANIEL, "/tickets", "I do not know this command")
    message = await house.says(DANIEL, "/start", "I am the assistant")
    for action in ("show", "answer", "close"):
        house.box.press(DANIEL, message, encode("desk", action, 1))
    await house.says(DANIEL, "/help", "What I can do")
    [row] = await Ticket.all()
    assert row.state == TicketState.OPEN.value


async def test_what_waits_a_day_is_spoken_of_once_a_day(house: House) -> None:
    yesterday = datetime.now(UTC) - timedelta(hours=25)
    await subscribers.meet(AMINATA, "private", Language.FR, "UTC", yesterday)
    await tickets.open_ticket(AMINATA, TicketKind.QUESTION, QUESTION, yesterday)
    await house.watch.look()
    await house.watch.look()
    reminders = [one for one in house.box.messages(CLAIRE) if "attend depuis" in one.text]
    assert len(reminders) == 1
    await house.taps(CLAIRE, reminders[0], "Voir les demandes", "Une demande attend")


async def test_what_was_written_is_erased_a_month_after_the_end(house: House) -> None:
    now = datetime.now(UTC)
    await subscribers.meet(AMINATA, "private", Language.FR, "UTC", now)
    for _ in range(2):
        await tickets.open_ticket(AMINATA, TicketKind.QUESTION, QUESTION, now)
    await tickets.close(1, now)
    assert await tickets.erase_old(now + KEPT - timedelta(days=1)) == 0
    assert await tickets.erase_old(now + KEPT + timedelta(days=1)) == 1
    assert [row.id for row in await Ticket.all()] == [2]
    await tickets.erase_old(now + FORGOTTEN + timedelta(days=1))
    [left] = await Ticket.all()
    assert left.state == TicketState.CLOSED.value


async def test_without_administrators_the_address_is_given_and_nothing_is_promised(
    furnished_url: str, library: Library, tmp_path: Path
) -> None:
    async with serving(furnished_url, library, tmp_path, frozenset()) as house:
        offered = await house.says(AMINATA, "/humain", "une personne vous répondra")
        assert "francophonie.org" in offered.text
