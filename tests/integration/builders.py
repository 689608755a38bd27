"""Small builders for rows of the storage tests: postings, people, and the ledger read back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from domain.deliveries import Parcel
from domain.postings import Item, JobPosting
from domain.sources import Source
from domain.subscribers import Frequency, Interests
from domain.vocabulary import Language
from storage import deliveries, packing, postings, sources, sql, subscribers
from storage.postings import Reading

SOURCE = Source("jobs", "Jobs of the tests", "jobs", "rss", "http://127.0.0.1:9/jobs.rss", 60, "en")
ANYTHING = Interests()


def job(identity: str = "job-1", **attributes: Any) -> JobPosting:
    """A vacancy of which little is known unless told."""
    return JobPosting(identity, attributes.pop("title", f"Title of {identity}"), **attributes)


def jobs(count: int, **attributes: Any) -> list[JobPosting]:
    """Several vacancies, in order."""
    return [job(f"job-{number}", **attributes) for number in range(1, count + 1)]


async def person(
    chat_id: int,
    now: datetime,
    interests: Interests = ANYTHING,
    frequency: Frequency = Frequency.IMMEDIATE,
    *,
    timezone: str = "UTC",
    kind: str = "private",
) -> int:
    """A chat with one filter; gives the filter's number."""
    await subscribers.meet(chat_id, kind, Language.FR, timezone, now)
    filter_id, _ = await subscribers.subscribe(chat_id, interests, frequency, now)
    return filter_id


async def publish(now: datetime, *published: Item, first: bool = False) -> Reading:
    """Let the source of the tests publish vacancies or sessions, and store the reading."""
    if not await sources.chosen([SOURCE.id], now):
        await sources.reconcile([SOURCE], now)
    return await postings.record(SOURCE.id, published, now, first=first)


async def ledger() -> list[sql.Row]:
    """Every delivery with the identity of its posting, in order of its number."""
    return await sql.rows(
        "SELECT d.*, p.identity FROM delivery d JOIN notice n ON n.id = d.notice_id"
        " LEFT JOIN posting p ON p.id = n.posting_id ORDER BY d.id"
    )


async def states() -> list[tuple[int, str, str]]:
    """Chat, posting and state of every delivery, in order."""
    return sorted((row["chat_id"], row["identity"], row["state"]) for row in await ledger())


async def claimed_parcels(worker: str, now: datetime, limit: int = 100) -> tuple[list[Parcel], list[int]]:
    """Claim what is due and make messages of it."""
    return await packing.pack(await deliveries.claim(worker, limit, now), now)


def told(parcels: Sequence[Parcel]) -> list[tuple[int, list[str]]]:
    """Chat and postings of each message."""
    return [(parcel.chat_id, [item.posting.identity for item in parcel.postings]) for parcel in parcels]


async def tables() -> list[str]:
    """Every table of ours."""
    catalogue = (
        "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'"
        if sql.is_postgres()
        else "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    return sorted(row["name"] for row in await sql.rows(catalogue) if "migration" not in row["name"])


async def count(table: str) -> int:
    """Number of rows of a table."""
    [row] = await sql.rows(f'SELECT count(*) AS n FROM "{table}"')  # noqa: S608 - a name of ours
    return int(row["n"])
