"""Conversations as people have them: the whole bot in one process, talking through the sandbox."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.processes import build_bot, opened_services, receive_updates, running
from bot.sandbox import Sandbox, SandboxMessage, serve
from bot.services import Library
from bot.settings import Settings
from domain.courses import CourseInstance
from domain.postings import JobPosting
from domain.subscribers import Frequency, Interests
from domain.vocabulary import Audience, Kind, Route
from storage import postings, subscribers
from storage.models import Chat, IncomingUpdate, Question, Source
from tests.integration.builders import job, publish

TOKEN = "77:conversation-tests"
AMINATA, DANIEL = 1001, 1002
GROUP = -500


@pytest.fixture
async def box(furnished_url: str, library: Library, tmp_path: Path) -> AsyncIterator[Sandbox]:
    """A running bot, seen from the other side of Telegram."""
    sandbox = Sandbox(TOKEN)
    async with serve(sandbox) as address, AsyncExitStack() as stack:
        settings = Settings.from_env(
            bot_token=SecretStr(TOKEN), bot_api_url=address, database_url=SecretStr(furnished_url), data_dir=tmp_path
        )
        services = await stack.enter_async_context(opened_services(settings, [], library))
        application, intake = build_bot(services)
        await stack.enter_async_context(running(application, intake))
        await receive_updates(stack, settings, application, intake)
        yield sandbox


async def after(box: Sandbox, person: int, words: str) -> SandboxMessage:
    """Say something and give the reply."""
    known = {message.message_id for message in box.messages(person)}
    await box.say(person, words)
    return await box.wait_for(person, lambda message: message.from_bot and message.message_id not in known)


async def tapped(
    box: Sandbox, message: SandboxMessage, label: str, expected: str, person: int = AMINATA
) -> SandboxMessage:
    """Press a button and give the message, new or edited, that holds the expected words."""
    await box.tap(person, message.message_id, label)
    return await box.wait_for(person, lambda one: one.from_bot and expected in one.text)


@pytest.mark.parametrize(("person", "words"), [(AMINATA, "Je suis l’assistant"), (DANIEL, "I am the assistant")])
async def test_everyone_is_welcomed_in_the_language_of_their_phone(box: Sandbox, person: int, words: str) -> None:
    assert words in (await after(box, person, "/start")).text


async def test_a_chosen_language_holds_for_texts_and_menu(box: Sandbox) -> None:
    welcome = await after(box, AMINATA, "/start")
    await tapped(box, welcome, "English", "I am the assistant")
    assert "What I can do" in (await after(box, AMINATA, "/aide")).text
    menus = [call for call in box.calls if call.method == "setMyCommands" and "scope" in call.parameters]
    assert menus


async def test_a_newcomer_is_set_up_in_four_taps(box: Sandbox) -> None:
    await publish(
        datetime.now(UTC), job("1", title="Police Adviser", audience=(Audience.POLICE,), level_min=4, level_max=4)
    )
    form = await after(box, AMINATA, "/start")
    form = await tapped(box, form, "Police, gendarmerie", "Votre grade")
    assert "indicative" in form.text
    form = await tapped(box, form, "Commissaire principal", "Quand vous prévenir")
    form = await tapped(box, form, "Quotidien, 7\u202fh\u202f00", "une correspond, dont une ouverte")
    await tapped(box, form, "Enregistrer", "C’est enregistré")
    [saved] = await subscribers.filters(AMINATA)
    assert (saved.interests, saved.frequency) == (Interests(frozenset(), 4, 4, Audience.POLICE), Frequency.DAILY)
    assert len([message for message in box.messages(AMINATA) if message.from_bot]) == 1


async def test_a_newcomer_is_set_up_in_english_too_skipping_what_they_like(box: Sandbox) -> None:
    form = await after(box, DANIEL, "/start")
    form = await tapped(box, form, "Rather not say", "Which level of post", DANIEL)
    form = await tapped(box, form, "Skip", "When shall I tell you", DANIEL)
    form = await tapped(box, form, "Weekly, Monday 07:00", "Is that right", DANIEL)
    await tapped(box, form, "Save", "Saved", DANIEL)
    [saved] = await subscribers.filters(DANIEL)
    assert (saved.interests, saved.frequency) == (Interests(), Frequency.WEEKLY)


@pytest.mark.parametrize(
    ("person", "typed", "wanted"),
    [
        (AMINATA, ("militaire", "lieutenant-colonel", "hebdo", "oui"), Interests(frozenset(), 4, 4, Audience.MILITARY)),
        (AMINATA, ("policier P3 à P5 hebdo", "enregistrer"), Interests(frozenset(), 3, 5, Audience.POLICE)),
        (AMINATA, ("civil", "passer", "chaque semaine", "ok"), Interests(audience=Audience.CIVILIAN)),
        (DANIEL, ("civilian", "P-3", "weekly", "yes"), Interests(frozenset(), 3, 3, Audience.CIVILIAN)),
        (DANIEL, ("army", "OF-3", "back", "OF-4", "weekly", "save"), Interests(frozenset(), 4, 4, Audience.MILITARY)),
        (DANIEL, ("army", "commander", "weekly", "yes"), Interests(frozenset(), 4, 4, Audience.MILITARY)),
    ],
)  # fmt: skip
async def test_a_newcomer_is_set_up_by_typing_only(
    box: Sandbox, person: int, typed: tuple[str, ...], wanted: Interests
) -> None:
    for words in ("/start", *typed):
        await after(box, person, words)
    [saved] = await subscribers.filters(person)
    assert (saved.interests, saved.frequency) == (wanted, Frequency.WEEKLY)


async def test_a_rank_of_several_meanings_is_asked_back(box: Sandbox) -> None:
    await after(box, AMINATA, "/start")
    await after(box, AMINATA, "militaire")
    doubt = await after(box, AMINATA, "major")
    assert "plusieurs grades" in doubt.text
    await tapped(box, doubt, "commandant · P-3", "Quand vous prévenir")


async def test_one_changes_ones_mind_at_each_step(box: Sandbox) -> None:
    form = await after(box, AMINATA, "/start")
    form = await tapped(box, form, "Militaire", "Votre grade")
    form = await tapped(box, form, "◀ Retour", "Je suis l’assistant")
    form = await tapped(box, form, "Civil", "Quel niveau de poste")
    form = await tapped(box, form, "P-4", "Quand vous prévenir")
    form = await tapped(box, form, "◀ Retour", "Quel niveau de poste")
    form = await tapped(box, form, "P-5", "Quand vous prévenir")
    form = await tapped(box, form, "Immédiat", "P-5 · personnel civil")
    form = await tapped(box, form, "Changer le niveau", "Quel niveau de poste")
    form = await tapped(box, form, "P-2", "Jusqu’où")
    form = await tapped(box, form, "P-3", "P-2 à P-3 · personnel civil")
    form = await tapped(box, form, "Changer le domaine", "Quel domaine")
    form = await tapped(box, form, "◀ Retour", "P-2 à P-3 · personnel civil")
    await tapped(box, form, "Enregistrer", "C’est enregistré")
    [saved] = await subscribers.filters(AMINATA)
    assert (saved.interests, saved.frequency) == (Interests(frozenset(), 2, 3, Audience.CIVILIAN), Frequency.IMMEDIATE)


async def test_a_question_in_the_middle_of_a_form_is_answered_and_the_form_waits(box: Sandbox) -> None:
    form = await after(box, AMINATA, "/start")
    form = await tapped(box, form, "Civil", "Quel niveau de poste")
    assert "formed police unit" in (await after(box, AMINATA, "c koi une UPC")).text
    await tapped(box, form, "P-4", "Quand vous prévenir")


async def test_a_welcome_opens_its_form_even_after_another(box: Sandbox) -> None:
    welcome = await after(box, AMINATA, "/start")
    await after(box, AMINATA, "/alertes police P-3")
    await tapped(box, welcome, "Militaire", "Votre grade")


async def test_the_language_can_be_typed_at_the_welcome(box: Sandbox) -> None:
    await after(box, AMINATA, "/start")
    assert "I am the assistant" in (await after(box, AMINATA, "English")).text


async def test_an_alert_is_changed_in_place(box: Sandbox) -> None:
    await tapped(box, await after(box, AMINATA, "/alertes police P-3"), "Enregistrer", "C’est enregistré")
    [before] = await subscribers.filters(AMINATA)
    listing = await after(box, AMINATA, "/alertes")
    form = await tapped(box, listing, "✏️ Modifier", "Est-ce bien cela")
    form = await tapped(box, form, "Quand\u202f: Quotidien, 7\u202fh\u202f00", "Hebdomadaire")
    form = await tapped(box, form, "Changer le domaine", "Quel domaine")
    form = await tapped(box, form, "Tous les domaines", "P-3\nHebdomadaire")
    await tapped(box, form, "Enregistrer", "enregistré\u202f: P-3")
    [saved] = await subscribers.filters(AMINATA)
    assert saved.id == before.id
    assert (saved.interests, saved.frequency) == (Interests(frozenset(), 3, 3), Frequency.WEEKLY)


async def test_an_alert_is_made_by_tapping_only(box: Sandbox) -> None:
    listing = await after(box, AMINATA, "/alertes")
    assert "pas encore d’alerte" in listing.text
    form = await tapped(box, listing, "➕ Ajouter une alerte", "Quel domaine")
    form = await tapped(box, form, "Sécurité et justice", "Tout le domaine")
    form = await tapped(box, form, "◀ Retour", "Quel domaine")
    form = await tapped(box, form, "Sécurité et justice", "Tout le domaine")
    form = await tapped(box, form, "Police", "Quel niveau")
    form = await tapped(box, form, "P-3", "Jusqu’où")
    form = await tapped(box, form, "P-5", "Quand vous prévenir")
    form = await tapped(box, form, "Immédiat", "Est-ce bien cela")
    assert "Police · P-3 à P-5" in form.text
    await tapped(box, form, "Enregistrer", "C’est enregistré")
    [saved] = await subscribers.filters(AMINATA)
    assert (saved.interests, saved.frequency) == (Interests(frozenset({"police"}), 3, 5), Frequency.IMMEDIATE)


async def test_an_alert_on_everything_is_made_in_english(box: Sandbox) -> None:
    listing = await after(box, DANIEL, "/alerts")
    form = await tapped(box, listing, "➕ Add an alert", "Which area", DANIEL)
    form = await tapped(box, form, "Every area", "Which level", DANIEL)
    form = await tapped(box, form, "Every level", "When shall I tell you", DANIEL)
    form = await tapped(box, form, "Weekly, Monday 07:00", "Is that right", DANIEL)
    await tapped(box, form, "Save", "Saved", DANIEL)
    [saved] = await subscribers.filters(DANIEL)
    assert (saved.interests, saved.frequency) == (Interests(), Frequency.WEEKLY)


@pytest.mark.parametrize(
    ("typed", "read_back"),
    [
        ("/alertes police P-3 à P-5 quotidien", "Police · P-3 à P-5"),
        ("/alerts police P-3 to P-5 daily", "Police · P-3 à P-5"),
        ("/alertes élections consultants immédiat", "Élections · Consultant"),
    ],
)
async def test_what_can_be_tapped_can_be_typed_in_one_message(box: Sandbox, typed: str, read_back: str) -> None:
    asked = await after(box, AMINATA, typed)
    assert read_back in asked.text
    await tapped(box, asked, "Enregistrer", "C’est enregistré")


async def test_kind_route_language_and_frequency_turn_under_the_thumb(box: Sandbox) -> None:
    form = await after(box, AMINATA, "/alertes police P-4")
    form = await tapped(box, form, "Quoi\u202f: offres et cours", "offres d’emploi")
    form = await tapped(box, form, "Voie\u202f: toutes", "candidature individuelle")
    form = await tapped(box, form, "Langue\u202f: toutes", "français")
    form = await tapped(box, form, "Quand\u202f: Quotidien, 7\u202fh\u202f00", "Hebdomadaire")
    await tapped(box, form, "Enregistrer", "C’est enregistré")
    [saved] = await subscribers.filters(AMINATA)
    wanted = Interests(frozenset({"police"}), 4, 4, kind=Kind.JOB, route=Route.INDIVIDUAL, language="fr")
    assert (saved.interests, saved.frequency) == (wanted, Frequency.WEEKLY)


async def test_a_filter_that_finds_nothing_offers_to_widen(box: Sandbox) -> None:
    await publish(datetime.now(UTC), job("1", title="Police Adviser", fields=("police",), level_min=4, level_max=4))
    form = await after(box, AMINATA, "/alertes police D-2")
    assert "Sans «\u202fD-2\u202f», une correspondrait" in form.text
    form = await tapped(box, form, "Élargir\u202f: sans «\u202fD-2\u202f»", "une correspond, dont une ouverte")
    assert "Police Adviser" in form.text


async def test_words_that_are_not_understood_are_named_and_nothing_is_saved_unasked(box: Sandbox) -> None:
    asked = await after(box, AMINATA, "/alertes police zorglub P-4")
    assert "Je n’ai pas reconnu" in asked.text
    assert "zorglub" in asked.text
    await tapped(box, asked, "Annuler", "Rien n’a été enregistré")
    assert await subscribers.filters(AMINATA) == []


async def test_a_filter_of_nothing_known_opens_the_form(box: Sandbox) -> None:
    asked = await after(box, AMINATA, "/alertes zorglub")
    assert "ni domaine, ni niveau" in asked.text
    await tapped(box, asked, "Tous les domaines", "Quel niveau")


async def test_a_button_of_an_older_form_saves_nothing_and_says_so(box: Sandbox) -> None:
    old = await after(box, AMINATA, "/alertes police P-3")
    await after(box, AMINATA, "/alertes élections P-4")
    await box.tap(AMINATA, old.message_id, "Enregistrer")
    await _until_answered(box, "Ce formulaire n’est plus en cours")
    assert await subscribers.filters(AMINATA) == []


async def test_an_alert_is_removed_with_one_tap_and_all_with_stop(box: Sandbox) -> None:
    for words in ("police P-3", "élections P-4", "logistique"):
        await tapped(box, await after(box, AMINATA, f"/alertes {words}"), "Enregistrer", "C’est enregistré")
    listing = await after(box, AMINATA, "/alertes")
    assert "Vos 3 alertes" in listing.text
    await tapped(box, listing, "🗑 Police · P-3", "Vos 2 alertes")
    assert "vos 2 alertes sont supprimées" in (await after(box, AMINATA, "/stop")).text
    assert await subscribers.filters(AMINATA) == []


async def test_leaving_a_form_leaves_nothing_behind(box: Sandbox) -> None:
    await after(box, AMINATA, "/alertes police P-3")
    assert "Rien n’a été enregistré" in (await after(box, AMINATA, "/annuler")).text
    assert "rien en cours" in (await after(box, AMINATA, "/cancel")).text


async def test_a_person_sees_and_erases_everything_that_is_kept(box: Sandbox) -> None:
    await tapped(box, await after(box, AMINATA, "/alertes police P-3"), "Enregistrer", "C’est enregistré")
    assert "Ni nom, ni téléphone" in (await after(box, AMINATA, "/privacy")).text
    await box.say(AMINATA, "/mesdonnees")
    await box.wait_for(AMINATA, lambda message: "tout ce que je garde" in message.raw.get("caption", ""))
    question = await after(box, AMINATA, "/effacer")
    question = await tapped(box, question, "Garder", "Rien n’a été effacé")
    assert await Chat.filter(id=AMINATA).exists()
    await tapped(box, await after(box, AMINATA, "/delete"), "Tout effacer", "C’est effacé")
    assert await subscribers.export(AMINATA) is None


async def test_questions_follow_one_another_and_misses_are_kept_without_their_author(box: Sandbox) -> None:
    assert "formed police unit" in (await after(box, AMINATA, "c koi une UPC")).text
    assert "disarmament" in (await after(box, AMINATA, "et DDR ?")).text
    assert "Je ne sais pas" in (await after(box, AMINATA, "quel temps fera-t-il demain à Paris ?")).text
    [missed] = await Question.all().values()
    assert str(AMINATA) not in json.dumps(missed, default=str)


async def test_what_was_said_is_erased_once_it_is_answered(box: Sandbox) -> None:
    await after(box, AMINATA, "c'est quoi une UPC ?")
    await after(box, AMINATA, "DDR")
    done = await IncomingUpdate.exclude(done_at=None)
    assert done
    assert all(update.payload is None for update in done)


async def test_open_vacancies_are_listed_and_can_be_asked_about(box: Sandbox) -> None:
    assert "aucune offre ouverte" in (await after(box, AMINATA, "/emplois")).text
    now = datetime.now(UTC)
    await Source.create(
        id="s", title="Essai", kind="jobs", format="rss", url="http://127.0.0.1/", poll_minutes=60, origin="admin",
        next_poll_at=now,
    )  # fmt: skip
    posting = JobPosting(
        "s:1", "Police Reform Adviser", "https://jobs.example/1", grade="P-4", level_min=4, level_max=4,
        fields=("police",), country="CF", city="Bangui", route=Route.NOMINATION,
    )  # fmt: skip
    await postings.record("s", [posting], now)
    listing = await after(box, AMINATA, "/emplois")
    assert "Une offre ouverte" in listing.text
    assert "Police Reform Adviser" in listing.text


@pytest.mark.parametrize("command", ["/cours", "/courses", "/terme", "/term"])
async def test_a_command_without_words_shows_how_to_ask(box: Sandbox, command: str) -> None:
    assert "Par exemple" in (await after(box, AMINATA, command)).text


@pytest.mark.parametrize(("words", "held"), [("/terme UPC", "formed police unit"), ("/centres Mali", "EMP")])
async def test_a_command_with_words_is_a_question(box: Sandbox, words: str, held: str) -> None:
    assert held in (await after(box, AMINATA, words)).text


async def test_an_unknown_command_and_a_foreign_button_get_a_word(box: Sandbox) -> None:
    assert "Je ne connais pas cette commande" in (await after(box, AMINATA, "/danser")).text
    welcome = await after(box, AMINATA, "/start")
    box.press(AMINATA, welcome, "v0:old:button")
    await _until_answered(box, "Ce bouton ne sert plus")


async def test_a_person_who_blocks_us_is_left_alone_until_they_come_back(box: Sandbox) -> None:
    await after(box, AMINATA, "/start")
    await box.block(AMINATA)
    await _until(lambda chat: chat.suspended_at is not None)
    await box.unblock(AMINATA)
    await _until(lambda chat: chat.suspended_at is None)


async def test_in_a_group_only_commands_speak_to_us_and_alerts_stay_private(box: Sandbox) -> None:
    await box.say(AMINATA, "on mange quoi ce soir", chat_id=GROUP)
    await box.say(AMINATA, "/alertes", chat_id=GROUP)
    reply = await box.wait_for(GROUP, lambda message: message.from_bot)
    assert "conversation privée" in reply.text
    assert [message.from_bot for message in box.messages(GROUP)].count(True) == 1


async def _until_answered(box: Sandbox, words: str) -> None:
    for _ in range(200):
        if any(words in (answer.text or "") for answer in box.answers):
            return
        await asyncio.sleep(0.02)
    raise AssertionError([answer.text for answer in box.answers])


async def _until(condition: Callable[[Chat], bool]) -> None:
    for _ in range(200):
        if condition(await Chat.get(id=AMINATA)):
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it did not come about")


async def test_a_pause_quiet_hours_and_a_town_are_set_by_tapping_or_typing(box: Sandbox) -> None:
    card = await after(box, AMINATA, "/reglages")
    card = await tapped(box, card, "⏸ Pause d’une semaine", "En pause jusqu’au")
    card = await tapped(box, card, "▶ Reprendre", "Pas d’heures de silence")
    card = await tapped(box, card, "🌙 Silence de 22\u202fh à 7\u202fh", "ce qui arrive la nuit")
    assert "En pause" not in card.text
    await tapped(box, card, "🔔 Plus de silence", "Pas d’heures de silence")
    assert "Africa/Bangui" in (await after(box, AMINATA, "/fuseau Bangui")).text
    assert "grande ville proche" in (await after(box, AMINATA, "/fuseau Zorglub")).text
    assert "En pause jusqu’au" in (await after(box, AMINATA, "/pause 1 jour")).text
    assert "date à venir" in (await after(box, AMINATA, "/pause hier")).text
    assert "En pause" not in (await after(box, AMINATA, "/pause fin")).text
    assert "Combien de temps" in (await after(box, AMINATA, "/pause")).text


async def test_the_hour_and_the_day_of_digests_are_chosen_by_tapping_or_typing(box: Sandbox) -> None:
    card = await after(box, AMINATA, "/reglages")
    hours = await tapped(box, card, "⏰ Heure des envois", "À quelle heure")
    card = await tapped(box, hours, "18\u202fh\u202f00", "groupées\u202f: 18\u202fh\u202f00")
    days = await tapped(box, card, "📆 Jour de l’hebdomadaire", "Quel jour")
    await tapped(box, days, "vendredi", "hebdomadaires le vendredi")
    assert "groupées\u202f: 6\u202fh" in (await after(box, AMINATA, "/heure 6h")).text
    assert "entre 0 et 23" in (await after(box, AMINATA, "/hour 25")).text
    assert "À quelle heure" in (await after(box, AMINATA, "/heure")).text
    form = await after(box, AMINATA, "/alertes police hebdo")
    assert "Hebdomadaire, vendredi 6\u202fh\u202f00" in form.text


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("/start f_police_p4", "Police · P-4"),
        ("/start t_formed-police-unit", "formed police unit"),
        ("/start c_gestion-des-foules", "foules"),
        ("/start zorglub", "Je suis l’assistant"),
        ("/start f_", "Je suis l’assistant"),
        ("/start f_zorglub", "ni domaine, ni niveau"),
    ],
)
async def test_a_link_to_the_bot_opens_a_filter_or_an_answer(box: Sandbox, link: str, words: str) -> None:
    assert words.lower() in (await after(box, AMINATA, link)).text.lower()


async def test_the_sessions_to_come_are_listed(box: Sandbox) -> None:
    start = datetime.now(UTC).date() + timedelta(days=30)
    await publish(datetime.now(UTC), CourseInstance("uid:1", "Police des Nations Unies", start=start, centre="emp"))
    listing = await after(box, AMINATA, "/cours")
    assert "Une session à venir" in listing.text
    assert "Police des Nations Unies" in listing.text
