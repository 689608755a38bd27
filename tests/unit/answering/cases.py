"""Questions with what they should be answered with, and how an answer is judged."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from domain.answering.answers import Answer
from domain.answering.sets import rank_fits
from domain.knowledge import Centre, Course, Key, Knowledge
from storage.reference import read

DATA = Path(__file__).parents[2] / "data"
Question = dict[str, Any]


@cache
def load_documents() -> Mapping[Key, Mapping[str, Any]]:
    return read()


def load_questions(path: Path) -> list[Question]:
    questions: list[Question] = yaml.safe_load(path.read_text("utf-8"))["questions"]
    return questions


def kind_of(question: Question) -> str:
    """Name the kind under which a question is counted: its own, or what it should be answered with."""
    if "kind" in question:
        return str(question["kind"])
    types = question["expect_type"] if isinstance(question["expect_type"], list) else [question["expect_type"]]
    if len(question["turns"]) > 1:
        return "follow-up"
    return "out of scope" if "none" in types else str(types[0])


def expected_ids(question: Question, knowledge: Knowledge) -> set[str]:
    """Give the ids expected, those of a whole set when conditions are given."""
    expected = question["expect_ids"]
    if isinstance(expected, list):
        return set(expected)
    types = question["expect_type"]
    first = types if isinstance(types, str) else next(t for t in types if t.endswith("-list"))
    pool = "centre" if first.startswith("centre") else "course" if first.startswith("course") else "term"
    return {record.id for record in knowledge.of(pool) if all(_meets(record, n, v, knowledge) for n, v in expected.items())}


def _meets(record: Any, name: str, value: str, knowledge: Knowledge) -> bool:
    if isinstance(record, Centre):
        return {
            "country": record.country, "type": record.type, "status": record.member_status,
        }.get(name) == value or (name == "audience" and value in record.audience)  # fmt: skip
    if isinstance(record, Course):
        match name:
            case "field":
                return value in record.fields
            case "centre":
                return record.centre == value
            case "country":
                return value in record.countries
            case "mode":
                return record.mode == value
            case "free":
                return (record.cost == "free") == (value == "true")
            case "cost":
                return record.cost == value
            case "audience":
                return value in record.audience
            case "language":
                return value in record.languages
            case "level":
                return record.level == value
            case "rank":
                return rank_fits(record, value, knowledge) is True
            case "month":
                days = [d for s in record.sessions for d in (s.start, s.end) if d]
                return any(d.month == int(value) for d in days)
    return name == "domain" and record.domain == value


def is_right(question: Question, found: Answer, knowledge: Knowledge) -> bool:
    """Judge an answer: its type and first record, or for a list its whole set, or for several senses all of them."""
    types = question["expect_type"] if isinstance(question["expect_type"], list) else [question["expect_type"]]
    if found.type.value not in types:
        return False
    expected = expected_ids(question, knowledge)
    if found.type.is_list:
        return set(found.ids) == expected
    if found.type.value == "clarify":
        return expected <= {id for _, id in found.choices} | set(found.ids) if question.get("all") else bool(
            expected & {id for _, id in found.choices}
        )
    if question.get("all"):
        return expected <= set(found.ids)
    return not expected or (bool(found.ids) and found.ids[0] in expected)
