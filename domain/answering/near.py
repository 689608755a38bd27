"""A mistyped acronym that may be several: the nearest are offered, for FINUL and MINUL are one letter apart."""

from __future__ import annotations

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from domain.answering.index import Index
from domain.answering.reading import Reading

FLOOR = 0.66
SHORTEST, LONGEST = 3, 10
MOST = 4


def near_acronyms(reading: Reading, index: Index) -> tuple[int, ...]:
    """Find the records whose acronym is nearly the one strange word of the question, the nearest first."""
    strange = [place for place in range(len(reading.words)) if _is_strange(place, reading, index)]
    around = reading.padding | reading.covered("intent")
    left = [place for place in strange if len(reading.words) - len(around - {place}) == 1]
    asked = [
        p for p in strange if reading.tokens[p].shouted and len(reading.tokens[p].text) > SHORTEST and reading.intents
    ]
    meant = left if len(left) == 1 else asked
    if len(meant) != 1:
        return ()
    typed = reading.tokens[meant[0]].text
    found = extract(typed, index.acronyms.keys(), scorer=OSA.normalized_similarity, score_cutoff=FLOOR, limit=MOST)
    return tuple(dict.fromkeys(doc for acronym, _, _ in found for doc in index.acronyms[acronym]))[:MOST]


def _is_strange(place: int, reading: Reading, index: Index) -> bool:
    token = reading.tokens[place]
    if not SHORTEST + (not token.shouted) <= len(token.text) <= LONGEST or token.text in index.acronyms:
        return False
    return token.text not in index.known_words and token.text not in index.lexicon.surface
