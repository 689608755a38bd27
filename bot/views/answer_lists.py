"""Lists: how many, under which conditions, the first ones, and what is left out because nobody knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from babel import Locale

from bot.callbacks import LIMIT, encode
from bot.views.answer_cards import Desk
from bot.views.answer_parts import languages, record_button, short, title
from bot.views.answer_queries import pack
from bot.views.message import Button, Message, escape
from domain.answering.answers import Answer, Filters
from domain.knowledge import Category, Course, Speciality
from domain.vocabulary import Language
from locales.countries import country_name
from locales.dates import format_date

PAGE = 10
LINE = 110
NARROW = 60
PLURALS = {"course": "courses", "centre": "centres", "term": "terms", "job": "jobs"}


@dataclass(frozen=True, slots=True)
class Listing:
    """A list to show: the whole set, its conditions and where the page begins."""

    pool: str
    ids: tuple[str, ...]
    filters: Filters
    dropped: tuple[str, ...] = ()
    unknown: tuple[tuple[str, int], ...] = ()
    start: int = 0


def listing_of(answer: Answer) -> Listing:
    """Take from an answer what its list needs."""
    pool = answer.type.record_kind or "course"
    return Listing(pool, answer.ids, answer.filters, answer.dropped, answer.unknown)


def render_listing(listing: Listing, desk: Desk) -> Message:
    """Show one page of a list."""
    page = listing.ids[listing.start : listing.start + PAGE]
    lines: list[str] = []
    if listing.dropped:
        dropped = ", ".join(_condition(name, listing.filters, desk) for name in listing.dropped)
        lines.append(desk("list-relaxed", dropped=escape(dropped)))
    count = desk(f"list-{PLURALS[listing.pool]}", count=len(listing.ids))
    conditions = describe(listing.filters, listing.dropped, desk)
    lines.append(desk("list-head", count=count, filters=escape(conditions)) if conditions else f"<b>{count}</b>")
    lines += [f"• {_line(listing.pool, id, desk)}" for id in page]  # noqa: A001
    if len(listing.ids) > PAGE:
        last = listing.start + len(page)
        lines.append(desk("list-page", first=listing.start + 1, last=last, total=len(listing.ids)))
    notes = _notes(listing, desk)
    lines += ["", *notes] if notes else []
    return Message("\n".join(lines), _buttons(listing, page, desk))


def _line(pool: str, id: str, desk: Desk) -> str:  # noqa: A002
    words = escape(short(title((pool, id), desk.knowledge, desk.language), LINE))
    record = desk.knowledge.find(pool, id)
    if isinstance(record, Course):
        centre = desk.knowledge.centre(record.centre)
        where = centre.acronym if centre and centre.acronym else None
        words += f" · {escape(where)}" if where else ""
        if record.last_session:
            words += f" · <i>{desk('last-held-short', date=format_date(record.last_session, desk.language))}</i>"
        if record.confidence == "general-knowledge":
            words += f" ({desk('indicative')})"
    return words


def _notes(listing: Listing, desk: Desk) -> list[str]:
    notes = []
    filters = listing.filters
    if listing.pool == "course" and (filters.month or filters.year) and "month" not in listing.dropped:
        notes.append(desk("list-history"))
    if listing.pool == "centre" and filters.kind:
        notes.append(desk("list-indicative-kind"))
    if filters.rank and listing.pool in ("course", "job"):
        notes.append(desk("list-indicative-rank"))
    said: set[str] = set()
    for name, count in listing.unknown:
        words = (
            desk(f"list-unknown-{name}", count=count)
            if name in ("cost", "rank", "month", "year", "level", "route")
            else ""
        )
        if words and words not in said:
            notes.append(words)
            said.add(words)
    return [f"<i>{note}</i>" for note in notes]


def _buttons(listing: Listing, page: tuple[str, ...], desk: Desk) -> tuple[tuple[Button, ...], ...]:
    found = [(record_button((listing.pool, id), desk.knowledge, desk.language),) for id in page[:5]]  # noqa: A001
    following = listing.start + PAGE
    packed = pack(listing.filters, listing.dropped)
    if following < len(listing.ids) and packed is not None:
        arguments = ("more", listing.pool, following, desk.language.value, packed)
        if len(":".join(("v1", *map(str, arguments))).encode()) <= LIMIT:
            found.append((Button(desk("button-more"), callback=encode(*arguments)),))
    return tuple(found)


def describe(filters: Filters, without: tuple[str, ...], desk: Desk) -> str:
    """Say the conditions of a list in words."""
    return " · ".join(
        words for name in filters.asked() if name not in without and (words := _condition(name, filters, desk))
    )


def _condition(name: str, filters: Filters, desk: Desk) -> str:
    return _CONDITIONS[name](filters, desk)


def _place(filters: Filters, language: Language) -> str:
    if filters.city:
        return filters.city
    names = sorted(country_name(code, language) for code in filters.country)
    return ", ".join(names[:3]) + ("…" if len(names) > 3 else "")


def _rank(asked: str, desk: Desk) -> str:
    rank = desk.knowledge.rank(asked)
    if rank:
        return rank.id if rank.ladder.startswith("un-") else rank.names[desk.language]
    category = desk.knowledge.find("audience-category", asked)
    return category.names.best(desk.language) if isinstance(category, Category) else desk("rank-junior-officer")


def _centres(filters: Filters, desk: Desk) -> str:
    titles = (title(("centre", each), desk.knowledge, desk.language) for each in sorted(filters.centre))
    return ", ".join(short(words, NARROW) for words in titles)


def _fields(filters: Filters, desk: Desk) -> str:
    found = [desk.knowledge.find("field", slug) for slug in sorted(filters.fields)]
    return ", ".join(field.labels.best(desk.language) for field in found if isinstance(field, Speciality))


def _months(filters: Filters, desk: Desk) -> str:
    names = Locale(desk.language.value).months["stand-alone"]["wide"]
    return ", ".join(names[month] for month in sorted(filters.month))


_CONDITIONS: Mapping[str, Callable[[Filters, Desk], str]] = {
    "country": lambda f, desk: _place(f, desk.language),
    "centre": _centres,
    "fields": _fields,
    "mode": lambda f, desk: desk(f"mode-{f.mode}"),
    "cost": lambda f, desk: desk(f"filter-cost-{f.cost}"),
    "audience": lambda f, desk: ", ".join(desk(f"audience-{who}") for who in sorted(f.audience)),
    "language": lambda f, desk: languages((f.language or "",), desk.language),
    "month": _months,
    "year": lambda f, _: str(f.year),
    "rank": lambda f, desk: _rank(f.rank or "", desk),
    "level": lambda f, desk: desk("filter-level", level=desk(f"level-{f.level}")),
    "kind": lambda f, desk: desk(f"filter-kind-{f.kind}"),
    "status": lambda f, desk: ", ".join(desk(f"status-{status}") for status in sorted(f.status)),
    "route": lambda f, desk: desk(f"filter-route-{f.route}"),
    "domain": lambda f, desk: desk(f"domain-{f.domain}"),
}
