"""Parsing in worker processes: results travel, errors travel, and a worker that hangs is replaced."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.errors import ParseError
from feeds.facts import Dialect
from feeds.parse import SourceInfo, parse
from feeds.pool import ParserPool
from tests.unit.feeds.reference import taxonomy

DATA = Path(__file__).parents[1] / "data" / "feeds"
BODY = (DATA / "unvacancyxml.atom.xml").read_bytes()


@pytest.fixture
def pool() -> Iterator[ParserPool]:
    with ParserPool(taxonomy(), workers=2) as pool:
        yield pool


async def test_a_worker_gives_what_parsing_here_gives(pool: ParserPool) -> None:
    source = SourceInfo(id="unvacancyxml", kind="jobs")
    first, second = await asyncio.gather(*(pool.parse(BODY, name, source) for name in ("atom", "auto")))
    assert first == second
    assert list(first.items) == parse(BODY, "auto", taxonomy(), source)


async def test_what_is_wrong_with_a_document_is_told_across_processes(pool: ParserPool) -> None:
    with pytest.raises(ParseError, match="the document is empty"):
        await pool.parse(b"", "auto")


async def test_the_loop_stays_free_while_a_worker_reads(pool: ParserPool) -> None:
    await pool.parse(BODY, "auto")
    work = asyncio.create_task(pool.parse((DATA / "pageup.rss.xml").read_bytes(), "auto"))
    turns = 0
    while not work.done():
        await asyncio.sleep(0.001)
        turns += 1
    assert len((await work).items) == 44
    assert turns > 5


async def test_a_document_that_takes_too_long_costs_a_worker_and_nothing_else() -> None:
    with ParserPool(taxonomy(), workers=1, time_limit=20) as pool:
        await pool.parse(BODY, "auto")
        pool.time_limit = 0.001
        with pytest.raises(ParseError, match="took more than"):
            await pool.parse(BODY * 3, "auto")
        pool.time_limit = 20
        assert len((await pool.parse(BODY, "auto")).items) == 35


def test_every_dialect_is_known_by_one_name() -> None:
    from feeds.sources import dialects

    names = [dialect.name for dialect in dialects()]
    assert len(names) == len(set(names))
    assert all(isinstance(dialect, Dialect) for dialect in dialects())
