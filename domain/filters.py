"""Read a filter as people type it: « police P-3 à P-5 quotidien », "elections consultants immediate".

What is not understood is given back by name, so that the bot can say so instead of guessing.
"""

from __future__ import annotations

import re
import unicodedata
from collections import ChainMap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from domain.subscribers import Frequency, Interests
from domain.vocabulary import Audience, Kind, Level, Rank, Route

LONGEST_PHRASE = 6
TYPO_CUTOFF = 0.8
"""Likeness from which one word stands for another, between 0 and 1."""
SHORTEST_REPAIRED = 5
"""Letters below which a word is never repaired: short words are too like each other."""
_WORD = re.compile(r"[^\W\d_]+|\d+")
_INSIDE_WORD = re.compile(r"[-\u2010-\u2013'’.]?")
_PARTS = re.compile(r",|;|/|\(|\)|\b(?:et|and)\b")


@dataclass(frozen=True, slots=True)
class FilterWords:
    """Closed words of a filter in every language we speak: what they set, or nothing at all (`noise`).

    Behind one of `including` or `excluding` stands a word that a posting must hold, or must not. `people` are words for
    what a person is, which say something else about a post: a « policier », but a post in « police ».
    """

    frequencies: Mapping[str, Frequency]
    audiences: Mapping[str, Audience]
    kinds: Mapping[str, Kind]
    routes: Mapping[str, Route]
    languages: Mapping[str, str]
    including: frozenset[str]
    excluding: frozenset[str]
    at_least: frozenset[str]
    at_most: frozenset[str]
    noise: frozenset[str]
    people: Mapping[str, Audience] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A word as it was typed that names several ranks."""

    word: str
    ranks: tuple[Rank, ...]


@dataclass(frozen=True, slots=True)
class FilterRequest:
    """What was understood of a typed filter, and the words that were not; `doubtful` are those of several meanings."""

    interests: Interests = field(default_factory=Interests)
    frequency: Frequency | None = None
    unknown: tuple[str, ...] = ()
    doubtful: tuple[Doubt, ...] = ()

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
    kind: Kind | None = None
    route: Route | None = None
    language: str | None = None
    countries: frozenset[str] = frozenset()
    including: frozenset[str] = frozenset()
    excluding: frozenset[str] = frozenset()
    bound: str | None = None  # "min" or "max": the next level is only that bound
    takes: str | None = None  # "including" or "excluding": the next word is meant literally
    noise: bool = False


@dataclass(frozen=True, slots=True)
class FilterReader:
    """Reads typed filters against one vocabulary; built once."""

    _phrases: Mapping[str, _Meaning]
    _words: tuple[str, ...]
    _doubtful: Mapping[str, tuple[Rank, ...]]
    _people: Mapping[str, _Meaning]

    def of_person(self) -> FilterReader:
        """Give the same reader for what people say of themselves."""
        return replace(self, _phrases=ChainMap({**self._people}, {**self._phrases}))

    def read(self, text: str) -> FilterRequest:
        """Understand a typed filter; words may stand in any order, a bound before its level or just behind it."""
        meanings, unknown = self._meanings(text)
        interests, frequency = Interests(), None
        for meaning in _bounded(meanings):
            frequency = meaning.frequency or frequency
            interests = _apply(interests, meaning)
        if set(Kind) <= {meaning.kind for meaning in meanings}:  # « emplois et cours »
            interests = replace(interests, kind=None)
        doubts = ((word, self._doubtful.get(_key(_tokens(word)))) for word in unknown)
        doubtful = tuple(Doubt(word, ranks) for word, ranks in doubts if ranks)
        return FilterRequest(_in_order(interests), frequency, unknown, doubtful)

    def _meanings(self, text: str) -> tuple[list[_Meaning], tuple[str, ...]]:
        """Give the meanings in the order of the text, and the pieces without one as they were typed."""
        text = unicodedata.normalize("NFC", text)
        spans = [match.span() for match in _WORD.finditer(text)]
        tokens = [_fold(text[start:end]) for start, end in spans]
        meanings: list[_Meaning] = []
        unread: list[tuple[int, int]] = []
        position = 0
        while position < len(tokens):
            length, meaning = self._longest(tokens, position)
            position += length
            if meaning and meaning.takes:
                position, meaning = self._literal(meaning.takes, tokens, position)
            if meaning is None:
                _join(unread, (spans[position - length][0], spans[position - 1][1]), text)
            elif not meaning.noise:
                meanings.append(meaning)
        return meanings, tuple(text[start:end] for start, end in unread)

    def _literal(self, takes: str, tokens: list[str], position: int) -> tuple[int, _Meaning]:
        """Read the word behind « sans » or « contenant » as it is, whatever else it may mean."""
        while position < len(tokens) and self._phrases.get(_key(tokens[position : position + 1]), _Meaning()).noise:
            position += 1
        if position == len(tokens):
            return position, _Meaning(noise=True)
        word = frozenset({_singular(tokens[position])})
        return position + 1, _Meaning(including=word) if takes == "including" else _Meaning(excluding=word)

    def _longest(self, tokens: list[str], start: int) -> tuple[int, _Meaning | None]:
        for length in range(min(LONGEST_PHRASE, len(tokens) - start), 0, -1):
            key = _key(tokens[start : start + length])
            if found := self._phrases.get(key):
                return length, found
            if key in self._doubtful:
                return length, None
        word = tokens[start]
        close = get_close_matches(word, self._words, n=5, cutoff=TYPO_CUTOFF) if len(word) >= SHORTEST_REPAIRED else []
        close.sort(key=lambda name: not _is_one_slip(word, name))
        return 1, self._phrases[close[0]] if close else None


def build_reader(
    words: FilterWords,
    fields: Mapping[str, Iterable[str]],
    ranks: Iterable[Rank],
    ambiguous: Mapping[str, Iterable[str]] | None = None,
    areas: Iterable[tuple[Iterable[str], frozenset[str]]] = (),
    places: Iterable[tuple[str, frozenset[str]]] = (),
) -> FilterReader:
    """Build a reader.

    `fields` gives, for each slug, every name that people type for it; `areas` the names of each area with the fields
    it takes in, and a field's own name wins; `ambiguous` the words with several readings as a rank, with the ids of
    these: they are left unread rather than read wrongly; `places` names of countries, regions and missions with the
    countries they mean.
    """
    phrases: dict[str, _Meaning] = {}
    parts: dict[str, _Meaning] = {}
    for slug, names in fields.items():
        for name in names:
            _add_field(phrases, name, slug)
            for part in _PARTS.split(name):
                _add_field(parts, part, slug)
    known = {rank.id: rank for rank in ranks}
    doubtful = {
        _key(_tokens(word)): tuple(known[id_] for id_ in dict.fromkeys(ids) if id_ in known)
        for word, ids in (ambiguous or {}).items()
    }
    for rank in known.values():
        meaning = _Meaning(level=rank.level) if rank.level is not None else _Meaning(grade=rank.id)
        for key in {_key(_tokens(name)) for name in _names_of(rank)} - doubtful.keys():
            phrases.setdefault(key, meaning)
    wide = {_key(_tokens(name)): _Meaning(fields=slugs) for names, slugs in areas for name in names}
    where = {_key(_tokens(name)): _Meaning(countries=codes) for name, codes in places if codes}
    phrases = parts | where | wide | phrases | _closed(words)
    phrases.pop("", None)
    repairable = tuple(key for key in phrases if len(key) >= SHORTEST_REPAIRED)
    unread = {key: ranks for key, ranks in doubtful.items() if key not in phrases}
    people = {_key(_tokens(word)): _Meaning(audience=audience) for word, audience in words.people.items()}
    return FilterReader(phrases, repairable, unread, people)


def _add_field(phrases: dict[str, _Meaning], name: str, slug: str) -> None:
    key = _key(_tokens(name))
    known = phrases.get(key, _Meaning())
    phrases[key] = _Meaning(fields=known.fields | {slug})


def _closed(words: FilterWords) -> dict[str, _Meaning]:
    meanings = [(word, _Meaning(frequency=value)) for word, value in words.frequencies.items()]
    meanings += [(word, _Meaning(audience=value)) for word, value in words.audiences.items()]
    meanings += [(word, _Meaning(kind=value)) for word, value in words.kinds.items()]
    meanings += [(word, _Meaning(route=value)) for word, value in words.routes.items()]
    meanings += [(word, _Meaning(language=value)) for word, value in words.languages.items()]
    meanings += [(word, _Meaning(takes="including")) for word in words.including]
    meanings += [(word, _Meaning(takes="excluding")) for word in words.excluding]
    meanings += [(word, _Meaning(bound="min")) for word in words.at_least]
    meanings += [(word, _Meaning(bound="max")) for word in words.at_most]
    meanings += [(word, _Meaning(noise=True)) for word in words.noise]
    return {_key(_tokens(word)): meaning for word, meaning in meanings}


def _names_of(rank: Rank) -> Iterable[str]:
    yield rank.id
    if rank.code:
        yield rank.code
    for language in rank.names:
        yield rank.names[language]
        yield from rank.abbreviations[language]
        yield from rank.synonyms[language]


def _bounded(meanings: Sequence[_Meaning]) -> list[_Meaning]:
    """Put each bound on its level: « jusqu’à P-4 », or « P-4 minimum » when no level follows."""
    result: list[_Meaning] = []
    waiting = None
    for meaning, following in zip(meanings, [*meanings[1:], _Meaning()], strict=False):
        if meaning.level is not None:
            result.append(replace(meaning, bound=waiting))
            waiting = None
        elif meaning.bound is None:
            result.append(meaning)
        elif result and result[-1].level is not None and following.level is None:
            result[-1] = replace(result[-1], bound=result[-1].bound or meaning.bound)
        else:
            waiting = meaning.bound
    return result


def _apply(interests: Interests, meaning: _Meaning) -> Interests:
    """Add what one phrase sets: sets grow, single choices are replaced, levels span."""
    interests = replace(
        interests,
        fields=interests.fields | meaning.fields,
        countries=interests.countries | meaning.countries,
        including=interests.including | meaning.including,
        excluding=interests.excluding | meaning.excluding,
        audience=meaning.audience or interests.audience,
        grade=meaning.grade or interests.grade,
        route=meaning.route or interests.route,
        language=meaning.language or interests.language,
        kind=meaning.kind or interests.kind,
    )
    if meaning.level is None:
        return interests
    if meaning.bound == "min":
        return replace(interests, level_min=meaning.level)
    if meaning.bound == "max":
        return replace(interests, level_max=meaning.level)
    lowest = meaning.level if interests.level_min is None else min(interests.level_min, meaning.level)
    highest = meaning.level if interests.level_max is None else max(interests.level_max, meaning.level)
    return replace(interests, level_min=lowest, level_max=highest)


def _in_order(interests: Interests) -> Interests:
    """Put the lower level first: « P-5 minimum, P-3 maximum » asks for the band between."""
    low, high = interests.level_min, interests.level_max
    if low is None or high is None or low <= high:
        return interests
    return replace(interests, level_min=high, level_max=low)


def _is_one_slip(typed: str, meant: str) -> bool:
    """Say whether one letter too many, missing, wrong or swapped with its neighbour explains the difference."""
    start = _shared(typed, meant)
    end = _shared(typed[start:][::-1], meant[start:][::-1])
    one, other = typed[start : len(typed) - end], meant[start : len(meant) - end]
    return max(len(one), len(other)) <= 1 or (len(one) == 2 and one == other[::-1])


def _shared(one: str, other: str) -> int:
    """Count the letters that two words begin with alike."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _join(unread: list[tuple[int, int]], span: tuple[int, int], text: str) -> None:
    """Add a piece that was not understood, to its left neighbour when both make one word, as in « X-9 »."""
    if unread and _INSIDE_WORD.fullmatch(text, unread[-1][1], span[0]):
        span = (unread.pop()[0], span[1])
    unread.append(span)


def _tokens(text: str) -> list[str]:
    """Fold case, accents and punctuation away."""
    return [_fold(word) for word in _WORD.findall(unicodedata.normalize("NFC", text))]


def _fold(word: str) -> str:
    folded = "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))
    return folded.replace("œ", "oe")


def _key(tokens: Iterable[str]) -> str:
    """Glue words together without their plurals: « lhomme » and « l’homme » are one."""
    return "".join(map(_singular, tokens))


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith(("s", "x")) else word
