"""The queue of updates and its two ways out: long polling and webhook."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from bot.sandbox.errors import ApiError
from bot.sandbox.model import Json

DEFAULT_ALLOWED = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member")
"""What the sandbox makes of what Telegram sends unless told otherwise."""
FIRST_RETRY, LAST_RETRY = 0.2, 30.0
"""Seconds between two deliveries of an update that the webhook refused; doubled each time."""
LONGEST_POLL = 50


@dataclass(slots=True)
class Webhook:
    """Where updates are pushed."""

    url: str
    secret: str | None = None
    max_connections: int = 40
    last_error: str | None = None
    last_error_at: int | None = None


@dataclass
class Updates:
    """Updates not yet confirmed, in order, and who fetches them."""

    pending: list[Json] = field(default_factory=list)
    next_id: int = 1
    allowed: Sequence[str] = DEFAULT_ALLOWED
    webhook: Webhook | None = None
    _arrived: asyncio.Event = field(default_factory=asyncio.Event)
    _closing: asyncio.Event = field(default_factory=asyncio.Event)
    _poll: asyncio.Event | None = None
    _pusher: asyncio.Task[None] | None = None

    def add(self, kind: str, content: Json) -> None:
        """Queue an update, unless its kind is not wanted."""
        if kind not in self.allowed:
            return
        self.pending.append({"update_id": self.next_id, kind: content})
        self.next_id += 1
        self._wake()

    def allow(self, kinds: Sequence[str] | None) -> None:
        """Choose the kinds from now on: None keeps the choice, an empty list means Telegram's default."""
        if kinds is not None:
            self.allowed = tuple(kinds) or DEFAULT_ALLOWED

    async def get(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """Answer getUpdates: confirm what lies before `offset`, wait until something is there.

        Raises the 409 of Telegram while a webhook is set, and in a poll that another poll or a webhook ends.
        """
        if self.webhook is not None:
            reason = (
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            )
            raise ApiError(409, f"Conflict: {reason}")
        self._confirm(offset)
        ended = self._take_over()
        try:
            deadline = asyncio.get_running_loop().time() + min(seconds, LONGEST_POLL)
            while not self.pending and not self._closing.is_set():
                left = deadline - asyncio.get_running_loop().time()
                if left <= 0 or not await self._woken(left):
                    break
                if ended.is_set():
                    raise self._conflict()
            return self.pending[: max(1, min(limit, 100))]
        finally:
            if self._poll is ended:
                self._poll = None

    def set_webhook(self, webhook: Webhook | None) -> None:
        """Push to this address from now on, or stop pushing."""
        self.webhook = webhook
        self._stop_pushing()
        if webhook is not None:
            self._take_over()
            self._poll = None
            self._pusher = asyncio.get_running_loop().create_task(self._push(webhook))

    def resume(self) -> None:
        """Go on pushing after a restart."""
        if self.webhook is not None and self._pusher is None:
            self.set_webhook(self.webhook)

    async def close(self) -> None:
        """End every wait."""
        self._closing.set()
        self._wake()
        if self._pusher is not None:
            self._pusher.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._pusher
            self._pusher = None

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self.pending = self.pending[offset:]
        else:
            self.pending = [update for update in self.pending if update["update_id"] >= offset]

    def _take_over(self) -> asyncio.Event:
        """End the poll under way and become the one."""
        if self._poll is not None:
            self._poll.set()
            self._wake()
        self._poll = asyncio.Event()
        return self._poll

    def _conflict(self) -> ApiError:
        other = (
            "setWebhook request"
            if self.webhook
            else ("other getUpdates request; make sure that only one bot instance is running")
        )
        return ApiError(409, f"Conflict: terminated by {other}")

    def _wake(self) -> None:
        self._arrived.set()
        self._arrived = asyncio.Event()

    async def _woken(self, seconds: float) -> bool:
        try:
            await asyncio.wait_for(self._arrived.wait(), seconds)
        except TimeoutError:
            return False
        return True

    def _stop_pushing(self) -> None:
        if self._pusher is not None:
            self._pusher.cancel()
            self._pusher = None

    async def _push(self, webhook: Webhook) -> None:
        headers = {"Content-Type": "application/json"}
        if webhook.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = webhook.secret
        pause = FIRST_RETRY
        async with aiohttp.ClientSession(headers=headers, timeout=aiohttp.ClientTimeout(total=60)) as session:
            while True:
                if not self.pending:
                    await self._arrived.wait()
                    continue
                update = self.pending[0]
                webhook.last_error = await _post(session, webhook.url, update)
                if webhook.last_error is None:
                    self.pending = [one for one in self.pending if one["update_id"] != update["update_id"]]
                    pause = FIRST_RETRY
                else:
                    await asyncio.sleep(pause)
                    pause = min(pause * 2, LAST_RETRY)


async def _post(session: aiohttp.ClientSession, url: str, update: Any) -> str | None:
    """Deliver one update; None when it was taken, else why not, in the words of getWebhookInfo."""
    try:
        async with session.post(url, data=json.dumps(update).encode()) as response:
            if response.ok:
                return None
            return f"Wrong response from the webhook: {response.status} {response.reason}"
    except TimeoutError:
        return "Read timeout expired"
    except aiohttp.ClientError:
        return "Connection refused"
