"""Words that the whole project shares: languages, audiences, routes, ranks, grades, levels, fields.

A *rank* belongs to a person, a *grade* to a post, and the *level* is the scale (0 to 10) on which the two compare:
P-1 is 1, P-5 is 5, D-1 is 6 (storage/reference/ranks.yaml says where that comes from).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Level = int


class Language(StrEnum):
    """A language the bot speaks, as an ISO 639-1 code."""

    FR = "fr"
    EN = "en"

    @property
    def other(self) -> Language:
        """The other of the two languages."""
        return Language.EN if self is Language.FR else Language.FR

    @classmethod
    def of(cls, code: str | None, default: Language) -> Language:
        """Read a BCP 47 tag such as `fr-CA`; anything that is neither French nor English gives `default`."""
        primary = (code or "").replace("_", "-").split("-")[0].lower()
        return cls(primary) if primary in ("fr", "en") else default


class Audience(StrEnum):
    """Whom a post or a course is for, and what a person is."""

    MILITARY = "military"
    POLICE = "police"
    CIVILIAN = "civilian"


class Route(StrEnum):
    """How one applies."""

    INDIVIDUAL = "individual"
    NOMINATION = "nomination"  # through the Permanent Mission, the State or the hierarchy
    ROSTER = "roster"


class Kind(StrEnum):
    """What a posting offers."""

    JOB = "job"
    COURSE = "course"


@dataclass(frozen=True, slots=True)
class Rank:
    """A rank of a person or a grade of a post: one row of storage/reference/ranks.yaml.

    `order` compares inside a ladder, `level` across ladders (None: no fixed level). `indicative` marks a level that
    no source confirms. `code` is NATO's for it, `OF-3`.
    """

    id: str
    ladder: str
    order: int
    level: Level | None
    indicative: bool
    names: dict[Language, str]
    abbreviations: dict[Language, tuple[str, ...]]
    synonyms: dict[Language, tuple[str, ...]]
    code: str | None = None


LEVEL_GRADES = ("G", "P-1", "P-2", "P-3", "P-4", "P-5", "D-1", "D-2", "ASG", "USG", "DSG")
"""The UN grade by which people know each level of the common scale, from 0 to 10."""
