"""What a filter would have brought lately: told before it is saved, so that nobody waits for alerts that never come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.deliveries import StoredPosting
from domain.matching import is_relevant
from domain.postings import is_open
from domain.subscribers import Interests

SPAN = timedelta(days=30)
MANY_A_DAY = 10
"""More alerts than this a day are too many for most: a digest is suggested."""
PARTS: dict[str, tuple[str, ...]] = {
    "field": ("fields",),
    "level": ("level_min", "level_max"),
    "grade": ("grade",),
    "audience": ("audience",),
    "kind": ("kind",),
    "route": ("route",),
    "language": ("language",),
    "country": ("countries",),
    "words": ("including", "excluding"),
}
"""The parts of a filter that can be dropped by themselves, with what each sets."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a filter finds among `seen` recent postings: how many, and which of these are open.

    When none fits, `hindrance` names the part without which most would, `otherwise` how many these are.
    """

    seen: int
    found: int
    open: tuple[StoredPosting, ...] = ()
    hindrance: str | None = None
    otherwise: int = 0

    @property
    def is_much(self) -> bool:
        """Say that alerts at once would be many a day."""
        return self.found > MANY_A_DAY * SPAN.days


def preview(recent: Sequence[StoredPosting], interests: Interests, now: datetime) -> Preview:
    """Try a filter on the postings of the last `SPAN`."""
    found = [item for item in recent if is_relevant(item.posting, interests)]
    if found:
        return Preview(len(recent), len(found), tuple(item for item in found if is_open(item.posting, now)))
    wider = {name: count for name in parts_of(interests) if (count := _count(recent, without(interests, name)))}
    hindrance = max(wider, key=lambda name: wider[name], default=None)
    return Preview(len(recent), 0, (), hindrance, wider[hindrance] if hindrance else 0)


def parts_of(interests: Interests) -> list[str]:
    """List the parts that a filter sets."""
    return [name for name in PARTS if without(interests, name) != interests]


def without(interests: Interests, part: str) -> Interests:
    """Give the same filter with one part left open."""
    anything = Interests()
    return replace(interests, **{name: getattr(anything, name) for name in PARTS[part]})


def only(interests: Interests, part: str) -> Interests:
    """Give one part of a filter by itself."""
    return replace(Interests(), **{name: getattr(interests, name) for name in PARTS[part]})


def _count(recent: Sequence[StoredPosting], interests: Interests) -> int:
    return sum(is_relevant(item.posting, interests) for item in recent)
