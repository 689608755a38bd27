"""The Bot API's methods, by their names; the modules below register theirs."""

from __future__ import annotations

from bot.sandbox.methods import chats, editing, files, profile, queries, sending, updating
from bot.sandbox.methods.registry import METHODS, Arguments, Reply

__all__ = ["METHODS", "Arguments", "Reply", "chats", "editing", "files", "profile", "queries", "sending", "updating"]
