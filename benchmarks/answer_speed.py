"""Time of a whole answer (read, decide, render) beside the simplest thing that could be done instead.

Baseline: RapidFuzz's token_set_ratio of the question over every title, the best one taken. Both on the same
questions, in turn, five rounds; the ratio of the medians is what travels from one machine to another.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import date

from rapidfuzz import fuzz, process

from bot.ask import read_phrases
from bot.views.answers import render
from domain.answering.answers import Context
from domain.answering.engine import answer
from domain.answering.index import build_index
from domain.knowledge import build_knowledge
from domain.vocabulary import Language
from storage.reference import read
from tests.unit.answering.cases import FILES, load_questions

ROUNDS = 5
TODAY = date(2026, 11, 24)


def main() -> list[tuple[str, str]]:
    """Measure and give rows of (what, figure)."""
    knowledge = build_knowledge(read())
    index = build_index(knowledge, read_phrases())
    titles = [name.words for doc in index.docs for name in doc.names]
    joined = [" ".join(words) for words in titles]
    questions = [question["turns"][-1] for question in load_questions(FILES[0])]

    def ours(question: str) -> None:
        found = answer(question, Context(Language.FR), index, TODAY)
        render(found, knowledge, found.lang, contact="someone@example.org")

    def baseline(question: str) -> None:
        process.extractOne(question, joined, scorer=fuzz.token_set_ratio)

    rounds = [(_median(ours, questions), _median(baseline, questions)) for _ in range(ROUNDS)]
    mine, theirs = (statistics.median(times) for times in zip(*rounds, strict=True))
    ratio = statistics.median(a / b for a, b in rounds)
    return [
        ("whole answer, p50 (ms)", f"{mine:.2f}"),
        ("baseline: best title by token_set_ratio, p50 (ms)", f"{theirs:.2f}"),
        ("ratio", f"{ratio:.2f}"),
    ]


def _median(work: Callable[[str], None], questions: list[str]) -> float:
    times = []
    for question in questions:
        start = time.perf_counter()
        work(question)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)
