"""HTTP to the Bot API: python-telegram-bot's own calls, carried by aiohttp.

The library's default client costs several times more per message and slows down beyond some sixty requests at a time
(benchmarks/sending.py). JSON goes where no file goes along. A redirect is an error: the Bot API knows none.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECT_SECONDS = 5.0
READ_SECONDS = 7.0
POOL_SECONDS = 5.0
"""How long a request waits for one of the connections before it gives up unsent."""
UPLOAD_SECONDS = 60.0
IDLE_SECONDS = 20.0
"""A connection that nobody used for so long is closed by us, before Telegram closes it under a request."""
_JSON = {"Content-Type": "application/json"}

NEVER_LEFT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
"""Faults after which one knows that Telegram has heard nothing."""


class AiohttpRequest(BaseRequest):
    """Sends requests over at most `connections` connections, which are kept open between them."""

    def __init__(self, connections: int, read_timeout: float = READ_SECONDS) -> None:
        self._connections = connections
        self._read_timeout = read_timeout
        self._ready = False
        self._session: aiohttp.ClientSession | None = None
        self._proxies: dict[str, str | None] = {}

    @property
    def read_timeout(self) -> float:
        """Seconds that an answer may take."""
        return self._read_timeout

    async def initialize(self) -> None:
        """Be ready; the session opens with the first request."""
        self._ready = True

    async def shutdown(self) -> None:
        """Close every connection; a second time they are closed already."""
        self._ready = False
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _opened(self) -> aiohttp.ClientSession:
        if not self._ready:
            raise RuntimeError("the transport is not initialized")
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=IDLE_SECONDS),
                headers={"User-Agent": self.USER_AGENT},
                cookie_jar=aiohttp.DummyCookieJar(),
            )
        return self._session

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make one request and give status and body.

        Raise TimedOut or NetworkError, with the fault as its cause and never with the address, which holds the token.
        """
        session = self._opened()
        body, headers = _body(request_data)
        reading = _seconds(read_timeout, self._read_timeout)
        connecting = _seconds(connect_timeout, CONNECT_SECONDS)
        waiting = _seconds(pool_timeout, POOL_SECONDS)
        writing = _seconds(write_timeout, UPLOAD_SECONDS) if isinstance(body, aiohttp.FormData) else None
        parts = (waiting, connecting, writing, reading)
        timeout = aiohttp.ClientTimeout(
            total=None if writing is None or None in parts else sum(part or 0.0 for part in parts),
            connect=None if waiting is None or connecting is None else waiting + connecting,
            sock_connect=connecting,
            sock_read=reading,
        )
        try:
            async with session.request(
                method,
                url,
                data=body,
                headers=headers,
                timeout=timeout,
                allow_redirects=False,
                proxy=self._proxy(url),
            ) as response:
                return response.status, await response.read()
        except TimeoutError as error:
            raise TimedOut(f"aiohttp.{type(error).__name__}") from error
        except aiohttp.ClientError as error:
            raise NetworkError(f"aiohttp.{type(error).__name__}") from error

    def _proxy(self, url: str) -> str | None:
        """Give the proxy that the environment names for an address; aiohttp itself would look it up in a thread."""
        parts = urlsplit(url)
        if parts.netloc not in self._proxies:
            named = None if proxy_bypass(parts.hostname or "") else getproxies().get(parts.scheme)
            self._proxies[parts.netloc] = named
        return self._proxies[parts.netloc]


def _body(request_data: RequestData | None) -> tuple[bytes | aiohttp.FormData | None, dict[str, str]]:
    """Write JSON, or a form when files go along."""
    if request_data is None:
        return None, {}
    if not request_data.contains_files:
        return json.dumps(request_data.parameters).encode(), _JSON
    form = aiohttp.FormData()
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form, {}


def _seconds(asked: Any, otherwise: float) -> float | None:
    """Read a time-out: none given takes the usual one, None means without end."""
    return otherwise if isinstance(asked, type(BaseRequest.DEFAULT_NONE)) else asked
