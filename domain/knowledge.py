"""What the bot knows, read from the reference documents into records that nothing can change.

Records are keyed by (kind, id), never by id alone: `francopol` is a centre and a term. None means that no source says
it, never "no". Nothing here reads a file: the documents are handed in by whoever read them.
"""

from __future__ import annotations

from base64 import b32encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import blake2b
from types import MappingProxyType
from typing import Any

from domain.courses import CourseInstance
from domain.postings import JobPosting
from domain.vocabulary import Language, Rank
from domain.wordings import wordings_of

Key = tuple[str, str]
Document = Mapping[str, Any]
TOKEN_LENGTH = 10
"""Base 32 characters of a record's token: fifty bits, and room in the 64 bytes that a button may carry."""


@dataclass(frozen=True, slots=True)
class Bilingual:
    """The same thing said in French and in English; None where nobody wrote it."""

    fr: str | None = None
    en: str | None = None

    def get(self, language: Language) -> str | None:
        """Give the words in one language, or None."""
        return self.fr if language is Language.FR else self.en

    def best(self, language: Language) -> str:
        """Give the words in this language, else in the other, else nothing at all."""
        return self.get(language) or self.get(language.other) or ""

    def both(self) -> tuple[str, ...]:
        """Give what exists, French first."""
        return tuple(text for text in (self.fr, self.en) if text)


@dataclass(frozen=True, slots=True)
class Words:
    """Lists of words in French and English."""

    fr: tuple[str, ...] = ()
    en: tuple[str, ...] = ()

    def get(self, language: Language) -> tuple[str, ...]:
        """Give the words of one language."""
        return self.fr if language is Language.FR else self.en


@dataclass(frozen=True, slots=True)
class Centre:
    """A member centre, a newer or associated one, or a partner. `type_inferred`: our reading, not the network's."""

    id: str
    acronym: str | None
    names: Bilingual
    aliases: tuple[str, ...]
    member_status: str
    member_since: str | None
    country: str
    country_names: Bilingual
    city: str | None
    address: str | None
    type: str
    type_inferred: bool
    route: str
    route_basis: str
    audience: tuple[str, ...]
    languages: tuple[str, ...]
    website: str | None
    email: str | None
    phone: str | None
    summaries: Bilingual
    specialities: Words
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Session:
    """A past session: first and last day, either of which may be unknown."""

    start: date | None
    end: date | None
    place: str | None


