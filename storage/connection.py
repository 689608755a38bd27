"""Open and close the database, and bring it to the newest schema.

Two engines, one meaning: SQLite in a file for one process, PostgreSQL for several. Migrations run one at a time
under a lock, on SQLite with foreign keys off (an altered parent table would otherwise empty its children, tested on
Tortoise 1.1.9) and after a copy of the file was set aside.
"""

from __future__ import annotations

import asyncio
import fcntl
import logging
import sqlite3
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

import asyncpg
from tortoise import Tortoise
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.backends.base.config_generator import expand_db_url
from tortoise.connection import get_connection
from tortoise.context import TortoiseContext
from tortoise.exceptions import BaseORMException
from tortoise.migrations.constraints import UniqueConstraint
from tortoise.migrations.executor import MigrationExecutor, MigrationTarget, PlanStep
from tortoise.migrations.operations import AddField, AddIndex, CreateModel

from domain.errors import StorageError
from storage.models import Chat

logger = logging.getLogger(__name__)

APP = "storage"
MIGRATIONS = "storage.migrations"
LOCK_KEY = 0x7265_6666_6F70  # "reffop": PostgreSQL's advisory locks are numbers
CONNECT_TIMEOUT = 5.0
"""Seconds until an unreachable database is called unreachable."""


def is_sqlite(url: str) -> bool:
    """Say whether a database address means an SQLite file."""
    return url.startswith("sqlite:")


def sqlite_path(url: str) -> Path:
    """Give the file of an SQLite address."""
    return Path(expand_db_url(url)["credentials"]["file_path"])


def current() -> BaseDBAsyncClient:
    """Give the open database's connection, or that of the running transaction."""
    return get_connection(Chat._meta.default_connection or "")  # noqa: SLF001 - how Tortoise's own docs reach a model's connection


@asynccontextmanager
async def opened(url: str, *, migrated: bool = True) -> AsyncIterator[None]:
    """Hold the database open.

    Raises StorageError when it cannot be reached, or when `migrated` is wanted and a migration is missing.
    """
    async with _initialised(url, foreign_keys=True):
        if migrated and (missing := await pending()):
            raise StorageError(
                f"the database lacks {len(missing)} migration(s), first {missing[0]}: run `reffop-bot migrate`"
            )
        yield


async def pending() -> list[str]:
    """Name the migrations that the open database still lacks."""
    return [step.migration.name for step in await _plan(_executor())]


async def is_reachable() -> bool:
    """Say whether the open database answers."""
    try:
        await current().execute_query("SELECT 1")
    except (BaseORMException, OSError, asyncpg.PostgresError, sqlite3.Error):
        return False
    return True


def opened_is_sqlite() -> bool:
    """Say whether the open database is an SQLite file."""
    return current().capabilities.dialect == "sqlite"


async def migrate(url: str) -> list[str]:
    """Bring the database to the newest schema and name what was applied; nothing to do gives an empty list.

    Safe to repeat and to race. Raises StorageError; an SQLite file that lost rows or uniqueness is put back as it was.
    """
    if is_sqlite(url):
        path = sqlite_path(url)
        path.parent.mkdir(parents=True, exist_ok=True)
        with await asyncio.to_thread(_take_lock, path.with_name(path.name + ".migrate-lock"), wait=True):
            return await _migrate_sqlite(url, path)
    async with _initialised(url, foreign_keys=True), _advisory_lock(url):
        return await _apply(_executor())


@asynccontextmanager
async def alone(url: str) -> AsyncIterator[None]:
    """Let one process at a time through: for what several do when they start together. An SQLite file has only one."""
    if is_sqlite(url):
        yield
        return
    async with _advisory_lock(url):
        yield


@contextmanager
def only_process(url: str) -> Iterator[None]:
    """Hold an SQLite file for one process; on PostgreSQL do nothing.

    Raises StorageError when another process holds it: two would answer and alert twice.
    """
    if not is_sqlite(url):
        yield
        return
    path = sqlite_path(url)
    path.parent.mkdir(parents=True, exist_ok=True)
    with _take_lock(path.with_name(path.name + ".process-lock"), wait=False):
        yield


async def _migrate_sqlite(url: str, path: Path) -> list[str]:
    async with _initialised(url, foreign_keys=False):
        executor = _executor()
        plan = await _plan(executor)
        backup = _backup(path) if any(_is_destructive(step) for step in plan) else None
        before = await _row_counts()
        applied = await _apply(executor)
        lost = await _restore_indexes(executor)
        after = await _row_counts()
        lost += [f"rows of {table}" for table, rows in before.items() if after.get(table, rows) < rows]
    if lost and backup:
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        backup.replace(path)
        raise StorageError(f"the migration would have lost {', '.join(lost)}; the database is as before")
    return applied


