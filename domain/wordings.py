"""What was learned from questions without an answer: these words mean that record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from domain.taxonomy import fold

_WORD = re.compile(r"\w+")
LIKENESS = 0.6
"""Share of the words of both questions that must be common to be one group, between 0 and 1."""
LONGEST = 200

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Missed:
    """A question that got no answer: its number, its words, how often it was asked."""

    id: int
    text: str
    times: int


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that ask the same, the one asked most first."""

    questions: tuple[Missed, ...]

    @property
    def id(self) -> int:
        """The number of the one asked most, which stands for all."""
        return self.questions[0].id

    @property
    def times(self) -> int:
        """How often they were asked together."""
        return sum(question.times for question in self.questions)


def key_of(words: str) -> str:
    """Write words as learned ones are compared: folded, punctuation left out."""
    return " ".join(_WORD.findall(fold(words)))[:LONGEST]


def grouped(questions: Iterable[Missed]) -> list[Group]:
    """Put near-duplicates together, the group asked most first."""
    groups: list[tuple[frozenset[str], list[Missed]]] = []
    for question in sorted(questions, key=lambda one: (-one.times, one.id)):
        words = frozenset(key_of(question.text).split())
        alike = (group for head, group in groups if len(head & words) >= LIKENESS * max(1, len(head | words)))
        if (group := next(alike, None)) is not None:
            group.append(question)
        else:
            groups.append((words, [question]))
    return sorted((Group(tuple(group)) for _, group in groups), key=lambda group: (-group.times, group.id))


def wordings_of(documents: Mapping[Key, Mapping[str, Any]]) -> dict[str, Key]:
    """Give the learned words of documents, each with the record that it means."""
    return {
        key_of(document["words"]): (document["kind"], document["id"])
        for (kind, _), document in documents.items()
        if kind == "wording"
    }
