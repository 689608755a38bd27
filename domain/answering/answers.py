"""What goes into the engine beside the question, and what comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from domain.vocabulary import Language


class AnswerType(StrEnum):
    """What kind of answer it is. The values are public: `ask --jsonl` prints them."""

    CENTRE = "centre"
    COURSE = "course"
    TERM = "term"
    RESOURCE = "resource"
    JOB = "job"
    CENTRES_LIST = "centres-list"
    COURSES_LIST = "courses-list"
    TERMS_LIST = "terms-list"
    JOBS_LIST = "jobs-list"
    CLARIFY = "clarify"
    SMALLTALK = "smalltalk"
    NONE = "none"

    @property
    def record_kind(self) -> str | None:
        """The kind of record that its ids belong to; None when it has none or several."""
        name = self.value.removesuffix("-list")
        name = name.removesuffix("s") if self.is_list else name
        return name if name in ("centre", "course", "term", "resource", "job") else None

    @property
    def is_list(self) -> bool:
        """Whether it answers with a set."""
        return self.value.endswith("-list")


Ref = tuple[str, str]
"""Kind and id of a record."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions of a list. An empty set, or None, asks nothing.

    `country` may hold several codes ("Congo", "West Africa"); `place` is the word that was typed for it. `ranks` is a
    span of levels on the common scale, with the ladder it came from. `free` asks for what is known to be free.
    """

    country: frozenset[str] = frozenset()
    place: str | None = None
    city: str | None = None
    centre: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    mode: str | None = None
    cost: str | None = None
    audience: frozenset[str] = frozenset()
    language: str | None = None
    month: frozenset[int] = frozenset()
    year: int | None = None
    rank: str | None = None
    level: str | None = None
    kind: str | None = None
    status: frozenset[str] = frozenset()
    route: str | None = None
    domain: str | None = None

    def asked(self) -> tuple[str, ...]:
        """Name the conditions that ask something."""
        names = ("country", "centre", "fields", "mode", "cost", "audience", "language", "month", "year", "rank",
                 "level", "kind", "status", "route", "domain")  # fmt: skip
        return tuple(name for name in names if getattr(self, name))

    def as_dict(self) -> dict[str, Any]:
        """Write what is asked as JSON can carry it."""
        kept: dict[str, Any] = {}
        for name in (*self.asked(), "place", "city"):
            value = getattr(self, name)
            if value:
                kept[name] = sorted(value) if isinstance(value, frozenset) else value
        return kept

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Filters:
        """Read what `as_dict` wrote; a name of another version is passed over."""
        known = cls.__dataclass_fields__
        read: dict[str, Any] = {n: frozenset(v) if isinstance(v, list) else v for n, v in kept.items() if n in known}
        return cls(**read)


@dataclass(frozen=True, slots=True)
class Dialogue:
    """What the next turn may lean on. The caller keeps it, and forgets it after fifteen minutes."""

    type: AnswerType
    ids: tuple[str, ...] = ()
    pool: str | None = None
    filters: Filters = Filters()
    language: Language | None = None
    choices: tuple[Ref, ...] = ()
    detail: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Write the state as JSON can carry it."""
        return {
            "type": self.type.value,
            "ids": list(self.ids[:10]),
            "pool": self.pool,
            "filters": self.filters.as_dict(),
            "language": self.language.value if self.language else None,
            "choices": [list(choice) for choice in self.choices],
            "detail": self.detail,
        }

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Dialogue | None:
        """Read what `as_dict` wrote; None when another version wrote something unreadable."""
        try:
            return cls(
                AnswerType(kept["type"]), tuple(kept.get("ids", ())), kept.get("pool"),
                Filters.from_dict(kept.get("filters") or {}),
                Language(kept["language"]) if kept.get("language") else None,
                tuple((kind, id) for kind, id in kept.get("choices", ())),  # noqa: A001
                kept.get("detail"),
            )  # fmt: skip
        except (KeyError, TypeError, ValueError):
            return None


@dataclass(frozen=True, slots=True)
class Context:
    """Who asks: the language of the profile if there is one, and what was said before."""

    profile_language: Language | None = None
    dialogue: Dialogue | None = None
    default_language: Language = Language.FR


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome of a question.

    `ids` are of the kind that `type` tells; `choices` may mix kinds. `total` counts a whole list. `dropped` names the
    conditions that had to go because nothing met them all; `unknown` counts, by condition, the records left out only
    because no source says. `detail` is the one fact asked for ("email"), `topic` the fixed reply of small talk.
    `bare`: nothing but a term was typed, which says nothing about the language of who typed it.
    `dialogue` is the state to keep; `explanation` says why, stage by stage.
    """

    type: AnswerType
    lang: Language
    ids: tuple[str, ...] = ()
    choices: tuple[Ref, ...] = ()
    total: int = 0
    relaxed: bool = False
    confidence: float = 1.0
    filters: Filters = Filters()
    dropped: tuple[str, ...] = ()
    unknown: tuple[tuple[str, int], ...] = ()
    detail: str | None = None
    topic: str | None = None
    count: bool = False
    compare: bool = False
    bare: bool = False
    dialogue: Dialogue | None = None
    explanation: tuple[str, ...] = field(default=(), compare=False)
