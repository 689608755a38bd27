"""Lists by filter algebra: a record meets a condition, fails it, or nobody knows.

Unknown is not "no": what is unknown stays out of the list but is counted, so that the answer can say "not stated for
the others". Nothing here ranks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from domain.answering.answers import Filters
from domain.knowledge import Category, Centre, Course, Job, Knowledge
from domain.vocabulary import Rank

Verdict = bool | None
"""Yes, no, or nobody knows."""

DROP_ORDER = ("year", "month", "cost", "mode", "route", "language", "level", "rank", "audience", "kind", "country")
"""What gives way first when nothing meets all conditions; the subject itself never does."""


@dataclass(frozen=True, slots=True)
class Found:
    """A set: its ids, what had to be dropped to find any, and how many records are unknown by condition."""

    ids: tuple[str, ...]
    dropped: tuple[str, ...] = ()
    unknown: tuple[tuple[str, int], ...] = ()


def select(pool: str, filters: Filters, knowledge: Knowledge) -> Found:
    """Find the records of a pool that meet every condition, dropping one condition after another if none does."""
    found = _select(pool, filters, knowledge)
    dropped: list[str] = []
    for name in DROP_ORDER:
        if found.ids:
            break
        if not getattr(filters, name) or len(filters.asked()) < 2:
            continue
        filters = without(filters, name)
        dropped.append(name)
        found = _select(pool, filters, knowledge)
    return replace(found, dropped=tuple(dropped)) if found.ids else Found((), (), found.unknown)


def without(filters: Filters, *names: str) -> Filters:
    """Give the same conditions but these."""
    kept = {name: value for name, value in filters.as_dict().items() if name not in names}
    if "country" in names:
        kept = {name: value for name, value in kept.items() if name not in ("city", "place")}
    return Filters.from_dict(kept)


def _select(pool: str, filters: Filters, knowledge: Knowledge) -> Found:
    conditions = [(n, t) for n, t in _conditions(pool, knowledge).items() if getattr(filters, n)]
    ids: list[str] = []
    unknown: dict[str, int] = {}
    for record in knowledge.of(pool):
        verdicts = {name: test(record, filters) for name, test in conditions}
        if all(verdicts.values()):
            ids.append(record.id)
        elif False not in verdicts.values():
            for name, verdict in verdicts.items():
                if verdict is None:
                    unknown[name] = unknown.get(name, 0) + 1
    if filters.city and pool in ("centre", "course"):
        near = [each for each in ids if _in_city(knowledge.records[pool, each], filters.city, knowledge)]
        ids = near or ids
    return Found(tuple(ids), (), tuple(unknown.items()))


Test = Callable[[Any, Filters], Verdict]


def _conditions(pool: str, knowledge: Knowledge) -> Mapping[str, Test]:
    return _POOLS[pool](knowledge)


def _courses(knowledge: Knowledge) -> Mapping[str, Test]:
    def rank(course: Course, filters: Filters) -> Verdict:
        return rank_fits(course, filters.rank or "", knowledge)

    def when(course: Course, filters: Filters) -> Verdict:
        if not course.sessions:
            return None
        return any(_in_time(s.start, s.end, filters) for s in course.sessions)

    return {
        "country": lambda c, f: bool(f.country.intersection(c.countries)),
        "centre": lambda c, f: c.centre in f.centre,
        "fields": lambda c, f: bool(f.fields.intersection(c.fields)),
        "mode": lambda c, f: c.mode == f.mode,
        "cost": lambda c, f: None if c.cost is None else c.cost == f.cost,
        "audience": lambda c, f: f.audience.issubset(c.audience),
        "language": lambda c, f: f.language in c.languages,
        "month": when,
        "year": when,
        "rank": rank,
        "level": lambda c, f: None if c.level is None else _level(c.level, f.level),
        "route": lambda c, f: None if c.route == "unknown" else c.route == f.route,
    }


def _level(level: str, asked: str | None) -> bool:
    return level == asked or (asked == "university" and level == "master")


def _centres(knowledge: Knowledge) -> Mapping[str, Test]:
    return {
        "country": lambda c, f: c.country in f.country,
        "kind": lambda c, f: c.type == f.kind,
        "mode": lambda c, f: f.mode != "online" or c.type == "online",
        "status": lambda c, f: (
            c.member_status in f.status or ("member" in f.status and c.member_status == "newer-member")
        ),
        "audience": lambda c, f: f.audience.issubset(c.audience),
        "language": lambda c, f: f.language in c.languages,
        "route": lambda c, f: None if c.route == "unknown" else c.route == f.route,
        "fields": lambda c, f: any(
            f.fields.intersection(course.fields) for course in knowledge.of("course") if course.centre == c.id
        ),
    }


def _jobs(knowledge: Knowledge) -> Mapping[str, Test]:
    def level(job: Job, filters: Filters) -> Verdict:
        posting = job.posting
        asked = knowledge.rank(filters.rank)
        if asked is None or posting.level_min is None or posting.level_max is None or asked.level is None:
            return None if posting.grade != filters.rank else True
        if asked.ladder.startswith("un-") and posting.grade:
            return posting.grade == asked.id
        return posting.level_min <= asked.level <= posting.level_max

    return {
        "country": lambda j, f: None if j.posting.country is None else j.posting.country in f.country,
        "fields": lambda j, f: bool(f.fields.intersection(j.posting.fields)),
        "audience": lambda j, f: (
            None if not j.posting.audience else f.audience.issubset(a.value for a in j.posting.audience)
        ),
        "language": lambda j, f: None if not j.posting.languages else f.language in j.posting.languages,
        "rank": level,
        "route": lambda j, f: None if j.posting.route is None else j.posting.route.value == f.route,
    }


def _terms(_: Knowledge) -> Mapping[str, Test]:
    return {"domain": lambda t, f: t.domain == f.domain}


_POOLS = {"course": _courses, "centre": _centres, "job": _jobs, "term": _terms}


def _in_time(start: date | None, end: date | None, filters: Filters) -> bool:
    days = [day for day in (start, end) if day is not None]
    months: set[int] = set()
    years: set[int] = set()
    for day in days:
        months.add(day.month)
        years.add(day.year)
    return (not filters.month or bool(months & filters.month)) and (not filters.year or filters.year in years)


def _in_city(record: object, city: str, knowledge: Knowledge) -> bool:
    if isinstance(record, Centre):
        return city in (record.city or "")
    if not isinstance(record, Course):
        return False
    centre = knowledge.centre(record.centre)
    return any(city in place for place in record.location.both()) or bool(
        centre and city in (centre.city or "") and not record.location.fr and record.mode != "online"
    )


def rank_fits(course: Course, asked: str, knowledge: Knowledge) -> Verdict:
    """Decide whether a rank, or a category such as "nco", may attend. No bound known: nobody knows.

    Ladders compare by level; inside the military ladder the finer order decides.
    """
    spans = _spans(asked, knowledge)
    if not spans:
        return None
    if course.rank_min is None and course.rank_max is None:
        return None
    verdicts = [_span_fits(course, low, high, knowledge) for low, high in spans if _same_people(course, low)]
    return any(verdicts) if verdicts else False


def _spans(asked: str, knowledge: Knowledge) -> list[tuple[Rank, Rank]]:
    found: list[tuple[Rank | None, Rank | None]] = []
    category = knowledge.find("audience-category", asked)
    if isinstance(category, Category):
        found = [tuple(map(knowledge.rank, category.military)), tuple(map(knowledge.rank, category.police))]  # type: ignore[list-item]
    elif asked == "junior-officer":
        found = [(knowledge.rank("sous-lieutenant"), knowledge.rank("capitaine"))]
    else:
        found = [(knowledge.rank(asked), knowledge.rank(asked))]
    return [(low, high) for low, high in found if low and high]


def _same_people(course: Course, rank: Rank) -> bool:
    wanted = {"military": "military", "police": "police"}.get(rank.ladder)
    return wanted is None or wanted in course.audience


def _span_fits(course: Course, low: Rank, high: Rank, knowledge: Knowledge) -> bool:
    first, last = knowledge.rank(course.rank_min), knowledge.rank(course.rank_max)
    return (first is None or not _below(high, first)) and (last is None or not _below(last, low))


def _below(one: Rank, other: Rank) -> bool:
    if one.ladder == other.ladder:
        return one.order < other.order
    if one.level is None or other.level is None:
        return False
    return one.level < other.level
