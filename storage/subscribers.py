"""People and their filters: subscribe, suspend, export, forget."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tortoise.queryset import QuerySet
from tortoise.transactions import in_transaction

from domain.deliveries import UNASKED, DeliveryState, Lane
from domain.quiet import QuietHours
from domain.subscribers import Frequency, Interests, Rhythm, Subscriber
from domain.vocabulary import Language
from storage import rows, sql
from storage.models import (
    Chat,
    Conversation,
    Delivery,
    Follow,
    IncomingUpdate,
    Subscription,
    SubscriptionField,
    Ticket,
    TicketLine,
    TicketMessage,
)

ANY_FIELD = "*"
SEEN_EVERY = timedelta(hours=1)
"""A visit is noted at most once in this span: a write for every message would buy nothing."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A stored filter: its number, what it asks for, and how often it speaks."""

    id: int
    interests: Interests
    frequency: Frequency
    paused_until: datetime | None = None


async def meet(chat_id: int, kind: str, language: Language, timezone: str, now: datetime) -> Subscriber:
    """Know a chat, new or not; one that had been suspended is written to again, for it wrote to us."""
    chat, created = await Chat.get_or_create(
        id=chat_id,
        defaults={
            "kind": kind,
            "language": language.value,
            "timezone": timezone,
            "created_at": now,
            "last_seen_at": now,
        },
    )
    if not created and (chat.suspended_at or now - chat.last_seen_at > SEEN_EVERY):
        await Chat.filter(id=chat_id).update(last_seen_at=now, suspended_at=None, suspended_reason=None)
        chat.suspended_at = None
    return rows.subscriber(chat)


async def get(chat_id: int) -> Subscriber | None:
    """Find a chat that we know."""
    chat = await Chat.get_or_none(id=chat_id)
    return rows.subscriber(chat) if chat else None


async def choose_language(chat_id: int, language: Language) -> None:
    """Keep the language that the person chose."""
    await Chat.filter(id=chat_id).update(language=language.value, language_chosen=True)


async def choose_timezone(chat_id: int, zone: str) -> None:
    """Keep the time zone (an IANA name) that the person chose."""
    await Chat.filter(id=chat_id).update(timezone=zone)


async def choose_quiet(chat_id: int, quiet: QuietHours | None) -> None:
    """Keep the quiet hours that the person chose, or none."""
    hours = {"quiet_start": quiet.start, "quiet_end": quiet.end} if quiet else {"quiet_start": None, "quiet_end": None}
    await Chat.filter(id=chat_id).update(**hours)


async def choose_rhythm(chat_id: int, rhythm: Rhythm) -> None:
    """Keep the hour and the day at which digests come; what waits already comes at the hour it was given."""
    await Chat.filter(id=chat_id).update(digest_hour=rhythm.hour, digest_weekday=rhythm.weekday)


async def choose_manner(chat_id: int, *, silent: bool | None = None, light: bool | None = None) -> None:
    """Choose to be written to without a sound, or titles only; None leaves as it is."""
    chosen = {name: value for name, value in (("silent", silent), ("light", light)) if value is not None}
    await Chat.filter(id=chat_id).update(**chosen)


async def pause(chat_id: int, until: datetime) -> None:
    """Write nothing until then; what comes meanwhile makes one digest."""
    async with in_transaction():
        await Chat.filter(id=chat_id).update(paused_until=until)
        await _waiting(chat_id).update(not_before=until, lane=Lane.DIGEST.order)


async def end_pause(chat_id: int, now: datetime) -> None:
    """Write again at once."""
    async with in_transaction():
        await Chat.filter(id=chat_id).update(paused_until=None)
        await _waiting(chat_id).update(not_before=now)


def _waiting(chat_id: int) -> QuerySet[Delivery]:
    kinds = [kind.value for kind in UNASKED]
    return Delivery.filter(chat_id=chat_id, kind__in=kinds, state=DeliveryState.PENDING.value)


async def suspend(chat_id: int, reason: str, now: datetime) -> None:
    """Stop writing to a chat; its filters stay, for it may come back."""
    await Chat.filter(id=chat_id, suspended_at=None).update(suspended_at=now, suspended_reason=reason)


async def resume(chat_id: int) -> None:
    """Write to a chat again."""
    await Chat.filter(id=chat_id).update(suspended_at=None, suspended_reason=None)


async def migrate_chat(old_id: int, new_id: int, now: datetime) -> None:
    """Follow a group to the number of its supergroup: filters and waiting deliveries go along."""
    async with in_transaction():
        old = await Chat.get_or_none(id=old_id)
        if old is None:
            return
        await meet(new_id, old.kind, Language(old.language), old.timezone, now)
        await Subscription.filter(chat_id=old_id).update(chat_id=new_id)
        await sql.execute(
            "UPDATE delivery SET chat_id = $1 WHERE chat_id = $2 AND NOT EXISTS (SELECT 1 FROM delivery AS twin"
            " WHERE twin.chat_id = $1 AND twin.notice_id = delivery.notice_id"
            " AND twin.thread_id = delivery.thread_id AND twin.kind = delivery.kind)",
            [new_id, old_id],
        )
        await old.delete()  # and what the supergroup was told, or will be, already


