"""Answers as people read them."""

from __future__ import annotations

import json
from datetime import date

import pytest

from bot.ask import Engine, answer_lines, answer_one
from bot.callbacks import LIMIT, decode
from bot.views.answer_queries import pack, unpack
from bot.views.answers import TAPS, render, render_tap
from bot.views.message import Message
from domain.answering.answers import Context, Filters
from domain.answering.engine import answer
from domain.vocabulary import Language
from tests.unit.answering.cases import the_index

CONTACT = "someone@example.org"
NARROW = "\u202f"


def show(question: str, profile: Language = Language.FR) -> Message:
    found = answer(question, Context(profile), the_index(), date(2026, 11, 24))
    return render(found, the_index().knowledge, found.lang, contact=CONTACT)


def test_a_past_session_is_last_held_and_never_upcoming() -> None:
    assert "dernière session connue le 7 août 2015" in show("CONFOND").html
    assert "last held on 7 August 2015" in show("tell me about CONFOND", Language.EN).html
    assert "aucune date connue" in show("cours protection des droits de l'enfant DPE").html


def test_what_is_inferred_is_marked() -> None:
    assert "(indicatif)" in show("EIFORCES").html
    assert "indicatif" in show("quelles écoles de police ?").html


def test_an_unconfirmed_course_says_so() -> None:
    assert "Fiche indicative" in show("éthique du maintien de la paix cours").html


def test_what_is_unknown_is_said_with_whom_to_ask() -> None:
    html = show("email de l'EMP").html
    assert "inconnu" in html
    assert CONTACT in html
    assert CONTACT in show("recette du poulet yassa").html


def test_a_term_gives_the_other_language_first() -> None:
    first = show("rules of engagement en français").plain.splitlines()[0]
    assert "rules of engagement" in first
    assert "règles d’engagement" in show("rules of engagement in French", Language.EN).plain.splitlines()[0]


def test_all_senses_of_an_acronym_are_shown() -> None:
    message = show("GA")
    assert all(words in message.html for words in ("Assemblée générale", "groupe armé", "genre"))
    assert sum(len(row) for row in message.buttons) == 3


@pytest.mark.parametrize(
    "question", ["EMP", "GA", "cours en ligne", "bonjour", "t'es con", "DDR", "EOD niveau 2", "quels masters ?"]
)
def test_french_spacing_is_narrow(question: str) -> None:
    plain = show(question).plain.replace("https:", "").replace("http:", "")
    for mark in ";?!»":
        assert f" {mark}" not in plain
    assert " :" not in plain
    assert "« " not in plain


def test_cards_are_short() -> None:
    for centre in the_index().knowledge.of("centre"):
        assert len(show(centre.acronym or centre.names.fr).plain) < 1300


def test_every_button_of_ours_leads_somewhere() -> None:
    seen = set()
    for question in (
        "EMP",
        "les cours de l'EMP",
        "cours en ligne",
        "asdfgh",
        "GA",
        "EOD niveau 2",
        "règles d'engagement",
    ):
        for button in (button for row in show(question).buttons for button in row):
            if button.callback:
                assert len(button.callback.encode()) <= LIMIT
                action, arguments = decode(button.callback) or ("", ())
                if action == "human":  # a conversation of its own: tickets
                    continue
                seen.add(action)
                shown = render_tap(action, arguments, the_index().knowledge, contact=CONTACT)
                assert shown is not None
                assert shown.html
    assert seen == set(TAPS)


@pytest.mark.parametrize(
    ("action", "arguments"),
    [("rec", ("gone", "fr")), ("cof", ("gone", "fr")), ("x", ()), ("more", ("a", "b", "c", "d"))],
)
def test_a_button_whose_record_is_gone_gives_nothing(action: str, arguments: tuple[str, ...]) -> None:
    assert render_tap(action, arguments, the_index().knowledge, contact=CONTACT) is None


def test_the_conditions_of_a_list_fit_in_a_button_and_come_back() -> None:
    filters = Filters(
        country=frozenset({"SN", "ML"}), fields=frozenset({"mine-clearing"}), mode="in_person",
        audience=frozenset({"police"}), month=frozenset({3, 4}), language="fr", centre=frozenset({"emp"}),
    )  # fmt: skip
    packed = pack(filters)
    assert packed is not None
    assert unpack(packed, the_index().knowledge) == filters
    assert unpack(pack(Filters()) or "", the_index().knowledge) == Filters()
    town = Filters(country=frozenset({"ML"}), city="Bamako", place="Bamako")
    assert unpack(pack(town) or "", the_index().knowledge) == town


def test_the_rest_of_a_long_list_of_one_town_is_a_tap_away() -> None:
    first = show("quels cours à Bamako ?")
    button = first.buttons[-1][-1]
    action, arguments = decode(button.callback or "") or ("", ())
    rest = render_tap(action, arguments, the_index().knowledge, contact=CONTACT)
    assert "1–10" in first.plain
    assert rest is not None
    assert "11–15" in rest.plain


@pytest.fixture
def engine() -> Engine:
    return Engine(the_index(), CONTACT, lambda: date(2026, 11, 24))


def test_lines_are_answered_in_order_and_chats_are_conversations(engine: Engine) -> None:
    questions = [
        {"id": "1", "text": "c'est quoi une UPC ?", "lang": None, "chat": "a"},
        {"id": "2", "text": "what courses are there in Bamako?", "lang": "fr", "chat": "b"},
        {"id": 3, "text": "quels centres au Cameroun ?", "chat": "a"},
        {"id": "4", "text": "et au Mali ?", "chat": "a"},
        {"id": "5", "text": "cours de déminage au Bénin en 2031"},
    ]
    lines = [json.dumps(question) for question in questions]
    found = [json.loads(line) for line in answer_lines([*lines[:2], "", "{broken", *lines[2:], "[1]"], engine)]
    assert [each["id"] for each in found] == ["1", "2", None, 3, "4", "5", None]
    assert (found[0]["type"], found[0]["ids"], found[0]["lang"]) == ("term", ["formed-police-unit"], "fr")
    assert found[0]["choices"] == ["eiforces-upc"]
    assert found[0]["ms"] >= 0
    assert found[1]["type"] == "courses-list"
    assert found[1]["lang"] == "en"
    assert found[1]["total"] == len(found[1]["ids"])
    assert "error" in found[2]
    assert found[4]["type"] == "centres-list"
    assert found[4]["ids"] == ["emp"]
    assert found[5]["relaxed"] is True
    assert "relaxed" not in found[4]


def test_one_question_gives_plain_text(engine: Engine) -> None:
    text = answer_one("c'est quoi l'EMP ?", None, engine)
    assert "École de maintien de la paix" in text
    assert "<" not in text
