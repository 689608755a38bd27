"""Updates on their way in: kept before Telegram may forget them, worked off in order within a chat, chats side by side.

An update is stored first and acknowledged after, so a crash loses none; a repeated one is known by its number.
"""

from __future__ import annotations

import asyncio
import json
import logging
from datetime import UTC, datetime
from typing import Any

from telegram import Update
from telegram.error import NetworkError
from telegram.ext import Application

from storage import inbox
from storage.inbox import Incoming
from storage.together import Together

logger = logging.getLogger(__name__)

AT_ONCE = 200
"""Updates in hand at the same time; beyond, the sender is asked to wait."""
RECOVER_SECONDS = 20.0
DRAIN_SECONDS = 3.0
ALLOWED_UPDATES = ("message", "callback_query", "my_chat_member")


class Intake:
    """Takes updates in for one application."""

    def __init__(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        self._application = application
        self._tails: dict[int, asyncio.Task[None]] = {}
        self._in_hand = 0
        self._room = asyncio.Condition()
        self._arriving = Together[Incoming, bool](lambda updates: inbox.receive_all(updates, datetime.now(UTC)))
        self._leaving = Together[int, None](lambda ids: inbox.finish(ids, datetime.now(UTC)))

    @property
    def is_full(self) -> bool:
        """Say whether new updates should wait at the door."""
        return self._in_hand >= AT_ONCE

    async def receive(self, update: Update) -> None:
        """Keep an update and start working on it; one that came before is passed over."""
        chat = update.effective_chat or update.effective_user
        incoming = Incoming(update.update_id, chat.id if chat else 0, update.to_json())
        if await self._arriving.store(incoming):
            await self._dispatch(incoming.chat_id, update)

    async def recover(self) -> int:
        """Work on updates that a process which died left behind."""
        abandoned = await inbox.take_abandoned(datetime.now(UTC))
        for item in abandoned:
            update = Update.de_json(json.loads(item.payload), self._application.bot)
            await self._dispatch(item.chat_id, update)
        return len(abandoned)

    async def keep_recovering(self) -> None:
        """Look for abandoned updates now and then, until cancelled."""
        while True:
            await asyncio.sleep(RECOVER_SECONDS)
            await self.recover()

    async def drain(self) -> None:
        """Wait for what is in hand; what does not end in time is found again at the next start."""
        if self._tails:
            await asyncio.wait(self._tails.values(), timeout=DRAIN_SECONDS)

    async def _dispatch(self, chat_id: int, update: Update) -> None:
        async with self._room:
            await self._room.wait_for(lambda: not self.is_full)
            self._in_hand += 1
        before = self._tails.get(chat_id)
        task = asyncio.create_task(self._work(before, update), name=f"update {update.update_id}")
        self._tails[chat_id] = task
        task.add_done_callback(lambda done: self._forget(chat_id, done))

    async def _work(self, before: asyncio.Task[None] | None, update: Update) -> None:
        if before is not None:
            await asyncio.wait([before])
        try:
            await self._application.process_update(update)
            await self._leaving.store(update.update_id)
        finally:
            async with self._room:
                self._in_hand -= 1
                self._room.notify()

    def _forget(self, chat_id: int, done: asyncio.Task[None]) -> None:
        if self._tails.get(chat_id) is done:
            del self._tails[chat_id]
        if not done.cancelled() and (error := done.exception()):
            logger.error("an update was not worked off", exc_info=error, extra={"action": "update_failed"})


class UpdateQueue(asyncio.Queue[object]):
    """What python-telegram-bot's poller puts updates into: an update counts as received once it is stored.

    A fault of ours is reported as a fault of the network, so that the poller asks for the same updates again instead
    of stopping for ever.
    """

    def __init__(self, intake: Intake) -> None:
        super().__init__()
        self._intake = intake

    async def put(self, item: object) -> None:
        """Store an update and start working on it."""
        if not isinstance(item, Update):
            return
        try:
            await self._intake.receive(item)
        except Exception as error:
            raise NetworkError(f"the update could not be stored: {type(error).__name__}") from error
