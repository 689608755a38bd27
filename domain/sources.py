"""Sites that we poll, how often we may, and when what they say is not believed."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from urllib.parse import urlsplit

PUBLIC_FLOOR_MINUTES = 60.0
LONGEST_PAUSE_MINUTES = 366 * 24 * 60.0
MOST_MINUTES = 43_200
"""A month: a source read less often is as good as forgotten."""
SCHEMES = ("http", "https", "webcal", "webcals")
"""`webcal` is what sites write before the address of a calendar, for programs to open."""
LONGEST_BACKOFF = timedelta(days=1)
STALE_NEWS = timedelta(days=3)
"""On its first poll a source announces nothing older than this: its archive is not news."""
REFRESH_AFTER = timedelta(days=7)
"""Broken validators say "not modified" for ever (FreshRSS#1020): once a week a source is asked without them."""
MOVES_BELIEVED = 3
"""A permanent redirect is remembered when this many polls in a row were sent to the same address."""
SILENCE = timedelta(days=1)
"""Administrators hear of a source that has been failing for longer."""

_SLOWER = 1.5
_JITTER = 0.1
_JUDGED_FROM = 10
"""With fewer entries than this nothing can be said of halves."""
_LONGEST_SLUG = 40
_HOST = re.compile(r"[^.]+(\.[^.]+)+|.*:.*")
"""A name of at least two parts, or an IPv6 address."""
_INTERVAL = re.compile(
    r"(?P<number>[0-9]{1,6}([.,][0-9]{1,3})?)\s*"
    r"((?P<minutes>m|min|mins|minutes?)|(?P<hours>h|heures?|hours?)|(?P<days>[jd]|jours?|days?))"
)


@dataclass(frozen=True, slots=True)
class Source:
    """A site to poll. `kind` is `jobs` or `courses`, `format` a name of the parsers' registry or `auto`.

    `body` is what a POST sends: JSON as text.
    """

    id: str
    title: str
    kind: str
    format: str
    url: str
    poll_minutes: float
    language: str | None = None
    method: str = "GET"
    body: str | None = None


class SourceState(StrEnum):
    """How a source stands in one word, those that want an administrator first."""

    FAILING = "failing"
    HELD = "held"
    RETIRED = "retired"
    WAITING = "waiting"
    READS = "reads"
    PAUSED = "paused"


TROUBLED = frozenset({SourceState.FAILING, SourceState.HELD, SourceState.RETIRED})


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """How a source fares, for people who ask.

    `retired`: the site says that it is gone for good. `held_reason` tells why its last reading waits for an
    administrator. `moved_to` is where the site sends us for good. `added`: an administrator found it, it is not of
    the catalogue. `chosen`: its interval is an administrator's choice.
    """

    source: Source
    items: int
    last_success_at: datetime | None
    failing_since: datetime | None
    last_error: str | None
    paused: bool
    retired: bool = False
    held_reason: str | None = None
    moved_to: str | None = None
    next_poll_at: datetime | None = None
    added: bool = False
    chosen: bool = False

    @property
    def state(self) -> SourceState:
        """The word that says most: a decision of ours first, then what the site does."""
        if self.paused:
            return SourceState.PAUSED
        if self.retired:
            return SourceState.RETIRED
        if self.held_reason:
            return SourceState.HELD
        if self.failing_since:
            return SourceState.FAILING
        return SourceState.READS if self.last_success_at else SourceState.WAITING


@dataclass(frozen=True, slots=True)
class Sample:
    """One entry of an address that was looked at: a vacancy with its deadline, or a course with its first day."""

    title: str
    when: date | datetime | None


@dataclass(frozen=True, slots=True)
class Probe:
    """What an address holds when it is looked at before it becomes a source.

    `url` is where to ask from now on, `title` what the document calls itself, `samples` its first entries.
    """

    url: str
    title: str | None
    kind: str
    format: str
    count: int
    samples: tuple[Sample, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """One reading in figures: entries `listed`, of which `new` and `changed`; `known` open ones of this source."""

    known: int
    listed: int
    new: int
    changed: int


def is_private(url: str) -> bool:
    """Say whether an address names this machine or a private network, by its look alone."""
    host = urlsplit(url).hostname or ""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def troubled_first(found: Iterable[SourceHealth]) -> list[SourceHealth]:
    """Put the sources that want an administrator first, then in the order of their titles."""
    ranks = {state: rank for rank, state in enumerate(SourceState)}
    return sorted(found, key=lambda health: (ranks[health.state], health.source.title.casefold(), health.source.id))


def read_address(words: str) -> str | None:
    """Read an address as people paste it, with its scheme or without; None when it is none that we may keep.

    One that carries a name and a password is refused: lists and logs would show them.
    """
    address = words.strip() if "://" in words else f"https://{words.strip()}"
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return None
    if parts.scheme not in SCHEMES or parts.username is not None or re.search(r"\s", address):
        return None
    return parts._replace(fragment="").geturl() if _HOST.fullmatch(host) or is_private(address) else None


def slug_of(url: str, title: str) -> str:
    """Make an id of an address and a title: short, and easy to type on a phone."""
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    plain = unicodedata.normalize("NFKD", f"{host} {title}").encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    whole = slug if len(slug) <= _LONGEST_SLUG else slug[: _LONGEST_SLUG + 1].rpartition("-")[0]
    return whole or slug[:_LONGEST_SLUG] or "source"


def read_interval(words: str) -> float | None:
    """Read « 6h », "90 min", « 2 jours » or "1 day" as minutes, a minute to a month; None when it is not that."""
    match = _INTERVAL.fullmatch(words.strip().lower())
    if match is None:
        return None
    unit = 1 if match["minutes"] else 60 if match["hours"] else 24 * 60
    minutes = float(match["number"].replace(",", ".")) * unit
    return minutes if 1 <= minutes <= MOST_MINUTES else None


def polling_interval(source: Source) -> timedelta:
    """Give the pause between two polls: polite on public hosts, as written on private ones."""
    floor = 0.0 if is_private(source.url) else PUBLIC_FLOOR_MINUTES
    return timedelta(minutes=min(max(source.poll_minutes, floor), LONGEST_PAUSE_MINUTES))


def next_poll(
    source: Source,
    failures: int,
    now: datetime,
    *,
    retry_after: float | None = None,
    fresh_for: float | None = None,
    unchanged: int = 0,
) -> datetime:
    """Give the instant of the next poll; failures double the pause, up to a day, and the site's own wishes win.

    `retry_after` is the patience it asked for, `fresh_for` the time for which it called its answer fresh, both in
    seconds. On public hosts a source that brought nothing `unchanged` times in a row is asked half as often again
    each time, up to a day, and calls are spread over a tenth of the pause; on private ones the pause is as written.
    """
    pause = polling_interval(source)
    public = not is_private(source.url)
    longest = max(LONGEST_BACKOFF, pause)
    if failures:
        pause = min(pause * 2 ** min(failures, 16), longest)
    elif public:
        pause = min(pause * _SLOWER ** min(unchanged, 16), longest)
    if fresh_for is not None and public:
        pause = max(pause, min(timedelta(seconds=fresh_for), LONGEST_BACKOFF))
    if retry_after is not None:
        pause = max(pause, timedelta(seconds=retry_after))
    return now + pause + (_spread(source.id, now) * _JITTER * pause if public else timedelta())


def first_poll(source: Source, now: datetime) -> datetime:
    """Give the instant of the very first poll: at once at home, spread over ten minutes on public hosts."""
    return now if is_private(source.url) else now + _spread(source.id, now) * timedelta(minutes=10)


def reason_to_hold(tally: Tally) -> str | None:
    """Tell why a reading should wait for an administrator; None when it looks like any other day.

    Everything new at once is a site that renumbered, everything gone one that broke, and a change of a third of all
    is a change of the source, not news.
    """
    if tally.known >= _JUDGED_FROM and not tally.listed:
        return f"all {tally.known} open entries vanished at once"
    if tally.known >= _JUDGED_FROM and tally.listed >= _JUDGED_FROM and tally.new * 2 > tally.listed:
        return f"{tally.new} of {tally.listed} entries are suddenly new"
    if tally.changed >= _JUDGED_FROM and tally.changed * 10 > tally.listed * 3:
        return f"{tally.changed} of {tally.listed} entries changed at once"
    return None


def _spread(name: str, now: datetime) -> float:
    """Draw a number from 0 to 1 that is the same for the same source and instant: no clock, no luck."""
    return int.from_bytes(sha256(f"{name} {now.isoformat()}".encode()).digest()[:4]) / 2**32
