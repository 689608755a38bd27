"""Addresses as Telegram judges them, and the entities it finds in plain text."""

from __future__ import annotations

import ipaddress
import re
from typing import Any
from urllib.parse import urlsplit

_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*)://|(tg|ton|mailto|tel|javascript|data):", re.IGNORECASE)
_TOP_LEVEL = (
    "com|org|net|int|info|eu|edu|gov|mil|io|me|fr|be|ch|ca|lu|uk|de|it|es|"
    "bf|bi|bj|cd|cf|cg|ci|cm|dj|dz|ga|gn|km|ma|mg|ml|mr|ne|rw|sn|td|tg|tn"
)
_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"«»]+|\b(?<![@\w.-])(?:[a-z0-9-]+\.)+(?:" + _TOP_LEVEL + r")\b(?:/[^\s<>\"«»]*)?)"
    r"|(?P<email>\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<bot_command>(?<![\w/<>&])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>]))"
    r"|(?P<mention>(?<![\w@])@[A-Za-z][A-Za-z0-9_]{3,31}\b)"
    r"|(?P<hashtag>(?<![\w#])#(?=\w*[^\W\d_])\w{1,256})",
    re.IGNORECASE,
)


def link_fault(address: str) -> str | None:
    """Say why Telegram refuses an address (`LinkManager::check_link` of tdlib), or None when it takes it."""
    scheme = _SCHEME.match(address)
    name = (scheme.group(1) or scheme.group(2)).lower() if scheme else "http"
    if name in ("tg", "ton"):
        return None
    if name not in ("http", "https"):
        return "Unsupported URL protocol"
    try:
        parts = urlsplit(address if scheme else f"http://{address}")
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return "Wrong port number specified in the URL"
    if not host:
        return "URL host is empty"
    if any(character.isspace() for character in address):
        return "Unallowed characters in URL host"
    return None if "." in host or ":" in host else "Wrong HTTP URL"


def checked_link(address: str) -> str | None:
    """Return the address as Telegram keeps it in an entity, or None when it is no link."""
    if link_fault(address) is not None:
        return None
    if address.lower().startswith(("tg:", "ton:")):
        return address
    parts = urlsplit(address if _SCHEME.match(address) else f"http://{address}")
    return parts._replace(netloc=parts.netloc.lower(), path=parts.path or "/").geturl()


def is_public_host(address: str) -> bool:
    """Tell whether the servers of Telegram would take the host: an IP address or a name with a real ending."""
    host = urlsplit(address if "://" in address else f"http://{address}").hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        labels = host.split(".")
        return all(labels) and re.fullmatch(r"[^\W\d_]{2,}|xn--[a-z0-9-]+", labels[-1]) is not None
    return True


def find_entities(text: str) -> list[dict[str, Any]]:
    """Find addresses, commands, mentions and hashtags in plain text."""
    entities = []
    for match in _FOUND.finditer(text):
        kind = match.lastgroup
        words = match.group().rstrip(".,;:!?)]}'") if kind == "url" else match.group()
        entities.append({"type": kind, "offset": _units(text[: match.start()]), "length": _units(words)})
    return entities


def _units(text: str) -> int:
    return len(text) + sum(ord(character) > 0xFFFF for character in text)
