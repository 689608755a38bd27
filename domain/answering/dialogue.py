"""Follow-ups: a turn too short to stand alone leans on the one before ("et au Mali ?", "their email?").

A turn with an entity of its own stands alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from domain.answering.answers import AnswerType, Dialogue, Filters, Ref
from domain.answering.facets import Facets
from domain.answering.index import Index
from domain.answering.intents import detail
from domain.answering.reading import Reading

LONGEST = 9
"""Words beyond which a turn is taken to stand alone."""
LANGUAGES = frozenset({"francais", "anglais", "french", "english"})
ORDINALS = ("first", "second", "third")


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What a turn means once it leans on the last: a record with the fact asked for, or a list.

    `one`: the last answer was one record, and so may this be ("EOD 2", then "and level 3?").
    """

    record: Ref | None = None
    detail: str | None = None
    pool: str | None = None
    filters: Filters = field(default_factory=Filters)
    one: bool = False


def follow_up(
    reading: Reading, facets: Facets, index: Index, pool: str | None, last: Dialogue | None
) -> FollowUp | None:
    """Complete a turn from the last one; None when it stands alone."""
    if last is None or len(reading.words) > LONGEST or last.type in (AnswerType.SMALLTALK, AnswerType.NONE):
        return None
    if last.type is AnswerType.TERM and reading.words[:1] == reading.words and LANGUAGES.issuperset(reading.words):
        return FollowUp(record=("term", last.ids[0]))  # its card gives both languages
    if not _leans(reading, facets, pool):
        return None
    chosen = _chosen(reading, last)
    if chosen:
        return FollowUp(record=chosen, detail=detail(reading))
    if last.type is AnswerType.CLARIFY or (facets.filters.centre and last.pool is None):
        return None
    if last.type.is_list:
        return _on_list(reading, facets, index, pool, last)
    return _on_record(reading, facets, index, pool, last)


def _leans(reading: Reading, facets: Facets, pool: str | None) -> bool:
    """Nothing of its own is left, and something points back: an opening, a pronoun, or no subject at all."""
    followed = reading.covered("followup", "detail", "switch")
    pool_words = frozenset(i for m in reading.of("intent") for i in m.span)
    own = reading.without(reading.frame, followed, pool_words, facets.explained)
    if own:
        return False
    starts = any(m.value == "start" and m.start == 0 for m in reading.of("followup"))
    if starts:
        return True
    complete = pool is not None and bool(facets.filters.asked())
    points_back = any(m.value in ("pronouns", *ORDINALS) for m in reading.of("followup"))
    alone = pool is None and not facets.filters.fields and not facets.filters.centre
    loose = alone or (detail(reading) is not None and not facets.filters.asked())
    return (points_back and not complete) or loose


def _chosen(reading: Reading, last: Dialogue) -> Ref | None:
    kind = last.type.record_kind
    offered = last.choices or tuple((kind, id) for id in last.ids if kind)  # noqa: A001
    if len(offered) < 2:
        return None
    for place, ordinal in enumerate(ORDINALS):
        if any(m.value == ordinal for m in reading.of("followup")) and place < len(offered):
            return offered[place]
    agreed = any(m.value == "yes" for m in reading.of("followup"))
    return offered[0] if agreed and last.type is AnswerType.CLARIFY else None


def _on_list(reading: Reading, facets: Facets, index: Index, pool: str | None, last: Dialogue) -> FollowUp | None:
    wanted = pool or last.pool or last.type.record_kind or "course"
    new = facets.filters
    if wanted in ("course", "centre") and pool is None:
        languages = reading.values("language")
        new = replace(new, language=languages[0] if languages else None)
    if not new.asked() and pool in (None, last.pool):
        return None
    kept = last.filters
    if new.country:
        kept = replace(kept, country=frozenset(), city=None, place=None)
    if new.fields:
        kept = replace(kept, fields=frozenset())
    if new.centre:
        kept = replace(kept, country=frozenset(), city=None, place=None)
    merged = replace(kept, **{name: getattr(new, name) for name in new.asked()})
    if new.country:
        merged = replace(merged, city=new.city, place=new.place)
    return FollowUp(pool=wanted, filters=merged)


def _on_record(reading: Reading, facets: Facets, index: Index, pool: str | None, last: Dialogue) -> FollowUp | None:
    kind = last.type.record_kind
    if kind is None or not last.ids:
        return None
    record: Ref = (kind, last.ids[0])
    asked = detail(reading)
    doc = index.docs[index.places[record]] if record in index.places else None
    centre = doc.centre if doc else None
    if (
        (asked == "courses" or pool == "course")
        and kind in ("centre", "course")
        and centre
        and not facets.filters.centre
    ):
        filters = replace(facets.filters, centre=frozenset({centre}))
        return FollowUp(pool="course", filters=filters)
    if (asked == "centre" or pool == "centre") and kind == "course" and centre and not facets.filters.country:
        return FollowUp(record=("centre", centre))
    if kind in ("centre", "course") and facets.filters.country and not asked:
        fields = _fields_of(record, index) if kind == "course" else frozenset()
        return FollowUp(
            pool=pool or kind, filters=replace(facets.filters, fields=facets.filters.fields or fields), one=True
        )
    if kind == "course" and facets.filters.asked() and not asked and not reading.of("switch"):
        fields = facets.filters.fields or _fields_of(record, index)
        return FollowUp(pool="course", filters=replace(facets.filters, fields=fields), one=True)
    if facets.filters.asked() and not reading.of("switch", "language", "detail"):
        return None
    if asked or reading.of("switch") or (kind == "term" and reading.intents & {"translate", "define"}):
        return FollowUp(record=record, detail=asked)
    return None


def _fields_of(record: Ref, index: Index) -> frozenset[str]:
    course = index.knowledge.course(record[1])
    return frozenset(course.fields[:1]) if course else frozenset()
