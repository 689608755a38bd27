"""Figures of the service, without anyone in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from domain.deliveries import DeliveryKind, DeliveryState
from storage import deliveries, sql
from storage.models import Asked, Chat, Posting, Question, Source, Subscription, Ticket

SMALLEST_CELL = 5
"""A group of fewer people is not told: a small cell can point at someone."""
WEEK = timedelta(days=7)
DAYS = 14
"""Days that a curve shows."""
TOP = 5


@dataclass(frozen=True, slots=True)
class Curves:
    """Counts by day, the oldest first: questions by how they ended, and messages sent."""

    days: tuple[date, ...]
    questions: Mapping[str, tuple[int, ...]]
    sent: tuple[int, ...]


async def summary(now: datetime) -> dict[str, Any]:
    """Count people, alerts, questions, deliveries and sources; groups of fewer than `SMALLEST_CELL` are left out."""
    asked = await sql.rows("SELECT coalesce(sum(times), 0) AS n FROM question")
    return {
        "people": {
            "all": await Chat.all().count(),
            "suspended": await Chat.filter(suspended_at__isnull=False).count(),
            "new_last_week": await Chat.filter(created_at__gte=now - WEEK).count(),
            "by_language": await _cells("SELECT language AS name, count(*) AS n FROM chat GROUP BY language"),
            "by_audience": await _cells(
                "SELECT audience AS name, count(DISTINCT chat_id) AS n FROM subscription"
                " WHERE audience IS NOT NULL GROUP BY audience"
            ),
            "by_country_of_interest": await _countries(),
        },
        "alerts": await Subscription.all().count(),
        "postings": {
            "all": await Posting.all().count(),
            "last_week": await Posting.filter(first_seen_at__gte=now - WEEK).count(),
        },
        "questions": await _questions(now),
        "questions_unanswered": {"asked": int(asked[0]["n"]), "distinct": await Question.all().count()},
        "deliveries": await deliveries.count_by_state(),
        "delivery_delay_seconds": await _delays(now),
        "tickets_open": await Ticket.filter(state="open").count(),
        "sources": {
            "all": await Source.filter(paused_at=None).count(),
            "failing": await Source.filter(paused_at=None, failing_since__isnull=False).count(),
        },
    }


async def unanswered() -> list[tuple[str, int]]:
    """Give the questions without an answer that are asked most, with how often."""
    found = await Question.all().order_by("-times", "-last_asked_at").limit(TOP)
    return [(row.text, row.times) for row in found]


async def curves(now: datetime) -> Curves:
    """Give the counts of the last days."""
    days = tuple((now - timedelta(days=back)).date() for back in reversed(range(DAYS)))
    asked = await Asked.filter(day__gte=days[0])
    by_outcome = {
        outcome: tuple(sum(row.times for row in asked if (row.day, row.outcome) == (day, outcome)) for day in days)
        for outcome in ("answered", "choices", "unanswered")
    }
    sent = []
    for day in days:
        start = datetime.combine(day, datetime.min.time(), now.tzinfo)
        [row] = await sql.rows(
            "SELECT count(*) AS n FROM delivery WHERE state = $1 AND settled_at >= $2 AND settled_at < $3",
            [DeliveryState.SENT.value, start, start + timedelta(days=1)],
        )
        sent.append(int(row["n"]))
    return Curves(days, by_outcome, tuple(sent))


async def _questions(now: datetime) -> dict[str, Any]:
    found = await sql.rows(
        "SELECT outcome, sum(times) AS n FROM asked WHERE day >= $1 GROUP BY outcome", [(now - WEEK).date()]
    )
    counts = {row["outcome"]: int(row["n"]) for row in found}
    total = sum(counts.values())
    rate = round(1 - counts.get("unanswered", 0) / total, 3) if total else None
    return {"last_week": total, "answer_rate": rate, "by_outcome": counts}


async def _delays(now: datetime) -> dict[str, float | None]:
    """Give the median and the 95th percentile of the time from being due to being sent, of the last week's alerts."""
    parameters = [DeliveryState.SENT.value, DeliveryKind.POSTING.value, now - WEEK]
    where = "FROM delivery WHERE state = $1 AND kind = $2 AND settled_at >= $3"
    [row] = await sql.rows(f"SELECT count(*) AS n {where}", parameters)
    delay = sql.days_apart("settled_at", "not_before")
    found: dict[str, float | None] = {}
    for name, share in (("median", 0.5), ("p95", 0.95)):
        offset = min(int(row["n"] * share), max(0, row["n"] - 1))
        ranked = await sql.rows(
            f"SELECT {delay} AS days {where} ORDER BY days LIMIT 1 OFFSET {offset}",
            parameters,
        )
        found[name] = round(float(ranked[0]["days"]) * 86_400, 1) if ranked else None
    return found


async def _countries() -> dict[str, int]:
    """Count people by the countries that their filters name."""
    found = await sql.rows("SELECT DISTINCT chat_id, countries FROM subscription WHERE countries IS NOT NULL")
    people: dict[str, set[int]] = {}
    for row in found:
        for code in filter(None, str(row["countries"]).split("|")):
            people.setdefault(code, set()).add(row["chat_id"])
    return _told({code: len(chats) for code, chats in people.items()})


async def _cells(query: str) -> dict[str, int]:
    return _told({row["name"]: row["n"] for row in await sql.rows(query)})


def _told(counts: Mapping[str, int]) -> dict[str, int]:
    """Leave small groups out, the largest first."""
    shown: Sequence[tuple[str, int]] = sorted(counts.items(), key=lambda cell: (-cell[1], cell[0]))
    return {name: count for name, count in shown if count >= SMALLEST_CELL}
