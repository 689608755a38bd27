"""The words that the records use: how words meet (stems, synonyms) and which known word a mistyped one stands for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from domain.answering.normalise import stems, words

SAME_FIRST_LETTER = 0.74
OTHER_FIRST_LETTER = 0.84
"""Similarity (optimal string alignment, 1 = equal) from which a word counts as a mistyped one. Measured: lower lets
strangers in, higher loses one typing mistake in two. People rarely miss the first letter."""
CLOSED_BONUS, ASKED_BONUS = 0.06, 0.17
"""Head start over the words of the records: of names that questions hold ("Mali"), and of what they ask ("cours")."""
TALK_BONUS = 0.16
"""Head start of the words of talk ("pour", "with") for a slip, and for a slip alone."""
SHORTEST = 4
"""Shorter words are not repaired, for nearly everything is one letter away from them; but for a slip of the thumb."""
SLIP = 0.8


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words, the keys under which they meet, and near neighbours by first letter and length."""

    synonyms: Mapping[str, tuple[str, ...]]
    frequency: Mapping[str, int]
    surface: frozenset[str]
    closed: frozenset[str]
    asked: frozenset[str]
    talk: frozenset[str]
    _by_shape: Mapping[tuple[str, int], tuple[str, ...]] = field(repr=False)

    def keys(self, word: str) -> tuple[tuple[str, float], ...]:
        """Give the keys of a word with how surely each means it: its stems, then its synonyms."""
        its_stems = stems(word)
        found = [(stem, 1.0) for stem in its_stems]
        groups = dict.fromkeys(g for stem in (word, *its_stems) for g in self.synonyms.get(stem, ()))
        found.extend((group, 0.85) for group in groups)
        return tuple(found)

    def knows(self, word: str) -> bool:
        """Whether some record uses this word or one of the same stem."""
        return any(stem in self.frequency for stem in stems(word))

    def repair(self, word: str, limit: int = 3) -> tuple[tuple[str, float], ...]:
        """Give the known words that a mistyped one may stand for, the nearest first, with their similarity."""
        if len(word) < SHORTEST - 1 or not word.isascii() or not word.isalpha():
            return ()
        if len(word) < SHORTEST:
            return tuple((candidate, SLIP) for candidate in self._slips(word))[:limit]
        near: list[tuple[float, int, str]] = []
        for length in range(len(word) - 2, len(word) + 3):
            near.extend(self._near(word, word[0], length, SAME_FIRST_LETTER))
        if len(word) > SHORTEST:
            for first in dict.fromkeys(word[1:3]):
                for length in range(len(word) - 1, len(word) + 2):
                    near.extend(self._near(word, first, length, OTHER_FIRST_LETTER))
        near.sort(key=lambda found: (-found[0] - self._bonus(word, found[2]), -found[1], found[2]))
        return tuple((candidate, similarity) for similarity, _, candidate in near[:limit])

    def _bonus(self, word: str, candidate: str) -> float:
        if candidate in self.asked:
            return ASKED_BONUS
        if candidate in self.talk:
            return TALK_BONUS if is_slip(word, candidate) else 0.0
        return CLOSED_BONUS if candidate in self.closed else 0.0

    def _slips(self, word: str) -> list[str]:
        """Find the closed words that a short one is but a slip away from, talk first: "por", "qel", "thy"."""
        shapes = [(first, len(word) + more) for more in (1, 0) for first in dict.fromkeys(word[:2])]
        found = [c for shape in shapes for c in self._by_shape.get(shape, ()) if c in self.closed and is_slip(word, c)]
        return sorted(found, key=lambda candidate: -self._bonus(word, candidate))

    def _near(self, word: str, first: str, length: int, floor: float) -> Iterable[tuple[float, int, str]]:
        for candidate in self._by_shape.get((first, length), ()):
            similarity = OSA.normalized_similarity(word, candidate, score_cutoff=floor)
            if similarity:
                yield similarity, self.frequency.get(stems(candidate)[0], 0), candidate


def is_slip(typed: str, meant: str) -> bool:
    """Tell a slip of the thumb from another word: "por" and "puur" are "pour", "king" is not "kind".

    A letter left out, doubled or swapped, or another one between a first and a last that are right.
    """
    near = abs(len(typed) - len(meant)) == 1 or sorted(typed) == sorted(meant)
    inside = len(typed) == len(meant) > 3 and typed[0] == meant[0] and typed[-1] == meant[-1]
    return (near or inside) and OSA.distance(typed, meant, score_cutoff=1) == 1


def build_lexicon(
    texts: Iterable[str],
    groups: Iterable[Iterable[str]],
    closed: Iterable[str] = (),
    asked: frozenset[str] = frozenset(),
    talk: frozenset[str] = frozenset(),
    beside: Iterable[str] = (),
) -> Lexicon:
    """Read every text of the records once.

    `closed` are the words that questions are made of, `asked` those of them that ask something, `talk` the emptiest;
    `beside` are words that may be meant too and count for nothing.
    """
    frequency: dict[str, int] = {}
    surface: set[str] = set()
    for text in texts:
        found = set(words(text))
        surface |= found
        for stem in {stem for word in found for stem in stems(word)}:
            frequency[stem] = frequency.get(stem, 0) + 1
    synonyms: dict[str, tuple[str, ...]] = {}
    for number, group in enumerate(groups):
        key = f"={number}"
        for member in group:
            tokens = words(member)
            if len(tokens) == 1:
                for stem in {tokens[0], *stems(tokens[0])}:
                    synonyms[stem] = tuple(dict.fromkeys((*synonyms.get(stem, ()), key)))
                surface.add(tokens[0])
    asked_with = frozenset(closed)
    surface |= asked_with
    surface.update(beside)
    by_shape: dict[tuple[str, int], list[str]] = {}
    for word in sorted(surface):
        if (len(word) >= SHORTEST or (len(word) == SHORTEST - 1 and word in asked_with)) and not word.isdigit():
            by_shape.setdefault((word[0], len(word)), []).append(word)
    return Lexicon(
        synonyms,
        frequency,
        frozenset(surface),
        asked_with,
        asked,
        talk,
        {shape: tuple(found) for shape, found in by_shape.items()},
    )
