"""The engine: one question in, one answer out, every stage a function of what it is given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from domain.answering.answers import Answer, AnswerType, Context, Dialogue, Filters, Ref
from domain.answering.compare import compared
from domain.answering.describe import described
from domain.answering.dialogue import LONGEST, FollowUp, follow_up
from domain.answering.facets import Facets, read_facets
from domain.answering.framing import behind_word_for, without_introduction
from domain.answering.gate import ANSWER, CHOICES, probability
from domain.answering.guards import guard
from domain.answering.index import Index
from domain.answering.intents import detail, is_plural, names_one_course, wanted_pool
from domain.answering.jobs import select_jobs
from domain.answering.language import is_clear, language_lead, reply_language, usual_language
from domain.answering.lookup import Hit, look_up
from domain.answering.near import near_acronyms
from domain.answering.rank import Candidate, rank
from domain.answering.reading import Reading, read
from domain.answering.sets import Found, select
from domain.answering.spans import named_within
from domain.vocabulary import Language
from domain.wordings import key_of

SURE = 0.85
"""Probability from which a school or course found by rank beats a term of exactly the words typed."""
OF_COURSES = frozenset({"date", "duration", "cost", "languages", "audience", "enrol"})
"""Facts that a course has and a school, a term or a resource has not."""
WHOLE = 0.97
"""Share of a name from which the question holds all of it."""
OPEN = frozenset({"open", "accept", "accepts", "ouvert", "ouverte", "ouverts", "ouvertes", "accepte", "acceptent"})
"""Words by which one asks whether a school takes civilians."""
MOST_CHOICES = 4
"""Buttons that a person can take in at a glance."""
ORDER = {"centre": 0, "resource": 1, "term": 2, "course": 3}
"""Whose name wins when a centre, a resource, a term and a course share it."""


def answer(question: str, context: Context, index: Index, today: date) -> Answer:
    """Answer one question from the records, or say honestly that nothing fits."""
    reading = read(question, index)
    language = reply_language(reading, context, index)
    found = _of_the_question_alone(question, context, index, today, language) or _answer(
        reading, context, index, today, language
    )
    if not found.ids and found.type in (AnswerType.NONE, AnswerType.CLARIFY):
        found = _of_the_word(question, index, today, language) or found
    if found.dialogue is not None:
        return found
    if found.bare:
        found = replace(found, lang=usual_language(context) or language)
    return replace(found, dialogue=_state(found, reading, context, index))


def _of_the_question_alone(
    question: str, context: Context, index: Index, today: date, language: Language
) -> Answer | None:
    """Leave out who asks when the rest names a school or course: their rank and country are then no conditions."""
    rest = without_introduction(question)
    if rest is None:
        return None
    found = _answer(read(rest, index), context, index, today, language)
    return found if found.type in (AnswerType.CENTRE, AnswerType.COURSE) else None


def _of_the_word(question: str, index: Index, today: date, language: Language) -> Answer | None:
    """Look only at what stands behind "the word for": it is a name, or nothing."""
    name = behind_word_for(question)
    if name is None:
        return None
    reading = read(name, index)
    facets = read_facets(reading, index, "term", today)
    hit = look_up(reading, facets, index, "term")
    return _exact(hit, reading, facets, index, "term", language) if hit else None


def _state(found: Answer, reading: Reading, context: Context, index: Index) -> Dialogue:
    """Remember what the next turn may lean on; a language only once the person has shown it."""
    clear = not found.bare and is_clear(reading, language_lead(reading, index))
    stated = bool(reading.of("switch"))
    spoken = context.dialogue.language if context.dialogue else None
    pool = found.type.record_kind if found.type.is_list else None
    return Dialogue(
        found.type,
        found.ids[:10],
        pool,
        found.filters,
        found.lang if clear or stated else spoken,
        found.choices,
        found.detail,
    )


def _answer(reading: Reading, context: Context, index: Index, today: date, language: Language) -> Answer:
    stopped = guard(reading, index)
    if stopped:
        known = next(iter(stopped.languages)) if len(stopped.languages) == 1 else language
        kind = AnswerType.NONE if stopped.refused else AnswerType.SMALLTALK
        return Answer(kind, known, topic=stopped.topic, explanation=(f"guard: {stopped.topic}",))
    taught = index.knowledge.wordings.get(key_of(reading.text))
    if taught:
        return Answer(AnswerType(taught[0]), language, (taught[1],), explanation=("taught by an editor",))
    pool = wanted_pool(reading)
    facets = read_facets(reading, index, pool, today)
    leaning = follow_up(reading, facets, index, pool, context.dialogue)
    if leaning:
        return _continued(leaning, reading, index, language)
    pair = compared(reading, index)
    if pair:
        kinds = [index.docs[doc].kind for doc in pair]
        ids = tuple(index.docs[doc].id for doc in pair)
        refs = tuple(zip(kinds, ids, strict=True))
        if len(set(kinds)) == 1:
            return Answer(AnswerType(kinds[0]), language, ids, compare=True, explanation=("compare",))
        return Answer(AnswerType.CLARIFY, language, ids, refs, compare=True, explanation=("compare",))
    alone = _standing_alone(reading, facets, index, pool, today, language)
    return alone if alone.ids else _with_the_last(reading, index, pool, context.dialogue, today, language) or alone


def _with_the_last(
    reading: Reading, index: Index, pool: str | None, last: Dialogue | None, today: date, language: Language
) -> Answer | None:
    """Ask again with the name of what was talked of: "age limit?" after "how do I become a UN police officer"."""
    if last is None or last.type.is_list or not last.ids or len(reading.words) > LONGEST:
        return None
    place = index.places.get((last.type.value, last.ids[0]))
    if place is None:
        return None
    name = " ".join(index.docs[place].names[0].words)
    wider = read(f"{reading.text} {name}", index)
    ranked = _ranked(wider, read_facets(wider, index, pool, today), index, pool, language)
    return ranked if ranked.ids and ranked.ids[0] != last.ids[0] else None


def _continued(leaning: FollowUp, reading: Reading, index: Index, language: Language) -> Answer:
    if leaning.record:
        kind, id = leaning.record  # noqa: A001
        return Answer(AnswerType(kind), language, (id,), detail=leaning.detail, explanation=("follow-up: record",))
    assert leaning.pool is not None  # noqa: S101, a follow-up is a record or a list
    found = select(leaning.pool, leaning.filters, index.knowledge)
    if leaning.one and len(found.ids) == 1 and not found.dropped and not is_plural(reading):
        return Answer(
            AnswerType(leaning.pool), language, found.ids, filters=leaning.filters, explanation=("follow-up",)
        )
    return _list(leaning.pool, leaning.filters, found, reading, language, "follow-up: list")


def _standing_alone(
    reading: Reading, facets: Facets, index: Index, pool: str | None, today: date, language: Language
) -> Answer:
    if pool == "job":
        listed = _jobs(reading, facets, index, language)
        if listed:
            return listed
    wanted = pool or _implied_pool(facets.filters, reading)
    hit = _named_alone(reading, facets, index, pool)
    if wanted and _only_facets(reading, facets) and (hit is None or _prefers_list(hit, facets, reading, pool, index)):
        single = _single(reading, facets, index, wanted, pool, language)
        listed = single or _set(
            wanted, facets.filters, reading, index, language, singular=pool is not None or wanted == "course"
        )
        return listed if listed.ids else _rather(_ranked(reading, facets, index, pool, language), listed)
    if hit:
        return _exact(hit, reading, facets, index, pool, language)
    within = named_within(reading, index) if pool in (None, "term") else None
    if within:
        return _exact(Hit(within.docs, False, False, within.words), reading, facets, index, pool, language)
    hit = look_up(reading, facets, index, pool, padded=True)
    if hit:
        return _exact(hit, reading, facets, index, pool, language)
    ranked = _ranked(reading, facets, index, pool, language)
    if pool == "course" and not ranked.ids and not (ranked.choices and names_one_course(reading)):
        wider = read_facets(reading, index, pool, today, by_keyword=True)
        if _only_facets(reading, wider):
            return _set(pool, wider.filters, reading, index, language, singular=False)
    return ranked


def _named_alone(reading: Reading, facets: Facets, index: Index, pool: str | None) -> Hit | None:
    """Find what a question names and says little else of: "the ethics course" may stand among talk."""
    hit = look_up(reading, facets, index, pool)
    if hit is None and pool == "course" and names_one_course(reading):
        hit = look_up(reading, facets, index, pool, padded=True)
    return None if hit and _says_too_little(hit, reading, index) else hit


def _rather(ranked: Answer, empty: Answer) -> Answer:
    """Prefer a resource whose name fits to a list of nothing ("UN training needs 2025"); no school elsewhere."""
    return ranked if ranked.type is AnswerType.RESOURCE else empty


def _says_too_little(hit: Hit, reading: Reading, index: Index) -> bool:
    """Tell a term that is left over when a number was asked for: "number of French-speaking peacekeepers"."""
    asks_number = "count" in reading.intents and not reading.wants_words(None)
    return asks_number and all(index.docs[doc].kind == "term" for doc in hit.docs)


def _implied_pool(filters: Filters, reading: Reading) -> str | None:
    """Tell what is listed when only conditions were typed: "protection des civils en ligne" means courses."""
    asked = set(filters.asked())
    if asked == {"centre"} and "list" in reading.intents and not reading.of("detail"):
        return "course"
    if asked == {"centre", "audience"} and _asks_who_may_come(reading):
        return None
    if not asked or asked <= {"language", "year", "route", "audience", "rank"} or reading.wants_words(None):
        return None
    if asked <= {"country"}:
        return "centre" if not filters.city or len(reading.words) < 4 else None
    return None if asked <= {"centre", "country"} else "course"


def _only_facets(reading: Reading, facets: Facets) -> bool:
    """Tell whether every word is either a condition or carries the question."""
    said = ("course", "centre", "job", "term", "teach")
    pool_words = frozenset(i for m in reading.of("intent") if m.value in said for i in m.span)
    return bool(facets.filters.asked()) and not reading.without(reading.padding, pool_words, facets.explained)


def _prefers_list(hit: Hit, facets: Facets, reading: Reading, pool: str | None, index: Index) -> bool:
    """Decide between a list and a record of exactly that name.

    The list wins when several are expected, a field was named, a condition was peeled off, or the name belongs to
    another kind of record than the one asked for ("un online course" is no term).
    """
    kinds = {index.docs[doc].kind for doc in hit.docs}
    if pool is None and "centre" in kinds and facets.filters.mode == "online":
        return not any("mode:online" in index.docs[doc].traits for doc in hit.docs)
    if pool is None and "list" in reading.intents and facets.filters.asked() == ("centre",):
        return True
    if pool is None:
        return hit.facets_left or ("list" in reading.intents and bool(facets.filters.level))
    if hit.whole and "resource" in kinds:
        return False
    if pool == "term":
        return is_plural(reading)
    if pool not in kinds:
        return True
    if hit.whole and pool == "course":
        return False
    return is_plural(reading) or (pool == "course" and (facets.named or len(facets.filters.asked()) > 1))


def _single(
    reading: Reading, facets: Facets, index: Index, wanted: str, pool: str | None, language: Language
) -> Answer | None:
    """Prefer the one course whose title says it all to the list of its field ("gestion des foules Lomé").

    Not when the field was called by its own name, and not when several are expected.
    """
    asked = facets.filters
    narrowed = asked.mode or asked.cost or asked.language or asked.month or asked.year
    several = not asked.fields or bool(narrowed) or (facets.named and len(asked.fields) == 1)
    the_one = names_one_course(reading)
    if wanted != "course" or is_plural(reading) or (several and not the_one):
        return None
    candidates = rank(reading, facets, index, pool)
    if not candidates:
        return None
    best = candidates[0]
    doc = index.docs[best.doc]
    fits = best.features.explained >= (0.7 if the_one else 0.88) and best.features.name >= 0.55
    if doc.kind == "centre" and fits and best.features.match > SURE:
        return Answer(AnswerType.CENTRE, language, (doc.id,), filters=facets.filters, explanation=("its name",))
    if doc.kind != "course" or not fits:
        return None
    others = [
        c.doc
        for c in candidates[1:4]
        if c.features.score > best.features.score - 0.15 and index.docs[c.doc].kind == "course"
    ]
    return Answer(
        AnswerType.COURSE,
        language,
        (doc.id,),
        _refs(others, index),
        filters=facets.filters,
        explanation=(f"its title: {best.features}",),
    )


def _set(pool: str, filters: Filters, reading: Reading, index: Index, language: Language, *, singular: bool) -> Answer:
    found = select(pool, filters, index.knowledge)
    one = singular and len(found.ids) == 1 and not is_plural(reading) and found.dropped in ((), ("cost",))
    if one and pool in ("centre", "course"):
        asked = "cost" if found.dropped else detail(reading)
        return Answer(AnswerType(pool), language, found.ids, detail=asked, filters=filters, explanation=("set of one",))
    if pool == "centre" and len(found.ids) == 1 and filters.city and not is_plural(reading):
        return Answer(AnswerType.CENTRE, language, found.ids, filters=filters, explanation=("the centre of the town",))
    return _list(pool, filters, found, reading, language, "set")


def _list(pool: str, filters: Filters, found: Found, reading: Reading, language: Language, why: str) -> Answer:
    return Answer(
        AnswerType(f"{pool}s-list"), language, found.ids, total=len(found.ids), relaxed=bool(found.dropped),
        filters=filters, dropped=found.dropped, unknown=found.unknown, count="count" in reading.intents,
        explanation=(f"{why}: {filters.as_dict()}",),
    )  # fmt: skip


def _jobs(reading: Reading, facets: Facets, index: Index, language: Language) -> Answer | None:
    pool_words = frozenset(i for m in reading.of("intent") for i in m.span)
    rest = reading.without(reading.frame, pool_words, facets.explained)
    named = reading.covered("field", "field-alias")
    topic = tuple(word for place, word in enumerate(reading.words) if place in named and place not in reading.frame)
    found = select_jobs(facets.filters, rest, topic, index)
    if found is None:
        return None
    return _list("job", facets.filters, found, reading, language, "jobs")


def _exact(hit: Hit, reading: Reading, facets: Facets, index: Index, pool: str | None, language: Language) -> Answer:
    found = _with_twins(hit.docs, reading, index)
    docs = sorted(found, key=lambda doc: (_order(doc, found, reading, index, pool), found.index(doc)))
    kind = index.docs[docs[0]].kind
    why = f"exact name: {' '.join(hit.words)}"
    if pool in ("centre", "course") and kind != pool:
        better = _ranked(reading, facets, index, pool, language)
        if better.type.value == pool and better.confidence > SURE:
            return better
    first = [doc for doc in docs if index.docs[doc].kind == kind]
    others = _refs([doc for doc in docs if doc not in first], index)[: MOST_CHOICES - 1]
    ids = tuple(index.docs[doc].id for doc in first)
    if len(first) > 1 and kind == "term":
        return Answer(
            AnswerType.CLARIFY, language, ids, _refs(first, index)[:MOST_CHOICES], explanation=(why, "several senses")
        )
    if len(first) > 1:
        others = _refs(first[1:], index)[:MOST_CHOICES]
    return Answer(
        AnswerType(kind), language, ids[:1], others, detail=_detail(kind, reading), filters=facets.filters,
        bare=kind == "term" and len(hit.words) == len(reading.words) < 3, explanation=(why,),
    )  # fmt: skip


def _with_twins(docs: tuple[int, ...], reading: Reading, index: Index) -> list[int]:
    """Add the school or course that a term names, unless words are asked for."""
    if reading.intents & {"translate", "term"}:
        return list(docs)
    return list(dict.fromkeys(one for doc in docs for one in (doc, index.twins.get(doc)) if one is not None))


def _order(doc: int, found: list[int], reading: Reading, index: Index, pool: str | None) -> int:
    """Put records that share a name in order; a term whose school or course is there too stands behind it."""
    kind = index.docs[doc].kind
    if kind == pool or (pool is None and kind == "course" and detail(reading) in OF_COURSES):
        return -2
    if kind == "term" and "translate" in reading.intents:
        return -1
    if (
        kind == "term"
        and index.twins.get(doc) in found
        and not (_is_course(index.twins.get(doc), index) and reading.intents)
    ):
        return max(ORDER.values()) + 1
    return ORDER[kind]


def _is_course(doc: int | None, index: Index) -> bool:
    return doc is not None and index.docs[doc].kind == "course"


def _detail(kind: str, reading: Reading) -> str | None:
    if kind == "centre" and _asks_who_may_come(reading):
        return "audience"
    return detail(reading) if kind in ("centre", "course") else None


def _asks_who_may_come(reading: Reading) -> bool:
    return bool(reading.of("audience")) and not OPEN.isdisjoint(reading.words)


def _refs(docs: Iterable[int], index: Index) -> tuple[Ref, ...]:
    return tuple((index.docs[doc].kind, index.docs[doc].id) for doc in docs)


def _ranked(reading: Reading, facets: Facets, index: Index, pool: str | None, language: Language) -> Answer:
    candidates = rank(reading, facets, index, pool)
    mistyped = near_acronyms(reading, index)
    if not candidates:
        return _offered(mistyped, language, 0.0, ("a mistyped acronym" if mistyped else "nothing matches",), index)
    judged = _judge(candidates, index)
    best, confidence = judged[0]
    doc = index.docs[best.doc]
    why = tuple(f"{index.docs[c.doc].kind} {index.docs[c.doc].id}: {p:.2f} {c.features}" for c, p in judged[:3])
    framed = pool is None and "describe" in reading.intents and best.features.match < SURE
    if confidence >= ANSWER and not framed:
        others = [c.doc for c, p in judged[1:] if p >= CHOICES and p > confidence - 0.4]
        return Answer(
            AnswerType(doc.kind), language, (doc.id,), _refs(others, index)[: MOST_CHOICES - 1], confidence=confidence,
            detail=_detail(doc.kind, reading), filters=facets.filters, explanation=why,
        )  # fmt: skip
    terms = described(reading, index) if pool in (None, "term", "job") else ()
    held = tuple(c.doc for c, _ in judged if _held_whole(c, index))
    if terms and (confidence < CHOICES or "describe" in reading.intents):
        offered = (*held[:1], *(doc for doc in terms if doc not in held[:1]))
        return _offered(offered, language, confidence, ("described", *why), index)
    offered = mistyped or tuple(c.doc for c, p in judged if p >= CHOICES) or held
    return _offered(offered, language, confidence, why, index)


def _held_whole(candidate: Candidate, index: Index) -> bool:
    """Tell a course, a centre or a resource whose whole name stands in a question that says much else."""
    return index.docs[candidate.doc].kind != "term" and candidate.features.name > WHOLE


def _offered(docs: Iterable[int], language: Language, confidence: float, why: tuple[str, ...], index: Index) -> Answer:
    """Offer records to choose from; with none to offer, say "I do not know"."""
    choices = _refs(docs, index)[:MOST_CHOICES]
    kind = AnswerType.CLARIFY if choices else AnswerType.NONE
    return Answer(kind, language, (), choices, confidence=confidence, explanation=why)


def _judge(candidates: list[Candidate], index: Index) -> list[tuple[Candidate, float]]:
    """Give each of the first candidates its probability; the best one's lead counts for it."""
    judged = []
    for place, candidate in enumerate(candidates[:8]):
        following = candidates[place + 1].features.score if place + 1 < len(candidates) else 0.0
        features = replace(candidate.features, lead=candidate.features.score - following if place == 0 else 0.0)
        judged.append((candidate, probability(features, index.docs[candidate.doc].kind)))
    return judged
