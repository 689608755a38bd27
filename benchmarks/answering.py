"""Measure the question engine: accuracy by kind, false and wrong answers, reply language, time. Prints every error.

    python -m benchmarks.answering [FILE ...] [--quiet]
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.ask import read_phrases
from domain.answering.answers import Answer, Context, Dialogue
from domain.answering.engine import answer
from domain.answering.index import Index, build_index
from domain.knowledge import Knowledge, build_knowledge
from domain.vocabulary import Language
from tests.unit.answering.cases import expected_ids, is_right, kind_of, load_documents, load_questions

TODAY = date(2026, 11, 24)


def run(question: dict[str, Any], index: Index, language: Language | None) -> tuple[Answer, float]:
    dialogue: Dialogue | None = None
    found = None
    spent = 0.0
    for turn in question["turns"]:
        start = time.perf_counter()
        found = answer(turn, Context(language, dialogue), index, TODAY)
        spent = time.perf_counter() - start
        dialogue = found.dialogue
    assert found is not None
    return found, spent


def main() -> None:
    files = [Path(a) for a in sys.argv[1:] if not a.startswith("--")]
    files = files or sorted(Path("tests/data").glob("questions*.yaml"))
    knowledge = build_knowledge(load_documents())
    start = time.perf_counter()
    index = build_index(knowledge, read_phrases())
    built = time.perf_counter() - start
    for file in files:
        measure(file, index, knowledge)
    print(f"index built in {built:.2f} s")


def measure(file: Path, index: Index, knowledge: Knowledge) -> None:
    tally: dict[str, list[bool]] = defaultdict(list)
    errors, times = [], []
    wrong = false = out = within = 0
    language = {"none": [0, 0], "right": [0, 0], "wrong": [0, 0], "wrong 4+": [0, 0]}
    for question in load_questions(file):
        profile = Language.of(question["lang"], Language.FR)
        found, spent = run(question, index, profile)
        times.append(spent)
        right = is_right(question, found, knowledge)
        kind = kind_of(question)
        tally[kind].append(right)
        answered = found.type.value not in ("none", "smalltalk", "clarify")
        if kind == "out of scope":
            out += 1
            false += answered
        else:
            within += 1
            wrong += answered and not right
        if not right:
            errors.append((kind, question, found))
        if question["lang"] != "any":
            for name, context in (("none", None), ("right", profile), ("wrong", profile.other)):
                got, _ = run(question, index, context)
                keys = [name] + (["wrong 4+"] if name == "wrong" and len(question["turns"][-1].split()) > 3 else [])
                for key in keys:
                    language[key][0] += got.lang == profile
                    language[key][1] += 1
    print(f"== {file} ({len(times)} questions)")
    for kind, results in sorted(tally.items()):
        print(f"{kind:20} {sum(results) / len(results):.3f}  ({sum(results)}/{len(results)})")
    print(f"in scope {1 - sum(k != 'out of scope' for k, _, _ in errors) / max(1, within):.3f}, wrong answers {wrong}/{within}, false answers {false}/{out}")
    print("reply language", {k: f"{a / max(1, n):.3f} of {n}" for k, (a, n) in language.items()})
    times.sort()
    print(f"p50 {statistics.median(times) * 1000:.2f} ms, p99 {times[int(len(times) * 0.99)] * 1000:.2f} ms, max {times[-1] * 1000:.2f} ms")
    if "--quiet" not in sys.argv:
        for kind, question, found in errors:
            expected = question["expect_ids"] if isinstance(question["expect_ids"], dict) else sorted(expected_ids(question, knowledge))
            print(f"- [{kind}] {question['turns']} want {question['expect_type']} {str(expected)[:90]}")
            print(f"    got {found.type.value} {list(found.ids)[:5]} choices {[i for _, i in found.choices]} {found.confidence:.2f} total {found.total}")
            if "--explain" in sys.argv:
                print("      " + "\n      ".join(found.explanation))


if __name__ == "__main__":
    main()
