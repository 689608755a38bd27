"""What is answered with a fixed sentence: small talk, insults, emergencies, other people, attempts on the bot.

The reply never repeats the input.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from domain.answering.index import Index
from domain.answering.phrases import Phrase
from domain.answering.reading import Reading
from domain.vocabulary import Language

POLITE = frozenset(
    {
        "bonjour", "bonsoir", "salut", "merci", "svp", "stp", "hello", "hi", "hey", "please", "thanks", "thank", "you",
        "s", "il", "vous", "te", "plait", "monsieur", "madame", "sir", "bot", "beaucoup", "bien", "tres", "ok", "alors",
        "a", "tous", "everyone", "there", "the", "all", "much", "very", "so", "et", "and", "le", "la", "lot",
    }
)  # fmt: skip
"""Words that may surround small talk without making a question of it."""


LONGEST = 7
"""Words of a set phrase, of small talk or abuse."""


@dataclass(frozen=True, slots=True)
class Guarded:
    """A fixed reply: `topic` names it, `refused` tells that nothing is answered."""

    topic: str
    refused: bool
    languages: frozenset[Language]


def guard(reading: Reading, index: Index) -> Guarded | None:
    """Recognise what gets a fixed reply; None for a real question."""
    typed = tuple(token.text for token in reading.tokens)
    if not typed:
        return Guarded("empty", refused=True, languages=frozenset())
    said = _runs(typed, LONGEST)
    for topic, phrases in index.phrases.refused.items():
        if not said.isdisjoint(phrases):
            return Guarded(topic, refused=True, languages=frozenset())
    if len(typed) < 12 and not said.isdisjoint(index.phrases.abuse) and not _about_records(reading, index):
        return Guarded("abuse", refused=True, languages=frozenset())
    return _smalltalk(typed, reading, index)


def _smalltalk(typed: Phrase, reading: Reading, index: Index) -> Guarded | None:
    known = index.phrases.smalltalk
    for form in (typed, reading.words, _squeezed(typed)):
        if form in known and not _lone_acronym(reading, index):
            topic, languages = known[form]
            return Guarded(topic, refused=False, languages=languages)
    bare = tuple(word for word in typed if word not in POLITE)
    if bare in known:
        topic, languages = known[bare]
        return Guarded(topic, refused=False, languages=languages)
    starts = [phrase for phrase in known if typed[: len(phrase)] == phrase and phrase]
    if starts and not bare:
        topic, languages = known[max(starts, key=len)]
        return Guarded(topic, refused=False, languages=languages)
    return _chat(reading, index)


def _chat(reading: Reading, index: Index) -> Guarded | None:
    """Recognise small talk with talk around it: "merci beaucoup vraiment", "are you a robot or a person?"."""
    known = index.phrases.smalltalk
    for said in (tuple(token.text for token in reading.tokens), reading.words):
        found = [
            (start, start + size)
            for size in range(LONGEST, 0, -1)
            for start in range(len(said) - size + 1)
            if said[start : start + size] in known
            and (size > 1 or known[said[start : start + size]][0] in ("greeting", "thanks", "bye"))
        ]
        covered = frozenset(i for start, end in found for i in range(start, end))
        if found and all(word in POLITE for word in reading.without(covered, reading.padding)):
            topic, languages = known[said[slice(*found[0])]]
            return Guarded(topic, refused=False, languages=languages)
    return None


def _squeezed(typed: Phrase) -> Phrase:
    """Undo drawn-out letters: "merciiii", "helloooo"."""
    return tuple(word.rstrip(word[-1]) + word[-1] if len(word) > 3 else word for word in typed)


def _lone_acronym(reading: Reading, index: Index) -> bool:
    """Tell "MERCI" shouted from an acronym that happens to spell a greeting."""
    token = reading.tokens[0]
    return len(reading.tokens) == 1 and token.shouted and token.text in index.acronyms


def _runs(typed: Phrase, longest: int) -> Set[Phrase]:
    """Give every run of words up to a length."""
    return {typed[at : at + size] for size in range(1, longest + 1) for at in range(len(typed) - size + 1)}


def _about_records(reading: Reading, index: Index) -> bool:
    """Tell a question that happens to hold a word that is an insult elsewhere ("nul", "trash", "sale")."""
    if any(token.shouted and token.text in index.acronyms for token in reading.tokens):
        return True
    return bool({m.value for m in reading.of("intent")} & {"course", "centre", "define", "translate", "list", "count"})