@dataclass(frozen=True, slots=True)
class Course:
    """A course. Its sessions are history: `last_session` is when it was last held, never when it comes next."""

    id: str
    centre: str
    titles: Bilingual
    aliases: tuple[str, ...]
    languages: tuple[str, ...]
    mode: str
    fields: tuple[str, ...]
    audience: tuple[str, ...]
    rank_min: str | None
    rank_max: str | None
    rank_text: Bilingual
    level: str | None
    duration_days: int | None
    duration_text: Bilingual
    sessions: tuple[Session, ...]
    last_session: date | None
    route: str
    route_basis: str
    location: Bilingual
    countries: tuple[str, ...]
    cost: str | None
    url: str | None
    summaries: Bilingual
    confidence: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A row of the glossary. `descriptions` are everyday ones, to be found by and never shown."""

    id: str
    names: Bilingual
    acronyms: Bilingual
    domain: str
    synonyms: Words
    definitions: Bilingual
    gender: str | None
    sources: tuple[str, ...]
    descriptions: Words = Words()


@dataclass(frozen=True, slots=True)
class Resource:
    """An answer written beforehand; `paraphrases` are the ways people ask for it."""

    id: str
    titles: Bilingual
    answers: Bilingual
    urls: tuple[str, ...]
    email: str | None
    keywords: tuple[str, ...]
    confidence: str
    sources: tuple[str, ...]
    paraphrases: Words


@dataclass(frozen=True, slots=True)
class Speciality:
    """A field of the tree. Only names whose `status` is `sourced` may be shown as the network's own.

    `keywords` are the words of a title that surely tell it, `hints` those that only go with it.
    """

    id: str
    area: str
    status: str
    names: Bilingual
    labels: Bilingual
    aliases: Words
    keywords: tuple[str, ...]
    hints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Country:
    """A country as people name it."""

    id: str
    names: Bilingual
    aliases: Words
    demonyms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Station:
    """A town where missions and centres are; `country` is None where it is disputed."""

    id: str
    names: Bilingual
    country: str | None
    aliases: tuple[str, ...]
    timezone: str


@dataclass(frozen=True, slots=True)
class Mission:
    """A mission and where it is; its names stand in the glossary under the same id."""

    id: str
    acronyms: Bilingual
    countries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Category:
    """A category of personnel as the lowest and highest rank of two ladders."""

    id: str
    names: Bilingual
    military: tuple[str, str]
    police: tuple[str, str]


@dataclass(frozen=True, slots=True)
class State:
    """A state or government of the Francophonie and its status there."""

    id: str
    names: Bilingual
    status: str
    withdrawal_announced: str | None


@dataclass(frozen=True, slots=True)
class Job:
    """A live vacancy under the id that the database gave it."""

    id: str
    posting: JobPosting


Record = Centre | Course | Term | Resource | Speciality | Country | Station | Mission | Category | State | Rank | Job


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything known at one moment. Swapped whole when something changes, never edited.

    `sessions` are those to come of each course, by its id, the next first. `wordings` are what editors taught: words,
    folded, with the record that they mean.
    """

    records: Mapping[Key, Record]
    synonyms: tuple[tuple[str, ...], ...] = ()
    sessions: Mapping[str, tuple[CourseInstance, ...]] = field(default_factory=dict)
    wordings: Mapping[str, Key] = field(default_factory=dict)
    _tokens: Mapping[str, Key] = field(default_factory=dict, repr=False)

    def with_jobs(self, postings: Iterable[tuple[str, JobPosting]]) -> Knowledge:
        """Give the same knowledge with other live vacancies, each under its database id."""
        records = {key: record for key, record in self.records.items() if key[0] != "job"}
        records.update({("job", id): Job(id, posting) for id, posting in postings})  # noqa: A001
        tokens = {token(*key): key for key in records}
        return replace(self, records=MappingProxyType(records), _tokens=MappingProxyType(tokens))

    def with_sessions(self, sessions: Mapping[str, tuple[CourseInstance, ...]]) -> Knowledge:
        """Give the same knowledge with other sessions to come."""
        return replace(self, sessions=MappingProxyType(dict(sessions)))

    def find(self, kind: str, id: str) -> Record | None:  # noqa: A002, a record's id is called id everywhere
        """Give one record, or None."""
        return self.records.get((kind, id))

    def of(self, kind: str) -> tuple[Any, ...]:
        """Give every record of a kind, in the order of the reference data."""
        return tuple(record for (its_kind, _), record in self.records.items() if its_kind == kind)

    def token(self, kind: str, id: str) -> str:  # noqa: A002
        """Name a record in ten characters that mean the same after a restart: ids of terms reach 104 characters."""
        return token(kind, id)

    def by_token(self, token: str) -> tuple[str, Record] | None:
        """Find a record again from its token: its kind and itself, or None when it is gone."""
        key = self._tokens.get(token)
        return None if key is None else (key[0], self.records[key])

    def centre(self, id: str) -> Centre | None:  # noqa: A002
        """Give one centre, or None."""
        found = self.records.get(("centre", id))
        return found if isinstance(found, Centre) else None

    def course(self, id: str) -> Course | None:  # noqa: A002
        """Give one course, or None."""
        found = self.records.get(("course", id))
        return found if isinstance(found, Course) else None

    def rank(self, id: str | None) -> Rank | None:  # noqa: A002
        """Give one rank or grade, or None."""
        found = self.records.get(("rank", id or ""))
        return found if isinstance(found, Rank) else None


def token(kind: str, id: str) -> str:  # noqa: A002
    """Hash a record's key into ten lower-case base 32 characters."""
    digest = blake2b(f"{kind}:{id}".encode(), digest_size=8).digest()
    return b32encode(digest).decode().lower()[:TOKEN_LENGTH]


def build_knowledge(documents: Mapping[Key, Document], postings: Iterable[tuple[str, JobPosting]] = ()) -> Knowledge:
    """Turn reference documents and live vacancies, each under its database id, into knowledge.

    Documents of a kind that answers nothing (sources, taxonomies) are passed over.
    """
    records: dict[Key, Record] = {}
    for (kind, id), document in documents.items():  # noqa: A001
        if kind == "resource":
            records[kind, id] = _resource(id, document, documents.get(("paraphrases", id), {}))
        elif kind == "term":
            records[kind, id] = _term(id, document, documents.get(("descriptions", id), {}))
        elif kind in _BUILDERS:
            records[kind, id] = _BUILDERS[kind](id, document)
    groups = documents.get(("document", "synonyms"), {}).get("groups", ())
    synonyms = tuple(tuple(str(word) for word in group) for group in groups)
    wordings = {words: key for words, key in wordings_of(documents).items() if key in records}
    return Knowledge(MappingProxyType(records), synonyms, wordings=MappingProxyType(wordings)).with_jobs(postings)


def _pair(document: Document, stem: str) -> Bilingual:
    return Bilingual(document.get(f"{stem}_fr") or None, document.get(f"{stem}_en") or None)


def _inner(value: Document | None) -> Bilingual:
    return Bilingual() if value is None else Bilingual(value.get("fr"), value.get("en"))


