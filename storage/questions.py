"""Questions that got no answer, kept without their author for the editors."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.vocabulary import Language
from storage import sql
from storage.models import Asked, Question

KEPT = timedelta(days=90)
COUNTED = timedelta(days=400)
LONGEST = 300


async def count(outcome: str, language: Language, now: datetime) -> None:
    """Count a question by how it ended: `answered`, `choices` or `unanswered`."""
    await sql.execute(
        "INSERT INTO asked (day, language, outcome, times) VALUES ($1, $2, $3, 1)"
        " ON CONFLICT (day, language, outcome) DO UPDATE SET times = asked.times + 1",
        [now.date(), language.value, outcome],
    )


async def note_unanswered(text: str, language: Language, now: datetime) -> None:
    """Count a question that got no answer; the same words count on one row."""
    await sql.execute(
        "INSERT INTO question (text, language, times, first_asked_at, last_asked_at) VALUES ($1, $2, 1, $3, $3)"
        " ON CONFLICT (text, language) DO UPDATE"
        " SET times = question.times + 1, last_asked_at = excluded.last_asked_at",
        [" ".join(text.casefold().split())[:LONGEST], language.value, now],
    )


async def erase_old(now: datetime) -> int:
    """Forget questions after their time, and counts after theirs."""
    await Asked.filter(day__lt=(now - COUNTED).date()).delete()
    return await Question.filter(last_asked_at__lt=now - KEPT).delete()
