"""Keeping the state in a file, so that a demo that restarts finds its chats again.

One JSON file, replaced atomically, written a moment after a change; uploaded files lie beside it in a folder.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.sandbox.model import Chat, StoredFile
from bot.sandbox.state import State
from bot.sandbox.updates import Webhook

WRITE_AFTER = 0.25
"""Seconds in which changes gather before they are written."""
KEPT = 300
"""Messages per chat that outlive a restart."""
VERSION = 1


class StateFile:
    """The file of one sandbox. A file that cannot be read is put aside and the sandbox starts empty."""

    def __init__(self, path: Path, state: State) -> None:
        self._path = path
        self._files = path.with_suffix(".files")
        self._state = state
        self._task: asyncio.Task[None] | None = None
        self._written = ""

    def load(self) -> None:
        """Fill the state from the file, if there is one."""
        if not self._path.exists():
            return
        try:
            restore(self._state, json.loads(self._path.read_text()), self._files)
        except (ValueError, KeyError, TypeError):
            self._path.replace(self._path.with_suffix(".unreadable"))

    def start(self) -> None:
        """Write changes from now on."""
        self._task = asyncio.get_running_loop().create_task(self._follow())

    async def close(self) -> None:
        """Write what is left and stop."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self.write()

    def write(self) -> None:
        """Replace the file by the present state, if that changed."""
        text = json.dumps(dump(self._state), ensure_ascii=False)
        if text == self._written:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        for file in self._state.files.values():
            self._write_upload(file)
        temporary = self._path.with_suffix(".new")
        temporary.write_text(text)
        temporary.replace(self._path)
        self._written = text

    async def _follow(self) -> None:
        with self._state.watch() as changes:
            while True:
                await changes.get()
                await asyncio.sleep(WRITE_AFTER)
                while not changes.empty():
                    changes.get_nowait()
                self.write()

    def _write_upload(self, file: StoredFile) -> None:
        target = self._files / file.file_id
        if not target.exists():
            self._files.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.content)


def dump(state: State) -> dict[str, Any]:
    """Write a state as JSON values; contents of files stay outside."""
    return {
        "version": VERSION,
        "chats": [_dump_chat(chat) for chat in state.chats.values()],
        "files": {file.file_id: [file.path, file.mime_type] for file in state.files.values()},
        "commands": [[*key, commands] for key, commands in state.commands.items()],
        "texts": [[*key, text] for key, text in state.texts.items()],
        "updates": state.updates.pending,
        "next": [state.next_message_id, state.next_query_id, state.updates.next_id],
        "allowed": list(state.updates.allowed),
        "webhook": asdict(state.updates.webhook) if state.updates.webhook else None,
    }


def restore(state: State, saved: dict[str, Any], folder: Path) -> None:
    """Fill a state from what `dump` wrote; everything is read before anything is changed."""
    chats = {chat["id"]: _restore_chat(dict(chat)) for chat in saved["chats"]}
    files = {
        file_id: StoredFile(file_id, path, (folder / file_id).read_bytes(), mime_type)
        for file_id, (path, mime_type) in saved["files"].items()
        if (folder / file_id).exists()
    }
    commands = {(scope, language): menu for scope, language, menu in saved["commands"]}
    texts = {(name, language): text for name, language, text in saved["texts"]}
    webhook = Webhook(**saved["webhook"]) if saved["webhook"] else None
    allowed, pending = list(saved["allowed"]), list(saved["updates"])
    next_message_id, next_query_id, next_update_id = map(int, saved["next"])

    state.chats, state.files, state.commands, state.texts = chats, files, commands, texts
    state.next_message_id, state.next_query_id = next_message_id, next_query_id
    updates = state.updates
    updates.webhook, updates.allowed, updates.pending, updates.next_id = webhook, allowed, pending, next_update_id


def _restore_chat(saved: dict[str, Any]) -> Chat:
    messages = {message["message_id"]: message for message in saved.pop("messages")}
    reactions = {int(number): given for number, given in saved.pop("reactions").items()}
    return Chat(**saved, messages=messages, reactions=reactions)


def _dump_chat(chat: Chat) -> dict[str, Any]:
    saved = asdict(chat)
    return saved | {"messages": list(saved["messages"].values())[-KEPT:]}
