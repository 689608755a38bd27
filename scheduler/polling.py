"""Read the sources that are due: fetch, parse, store what is new with the deliveries it causes."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import urlsplit

import aiohttp

from domain.courses import CourseInstance
from domain.errors import FetchError, ParseError
from domain.postings import JobPosting
from domain.sources import next_poll
from feeds.fetch import Fetched, FetchRequest, fetch
from feeds.parse import SourceInfo
from feeds.pool import ParserPool
from storage import postings, sources
from storage.postings import Reading
from storage.sources import Due

logger = logging.getLogger(__name__)

AT_ONCE = 4
"""Sources read at the same time, at most one a host."""


@dataclass(frozen=True, slots=True)
class PollResult:
    """What polling one source gave: a reading, nothing new (`unchanged`), or an error in one line."""

    source_id: str
    reading: Reading | None = None
    unchanged: bool = False
    error: str | None = None


class Poller:
    """Reads sources politely: a few at a time, one at a time per host."""

    def __init__(self, session: aiohttp.ClientSession, pool: ParserPool) -> None:
        self._session = session
        self._pool = pool
        self._places = asyncio.Semaphore(AT_ONCE)
        self._hosts: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def poll(
        self, due: Sequence[Due], *, dry_run: bool = False, told: Callable[[PollResult], None] | None = None
    ) -> list[PollResult]:
        """Read the sources given and say what each brought; a bad source never keeps another from being read.

        `told` hears each result as soon as it is known.
        """
        return list(await asyncio.gather(*(self._poll_one(item, told, dry_run=dry_run) for item in due)))

    async def _poll_one(self, due: Due, told: Callable[[PollResult], None] | None, *, dry_run: bool) -> PollResult:
        host = urlsplit(due.source.url).netloc
        async with self._hosts[host], self._places:
            try:
                result = await self._read(due, dry_run=dry_run)
            except (FetchError, ParseError) as error:
                result = PollResult(due.source.id, error=str(error))
                if not dry_run:
                    await self._note_failure(due, error)
        if told:
            told(result)
        return result

    async def _read(self, due: Due, *, dry_run: bool) -> PollResult:
        fetched = await fetch(
            self._session,
            FetchRequest(due.source.url, etag=due.etag, last_modified=due.last_modified),
        )
        now = datetime.now(UTC)
        again = next_poll(due.source, 0, now, fresh_for=fetched.max_age)
        if not isinstance(fetched, Fetched):
            if not dry_run:
                self._note_recovery(due, recovered=await sources.succeed(due.source.id, now, again))
            return PollResult(due.source.id, unchanged=True)
        digest = sha256(fetched.body).hexdigest()
        validators = (fetched.etag, fetched.last_modified)
        if digest == due.body_digest and not dry_run:
            recovered = await sources.succeed(due.source.id, now, again, validators=validators, body_digest=digest)
            self._note_recovery(due, recovered=recovered)
            return PollResult(due.source.id, unchanged=True)
        items = await self._pool.parse(fetched.body, due.source.format, _info(due, fetched.content_type))
        jobs = [item for item in items if isinstance(item, JobPosting)]
        if dry_run:
            return PollResult(due.source.id, await postings.compare(due.source.id, jobs))
        reading = await postings.record(due.source.id, jobs, now, first=due.first)
        recovered = await sources.succeed(
            due.source.id, now, again, validators=validators, body_digest=digest, items=len(items)
        )
        self._note_recovery(due, recovered=recovered)
        _log_reading(due, items, reading)
        return PollResult(due.source.id, reading)

    async def _note_failure(self, due: Due, error: FetchError | ParseError) -> None:
        now = datetime.now(UTC)
        wish = error.retry_after if isinstance(error, FetchError) else None
        again = next_poll(due.source, due.failures + 1, now, retry_after=wish)
        if await sources.fail(due.source.id, now, again, str(error)):
            logger.warning(
                "a source broke", extra={"action": "poll_failed", "source": due.source.id, "error": str(error)}
            )

    def _note_recovery(self, due: Due, *, recovered: bool) -> None:
        if recovered:
            logger.info("a source recovered", extra={"action": "poll_recovered", "source": due.source.id})


def _info(due: Due, content_type: str | None) -> SourceInfo:
    source = due.source
    return SourceInfo(
        id=source.id, kind=source.kind, url=source.url, language=source.language, content_type=content_type
    )


def _log_reading(due: Due, items: Sequence[JobPosting | CourseInstance], reading: Reading) -> None:
    logger.info(
        "a source was read",
        extra={
            "action": "poll_done",
            "source": due.source.id,
            "items": len(items),
            "new": len(reading.new),
            "changed": len(reading.changed),
            "deliveries": reading.deliveries,
        },
    )
