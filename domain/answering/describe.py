"""Terms described without being named: "le document qui dit quand on peut tirer".

The words of the definitions find candidates; they are offered, not asserted.
"""

from __future__ import annotations

from domain.answering.index import LIGHT, Index
from domain.answering.normalise import stems
from domain.answering.reading import Reading

MOST = 4


def described(reading: Reading, index: Index) -> tuple[int, ...]:
    """Find the terms that a description may mean.

    Without a phrase such as "comment appelle-t-on" more of the words have to stand in the definition.
    """
    framed = bool({"describe", "translate", "define"} & reading.intents)
    frame = {i for m in reading.of("intent") for i in m.span}
    scores: dict[int, float] = {}
    held: dict[int, float] = {}
    counts: dict[int, int] = {}
    total = 0.0
    for place, alternatives in enumerate(reading.alternatives):
        weight = index.weight(alternatives[0][0])
        if place in frame or weight <= LIGHT:
            continue
        total += weight
        rows: dict[int, float] = {}
        for word, similarity in ((reading.words[place], 1.0), *alternatives[:1]):
            for key in stems(word):
                for doc, score in index.definitions.get(key, {}).items():
                    rows[doc] = max(rows.get(doc, 0.0), score * similarity)
        for doc, score in rows.items():
            scores[doc] = scores.get(doc, 0.0) + score
            held[doc] = held.get(doc, 0.0) + weight
            counts[doc] = counts.get(doc, 0) + 1
    fit = [doc for doc in scores if _enough(counts[doc], held[doc] / total, framed)]
    return tuple(sorted(fit, key=lambda doc: (-scores[doc], doc))[:MOST])


def _enough(words: int, share: float, framed: bool) -> bool:
    if framed:
        return words >= 2 and share >= 0.4
    return words >= 3 and share >= 0.75
