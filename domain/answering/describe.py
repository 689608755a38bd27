"""Terms described without being named: "le document qui dit quand on peut tirer".

The words of the definitions find candidates; they are offered, not asserted.
"""

from __future__ import annotations

from domain.answering.index import LIGHT, Index
from domain.answering.normalise import stems
from domain.answering.reading import Reading

MOST = 4
STRONG, LIKELY, FRAMED = 19.0, 13.0, 10.0
"""BM25 scores from which definitions are believed: on their own, with three words of the question in the definition,
and with two after a phrase such as "comment appelle-t-on". Questions about everything else stay below."""


RELATIVES = frozenset({"qui", "que", "qu", "ou", "dont", "that", "which", "who", "whose", "where"})


def described(reading: Reading, index: Index) -> tuple[int, ...]:
    """Find the terms that a description may mean, the likeliest first; none when even that one is a coincidence."""
    framed = bool({"describe", "translate", "define"} & reading.intents) or _relative(reading)
    frame = {i for m in reading.of("intent") for i in m.span}
    scores: dict[int, float] = {}
    counts: dict[int, int] = {}
    for place, alternatives in enumerate(reading.alternatives):
        if place in frame or index.weight(alternatives[0][0]) <= LIGHT:
            continue
        rows: dict[int, float] = {}
        for word, similarity in ((reading.words[place], 1.0), *alternatives[:1]):
            for key in stems(word):
                for doc, score in index.definitions.get(key, {}).items():
                    rows[doc] = max(rows.get(doc, 0.0), score * similarity)
        for doc, score in rows.items():
            scores[doc] = scores.get(doc, 0.0) + score
            counts[doc] = counts.get(doc, 0) + 1
    best = sorted(scores, key=lambda doc: (-scores[doc], doc))[:MOST]
    return tuple(best) if best and _enough(counts[best[0]], scores[best[0]], framed) else ()


def _relative(reading: Reading) -> bool:
    """Tell a thing told by what it does: "aircraft that flies…", "le lieu où l'on…"."""
    typed = [token.text for token in reading.tokens]
    return any(word in RELATIVES for word in typed[1:5]) and typed[0] not in RELATIVES


def _enough(words: int, score: float, framed: bool) -> bool:
    return score >= STRONG or (words >= 3 and score >= LIKELY) or (framed and words >= 2 and score >= FRAMED)
