"""The next page of a listing, asked for as the last one was."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

from feeds.facts import PageRequest


def next_in_body(
    asked: PageRequest, change: Callable[[dict[str, Any]], Mapping[str, object] | None]
) -> PageRequest | None:
    """Send the same body with some members changed; None where nothing is to change or the body is no JSON object."""
    try:
        body = json.loads(asked.body or "null")
    except ValueError:
        return None
    changed = change(body) if isinstance(body, dict) else None
    return PageRequest(asked.url, asked.method, json.dumps(body | dict(changed))) if changed else None


def next_at(asked: PageRequest, link: str) -> PageRequest | None:
    """Follow a link to the next page, on the same site only."""
    target = urljoin(asked.url, link)
    return PageRequest(target) if link and urlsplit(target).netloc == urlsplit(asked.url).netloc else None


def number_in(body: Mapping[str, Any], name: str) -> int:
    """Give a whole number that a request holds, 0 when it holds none."""
    value = body.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else 0
