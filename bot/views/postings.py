"""Vacancies as a person reads them: one card, a digest, a list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from babel import Locale

from bot.callbacks import encode
from bot.views.filters import Labels, describe_filter
from bot.views.message import Button, Message, escape, escape_attribute
from domain.deliveries import StoredPosting
from domain.digests import LINES
from domain.postings import JobPosting, is_open
from domain.subscribers import Interests
from domain.vocabulary import Language
from locales import text
from locales.countries import country_name
from locales.dates import format_instant

TITLE_LIMIT = 160
SMALL_LIMIT = 120
"""Characters of a place, a filter or a source's name on a card, so that a card stays under a kilobyte."""
LISTED = 5


def render_card(
    stored: StoredPosting, interests: Interests, labels: Labels, language: Language, zone: str, now: datetime
) -> Message:
    """Show one vacancy and the filter that let it through."""
    posting = stored.posting
    lines = [
        _head(posting, labels, language),
        f"<b>{escape(_short(posting.title))}</b>",
        "",
        text(language, f"card-route-{posting.route.value if posting.route else 'unknown'}"),
        *_languages(posting, language),
        _deadline(posting, language, zone, now),
        "",
        _filter(interests, labels, language),
        _small(text(language, "card-source", source=escape(_short(stored.source, SMALL_LIMIT)))),
    ]
    buttons = [Button(text(language, "button-open"), url=posting.url)] if posting.url else []
    buttons.append(Button(text(language, "button-my-alerts"), callback=encode("alerts")))
    return Message("\n".join(lines), (tuple(buttons),))


def render_digest(
    stored: Sequence[StoredPosting], interests: Interests, labels: Labels, language: Language, zone: str, now: datetime
) -> Message:
    """Show several vacancies in one message, ten lines at most."""
    lines = [text(language, "digest-title", count=len(stored)), ""]
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


def render_matches(stored: Sequence[StoredPosting], language: Language, zone: str, now: datetime) -> str:
    """Show what matches a filter that was just saved."""
    lines = [text(language, "alert-saved-now", count=len(stored))]
    return "\n".join(lines + [_line(item.posting, language, zone, now) for item in stored[:LISTED]])


def _alert_button(language: Language) -> tuple[Button, ...]:
    return (Button(text(language, "button-add-alert"), callback=encode("alert", "new")),)


def _head(posting: JobPosting, labels: Labels, language: Language) -> str:
    parts = [
        posting.grade,
        labels.field(posting.fields[0], language) if posting.fields else None,
        _place(posting, language),
    ]
    return "🟦 " + escape(
        " · ".join(part for part in parts if part)
        or _short(posting.organisation or text(language, "card-un"), SMALL_LIMIT)
    )


def _filter(interests: Interests, labels: Labels, language: Language) -> str:
    name = _short(describe_filter(interests, labels, language), SMALL_LIMIT)
    return _small(text(language, "card-filter", filter=escape(name)))


def _place(posting: JobPosting, language: Language) -> str | None:
    country = country_name(posting.country, language) if posting.country else None
    place = ", ".join(part for part in (posting.city, country) if part)
    return _short(place, SMALL_LIMIT) or None


def _languages(posting: JobPosting, language: Language) -> list[str]:
    names = Locale(language.value).languages
    said = [
        text(language, f"card-language-{kind}", language=names.get(code, code))
        for kind, codes in (("required", posting.languages), ("asset", posting.languages_asset))
        for code in codes
    ]
    return [text(language, "card-languages", languages=" · ".join(said))] if said else []


def _deadline(posting: JobPosting, language: Language, zone: str, now: datetime) -> str:
    if not is_open(posting, now):
        return text(language, "card-closed")
    if posting.deadline is None:
        return text(language, "card-deadline-unknown")
    told = f'<tg-time unix="{int(posting.deadline.timestamp())}" format="Dt">{{}}</tg-time>'.format(
        escape(f"{format_instant(posting.deadline, language, zone)} ({zone})")
    )
    return text(language, "card-deadline", deadline=told, days=_days(posting, zone, now))


def _line(posting: JobPosting, language: Language, zone: str, now: datetime) -> str:
    title = escape(_short(posting.title, 80))
    words = [f'<a href="{escape_attribute(posting.url)}">{title}</a>' if posting.url else title]
    if posting.grade and posting.grade.replace("-", "") not in posting.title.replace("-", "").replace(" ", ""):
        words.insert(0, escape(posting.grade))
    if place := _place(posting, language):
        words.append(escape(place))
    if posting.deadline:
        words.append(text(language, "digest-days", days=_days(posting, zone, now)))
    return "• " + " · ".join(words)


def _days(posting: JobPosting, zone: str, now: datetime) -> int:
    """Count the days to the deadline on the reader's own calendar."""
    assert posting.deadline is not None  # noqa: S101 - both callers have looked
    local = ZoneInfo(zone)
    return (posting.deadline.astimezone(local).date() - now.astimezone(local).date()).days


def _short(title: str, limit: int = TITLE_LIMIT) -> str:
    return title if len(title) <= limit else title[: limit - 1].rstrip() + "…"


def _small(words: str) -> str:
    return f"<i>{words}</i>"
