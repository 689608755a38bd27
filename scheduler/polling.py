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

from domain.errors import FetchError, ParseError
from domain.postings import Item
from domain.sources import is_private, next_poll, reason_to_hold
from feeds.fetch import Fetched, FetchRequest, NotModified, StatusError, fetch
from feeds.parse import PageRequest, Parsed, SourceInfo, without_repeats
from feeds.pool import ParserPool
from storage import postings, sources
from storage.postings import Reading
from storage.sources import Due, Success, Unmodified
from storage.together import Together

logger = logging.getLogger(__name__)

AT_ONCE = 16
"""Sources read at the same time, at most one a host: as many as the session keeps connections."""
PAGES = 60
"""Pages of one listing; the longest real one has fifty of twenty rows."""
SPACING = 1.0
"""Seconds between two pages of a public host."""


@dataclass(frozen=True, slots=True)
class PollResult:
    """What polling one source gave: a reading, nothing new (`unchanged`), or an error in one line.

    `held` tells why a reading waits for an administrator instead of being sent.
    """

    source_id: str
    reading: Reading | None = None
    unchanged: bool = False
    error: str | None = None
    held: str | None = None


@dataclass(frozen=True, slots=True)
class _Listing:
    """All pages of one listing. `complete`: as many entries as the site says there are, each under its own name."""

    items: tuple[Item, ...]
    complete: bool
    fresh_for: float | None
    digest: str


