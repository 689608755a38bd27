"""Callback data of inline buttons: `v1:<action>:<argument>…`, at most 64 bytes, meaning the same after a restart.

Telegram keeps buttons for years: an action once published keeps its meaning, and a new meaning gets a new version.
"""

from __future__ import annotations

VERSION = "v1"
LIMIT = 64
"""Bytes that Telegram allows, https://core.telegram.org/bots/api#inlinekeyboardbutton."""


def encode(action: str, *arguments: object) -> str:
    """Write callback data; raise ValueError when it does not fit or an argument holds a colon."""
    parts = [VERSION, action, *map(str, arguments)]
    data = ":".join(parts)
    if any(":" in part for part in parts) or len(data.encode()) > LIMIT:
        raise ValueError(f"callback data does not fit: {data!r}")
    return data


def decode(data: str) -> tuple[str, tuple[str, ...]] | None:
    """Read callback data into action and arguments; None when it is not of this version."""
    version, _, rest = data.partition(":")
    action, *arguments = rest.split(":")
    return (action, tuple(arguments)) if version == VERSION and action else None
