"""Questions that got no answer, kept without their author for the editors."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.vocabulary import Language
from storage import sql
from storage.models import Question

KEPT = timedelta(days=90)
LONGEST = 300


async def note_unanswered(text: str, language: Language, now: datetime) -> None:
    """Count a question that got no answer; the same words count on one row."""
    await sql.execute(
        "INSERT INTO question (text, language, times, first_asked_at, last_asked_at) VALUES ($1, $2, 1, $3, $3)"
        " ON CONFLICT (text, language) DO UPDATE"
        " SET times = question.times + 1, last_asked_at = excluded.last_asked_at",
        [" ".join(text.casefold().split())[:LONGEST], language.value, now],
    )


async def erase_old(now: datetime) -> int:
    """Forget questions after their time."""
    return await Question.filter(last_asked_at__lt=now - KEPT).delete()
