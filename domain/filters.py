"""Read a filter as people type it: « police P-3 à P-5 quotidien », "elections consultants immediate".

What is not understood is given back by name, so that the bot can say so instead of guessing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from domain.subscribers import Frequency, Interests
from domain.vocabulary import Audience, Level, Rank

LONGEST_PHRASE = 6
TYPO_CUTOFF = 0.8
"""Likeness from which one word stands for another, between 0 and 1."""
SHORTEST_REPAIRED = 5
"""Letters below which a word is never repaired: short words are too like each other."""
_PARTS = re.compile(r",|;|/|\(|\)|\b(?:et|and)\b")


@dataclass(frozen=True, slots=True)
class FilterWords:
    """Closed words of a filter in every language we speak, folded: what they set, or nothing at all (`noise`)."""

    frequencies: Mapping[str, Frequency]
    audiences: Mapping[str, Audience]
    at_least: frozenset[str]
    at_most: frozenset[str]
    noise: frozenset[str]


@dataclass(frozen=True, slots=True)
class FilterRequest:
    """What was understood of a typed filter, and the words that were not."""

    interests: Interests = field(default_factory=Interests)
    frequency: Frequency | None = None
    unknown: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Say that nothing was asked for."""
        return self.interests == Interests() and self.frequency is None


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What one phrase sets."""

    fields: frozenset[str] = frozenset()
    level: Level | None = None
    grade: str | None = None
    audience: Audience | None = None
    frequency: Frequency | None = None
    bound: str | None = None  # "min" or "max": the next level is only that bound
    noise: bool = False


@dataclass(frozen=True, slots=True)
class FilterReader:
    """Reads typed filters against one vocabulary; built once."""

    _phrases: Mapping[str, _Meaning]
    _words: tuple[str, ...]
    _doubtful: frozenset[str]

    def read(self, text: str) -> FilterRequest:
        """Understand a typed filter; words may stand in any order."""
        tokens = _tokens(text)
        interests, frequency, unknown, bound = Interests(), None, [], None
        position = 0
        while position < len(tokens):
            length, meaning = self._longest(tokens, position)
            if meaning is None:
                unknown.append(tokens[position])
            else:
                frequency = meaning.frequency or frequency
                interests = _apply(interests, meaning, bound)
                bound = meaning.bound or (None if meaning.level is not None else bound)
            position += length
        return FilterRequest(interests, frequency, tuple(unknown))

    def _longest(self, tokens: list[str], start: int) -> tuple[int, _Meaning | None]:
        for length in range(min(LONGEST_PHRASE, len(tokens) - start), 0, -1):
            if found := self._phrases.get(_key(tokens[start : start + length])):
                return length, found
        word = tokens[start]
        if _key([word]) in self._doubtful:
            return 1, None
        close = get_close_matches(word, self._words, n=1, cutoff=TYPO_CUTOFF) if len(word) >= SHORTEST_REPAIRED else []
        return 1, self._phrases[close[0]] if close else None


def build_reader(
    words: FilterWords,
    fields: Mapping[str, Iterable[str]],
    ranks: Iterable[Rank],
    ambiguous: Iterable[str] = (),
) -> FilterReader:
    """Build a reader.

    `fields` gives, for each slug, every name that people type for it; `ambiguous` the words with several readings as
    a rank, which are left unread rather than read wrongly.
    """
    phrases: dict[str, _Meaning] = {}
    parts: dict[str, _Meaning] = {}
    for slug, names in fields.items():
        for name in names:
            _add_field(phrases, name, slug)
            for part in _PARTS.split(name):
                _add_field(parts, part, slug)
    doubtful = {_key(_tokens(word)) for word in ambiguous}
    for rank in ranks:
        meaning = _Meaning(level=rank.level) if rank.level is not None else _Meaning(grade=rank.id)
        for key in {_key(_tokens(name)) for name in _names_of(rank)} - doubtful:
            phrases.setdefault(key, meaning)
    phrases = parts | phrases | _closed(words)
    phrases.pop("", None)
    repairable = tuple(key for key in phrases if len(key) >= SHORTEST_REPAIRED)
    return FilterReader(phrases, repairable, frozenset(doubtful - phrases.keys()))


def _add_field(phrases: dict[str, _Meaning], name: str, slug: str) -> None:
    key = _key(_tokens(name))
    known = phrases.get(key, _Meaning())
    phrases[key] = _Meaning(fields=known.fields | {slug})


def _closed(words: FilterWords) -> dict[str, _Meaning]:
    meanings = [(word, _Meaning(frequency=value)) for word, value in words.frequencies.items()]
    meanings += [(word, _Meaning(audience=value)) for word, value in words.audiences.items()]
    meanings += [(word, _Meaning(bound="min")) for word in words.at_least]
    meanings += [(word, _Meaning(bound="max")) for word in words.at_most]
    meanings += [(word, _Meaning(noise=True)) for word in words.noise]
    return {_key(_tokens(word)): meaning for word, meaning in meanings}


def _names_of(rank: Rank) -> Iterable[str]:
    yield rank.id
    for language in rank.names:
        yield rank.names[language]
        yield from rank.abbreviations[language]
        yield from rank.synonyms[language]


def _apply(interests: Interests, meaning: _Meaning, bound: str | None) -> Interests:
    if meaning.fields:
        interests = replace(interests, fields=interests.fields | meaning.fields)
    if meaning.audience:
        interests = replace(interests, audience=meaning.audience)
    if meaning.grade:
        interests = replace(interests, grade=meaning.grade)
    if meaning.level is None:
        return interests
    if bound == "min":
        return replace(interests, level_min=meaning.level)
    if bound == "max":
        return replace(interests, level_max=meaning.level)
    lowest = meaning.level if interests.level_min is None else min(interests.level_min, meaning.level)
    highest = meaning.level if interests.level_max is None else max(interests.level_max, meaning.level)
    return replace(interests, level_min=lowest, level_max=highest)


def _tokens(text: str) -> list[str]:
    """Fold case, accents and punctuation away."""
    folded = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return re.findall(r"[a-z]+|[0-9]+", folded.replace("œ", "oe"))


def _key(tokens: Iterable[str]) -> str:
    """Glue words together without their plurals: « lhomme » and « l’homme » are one."""
    return "".join(map(_singular, tokens))


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith(("s", "x")) else word
