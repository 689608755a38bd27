"""From an empty or a populated database to the newest schema, on both engines, without losing a row."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import asyncpg
import pytest
from tortoise import Tortoise
from tortoise.indexes import Index
from tortoise.migrations.autodetector import MigrationAutodetector
from tortoise.migrations.executor import MigrationTarget
from tortoise.models import Model

import storage.migrations
from domain.errors import StorageError
from storage import connection, sql
from tests.conftest import _with_database
from tests.integration.builders import count, tables

ROOT = Path(__file__).parents[2]
LATER = "migrations_of_a_later_release"
OURS = sorted(file.stem for file in Path(storage.migrations.__path__[0]).glob("0*.py"))
START = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """A database of each engine in turn, without any table."""
    if request.param == "sqlite":
        yield f"sqlite://{tmp_path / 'data' / 'reffop.sqlite3'}"
        return
    server: str = request.getfixturevalue("postgres_server")
    name = f"empty_{request.getfixturevalue('worker_id')}"
    client = await asyncpg.connect(server)
    await client.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    await client.execute(f"CREATE DATABASE {name}")
    yield _with_database(server, name)
    await client.execute(f"DROP DATABASE {name} WITH (FORCE)")
    await client.close()


async def test_an_empty_database_reaches_the_newest_schema(empty_url: str) -> None:
    applied = await connection.migrate(empty_url)
    assert applied == OURS
    async with connection.opened(empty_url):
        assert await connection.pending() == []
        assert await connection.is_reachable()
        assert set(await tables()) == {model._meta.db_table for model in _models()}


async def test_migrating_twice_is_migrating_once(empty_url: str) -> None:
    await connection.migrate(empty_url)
    async with connection.opened(empty_url):
        await populate(1)
        before = await content()
    assert await connection.migrate(empty_url) == []
    async with connection.opened(empty_url):
        assert await content() == before


async def test_a_database_that_lacks_a_migration_is_not_opened(empty_url: str) -> None:
    with pytest.raises(StorageError, match=r"lacks \d+ migration.*0001_initial.*reffop-bot migrate"):
        async with connection.opened(empty_url):
            pass


async def test_two_processes_that_migrate_at_once_both_succeed(empty_url: str, tmp_path: Path) -> None:
    environment = {"DATABASE_URL": empty_url, "DATA_DIR": str(tmp_path)}

    async def migrate() -> tuple[int | None, str]:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "migrate",
            cwd=ROOT,
            env=environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        told, _ = await process.communicate()
        return process.returncode, told.decode()

    results = await asyncio.gather(migrate(), migrate())
    assert [code for code, _ in results] == [0, 0], results
    assert sorted("applied 0001_initial" in told for _, told in results) == [False, True]
    async with connection.opened(empty_url):
        assert await connection.pending() == []


async def test_six_migrations_at_once_in_one_process_apply_once(empty_url: str) -> None:
    applied = await asyncio.gather(*(asyncio.to_thread(asyncio.run, connection.migrate(empty_url)) for _ in range(6)))
    assert sorted(map(len, applied))[:5] == [0] * 5
    assert max(map(len, applied)) > 0


async def test_models_and_migrations_say_the_same(database: str) -> None:
    assert Tortoise.apps is not None
    detector = MigrationAutodetector(Tortoise.apps, connection.config(database)["apps"])
    changes = [operation.describe() for writer in await detector.changes() for operation in writer.operations]
    assert changes == []


async def test_every_uniqueness_that_the_models_promise_is_in_the_database(empty_url: str) -> None:
    await connection.migrate(empty_url)
    async with connection.opened(empty_url):
        missing = await missing_indexes()
    assert missing == set()


async def test_a_populated_database_goes_through_every_migration_and_loses_no_row(empty_url: str) -> None:
    async with connection._initialised(empty_url, foreign_keys=False):
        names = await connection.pending()
    kept: dict[str, int] = {}
    for stage, name in enumerate(names):
        async with connection._initialised(empty_url, foreign_keys=False):
            await connection._executor().migrate([MigrationTarget(connection.APP, name)], direction="forward")
            assert {table: rows for table, rows in (await content()).items() if rows < kept.get(table, 0)} == {}, name
        async with connection.opened(empty_url, migrated=False):
            await populate(stage)
            kept = await content()
            assert min(kept.values()) >= ROWS, f"{name} leaves a table that the test did not fill: {kept}"
    assert await connection.migrate(empty_url) == []
    async with connection.opened(empty_url):
        assert await content() == kept
        assert await orphans() == []


# Steps of a later release, as a test writes them


@dataclass
class LaterRelease:
    """A copy of our migrations to which a test adds its own."""

    folder: Path

    def add(self, number: int, *operations: str) -> None:
        """Write one more migration; operations are Python."""
        *_, last = sorted(file.stem for file in self.folder.glob("0*.py"))
        text = (
            "from tortoise import fields, migrations\nfrom tortoise.migrations import operations as ops\n\n\n"
            "class Migration(migrations.Migration):\n"
            f"    dependencies = [({connection.APP!r}, {last!r})]\n    operations = [{', '.join(operations)}]\n"
        )
        (self.folder / f"{int(last[:4]) + 1:04}_step_{number}.py").write_text(text)


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LaterRelease]:
    """The migrations of a later release: ours, and what the test adds."""
    folder = tmp_path / "code" / LATER
    shutil.copytree(storage.migrations.__path__[0], folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.syspath_prepend(folder.parent)
    monkeypatch.setattr(connection, "MIGRATIONS", LATER)
    yield LaterRelease(folder)
    for name in [name for name in sys.modules if name.startswith(LATER)]:
        del sys.modules[name]


@pytest.fixture
async def populated(sqlite_url: str) -> str:
    """An SQLite database of this release with rows in every table."""
    async with connection.opened(sqlite_url):
        await populate(1)
    return sqlite_url


PARENTS = (
    'ops.AlterField(model_name="Chat", name="kind", field=fields.CharField(max_length=40))',
    'ops.AlterField(model_name="Subscription", name="frequency", field=fields.CharField(max_length=40))',
    'ops.AlterField(model_name="Posting", name="grade", field=fields.CharField(max_length=40, null=True))',
    'ops.AlterField(model_name="Notice", name="subject", field=fields.CharField(max_length=99))',
    'ops.AlterField(model_name="Source", name="kind", field=fields.CharField(max_length=40))',
    'ops.AlterField(model_name="Delivery", name="state", field=fields.CharField(max_length=40))',
)


async def test_altering_parent_tables_empties_no_child(populated: str, later: LaterRelease) -> None:
    async with connection.opened(populated, migrated=False):
        before = await content()
    later.add(1, *PARENTS)
    assert len(await connection.migrate(populated)) == 1
    async with connection.opened(populated):
        assert await content() == before
        assert await orphans() == []


async def test_altering_a_table_keeps_its_indexes_and_the_ledger_s_uniqueness(
    populated: str, later: LaterRelease
) -> None:
    later.add(1, *PARENTS)
    await connection.migrate(populated)
    async with connection.opened(populated):
        assert await missing_indexes() == set()
        assert ("delivery", True, ("notice_id", "chat_id", "thread_id", "kind")) in await indexes()


async def test_a_destructive_migration_leaves_a_copy_of_the_file_as_it_was(populated: str, later: LaterRelease) -> None:
    async with connection.opened(populated, migrated=False):
        before = await content()
    later.add(1, *PARENTS)
    await connection.migrate(populated)
    [copy] = backups(populated)
    async with connection.opened(f"sqlite://{copy}", migrated=False):
        assert await content() == before
        assert len(await connection.pending()) == 1


async def test_a_copy_also_holds_what_was_written_last(populated: str, later: LaterRelease) -> None:
    later.add(1, *PARENTS)
    with closing(sqlite3.connect(connection.sqlite_path(populated))) as writer:  # open: its rows are still in the WAL
        writer.execute("INSERT INTO lease (name, holder, fence, expires_at) VALUES ('last', 'x', 1, '2026-01-01')")
        writer.commit()
        await connection.migrate(populated)
    [copy] = backups(populated)
    with closing(sqlite3.connect(copy)) as client:
        assert client.execute("SELECT count(*) FROM lease WHERE name = 'last'").fetchone() == (1,)


async def test_a_migration_that_only_adds_needs_no_copy(populated: str, later: LaterRelease) -> None:
    later.add(1, 'ops.AddField(model_name="Chat", name="mood", field=fields.CharField(max_length=9, null=True))')
    assert len(await connection.migrate(populated)) == 1
    assert backups(populated) == []


async def test_a_migration_that_would_lose_rows_is_put_back(populated: str, later: LaterRelease) -> None:
    async with connection.opened(populated, migrated=False):
        before = await content()
    later.add(1, 'ops.RunSQL("DELETE FROM question")', 'ops.RunSQL("DELETE FROM lease")')
    for _ in range(2):
        with pytest.raises(StorageError, match="lost rows of lease, rows of question; the database is as before"):
            await connection.migrate(populated)
        async with connection.opened(populated, migrated=False):
            assert await content() == before
            assert len(await connection.pending()) == 1
    assert backups(populated) == []


async def test_a_migration_that_stops_half_way_changes_nothing(populated: str, later: LaterRelease) -> None:
    async with connection.opened(populated, migrated=False):
        before, shape = await content(), await schema()
    later.add(1, *PARENTS, 'ops.RunSQL("UPDATE no_such_table SET x = 1")')
    with pytest.raises(StorageError, match=r"the migration stopped: .*no_such_table"):
        await connection.migrate(populated)
    async with connection.opened(populated, migrated=False):
        assert (await content(), await schema()) == (before, shape)
        assert len(await connection.pending()) == 1


async def test_a_migration_that_cannot_restore_uniqueness_is_put_back(populated: str, later: LaterRelease) -> None:
    async with connection.opened(populated, migrated=False):
        before, shape = await content(), await schema()
    later.add(1, *PARENTS, """ops.RunSQL("UPDATE notice SET subject = 'same', revision = 1")""")
    with pytest.raises(StorageError, match="lost uniqueness of notice; the database is as before"):
        await connection.migrate(populated)
    async with connection.opened(populated, migrated=False):
        assert (await content(), await schema()) == (before, shape)


async def test_every_migration_of_a_later_release_is_gone_through_on_both_engines(
    empty_url: str, later: LaterRelease
) -> None:
    later.add(1, 'ops.AddField(model_name="Chat", name="mood", field=fields.CharField(max_length=9, null=True))')
    later.add(2, *PARENTS)
    later.add(3, 'ops.AddField(model_name="Lease", name="weight", field=fields.IntField(db_default=1))')
    await test_a_populated_database_goes_through_every_migration_and_loses_no_row(empty_url)


def backups(url: str) -> list[Path]:
    path = connection.sqlite_path(url)
    return list(path.parent.glob(f"{path.name}.before-*"))


# A populated database, whatever its tables


ROWS = 3


@dataclass(frozen=True)
class Column:
    """One column as the database describes it; `length` is the longest text it takes."""

    name: str
    type: str
    length: int | None

    def value(self, number: int) -> object:
        """A value that differs by number and is the same in every column of the same kind, so that keys match."""
        makers: list[tuple[str, Callable[[], object]]] = [
            ("char", lambda: _short_text(number, self.length or 64)),
            ("text", lambda: f"text {number}"),
            ("json", lambda: '{"number": 1}'),
            ("time", lambda: START + timedelta(days=number)),
            ("date", lambda: (START + timedelta(days=number)).date()),
            ("bool", lambda: number % 2 == 0),
            ("double", lambda: number + 0.5),
            ("real", lambda: number + 0.5),
            ("int", lambda: number),
        ]
        return next(make() for word, make in makers if word in self.type.lower())


def _short_text(number: int, length: int) -> str:
    """Two letters tell nearly seven hundred numbers apart, so that even a language column is no exception."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    return "".join(list(product(letters, repeat=2))[number])[:length]


