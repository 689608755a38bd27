"""Names that last: the same vacancy in a later copy of its feed keeps its identity."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from domain.taxonomy import fold

_TRACKING = re.compile(r"^(?:utm_.*|feedid|fbclid|gclid|mc_[ce]id)$", re.IGNORECASE)
_PORTS = {"http": 80, "https": 443}


def clean_link(link: str | None, base: str | None = None) -> str | None:
    """Give an absolute http(s) link without tracking parameters and fragment; None for anything else."""
    try:
        parts = urlsplit(urljoin(base or "", (link or "").strip()))
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not parts.hostname or any(c in parts.geturl() for c in '\\"<> \n\t'):
        return None
    host = parts.hostname.lower() if ":" not in parts.hostname else f"[{parts.hostname}]"
    netloc = host if port in (None, _PORTS[parts.scheme]) else f"{host}:{port}"
    query = parts.query
    if any(_TRACKING.match(name) for name, _ in parse_qsl(query, keep_blank_values=True)):
        query = urlencode([(n, v) for n, v in parse_qsl(query, keep_blank_values=True) if not _TRACKING.match(n)])
    return urlunsplit((parts.scheme, netloc, parts.path, query, ""))


def link_identity(url: str) -> str:
    """Write a clean link so that http and https, and a last slash or none, are the same."""
    parts = urlsplit(url)
    return urlunsplit(("https", parts.netloc, parts.path.rstrip("/"), parts.query, ""))


def hashed_identity(source: str | None, title: str, place: Iterable[str | None], when: date | None) -> str:
    """Make an identity for an entry that has none, from what rarely changes: `when` is a deadline or a course's start.

    Publication dates stay out.
    """
    parts = (source or "", fold(title), *(fold(part or "") for part in place), when.isoformat() if when else "")
    return "hash:" + sha256("\n".join(parts).encode()).hexdigest()[:32]
