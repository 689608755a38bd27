"""Who hears about a posting. The same table holds for the SQL of the ledger (tests/integration)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.matching import is_relevant, subjects
from domain.postings import JobPosting
from domain.subscribers import Interests
from domain.vocabulary import Audience

MILITARY, POLICE, CIVILIAN = Audience.MILITARY, Audience.POLICE, Audience.CIVILIAN

POSTING = JobPosting(
    identity="1",
    title="Police Adviser",
    grade="P-4",
    level_min=4,
    level_max=4,
    fields=("police", "ssr"),
    audience=(CIVILIAN,),
)


def fields(*slugs: str) -> Interests:
    return Interests(fields=frozenset(slugs))


CASES = [
    ("no filter hears everything", {}, Interests(), True),
    ("one of its fields", {}, fields("police"), True),
    ("its second field", {}, fields("ssr", "logistics"), True),
    ("another field", {}, fields("logistics"), False),
    ("a posting without fields misses a filter on fields", {"fields": ()}, fields("police"), False),
    ("a posting without fields reaches a filter without", {"fields": ()}, Interests(), True),
    ("police officers only is a police post", {"fields": (), "audience": (POLICE,)}, fields("police"), True),
    ("police among others is not", {"fields": (), "audience": (POLICE, CIVILIAN)}, fields("police"), False),
    ("its audience", {}, Interests(audience=CIVILIAN), True),
    ("another audience", {}, Interests(audience=MILITARY), False),
    ("one of several audiences", {"audience": (MILITARY, POLICE)}, Interests(audience=POLICE), True),
    ("an unstated audience never excludes", {"audience": ()}, Interests(audience=POLICE), True),
    ("its very grade", {"grade": "CONSULTANT"}, Interests(grade="CONSULTANT"), True),
    ("another grade", {}, Interests(grade="CONSULTANT"), False),
    ("an unstated grade never excludes", {"grade": None}, Interests(grade="CONSULTANT"), True),
    ("its level", {}, Interests(level_min=4, level_max=4), True),
    ("the lower edge", {}, Interests(level_min=4, level_max=6), True),
    ("the upper edge", {}, Interests(level_min=2, level_max=4), True),
    ("above the band", {}, Interests(level_min=1, level_max=3), False),
    ("below the band", {}, Interests(level_min=5, level_max=6), False),
    ("at least", {}, Interests(level_min=3), True),
    ("at least, missed", {}, Interests(level_min=5), False),
    ("at most", {}, Interests(level_max=5), True),
    ("at most, missed", {}, Interests(level_max=3), False),
    ("level nought is a level", {"level_min": 0, "level_max": 0}, Interests(level_min=0, level_max=0), True),
    ("level nought is below one", {"level_min": 0, "level_max": 0}, Interests(level_min=1), False),
    ("bands that overlap", {"level_min": 2, "level_max": 5}, Interests(level_min=5, level_max=7), True),
    ("a band inside the other", {"level_min": 2, "level_max": 7}, Interests(level_min=4, level_max=5), True),
    ("unstated levels never exclude", {"level_min": None, "level_max": None}, Interests(level_min=5), True),
    ("half a level is unstated", {"level_max": None}, Interests(level_min=9), True),
    ("every part must hold", {}, Interests(frozenset({"police"}), 3, 5, MILITARY), False),
    ("every part holds", {}, Interests(frozenset({"police"}), 3, 5, CIVILIAN, "P-4"), True),
]


@pytest.mark.parametrize(
    ("changes", "interests", "heard"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_filter_hears_what_concerns_it(changes: dict[str, object], interests: Interests, *, heard: bool) -> None:
    assert is_relevant(replace(POSTING, **changes), interests) is heard  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("audience", "expected"),
    [((), {"ssr"}), ((POLICE,), {"ssr", "police"}), ((POLICE, MILITARY), {"ssr"}), ((MILITARY,), {"ssr"})],
)
def test_a_posting_for_police_officers_only_is_about_police(audience: tuple[Audience, ...], expected: set[str]) -> None:
    assert subjects(replace(POSTING, fields=("ssr",), audience=audience)) == expected
