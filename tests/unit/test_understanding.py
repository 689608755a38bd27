"""The labelled texts are understood at least as well as docs/understanding.md says."""

from __future__ import annotations

import pytest

from benchmarks.understanding import ATTRIBUTES, Judged, judge, labelled, score

FLOORS = {
    "grade": 0.98,
    "audience": 0.98,
    "fields": 0.92,
    "languages required": 0.99,
    "languages an asset": 0.98,
    "country": 0.99,
}
"""F1 over all texts; it only rises."""


@pytest.fixture(scope="module")
def judged() -> list[Judged]:
    return judge(labelled())


@pytest.mark.parametrize("attribute", ATTRIBUTES)
def test_labelled_texts_are_understood(attribute: str, judged: list[Judged]) -> None:
    assert score(judged, *ATTRIBUTES[attribute]).f1 >= FLOORS[attribute]
