"""What holds for every question whatsoever: no exception, no unknown id, no fact that is not in the record."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from itertools import cycle

import pytest

from bot.callbacks import LIMIT
from bot.views.answers import render
from domain.answering.answers import Answer, Context, Dialogue
from domain.answering.engine import answer
from domain.knowledge import Knowledge
from domain.vocabulary import Language
from locales.dates import format_date
from tests.unit.answering.cases import FILES, documents, load_questions, the_index

TODAY = date(2026, 11, 24)
CONTACT = "someone@example.org"
RANDOM_STRINGS = 1_000
ALPHABET = "abcdeéèçàêîôœ ’'-?!.,;:/\\<>&\"{}[]()*_~`|@#€$%0123456789ABCXYZأ漢🙂\n\t\u202f\u0301"
_URL = re.compile(r"https?://[^\s)]+")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]*\w")
_NUMBER = re.compile(r"\d+")


def typed() -> list[str]:
    return [turn for file in FILES for q in load_questions(file) for turn in q["turns"]]


def variants(question: str, chance: random.Random) -> Iterator[str]:
    yield question.upper()
    yield "".join(c for c in unicodedata.normalize("NFKD", question) if not unicodedata.combining(c)).lower()
    place = chance.randrange(len(question))
    yield question[:place] + question[place + 1 :]
    yield question[:place] + chance.choice("aeiourst") + question[place:]


def many_questions() -> Iterator[str]:
    chance = random.Random(20261124)  # noqa: S311 - not a secret
    for question in typed():
        yield chance.choice((question, *variants(question, chance)))
    for _ in range(RANDOM_STRINGS):
        yield "".join(chance.choices(ALPHABET, k=chance.randrange(0, 80)))
    yield "x" * 100_000
    yield "le " * 5_000


@pytest.mark.slow
@pytest.mark.no_cover
def test_no_question_breaks_the_engine_or_names_an_unknown_record() -> None:
    index = the_index()
    dialogue: Dialogue | None = None
    for question in many_questions():
        found = answer(question, Context(Language.FR, dialogue), index, TODAY)
        kind = found.type.record_kind
        if kind:
            assert all(index.knowledge.find(kind, each) for each in found.ids), question
        assert all(index.knowledge.find(*ref) for ref in found.choices), question
        assert len(found.choices) <= 4
        assert found.dialogue is not None
        assert Dialogue.from_dict(found.dialogue.as_dict()) == found.dialogue
        dialogue = found.dialogue


@pytest.mark.slow
@pytest.mark.no_cover
def test_every_fact_shown_stands_in_the_records() -> None:
    index = the_index()
    for question, profile in zip(typed(), cycle(Language), strict=False):
        found = answer(question, Context(profile), index, TODAY)
        message = render(found, index.knowledge, found.lang, contact=CONTACT)
        assert len(message.html) < 4096
        known = _known(found, index.knowledge)
        for fact in (*_URL.findall(message.plain), *_EMAIL.findall(message.plain)):
            assert fact.rstrip(".") in known or fact == CONTACT, (question, fact)
        counts = {str(len(found.ids)), *(str(n) for _, n in found.unknown), "1", "10", str(found.total)}
        for number in _NUMBER.findall(_URL.sub("", message.plain.replace(CONTACT, ""))):
            assert number in known or number in counts, (question, number, message.plain)
        for button in (button for row in message.buttons for button in row):
            assert button.url is None or button.url in known
            assert button.callback is None or len(button.callback.encode()) <= LIMIT


def _known(found: Answer, knowledge: Knowledge) -> str:
    """Give all that the records behind an answer say, their dates also as they are written for people."""
    kind = found.type.record_kind
    refs = [*((kind, each) for each in found.ids if kind), *found.choices]
    texts = []
    for ref in refs:
        document = documents()[ref]
        texts.append(repr(document))
        if ref[0] == "course":
            texts.append(repr(documents()["centre", document["centre_id"]]))
            last = document["last_session"]
            texts += [format_date(date.fromisoformat(last), language) for language in Language] if last else []
    texts += [repr(knowledge.find("centre", each)) for each in found.filters.centre]
    texts.append(repr(found.filters.as_dict()))
    return "\n".join([*texts, *(text.replace("\\u202f", "\u202f") for text in texts)])
