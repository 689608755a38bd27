"""What one can do with a vacancy or a session: the buttons below its card."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

from bot.callbacks import encode
from bot.views.filters import Labels, describe_filter
from bot.views.message import Button
from domain.deliveries import StoredPosting
from domain.follows import ends_at
from domain.postings import Item, JobPosting
from domain.subscribers import Interests
from domain.vocabulary import Language
from locales import text

Rows = tuple[tuple[Button, ...], ...]

NO_REFERENCE = ("hash", "http", "https", "ics", "jsonld", "reliefweb")
"""Identities that no recruiter knows."""
_REFERENCE = re.compile(r"^([a-z-]+):(?:.*/)?([A-Za-z0-9][A-Za-z0-9._-]{2,40})$")


def card_buttons(stored: StoredPosting, filter_id: int | None, language: Language) -> Rows:
    """Offer all that one can do with an open posting, six buttons in three rows at most."""
    return tuple(
        row
        for row in (
            (
                *open_button(stored.posting, language),
                *calendar_button(stored, language),
                follow_button(stored, language),
            ),
            (*_copy(stored.posting, language), *_share(stored.posting, language)),
            (*_not_for_me(stored, filter_id, language), alerts_button(language)),
        )
        if row
    )


def open_button(item: Item, language: Language) -> tuple[Button, ...]:
    """Offer the notice itself, where it has an address."""
    return (Button(text(language, "button-open"), url=item.url),) if item.url else ()


def alerts_button(language: Language) -> Button:
    """Offer the person's own filters."""
    return Button(text(language, "button-my-alerts"), callback=encode("alerts"))


def follow_button(stored: StoredPosting, language: Language) -> Button:
    """Offer to follow."""
    return Button(text(language, "button-follow"), callback=encode("follow", stored.id))


def unfollow_button(stored: StoredPosting, language: Language) -> Button:
    """Offer to follow no more."""
    return Button(text(language, "button-unfollow"), callback=encode("unfollow", stored.id))


def calendar_button(stored: StoredPosting, language: Language) -> tuple[Button, ...]:
    """Offer the dates for one's own calendar, where there are any."""
    if ends_at(stored.posting) is None:
        return ()
    return (Button(text(language, "button-ics"), callback=encode("ics", stored.id)),)


def light_buttons(stored: StoredPosting, filter_id: int | None, language: Language) -> Rows:
    """Offer the whole card below a title alone."""
    return ((Button(text(language, "button-details"), callback=encode("card", stored.id, filter_id or 0)),),)


def refusal_buttons(
    stored: StoredPosting,
    filter_id: int,
    narrower: Mapping[str, Interests],
    labels: Labels,
    language: Language,
) -> Rows:
    """Offer the filters that would have kept a posting away, each by what it would then ask for."""
    rows = [
        (
            Button(
                _cut(text(language, f"refuse-{name}", filter=describe_filter(interests, labels, language))),
                callback=encode("not", stored.id, filter_id, name),
            ),
        )
        for name, interests in narrower.items()
    ]
    back = Button(text(language, "button-back"), callback=encode("card", stored.id, filter_id))
    return (*rows, (Button(text(language, "button-change"), callback=encode("change", filter_id)), back))


def reference(item: Item) -> str | None:
    """Give the number by which recruiters know a vacancy; None when its identity is ours or its address."""
    found = _REFERENCE.match(item.identity) if isinstance(item, JobPosting) else None
    return found[2] if found and found[1] not in NO_REFERENCE else None


def _copy(item: Item, language: Language) -> tuple[Button, ...]:
    number = reference(item)
    return (Button(text(language, "button-copy", number=number), copy=number),) if number else ()


def _share(item: Item, language: Language) -> tuple[Button, ...]:
    """Offer Telegram's own way to hand a link on, https://core.telegram.org/widgets/share."""
    if not item.url:
        return ()
    address = f"https://t.me/share/url?url={quote(item.url, safe='')}&text={quote(item.title[:100], safe='')}"
    return (Button(text(language, "button-share"), url=address),)


def _not_for_me(stored: StoredPosting, filter_id: int | None, language: Language) -> tuple[Button, ...]:
    if not filter_id:
        return ()
    return (Button(text(language, "button-not-for-me"), callback=encode("not", stored.id, filter_id)),)


def _cut(words: str) -> str:
    return words if len(words) <= 60 else words[:59] + "…"
