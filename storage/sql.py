"""Raw SQL on both engines: one text with `$1`-style placeholders.

Set-based work (matching, claiming, settling) is written in SQL: objects per row would cost ten times as much
(docs/performance.md). Everything else uses the ORM.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, cast

from tortoise.transactions import in_transaction

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


async def execute_many(query: str, values: Iterable[Sequence[object]]) -> None:
    """Run one statement for each set of values, all or none, also when it is cancelled half-way."""
    async with in_transaction() as connection:
        await connection.execute_many(_text(query), [_bound(some) for some in values])


def places(values: list[object], items: Iterable[object]) -> str:
    """Add values and give their places in the statement: `$3, $4`."""
    start = len(values)
    values.extend(items)
    return ", ".join(f"${number}" for number in range(start + 1, len(values) + 1))


def skip_locked() -> str:
    """Clause that keeps claiming workers out of each other's way; SQLite has one writer and needs none."""
    return " FOR UPDATE SKIP LOCKED" if is_postgres() else ""


def days_apart(one: str, other: str) -> str:
    """Expression for the days between two instants, never negative; NULL when one is."""
    if is_postgres():
        return f"abs(extract(epoch FROM {one} - {other})) / 86400"
    return f"abs(julianday({one}) - julianday({other}))"


def instant(value: object) -> datetime | None:
    """Read an instant of a computed column, which SQLite gives as text."""
    return datetime.fromisoformat(value) if isinstance(value, str) else cast("datetime | None", value)


def _prepare(query: str, values: Sequence[object]) -> tuple[str, list[object]]:
    return _text(query), _bound(values)


def _text(query: str) -> str:
    return query if is_postgres() else query.replace("$", "?")


def _bound(values: Sequence[object]) -> list[object]:
    return list(values) if is_postgres() else [_for_sqlite(value) for value in values]


def _for_sqlite(value: object) -> object:
    """Write an instant or a day as Tortoise does, so that text compares in time order."""
    if isinstance(value, datetime):
        return value.isoformat(" ")
    return value.isoformat() if isinstance(value, date) else value
