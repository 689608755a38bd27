"""Vacancies and sessions of courses as a person reads them: one card, a digest, a list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from babel import Locale

from bot.callbacks import encode
from bot.views.filters import Labels, describe_filter
from bot.views.message import Button, Message, escape, escape_attribute
from domain.courses import CourseInstance
from domain.deliveries import StoredPosting
from domain.digests import LINES
from domain.postings import Item, JobPosting, is_open
from domain.subscribers import Interests
from domain.vocabulary import Language
from locales import text
from locales.countries import country_name
from locales.dates import format_date, format_instant

TITLE_LIMIT = 160
SMALL_LIMIT = 120
"""Characters of a place, a filter or a source's name on a card, so that a card stays under a kilobyte."""
LISTED = 3
COPIES = 3
"""Other sources named on a card."""


def render_card(
    stored: StoredPosting,
    interests: Interests,
    labels: Labels,
    language: Language,
    zone: str,
    now: datetime,
    *,
    changes: Sequence[str] = (),
) -> Message:
    """Show one vacancy or session and the filter that let it through; `changes` names what is new since it was sent."""
    posting = stored.posting
    facts = (
        _session(posting, labels, language)
        if isinstance(posting, CourseInstance)
        else _vacancy(posting, labels, language)
    )
    lines = [
        *_changed(changes, language),
        *facts,
        _deadline(posting, language, zone, now),
        "",
        _filter(interests, labels, language),
        _source(stored, language),
    ]
    buttons = [Button(text(language, "button-open"), url=posting.url)] if posting.url else []
    buttons.append(Button(text(language, "button-my-alerts"), callback=encode("alerts")))
    return Message("\n".join(lines), (tuple(buttons),))


def render_digest(
    stored: Sequence[StoredPosting], interests: Interests, labels: Labels, language: Language, zone: str, now: datetime
) -> Message:
    """Show several vacancies and sessions in one message, ten lines at most."""
    kinds = {type(item.posting) for item in stored}
    kind = "both" if len(kinds) > 1 else "courses" if kinds == {CourseInstance} else "jobs"
    lines = [text(language, f"digest-title-{kind}", count=len(stored)), ""]
    lines += [_line(item.posting, language, zone, now) for item in stored[:LINES]]
    if len(stored) > LINES:
        lines.append(text(language, "digest-more", count=len(stored) - LINES))
    lines += ["", _filter(interests, labels, language)]
    button = Button(text(language, "button-my-alerts"), callback=encode("alerts"))
    return Message("\n".join(lines), ((button,),))


def render_list(stored: Sequence[StoredPosting], language: Language, zone: str, now: datetime) -> Message:
    """Show the vacancies open now, the first few by name."""
    if not stored:
        return Message(text(language, "jobs-none"), (_alert_button(language),))
    lines = [text(language, "jobs-title", count=len(stored)), ""]
    lines += [_line(item.posting, language, zone, now) for item in stored[:LINES]]
    if len(stored) > LINES:
        lines += ["", text(language, "jobs-more", count=len(stored) - LINES)]
    return Message("\n".join(lines), (_alert_button(language),))


def render_sessions(stored: Sequence[StoredPosting], language: Language, zone: str, now: datetime) -> Message:
    """Show the sessions of courses to come, the next first."""
    lines = [text(language, "sessions-title", count=len(stored)), ""]
    lines += [_line(item.posting, language, zone, now) for item in stored[:LINES]]
    if len(stored) > LINES:
        lines += ["", text(language, "sessions-more", count=len(stored) - LINES)]
    return Message("\n".join(lines), (_alert_button(language),))


def render_matches(stored: Sequence[StoredPosting], language: Language, zone: str, now: datetime) -> list[str]:
    """Show the first few of what fits a filter, a line each."""
    return [_line(item.posting, language, zone, now) for item in stored[:LISTED]]


def _alert_button(language: Language) -> tuple[Button, ...]:
    return (Button(text(language, "button-add-alert"), callback=encode("alert", "new")),)


def _vacancy(posting: JobPosting, labels: Labels, language: Language) -> list[str]:
    parts = [posting.grade, _field(posting, labels, language), _place(posting, language)]
    return [
        _head("🟦", parts, posting.organisation or text(language, "card-un")),
        f"<b>{escape(_short(posting.title))}</b>",
        "",
        text(language, f"card-route-{posting.route.value if posting.route else 'unknown'}"),
        *_languages(posting.languages, posting.languages_asset, language),
    ]