async def populate(stage: int) -> None:
    """Write rows into every table, parents first, by raw SQL: models know the newest schema only."""
    numbers = range(stage * 10 + 1, stage * 10 + 1 + ROWS)
    for table in await _parents_first():
        columns = await _columns(table)
        names = ", ".join(f'"{column.name}"' for column in columns)
        places = ", ".join(f"${number}" for number, _ in enumerate(columns, 1))
        for number in numbers:
            values = [column.value(number) for column in columns]
            await sql.execute(f'INSERT INTO "{table}" ({names}) VALUES ({places})', values)  # noqa: S608 - catalogue


async def content() -> dict[str, int]:
    """Number of rows of every table."""
    return {table: await count(table) for table in await tables()}


async def schema() -> list[str]:
    """Every statement that made an SQLite database what it is."""
    return [str(row["sql"]) for row in await sql.rows("SELECT sql FROM sqlite_master ORDER BY name")]


async def _columns(table: str) -> list[Column]:
    if sql.is_postgres():
        found = await sql.rows(
            "SELECT column_name AS name, data_type AS type, character_maximum_length AS length"
            " FROM information_schema.columns WHERE table_name = $1 ORDER BY ordinal_position",
            [table],
        )
        return [Column(row["name"], row["type"], row["length"]) for row in found]
    found = await sql.rows("SELECT name, type FROM pragma_table_info($1)", [table])
    return [Column(row["name"], row["type"], _length(row["type"])) for row in found]


