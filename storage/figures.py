"""Figures of the service, without anyone in them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from storage import deliveries, sql
from storage.models import Chat, Posting, Question, Source, Subscription

SMALLEST_CELL = 5
"""A group of fewer people is not told: a small cell can point at someone."""


async def summary(now: datetime) -> dict[str, Any]:
    """Count subscribers, alerts, unanswered questions, deliveries and sources."""
    languages = await sql.rows("SELECT language, count(*) AS n FROM chat GROUP BY language ORDER BY language")
    asked = await sql.rows("SELECT coalesce(sum(times), 0) AS n FROM question")
    return {
        "people": {
            "all": await Chat.all().count(),
            "suspended": await Chat.filter(suspended_at__isnull=False).count(),
            "by_language": {row["language"]: row["n"] for row in languages if row["n"] >= SMALLEST_CELL},
        },
        "alerts": await Subscription.all().count(),
        "postings": {
            "all": await Posting.all().count(),
            "last_week": await Posting.filter(first_seen_at__gte=now - timedelta(days=7)).count(),
        },
        "questions_unanswered": {"asked": int(asked[0]["n"]), "distinct": await Question.all().count()},
        "deliveries": await deliveries.count_by_state(),
        "sources": {
            "all": await Source.filter(paused_at=None).count(),
            "failing": await Source.filter(paused_at=None, failing_since__isnull=False).count(),
        },
    }
