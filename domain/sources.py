"""Sites that we poll, and how often we may."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

PUBLIC_FLOOR_MINUTES = 60.0
LONGEST_PAUSE_MINUTES = 366 * 24 * 60.0
LONGEST_BACKOFF = timedelta(days=1)
STALE_NEWS = timedelta(days=3)
"""On its first poll a source announces nothing older than this: its archive is not news."""


@dataclass(frozen=True, slots=True)
class Source:
    """A site to poll. `kind` is `jobs` or `courses`, `format` a name of the parsers' registry or `auto`."""

    id: str
    title: str
    kind: str
    format: str
    url: str
    poll_minutes: float
    language: str | None = None


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """How a source fares, for people who ask."""

    source: Source
    items: int
    last_success_at: datetime | None
    failing_since: datetime | None
    last_error: str | None
    paused: bool


def is_private(url: str) -> bool:
    """Say whether an address names this machine or a private network, by its look alone."""
    host = urlsplit(url).hostname or ""
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def polling_interval(source: Source) -> timedelta:
    """Give the pause between two polls: polite on public hosts, as written on private ones."""
    floor = 0.0 if is_private(source.url) else PUBLIC_FLOOR_MINUTES
    return timedelta(minutes=min(max(source.poll_minutes, floor), LONGEST_PAUSE_MINUTES))


def next_poll(
    source: Source, failures: int, now: datetime, *, retry_after: float | None = None, fresh_for: float | None = None
) -> datetime:
    """Give the instant of the next poll; failures double the pause, up to a day, and the site's own wishes win.

    `retry_after` is the patience it asked for, `fresh_for` the time for which it called its answer fresh, both in
    seconds. The second is heard on public hosts only, and never beyond a day.
    """
    pause = polling_interval(source)
    if failures:
        pause = min(pause * 2 ** min(failures, 16), max(LONGEST_BACKOFF, pause))
    if fresh_for is not None and not is_private(source.url):
        pause = max(pause, min(timedelta(seconds=fresh_for), LONGEST_BACKOFF))
    if retry_after is not None:
        pause = max(pause, timedelta(seconds=retry_after))
    return now + pause
