"""A message before it is sent: Telegram HTML and rows of buttons, and the same as plain text."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

_TAG = re.compile(r"<[^>]+>")
_LINK = re.compile(r'<a href="([^"]+)">(.*?)</a>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Button:
    """One button: it either calls us back (`callback`), opens `url`, or copies `copy` to the clipboard."""

    text: str
    callback: str | None = None
    url: str | None = None
    copy: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """Text in Telegram's HTML with rows of buttons below."""

    html: str
    buttons: tuple[tuple[Button, ...], ...] = ()

    @property
    def plain(self) -> str:
        """The text without markup, addresses written out behind their words: for terminals."""
        return html.unescape(_TAG.sub("", _LINK.sub(_spell_out, self.html)))


def _spell_out(match: re.Match[str]) -> str:
    address, words = match.groups()
    return words if address == words else f"{words} ({address})"


def escape(text: str) -> str:
    """Escape text for Telegram's HTML."""
    return html.escape(text, quote=False)


def escape_attribute(address: str) -> str:
    """Escape an address for the attribute of a link."""
    return escape(address).replace('"', "%22")
