"""What a filter would have brought lately, and what keeps everything away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from domain.deliveries import StoredPosting
from domain.postings import JobPosting
from domain.previews import PARTS, Preview, only, parts_of, preview, without
from domain.subscribers import Interests
from domain.vocabulary import Audience, Kind, Route

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
POLICE, LOGISTICS = frozenset({"police"}), frozenset({"logistics"})
FULL = Interests(
    POLICE, 3, 5, Audience.POLICE, "P-4", Kind.JOB, Route.NOMINATION, "fr", frozenset({"CD"}), frozenset({"reform"}),
    frozenset({"intern"}),
)  # fmt: skip


def stored(number: int, level: int, days: int = 9, field: str = "police") -> StoredPosting:
    deadline = NOW + timedelta(days=days)
    posting = JobPosting(str(number), "Adviser", level_min=level, level_max=level, fields=(field,), deadline=deadline)
    return StoredPosting(number, posting, "UN Careers")


RECENT = [stored(1, 3), stored(2, 4), stored(3, 4, days=-2), stored(4, 5), stored(5, 4, field="logistics")]


def test_what_fits_is_counted_and_what_is_open_is_shown() -> None:
    found = preview(RECENT, Interests(POLICE, 4, 4), NOW)
    assert (found.seen, found.found, [item.id for item in found.open]) == (5, 2, [2])


def test_when_nothing_fits_the_part_that_keeps_most_away_is_named() -> None:
    assert preview(RECENT, Interests(POLICE, 8, 9), NOW) == Preview(5, 0, (), "level", 4)
    assert preview(RECENT, Interests(LOGISTICS, 3, 3), NOW) == Preview(5, 0, (), "field", 1)


def test_when_no_single_part_is_to_blame_none_is_named() -> None:
    assert preview(RECENT, Interests(frozenset({"mines"}), 8, 9), NOW) == Preview(5, 0)
    assert preview([], Interests(POLICE), NOW) == Preview(0, 0)


@pytest.mark.parametrize("part", PARTS)
def test_each_part_can_be_dropped_and_stand_alone(part: str) -> None:
    assert part in parts_of(FULL)
    assert part not in parts_of(without(FULL, part))
    assert parts_of(only(FULL, part)) == [part]


def test_a_filter_survives_being_written_down() -> None:
    assert Interests.of(FULL.as_dict()) == FULL
    assert Interests.of(Interests().as_dict()) == Interests.of({}) == Interests()
