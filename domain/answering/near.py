"""A mistyped acronym: the nearest ones are offered, never asserted, for FINUL and MINUL are one letter apart."""

from __future__ import annotations

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from domain.answering.index import Index
from domain.answering.reading import Reading

FLOOR = 0.74
SHORTEST, LONGEST = 4, 10
MOST = 4


def near_acronyms(reading: Reading, index: Index) -> tuple[int, ...]:
    """Find the records whose acronym is nearly the one strange word of the question."""
    pool_words = reading.covered("intent")
    left = [place for place in range(len(reading.words)) if place not in reading.frame | pool_words]
    if len(left) != 1:
        return ()
    typed = reading.tokens[left[0]].text
    if not SHORTEST <= len(typed) <= LONGEST or typed in index.known_words or typed in index.lexicon.surface:
        return ()
    found = extract(typed, index.acronyms.keys(), scorer=OSA.normalized_similarity, score_cutoff=FLOOR, limit=MOST)
    return tuple(dict.fromkeys(doc for acronym, _, _ in found for doc in index.acronyms[acronym]))[:MOST]
