"""A town's time zone, as people write the town."""

from __future__ import annotations

import pytest

from bot.zones import find_zone
from domain.knowledge import build_knowledge
from tests.unit.answering.cases import documents

KNOWLEDGE = build_knowledge(documents())


@pytest.mark.parametrize(
    ("words", "zone"),
    [
        ("Bangui", "Africa/Bangui"),
        ("bangui ", "Africa/Bangui"),
        ("Kinshassa", "Africa/Kinshasa"),
        ("N’Djamena", "Africa/Ndjamena"),
        ("Paris", "Europe/Paris"),
        ("Europe/Paris", "Europe/Paris"),
        ("Montréal", "America/Toronto"),
        ("Genève", "Europe/Zurich"),
        ("New York", "America/New_York"),
        ("Goma", "Africa/Lubumbashi"),
        ("UTC", "UTC"),
        ("Atlantide", None),
        ("", None),
        ("x" * 500, None),
    ],
)
def test_a_town_has_a_zone(words: str, zone: str | None) -> None:
    assert find_zone(words, KNOWLEDGE) == zone
