from __future__ import annotations

from datetime import datetime

from domain.subscribers import Frequency, Interests
from domain.vocabulary import Language
from storage import subscribers


async def test_a_repeated_filter_is_one_filter(database: str, now: datetime) -> None:
    await subscribers.meet(1, "private", Language.FR, "UTC", now)
    first = await subscribers.subscribe(1, Interests(frozenset({"police"}), 3, 5), Frequency.DAILY, now)
    second = await subscribers.subscribe(1, Interests(frozenset({"police"}), 3, 5), Frequency.IMMEDIATE, now)
    assert first[1]
    assert second == (first[0], False)
    assert [item.frequency for item in await subscribers.filters(1)] == [Frequency.IMMEDIATE]
