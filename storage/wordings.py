"""What editors teach from questions without an answer, live in every process within a second."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from tortoise.transactions import in_transaction

from domain.wordings import Missed, key_of
from storage import audit, wake
from storage.models import Question, Wording

LOOKED_AT = 500
"""Questions that are grouped, those asked most."""


@dataclass(frozen=True, slots=True)
class Taught:
    """Words that were taught: their number, as they were asked, and the record that they mean."""

    id: int
    text: str
    kind: str
    slug: str
    created_at: datetime


async def missed() -> list[Missed]:
    """List the questions without an answer, those asked most first."""
    found = await Question.all().order_by("-times", "-last_asked_at").limit(LOOKED_AT)
    return [Missed(row.id, row.text, row.times) for row in found]


async def teach(questions: Sequence[Missed], kind: str, slug: str, author_id: int, now: datetime) -> int:
    """Let these questions mean a record, and take them off the list; say how many wordings are new."""
    async with in_transaction():
        before = await Wording.all().count()
        for question in questions:
            values = {"text": question.text, "kind": kind, "slug": slug, "author_id": author_id, "created_at": now}
            await Wording.update_or_create(defaults=values, words=key_of(question.text))
        await Question.filter(id__in=[question.id for question in questions]).delete()
        await audit.record(author_id, "teach", f"{kind}:{slug}"[:80], now)
        await wake.ring(wake.KNOWLEDGE)
        return await Wording.all().count() - before


async def ignore(questions: Iterable[Missed], author_id: int, now: datetime) -> None:
    """Take questions off the list."""
    ids = [question.id for question in questions]
    async with in_transaction():
        await Question.filter(id__in=ids).delete()
        await audit.record(author_id, "ignore", f"questions:{len(ids)}", now)


async def unteach(number: int, author_id: int, now: datetime) -> bool:
    """Forget words that were taught; False when there are none of that number."""
    async with in_transaction():
        gone = await Wording.filter(id=number).delete()
        if gone:
            await audit.record(author_id, "unteach", f"wording:{number}", now)
            await wake.ring(wake.KNOWLEDGE)
        return bool(gone)


async def taught() -> list[Taught]:
    """List what was taught, the newest first."""
    return [Taught(row.id, row.text, row.kind, row.slug, row.created_at) for row in await Wording.all().order_by("-id")]