def _backup(path: Path) -> Path:
    """Copy a live SQLite file, WAL included, beside itself."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    copy = path.with_name(f"{path.name}.before-{stamp}")
    with sqlite3.connect(path) as live, sqlite3.connect(copy) as target:
        live.backup(target)
    logger.info("database copied before a migration", extra={"action": "backup", "file": copy.name})
    return copy


def _is_destructive(step: PlanStep) -> bool:
    """Anything but adding may rebuild a table on SQLite."""
    return any(not isinstance(op, CreateModel | AddField | AddIndex) for op in step.migration.operations)


async def _row_counts() -> dict[str, int]:
    connection = current()
    tables = await connection.execute_query_dict(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    counts = {}
    for row in tables:
        [count] = await connection.execute_query_dict(f'SELECT count(*) AS n FROM "{row["name"]}"')
        counts[row["name"]] = count["n"]
    return counts


async def _restore_indexes(executor: MigrationExecutor) -> list[str]:
    """Create again what Tortoise 1.1.9 forgets when it rebuilds an SQLite table: indexes, uniqueness over columns.

    Gives what could not be.
    """
    editor = executor._schema_editor(atomic=False)  # noqa: SLF001 - no public way in 1.1.9
    lost = []
    for model in (Tortoise.apps or {})[APP].values():
        table = model._meta  # noqa: SLF001 - likewise
        present = await _indexed(table.db_table)
        for names in table.unique_together:
            if (True, *editor._resolve_fields_to_columns(model, names)) not in present:  # noqa: SLF001 - likewise
                try:
                    await editor.add_constraint(model, UniqueConstraint(fields=tuple(names)))
                except BaseORMException:
                    lost.append(f"uniqueness of {table.db_table}")
        for index in table.indexes:
            if (False, *editor._resolve_fields_to_columns(model, index.fields)) not in present:  # noqa: SLF001 - likewise
                await editor.add_index(model, index)
    return lost


async def _indexed(table: str) -> set[tuple[bool | str, ...]]:
    """List the indexes of an SQLite table: whether unique, then the columns."""
    rows = await current().execute_query_dict(
        'SELECT l.name, l."unique" AS uniq, i.name AS field FROM pragma_index_list(?) l, pragma_index_info(l.name) i'
        " ORDER BY l.name, i.seqno",
        [table],
    )
    found: defaultdict[str, list[bool | str]] = defaultdict(list)
    for row in rows:
        found[row["name"]] = [*(found[row["name"]] or [bool(row["uniq"])]), row["field"]]
    return {tuple(index) for index in found.values()}


async def _plan(executor: MigrationExecutor) -> list[PlanStep]:
    try:
        return await executor.plan([MigrationTarget(APP, "__latest__")])
    except BaseORMException:  # a new database has no table of migrations yet
        await executor.recorder.ensure_schema(executor._schema_editor(atomic=False))  # noqa: SLF001 - no public way in 1.1.9
        return await executor.plan([MigrationTarget(APP, "__latest__")])


async def _apply(executor: MigrationExecutor) -> list[str]:
    names = [step.migration.name for step in await _plan(executor)]
    try:
        await executor.migrate([MigrationTarget(APP, "__latest__")], direction="forward")
    except (BaseORMException, sqlite3.Error, asyncpg.PostgresError) as error:
        raise StorageError(f"the migration stopped: {error}") from error
    return names


def _executor() -> MigrationExecutor:
    connection = current()
    return MigrationExecutor(connection, _apps(connection.connection_name))


def _apps(name: str) -> dict[str, dict[str, Any]]:
    return {APP: {"models": ["storage.models"], "default_connection": name, "migrations": MIGRATIONS}}


def config(url: str, *, foreign_keys: bool = True) -> dict[str, Any]:
    """Give Tortoise's configuration for a database address.

    The connection bears the name of its engine: Tortoise 1.1.9 caches statements by that name, so two engines under
    one name would be given each other's SQL.
    """
    connection = expand_db_url(url)
    credentials = connection["credentials"]
    if is_sqlite(url):
        credentials |= {
            "foreign_keys": "ON" if foreign_keys else "OFF",
            "busy_timeout": 10_000,
            "synchronous": "NORMAL",
        }
    else:
        credentials |= {
            "timeout": CONNECT_TIMEOUT,
            "min_size": 1,
            "max_size": credentials.get("max_size", 10),
        }
    name = "sqlite" if is_sqlite(url) else "postgres"
    return {"connections": {name: connection}, "apps": _apps(name)}


@asynccontextmanager
async def _initialised(url: str, *, foreign_keys: bool) -> AsyncIterator[None]:
    try:
        settings = config(url, foreign_keys=foreign_keys)
    except (BaseORMException, ValueError) as error:
        raise StorageError(f"DATABASE_URL is not an address we can use: {error}") from error
    if is_sqlite(url):
        sqlite_path(url).parent.mkdir(parents=True, exist_ok=True)
    with TortoiseContext():
        await Tortoise.init(config=settings)
        try:
            await _first_contact(current())
            yield
        finally:
            await Tortoise.close_connections()


async def _first_contact(connection: BaseDBAsyncClient) -> None:
    try:
        await asyncio.wait_for(connection.execute_query("SELECT 1"), CONNECT_TIMEOUT)
    except (BaseORMException, OSError, TimeoutError, asyncpg.PostgresError, sqlite3.Error) as error:
        raise StorageError(f"the database cannot be reached: {_brief(error)}") from error


def _brief(error: BaseException) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__


async def connect(url: str, timeout: float = CONNECT_TIMEOUT) -> asyncpg.Connection[asyncpg.Record]:  # noqa: ASYNC109
    """Open a connection to PostgreSQL of one's own, outside of Tortoise's pool."""
    credentials = expand_db_url(url)["credentials"]
    keys = ("host", "port", "user", "password", "database")
    given = {key: credentials[key] for key in keys if credentials.get(key) is not None}
    return await asyncpg.connect(**given, timeout=timeout)


@asynccontextmanager
async def _advisory_lock(url: str) -> AsyncIterator[None]:
    """Keep other processes waiting; on a connection of its own, for the lock belongs to a session."""
    connection = await connect(url)
    try:
        await connection.execute("SELECT pg_advisory_lock($1)", LOCK_KEY)
        yield
    finally:
        await connection.close()


def _take_lock(path: Path, *, wait: bool) -> TextIO:
    """Lock a file until the handle is closed; the kernel lets go when the process dies, however it dies."""
    handle = path.open("w")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError as error:
        handle.close()
        raise StorageError(
            "another process already works on this SQLite file: stop it, or use PostgreSQL (DATABASE_URL)"
        ) from error
    return handle
