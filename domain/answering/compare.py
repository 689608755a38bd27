"""Comparisons: "différence entre TCC et PCC" is answered with both records side by side."""

from __future__ import annotations

from itertools import product

from domain.answering.index import Index
from domain.answering.normalise import FUNCTION_WORDS, name_keys
from domain.answering.reading import Reading

BETWEEN = frozenset({"et", "and", "vs", "versus", "ou", "or", "avec", "with", "from", "than", "que", "a", "to"})

LONGEST, SPELLINGS = 4, 2
"""Words of a name that may be mistyped, and readings of each."""


def compared(reading: Reading, index: Index) -> tuple[int, int] | None:
    """Find the two records that a question compares, or None when it compares nothing that is known."""
    if "compare" not in reading.intents:
        return None
    asked = reading.covered("intent")
    ends = [m for m in reading.of("intent") if m.value == "compare"]
    first = max((m.end for m in ends if m.start == 0 or m.end < len(reading.words) - 1), default=0)
    between = {m.start for m in ends} | {place for place, word in enumerate(reading.words) if word in BETWEEN}
    for place in sorted(between):
        left = _named([i for i in range(place) if i not in asked], reading, index)
        right = _named([i for i in range(place + 1, len(reading.words)) if i not in asked], reading, index)
        if not left and first < place:
            left = _named(list(range(first, place)), reading, index)
        if left and right and left != right:
            return _same_kind(left, right, index)
    return _side_by_side([i for i in range(len(reading.words)) if i not in asked], reading, index)


def _side_by_side(places: list[int], reading: Reading, index: Index) -> tuple[int, int] | None:
    """Find two names with nothing between them: "difference SOFA SOMA"."""
    for cut in range(1, len(places)):
        left, right = _named(places[:cut], reading, index), _named(places[cut:], reading, index)
        if left and right and left != right:
            return _same_kind(left, right, index)
    return None


def _named(places: list[int], reading: Reading, index: Index) -> tuple[int, ...]:
    """Find a name in a stretch of words, dropping carriers from its edges; as it is read, else as it may be meant."""
    return _found(places, reading, index, mistyped=False) or _found(places, reading, index, mistyped=True)


def _found(places: list[int], reading: Reading, index: Index, *, mistyped: bool) -> tuple[int, ...]:
    loose = reading.carriers | FUNCTION_WORDS
    while places:
        words = tuple(reading.words[i] for i in places)
        joined = "".join(words)
        content = [word for word in words if word not in loose]
        if joined in index.acronyms or (len(content) == 1 and content[0] in index.acronyms):
            return index.acronyms.get(joined) or index.acronyms[content[0]]
        docs = _mistyped(places, reading, index) if mistyped else _exactly(words, index)
        if docs:
            return docs
        if reading.words[places[0]] in loose:
            places = places[1:]
        elif reading.words[places[-1]] in loose:
            places = places[:-1]
        else:
            return ()
    return ()


def _exactly(words: tuple[str, ...], index: Index) -> tuple[int, ...]:
    """Find the records of a name, those that bear these very words before those that only share their stems."""
    docs = dict.fromkeys(doc for key in name_keys(words) for doc in index.exact.get(key, ()))
    return tuple(sorted(docs, key=lambda doc: all(name.words != words for name in index.docs[doc].names)))


def _mistyped(places: list[int], reading: Reading, index: Index) -> tuple[int, ...]:
    """Find a short name by the other words that its mistyped ones may be."""
    if len(places) > LONGEST:
        return ()
    readings = product(*([word for word, _ in reading.alternatives[i][:SPELLINGS]] for i in places))
    return next((docs for words in readings if (docs := _exactly(words, index))), ())


def _same_kind(left: tuple[int, ...], right: tuple[int, ...], index: Index) -> tuple[int, int]:
    """Prefer two records of one kind, terms before all: what a course is named after is what sets it apart."""
    pairs = [(a, b) for a in left for b in right if a != b and index.docs[a].kind == index.docs[b].kind]
    return min(pairs, key=lambda pair: index.docs[pair[0]].kind != "term", default=(left[0], right[0]))
