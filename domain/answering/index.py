"""The index: every record as names, text and surroundings, ready to be searched. Built once, never changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import log

from domain.answering.lexicon import Lexicon, build_lexicon
from domain.answering.mentions import build_mentions
from domain.answering.normalise import FUNCTION_WORDS, compact, name_keys, stems, words
from domain.answering.phrases import Phrases, Table
from domain.knowledge import Bilingual, Centre, Course, Knowledge, Resource, Term
from domain.vocabulary import Language

NAME, CONTEXT, KEYWORD, BODY = 1.0, 0.9, 0.75, 0.5
"""How much a word of the question is explained by a record's name, surroundings, keywords or text."""
LIGHT = 0.12
"""Weight of carrier words ("comment", "the"): enough to prefer the closest phrasing, too little to decide."""


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
    definitions: Mapping[str, Mapping[int, float]]
    name_language: Mapping[str, tuple[int, int]]
    ordinary: frozenset[str]
    known_words: frozenset[str]
    joined: Mapping[str, tuple[int, ...]]
    twins: Mapping[int, int]

    def weight(self, word: str) -> float:
        """Tell how much a word says: rare words say more, unknown ones as much as the rarest."""
        if word in self.ordinary:
            return LIGHT
        return max((self.weights[s] for s in stems(word) if s in self.weights), default=self.unknown_weight)


@dataclass(slots=True)
class _Raw:
    kind: str
    id: str
    names: list[tuple[str, Language | None]]
    acronyms: list[str]
    keywords: list[str]
    body: list[str]
    context: list[str]
    countries: frozenset[str] = frozenset()
    centre: str | None = None
    traits: frozenset[str] = frozenset()

    def texts(self) -> Iterator[str]:
        yield " ".join((*(name for name, _ in self.names), *self.acronyms, *self.keywords, *self.body))


def build_index(knowledge: Knowledge, phrases: Phrases) -> Index:
    """Index all records. Keep it off the event loop: it takes a good part of a second."""
    raws = list(_raw_documents(knowledge))
    ordinary = (phrases.carriers | FUNCTION_WORDS) - {"un"}
    synonyms = {word for group in knowledge.synonyms for member in group for word in words(member)}
    table = build_mentions(knowledge, phrases, ordinary, synonyms)
    known_words = table.all_words() | ordinary | phrases.table.all_words()
    lexicon = build_lexicon(
        (text for raw in raws for text in raw.texts()),
        knowledge.synonyms,
        (word for word in known_words if len(word) > 3),
    )
    size = len(raws)
    weights = {stem: log(1 + size / count) for stem, count in lexicon.frequency.items()}
    docs, postings, exact, acronyms, languages, joined = [], {}, {}, {}, {}, {}  # type: ignore[var-annotated]
    for number, raw in enumerate(raws):
        names = tuple(_name(text, language, lexicon, weights, ordinary) for text, language in raw.names)
        docs.append(Doc(raw.kind, raw.id, tuple(n for n in names if n.words), raw.countries, raw.centre, raw.traits))
        for text, language in raw.names:
            for key in name_keys(words(text)):
                exact.setdefault(key, {})[number] = None
            if len(compact(text)) > 7:
                joined.setdefault(compact(text), {})[number] = None
            if language and raw.kind == "term":
                for word in words(text):
                    counted = languages.setdefault(word, [0, 0])
                    counted[0 if language is Language.FR else 1] += 1
        for acronym in raw.acronyms:
            acronyms.setdefault(compact(acronym), {})[number] = None
        for strength, texts in _strengths(raw):
            for key in {key for text in texts for word in words(text) for key, _ in lexicon.keys(word)}:
                row = postings.setdefault(key, {})
                row[number] = max(row.get(number, 0.0), strength)
    return Index(
        knowledge, phrases, table, lexicon, tuple(docs), {(d.kind, d.id): n for n, d in enumerate(docs)},
        postings, weights, log(1 + size), {key: tuple(found) for key, found in exact.items()},
        {key: tuple(found) for key, found in acronyms.items()}, _definitions(raws, weights),
        {word: (fr, en) for word, (fr, en) in languages.items()}, frozenset(ordinary), known_words,
        {key: tuple(found) for key, found in joined.items()}, _twins(docs, exact, acronyms),
    )  # fmt: skip


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
        return [frozenset(s for word in name.words if word not in FUNCTION_WORDS for s in stems(word)) for name in doc.names]

    return max((len(a & b) / len(a | b) for a in stem_sets(one) for b in stem_sets(other) if a | b), default=0.0)


def _strengths(raw: _Raw) -> Iterable[tuple[float, list[str]]]:
    return (
        (NAME, [*(name for name, _ in raw.names), *raw.acronyms]),
        (CONTEXT, raw.context),
        (KEYWORD, raw.keywords),
        (BODY, raw.body),
    )


def _name(
    text: str, language: Language | None, lexicon: Lexicon, weights: Mapping[str, float], ordinary: frozenset[str] | set[str]
) -> Name:
    kept = tuple(dict.fromkeys(words(text)))
    keys = tuple(frozenset(key for key, _ in lexicon.keys(word)) for word in kept)
    each = tuple(
        LIGHT if word in ordinary else max((weights[s] for s in stems(word) if s in weights), default=1.0) for word in kept
    )
    return Name(kept, keys, each, language, sum(each), frozenset().union(*keys))


