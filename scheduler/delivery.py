"""Send what is due: claim a batch, check each again, send, settle. At least once, on purpose."""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import socket
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

from aiolimiter import AsyncLimiter

from domain.deliveries import Gone, Migrated, Outcome, Parcel, RetryAfter
from scheduler.sender import Sender
from storage import deliveries, packing, subscribers
from storage.deliveries import Ended
from storage.together import Together

logger = logging.getLogger(__name__)

BATCH = 500
BATCH_SECONDS = 5
"""A batch is no more than the rate lets out in this time: who waits longer loses the lease, or holds up a stop."""
PER_CHAT, PER_GROUP = timedelta(seconds=1), timedelta(seconds=3)
"""Telegram allows one message a second to a person, and twenty a minute to a group,
https://core.telegram.org/bots/faq."""


def worker_name() -> str:
    """Name this process so that no other bears the name, not even the next one of this machine."""
    return f"{socket.gethostname()[:32]}/{os.getpid()}/{secrets.token_hex(4)}"


class DeliveryRun:
    """Works off the ledger for one process."""

    def __init__(self, sender: Sender, rate: float, worker: str) -> None:
        self._sender = sender
        self._worker = worker
        self._rate = AsyncLimiter(max(rate / 10, 1), max(rate / 10, 1) / rate)
        self._batch = max(1, min(BATCH, int(rate * BATCH_SECONDS)))
        self._stopping = False
        self._settling = Together[Ended, None](partial(deliveries.settle, worker))
        self._round_ends = datetime.max.replace(tzinfo=UTC)
        self._sent_at: dict[int, datetime] = {}
        self._unsettled: dict[int, Ended] = {}
        self._broken = False

    def stop(self) -> None:
        """Start nothing new; what is in flight is finished and settled."""
        self._stopping = True

    async def run_due(self) -> int:
        """Send everything that is due now and say how many messages went out."""
        total = 0
        await self._make_up()
        while not self._stopping:
            now = datetime.now(UTC)
            claimed = await deliveries.claim(self._worker, self._batch, now)
            self._round_ends = now + deliveries.LEASE / 2
            if not claimed:
                break
            parcels, obsolete = await packing.pack(claimed, now)
            await deliveries.drop(obsolete, self._worker, now)
            total += await self._send_all(parcels)
            self._forget_old()
        if self._stopping:
            await deliveries.release(self._worker)
        return total

    async def _send_all(self, parcels: Sequence[Parcel]) -> int:
        """Send side by side over chats, one message a chat; when something breaks, what has not left yet stays here."""
        by_chat: defaultdict[int, list[Parcel]] = defaultdict(list)
        for parcel in parcels:
            by_chat[parcel.chat_id].append(parcel)
        ends = await asyncio.gather(*map(self._send_in_order, by_chat.values()), return_exceptions=True)
        for end in ends:
            if isinstance(end, BaseException):
                raise end
        return sum(end for end in ends if isinstance(end, int))

    async def _make_up(self) -> None:
        """Settle what was sent while the database was away, and give back what that round still held."""
        if self._broken:
            await deliveries.settle(self._worker, self._unsettled.values())
            self._unsettled.clear()
            await deliveries.release(self._worker)
            self._broken = False

    async def _send_in_order(self, queue: Sequence[Parcel]) -> int:
        """Send the first; the others wait for their second in the ledger, not here."""
        parcel, *rest = queue
        if self._too_soon(parcel.chat_id):
            await self._put_back(queue)
            await self._leave_alone(parcel.chat_id)
            return 0
        async with self._rate:
            outcome = None if self._is_over() else await self._sender.send(parcel)
        if outcome is None:
            await self._put_back(queue)
            return 0
        self._sent_at[parcel.chat_id] = datetime.now(UTC)
        await self._put_back(rest)
        await self._settle(parcel, outcome)
        if rest and not isinstance(outcome, Migrated):
            await self._leave_alone(parcel.chat_id)
        return 1

    def _too_soon(self, chat_id: int) -> bool:
        """Say whether this chat was written to just before."""
        last = self._sent_at.get(chat_id)
        return last is not None and datetime.now(UTC) < last + _gap(chat_id)

    async def _leave_alone(self, chat_id: int) -> None:
        """Keep what waits for a chat back until it may be written to again."""
        await deliveries.postpone(chat_id, self._sent_at[chat_id] + _gap(chat_id))

    def _forget_old(self) -> None:
        """Forget when chats were written to, once it no longer matters."""
        since = datetime.now(UTC) - PER_GROUP
        self._sent_at = {chat_id: at for chat_id, at in self._sent_at.items() if at > since}

    def _is_over(self) -> bool:
        """Say whether the round has ended, also for those who waited for their turn, or cannot be written down."""
        return self._stopping or self._broken or datetime.now(UTC) > self._round_ends

    async def _settle(self, parcel: Parcel, outcome: Outcome) -> None:
        now = datetime.now(UTC)
        self._unsettled[parcel.delivery_ids[0]] = ended = Ended(parcel, outcome, now)
        written = False
        try:
            await self._settling.store(ended)
            written = True
        finally:
            self._broken |= not written
        del self._unsettled[parcel.delivery_ids[0]]
        match outcome:
            case Gone(reason=reason):
                await subscribers.suspend(parcel.chat_id, reason, now)
            case Migrated(chat_id=new_id):
                await subscribers.migrate_chat(parcel.chat_id, new_id, now)
            case RetryAfter(seconds=seconds):
                await deliveries.postpone(parcel.chat_id, now + timedelta(seconds=seconds))
        logger.info(
            "a message was settled",
            extra={"action": "delivery_settled", "outcome": type(outcome).__name__, "rows": len(parcel.delivery_ids)},
        )

    async def _put_back(self, rest: Sequence[Parcel]) -> None:
        """Give back what cannot go now, long before its lease ends; the next round checks it again."""
        for parcel in rest:
            await deliveries.put_back(parcel.delivery_ids, self._worker)


def _gap(chat_id: int) -> timedelta:
    """Give the time between two messages to a chat; groups have negative numbers."""
    return PER_CHAT if chat_id > 0 else PER_GROUP
