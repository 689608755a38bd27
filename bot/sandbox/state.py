"""Everything the sandbox remembers, and who is told when it changes."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.model import Answer, Chat, Json, Person, StoredFile
from bot.sandbox.updates import Updates

KEPT_MESSAGES = 1000
"""Per chat; older ones are forgotten, as a double may."""
QUERY_LIFETIME = 60.0
"""Seconds in which a press of a button can be answered; Telegram publishes no figure."""


@dataclass(frozen=True, slots=True)
class Query:
    """A press of a button or an inline query that waits for its answer."""

    user_id: int
    asked_at: datetime


class State:
    """The memory of one bot's world. Methods change it, the page and the tests watch it."""

    def __init__(self, token: str, bot_username: str, people: Sequence[Person], clock: Callable[[], datetime]) -> None:
        self.token = token
        self.bot_id = int(token.split(":")[0]) if token.split(":")[0].isdigit() else 1
        self.bot_username = bot_username
        self.people = {person.id: person for person in people}
        self.now = clock
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.texts: dict[tuple[str, str], str] = {}
        self.menu_button: Json = {"type": "commands"}
        self.updates = Updates()
        self.queries: dict[str, Query] = {}
        self.answers: deque[Answer] = deque(maxlen=1000)
        self.inline_answers: dict[str, list[Json]] = {}
        self.next_message_id = 1
        self.next_query_id = 1
        self._watchers: set[asyncio.Queue[Json]] = set()

    @property
    def bot(self) -> Json:
        """The bot as a User."""
        name = self.texts.get(("name", ""), "REFFOP")
        return {"id": self.bot_id, "is_bot": True, "first_name": name, "username": self.bot_username}

    @property
    def timestamp(self) -> int:
        """Now, in seconds since 1970."""
        return int(self.now().timestamp())

    def chat(self, chat_id: int | str) -> Chat:
        """Return a chat that the bot may see; whoever is declared as a person has one."""
        number = _number(chat_id)
        if number in self.chats:
            return self.chats[number]
        if number not in self.people:
            raise bad_request("chat not found")
        return self.chats.setdefault(number, Chat(number))

    def writable(self, chat_id: int | str) -> Chat:
        """Return a chat that the bot may write to, or raise Telegram's 403."""
        chat = self.chat(chat_id)
        if chat.blocked:
            reason = "bot was blocked by the user" if chat.is_private else "bot was kicked from the group chat"
            raise ApiError(403, f"Forbidden: {reason}")
        return chat

    def join(self, chat_id: int, user_id: int) -> Chat:
        """Return the chat in which a person speaks; a group comes into being with its first speaker."""
        if chat_id > 0:
            return self.chat(chat_id)
        chat = self.chats.setdefault(chat_id, Chat(chat_id, title=f"Groupe {abs(chat_id)}"))
        if user_id not in chat.members:
            chat.members.append(user_id)
        return chat

    def describe(self, chat: Chat) -> Json:
        """Write a chat as the Bot API's Chat."""
        if not chat.is_private:
            return {"id": chat.id, "type": "group", "title": chat.title or str(chat.id)}
        user = self.people[chat.id].user if chat.id in self.people else {"first_name": str(chat.id)}
        return {"id": chat.id, "type": "private"} | {
            key: user[key] for key in ("first_name", "username") if key in user
        }

    def message(self, chat: Chat, message_id: object, purpose: str) -> Json:
        """Return a message, or raise "message to edit not found" and the like."""
        found = chat.messages.get(message_id) if isinstance(message_id, int) else None
        if found is None:
            raise bad_request(f"message to {purpose} not found")
        return found

    def post(self, chat: Chat, author: Json, content: Json) -> Json:
        """Put a message into a chat and tell everybody."""
        message: Json = {
            "message_id": self.next_message_id,
            "from": author,
            "chat": self.describe(chat),
            "date": self.timestamp,
            **content,
        }
        self.next_message_id += 1
        chat.messages[message["message_id"]] = message
        if len(chat.messages) > KEPT_MESSAGES:
            del chat.messages[next(iter(chat.messages))]
        self.emit("message", message=message)
        return message

    def replace(self, chat: Chat, message: Json) -> None:
        """Put an edited message in the place of the old one and tell everybody."""
        chat.messages[message["message_id"]] = message
        self.emit("message", message=message)

    def delete(self, chat: Chat, message_ids: Sequence[int]) -> None:
        """Take messages away and tell everybody."""
        for message_id in message_ids:
            chat.messages.pop(message_id, None)
            if message_id in chat.pinned:
                chat.pinned.remove(message_id)
        self.emit("deleted", chat_id=chat.id, message_ids=list(message_ids))

    def ask(self, user_id: int) -> str:
        """Open a query and return its id."""
        query_id = str(self.bot_id * 1000 + self.next_query_id)
        self.next_query_id += 1
        self.queries[query_id] = Query(user_id, self.now())
        return query_id

    def query(self, query_id: str) -> Query:
        """Return a query still open, or raise Telegram's 400."""
        query = self.queries.get(query_id)
        if query is None or (self.now() - query.asked_at).total_seconds() > QUERY_LIFETIME:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        return query

    def emit(self, kind: str, **content: Any) -> None:
        """Tell the watchers what changed."""
        for watcher in self._watchers:
            watcher.put_nowait({"type": kind, **content})

    @contextlib.contextmanager
    def watch(self) -> Iterator[asyncio.Queue[Json]]:
        """Receive every change from now on."""
        queue: asyncio.Queue[Json] = asyncio.Queue()
        self._watchers.add(queue)
        try:
            yield queue
        finally:
            self._watchers.discard(queue)


def _number(chat_id: int | str) -> int:
    if isinstance(chat_id, int):
        return chat_id
    return int(chat_id) if chat_id.lstrip("-").isdigit() else 0
