"""A name inside a longer question: "my chief wrote TTX on the schedule, what is it?".

Three things mark the part that is asked about: quotation marks, capitals (or letters that spell no word), and a name of
several words held whole. What surrounds it is talk, and nobody can list all talk.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from domain.answering.index import LIGHT, Index
from domain.answering.intents import detail
from domain.answering.lookup import MEANING, SETTING
from domain.answering.normalise import FUNCTION_WORDS, compact, name_keys, tokenise
from domain.answering.reading import Reading

LONGEST = 8
"""Words of a name that are looked for inside a question."""
ASIDES_TO_ACRONYM, ASIDES_TO_NAME = 1, 3
"""Rare words that may stand around an acronym of which no meaning is asked, and around a name of which one is."""
_QUOTED = re.compile(r"[«“\"]\s*([^«»“”\"]{2,80}?)\s*[»”\"]")


@dataclass(frozen=True, slots=True)
class Span:
    """Records that a part of the question names exactly, and the words outside it that carry nothing known."""

    docs: tuple[int, ...]
    words: tuple[str, ...]


def named_within(reading: Reading, index: Index) -> Span | None:
    """Find the one thing that the question names among other words; None when there is none, or no telling which."""
    quoted = _quoted(reading, index)
    if quoted:
        return quoted
    asks = bool(reading.intents & MEANING)
    acronyms = [place for place in range(len(reading.words)) if _is_acronym(place, reading, index)]
    acronyms = [place for place in acronyms if reading.tokens[place].text not in SETTING]
    if len(acronyms) == 1:
        typed = reading.tokens[acronyms[0]].text
        of_record = detail(reading) is not None and any(index.docs[d].kind != "term" for d in index.acronyms[typed])
        if asks or (
            (of_record or not reading.intents) and _asides(reading, frozenset(acronyms), index) <= ASIDES_TO_ACRONYM
        ):
            return Span(index.acronyms[typed], (typed,))
        return None
    if not asks or acronyms:
        return None
    for start, end in _runs(len(reading.words)):
        docs = _exactly(reading.words[start:end], index)
        if docs and _asides(reading, frozenset(range(start, end)), index) <= ASIDES_TO_NAME:
            return Span(docs, reading.words[start:end])
    return None


def _quoted(reading: Reading, index: Index) -> Span | None:
    for inside in _QUOTED.findall(reading.text):
        words = tuple(token.text for token in tokenise(inside))
        docs = index.acronyms.get(compact(inside)) or _named(words, index)
        if words and docs:
            return Span(docs, words)
    return None


def _is_acronym(place: int, reading: Reading, index: Index) -> bool:
    token = reading.tokens[place]
    if token.text not in index.acronyms or place in reading.covered("intent"):
        return False
    if token.shouted and not all(other.shouted or len(other.typed) < 2 for other in reading.tokens):
        return True
    return len(token.text) > 2 and token.text not in index.spelled and place not in reading.padding


def _asides(reading: Reading, named: frozenset[int], index: Index) -> int:
    outside = named | reading.padding | reading.covered("intent", "language", "switch", "detail", "city", "country")
    return sum(1 for place, word in enumerate(reading.words) if place not in outside and index.weight(word) > LIGHT)


def _runs(size: int) -> Iterator[tuple[int, int]]:
    """Give the runs of two words or more, the longest first."""
    for length in range(min(size, LONGEST), 1, -1):
        yield from ((start, start + length) for start in range(size - length + 1))


def _exactly(words: tuple[str, ...], index: Index) -> tuple[int, ...]:
    content = [word for word in words if word not in FUNCTION_WORDS]
    at_edges = words[0] in FUNCTION_WORDS or words[-1] in FUNCTION_WORDS
    return () if len(content) < 2 or at_edges else _named(words, index)


def _named(words: tuple[str, ...], index: Index) -> tuple[int, ...]:
    return tuple(dict.fromkeys(doc for key in name_keys(words) for doc in index.exact.get(key, ())))
