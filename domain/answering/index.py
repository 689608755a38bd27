"""The index: every record as names, text and surroundings, ready to be searched. Built once, never changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from math import log

from domain.answering.documents import Raw, raw_documents
from domain.answering.lexicon import Lexicon, build_lexicon
from domain.answering.mentions import build_mentions
from domain.answering.normalise import FUNCTION_WORDS, compact, name_keys, stems, words
from domain.answering.phrases import Phrases, Table
from domain.knowledge import Knowledge
from domain.vocabulary import Language

NAME, CONTEXT, KEYWORD, BODY = 1.0, 0.9, 0.75, 0.5
"""How much a word of the question is explained by a record's name, surroundings, keywords or text."""
LIGHT = 0.12
"""Weight of carrier words ("comment", "the"): enough to prefer the closest phrasing, too little to decide."""


_CODE = re.compile(r"\b[A-Z]{3,}(?:[ -]?\d[\dA-Z]*)?\b")
_LOWER_CASE = re.compile(r"\b[a-z]+\b")


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a record: its words, each with the keys it answers to and its weight."""

    words: tuple[str, ...]
    keys: tuple[frozenset[str], ...]
    weights: tuple[float, ...]
    language: Language | None
    total: float
    held: frozenset[str]


@dataclass(frozen=True, slots=True)
class Doc:
    """A record as the engine sees it."""

    kind: str
    id: str
    names: tuple[Name, ...]
    countries: frozenset[str]
    centre: str | None
    traits: frozenset[str]


@dataclass(frozen=True, slots=True)
class Index:
    """Everything that answering needs."""

    knowledge: Knowledge
    phrases: Phrases
    table: Table
    lexicon: Lexicon
    docs: tuple[Doc, ...]
    places: Mapping[tuple[str, str], int]
    postings: Mapping[str, Mapping[int, float]]
    weights: Mapping[str, float]
    unknown_weight: float
    exact: Mapping[frozenset[str], tuple[int, ...]]
    acronyms: Mapping[str, tuple[int, ...]]
    spelled: frozenset[str]
    definitions: Mapping[str, Mapping[int, float]]
    name_language: Mapping[str, tuple[int, int]]
    ordinary: frozenset[str]
    known_words: frozenset[str]
    joined: Mapping[str, tuple[int, ...]]
    twins: Mapping[int, int]
    field_stems: Mapping[str, str]

    def weight(self, word: str) -> float:
        """Tell how much a word says: rare words say more, unknown ones as much as the rarest."""
        if word in self.ordinary:
            return LIGHT
        return max((self.weights[s] for s in stems(word) if s in self.weights), default=self.unknown_weight)


def build_index(knowledge: Knowledge, phrases: Phrases) -> Index:
    """Index all records. Keep it off the event loop: it takes a good part of a second."""
    raws = list(raw_documents(knowledge))
    ordinary = (phrases.carriers | FUNCTION_WORDS) - {"un"}
    synonyms = {word for group in knowledge.synonyms for member in group for word in words(member)}
    table = build_mentions(knowledge, phrases, ordinary, synonyms)
    known_words = table.all_words() | ordinary | phrases.table.all_words()
    chat = frozenset(word for phrase in phrases.smalltalk for word in phrase)
    lexicon = build_lexicon(
        (text for raw in raws for text in raw.texts()),
        knowledge.synonyms,
        (word for word in known_words | phrases.everyday | chat if len(word) > 2 and word.isalpha()),
        phrases.table.all_words() - ordinary,
        frozenset(ordinary) | phrases.everyday,
        (word for raw in raws for text in raw.described for word in words(text)),
    )
    size = len(raws)
    weights = {stem: log(1 + size / count) for stem, count in lexicon.frequency.items()}
    keys_of = cache(lambda word: frozenset(key for key, _ in lexicon.keys(word)))
    docs: list[Doc] = []
    postings: dict[str, dict[int, float]] = {}
    exact: dict[frozenset[str], dict[int, None]] = {}
    acronyms: dict[str, dict[int, None]] = {}
    joined: dict[str, dict[int, None]] = {}
    languages: dict[str, list[int]] = {}
    for number, raw in enumerate(raws):
        names = tuple(_name(text, language, keys_of, weights, ordinary) for text, language in raw.names)
        docs.append(Doc(raw.kind, raw.id, tuple(n for n in names if n.words), raw.countries, raw.centre, raw.traits))
        for text, _ in raw.names:
            for stem_set in name_keys(words(text)):
                exact.setdefault(stem_set, {})[number] = None
            if len(compact(text)) > 7:
                joined.setdefault(compact(text), {})[number] = None
        for acronym in raw.acronyms:
            acronyms.setdefault(compact(acronym), {})[number] = None
        for word, language in raw.spoken():
            counted = languages.setdefault(word, [0, 0])
            counted[0 if language is Language.FR else 1] += 1
        for strength, texts in _strengths(raw):
            for key in frozenset().union(*(keys_of(word) for text in texts for word in words(text))):
                row = postings.setdefault(key, {})
                row[number] = max(row.get(number, 0.0), strength)
    acronyms = _codes(raws, known_words) | acronyms
    return Index(
        knowledge, phrases, table, lexicon, tuple(docs), {(d.kind, d.id): n for n, d in enumerate(docs)},
        postings, weights, log(1 + size), {key: tuple(found) for key, found in exact.items()},
        {key: tuple(found) for key, found in acronyms.items()}, _spelled(raws, acronyms), _definitions(raws, weights),
        {word: (fr, en) for word, (fr, en) in languages.items()}, frozenset(ordinary), known_words,
        {key: tuple(found) for key, found in joined.items()}, _twins(docs, exact, acronyms),
        _field_stems(knowledge, lexicon, ordinary),
    )  # fmt: skip


def _codes(raws: list[Raw], known: Container[str]) -> dict[str, dict[int, None]]:
    """Find the codes that the titles of one or two courses hold: "FPD560E", "IEEI", "BEMS 2"."""
    codes: dict[str, dict[int, None]] = {}
    for number, raw in enumerate(raws):
        if raw.kind == "course":
            for code in (code for text, _ in raw.names for code in _CODE.findall(text)):
                codes.setdefault(compact(code), {})[number] = None
    return {code: found for code, found in codes.items() if len(found) < 3 and code not in known}


def _spelled(raws: list[Raw], acronyms: Container[str]) -> frozenset[str]:
    """Find the acronyms that also spell a word of the records ("car", "sea")."""
    texts = (text for raw in raws for text in raw.texts())
    return frozenset(word for text in texts for word in _LOWER_CASE.findall(text) if word in acronyms)


def _field_stems(knowledge: Knowledge, lexicon: Lexicon, ordinary: Container[str]) -> dict[str, str]:
    """Find the stems and groups of synonyms that belong to the names of one field only."""
    names: dict[str, set[str]] = {}
    aliases: dict[str, set[str]] = {}
    for field in knowledge.of("field"):
        named = [(names, text) for text in (*field.names.both(), *field.labels.both(), field.id)]
        called = [(aliases, text) for text in (*field.aliases.fr, *field.aliases.en)]
        for found, text in (*named, *called):
            content = [word for word in words(text) if len(word) > 4 and word not in ordinary]
            for key in {key for word in content for key, _ in lexicon.keys(word)}:
                found.setdefault(key, set()).add(field.id)
    own = {key: next(iter(slugs)) for key, slugs in names.items() if len(slugs) == 1}
    other = {key: next(iter(slugs)) for key, slugs in aliases.items() if len(slugs) == 1 and key not in names}
    return own | other


def _twins(
    docs: list[Doc], exact: Mapping[frozenset[str], Mapping[int, None]], acronyms: Mapping[str, Mapping[int, None]]
) -> dict[int, int]:
    """Pair each term that is a centre, or a course, with it: the glossary names many of our own schools.

    They share a name, or an acronym and half of a name's words.
    """
    twins: dict[int, int] = {}
    for shared, needed in ((exact, 0.0), (acronyms, 0.34)):
        for found in shared.values():
            for term in (n for n in found if docs[n].kind == "term"):
                for other in (n for n in found if docs[n].kind in ("centre", "course")):
                    a_school = docs[other].kind == "centre"
                    a_course = needed > 0 and "domain:training" in docs[term].traits
                    if (a_school or a_course) and _likeness(docs[term], docs[other]) >= needed:
                        twins.setdefault(term, other)
    return twins


def _likeness(one: Doc, other: Doc) -> float:
    def stem_sets(doc: Doc) -> list[frozenset[str]]:
        return [
            frozenset(s for word in name.words if word not in FUNCTION_WORDS for s in stems(word)) for name in doc.names
        ]

    return max((len(a & b) / len(a | b) for a in stem_sets(one) for b in stem_sets(other) if a | b), default=0.0)


def _strengths(raw: Raw) -> Iterable[tuple[float, list[str]]]:
    return (
        (NAME, [*(name for name, _ in raw.names), *raw.acronyms]),
        (CONTEXT, raw.context),
        (KEYWORD, raw.keywords),
        (BODY, raw.body),
    )


def _name(
    text: str,
    language: Language | None,
    keys_of: Callable[[str], frozenset[str]],
    weights: Mapping[str, float],
    ordinary: frozenset[str] | set[str],
) -> Name:
    kept = tuple(dict.fromkeys(words(text)))
    keys = tuple(keys_of(word) for word in kept)
    each = tuple(
        LIGHT if word in ordinary else max((weights[s] for s in stems(word) if s in weights), default=1.0)
        for word in kept
    )
    return Name(kept, keys, each, language, sum(each), frozenset().union(*keys))


def _definitions(raws: list[Raw], weights: Mapping[str, float]) -> dict[str, dict[int, float]]:
    """Score each stem of each definition as BM25 does, so that a description finds its term."""
    lengths = {
        n: sum(len(words(t)) for t in (*raw.body, *raw.described)) for n, raw in enumerate(raws) if raw.kind == "term"
    }
    mean = sum(lengths.values()) / max(1, len(lengths))
    rows: dict[str, dict[int, float]] = {}
    for number, length in lengths.items():
        counts: dict[str, int] = {}
        raw = raws[number]
        for text in (*raw.body, *raw.described, *(name for name, _ in raw.names)):
            for stem in (s for word in words(text) if word not in FUNCTION_WORDS for s in stems(word)):
                counts[stem] = counts.get(stem, 0) + 1
        norm = 1.2 * (0.25 + 0.75 * length / mean)
        for stem, count in counts.items():
            rows.setdefault(stem, {})[number] = weights.get(stem, 1.0) * count * 2.2 / (count + norm)
    return rows
