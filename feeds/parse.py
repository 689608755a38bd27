"""Bytes to postings and courses: detect the format, take the entries apart, understand each.

Pure and synchronous; `feeds.pool` runs it elsewhere, with a time limit.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from domain.classification import Understanding, understand, understand_course
from domain.classification.deadlines import end_of_day
from domain.courses import CourseInstance
from domain.errors import ParseError
from domain.postings import Item, JobPosting
from domain.taxonomy import Taxonomy
from feeds.dates import read_deadline
from feeds.documents import Document, receive
from feeds.facts import COURSES, Dialect, Facts, PageRequest, SourceInfo
from feeds.identity import clean_link, hashed_identity, link_identity
from feeds.sources import dialects
from feeds.text import clean_title, plain, shorten, summarise

__all__ = [
    "AUTO",
    "FORMATS",
    "Item",
    "PageRequest",
    "Parsed",
    "SourceInfo",
    "detect",
    "parse",
    "parse_page",
    "without_repeats",
]

logger = logging.getLogger(__name__)

AUTO = "auto"
FORMATS = frozenset(name for dialect in dialects() for name in (dialect.name, *dialect.families))
"""Every format that `parse` accepts beside `auto`."""
_BAD_ENTRY = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)
"""What an odd entry may raise; anything else is our own fault and is heard."""


def detect(body: bytes, content_type: str | None = None) -> str:
    """Name the format of a document, or raise `ParseError` saying what it is instead."""
    return _dialect(receive(body, content_type), AUTO).name


@dataclass(frozen=True, slots=True)
class Parsed:
    """One document understood.

    `format` is the dialect that read it. `following` is the next page of the listing, `total` how many entries the
    site says there are on all pages, `fresh_for` the seconds for which the document itself asks to be left alone, and
    `title` what it calls itself; each None when it says nothing.
    """

    items: tuple[Item, ...]
    format: str
    following: PageRequest | None = None
    total: int | None = None
    fresh_for: float | None = None
    title: str | None = None


def parse(
    body: bytes,
    format: str,  # noqa: A002  # the word of the public interface
    taxonomy: Taxonomy,
    source: SourceInfo | None = None,
    *,
    now: datetime | None = None,
) -> list[Item]:
    """Read a document whole, in its own order; raise `ParseError`, one clear line, when it cannot be trusted whole.

    A general format (`rss`, `atom`, `rdf`, `auto`) finds its dialect by namespaces and links. An entry that cannot be
    understood is logged and left out; its neighbours stay. `now` bounds which dates are believed.
    """
    return list(parse_page(body, format, taxonomy, source, now=now).items)


def parse_page(
    body: bytes,
    format: str,  # noqa: A002  # the word of the public interface
    taxonomy: Taxonomy,
    source: SourceInfo | None = None,
    *,
    asked: PageRequest | None = None,
    now: datetime | None = None,
) -> Parsed:
    """Read one page of a listing as `parse` does; `asked` is the request that it answers."""
    source = source or SourceInfo()
    now = now or datetime.now(UTC)
    document = receive(body, source.content_type, now)
    dialect = _dialect(document, format)
    facts = list(dialect.read(document, source))
    items = list(_understood(_with_identities(facts, source), taxonomy, source, now))
    if facts and not items:
        raise ParseError(f"none of the {len(facts)} entries could be understood")
    following = dialect.following(document, asked) if asked and facts else None
    total, title = dialect.total(document), clean_title(document.title or "") or None
    return Parsed(without_repeats(items), dialect.name, following, total, document.fresh_for, title)


def _dialect(document: Document, format: str) -> Dialect[Any]:  # noqa: A002
    candidates = [d for d in dialects() if format in (AUTO, d.name, *d.families)]
    if not candidates:
        raise ParseError(f"unknown format {shorten(format, 40)!r}; known are {', '.join(sorted(FORMATS))}")
    for dialect in candidates:
        if isinstance(document, dialect.reads) and (dialect.name == format or dialect.recognises(document)):
            return dialect
    expected = "a feed" if format == AUTO else format
    raise ParseError(f"{document.described} stands where {expected} should be")


def _with_identities(facts: list[Facts], source: SourceInfo) -> Iterable[tuple[Facts, str | None, str | None]]:
    """Pair each entry with its identity, if it has one, and its link.

    A link that entries share (a listing page) tells nothing, nor does a shared guid.
    """
    links = [clean_link(f.url, source.url) for f in facts]
    shared = Counter(link_identity(link) for link in links if link)
    guids = Counter(f.guid for f in facts)
    for f, link in zip(facts, links, strict=True):
        identity = f.identity
        if identity is None and link and shared[link_identity(link)] == 1:
            identity = link_identity(link)
        elif identity is None and f.guid and guids[f.guid] == 1:
            guid_link = clean_link(f.guid)
            identity = link_identity(guid_link) if guid_link else f"guid:{f.guid}"
        yield f, identity, link


def _understood(
    entries: Iterable[tuple[Facts, str | None, str | None]], taxonomy: Taxonomy, source: SourceInfo, now: datetime
) -> Iterable[Item]:
    for number, (facts, identity, link) in enumerate(entries, 1):
        try:
            item = _item(facts, identity, link, taxonomy, source, now)
        except _BAD_ENTRY as error:
            logger.warning(
                "entry left out",
                extra={"action": "entry_bad", "source": source.id, "entry": number, "error": type(error).__name__},
            )
            continue
        if item:
            yield item


def _item(
    facts: Facts, identity: str | None, link: str | None, taxonomy: Taxonomy, source: SourceInfo, now: datetime
) -> Item | None:
    body = plain(facts.body)
    title = clean_title(facts.title) or shorten(" ".join(body.split()), 80)
    if not title:
        return None
    if facts.kind == COURSES:
        found = understand_course(title, body, facts.hints, taxonomy)
    else:
        found = understand(title, body, facts.hints, taxonomy)
    deadline = _deadline(facts, found, taxonomy, source, now)
    when = facts.start if facts.kind == COURSES else deadline
    identity = identity or hashed_identity(source.id, title, (found.country, found.city), when)
    summary = summarise(plain(facts.summary) if facts.summary is not None else body)
    if facts.kind == COURSES:
        return _course(facts, identity, link, title, found, deadline, summary, taxonomy, source)
    return _posting(facts, identity, link, title, found, deadline, summary, source)


def _posting(
    facts: Facts,
    identity: str,
    link: str | None,
    title: str,
    found: Understanding,
    deadline: datetime | None,
    summary: str | None,
    source: SourceInfo,
) -> JobPosting:
    return JobPosting(
        identity=identity,
        title=title,
        url=link,
        organisation=clean_title(facts.organisation or source.publisher or "") or None,
        grade=found.grade,
        level_min=found.level_min,
        level_max=found.level_max,
        fields=found.fields,
        audience=found.audience,
        country=found.country,
        city=found.city,
        languages=found.languages,
        languages_asset=found.languages_asset,
        route=found.route,
        contract=found.contract,
        published=facts.published,
        deadline=deadline,
        status=found.status,
        summary=summary,
    )


def _course(
    facts: Facts,
    identity: str,
    link: str | None,
    title: str,
    found: Understanding,
    deadline: datetime | None,
    summary: str | None,
    taxonomy: Taxonomy,
    source: SourceInfo,
) -> CourseInstance:
    name = clean_title(facts.organisation or source.publisher or "")
    centre = next(filter(None, map(taxonomy.centre, (name, *facts.hosts))), None)
    zone = facts.timezone or found.timezone or source.timezone
    start, end = _moment(facts.start, zone), _moment(facts.end, zone)
    return CourseInstance(
        identity=identity,
        title=title,
        url=link,
        start=start,
        end=end if start is None or end is None or _day(start) <= _day(end) else None,
        centre=centre.id if centre else name or None,
        mode=found.mode,
        fields=found.fields,
        audience=found.audience,
        country=found.country,
        city=found.city,
        languages=found.languages,
        route=found.route or (centre.route if centre else None),
        published=facts.published,
        deadline=deadline,
        status=found.course_status,
        summary=summary,
    )


def _deadline(
    facts: Facts, found: Understanding, taxonomy: Taxonomy, source: SourceInfo, now: datetime
) -> datetime | None:
    """Give the last instant to apply. A day ends in the zone its words name, else the format's, the place's, UTC."""
    zone = facts.timezone or found.timezone or source.timezone
    match facts.deadline:
        case datetime(tzinfo=None) as local:
            return local.replace(tzinfo=ZoneInfo(zone or "UTC")).astimezone(UTC)
        case datetime() as instant:
            return instant.astimezone(UTC)
        case date() as day:
            return end_of_day(day, zone)
        case str() as words if written := read_deadline(words, taxonomy.places, now):
            local = datetime.combine(written.day, written.clock, ZoneInfo(written.timezone or zone or "UTC"))
            return local.astimezone(UTC)
    return None


def _moment(moment: date | datetime | None, zone: str | None) -> date | datetime | None:
    """Give a day as it is and hours as an aware UTC instant; hours that may be anyone's leave the day alone."""
    match moment:
        case datetime(tzinfo=None) as local:
            return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) if zone else local.date()
        case datetime() as instant:
            return instant.astimezone(UTC)
    return moment


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def without_repeats(items: Iterable[Item]) -> tuple[Item, ...]:
    """Keep one item an identity, the one published last, in the place of the first: no flip-flop between copies."""
    kept: dict[str, Item] = {}
    for item in items:
        before = kept.get(item.identity)
        if before is None or _age(item) > _age(before):
            kept[item.identity] = item
    return tuple(kept.values())


def _age(item: Item) -> tuple[float, str]:
    return (item.published.timestamp() if item.published else 0.0, item.title)
