"""Polling: feeds of fifty vacancies over loopback, beside the feed reader library `reader` on the same feeds.

A server in a process of its own serves five hundred feeds of 55 kB, half RSS and half Atom, on twenty ports: each
port counts as a host, for we ask a host one thing at a time and real sources stand on hosts of their own. Ours is the
poller as the service runs it: fetch, parse in two processes, understand each vacancy, store it in SQLite. `reader`
fetches, parses and stores whole entries with their texts; it understands nothing, and sanitises what we strip. Three
rounds, in turn; `reader` gets one, four and ten workers, and its best counts. Everything shares two cores.

Then all feeds are asked again, unchanged. Baseline there: aiohttp alone, twenty conditional requests at a time.
The stall is the worst lateness of a task that wants to run every millisecond, start of the parsers included.

python -m benchmarks.polling [--feeds N]
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import psutil
from rich.console import Console
from rich.progress import Progress

from benchmarks.feed_server import ITEMS, FeedServer, serving
from domain.sources import Source
from domain.taxonomy import Taxonomy, build_taxonomy
from feeds.fetch import open_session
from feeds.parse import PageRequest, Parsed, SourceInfo
from feeds.pool import ParserPool
from scheduler.polling import Poller
from storage import connection, sources, sql
from storage.reference import read

FEEDS = 500
WORKERS = (1, 4, 10)
"""Threads of `reader`, one number a round."""
REPEATS = 5
"""Passes over unchanged feeds in a round, for those that take less than a second."""
AT_ONCE = 20
"""Requests in flight of bare aiohttp."""
TICK = 0.001


@dataclass(slots=True)
class Pass:
    """One pass over all feeds: seconds by the clock, of all our processors, and of the worst stall; what was asked."""

    seconds: float = 0.0
    cpu: float = 0.0
    stall: float = 0.0
    asked: int = 0
    unchanged: int = 0
    parsed: int = 0


@dataclass(frozen=True, slots=True)
class Round:
    """New feeds and unchanged ones: ours, bare aiohttp's, and those of `reader`."""

    ours: Pass
    ours_unchanged: list[Pass]
    bare_unchanged: list[Pass]
    peer: Pass
    peer_unchanged: Pass


class _CountingPool(ParserPool):
    """The pool as it is, counting documents."""

    parsed = 0

    async def parse(
        self,
        body: bytes,
        format: str,  # noqa: A002  # as in the pool
        source: SourceInfo | None = None,
        asked: PageRequest | None = None,
    ) -> Parsed:
        self.parsed += 1
        return await super().parse(body, format, source, asked)


def main(feeds: int = FEEDS) -> list[tuple[str, str]]:
    """Measure and give rows of (what, figure)."""
    now = datetime.now(UTC)
    taxonomy = build_taxonomy(read())
    with serving(feeds, now) as server, Progress(console=Console(stderr=True), transient=True) as progress:
        rounds = [
            _round(server, taxonomy, workers)
            for workers in progress.track(WORKERS, description=f"polling {feeds} feeds")
        ]
    return _rows(feeds, rounds)


def _round(server: FeedServer, taxonomy: Taxonomy, workers: int) -> Round:
    with tempfile.TemporaryDirectory() as folder:
        ours, *ours_unchanged = asyncio.run(_ours(server, taxonomy, f"sqlite://{Path(folder) / 'ours.sqlite3'}"))
        peer, peer_unchanged = _peer(server, Path(folder) / "peer.sqlite3", workers)
    return Round(ours, ours_unchanged, asyncio.run(_bare(server)), peer, peer_unchanged)


async def _ours(server: FeedServer, taxonomy: Taxonomy, url: str) -> list[Pass]:
    now = datetime.now(UTC)
    catalogue = [
        Source(f"feed-{number}", f"Feed {number}", "jobs", "auto", address, 60)
        for number, address in enumerate(server.urls)
    ]
    await connection.migrate(url)
    async with connection.opened(url), open_session("mailto:bench@example.org", allow_private=True) as session:
        await sources.reconcile(catalogue, now)
        with _CountingPool(taxonomy) as pool:
            poller = Poller(session, pool)
            gc.collect()  # what migrating left behind is no work of polling
            gc.freeze()  # as the service does when it has read its records
            passes = [await _our_pass(server, poller, pool) for _ in range(1 + REPEATS)]
        [stored] = await sql.rows("SELECT count(*) AS n FROM posting")
    assert stored["n"] == len(server.urls) * ITEMS
    return passes


async def _our_pass(server: FeedServer, poller: Poller, pool: _CountingPool) -> Pass:
    due = await sources.chosen([], datetime.now(UTC))
    pool.parsed = 0
    async with _watched() as worst:
        with _measured(server) as measured:
            results = await poller.poll(due)
    assert all(result.error is None and result.held is None for result in results)
    measured.stall, measured.parsed = max(worst), pool.parsed
    return measured


