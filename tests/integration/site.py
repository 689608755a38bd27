"""A site on 127.0.0.1 whose answers each test chooses; it remembers what it was asked."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import web

Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


class Site:
    """A server for all addresses: `answer` is what it says next, `asked` what it heard."""

    def __init__(self) -> None:
        self.asked: list[web.BaseRequest] = []
        self.answer: Handler = answering(body=b"<rss/>", content_type="application/rss+xml")
        self.url = ""

    async def __call__(self, request: web.BaseRequest) -> web.StreamResponse:
        self.asked.append(request)
        return await self.answer(request)


@asynccontextmanager
async def opened_site() -> AsyncIterator[Site]:
    """Serve until the block ends."""
    site = Site()
    runner = web.ServerRunner(web.Server(site), shutdown_timeout=0.1)
    await runner.setup()
    listener = socket.create_server(("127.0.0.1", 0))
    await web.SockSite(runner, listener).start()
    site.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    yield site
    await runner.cleanup()


def answering(**response: object) -> Handler:
    async def answer(_request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(**response)  # type: ignore[arg-type]

    return answer
