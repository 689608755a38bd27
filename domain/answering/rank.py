"""Ranked retrieval: how much of the question a record explains, and how much of its name the question holds.

Coverage, not BM25: a score that grows with the length of the question cannot tell an answer from a coincidence.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from operator import mul

from domain.answering.facets import Facets
from domain.answering.index import CONTEXT, KEYWORD, LIGHT, Doc, Index
from domain.answering.reading import Match, Reading
from domain.knowledge import Mission

DEPTH = 50
"""Candidates that are looked at closely: enough never to lose the right one, few enough for two milliseconds."""
MISTYPED = 0.5
"""Power that softens what a typing mistake costs: the word was almost surely meant."""
SLIGHT = 3.5
"""Weight up to which a name says too little to be held by chance: "its" and "UN" make no "UN ITS"."""
GENERAL = 0.4
"""Weight left to a field that a resource does not mention: "an expert in public finance" is still an expert."""


@dataclass(frozen=True, slots=True)
class Features:
    """What is known of a candidate when the gate decides.

    `explained`: share of the question's weight that the record explains anywhere; `by_name`: by its best name alone;
    `name`: share of that name that the question holds; `prior`: how well the kind of record suits what is wanted;
    `clash`: the question names a country and the record lies elsewhere; `unexplained`: weight that nothing explains,
    in words as rare as the rarest; `strangers`: words that no record uses; `lead` over the next candidate.
    """

    explained: float
    by_name: float
    name: float
    prior: float
    clash: bool
    unexplained: float
    strangers: int
    lead: float = 0.0

    @property
    def match(self) -> float:
        """How well name and question cover each other: their harmonic mean, so that neither makes up for the other."""
        both = self.by_name + self.name
        return 2 * self.by_name * self.name / both if both else 0.0

    @property
    def score(self) -> float:
        """Put the candidates of one question in order."""
        return (
            0.45 * self.explained
            + 0.1 * self.by_name
            + 0.25 * self.name
            + 0.2 * self.match
            + self.prior
            - 0.3 * self.clash
        )


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record with its features."""

    doc: int
    features: Features


@dataclass(frozen=True, slots=True)
class _Query:
    weights: tuple[float, ...]
    keys: tuple[dict[str, float], ...]
    total: float
    strangers: int
    facets: tuple[tuple[Match, frozenset[str]], ...]
    general: frozenset[int]
    merged: Mapping[str, float]


def rank(reading: Reading, facets: Facets, index: Index, pool: str | None) -> list[Candidate]:
    """Order the records that the question may mean, the best first."""
    query = _query(reading, index)
    if not query.total:
        return []
    best = _coverage(query, index)
    for doc, row in best.items():
        _satisfy(index.docs[doc], row, query)
    rough = {doc: sum(map(mul, query.weights, row)) / query.total for doc, row in best.items()}
    priors = {kind: _prior(kind, reading, pool) for kind in ("centre", "course", "term", "resource")}
    shortlist = sorted(rough, key=lambda doc: (-rough[doc] - priors[index.docs[doc].kind], doc))[:DEPTH]
    candidates = [
        Candidate(doc, _features(index.docs[doc], best[doc], query, facets, index, priors[index.docs[doc].kind]))
        for doc in shortlist
    ]
    return sorted(candidates, key=lambda candidate: (-candidate.features.score, candidate.doc))


def _query(reading: Reading, index: Index) -> _Query:
    weights, keys, strangers = [], [], 0
    quiet = _quiet(reading)
    soft = ("course", "centre", "list", "count", "teach", "study", "term", "job")
    pool_words = {i for m in reading.of("intent") if m.value in soft for i in m.span}
    for place, alternatives in enumerate(reading.alternatives):
        weight = index.weight(alternatives[0][0])
        if place in quiet:
            weight = min(weight, LIGHT)
        elif reading.words[place] in reading.everyday and not index.lexicon.knows(reading.words[place]):
            weight *= 0.5
        elif place in pool_words:
            weight *= 0.4
        merged: dict[str, float] = {}
        for alternative, similarity in alternatives:
            for key, sure in index.lexicon.keys(alternative):
                merged[key] = max(merged.get(key, 0.0), sure * similarity**MISTYPED)
        if weight > LIGHT and not any(key in index.postings for key in merged):
            strangers += 1
        weights.append(weight)
        keys.append(merged)
    everything: dict[str, float] = {}
    for row in keys:
        for key, sure in row.items():
            everything[key] = max(everything.get(key, 0.0), sure)
    general = reading.covered("field", "field-alias") - reading.covered("audience")
    return _Query(
        tuple(weights), tuple(keys), sum(weights), strangers, tuple(_wanted(reading, index)), general, everything
    )


def _quiet(reading: Reading) -> Set[int]:
    """Give the words that ask, and those of the fact asked for when something else is named."""
    asking = ("define", "translate", "compare", "describe")
    quiet = {i for match in reading.of("intent") if match.value in asking for i in match.span}
    fact = reading.covered("detail")
    return quiet | fact if len(reading.words) > len(reading.frame | fact) else quiet