def _length(declared: str) -> int | None:
    _, _, size = declared.rstrip(")").partition("(")
    return int(size) if size else None


async def _references() -> set[tuple[str, str]]:
    """Child and parent of every foreign key."""
    if sql.is_postgres():
        found = await sql.rows(
            "SELECT conrelid::regclass::text AS child, confrelid::regclass::text AS parent"
            " FROM pg_constraint WHERE contype = 'f'"
        )
        return {(row["child"], row["parent"]) for row in found}
    found = []
    for table in await tables():
        parents = await sql.rows('SELECT "table" AS parent FROM pragma_foreign_key_list($1)', [table])
        found += [{"child": table, **row} for row in parents]
    return {(row["child"], row["parent"]) for row in found}


async def _parents_first() -> list[str]:
    references, ordered = await _references(), list[str]()
    waiting = await tables()
    while waiting:
        free = [
            one
            for one in waiting
            if not any(child == one != parent and parent in waiting for child, parent in references)
        ]
        assert free, f"tables refer to each other in a circle: {waiting}"
        ordered += free
        waiting = [table for table in waiting if table not in free]
    return ordered


async def orphans() -> list[sql.Row]:
    """Rows whose parent is not there; PostgreSQL never has any."""
    return [] if sql.is_postgres() else await sql.rows("SELECT * FROM pragma_foreign_key_check")


