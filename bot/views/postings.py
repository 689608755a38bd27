"""Vacancies and sessions of courses as a person reads them: one card, a digest, a list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel import Locale

from bot.callbacks import encode
from bot.views.filters import Labels, describe_filter
from bot.views.message import Button, Message, escape, escape_attribute
from bot.views.posting_buttons import alerts_button, card_buttons, light_buttons
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
SOON = timedelta(days=7)
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
    filter_id: int | None = None,
) -> Message:
    """Show one vacancy or session and the filter that let it through; `changes` names what is new since it was sent.

    What is closed keeps no button but the one to the person's alerts.
    """
    posting = stored.posting
    facts = (
        _session(posting, labels, language)
        if isinstance(posting, CourseInstance)
        else _vacancy(posting, labels, language)
    )
    lines = [
        *told_changes(changes, language),
        *facts,
        deadline_line(posting, language, zone, now),
        "",
        _filter(interests, labels, language),
        _source(stored, language),
    ]
    buttons = card_buttons(stored, filter_id, language) if is_open(posting, now) else ((alerts_button(language),),)
    return Message("\n".join(lines), buttons)


def render_light(
    stored: StoredPosting, language: Language, zone: str, now: datetime, filter_id: int | None = None
) -> Message:
    """Show one vacancy or session by its title, for a slow link; the card is a tap away."""
    return Message(short_line(stored.posting, language, zone, now), light_buttons(stored, filter_id, language))


def render_digest(
    stored: Sequence[StoredPosting],
    interests: Interests,
    labels: Labels,
    language: Language,
    zone: str,
    now: datetime,
    start: int = 0,
) -> Message:
    """Show several vacancies and sessions in one message, ten lines from `start` on; the rest is a tap away."""
    kinds = {type(item.posting) for item in stored}
    kind = "both" if len(kinds) > 1 else "courses" if kinds == {CourseInstance} else "jobs"
    lines = [text(language, f"digest-title-{kind}", count=len(stored))]
    if ending := sum(1 for item in stored if _ends_soon(item.posting, now)):
        lines.append(text(language, "digest-ending", count=ending))
    lines.append("")
    lines += [short_line(item.posting, language, zone, now) for item in stored[start : start + LINES]]
    lines += ["", _filter(interests, labels, language)]
    return Message("\n".join(lines), (*_pages(start, len(stored), language), (alerts_button(language),)))


def _ends_soon(posting: Item, now: datetime) -> bool:
    return posting.deadline is not None and now <= posting.deadline <= now + SOON


def _pages(start: int, count: int, language: Language) -> tuple[tuple[Button, ...], ...]:
    """Offer the lines before and after."""
    turns = []
    if start:
        turns.append(Button(text(language, "button-previous"), callback=encode("digest", max(0, start - LINES))))
    if start + LINES < count:
        words = text(language, "button-next-of", first=start + LINES + 1, count=count)
        turns.append(Button(words, callback=encode("digest", start + LINES)))
    return (tuple(turns),) if turns else ()


def render_list(stored: Sequence[StoredPosting], language: Language, zone: str, now: datetime) -> Message:
    """Show the vacancies open now, the first few by name."""
    if not stored:
        return Message(text(language, "jobs-none"), (_alert_button(language),))
    lines = [text(language, "jobs-title", count=len(stored)), ""]
    lines += [short_line(item.posting, language, zone, now) for item in stored[:LINES]]
    if len(stored) > LINES:
        lines += ["", text(language, "jobs-more", count=len(stored) - LINES)]
    return Message("\n".join(lines), (_alert_button(language),))


def render_sessions(stored: Sequence[StoredPosting], language: Language, zone: str, now: datetime) -> Message:
    """Show the sessions of courses to come, the next first."""
    lines = [text(language, "sessions-title", count=len(stored)), ""]
    lines += [short_line(item.posting, language, zone, now) for item in stored[:LINES]]
    if len(stored) > LINES:
        lines += ["", text(language, "sessions-more", count=len(stored) - LINES)]
    return Message("\n".join(lines), (_alert_button(language),))


def render_matches(stored: Sequence[StoredPosting], language: Language, zone: str, now: datetime) -> list[str]:
    """Show the first few of what fits a filter, a line each."""
    return [short_line(item.posting, language, zone, now) for item in stored[:LISTED]]


def _alert_button(language: Language) -> tuple[Button, ...]:
    return (Button(text(language, "button-add-alert"), callback=encode("alert", "new")),)


def _vacancy(posting: JobPosting, labels: Labels, language: Language) -> list[str]:
    parts = [posting.grade, _field(posting, labels, language), _place(posting, language)]
    return [
        _head("🟦", parts, posting.organisation or text(language, "card-un")),
        f"<b>{escape(_short(posting.title))}</b>",
        "",
        *route_line(posting, language),
        *_languages(posting.languages, posting.languages_asset, language),
    ]


def _session(course: CourseInstance, labels: Labels, language: Language) -> list[str]:
    centre = _short(labels.centre(course.centre, language), SMALL_LIMIT) if course.centre else None
    parts = [text(language, "card-course"), _field(course, labels, language), _place(course, language)]
    lines = [_head("🎓", parts, ""), f"<b>{escape(_short(course.title))}</b>"]
    if centre:
        lines.append(escape(centre))
    about = (*session_line(course, language), *route_line(course, language))
    return [*lines, "", *about, *_languages(course.languages, (), language)]


def session_line(posting: Item, language: Language) -> list[str]:
    """Say when and in which form a session is held; nothing for a vacancy."""
    if not isinstance(posting, CourseInstance):
        return []
    days = format_days(posting, language)
    mode = text(language, f"card-mode-{posting.mode}") if posting.mode else None
    when = " · ".join(part for part in (days and text(language, "card-days", days=days), mode) if part)
    return [when] if when else []


def route_line(posting: Item, language: Language) -> list[str]:
    """Say in words how to apply or register; that it is not known is said of a vacancy only."""
    if isinstance(posting, CourseInstance):
        return [text(language, f"card-enrol-{posting.route.value}")] if posting.route else []
    return [text(language, f"card-route-{posting.route.value if posting.route else 'unknown'}")]


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


def told_changes(changes: Sequence[str], language: Language) -> list[str]:
    """Say what is new since it was sent; that it closed is said by its deadline."""
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


def deadline_line(posting: Item, language: Language, zone: str, now: datetime) -> str:
    """Say until when; the reader's phone shows it in its own zone."""
    kind = "enrol" if isinstance(posting, CourseInstance) else "card"
    if not is_open(posting, now):
        return text(language, f"{kind}-closed")
    if posting.deadline is None:
        return text(language, f"{kind}-deadline-unknown")
    told = f'<tg-time unix="{int(posting.deadline.timestamp())}" format="Dt">{{}}</tg-time>'.format(
        escape(f"{format_instant(posting.deadline, language, zone)} ({zone})")
    )
    return text(language, f"{kind}-deadline", deadline=told, days=_days(posting.deadline, zone, now))


def short_line(posting: Item, language: Language, zone: str, now: datetime) -> str:
    """Show a vacancy or a session in one line: grade, title, place, when."""
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
