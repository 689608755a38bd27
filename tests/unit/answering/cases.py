"""Questions with what they should be answered with, and how an answer is judged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.ask import read_phrases
from domain.answering.answers import Answer
from domain.answering.index import Index, build_index
from domain.answering.sets import rank_fits
from domain.knowledge import Centre, Course, Key, Knowledge, Term, build_knowledge
from storage.reference import read

DATA = Path(__file__).parents[2] / "data"
FILES = tuple(sorted(DATA.glob("questions_*.yaml")))
OUT = "out of scope"
Question = dict[str, Any]


@cache
def documents() -> Mapping[Key, Mapping[str, Any]]:
    return read()


@cache
def the_index() -> Index:
    return build_index(build_knowledge(documents()), read_phrases())


def load_questions(path: Path) -> list[Question]:
    questions: list[Question] = yaml.safe_load(path.read_text("utf-8"))["questions"]
    return questions


def types_of(question: Question) -> list[str]:
    expected = question["expect_type"]
    return expected if isinstance(expected, list) else [expected]


def kind_of(question: Question) -> str:
    """Name the kind under which a question is counted: its own, or what it should be answered with."""
    if "kind" in question:
        return str(question["kind"])
    if len(question["turns"]) > 1:
        return "follow-up"
    return OUT if "none" in types_of(question) else types_of(question)[0]


def expected_ids(question: Question, knowledge: Knowledge) -> set[str]:
    """Give the ids expected, those of a whole set when conditions are given."""
    expected = question["expect_ids"]
    if isinstance(expected, list):
        return set(expected)
    pool = next(t for t in types_of(question) if t.endswith("-list")).removesuffix("s-list")
    return {
        record.id
        for record in knowledge.of(pool)
        if all(_MEETS[type(record)][name](record, value, knowledge) for name, value in expected.items())
    }


Meets = Callable[[Any, str, Knowledge], bool]


def _held_in(course: Course, month: str, _: Knowledge) -> bool:
    days = [day for session in course.sessions for day in (session.start, session.end) if day]
    return any(day.month == int(month) for day in days)


_MEETS: Mapping[type, Mapping[str, Meets]] = {
    Centre: {
        "country": lambda c, v, _: c.country == v,
        "type": lambda c, v, _: c.type == v,
        "status": lambda c, v, _: c.member_status == v,
        "audience": lambda c, v, _: v in c.audience,
    },
    Course: {
        "field": lambda c, v, _: v in c.fields,
        "centre": lambda c, v, _: c.centre == v,
        "country": lambda c, v, _: v in c.countries,
        "mode": lambda c, v, _: c.mode == v,
        "free": lambda c, v, _: (c.cost == "free") == (v == "true"),
        "cost": lambda c, v, _: c.cost == v,
        "audience": lambda c, v, _: v in c.audience,
        "language": lambda c, v, _: v in c.languages,
        "level": lambda c, v, _: c.level == v,
        "rank": lambda c, v, knowledge: rank_fits(c, v, knowledge) is True,
        "month": _held_in,
    },
    Term: {"domain": lambda t, v, _: t.domain == v},
}


def is_right(question: Question, found: Answer, knowledge: Knowledge) -> bool:
    """Judge an answer: its type and first record, or for a list its whole set, or for several senses all of them."""
    if found.type.value not in types_of(question):
        return False
    expected = expected_ids(question, knowledge)
    if found.type.is_list:
        return set(found.ids) == expected
    shown = set(found.ids) | {ref[1] for ref in found.choices}
    if question.get("all"):
        return expected <= shown
    if found.type.value == "clarify":
        return bool(expected & shown)
    return not expected or (bool(found.ids) and found.ids[0] in expected)
