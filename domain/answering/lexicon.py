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
CLOSED_BONUS = 0.06
"""Head start of the words that questions are made of ("cours", "police", "Mali") over those of the records."""
SHORTEST = 4
"""Shorter words are not repaired: nearly everything is one letter away from them."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words, the keys under which they meet, and near neighbours by first letter and length."""

    synonyms: Mapping[str, tuple[str, ...]]
    frequency: Mapping[str, int]
    surface: frozenset[str]
    closed: frozenset[str]
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
        if len(word) < SHORTEST or not word.isascii() or word.isdigit():
            return ()
        near: list[tuple[float, int, str]] = []
        for length in range(len(word) - 2, len(word) + 3):
            near.extend(self._near(word, word[0], length, SAME_FIRST_LETTER))
        if len(word) > SHORTEST:
            for first in dict.fromkeys(word[1:3]):
                for length in range(len(word) - 1, len(word) + 2):
                    near.extend(self._near(word, first, length, OTHER_FIRST_LETTER))
        near.sort(key=lambda found: (-found[0] - CLOSED_BONUS * (found[2] in self.closed), -found[1], found[2]))
        return tuple((candidate, similarity) for similarity, _, candidate in near[:limit])

    def _near(self, word: str, first: str, length: int, floor: float) -> Iterable[tuple[float, int, str]]:
        for candidate in self._by_shape.get((first, length), ()):
            similarity = OSA.normalized_similarity(word, candidate, score_cutoff=floor)
            if similarity:
                yield similarity, self.frequency.get(stems(candidate)[0], 0), candidate


def build_lexicon(texts: Iterable[str], groups: Iterable[Iterable[str]], closed: Iterable[str] = ()) -> Lexicon:
    """Read every text of the records once; `closed` are the words that questions are made of."""
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
    by_shape: dict[tuple[str, int], list[str]] = {}
    for word in sorted(surface):
        if len(word) >= SHORTEST and not word.isdigit():
            by_shape.setdefault((word[0], len(word)), []).append(word)
    return Lexicon(
        synonyms, frequency, frozenset(surface), asked_with, {shape: tuple(found) for shape, found in by_shape.items()}
    )
