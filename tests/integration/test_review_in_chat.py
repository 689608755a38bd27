"""An administrator teaches what a question means; everybody is answered at once, and it can be taken back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from pydantic import SecretStr

from bot.callbacks import encode
from bot.processes import build_bot, opened_services, receive_updates, running
from bot.sandbox import Sandbox, SandboxMessage, serve
from bot.services import Library, Services
from bot.settings import Settings
from bot.wordings import write_wordings
from domain.vocabulary import Language
from storage import questions, reference, wordings
from storage.models import Audit, Question, Wording

TOKEN = "83:review-tests"
AMINATA, CLAIRE = 1001, 9001
LOST = "comment on devient zorglub ?"


@dataclass
class School:
    """A running bot whose administrator is Claire."""

    box: Sandbox
    services: Services

    async def says(self, person: int, words: str, expected: str) -> SandboxMessage:
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

    async def teaches(self) -> None:
        """Ask what is not known, and teach it to mean a term."""
        await self.says(AMINATA, LOST, "Je ne sais pas")
        listing = await self.says(CLAIRE, "/revue", "Une question sans réponse")
        group = await self.taps(listing, "1", "Posée une fois")
        await self.taps(group, "🔗 Relier à une fiche", "Quelle fiche répond")
        found = await self.says(CLAIRE, "UPC", "Laquelle")
        asked = await self.taps(found, found.labels[0], "C’est bien cela")
        await self.taps(asked, "Apprendre", "Aucune question sans réponse")
        await self.services.library.refresh()


@pytest.fixture
async def school(furnished_url: str, library: Library, tmp_path: Path) -> AsyncIterator[School]:
    sandbox = Sandbox(TOKEN)
    async with serve(sandbox) as address, AsyncExitStack() as stack:
        settings = Settings.from_env(
            bot_token=SecretStr(TOKEN), bot_api_url=address, database_url=SecretStr(furnished_url), data_dir=tmp_path,
            admin_ids=frozenset({CLAIRE}),
        )  # fmt: skip
        own = Library()
        services = await stack.enter_async_context(opened_services(settings, [], own))
        await own.refresh()
        application, intake = build_bot(services)
        await stack.enter_async_context(running(application, intake))
        await receive_updates(stack, settings, application, intake)
        yield School(sandbox, services)


async def test_what_is_taught_is_answered_at_once_however_it_is_typed(school: School) -> None:
    await school.teaches()
    for words in (LOST, "Comment on devient ZORGLUB", "comment on devient zorglub!!"):
        assert "formed police unit" in (await school.says(AMINATA, words, "police")).text
    [entry] = await Audit.all()
    assert (entry.actor_id, entry.action, entry.subject) == (CLAIRE, "teach", "term:formed-police-unit")
    assert await Question.all().count() == 0


async def test_what_was_taught_can_be_taken_back(school: School) -> None:
    await school.teaches()
    listing = await school.says(CLAIRE, "/review", "Aucune question")
    taught = await school.taps(listing, "📘 Ce qui a été appris", "Une formulation apprise")
    await school.taps(taught, "🗑 1", "Rien n’a encore été appris")
    await school.services.library.refresh()
    await school.says(AMINATA, LOST, "Je ne sais pas")


async def test_what_was_taught_is_exported_in_the_form_of_the_reference_data(school: School, tmp_path: Path) -> None:
    await school.teaches()
    written = write_wordings(await wordings.taught())
    assert yaml.safe_load(written)["wordings"] == [{"words": LOST.lower(), "kind": "term", "id": "formed-police-unit"}]
    (tmp_path / "wordings.yaml").write_text(written, "utf-8")
    files, faults = reference.read_files(tmp_path)
    assert not faults
    assert [file.name for file in files] == ["wordings.yaml"]


async def test_a_name_of_nothing_says_so_and_the_form_waits(school: School) -> None:
    await school.says(AMINATA, LOST, "Je ne sais pas")
    listing = await school.says(CLAIRE, "/revue", "Une question sans réponse")
    group = await school.taps(listing, "1", "Posée une fois")
    await school.taps(group, "🔗 Relier à une fiche", "Quelle fiche répond")
    await school.says(CLAIRE, "asdfgh", "aucune fiche de ce nom")
    await school.says(CLAIRE, "UPC", "Laquelle")


async def test_a_question_can_be_set_aside(school: School) -> None:
    await school.says(AMINATA, LOST, "Je ne sais pas")
    listing = await school.says(CLAIRE, "/revue", "Une question sans réponse")
    group = await school.taps(listing, "1", "Posée une fois")
    await school.taps(group, "🗑 Écarter", "Aucune question sans réponse")
    assert await Question.all().count() == 0


async def test_who_is_no_administrator_teaches_nothing_also_by_forged_data(school: School) -> None:
    await questions.note_unanswered(LOST, Language.FR, datetime.now(UTC))
    [row] = await Question.all()
    await school.says(AMINATA, "/revue", "Je ne connais pas cette commande")
    welcome = await school.says(AMINATA, "/start", "Je suis l’assistant")
    knowledge = school.services.shelf.knowledge
    for data in (
        encode("review", "ignore", row.id),
        encode("review", "teach", row.id, knowledge.token("term", "formed-police-unit")),
        encode("review", "export"),
    ):
        school.box.press(AMINATA, welcome, data)
    await school.says(AMINATA, "/aide", "Ce que je sais faire")
    assert await Question.all().count() == 1
    assert await Wording.all().count() == 0
