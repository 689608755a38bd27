"""Raw SQL on both engines: one text with `$1`-style placeholders.

Set-based work (matching, claiming, settling) is written in SQL: objects per row would cost ten times as much
(docs/performance.md). Everything else uses the ORM.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from storage.connection import current

Row = dict[str, Any]


def is_postgres() -> bool:
    """Say which engine is open."""
    return current().capabilities.dialect == "postgres"


async def rows(query: str, values: Sequence[object] = ()) -> list[Row]:
    """Run one statement and give its rows, also those of RETURNING."""
    text, bound = _prepare(query, values)
    return list(map(dict, await current().execute_query_dict(text, bound)))


async def execute(query: str, values: Sequence[object] = ()) -> int:
    """Run one statement and give the number of rows it touched."""
    text, bound = _prepare(query, values)
    count, _ = await current().execute_query(text, bound)
    return count


def skip_locked() -> str:
    """Clause that keeps claiming workers out of each other's way; SQLite has one writer and needs none."""
    return " FOR UPDATE SKIP LOCKED" if is_postgres() else ""


def _prepare(query: str, values: Sequence[object]) -> tuple[str, list[object]]:
    if is_postgres():
        return query, list(values)
    return query.replace("$", "?"), [_for_sqlite(value) for value in values]


def _for_sqlite(value: object) -> object:
    """Write an instant as Tortoise does, so that text compares in time order."""
    return value.isoformat(" ") if isinstance(value, datetime) else value
