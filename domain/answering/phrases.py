"""The closed vocabulary of questions: what locales/<language>/questions.toml holds, made ready to match.

The edge reads the files (domain touches none) and hands in one mapping a language. Phrases of both languages are
matched together, for people mix them; each remembers its language, because the frame of a question tells its language
better than the name of the thing asked about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from domain.answering.normalise import words
from domain.vocabulary import Language

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a phrase means: a group ("intent", "mode"…), a value in it, and the languages that say it so."""

    group: str
    value: str
    languages: frozenset[Language]


class Table:
    """Phrases by their first word, the longest first."""

    def __init__(self) -> None:
        self._phrases: dict[str, list[Phrase]] = {}
        self._entries: dict[Phrase, list[Entry]] = {}

    def add(self, phrase: Phrase, entry: Entry) -> None:
        """Let a phrase mean one thing more."""
        if not phrase:
            return
        known = self._entries.setdefault(phrase, [])
        for place, other in enumerate(known):
            if (other.group, other.value) == (entry.group, entry.value):
                known[place] = Entry(entry.group, entry.value, other.languages | entry.languages)
                return
        known.append(entry)
        row = self._phrases.setdefault(phrase[0], [])
        if phrase not in row:
            row.append(phrase)
            row.sort(key=len, reverse=True)

    def at(self, tokens: Phrase, start: int) -> list[Phrase]:
        """Give the phrases that begin at this word, the longest first."""
        candidates = self._phrases.get(tokens[start], ())
        return [phrase for phrase in candidates if tokens[start : start + len(phrase)] == phrase]

    def entries(self, phrase: Phrase) -> tuple[Entry, ...]:
        """Tell what a phrase means."""
        return tuple(self._entries.get(phrase, ()))

    def items(self) -> list[tuple[Phrase, Entry]]:
        """Give every phrase with every meaning."""
        return [(phrase, entry) for phrase, entries in self._entries.items() for entry in entries]

    def single_words(self) -> Iterable[str]:
        """Give the phrases of one word: the ones that a typing mistake may hide."""
        return (phrase[0] for phrase in self._entries if len(phrase) == 1)

    def all_words(self) -> frozenset[str]:
        """Give every word of every phrase."""
        return frozenset(word for phrase in self._entries for word in phrase)


REFUSED = ("injection", "danger", "private")
"""What is never answered, each with words of its own: attempts on the bot, emergencies, questions on other people."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """The vocabulary of both languages, ready to match."""

    table: Table
    carriers: frozenset[str]
    everyday: frozenset[str]
    language_words: Mapping[Language, frozenset[str]]
    sms: Mapping[str, Phrase]
    regions: Mapping[str, frozenset[str]]
    smalltalk: Mapping[Phrase, tuple[str, frozenset[Language]]]
    abuse: tuple[Phrase, ...]
    refused: Mapping[str, tuple[Phrase, ...]]
    neutral: tuple[Phrase, ...]


def build_phrases(documents: Mapping[Language, Mapping[str, Any]]) -> Phrases:
    """Read the two vocabularies, already parsed from TOML."""
    table = Table()
    carriers: set[str] = set()
    everyday: set[str] = set()
    sms: dict[str, Phrase] = {}
    regions: dict[str, frozenset[str]] = {}
    smalltalk: dict[Phrase, tuple[str, frozenset[Language]]] = {}
    abuse: list[Phrase] = []
    refused: dict[str, tuple[Phrase, ...]] = {}
    neutral: list[Phrase] = []
    for language, document in documents.items():
        only = frozenset({language})
        for group, value, phrase in _phrases(document):
            table.add(phrase, Entry(group, value, only))
        for words_ in document["carrier"]["words"]:
            phrase = words(words_)
            carriers.update(phrase if len(phrase) == 1 else ())
            if len(phrase) > 1:
                table.add(phrase, Entry("carrier", "", only))
        everyday.update(word for said in document["carrier"]["everyday"] for word in words(said))
        sms.update({key: words(value) for key, value in document["sms"].items()})
        for name, region in document["region"].items():
            regions[name] = regions.get(name, frozenset()) | frozenset(region["countries"])
        for topic, said in document["smalltalk"].items():
            for phrase in map(words, said):
                if topic in ("greeting", "thanks") and len(phrase) == 1:
                    carriers.update(phrase)
                before = smalltalk.get(phrase, (topic, frozenset()))
                smalltalk[phrase] = (before[0], before[1] | only)
        neutral.extend(map(words, document["language"].get("neutral", ())))
        abuse.extend(map(words, document["guard"]["abuse"]))
        for topic in REFUSED:
            refused[topic] = (*refused.get(topic, ()), *map(words, document["guard"][topic]))
    return Phrases(
        table, frozenset(carriers), frozenset(everyday - carriers),
        {language: _language_words(document) for language, document in documents.items()},
        sms, regions, smalltalk, tuple(abuse), refused, tuple(neutral),
    )  # fmt: skip


def _phrases(document: Mapping[str, Any]) -> Iterable[tuple[str, str, Phrase]]:
    for group in ("intent", "detail", "followup"):
        for value, said in document[group].items():
            for phrase in said:
                yield group, value, words(phrase)
    for group, values in document["facet"].items():
        for value, said in values.items():
            for phrase in said:
                yield group, value, words(phrase)
    for name, region in document["region"].items():
        for phrase in region["words"]:
            yield "region", name, words(phrase)
    for phrase in document["language"]["switch_to"]:
        yield "switch", "", words(phrase)


def _language_words(document: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(
        word for said in (*document["language"]["words"], *document["carrier"]["everyday"]) for word in words(said)
    )
