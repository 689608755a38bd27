"""Fan-out: the deliveries of one posting written by our matching, beside a bare INSERT … SELECT of as many rows.

SQLite in a temporary file, 20 000 filters, five rounds in turn; the ratio of the medians is what travels.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from tortoise.transactions import in_transaction

from domain.postings import JobPosting
from storage import connection, deliveries, sql

FILTERS = 20_000
ROUNDS = 5
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
POSTING = JobPosting("bench:1", "Police Adviser, P-4", grade="P-4", level_min=4, level_max=4, fields=("police",))


def main() -> list[tuple[str, str]]:
    """Measure and give rows of (what, figure)."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_measure(f"sqlite://{Path(folder) / 'bench.sqlite3'}"))


async def _measure(url: str) -> list[tuple[str, str]]:
    await connection.migrate(url)
    async with connection.opened(url):
        await _fill()
        rounds = [await _round(number) for number in range(ROUNDS)]
    mine, bare = (statistics.median(times) for times in zip(*[r[:2] for r in rounds], strict=True))
    rows = rounds[0][2]
    return [
        ("matching and fan-out (rows/s)", f"{rows / mine:,.0f}"),
        ("baseline: bare INSERT … SELECT of the same rows (rows/s)", f"{rows / bare:,.0f}"),
        ("ratio of times", f"{statistics.median(a / b for a, b, _ in rounds):.2f}"),
    ]


async def _fill() -> None:
    async with in_transaction():
        await sql.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)"
            " INSERT INTO chat (id, kind, language, language_chosen, timezone, created_at, last_seen_at)"
            " SELECT i, 'private', 'fr', 0, 'UTC', $2, $2 FROM n",
            [FILTERS, NOW],
        )
        await sql.execute(
            "INSERT INTO subscription (id, chat_id, thread_id, fields, level_min, level_max, frequency, created_at)"
            " SELECT id, id, 0, '[\"police\"]', id % 4, 4 + id % 4, 'immediate', $1 FROM chat",
            [NOW],
        )
        await sql.execute(
            "INSERT INTO subscription_field (field, subscription_id)"
            " SELECT CASE id % 2 WHEN 0 THEN 'police' ELSE 'logistics' END, id FROM subscription"
        )


async def _round(number: int) -> tuple[float, float, int]:
    await sql.execute(
        "INSERT INTO notice (id, subject, revision, created_at) VALUES ($1, $2, 1, $3), ($4, $5, 1, $3)",
        [2 * number + 1, f"a:{number}", NOW, 2 * number + 2, f"b:{number}"],
    )
    start = time.perf_counter()
    async with in_transaction():
        rows = await deliveries.fan_out(2 * number + 1, POSTING, NOW)
    mine = time.perf_counter() - start
    start = time.perf_counter()
    async with in_transaction():
        await sql.execute(
            "INSERT INTO delivery (notice_id, kind, lane, state, not_before, created_at, attempts, chat_id, thread_id)"
            " SELECT $1, kind, lane, state, not_before, created_at, 0, chat_id, 0 FROM delivery WHERE notice_id = $2",
            [2 * number + 2, 2 * number + 1],
        )
    return mine, time.perf_counter() - start, rows