class Poller:
    """Reads sources politely: a few at a time, one at a time per host. `clock` gives the instant, aware UTC."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        pool: ParserPool,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._session = session
        self._pool = pool
        self._clock = clock
        self._places = asyncio.Semaphore(AT_ONCE)
        self._hosts: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._notes = Together[Unmodified, None](sources.unmodified)

    async def poll(
        self, due: Sequence[Due], *, dry_run: bool = False, told: Callable[[PollResult], None] | None = None
    ) -> list[PollResult]:
        """Read the sources given and say what each brought; a bad source never keeps another from being read.

        `told` hears each result as soon as it is known.
        """
        return list(await asyncio.gather(*(self._poll_one(item, told, dry_run=dry_run) for item in due)))

    async def _poll_one(self, due: Due, told: Callable[[PollResult], None] | None, *, dry_run: bool) -> PollResult:
        """Read one source; that it has no news is noted when its host and place are free for others again."""
        async with self._hosts[urlsplit(due.url).netloc], self._places:
            result = await self._safely(due, dry_run=dry_run)
        if isinstance(result, NotModified):
            result = await self._note_unmodified(due, result)
        if told:
            told(result)
        return result

    async def _safely(self, due: Due, *, dry_run: bool) -> PollResult | NotModified:
        try:
            return await (self._try(due) if dry_run else self._read(due))
        except (FetchError, ParseError) as error:
            if not dry_run:
                await self._note_failure(due, error)
            return PollResult(due.source.id, error=str(error))

    async def _try(self, due: Due) -> PollResult:
        """Tell what a poll would bring, and store nothing."""
        fetched = await self._fetch(due, self._first_page(due), conditional=True)
        if not isinstance(fetched, Fetched):
            return PollResult(due.source.id, unchanged=True)
        listing = await self._listing(due, fetched)
        reading = await postings.compare(due.source.id, listing.items, self._clock(), complete=listing.complete)
        return PollResult(due.source.id, reading, held=None if due.first else reason_to_hold(reading.tally))

    async def _read(self, due: Due) -> PollResult | NotModified:
        fetched = await self._fetch(due, self._first_page(due), conditional=True)
        if not isinstance(fetched, Fetched):
            return fetched
        if sha256(fetched.body).hexdigest() == due.body_digest and not due.released:
            return await self._note_same(due, fetched)
        listing = await self._listing(due, fetched)
        now = self._clock()
        if not (due.first or due.released):
            preview = await postings.compare(due.source.id, listing.items, now, complete=listing.complete)
            if reason := reason_to_hold(preview.tally):
                return await self._hold(due, reason, preview)
        reading = await postings.record(due.source.id, listing.items, now, first=due.first, complete=listing.complete)
        changed = bool(reading.new or reading.changed)
        success = Success(
            self._again(due, now, fetched.max_age, listing.fresh_for, unchanged=0 if changed else due.unchanged + 1),
            changed=changed,
            etag=fetched.etag,
            last_modified=fetched.last_modified,
            body_digest=listing.digest,
            items=len(listing.items),
            fresh_for=listing.fresh_for,
            moved_to=fetched.moved_to,
        )
        _note_recovery(due, recovered=await sources.succeed(due.source.id, now, success))
        _log_reading(due, listing.items, reading)
        return PollResult(due.source.id, reading)

    def _first_page(self, due: Due) -> PageRequest:
        return PageRequest(due.url, due.source.method, due.source.body)

    async def _fetch(self, due: Due, page: PageRequest, *, conditional: bool = False) -> Fetched | NotModified:
        return await fetch(
            self._session,
            FetchRequest(
                page.url,
                etag=due.etag if conditional else None,
                last_modified=due.last_modified if conditional else None,
                method=page.method,
                body=page.body.encode() if page.body else None,
                headers={"Content-Type": "application/json"} if page.body else {},
            ),
        )

    async def _listing(self, due: Due, first: Fetched) -> _Listing:
        """Read a listing to its last page; a page that fails fails the whole, for a part is no listing."""
        asked, fetched = self._first_page(due), first
        digest = sha256(first.body)
        pages: list[Parsed] = []
        while True:
            parsed = await self._pool.parse(fetched.body, due.source.format, _info(due, fetched.content_type), asked)
            pages.append(parsed)
            if parsed.following is None or len(pages) == PAGES:
                break
            asked = parsed.following
            await asyncio.sleep(0 if is_private(asked.url) else SPACING)
            answer = await self._fetch(due, asked)
            if not isinstance(answer, Fetched):
                raise FetchError(f"{urlsplit(asked.url).hostname} did not give page {len(pages) + 1} of its listing")
            fetched = answer
            digest.update(fetched.body)
        items = without_repeats(item for page in pages for item in page.items)
        complete = pages[0].total == len(items) and pages[-1].following is None
        return _Listing(items, complete, pages[0].fresh_for, digest.hexdigest())

    def _again(self, due: Due, now: datetime, *wishes: float | None, unchanged: int) -> datetime:
        fresh_for = max((wish for wish in wishes if wish is not None), default=None)
        return next_poll(due.source, 0, now, fresh_for=fresh_for, unchanged=unchanged)

    async def _note_unmodified(self, due: Due, answer: NotModified) -> PollResult:
        now = self._clock()
        again = self._again(due, now, answer.max_age, due.fresh_for, unchanged=due.unchanged + 1)
        await self._notes.store(Unmodified(due.source.id, now, again, answer.etag, answer.last_modified))
        _note_recovery(due, recovered=due.failures > 0)
        return PollResult(due.source.id, unchanged=True)

    async def _note_same(self, due: Due, answer: Fetched) -> PollResult:
        now = self._clock()
        success = Success(
            self._again(due, now, answer.max_age, due.fresh_for, unchanged=due.unchanged + 1),
            etag=answer.etag,
            last_modified=answer.last_modified,
            body_digest=due.body_digest,
            moved_to=answer.moved_to,
        )
        _note_recovery(due, recovered=await sources.succeed(due.source.id, now, success))
        return PollResult(due.source.id, unchanged=True)

    async def _hold(self, due: Due, reason: str, reading: Reading) -> PollResult:
        now = self._clock()
        if await sources.hold(due.source.id, now, next_poll(due.source, 0, now), reason):
            logger.warning("a reading is held back", extra={"action": "poll_held", "source": due.source.id})
        return PollResult(due.source.id, reading, held=reason)

    async def _note_failure(self, due: Due, error: FetchError | ParseError) -> None:
        now = self._clock()
        wish = error.retry_after if isinstance(error, FetchError) else None
        gone = isinstance(error, StatusError) and error.gone
        again = next_poll(due.source, due.failures + 1, now, retry_after=wish)
        if await sources.fail(due.source.id, now, again, str(error), gone=gone) or gone:
            logger.warning(
                "a source broke", extra={"action": "poll_failed", "source": due.source.id, "error": str(error)}
            )


def _note_recovery(due: Due, *, recovered: bool) -> None:
    if recovered:
        logger.info("a source recovered", extra={"action": "poll_recovered", "source": due.source.id})


def _info(due: Due, content_type: str | None) -> SourceInfo:
    source = due.source
    return SourceInfo(
        id=source.id, kind=source.kind, url=source.url, language=source.language, content_type=content_type
    )


def _log_reading(due: Due, items: Sequence[Item], reading: Reading) -> None:
    logger.info(
        "a source was read",
        extra={
            "action": "poll_done",
            "source": due.source.id,
            "items": len(items),
            "new": len(reading.new),
            "changed": len(reading.changed),
            "gone": len(reading.gone),
            "deliveries": reading.deliveries,
        },
    )
