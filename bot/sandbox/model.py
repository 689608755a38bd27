"""What the sandbox holds: people, messages, files, calls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who talks with the bot; `language_code` is what their client reports, such as `fr` or `en-GB`."""

    id: int
    first_name: str
    language_code: str | None = None
    username: str | None = None
    administrator: bool = False

    @property
    def user(self) -> Json:
        """The Bot API's User."""
        user: Json = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        if self.username:
            user["username"] = self.username
        if self.language_code:
            user["language_code"] = self.language_code
        return user


DEMO_PEOPLE = (
    Person(1001, "Aminata", "fr", "aminata_d"),
    Person(1002, "Daniel", "en", "daniel_o"),
    Person(9001, "Claire", "fr", "claire_reffop", administrator=True),
)
"""Fictional: a French speaker, an English speaker, an administrator."""


@dataclass(frozen=True, slots=True)
class SandboxMessage:
    """A message as it stands in the chat now; `raw` is the Bot API's Message."""

    raw: Mapping[str, Any]

    @property
    def message_id(self) -> int:
        """Number within the sandbox."""
        return int(self.raw["message_id"])

    @property
    def chat_id(self) -> int:
        """Chat in which it stands."""
        return int(self.raw["chat"]["id"])

    @property
    def from_bot(self) -> bool:
        """Whether the bot wrote it."""
        return bool(self.raw["from"]["is_bot"])

    @property
    def text(self) -> str:
        """Its words: text, or caption of a file."""
        return str(self.raw.get("text") or self.raw.get("caption") or "")

    @property
    def entities(self) -> list[Json]:
        """Formatting of `text`, offsets in UTF-16 units."""
        return list(self.raw.get("entities") or self.raw.get("caption_entities") or ())

    @property
    def buttons(self) -> list[list[Json]]:
        """Rows of its inline keyboard."""
        return list(self.raw.get("reply_markup", {}).get("inline_keyboard", ()))

    @property
    def labels(self) -> list[str]:
        """Labels of all buttons, in reading order."""
        return [button["text"] for row in self.buttons for button in row]

    @property
    def document_name(self) -> str | None:
        """Name of the file it carries."""
        return (self.raw.get("document") or {}).get("file_name")

    @property
    def file_id(self) -> str | None:
        """Id of the document or of the photo's largest size."""
        if "photo" in self.raw:
            return str(self.raw["photo"][-1]["file_id"])
        return (self.raw.get("document") or {}).get("file_id")

    @property
    def sent_at(self) -> datetime:
        """When it was sent."""
        return datetime.fromtimestamp(self.raw["date"], UTC)

    @property
    def edited(self) -> bool:
        """Whether it was changed since."""
        return "edit_date" in self.raw


@dataclass(slots=True)
class Call:
    """One call received, accepted or not; `status` is what was answered, 0 while or where nothing is."""

    method: str
    parameters: Json
    at: datetime
    status: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot answered to a press of a button."""

    query_id: str
    user_id: int
    text: str | None
    show_alert: bool
    url: str | None


@dataclass(slots=True)
class StoredFile:
    """A file that was uploaded."""

    file_id: str
    path: str
    content: bytes
    mime_type: str


@dataclass(slots=True)
class Chat:
    """A conversation: private when `id` is a person's, a group when it is negative."""

    id: int
    messages: dict[int, Json] = field(default_factory=dict)
    blocked: bool = False
    pinned: list[int] = field(default_factory=list)
    menu_button: Json | None = None
    title: str | None = None
    members: list[int] = field(default_factory=list)
    reactions: dict[int, list[Json]] = field(default_factory=dict)

    @property
    def is_private(self) -> bool:
        """Whether it is a conversation with one person."""
        return self.id > 0