def _definitions(raws: list[_Raw], weights: Mapping[str, float]) -> dict[str, dict[int, float]]:
    """Score each stem of each definition as BM25 does, so that a description finds its term."""
    lengths = {n: sum(len(words(t)) for t in raw.body) for n, raw in enumerate(raws) if raw.kind == "term"}
    mean = sum(lengths.values()) / max(1, len(lengths))
    rows: dict[str, dict[int, float]] = {}
    for number, length in lengths.items():
        counts: dict[str, int] = {}
        raw = raws[number]
        for text in (*raw.body, *(name for name, _ in raw.names)):
            for stem in (s for word in words(text) if word not in FUNCTION_WORDS for s in stems(word)):
                counts[stem] = counts.get(stem, 0) + 1
        norm = 1.2 * (0.25 + 0.75 * length / mean)
        for stem, count in counts.items():
            rows.setdefault(stem, {})[number] = weights.get(stem, 1.0) * count * 2.2 / (count + norm)
    return rows


def _raw_documents(knowledge: Knowledge) -> Iterator[_Raw]:
    for record in knowledge.records.values():
        match record:
            case Centre():
                yield _raw_centre(record, knowledge)
            case Course():
                yield _raw_course(record, knowledge)
            case Term():
                yield _raw_term(record)
            case Resource():
                yield _raw_resource(record)


def _bilingual(*pairs: object) -> list[tuple[str, Language | None]]:
    found: list[tuple[str, Language | None]] = []
    for pair in pairs:
        for language in Language:
            text = pair.get(language)  # type: ignore[attr-defined]
            if isinstance(text, str):
                found.append((text, language))
            elif text:
                found.extend((one, language) for one in text)
    return found


def _raw_centre(centre: Centre, knowledge: Knowledge) -> _Raw:
    acronyms = [centre.acronym or "", *(a for a in centre.aliases if a.isupper())]
    courses = [c for c in knowledge.of("course") if c.centre == centre.id]
    return _Raw(
        "centre", centre.id, [*_bilingual(centre.names), *((alias, None) for alias in centre.aliases)],
        [a for a in acronyms if a], [*centre.specialities.fr, *centre.specialities.en],
        [*centre.summaries.both(), *(t for c in courses for t in c.titles.both())],
        _place_words(centre, knowledge), frozenset({centre.country}), centre.id, _traits(
            country={centre.country}, mode={centre.type} & {"online"}, audience=centre.audience, language=centre.languages,
            field=(slug for c in courses for slug in c.fields), kind={centre.type}, status={centre.member_status},
        ),
    )  # fmt: skip


def _raw_course(course: Course, knowledge: Knowledge) -> _Raw:
    centre = knowledge.centre(course.centre)
    context = [*course.location.both()]
    if centre:
        context += [centre.acronym or "", *centre.names.both(), *centre.aliases, *_place_words(centre, knowledge)]
    fields = [knowledge.find("field", slug) for slug in course.fields]
    keywords = [t for f in fields if f for t in (*f.names.both(), *f.aliases.fr, *f.aliases.en)]  # type: ignore[union-attr]
    return _Raw(
        "course", course.id, [*_bilingual(course.titles), *_bare(course.titles), *((alias, None) for alias in course.aliases)],
        [a for a in course.aliases if a.upper() == a or " " not in a], keywords, [*course.summaries.both()],
        context, frozenset(course.countries), course.centre, _traits(
            country=course.countries, mode={course.mode}, audience=course.audience, language=course.languages,
            field=course.fields, level={course.level or ""}, cost={course.cost or ""}, centre={course.centre},
        ),
    )  # fmt: skip


def _raw_term(term: Term) -> _Raw:
    short = [s for s in (*term.synonyms.fr, *term.synonyms.en) if _is_acronym(s)]
    return _Raw(
        "term", term.id, _bilingual(term.names, term.synonyms), [*term.acronyms.both(), *short], [],
        [*term.definitions.both()], [], traits=_traits(domain={term.domain}),
    )  # fmt: skip


def _raw_resource(resource: Resource) -> _Raw:
    return _Raw(
        "resource", resource.id, _bilingual(resource.titles, resource.paraphrases), [],
        [*resource.keywords], [*resource.answers.both()], [],
    )  # fmt: skip


def _bare(titles: Bilingual) -> list[tuple[str, Language | None]]:
    """Give the titles without their parentheses: nobody types "(option du certificat et du master)"."""
    return [(text.split(" (")[0], language) for language in Language if " (" in (text := titles.get(language) or "")]


def _traits(**values: Iterable[str]) -> frozenset[str]:
    """Write what a record is as words that facets compare with: `mode:online`, `country:BJ`."""
    return frozenset(f"{name}:{value}" for name, its in values.items() for value in its if value)


def _place_words(centre: Centre, knowledge: Knowledge) -> list[str]:
    found = [centre.city or "", *centre.country_names.both()]
    country = knowledge.find("country", centre.country)
    if country:
        found += [*country.aliases.fr, *country.aliases.en, *country.demonyms]  # type: ignore[union-attr]
    return [place for place in found if place]


def _is_acronym(text: str) -> bool:
    return " " not in text and sum(c.isupper() for c in text) > 1
