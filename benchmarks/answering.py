"""Measure the question engine: accuracy by kind, false and wrong answers, reply language, time; print every error.

python -m benchmarks.answering [FILE ...] [--quiet] [--explain] [--noise]

With --noise each question in scope is asked again as phones and haste spoil it; what that costs is printed in points.
"""

from __future__ import annotations

import random
import re
import statistics
import sys
import time
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from bot.ask import read_phrases
from domain.answering.answers import Answer, Context, Dialogue
from domain.answering.engine import answer
from domain.answering.index import Index, build_index
from domain.knowledge import build_knowledge
from domain.vocabulary import Language
from tests.unit.answering.cases import FILES, OUT, Question, documents, is_right, kind_of, load_questions

TODAY = date(2026, 11, 24)
HARMLESS = ("none", "smalltalk", "clarify")


@dataclass
class Tally:
    """What one file of questions gave."""

    by_kind: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    errors: list[tuple[str, Question, Answer]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    language: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    false: int = 0
    wrong: int = 0


def run(question: Question, index: Index, language: Language | None) -> tuple[Answer, float]:
    dialogue: Dialogue | None = None
    found, spent = None, 0.0
    for turn in question["turns"]:
        start = time.perf_counter()
        found = answer(turn, Context(language, dialogue), index, TODAY)
        spent = time.perf_counter() - start
        dialogue = found.dialogue
    assert found is not None
    return found, spent


def typos(text: str, count: int, chance: random.Random) -> str:
    """Spoil one letter in each of some words of four letters or more, as thumbs do."""
    words = [match.span() for match in re.finditer(r"[^\W\d_]{4,}", text)]
    for start, end in sorted(chance.sample(words, min(count, len(words))), reverse=True):
        place = chance.randrange(start + 1, end - 1)
        pair = text[place : place + 2]
        old, new = chance.choice(((pair, pair[0]), (pair[0], pair[0] * 2), (pair, pair[::-1]), (pair[0], "e")))
        text = text[:place] + new + text[place + len(old) :]
    return text


def unaccented(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


NOISES: Mapping[str, Callable[[str, random.Random], str]] = {
    "no accents": lambda text, _: unaccented(text),
    "no punctuation": lambda text, _: re.sub(r"[^\w\s'’/-]", " ", text),
    "lower case": lambda text, _: text.lower(),
    "UPPER CASE": lambda text, _: text.upper(),
    "one typo": lambda text, chance: typos(text, 1, chance),
    "two typos": lambda text, chance: typos(text, 2, chance),
}


def noise(questions: Sequence[Question], index: Index) -> None:
    inside = [q for q in questions if kind_of(q) != OUT]

    def share(spoil: Callable[[str, random.Random], str]) -> float:
        chance = random.Random(20261126)  # noqa: S311 - not a secret
        right = 0
        for question in inside:
            spoiled = question | {"turns": [*question["turns"][:-1], spoil(question["turns"][-1], chance)]}
            found, _ = run(spoiled, index, Language.of(question["lang"], Language.FR))
            right += is_right(question, found, index.knowledge)
        return 100 * right / max(1, len(inside))

    untouched = share(lambda text, _: text)
    losses = (f"{name} {untouched - share(spoil):.1f}" for name, spoil in NOISES.items())
    print(f"points lost of {untouched:.1f}: " + ", ".join(losses))


def main() -> None:
    files = [Path(a) for a in sys.argv[1:] if not a.startswith("--")] or list(FILES)
    knowledge = build_knowledge(documents())
    phrases = read_phrases()
    start = time.perf_counter()
    index = build_index(knowledge, phrases)
    built = time.perf_counter() - start
    for file in files:
        tally = Tally()
        for question in load_questions(file):
            measure(question, index, tally)
        report(file, tally)
        if "--noise" in sys.argv:
            noise(load_questions(file), index)
    print(f"index of {len(index.docs)} records built in {built:.2f} s")


def measure(question: Question, index: Index, tally: Tally) -> None:
    profile = Language.of(question["lang"], Language.FR)
    found, spent = run(question, index, profile)
    tally.times.append(spent)
    right = is_right(question, found, index.knowledge)
    kind = kind_of(question)
    tally.by_kind[kind].append(right)
    if found.type.value not in HARMLESS and not right:
        tally.false += kind == OUT
        tally.wrong += kind != OUT
    if not right:
        tally.errors.append((kind, question, found))
    if question["lang"] == "any":
        return
    for name, context in (("none", None), ("right", profile), ("wrong", profile.other)):
        got, _ = run(question, index, context)
        tally.language[name].append(got.lang == profile)
        if name == "wrong" and len(question["turns"][-1].split()) > 3:
            tally.language["wrong, 4 words or more"].append(got.lang == profile)


def report(file: Path, tally: Tally) -> None:
    print(f"== {file.name} ({len(tally.times)} questions)")
    for kind, results in sorted(tally.by_kind.items()):
        print(f"{kind:20} {sum(results) / len(results):.3f}  ({sum(results)}/{len(results)})")
    inside = [right for kind, results in tally.by_kind.items() if kind != OUT for right in results]
    outside = tally.by_kind.get(OUT, [])
    print(f"in scope {sum(inside) / max(1, len(inside)):.3f}, wrong answers {tally.wrong}/{len(inside)}", end=", ")
    print(f"false answers {tally.false}/{len(outside)}")
    shares = [f"{name} {sum(r) / len(r):.3f} of {len(r)}" for name, r in tally.language.items()]
    print("reply language, by profile: " + "; ".join(shares))
    times = sorted(tally.times)
    late = times[int(len(times) * 0.99)]
    print(f"p50 {statistics.median(times) * 1000:.2f} ms, p99 {late * 1000:.2f} ms, max {times[-1] * 1000:.2f} ms")
    if "--quiet" in sys.argv:
        return
    for kind, question, found in tally.errors:
        print(f"- [{kind}] {question['turns']} want {question['expect_type']} {str(question['expect_ids'])[:90]}")
        offered = [ref[1] for ref in found.choices]
        print(f"    got {found.type.value} {list(found.ids)[:5]} choices {offered} {found.confidence:.2f}")
        if "--explain" in sys.argv:
            print("      " + "\n      ".join(found.explanation))


if __name__ == "__main__":
    main()