async def indexes() -> set[tuple[str, bool, tuple[str, ...]]]:
    """Every index: table, whether unique, columns."""
    if sql.is_postgres():
        found = await sql.rows(
            "SELECT i.indrelid::regclass::text AS at, i.indisunique AS uniq, array_to_string(array("
            " SELECT a.attname FROM unnest(i.indkey) WITH ORDINALITY AS k(number, place)"
            " JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number ORDER BY k.place), ',') AS names"
            " FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = 'public'"
        )
        return {(row["at"], bool(row["uniq"]), tuple(row["names"].split(","))) for row in found}
    found = await sql.rows(
        'SELECT t.name AS "at", l."unique" AS uniq, (SELECT group_concat(name) FROM pragma_index_info(l.name)) AS names'
        " FROM sqlite_master t, pragma_index_list(t.name) l WHERE t.type = 'table'"
    )
    return {(row["at"], bool(row["uniq"]), tuple(row["names"].split(","))) for row in found}


async def missing_indexes() -> set[tuple[str, bool, tuple[str, ...]]]:
    """What the models promise and the database does not hold."""
    promised = set()
    for model in _models():
        table = model._meta
        wanted = [(True, tuple(names)) for names in table.unique_together]
        wanted += [(False, tuple(index.fields)) for index in table.indexes if isinstance(index, Index)]
        for unique, names in wanted:
            promised.add((table.db_table, unique, tuple(table.fields_map[name].source_field or name for name in names)))
    assert promised
    return promised - await indexes()


def _models() -> list[type[Model]]:
    assert Tortoise.apps is not None
    return list(Tortoise.apps[connection.APP].values())