def _session(course: CourseInstance, labels: Labels, language: Language) -> list[str]:
    centre = _short(labels.centre(course.centre, language), SMALL_LIMIT) if course.centre else None
    parts = [text(language, "card-course"), _field(course, labels, language), _place(course, language)]
    lines = [_head("🎓", parts, ""), f"<b>{escape(_short(course.title))}</b>"]
    if centre:
        lines.append(escape(centre))
    days = format_days(course, language)
    mode = text(language, f"card-mode-{course.mode}") if course.mode else None
    when = " · ".join(part for part in (days and text(language, "card-days", days=days), mode) if part)
    route = [text(language, f"card-enrol-{course.route.value}")] if course.route else []
    return [*lines, "", *([when] if when else []), *route, *_languages(course.languages, (), language)]


def format_days(course: CourseInstance, language: Language) -> str | None:
    """Say from when to when a session lasts, « du 12 janvier 2027 au 16 janvier 2027 »."""
    start, end = (_day(moment) for moment in (course.start, course.end))
    if start is None:
        return None
    if end is None or end == start:
        return format_date(start, language)
    return text(language, "days", start=format_date(start, language), end=format_date(end, language))


def _day(moment: date | datetime | None) -> date | None:
    return moment.astimezone(UTC).date() if isinstance(moment, datetime) else moment


def _changed(changes: Sequence[str], language: Language) -> list[str]:
    told = [text(language, f"card-change-{name}") for name in changes if name != "status"]
    return [text(language, "card-changed", what=", ".join(told))] if told else []


def _head(sign: str, parts: Sequence[str | None], otherwise: str) -> str:
    return f"{sign} " + escape(" · ".join(part for part in parts if part) or _short(otherwise, SMALL_LIMIT))


def _field(posting: Item, labels: Labels, language: Language) -> str | None:
    return labels.field(posting.fields[0], language) if posting.fields else None


def _source(stored: StoredPosting, language: Language) -> str:
    """Name the source, and with links the others in which the same vacancy stands."""
    words = text(language, "card-source", source=escape(_short(stored.source, SMALL_LIMIT)))
    others = ", ".join(
        f'<a href="{escape_attribute(copy.url)}">{escape(_short(copy.source, 40))}</a>'
        for copy in stored.copies[:COPIES]
    )
    return _small(f"{words} · {text(language, 'card-also', sources=others)}" if others else words)


def _filter(interests: Interests, labels: Labels, language: Language) -> str:
    name = _short(describe_filter(interests, labels, language), SMALL_LIMIT)
    return _small(text(language, "card-filter", filter=escape(name)))


def _place(posting: Item, language: Language) -> str | None:
    country = country_name(posting.country, language) if posting.country else None
    place = ", ".join(part for part in (posting.city, country) if part)
    return _short(place, SMALL_LIMIT) or None


def _languages(required: Sequence[str], asset: Sequence[str], language: Language) -> list[str]:
    names = Locale(language.value).languages
    said = [
        text(language, f"card-language-{kind}", language=names.get(code, code))
        for kind, codes in (("required", required), ("asset", asset))
        for code in codes
    ]
    return [text(language, "card-languages", languages=" · ".join(said))] if said else []


def _deadline(posting: Item, language: Language, zone: str, now: datetime) -> str:
    kind = "enrol" if isinstance(posting, CourseInstance) else "card"
    if not is_open(posting, now):
        return text(language, f"{kind}-closed")
    if posting.deadline is None:
        return text(language, f"{kind}-deadline-unknown")
    told = f'<tg-time unix="{int(posting.deadline.timestamp())}" format="Dt">{{}}</tg-time>'.format(
        escape(f"{format_instant(posting.deadline, language, zone)} ({zone})")
    )
    return text(language, f"{kind}-deadline", deadline=told, days=_days(posting.deadline, zone, now))


def _line(posting: Item, language: Language, zone: str, now: datetime) -> str:
    title = escape(_short(posting.title, 80))
    words = [f'<a href="{escape_attribute(posting.url)}">{title}</a>' if posting.url else title]
    if isinstance(posting, JobPosting) and posting.grade and not _says(posting.title, posting.grade):
        words.insert(0, escape(posting.grade))
    if place := _place(posting, language):
        words.append(escape(place))
    if isinstance(posting, CourseInstance) and (days := format_days(posting, language)):
        words.append(days)
    elif posting.deadline:
        words.append(text(language, "digest-days", days=_days(posting.deadline, zone, now)))
    return ("🎓 " if isinstance(posting, CourseInstance) else "• ") + " · ".join(words)


def _says(title: str, grade: str) -> bool:
    return grade.replace("-", "") in title.replace("-", "").replace(" ", "")


def _days(deadline: datetime, zone: str, now: datetime) -> int:
    """Count the days to the deadline on the reader's own calendar."""
    local = ZoneInfo(zone)
    return (deadline.astimezone(local).date() - now.astimezone(local).date()).days


def _short(title: str, limit: int = TITLE_LIMIT) -> str:
    return title if len(title) <= limit else title[: limit - 1].rstrip() + "…"


def _small(words: str) -> str:
    return f"<i>{words}</i>"
