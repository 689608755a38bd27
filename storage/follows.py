"""What people follow: reminders before it is too late, and a word when it changes."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from tortoise.transactions import in_transaction

from domain.deliveries import DeliveryKind, DeliveryState, Lane
from domain.follows import REMINDERS, Followed, ends_at, next_reminder
from domain.postings import is_open
from domain.subscribers import Subscriber
from storage import rows, sql, wake
from storage.models import Chat, Delivery, Follow, Notice, Posting

MOST = 100
"""Postings that one person follows at a time: a list that is read has an end."""
KEPT = timedelta(days=30)
"""What has ended stays in the list for so long."""
BATCH = 200


async def follow(chat_id: int, posting_id: int, now: datetime) -> bool:
    """Follow a posting; False when it was followed already, when it is no more, or when there are too many."""
    chat, posting = await Chat.get_or_none(id=chat_id), await Posting.get_or_none(id=posting_id)
    if chat is None or posting is None or await Follow.filter(chat_id=chat_id).count() >= MOST:
        return False
    remind_at = next_reminder(ends_at(rows.item(posting)), REMINDERS, chat.timezone, now)
    _, is_new = await Follow.get_or_create(
        chat_id=chat_id,
        posting_id=posting_id,
        defaults={"days": list(REMINDERS), "remind_at": remind_at, "created_at": now},
    )
    return is_new


async def unfollow(chat_id: int, posting_id: int) -> None:
    """Follow it no more."""
    await Follow.filter(chat_id=chat_id, posting_id=posting_id).delete()


async def followed(chat_id: int, now: datetime) -> list[Followed]:
    """List what a person follows, the nearest end first; what ended lately stands last."""
    found = await Follow.filter(chat_id=chat_id).prefetch_related("posting__source", "posting__copies__source")
    items = [_followed(row) for row in found]
    far = datetime.max.replace(tzinfo=UTC)
    kept = [item for item in items if (item.ends_at or far) > now - KEPT]
    return sorted(kept, key=lambda item: (not is_open(item.stored.posting, now), item.ends_at or far, item.stored.id))


async def get(chat_id: int, posting_id: int) -> Followed | None:
    """Find one posting that a person follows."""
    row = await Follow.get_or_none(chat_id=chat_id, posting_id=posting_id).prefetch_related(
        "posting__source", "posting__copies__source"
    )
    return _followed(row) if row else None


async def choose_days(chat_id: int, posting_id: int, days: Sequence[int], now: datetime) -> None:
    """Choose how many days before the end to remind of it; none is no reminder."""
    await Follow.filter(chat_id=chat_id, posting_id=posting_id).update(days=list(days))
    await _plan(chat_id, [posting_id], now)


async def choose_deadline(chat_id: int, posting_id: int, own_deadline: datetime | None, now: datetime) -> None:
    """Set an earlier deadline of one's own, or none."""
    await Follow.filter(chat_id=chat_id, posting_id=posting_id).update(own_deadline=own_deadline)
    await _plan(chat_id, [posting_id], now)


async def plan_again(posting_ids: Iterable[int], now: datetime) -> None:
    """Plan the reminders of postings whose dates changed."""
    await _plan(None, list(posting_ids), now)


async def tell_followers(notice_id: int, posting_id: int, now: datetime) -> int:
    """Write one message for each follower of a posting that changed, below its card if there is one; say how many."""
    written = await sql.rows(
        "INSERT INTO delivery (notice_id, kind, lane, not_before, created_at, state, attempts, chat_id, thread_id,"
        " message_id) SELECT $1, $2, $3, $4, $4, 'pending', 0, f.chat_id, 0,"
        " (SELECT max(d.message_id) FROM delivery d JOIN notice n ON n.id = d.notice_id WHERE n.posting_id = $5"
        "  AND d.chat_id = f.chat_id AND d.kind = $6 AND d.lane = $3 AND d.state = 'sent')"
        " FROM follow f WHERE f.posting_id = $5 ON CONFLICT DO NOTHING RETURNING id",
        [
            notice_id,
            DeliveryKind.CHANGE.value,
            Lane.ALERT.order,
            now,
            posting_id,
            DeliveryKind.POSTING.value,
        ],
    )
    if written:
        await wake.ring(wake.DELIVERIES)
    return len(written)


async def remind(now: datetime) -> int:
    """Write the reminders that are due into the ledger and plan the next ones; say how many.

    A reminder is of one deadline and one number of days, so that no restart tells it twice.
    """
    async with in_transaction():
        due = (
            await Follow.filter(remind_at__lte=now)
            .order_by("remind_at")
            .limit(BATCH)
            .prefetch_related("chat", "posting")
        )
        for row in due:
            posting = rows.item(row.posting)
            ends = ends_at(posting, row.own_deadline)
            if ends and row.remind_at and is_open(posting, now):
                subject, days = f"reminder:{row.posting_id}:{ends:%Y%m%dT%H%M}", (ends - row.remind_at).days
                notice, _ = await Notice.get_or_create(
                    subject=subject, revision=days, defaults={"posting_id": row.posting_id, "created_at": now}
                )
                await Delivery.bulk_create(
                    [
                        Delivery(
                            notice_id=notice.id,
                            chat_id=row.chat_id,
                            kind=DeliveryKind.REMINDER.value,
                            lane=Lane.ALERT.order,
                            state=DeliveryState.PENDING.value,
                            not_before=now,
                            created_at=now,
                        )
                    ],
                    ignore_conflicts=True,
                )
            remind_at = next_reminder(ends, row.days, row.chat.timezone, now)
            await Follow.filter(id=row.id).update(remind_at=remind_at)
        if due:
            await wake.ring(wake.DELIVERIES)
        return len(due)


async def calendar_key(chat_id: int, *, renew: bool = False) -> str:
    """Give the key of a person's calendar, a new one at the first time or when it is to be renewed."""
    chat = await Chat.get(id=chat_id)
    if chat.calendar_key is None or renew:
        chat.calendar_key = secrets.token_urlsafe(32)
        await Chat.filter(id=chat_id).update(calendar_key=chat.calendar_key)
    return chat.calendar_key


async def chat_of_calendar(key: str) -> Subscriber | None:
    """Find whose calendar a key opens."""
    chat = await Chat.get_or_none(calendar_key=key)
    return rows.subscriber(chat) if chat else None


async def _plan(chat_id: int | None, posting_ids: Sequence[int], now: datetime) -> None:
    found = Follow.filter(posting_id__in=list(posting_ids))
    if chat_id is not None:
        found = found.filter(chat_id=chat_id)
    for row in await found.prefetch_related("chat", "posting"):
        ends = ends_at(rows.item(row.posting), row.own_deadline)
        remind_at = next_reminder(ends, row.days, row.chat.timezone, now)
        await Follow.filter(id=row.id).update(remind_at=remind_at)


def _followed(row: Follow) -> Followed:
    return Followed(rows.stored(row.posting), tuple(row.days), row.own_deadline)
