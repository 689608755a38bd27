"""Announcements of the network's administrators: what they say, to whom, and where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from html.parser import HTMLParser
from urllib.parse import urlsplit

from domain.subscribers import Interests
from domain.vocabulary import Language

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
"""UTF-16 units after the markup, https://core.telegram.org/bots/api#sendmessage."""
MOST_BUTTONS = 3
BUTTON_LIMIT = 64
"""Characters of a button that every phone shows."""
LATEST = timedelta(days=366)
TAGS = frozenset(
    ("b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "a", "code", "pre", "blockquote", "tg-spoiler", "span")
)
RECALLED_WITHIN = timedelta(hours=48)
"""Telegram deletes no message that is older, https://core.telegram.org/bots/api#deletemessage."""
FAILURES_BORNE = 0.05
JUDGED_FROM = 20
"""Messages that must have ended before failures are a share and not an accident."""


class AnnouncementState(StrEnum):
    """Where an announcement stands."""

    SENDING = "sending"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class LinkButton:
    """A button that opens an address."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """One picture or document that Telegram already has: `kind` is `photo` or `document`."""

    kind: str
    file_id: str


@dataclass(frozen=True, slots=True)
class Announcement:
    """What is said: Telegram HTML in one language or both, link buttons, perhaps a picture or document.

    `segment` says to whom, in the terms of a filter; its `language` is the one that the person reads.
    """

    texts: Mapping[Language, str]
    segment: Interests = field(default_factory=Interests)
    buttons: tuple[LinkButton, ...] = ()
    attachment: Attachment | None = None

    def text_for(self, language: Language) -> str:
        """Give the text in a person's language, else in the only one there is."""
        return self.texts.get(language) or self.texts[language.other]


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the messages of an announcement; `stopped` were cancelled or wanted no more."""

    sent: int = 0
    waiting: int = 0
    blocked: int = 0
    failed: int = 0
    unknown: int = 0
    stopped: int = 0

    @property
    def total(self) -> int:
        """Everyone it was meant for."""
        return self.sent + self.waiting + self.blocked + self.failed + self.unknown + self.stopped

    @property
    def has_too_many_failures(self) -> bool:
        """Say whether more fails than blocks explain: then it is better to stop and look."""
        ended = self.sent + self.failed + self.unknown
        return ended >= JUDGED_FROM and (self.failed + self.unknown) / ended > FAILURES_BORNE


@dataclass(frozen=True, slots=True)
class Fault:
    """Why an announcement cannot be sent as it is: a code, and what the words about it need."""

    code: str
    detail: Mapping[str, object] = field(default_factory=dict)


def faults_of(announcement: Announcement) -> list[Fault]:
    """Check against Telegram's limits before anything is sent."""
    if not any(text.strip() for text in announcement.texts.values()):
        return [Fault("no-text")]
    limit = CAPTION_LIMIT if announcement.attachment else TEXT_LIMIT
    found: list[Fault] = []
    for language, text in announcement.texts.items():
        markup = _Markup.of(text)
        if markup.fault:
            found.append(Fault("markup", {"language": language.value, "tag": markup.fault}))
        elif markup.length > limit:
            found.append(Fault("too-long", {"language": language.value, "length": markup.length, "limit": limit}))
        elif not markup.length:
            found.append(Fault("no-text"))
    if len(announcement.buttons) > MOST_BUTTONS:
        found.append(Fault("too-many-buttons", {"limit": MOST_BUTTONS}))
    return found + [fault for button in announcement.buttons for fault in _faults_of_button(button)]


def fault_of_time(at: datetime, now: datetime) -> Fault | None:
    """Say what is wrong with an instant to send at."""
    if at < now:
        return Fault("past")
    return Fault("too-late") if at - now > LATEST else None


def concerns(segment: Interests, language: Language, filters: Iterable[Interests]) -> bool:
    """Say whether a person is of a segment: by the language they read, and by one filter that meets all the rest.

    Where their filter says "any" it meets whatever is asked; who has no filter is only of a segment that asks for no
    more than a language.
    """
    if segment.language and segment.language != language.value:
        return False
    return not asks_for_filters(segment) or any(_meets(each, segment) for each in filters)


def asks_for_filters(segment: Interests) -> bool:
    """Say whether a segment asks for more than a language."""
    levels = (segment.level_min, segment.level_max)
    return bool(segment.fields or segment.audience or segment.countries) or levels != (None, None)


def _meets(chosen: Interests, segment: Interests) -> bool:
    return (
        not (chosen.fields and segment.fields and chosen.fields.isdisjoint(segment.fields))
        and not (chosen.countries and segment.countries and chosen.countries.isdisjoint(segment.countries))
        and not (chosen.audience and segment.audience and chosen.audience != segment.audience)
        and not _below(chosen.level_max, segment.level_min)
        and not _below(segment.level_max, chosen.level_min)
    )


def _below(high: int | None, low: int | None) -> bool:
    return high is not None and low is not None and high < low


def _faults_of_button(button: LinkButton) -> Iterable[Fault]:
    if not button.text.strip() or len(button.text) > BUTTON_LIMIT:
        yield Fault("button-text", {"limit": BUTTON_LIMIT})
    try:
        parts = urlsplit(button.url)
    except ValueError:
        yield Fault("button-url", {"url": button.url})
        return
    if parts.scheme not in ("http", "https") or not parts.hostname or any(c.isspace() for c in button.url):
        yield Fault("button-url", {"url": button.url})


class _Markup(HTMLParser):
    """Reads Telegram HTML for its length in UTF-16 units and its first fault."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.length = 0
        self.fault = ""
        self._open: list[str] = []

    @classmethod
    def of(cls, text: str) -> _Markup:
        markup = cls()
        markup.feed(text.strip())
        markup.close()
        if markup._open:
            markup.fault = markup.fault or markup._open[-1]
        return markup

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS or (tag == "a" and not dict(attrs).get("href")):
            self.fault = self.fault or tag
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.fault = self.fault or tag

    def handle_data(self, data: str) -> None:
        self.length += len(data.encode("utf-16-le")) // 2
