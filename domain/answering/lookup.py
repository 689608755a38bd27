"""The exact layer: what remains of the question is, word for word or letter for letter, the name of something.

Words are peeled off from outside in (carriers, then the place, then "stage" and "centre", then facets), because a name
may contain any of them: "centre de commandement", "formation de la police".
"""

from __future__ import annotations

from dataclasses import dataclass

from domain.answering.facets import Facets
from domain.answering.index import Index
from domain.answering.normalise import Token, name_keys
from domain.answering.reading import Reading

SURE_REPAIR = 0.8
SETTING = frozenset({"onu", "un", "nu", "uno", "oif", "reffop", "usa", "cv"})
"""Acronyms that say where, not what ("le BSCI à l'ONU"), or that everyone knows."""
MEANING = frozenset({"define", "translate", "term", "describe"})
"""Intents that ask for words: a meaning, a translation, a name."""
POOL_WORDS = ("course", "centre", "job", "term", "teach", "study")


@dataclass(frozen=True, slots=True)
class Hit:
    """Records whose name is exactly what was asked.

    `whole`: the name holds the word that told the pool ("cours", "école") too. `facets_left`: conditions were peeled
    off, so the name alone is not all that was asked.
    """

    docs: tuple[int, ...]
    whole: bool
    facets_left: bool
    words: tuple[str, ...]


def look_up(reading: Reading, facets: Facets, index: Index, pool: str | None, *, padded: bool = False) -> Hit | None:
    """Find records by exact name. With "cours" in the question, a name without it must be a course's.

    `padded` peels off everyday talk too.
    """
    pool_words = frozenset(i for m in reading.of("intent") if m.value in POOL_WORDS for i in m.span)
    aside = reading.covered("mode", "cost", "audience", "language", "detail")
    place = reading.covered("country", "demonym", "city", "mission", "region", "centre")
    frame = reading.frame
    layers: tuple[tuple[frozenset[int], bool, bool, bool], ...] = (
        (frozenset[int](), True, False, False),
        (frame - pool_words, True, False, False),
        ((frame - pool_words) | place, True, False, True),
        (frame | pool_words, not pool_words, False, False),
        ((frame - pool_words) | (aside - place), True, True, False),
        (frame | pool_words | (aside - place), not pool_words, True, False),
        (frame | pool_words | place, not pool_words, False, True),
    )
    if padded:
        layers = ((reading.padding, True, False, False), (reading.padding | pool_words, not pool_words, False, False))
    tried: set[tuple[str, ...]] = set()
    for gone, whole, facets_left, placed in layers:
        left = reading.without(gone)
        if not left or left in tried:
            continue
        tried.add(left)
        if len(left) == 1 and (_far_fetched(reading, gone) or (padded and not reading.intents)):
            continue
        aside_only = facets_left and len(left) == 1 and pool is None and not reading.intents & MEANING
        found = _named(left, reading, gone, index)
        docs = tuple(doc for doc in found if _allowed(doc, whole, pool, placed, facets, index))
        if (
            aside_only
            and all(index.docs[doc].kind == "term" for doc in docs)
            and (left[0] not in index.acronyms or left[0] in SETTING)
        ):
            continue  # what is left of "how do I get deployed as a police officer" is no question on "deployment"
        if docs:
            return Hit(docs, whole, facets_left, left)
    return None


def _far_fetched(reading: Reading, gone: frozenset[int]) -> bool:
    """Tell a lone word that only a generous repair made known: "love" is not "lodging"."""
    return any(found[0][1] < SURE_REPAIR for place, found in enumerate(reading.alternatives) if place not in gone)


def _named(left: tuple[str, ...], reading: Reading, gone: frozenset[int], index: Index) -> tuple[int, ...]:
    tokens = [token for i, token in enumerate(reading.tokens) if i not in gone]
    joined = "".join(token.text for token in tokens)
    one = len(tokens) == 1 or all(token.hyphened for token in tokens[1:]) or _short(tokens)
    if one and joined in index.acronyms:
        return index.acronyms[joined]
    docs = dict.fromkeys(doc for key in name_keys(left) for doc in index.exact.get(key, ()))
    return tuple(docs) or index.joined.get("".join(left), ())


def _short(tokens: list[Token]) -> bool:
    return len(tokens) <= 3 and all(len(token.text) <= 5 for token in tokens)


def _allowed(doc: int, whole: bool, pool: str | None, placed: bool, facets: Facets, index: Index) -> bool:
    record = index.docs[doc]
    if placed:
        asked = facets.filters
        if not record.countries and record.centre is None:
            return False
        if asked.country and record.countries and record.countries.isdisjoint(asked.country):
            return False
        if asked.centre and record.centre not in asked.centre:
            return False
    if not whole and pool in ("course", "centre", "job"):
        return record.kind == pool
    return True
