"""What every conversation needs: settings, what is known now, and the time."""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.ask import read_phrases
from bot.settings import Settings
from bot.views.filters import Labels
from domain.answering.index import Index, build_index
from domain.calendars import sessions_by_course
from domain.courses import CourseInstance
from domain.deliveries import StoredPosting
from domain.filters import FilterReader, build_reader
from domain.knowledge import Knowledge, build_knowledge
from domain.postings import JobPosting
from domain.sources import Probe
from domain.vocabulary import Language
from locales.words import filter_words
from storage import knowledge as stored_knowledge
from storage import postings

logger = logging.getLogger(__name__)

JOBS_ANSWERED = timedelta(days=60)
"""Postings first seen within this span can be answers."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Everything known at one moment, with what is built from it. Swapped whole, never edited."""

    index: Index
    reader: FilterReader
    person_reader: FilterReader
    labels: Labels

    @property
    def knowledge(self) -> Knowledge:
        """Give every record, live vacancies included."""
        return self.index.knowledge

    def with_live(self, jobs: Iterable[StoredPosting], sessions: Iterable[StoredPosting]) -> Shelf:
        """Give the same shelf with other live vacancies, each under its number, and other sessions to come."""
        known = self.knowledge.with_jobs(
            (str(item.id), item.posting) for item in jobs if isinstance(item.posting, JobPosting)
        )
        dated = (item.posting for item in sessions if isinstance(item.posting, CourseInstance))
        known = known.with_sessions(sessions_by_course(dated, known.of("course")))
        return replace(self, index=replace(self.index, knowledge=known))


class Library:
    """Keeps the newest shelf at hand; building one takes a moment and happens in a thread."""

    def __init__(self) -> None:
        self._shelf: Shelf | None = None
        self._records = ""
        self._jobs = ""

    @property
    def shelf(self) -> Shelf:
        """Give what is known now; `refresh` must have run once."""
        if self._shelf is None:
            raise RuntimeError("the library was used before it was filled")
        return self._shelf

    async def refresh(self) -> bool:
        """Build a new shelf when the database changed; say whether it did.

        New vacancies come often and are only swapped in; the index is built again when a record changed.
        """
        now = datetime.now(UTC)
        records, jobs = await stored_knowledge.version(), await postings.version(now)
        if self._shelf is not None and (records, jobs) == (self._records, self._jobs):
            return False
        shelf = self._shelf
        if shelf is None or records != self._records:
            shelf = await asyncio.to_thread(build_shelf, await stored_knowledge.documents())
            gc.freeze()  # looking through a shelf for garbage, which it has none of, would hold everyone up
        recent = await postings.latest(now, JOBS_ANSWERED)
        self._shelf = shelf.with_live(recent, await postings.sessions(now))
        self._records, self._jobs = records, jobs
        logger.debug("knowledge is fresh", extra={"action": "refresh", "jobs": len(recent)})
        return True


@dataclass(frozen=True, slots=True)
class Services:
    """Handed to every handler. `probe` looks at an address; it raises FetchError or ParseError."""

    settings: Settings
    library: Library
    probe: Callable[[str], Awaitable[Probe]]

    @property
    def shelf(self) -> Shelf:
        """Give what is known now."""
        return self.library.shelf

    def now(self) -> datetime:
        """Give the instant, aware UTC."""
        return datetime.now(UTC)


def build_shelf(documents: Mapping[tuple[str, str], Mapping[str, Any]]) -> Shelf:
    """Build a shelf from reference documents; it takes a good part of a second."""
    knowledge = build_knowledge(documents)
    names = {
        field.id: [field.id, *field.names.both(), *field.labels.both(), *field.aliases.fr, *field.aliases.en]
        for field in knowledge.of("field")
    }
    ambiguous = dict(_doubtful_ranks(documents, knowledge))
    labels = _labels(documents, knowledge)
    areas = [(label.values(), frozenset(labels.fields_in(slug))) for slug, label in labels.areas.items()]
    index = build_index(knowledge, read_phrases())
    reader = build_reader(filter_words(), names, knowledge.of("rank"), ambiguous, areas, name_places(index))
    return Shelf(index, reader, reader.of_person(), labels)


def _doubtful_ranks(
    documents: Mapping[tuple[str, str], Mapping[str, Any]], knowledge: Knowledge
) -> Iterator[tuple[str, list[str]]]:
    """Give the words that name ranks of different levels, or need more than a word, with these ranks."""
    levels = {rank.id: rank.level for rank in knowledge.of("rank")}
    for (kind, word), document in documents.items():
        if kind == "ambiguous-word":
            ranks = [rank for language in Language for rank in document["readings"][language.value]]
            if document["ask"] or len({levels[rank] for rank in ranks}) > 1:
                yield word, ranks


def name_places(index: Index) -> Iterator[tuple[str, frozenset[str]]]:
    """Give the names of countries, regions and missions with the countries that each means."""
    for country in index.knowledge.of("country"):
        for name in (*country.names.both(), *country.aliases.fr, *country.aliases.en):
            yield name, frozenset({country.id})
    for mission in index.knowledge.of("mission"):
        for name in mission.acronyms.both():
            yield name, frozenset(mission.countries)
    for name, countries in index.phrases.regions.items():
        yield name, countries


def _labels(documents: Mapping[tuple[str, str], Mapping[str, Any]], knowledge: Knowledge) -> Labels:
    def both(document: Mapping[str, Any]) -> dict[Language, str]:
        return {language: document[f"label_{language.value}"] for language in Language}

    fields = {id_: document for (kind, id_), document in documents.items() if kind == "field"}
    return Labels(
        areas={id_: both(document) for (kind, id_), document in documents.items() if kind == "area"},
        fields={slug: both(document) for slug, document in fields.items()},
        area_of={slug: document["area"] for slug, document in fields.items()},
        centres={
            centre.id: {language: centre.acronym or centre.names.best(language) for language in Language}
            for centre in knowledge.of("centre")
        },
    )
