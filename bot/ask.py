"""`ask`: questions on the terminal, one or many; the same engine and the same words as in the chat."""

from __future__ import annotations

import json
import time
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from bot.views.answers import render
from domain.answering.answers import Answer, Context, Dialogue
from domain.answering.engine import answer
from domain.answering.index import Index
from domain.answering.phrases import Phrases, build_phrases
from domain.vocabulary import Language
from locales import FOLDER

FIRST_PAGE = 50
"""Records of a list that one line carries."""


@cache
def read_phrases() -> Phrases:
    """Read how people ask, in both languages, from locales/<language>/questions.toml."""
    return build_phrases(
        {
            language: tomllib.loads((FOLDER / language.value / "questions.toml").read_text("utf-8"))
            for language in Language
        }
    )


@dataclass(frozen=True, slots=True)
class Engine:
    """What answering on the terminal needs. `conversations` holds the last state of each chat."""

    index: Index
    contact: str
    today: Callable[[], date]
    default_language: Language = Language.FR
    conversations: dict[str, Dialogue | None] = field(default_factory=dict)

    def ask(self, question: str, profile: Language | None, chat: str | None = None) -> Answer:
        """Answer one question; those of one chat follow one another."""
        last = self.conversations.get(chat) if chat is not None else None
        found = answer(question, Context(profile, last, self.default_language), self.index, self.today())
        if chat is not None:
            self.conversations[chat] = found.dialogue
        return found

    def text(self, found: Answer) -> str:
        """Write an answer as plain text."""
        return render(found, self.index.knowledge, found.lang, contact=self.contact).plain


def answer_lines(lines: Iterable[str], engine: Engine) -> Iterator[str]:
    """Answer JSON lines with JSON lines, in order (docs: the public interface, `ask --jsonl`).

    A line that is not a question gets an error in its place and the others go on. Blank lines are passed over.
    """
    for line in lines:
        if line.strip():
            yield json.dumps(_answer_line(line, engine), ensure_ascii=False)


def answer_one(text: str, language: Language | None, engine: Engine) -> str:
    """Answer one question as plain text."""
    return engine.text(engine.ask(text, language))


def explain(text: str, language: Language | None, engine: Engine) -> tuple[str, ...]:
    """Say why an answer won, stage by stage."""
    return engine.ask(text, language).explanation


def _answer_line(line: str, engine: Engine) -> dict[str, Any]:
    try:
        question = json.loads(line)
    except ValueError as error:
        return {"id": None, "error": f"not JSON: {error}"}
    if not isinstance(question, dict) or not isinstance(question.get("text"), str):
        known = question.get("id") if isinstance(question, dict) else None
        return {"id": known, "error": "expected an object with a string under text"}
    start = time.perf_counter()
    profile = question.get("lang")
    language = Language.of(profile, engine.default_language) if isinstance(profile, str) else None
    chat = question.get("chat")
    found = engine.ask(question["text"], language, None if chat is None else str(chat))
    text = engine.text(found)
    return _as_line(question.get("id"), found, text, (time.perf_counter() - start) * 1000)


def _as_line(id: Any, found: Answer, text: str, ms: float) -> dict[str, Any]:  # noqa: A002
    line: dict[str, Any] = {
        "id": id, "type": found.type.value, "ids": list(found.ids[:FIRST_PAGE]), "lang": found.lang.value, "text": text,
        "choices": [id for _, id in found.choices], "ms": round(ms, 2), "confidence": round(found.confidence, 3),  # noqa: A001
    }  # fmt: skip
    if found.type.is_list:
        line["total"] = found.total
    if found.relaxed:
        line["relaxed"] = True
    return line