def _peer(server: FeedServer, path: Path, workers: int) -> list[Pass]:
    """Let `reader` do the same; imported here, for the processes that parse import this module again."""
    from reader import make_reader

    with make_reader(str(path)) as reader:
        for url in server.urls:
            reader.add_feed(url)
        passes = []
        for _ in range(2):
            with _measured(server) as measured:
                reader.update_feeds(scheduled=False, workers=workers)
            passes.append(measured)
        assert reader.get_entry_counts().total == len(server.urls) * ITEMS
    return passes


async def _bare(server: FeedServer) -> list[Pass]:
    """Ask for all feeds once for their tags, then again and again with them."""
    places = asyncio.Semaphore(AT_ONCE)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=AT_ONCE)) as session:

        async def ask(url: str, tag: str | None) -> str:
            async with places, session.get(url, headers={"If-None-Match": tag} if tag else {}) as response:
                await response.read()
                assert response.status == (304 if tag else 200)
                return response.headers["ETag"]

        tags = await asyncio.gather(*(ask(url, None) for url in server.urls))
        passes = []
        for _ in range(REPEATS):
            with _measured(server) as measured:
                await asyncio.gather(*map(ask, server.urls, tags))
            passes.append(measured)
    return passes


@contextmanager
def _measured(server: FeedServer) -> Iterator[Pass]:
    result = Pass()
    server.forget()
    cpu, start = _cpu_seconds(server.pid), time.perf_counter()
    yield result
    result.seconds = time.perf_counter() - start
    result.cpu = _cpu_seconds(server.pid) - cpu
    result.asked, result.unchanged = server.asked, server.unchanged


def _cpu_seconds(server: int) -> float:
    """Add up what this process and its descendants used so far, ended ones included, without the feed server."""
    me = psutil.Process()
    total = 0.0
    for process in (me, *me.children(recursive=True)):
        if process.pid != server:
            with suppress(psutil.NoSuchProcess):
                total += sum(process.cpu_times()[:4])
    return total


@asynccontextmanager
async def _watched() -> AsyncIterator[list[float]]:
    """Note how late a task is that wants to run every millisecond."""
    late = [0.0]

    async def tick() -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(TICK)
            late.append(time.perf_counter() - before - TICK)

    ticker = asyncio.create_task(tick())
    await asyncio.sleep(0)
    yield late
    ticker.cancel()


def _rows(feeds: int, rounds: list[Round]) -> list[tuple[str, str]]:
    ours = _rate(feeds, (r.ours for r in rounds))
    peer = _rate(feeds, (r.peer for r in rounds), of=max)
    unchanged = [each for r in rounds for each in r.ours_unchanged]
    ours_again, bare_again = _rate(feeds, unchanged), _rate(feeds, (p for r in rounds for p in r.bare_unchanged))
    peer_again = _rate(feeds, (r.peer_unchanged for r in rounds), of=max)
    return [
        ("new feeds: ours (feeds/s)", f"{ours:.0f}"),
        ("new feeds: reader, best of 1, 4 and 10 workers (feeds/s)", f"{peer:.0f}"),
        ("ratio", f"{ours / peer:.2f}"),
        ("new feeds: ours, processors of all processes (ms/feed)", _cpu(feeds, (r.ours for r in rounds))),
        ("new feeds: reader (ms/feed)", _cpu(feeds, (r.peer for r in rounds))),
        ("unchanged: ours (feeds/s)", f"{ours_again:,.0f}"),
        ("unchanged: reader, best of 1, 4 and 10 workers (feeds/s)", f"{peer_again:,.0f}"),
        ("ratio", f"{ours_again / peer_again:.2f}"),
        ("unchanged: bare aiohttp, nothing noted (feeds/s)", f"{bare_again:,.0f}"),
        ("ratio", f"{ours_again / bare_again:.2f}"),
        ("unchanged: ours (ms/feed)", _cpu(feeds, unchanged)),
        ("unchanged: reader (ms/feed)", _cpu(feeds, (r.peer_unchanged for r in rounds))),
        ("unchanged: requests a feed, of which answered by 304", _asked(feeds, unchanged)),
        ("unchanged: documents parsed", str(max(each.parsed for each in unchanged))),
        ("worst stall of the loop, new feeds (ms)", _stall(r.ours for r in rounds)),
        ("worst stall of the loop, unchanged (ms)", _stall(unchanged)),
    ]


def _rate(feeds: int, passes: Iterable[Pass], of: Callable[[list[float]], float] = statistics.median) -> float:
    return of([feeds / each.seconds for each in passes])


def _cpu(feeds: int, passes: Iterable[Pass]) -> str:
    return f"{statistics.median(each.cpu for each in passes) / feeds * 1000:.2f}"


def _asked(feeds: int, passes: list[Pass]) -> str:
    asked, unchanged = (sorted({getattr(p, name) / feeds for p in passes}) for name in ("asked", "unchanged"))
    return f"{'–'.join(f'{n:g}' for n in asked)}, {'–'.join(f'{n:g}' for n in unchanged)}"


def _stall(passes: Iterable[Pass]) -> str:
    return f"{max(each.stall for each in passes) * 1000:.0f}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Poll many feeds, beside the library reader.")
    parser.add_argument("--feeds", type=int, default=FEEDS)
    for what, figure in main(parser.parse_args().feeds):
        print(f"{what:64} {figure}")
