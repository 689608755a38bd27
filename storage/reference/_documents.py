"""Parsed files -> documents keyed by (kind, id)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, NamedTuple

from storage.reference._parsing import Page, Where
from storage.reference._typography import typeset_texts

Documents = dict[tuple[str, str], dict[str, Any]]
Catalogue = dict[str, dict[str, dict[str, Any]]]
"""Kind -> id -> payload. A kind is absent when no readable file speaks of it."""

LADDERS = ("military", "police", "un_police", "un_civilian")


class _Row(NamedTuple):
    kind: str
    id: str
    payload: dict[str, Any]
    where: Where


def _rows(kind: str, section: str, key: str = "id") -> Callable[[Any], Iterator[_Row]]:
    def rows(value: Any) -> Iterator[_Row]:
        for number, row in enumerate(value[section]):
            yield _Row(kind, str(row[key]), row, (section, number, key))

    return rows


def _document(name: str, *keys: str) -> Callable[[Any], Iterator[_Row]]:
    """Take a file whole, or only the sections named."""

    def rows(value: Any) -> Iterator[_Row]:
        yield _Row("document", name, {key: value[key] for key in keys} if keys else value, ())

    return rows


def _rank_documents(value: Any) -> Iterator[_Row]:
    scale = {key: value["scale"][key] for key in ("anchor", "rules")}
    yield _Row("document", "ranks-scale", scale, ("scale",))
    yield _Row("document", "un_rank_equivalence", value["un_rank_equivalence"], ("un_rank_equivalence",))
    yield _Row("document", "un_requirements", {"rows": value["un_requirements"]}, ("un_requirements",))


def _levels(value: Any) -> Iterator[_Row]:
    for number, level in enumerate(value["scale"]["levels"]):
        yield _Row("level", str(level["level"]), level, ("scale", "levels", number, "level"))


def _phrasings(kind: str, section: str) -> Callable[[Any], Iterator[_Row]]:
    """Take a section that maps ids to phrasings in each language; it may be missing."""

    def rows(value: Any) -> Iterator[_Row]:
        for key, phrases in value.get(section, {}).items():
            yield _Row(kind, key, phrases, (section, key))

    return rows


def _terms(value: Any) -> Iterator[_Row]:
    for number, row in enumerate(value):
        term: dict[str, Any] = {column: cell or None for column, cell in row.items()}
        for column in ("synonyms_en", "synonyms_fr", "sources"):
            term[column] = [part.strip() for part in row[column].split("|") if part.strip()]
        yield _Row("term", row["id"], term, (number, "id"))


_CONTENTS: dict[str, dict[str, Callable[[Any], Iterator[_Row]]]] = {
    "centres.yaml": {"centre": _rows("centre", "centres")},
    "countries.yaml": {
        "country": _rows("country", "countries", "code"),
        "station": _rows("station", "duty_stations"),
        "mission": _rows("mission", "missions"),
    },
    "courses.yaml": {"course": _rows("course", "courses")},
    "descriptions.yaml": {"descriptions": _phrasings("descriptions", "descriptions")},
    "expertise.yaml": {"document": _document("expertise")},
    "fields.yaml": {"area": _rows("area", "areas", "slug"), "field": _rows("field", "fields", "slug")},
    "glossary.csv": {"term": _terms},
    "paraphrases.yaml": {
        "paraphrases": _phrasings("paraphrases", "paraphrases"),
        "centre-paraphrases": _phrasings("centre-paraphrases", "centres"),
        "course-paraphrases": _phrasings("course-paraphrases", "courses"),
    },
    "participation.yaml": {
        "state": _rows("state", "states", "code"),
        "document": _document("participation", "totals", "un_participation", "aggregates"),
    },
    "ranks.yaml": {
        "rank": lambda value: chain.from_iterable(_rows("rank", ladder)(value) for ladder in LADDERS),
        "level": _levels,
        "ambiguous-word": _rows("ambiguous-word", "ambiguous", "word"),
        "audience-category": _rows("audience-category", "audience_categories"),
        "document": _rank_documents,
    },
    "resources.yaml": {"resource": _rows("resource", "resources")},
    "sources.yaml": {"source": _rows("source", "sources")},
    "synonyms.yaml": {"document": _document("synonyms", "groups")},
    "taxonomy.yaml": {"document": _document("taxonomy")},
    "wordings.yaml": {"wording": _rows("wording", "wordings", "words")},
}

_PATTERNS = {"taxonomy.yaml"}  # regular expressions and names of others, to be compared letter by letter

NAMES = tuple(_CONTENTS)
"""The files that a folder may hold."""


def collect(name: str, value: Any) -> Documents:
    """Give the documents of one file that holds its schema, their texts as people should read them."""
    shown = name not in _PATTERNS
    return {(row.kind, row.id): typeset_texts(row.payload) if shown else row.payload for row in _each(name, value)}


def catalogue(tables: Mapping[str, Any]) -> Catalogue:
    """Index several files by kind, then id."""
    index: Catalogue = {}
    for name, value in tables.items():
        for kind in _CONTENTS[name]:
            index.setdefault(kind, {})
        for row in _each(name, value):
            index[row.kind][row.id] = row.payload
    return index


def repeated(name: str, page: Page) -> Iterator[tuple[Where, str]]:
    """Name each record whose (kind, id) stands above it already."""
    first: dict[tuple[str, str], Where] = {}
    for row in _each(name, page.value):
        known = first.setdefault((row.kind, row.id), row.where)
        if known is not row.where:
            yield row.where, f"{row.kind} {row.id!r} stands twice, first on line {page.line(known)}"


def _each(name: str, value: Any) -> Iterable[_Row]:
    for rows in _CONTENTS[name].values():
        yield from rows(value)