async def filters(chat_id: int) -> list[Filter]:
    """List the filters of a chat, oldest first."""
    return [_filter(row) for row in await Subscription.filter(chat_id=chat_id).order_by("id")]


async def filter_of(chat_id: int, filter_id: int) -> Filter | None:
    """Find one filter of this chat; None when it has none of that number."""
    row = await Subscription.get_or_none(id=filter_id, chat_id=chat_id)
    return _filter(row) if row else None


async def subscribe(
    chat_id: int, interests: Interests, frequency: Frequency, now: datetime, *, thread_id: int = 0
) -> tuple[int, bool]:
    """Add a filter and its exploded rows; give its number and whether it is new.

    The same filter twice is one: a repeated tap or a replayed update changes nothing.
    """
    async with in_transaction():
        for known in await Subscription.filter(chat_id=chat_id, thread_id=thread_id):
            if rows.interests(known) == interests:
                await Subscription.filter(id=known.id).update(frequency=frequency.value, paused_until=None)
                return known.id, False
        row = await Subscription.create(
            chat_id=chat_id,
            thread_id=thread_id,
            **rows.interest_columns(interests),
            frequency=frequency.value,
            created_at=now,
        )
        await _explode(row.id, interests)
        return row.id, True


async def change(chat_id: int, filter_id: int, interests: Interests, frequency: Frequency) -> bool:
    """Let a filter of this chat ask for something else; False when it has none of that number.

    One that becomes the same as another is merged with it.
    """
    async with in_transaction():
        row = await Subscription.get_or_none(id=filter_id, chat_id=chat_id)
        if row is None:
            return False
        others = await Subscription.filter(chat_id=chat_id, thread_id=row.thread_id).exclude(id=filter_id)
        for twin in (other for other in others if rows.interests(other) == interests):
            await twin.delete()
        values = {**rows.interest_columns(interests), "frequency": frequency.value}
        await Subscription.filter(id=filter_id).update(**values)
        await SubscriptionField.filter(subscription_id=filter_id).delete()
        await _explode(filter_id, interests)
        return True


async def unsubscribe(chat_id: int, filter_id: int) -> bool:
    """Remove one filter of this chat; False when it has none of that number."""
    return bool(await Subscription.filter(id=filter_id, chat_id=chat_id).delete())


async def unsubscribe_all(chat_id: int) -> int:
    """Remove every filter of a chat and say how many there were."""
    async with in_transaction():
        count = await Subscription.filter(chat_id=chat_id).count()  # SQLite would also count the rows of the cascade
        await Subscription.filter(chat_id=chat_id).delete()
        return count


async def export(chat_id: int) -> dict[str, Any] | None:
    """Give everything that is kept about a chat, for the person to read; None when nothing is."""
    chat = await Chat.filter(id=chat_id).values()
    if not chat:
        return None
    return {
        "chat": chat[0],
        "conversation": await Conversation.filter(chat_id=chat_id).values("dialogue", "draft", "updated_at"),
        "subscriptions": await Subscription.filter(chat_id=chat_id).values(),
        "follows": await Follow.filter(chat_id=chat_id).values(),
        "tickets": await _tickets(chat_id),
        "ticket_messages": await TicketMessage.filter(chat_id=chat_id).values("ticket_id", "message_id"),
        "deliveries": await Delivery.filter(chat_id=chat_id).values(
            "notice_id", "kind", "state", "message_id", "created_at", "settled_at"
        ),
        "updates": await IncomingUpdate.filter(chat_id=chat_id).values("id", "payload", "received_at", "done_at"),
    }


async def _tickets(chat_id: int) -> list[dict[str, Any]]:
    found = await Ticket.filter(chat_id=chat_id).order_by("id").values()
    for ticket in found:
        ticket["lines"] = (
            await TicketLine.filter(ticket_id=ticket["id"]).order_by("id").values("text", "at", "from_network")
        )
    return found


async def forget(chat_id: int) -> bool:
    """Erase a chat and everything that hangs on it; False when we did not know it."""
    async with in_transaction():
        await sql.execute("DELETE FROM incoming_update WHERE chat_id = $1", [chat_id])
        await sql.execute("DELETE FROM ticket_message WHERE chat_id = $1", [chat_id])
        await sql.execute("UPDATE wording SET author_id = NULL WHERE author_id = $1", [chat_id])
        await sql.execute("UPDATE audit SET actor_id = NULL WHERE actor_id = $1", [chat_id])
        await sql.execute("UPDATE announcement SET author_id = NULL, card_id = NULL WHERE author_id = $1", [chat_id])
        return bool(await Chat.filter(id=chat_id).delete())


async def _explode(filter_id: int, interests: Interests) -> None:
    fields = sorted(interests.fields) or [ANY_FIELD]
    await SubscriptionField.bulk_create(SubscriptionField(field=name, subscription_id=filter_id) for name in fields)


def _filter(row: Subscription) -> Filter:
    return Filter(row.id, rows.interests(row), Frequency(row.frequency), row.paused_until)
