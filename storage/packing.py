"""What claimed rows of the ledger become: messages, after each has been checked again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from tortoise.expressions import F

from domain import matching
from domain.announcements import AnnouncementState
from domain.deliveries import (
    BURST,
    FOLLOWING,
    UNASKED,
    DeliveryKind,
    DeliveryState,
    Lane,
    Parcel,
    StoredPosting,
)
from domain.follows import ends_at
from domain.postings import is_open
from domain.quiet import rests_until
from domain.subscribers import Interests
from domain.vocabulary import Language
from storage import rows
from storage.deliveries import Claimed
from storage.models import Delivery, Follow, Subscription


async def pack(claimed: Sequence[Claimed], now: datetime) -> tuple[list[Parcel], list[int]]:
    """Check claimed deliveries again and make messages of them.

    Gives the parcels to send, and the deliveries that are no longer true or wanted: chat suspended, posting closed,
    filter removed or paused since, announcement cancelled. In a filter's stead another of the same chat may speak.
    Those of a paused announcement are held, those of a person who rests are kept for later.
    """
    ledger = (
        await Delivery.filter(id__in=[item.id for item in claimed])
        .order_by("id")
        .prefetch_related("chat", "notice__announcement", "notice__posting__source", "notice__posting__copies__source")
    )
    filters: defaultdict[tuple[int, int], list[Subscription]] = defaultdict(list)
    for chosen in await Subscription.filter(chat_id__in={row.chat_id for row in ledger}).order_by("id"):
        filters[chosen.chat_id, chosen.thread_id].append(chosen)
    following = await _following(ledger)
    good: dict[tuple[int, int, int], list[tuple[Delivery, Subscription]]] = {}
    single: list[Parcel] = []
    obsolete: list[int] = []
    for row in ledger:
        said = row.notice.announcement
        until = rests_until(row.chat.paused_until, rows.quiet(row.chat), row.chat.timezone, now)
        if until and row.kind in UNASKED:
            await _postpone(row, until)
        elif said and said.state == AnnouncementState.PAUSED:
            await _hold(row)
        elif parcel := _single(row, filters[row.chat_id, row.thread_id], following, now):
            single.append(parcel)
        elif row.kind == DeliveryKind.POSTING and (
            why := _still_wanted_by(row, filters[row.chat_id, row.thread_id], now)
        ):
            alone = row.id if row.lane == Lane.ALERT.order else 0
            good.setdefault((row.chat_id, row.thread_id, alone), []).append((row, why))
        else:
            obsolete.append(row.id)
    groups = await _without_bursts(good)
    return [*(_parcel([row for row, _ in group], group[0][1]) for group in groups), *single], obsolete


_Group = list[tuple[Delivery, Subscription]]


async def _without_bursts(good: Mapping[tuple[int, int, int], _Group]) -> list[_Group]:
    """Make one list of the alerts of a chat when there are many at a time."""
    alerts: defaultdict[tuple[int, int], list[_Group]] = defaultdict(list)
    groups: list[_Group] = []
    for (chat_id, thread_id, alone), group in good.items():
        (alerts[chat_id, thread_id] if alone else groups).append(group)
    for several in alerts.values():
        if len(several) <= BURST:
            groups += several
            continue
        rows_ = [pair for group in several for pair in group]
        for row, _ in rows_:
            row.lane = Lane.DIGEST.order
        await Delivery.filter(id__in=[row.id for row, _ in rows_]).update(lane=Lane.DIGEST.order)
        groups.append(rows_)
    return groups


async def _following(ledger: Sequence[Delivery]) -> Mapping[tuple[int, int], Follow]:
    """Find who of these still follows what they are to hear of."""
    asked = [row for row in ledger if row.kind in FOLLOWING and row.notice.posting_id]
    if not asked:
        return {}
    chats, postings = {row.chat_id for row in asked}, {row.notice.posting_id for row in asked}
    found = await Follow.filter(chat_id__in=chats, posting_id__in=postings)
    return {(each.chat_id, each.posting_id): each for each in found}


def _single(
    row: Delivery,
    filters: Sequence[Subscription],
    following: Mapping[tuple[int, int], Follow],
    now: datetime,
) -> Parcel | None:
    """Make a message of one row that stands for itself; None when it does not, or is no longer true or wanted."""
    said, posting = row.notice.announcement, row.notice.posting
    if row.chat.suspended_at:
        return None
    if said:
        sending = said.state == AnnouncementState.SENDING
        return _alone(row, announcement=rows.announcement(said)) if sending else None
    if posting is None or row.kind == DeliveryKind.POSTING:
        return None
    if row.kind == DeliveryKind.CORRECTION:
        return _corrected(row, filters)
    follow = following.get((row.chat_id, posting.id))
    if follow is None or (row.kind == DeliveryKind.REMINDER and not is_open(rows.item(posting), now)):
        return None
    ends = ends_at(rows.item(posting), follow.own_deadline)
    return _alone(row, postings=(rows.stored(posting),), changes=tuple(row.notice.changes or ()), ends_at=ends)


async def _postpone(row: Delivery, until: datetime) -> None:
    """Keep a claimed row for later, with the others of its chat; it was no try."""
    await Delivery.filter(id=row.id, claimed_by=row.claimed_by).update(
        state=DeliveryState.PENDING.value, not_before=until, lane=Lane.DIGEST.order, lease_until=None, claimed_by=None,
        attempts=F("attempts") - 1,
    )  # fmt: skip


async def _hold(row: Delivery) -> None:
    """Keep a claimed row back while its announcement is paused; it was no try."""
    await Delivery.filter(id=row.id, claimed_by=row.claimed_by).update(
        state=DeliveryState.HELD.value, lease_until=None, claimed_by=None, attempts=F("attempts") - 1
    )


def _corrected(row: Delivery, filters: Sequence[Subscription]) -> Parcel:
    """Show a card as it should read now; the filter that let it through may be gone since."""
    assert row.notice.posting is not None  # noqa: S101 - the caller has looked
    chosen = next((rows.interests(each) for each in filters if each.id == row.subscription_id), Interests())
    posting = rows.stored(row.notice.posting)
    changes = tuple(row.notice.changes or ())
    return _alone(row, postings=(posting,), interests=chosen, changes=changes, filter_id=row.subscription_id)


def _alone(row: Delivery, **contents: Any) -> Parcel:
    """Make a parcel of one row, with what it is about."""
    return Parcel(
        delivery_ids=(row.id,),
        chat_id=row.chat_id,
        thread_id=row.thread_id,
        lane=list(Lane)[row.lane],
        language=Language(row.chat.language),
        timezone=row.chat.timezone,
        attempts=row.attempts,
        kind=DeliveryKind(row.kind),
        target=row.message_id,
        silent=row.chat.silent,
        light=row.chat.light,
        **contents,
    )


def _still_wanted_by(row: Delivery, filters: Sequence[Subscription], now: datetime) -> Subscription | None:
    if row.chat.suspended_at or row.notice.posting is None:
        return None
    posting = rows.item(row.notice.posting)
    if not is_open(posting, now):
        return None
    speaking = [item for item in filters if not (item.paused_until and item.paused_until > now)]
    chosen = (item for item in speaking if item.id == row.subscription_id)
    others = (item for item in speaking if matching.is_relevant(posting, rows.interests(item)))
    return next(chosen, None) or next(others, None)


def _parcel(group: list[Delivery], chosen: Subscription) -> Parcel:
    first = group[0]
    stored = [rows.stored(row.notice.posting) for row in group if row.notice.posting]
    return Parcel(
        delivery_ids=tuple(row.id for row in group),
        chat_id=first.chat_id,
        thread_id=first.thread_id,
        lane=list(Lane)[first.lane],
        language=Language(first.chat.language),
        timezone=first.chat.timezone,
        attempts=max(row.attempts for row in group),
        postings=_by_deadline(stored),
        interests=rows.interests(chosen),
        filter_id=chosen.id,
        silent=first.chat.silent,
        light=first.chat.light,
    )


def _by_deadline(stored: Sequence[StoredPosting]) -> tuple[StoredPosting, ...]:
    far = datetime.max.replace(tzinfo=UTC)
    return tuple(sorted(stored, key=lambda item: item.posting.deadline or far))


async def told_in(chat_id: int, message_id: int) -> tuple[StoredPosting, ...]:
    """Give the postings of a message that was sent, the nearest deadline first; none when it is not in the ledger."""
    found = await Delivery.filter(
        chat_id=chat_id, message_id=message_id, kind=DeliveryKind.POSTING.value
    ).prefetch_related("notice__posting__source", "notice__posting__copies__source")
    return _by_deadline([rows.stored(row.notice.posting) for row in found if row.notice.posting])
