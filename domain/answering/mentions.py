"""What a question may mention besides its own vocabulary: places, centres, fields, ranks and grades."""

from __future__ import annotations

from collections.abc import Iterable, Set

from domain.answering.normalise import words
from domain.answering.phrases import Entry, Phrase, Phrases, Table
from domain.knowledge import Centre, Country, Knowledge, Mission, Speciality, Station
from domain.vocabulary import Language, Rank

BOTH = frozenset(Language)
LANGUAGE_NAMES = frozenset({"francais", "francaise", "french"})
"""Demonyms that nearly always name the language: "apprendre le français" asks for nothing in France."""


def build_mentions(knowledge: Knowledge, phrases: Phrases, ordinary: Set[str], synonyms: Set[str]) -> Table:
    """Extend the vocabulary with what the records name.

    A short name that is also an ordinary word ("CAR", "ITS") is filed under group `shouted-…`: it counts only when
    typed in capitals.
    """
    table = Table()
    for phrase, entry in phrases.table.items():
        table.add(phrase, entry)
    for text, group, value in _mentions(knowledge):
        phrase = words(text)
        common = ordinary | synonyms if group in ("country", "centre", "city") else ordinary
        if len(phrase) == 1 and (phrase[0] in common or len(phrase[0]) < 3):
            group = f"shouted-{group}"
        table.add(phrase, Entry(group, value, BOTH))
    for group, phrase, value in _plurals(table):
        table.add(phrase, Entry(group, value, BOTH))
    return table


def _mentions(knowledge: Knowledge) -> Iterable[tuple[str, str, str]]:
    for record in knowledge.records.values():
        match record:
            case Country():
                for text in (*record.names.both(), *record.aliases.fr, *record.aliases.en):
                    yield text.split(" (")[0], "country", record.id
                for text in record.demonyms:
                    if text.lower().replace("ç", "c") not in LANGUAGE_NAMES:
                        yield text, "demonym", record.id
            case Station() if record.country:
                for text in (*record.names.both(), *record.aliases):
                    yield text, "city", f"{record.country}/{record.names.fr}"
            case Mission() if len(record.countries) < 3:
                for text in record.acronyms.both():
                    yield text, "mission", record.id
            case Centre():
                for text in (record.acronym, *record.names.both(), *record.aliases):
                    if text:
                        yield text.split(" (")[0], "centre", record.id
                if record.city:
                    yield record.city.split(" (")[0], "city", f"{record.country}/{record.city.split(' (')[0]}"
            case Speciality():
                for text in (*record.names.both(), *record.labels.both()):
                    yield text.split(" (")[0], "field", record.id
                for text in (*record.aliases.fr, *record.aliases.en):
                    yield text, "field-alias", record.id
            case Rank():
                for text in _rank_names(record):
                    yield text, "grade" if record.ladder.startswith("un-") else "rank", record.id


def _rank_names(rank: Rank) -> Iterable[str]:
    short = [abbreviation for of in rank.abbreviations.values() for abbreviation in of]
    if rank.ladder.startswith("un-"):
        return (rank.id, *short) if "-" in rank.id or len(rank.id) <= 3 else ()
    names = [*rank.names.values(), *(synonym for of in rank.synonyms.values() for synonym in of)]
    return (name for name in names if "(" not in name)


def _plurals(table: Table) -> list[tuple[str, Phrase, str]]:
    """Let ranks, demonyms and fields be asked for in the plural."""
    found = []
    for phrase, entry in table.items():
        if entry.group in ("rank", "demonym", "field", "field-alias"):
            plural = tuple(word if word.endswith(("s", "x")) or len(word) < 4 else word + "s" for word in phrase)
            first = (*phrase[:1], *()) if len(phrase) == 1 else (plural[0], *phrase[1:])
            last = (*phrase[:-1], plural[-1])
            found.extend((entry.group, form, entry.value) for form in {plural, first, last} if form != phrase)
    return found
