"""What a question may mention besides its own vocabulary: places, centres, fields, ranks and grades."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set

from domain.answering.normalise import fold, words
from domain.answering.phrases import Entry, Phrase, Phrases, Table
from domain.knowledge import Centre, Country, Knowledge, Mission, Speciality, Station
from domain.vocabulary import Language, Rank

BOTH = frozenset(Language)
_PLURAL = re.compile(r"\w{4}[^aiousx]s$")
MANY = 3
"""Countries from which a mission no longer names a place."""
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


Mention = tuple[str, str, str]
"""Words, the group that they mean something in, and what they mean there."""


def _mentions(knowledge: Knowledge) -> Iterable[Mention]:
    for record in knowledge.records.values():
        match record:
            case Country():
                yield from _of_country(record)
            case Station() if record.country:
                texts = (*record.names.both(), *record.aliases)
                yield from ((text, "city", f"{record.country}/{record.names.fr}") for text in texts)
            case Mission() if len(record.countries) < MANY:
                yield from ((text, "mission", record.id) for text in record.acronyms.both())
            case Centre():
                yield from _of_centre(record)
            case Speciality():
                names = (*record.names.both(), *record.labels.both(), record.id)
                yield from ((text.split(" (")[0], "field", record.id) for text in names)
                yield from ((text, "field-alias", record.id) for text in (*record.aliases.fr, *record.aliases.en))
                yield from ((text, "field-keyword", record.id) for text in record.keywords)
                yield from ((text, "field-hint", record.id) for text in record.hints)
            case Rank():
                group = "grade" if record.ladder.startswith("un-") else "rank"
                yield from ((text, group, record.id) for text in _rank_names(record))


def _of_country(country: Country) -> Iterable[Mention]:
    for text in (*country.names.both(), *country.aliases.fr, *country.aliases.en):
        yield text.split(" (")[0], "country", country.id
    for text in country.demonyms:
        if fold(text) not in LANGUAGE_NAMES:
            yield text, "demonym", country.id


def _of_centre(centre: Centre) -> Iterable[Mention]:
    for text in (*centre.names.both(), *centre.aliases, *((centre.acronym,) if centre.acronym else ())):
        yield text.split(" (")[0], "centre", centre.id
    if centre.city:
        city = centre.city.split(" (")[0]
        yield city, "city", f"{centre.country}/{city}"


def _rank_names(rank: Rank) -> Iterable[str]:
    short = [abbreviation for of in rank.abbreviations.values() for abbreviation in of]
    if rank.ladder.startswith("un-"):
        return (rank.id, *short) if "-" in rank.id or len(rank.id) <= 3 else ()
    names = [*rank.names.values(), *(synonym for of in rank.synonyms.values() for synonym in of)]
    return (name for name in names if "(" not in name)


def _plurals(table: Table) -> list[tuple[str, Phrase, str]]:
    """Let ranks, demonyms and fields be asked for in the plural, and in the singular ("droit de l'homme")."""
    found: list[tuple[str, Phrase, str]] = []
    for phrase, entry in table.items():
        if entry.group in ("rank", "demonym", "field", "field-alias", "field-keyword", "field-hint"):
            plural = tuple(word if word.endswith(("s", "x")) or len(word) < 4 else word + "s" for word in phrase)
            singular = tuple(word[:-1] if _PLURAL.search(word) else word for word in phrase)
            first = (plural[0], *phrase[1:])
            last = (*phrase[:-1], plural[-1])
            found.extend((entry.group, form, entry.value) for form in {plural, first, last, singular} if form != phrase)
    return found