def _words(value: Document | None) -> Words:
    return Words() if value is None else Words(_tuple(value.get("fr")), _tuple(value.get("en")))


def _tuple(value: Iterable[Any] | None) -> tuple[str, ...]:
    return tuple(str(item) for item in value or ())


def _day(value: object) -> date | None:
    if isinstance(value, date):
        return value
    return date.fromisoformat(str(value)) if value else None


def _centre(id: str, d: Document) -> Centre:  # noqa: A002
    return Centre(
        id, d["acronym"], _pair(d, "name"), _tuple(d["aliases"]), d["member_status"], d["member_since"],
        d["country_code"], _pair(d, "country"), d["city"], d["address"], d["type"], d["type_basis"] == "inferred",
        d["application_route"], d["application_route_basis"], _tuple(d["audience"]), _tuple(d["languages"]),
        d["website"], d["email"], d["phone"], _pair(d, "summary"),
        Words(_tuple(d["specialities_fr"]), _tuple(d["specialities_en"])), _tuple(d["sources"]),
    )  # fmt: skip


def _course(id: str, d: Document) -> Course:  # noqa: A002
    return Course(
        id, d["centre_id"], _pair(d, "title"), _tuple(d["aliases"]), _tuple(d["languages"]), d["mode"],
        _tuple(d["fields"]), _tuple(d["audience"]), d["rank_min"], d["rank_max"], _inner(d["rank_text"]), d["level"],
        d["duration_days"], _inner(d["duration_text"]),
        tuple(Session(_day(s["start"]), _day(s["end"]), s["place"]) for s in d["dates"]),
        _day(d["last_session"]), d["application_route"], d["application_route_basis"], _inner(d["location"]),
        _tuple(d["countries"]), d["cost"], d["url"], _pair(d, "summary"), d["confidence"], _tuple(d["sources"]),
    )  # fmt: skip


def _term(id: str, d: Document, descriptions: Document) -> Term:  # noqa: A002
    return Term(
        id, _pair(d, "term"), _pair(d, "acronym"), d["domain"],
        Words(_tuple(d["synonyms_fr"]), _tuple(d["synonyms_en"])), _pair(d, "definition"), d["gender_fr"],
        _tuple(d["sources"]), _words(descriptions),
    )  # fmt: skip


def _resource(id: str, d: Document, paraphrases: Document) -> Resource:  # noqa: A002
    return Resource(
        id, _pair(d, "title"), _pair(d, "answer"), _tuple(d["urls"]), d["email"], _tuple(d["keywords"]),
        d["confidence"], _tuple(d["sources"]), _words(paraphrases),
    )  # fmt: skip


def _speciality(id: str, d: Document) -> Speciality:  # noqa: A002
    keywords, hints = (
        tuple(w.rstrip("*") for of in d["keywords"][how].values() for w in of) for how in ("strong", "weak")
    )
    return Speciality(
        id, d["area"], d["status"], _pair(d, "name"), _pair(d, "label"), _words(d["aliases"]), keywords, hints
    )


def _country(id: str, d: Document) -> Country:  # noqa: A002
    demonym = d["demonym"]
    return Country(id, _pair(d, "name"), _words(d["aliases"]), (demonym["fr_m"], demonym["fr_f"], demonym["en"]))


def _station(id: str, d: Document) -> Station:  # noqa: A002
    return Station(id, _pair(d, "name"), d["country_code"], _tuple(d["aliases"]), d["timezone"])


def _mission(id: str, d: Document) -> Mission:  # noqa: A002
    return Mission(id, _pair(d, "acronym"), _tuple(d["countries"]))


def _category(id: str, d: Document) -> Category:  # noqa: A002
    return Category(id, _pair(d, "name"), tuple(d["military"]), tuple(d["police"]))


def _state(id: str, d: Document) -> State:  # noqa: A002
    return State(id, _pair(d, "name"), d["status"], d["withdrawal_announced"])


def _rank(id: str, d: Document) -> Rank:  # noqa: A002
    languages = {language: language.value for language in Language}
    return Rank(
        id, d["ladder"], d["order"], d["level"], d["indicative"],
        {language: d[f"name_{code}"] for language, code in languages.items()},
        {language: _tuple(d["abbreviations"][code]) for language, code in languages.items()},
        {language: _tuple(d["synonyms"][code]) for language, code in languages.items()},
        d.get("nato_code"),
    )  # fmt: skip


_BUILDERS: Mapping[str, Callable[[str, Document], Record]] = {
    "centre": _centre, "course": _course, "field": _speciality, "country": _country,
    "station": _station, "mission": _mission, "audience-category": _category, "state": _state, "rank": _rank,
}  # fmt: skip
