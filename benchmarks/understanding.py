"""Understanding of vacancies and courses: precision and recall per attribute on texts labelled by hand.

python -m benchmarks.understanding [--errors]

The texts (`tests/data/postings_labelled.yaml`) are split in two by a hash of their title: the rules were first mended
by looking at the errors of the first half alone (docs/understanding.md). `--errors` lists what is still wrong.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml
from rich.console import Console
from rich.progress import track

from domain.classification import Hints, Understanding, understand, understand_course
from domain.taxonomy import build_taxonomy
from storage.reference import read

LABELLED = Path(__file__).parents[1] / "tests" / "data" / "postings_labelled.yaml"
HALVES = ("development", "held out")

Row = dict[str, Any]
Judged = tuple[Row, Understanding]
Reading = Callable[[Row], Iterable[str]]
Finding = Callable[[Understanding], Iterable[str]]


def _one(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()


ATTRIBUTES: dict[str, tuple[Reading, Finding]] = {
    "grade": (lambda row: _one(row["grade"]), lambda found: _one(found.grade)),
    "audience": (lambda row: row["audience"], lambda found: found.audience),
    "fields": (lambda row: row["fields"], lambda found: found.fields),
    "languages required": (
        lambda row: () if row.get("languages_any") else row["languages"],
        lambda found: found.languages,
    ),
    "languages an asset": (lambda row: row["languages_asset"], lambda found: found.languages_asset),
    "country": (lambda row: _one(row["country"]), lambda found: _one(found.country)),
}


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over values: said and right, said in all, wanted in all; `exact` of `rows` have just their values."""

    right: int
    said: int
    wanted: int
    exact: int
    rows: int

    @property
    def precision(self) -> float:
        """Give the share of what was said that is right."""
        return self.right / max(self.said, 1)

    @property
    def recall(self) -> float:
        """Give the share of what is labelled that was said."""
        return self.right / max(self.wanted, 1)

    @property
    def f1(self) -> float:
        """Give the harmonic mean of both."""
        return 2 * self.right / max(self.said + self.wanted, 1)

    def __str__(self) -> str:
        figures = f"precision {self.precision:.3f}, recall {self.recall:.3f}, F1 {self.f1:.3f}"
        return f"{figures}, exact {self.exact}/{self.rows}"


def half_of(row: Row) -> str:
    """Tell which half a text belongs to; the same for ever, whatever is added beside it."""
    return HALVES[sha256(row["title"].encode()).digest()[0] % 2]


def labelled() -> list[Row]:
    """Give the texts with their labels."""
    rows: list[Row] = yaml.safe_load(LABELLED.read_text("utf-8"))["postings"]
    return rows


def judge(rows: Sequence[Row]) -> list[Judged]:
    """Have each text understood as its source would give it."""
    taxonomy = build_taxonomy(read())
    judged = []
    for row in track(rows, description="texts", console=Console(stderr=True)):
        reader = understand_course if row["kind"] == "course" else understand
        hints = Hints(organisation=row.get("organisation"))
        judged.append((row, reader(row["title"], row["body"], hints, taxonomy)))
    return judged


def score(judged: Iterable[Judged], reading: Reading, finding: Finding) -> Score:
    pairs = [(set(reading(row)), set(finding(found))) for row, found in judged]
    return Score(
        right=sum(len(wanted & said) for wanted, said in pairs),
        said=sum(len(said) for _, said in pairs),
        wanted=sum(len(wanted) for wanted, _ in pairs),
        exact=sum(wanted == said for wanted, said in pairs),
        rows=len(pairs),
    )


def main() -> list[tuple[str, str]]:
    """Measure and give rows of (what, figure)."""
    judged = judge(labelled())
    halves = {half: [item for item in judged if half_of(item[0]) == half] for half in HALVES}
    return [
        (f"{name}, {half}", str(score(items, *readings)))
        for name, readings in ATTRIBUTES.items()
        for half, items in halves.items()
    ]


def print_errors() -> None:
    judged = judge(labelled())
    for name, (reading, finding) in ATTRIBUTES.items():
        print(f"== {name}")
        for row, found in judged:
            wanted, said = sorted(set(reading(row))), sorted(set(finding(found)))
            if wanted != said:
                print(f"- want {wanted} got {said}: {row['title']} | {row['body']}")


if __name__ == "__main__":
    for what, figure in main():
        print(f"{what:32} {figure}")
    if "--errors" in sys.argv:
        print_errors()
