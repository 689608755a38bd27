"""People who listen: what they are told about, and in which language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from domain.quiet import QuietHours
from domain.vocabulary import Audience, Kind, Language, Level, Route


class Frequency(StrEnum):
    """When alerts of a filter are sent."""

    IMMEDIATE = "immediate"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When digests come: the hour (0 to 23) of the person's own clock, and of weekly ones the day (0 is Monday)."""

    hour: int = 7
    weekday: int = 0


@dataclass(frozen=True, slots=True)
class Interests:
    """One filter of a subscriber.

    An empty set, or None, means "any". A level is a band for filtering, not an identity. `grade` asks for a grade
    that has no level, such as CONSULTANT. `kind` keeps vacancies or courses only. `language` (ISO 639-1) asks for posts
    in which it is required or an asset. `countries` are ISO 3166-1 alpha-2. Each of the words `including` must stand in
    the text, none of `excluding` may; they are folded.
    """

    fields: frozenset[str] = frozenset()
    level_min: Level | None = None
    level_max: Level | None = None
    audience: Audience | None = None
    grade: str | None = None
    kind: Kind | None = None
    route: Route | None = None
    language: str | None = None
    countries: frozenset[str] = frozenset()
    including: frozenset[str] = frozenset()
    excluding: frozenset[str] = frozenset()

    def as_dict(self) -> dict[str, Any]:
        """Write as plain values, for a row or a form."""
        return {
            each.name: sorted(value) if isinstance(value := getattr(self, each.name), frozenset) else value
            for each in fields(self)
        }

    @classmethod
    def of(cls, state: Mapping[str, Any]) -> Interests:
        """Read back what `as_dict` wrote; what is not there is any."""
        return cls(
            fields=frozenset(state.get("fields") or ()),
            level_min=state.get("level_min"),
            level_max=state.get("level_max"),
            audience=Audience(state["audience"]) if state.get("audience") else None,
            grade=state.get("grade"),
            kind=Kind(state["kind"]) if state.get("kind") else None,
            route=Route(state["route"]) if state.get("route") else None,
            language=state.get("language"),
            countries=frozenset(state.get("countries") or ()),
            including=frozenset(state.get("including") or ()),
            excluding=frozenset(state.get("excluding") or ()),
        )


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A chat that we may write to, with the times at which it wants to be left alone, and how it likes its alerts."""

    chat_id: int
    language: Language
    timezone: str = "UTC"
    suspended: bool = False
    paused_until: datetime | None = None
    quiet: QuietHours | None = None
    rhythm: Rhythm = field(default_factory=Rhythm)
    silent: bool = False
    light: bool = False
