"""Look at an address before it becomes a source: what it is, and what it holds."""

from __future__ import annotations

from itertools import islice

import aiohttp

from domain.postings import JobPosting
from domain.sources import Probe, Sample
from feeds.catalogue import CALENDAR_SCHEMES
from feeds.facts import COURSES, JOBS
from feeds.fetch import Fetched, FetchRequest, fetch
from feeds.parse import AUTO, Item, SourceInfo
from feeds.pool import ParserPool

TIMEOUT = aiohttp.ClientTimeout(total=30, connect=10)
"""Somebody waits for the answer."""
SAMPLES = 3


async def probe(session: aiohttp.ClientSession, pool: ParserPool, url: str) -> Probe:
    """Read an address once; raise FetchError or ParseError when nothing there could be a source."""
    address = CALENDAR_SCHEMES.sub("https://", url)
    fetched = await fetch(session, FetchRequest(address))
    assert isinstance(fetched, Fetched)  # noqa: S101 - only who asks conditionally hears "not modified"
    info = SourceInfo(url=fetched.url, content_type=fetched.content_type)
    parsed = await pool.parse(fetched.body, AUTO, info)
    return Probe(
        url=fetched.moved_to or address,
        title=parsed.title,
        kind=COURSES if parsed.items and not isinstance(parsed.items[0], JobPosting) else JOBS,
        format=parsed.format,
        count=parsed.total if parsed.total is not None else len(parsed.items),
        samples=tuple(map(_sample, islice(parsed.items, SAMPLES))),
    )


def _sample(item: Item) -> Sample:
    return Sample(item.title, item.deadline if isinstance(item, JobPosting) else item.start)
