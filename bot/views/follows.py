"""What a person follows: the list, one entry, reminders, and what changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.callbacks import encode
from bot.views.message import Button, Message, escape
from bot.views.posting_buttons import calendar_button, open_button, unfollow_button
from bot.views.postings import deadline_line, route_line, session_line, short_line, told_changes
from domain.deliveries import StoredPosting
from domain.follows import Followed, days_left
from domain.postings import is_open
from domain.vocabulary import Language
from locales import text
from locales.dates import format_instant

PAGE = 8


def render_followed(
    found: Sequence[Followed], start: int, language: Language, zone: str, now: datetime, *, calendar: bool
) -> Message:
    """List what is followed, a page at a time, each with a button to look closer."""
    if not found:
        return Message(text(language, "followed-none"))
    shown = found[start : start + PAGE]
    lines = [text(language, "followed-title", count=len(found)), ""]
    for number, item in enumerate(shown, start + 1):
        lines.append(f"{number}. {_line(item, language, zone, now)}")
    picks = [
        Button(str(number), callback=encode("followed", "item", item.stored.id))
        for number, item in enumerate(shown, start + 1)
    ]
    rows = [tuple(picks[at : at + 4]) for at in range(0, len(picks), 4)]
    turns = []
    if start:
        turns.append(Button(text(language, "button-previous"), callback=encode("followed", "page", start - PAGE)))
    if start + PAGE < len(found):
        turns.append(Button(text(language, "button-next"), callback=encode("followed", "page", start + PAGE)))
    everything = [Button(text(language, "button-ics-all"), callback=encode("ics", "all"))]
    if calendar:
        everything.append(Button(text(language, "button-calendar"), callback=encode("calendar", "show")))
    return Message("\n".join(lines), (*rows, *([tuple(turns)] if turns else []), tuple(everything)))


def render_item(item: Followed, language: Language, zone: str, now: datetime) -> Message:
    """Show one posting that is followed, with what can be set."""
    stored = item.stored
    lines = [
        f"<b>{escape(stored.posting.title[:160])}</b>",
        *session_line(stored.posting, language),
        deadline_line(stored.posting, language, zone, now),
        *_own(item, language, zone),
        text(language, "followed-reminders", days=_days(item.days, language), count=len(item.days)),
    ]
    own = "button-own-deadline-off" if item.own_deadline else "button-own-deadline"
    rows = (
        (*open_button(stored.posting, language), *calendar_button(stored, language)),
        (
            Button(text(language, "button-reminders"), callback=encode("followed", "days", stored.id)),
            Button(text(language, own), callback=encode("followed", "own", stored.id)),
        ),
        (
            unfollow_button(stored, language),
            Button(text(language, "button-back"), callback=encode("followed", "page", 0)),
        ),
    )
    return Message("\n".join(lines), tuple(row for row in rows if row))


def render_reminder(stored: StoredPosting, ends_at: datetime, language: Language, zone: str, now: datetime) -> Message:
    """Remind of a deadline while there is time."""
    days = days_left(ends_at, zone, now)
    lines = [
        text(language, "reminder-title", days=days),
        short_line(stored.posting, language, zone, now),
        "",
        *route_line(stored.posting, language),
        text(language, "reminder-until", until=format_instant(ends_at, language, zone)),
    ]
    rows = (
        (*open_button(stored.posting, language), *calendar_button(stored, language)),
        (unfollow_button(stored, language),),
    )
    return Message("\n".join(lines), tuple(row for row in rows if row))


def render_change(
    stored: StoredPosting, changes: Sequence[str], language: Language, zone: str, now: datetime
) -> Message:
    """Tell who follows a posting what changed."""
    if not is_open(stored.posting, now):
        words = [text(language, "follow-closed"), short_line(stored.posting, language, zone, now)]
        return Message("\n".join(words), ((unfollow_button(stored, language),),))
    lines = [
        *told_changes(changes, language),
        short_line(stored.posting, language, zone, now),
        *session_line(stored.posting, language),
        deadline_line(stored.posting, language, zone, now),
    ]
    return Message("\n".join(lines), ((*open_button(stored.posting, language), unfollow_button(stored, language)),))


def render_calendar_address(address: str, language: Language) -> Message:
    """Hand over the address of a person's own calendar, with the way to change it."""
    renew = Button(text(language, "button-calendar-renew"), callback=encode("calendar", "renew"))
    words = text(language, "calendar-address", address=escape(address))
    return Message(words, ((Button(text(language, "button-copy-address"), copy=address), renew),))


def _line(item: Followed, language: Language, zone: str, now: datetime) -> str:
    line = short_line(item.stored.posting, language, zone, now)
    return line if is_open(item.stored.posting, now) else f"{line} · {text(language, 'followed-closed')}"


def _own(item: Followed, language: Language, zone: str) -> list[str]:
    if item.own_deadline is None:
        return []
    return [text(language, "followed-own", until=format_instant(item.own_deadline, language, zone))]


def _days(days: Sequence[int], language: Language) -> str:
    return (
        text(language, "list-and", items=", ".join(map(str, days[:-1])), last=str(days[-1]))
        if days[1:]
        else str(days[0] if days else 0)
    )
