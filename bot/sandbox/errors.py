"""Refusals of the Bot API, worded as Telegram words them.

The texts are facts taken from the public sources of Telegram's own server, `telegram-bot-api/Client.cpp` and
`td/telegram/MessageEntity.cpp` of tdlib; where a text of the closed part of Telegram is meant, it is the one seen
in public bug reports. Clients match on them, so they are part of the interface.
"""

from __future__ import annotations

from collections.abc import Mapping

_TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    413: "Request Entity Too Large",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


class ApiError(Exception):
    """An answer with `"ok": false`; `parameters` are those of Telegram's ResponseParameters."""

    def __init__(self, code: int, description: str, parameters: Mapping[str, int] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters or {}

    @property
    def body(self) -> dict[str, object]:
        """The JSON object that goes over the wire."""
        body: dict[str, object] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = dict(self.parameters)
        return body


def bad_request(reason: str) -> ApiError:
    """Build a 400; as Telegram does, lower the first letter unless the reason is an ERROR_CODE."""
    is_code = len(reason) > 1 and (reason[1] == "_" or reason[1].isupper())
    return ApiError(400, f"Bad Request: {reason if is_code else reason[:1].lower() + reason[1:]}")


def too_many_requests(retry_after: int) -> ApiError:
    """Build a 429 that asks for patience."""
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})


def with_title(code: int, reason: str | None = None) -> ApiError:
    """Build the error of an HTTP status, with its usual title."""
    title = _TITLES.get(code, "Error")
    return ApiError(code, f"{title}: {reason}" if reason else title)