def _wanted(reading: Reading, index: Index) -> list[tuple[Match, frozenset[str]]]:
    """Give the traits that each facet of the question asks for; one of them is enough."""
    found = []
    for match in reading.matches:
        match match.group:
            case "country" | "demonym":
                values = {f"country:{match.value}"}
            case "city":
                values = {f"country:{match.value.split('/')[0]}"}
            case "region":
                values = {f"country:{code}" for code in index.phrases.regions[match.value]}
            case "mission":
                mission = index.knowledge.find("mission", match.value)
                values = {f"country:{code}" for code in mission.countries} if isinstance(mission, Mission) else set()
            case "field" | "field-alias":
                values = {f"field:{match.value}"}
            case "mode" | "audience" | "language" | "level" | "cost" | "kind" | "status":
                values = {f"{match.group}:{match.value}"}
            case _:
                continue
        found.append((match, frozenset(values)))
    return found


def _satisfy(doc: Doc, row: list[float], query: _Query) -> None:
    """Let a facet that the record meets explain its words, whatever words the record uses itself."""
    for match, traits in query.facets:
        if not traits.isdisjoint(doc.traits):
            strength = KEYWORD if match.group.startswith("field") else CONTEXT
            for place in match.span:
                row[place] = max(row[place], strength)


def _coverage(query: _Query, index: Index) -> Mapping[int, list[float]]:
    """Tell for each record how well each word of the question is explained, from nought to one."""
    size = len(query.weights)
    light = [1.0 if weight <= LIGHT else 0.0 for weight in query.weights]
    best: dict[int, list[float]] = {}
    for place, keys in enumerate(query.keys):
        if query.weights[place] <= LIGHT:
            continue
        for key, sure in keys.items():
            for doc, strength in index.postings.get(key, {}).items():
                row = best.get(doc)
                if row is None:
                    row = best[doc] = light.copy()
                if sure * strength > row[place]:
                    row[place] = sure * strength
    return {doc: row for doc, row in best.items() if len(row) == size}


def _features(record: Doc, row: list[float], query: _Query, facets: Facets, index: Index, prior: float) -> Features:
    weights = list(query.weights)
    if record.kind == "resource":
        for place in query.general:
            if row[place] < KEYWORD:
                weights[place] *= GENERAL
    total = sum(weights)
    explained = sum(map(mul, weights, row)) / total
    by_name, name = _best_name(record, query, weights, row)
    missing = sum(w for w, s in zip(weights, row, strict=True) if s < 0.45 and w > LIGHT)
    countries = facets.filters.country
    clash = bool(countries and record.countries and countries.isdisjoint(record.countries))
    return Features(explained, by_name, name, prior, clash, missing / index.unknown_weight, query.strangers)


def _best_name(record: Doc, query: _Query, weights: list[float], row: list[float]) -> tuple[float, float]:
    best, best_sum = (0.0, 0.0), -1.0
    total = sum(weights)
    merged = query.merged
    for name in record.names:
        shared = name.held & merged.keys()
        if not shared:
            continue
        held = 0.0
        for keys, weight in zip(name.keys, name.weights, strict=True):
            if not keys.isdisjoint(shared):
                held += weight * max(merged[key] for key in keys & shared)
        share = held / max(name.total, SLIGHT)
        if share < 0.2:
            continue
        by_name = _by_name(shared, query, weights, row, total)
        if share + by_name > best_sum:
            best, best_sum = (by_name, share), share + by_name
    return best


def _by_name(shared: Set[str], query: _Query, weights: list[float], row: list[float], total: float) -> float:
    """Tell how much of the question a name explains; surroundings that fit (place, mode) count with it."""
    got = 0.0
    for place, (weight, keys) in enumerate(zip(weights, query.keys, strict=True)):
        if weight <= LIGHT:
            got += weight
            continue
        own = max((keys[key] for key in keys.keys() & shared), default=0.0) if keys else 0.0
        beside = row[place] if 0.8 < row[place] < 1.0 else 0.0
        got += weight * max(own, beside)
    return got / total


PRIORS: Mapping[str, Mapping[str, float]] = {
    "course": {"course": 0.12, "term": -0.15, "centre": 0.0, "resource": -0.02},
    "centre": {"centre": 0.15, "term": -0.15, "course": -0.05, "resource": -0.03},
    "job": {"resource": 0.06, "term": -0.12, "course": -0.08, "centre": -0.08},
    "term": {"term": 0.1, "course": -0.08, "centre": -0.02},
}


def _prior(kind: str, reading: Reading, pool: str | None) -> float:
    if pool is None and reading.intents & {"define", "translate", "term"}:
        return {"term": 0.08, "course": -0.08}.get(kind, 0.0)
    if pool is None:
        return 0.04 if kind == "resource" and "enrol" in reading.intents else 0.0
    return PRIORS[pool].get(kind, 0.0)
