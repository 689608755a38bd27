"""The chat page's side: static files, a snapshot, a stream of changes, and what people do on it.

The stream begins with the whole state, so that a page that was away needs nothing else to catch up. Only JSON bodies
are taken: another site cannot send them from a browser without asking, and nobody grants it.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiohttp import web

from bot.sandbox.methods.profile import commands_for, text_for
from bot.sandbox.model import Chat, Json, Person, SandboxMessage

if TYPE_CHECKING:
    from bot.sandbox.sandbox import Sandbox

_PAGE = Path(__file__).parent / "page"
_KINDS = {".css": "text/css", ".js": "text/javascript"}
_HEARTBEAT = 15.0
_SHOWN = 300
"""Messages per chat that the page receives at once."""
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def page_routes(sandbox: Sandbox) -> list[web.AbstractRouteDef]:
    """List the routes of the page."""
    page = _Page(sandbox)
    return [
        web.get("/", page.index),
        web.get("/chat/static/{name}", page.static),
        web.get("/chat/state", page.state),
        web.get("/chat/events", page.events),
        web.get("/chat/files/{file_id}/{name}", page.file),
        web.post("/chat/say", page.say),
        web.post("/chat/press", page.press),
        web.post("/chat/block", page.block),
    ]


class _Page:
    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox

    async def index(self, _request: web.Request) -> web.Response:
        headers = {"Content-Security-Policy": _POLICY, "Cache-Control": "no-cache"}
        return web.Response(text=_read("index.html"), content_type="text/html", headers=headers)

    async def static(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        kind = _KINDS.get(Path(name).suffix)
        if kind is None or name not in {path.name for path in _PAGE.iterdir()}:
            raise web.HTTPNotFound
        headers = {"Cache-Control": "no-cache"}
        return web.Response(text=_read(name), content_type=kind, headers=headers)

    async def state(self, _request: web.Request) -> web.Response:
        return web.json_response(self._snapshot())

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Send the state, then every change as it happens."""
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"})
        await response.prepare(request)
        with self._sandbox.state.watch() as changes:
            try:
                await response.write(_event({"type": "state", **self._snapshot()}))
                while not self._sandbox.closing:
                    await response.write(await self._next(changes))
            except ConnectionError:
                pass  # the page is gone
        return response

    async def file(self, request: web.Request) -> web.Response:
        file = self._sandbox.state.files.get(request.match_info["file_id"])
        if file is None:
            raise web.HTTPNotFound
        inline = file.mime_type in ("image/png", "image/jpeg", "image/gif")
        headers = {
            "Content-Disposition": "inline" if inline else "attachment",
            "X-Content-Type-Options": "nosniff",
        }
        kind = file.mime_type if inline else "application/octet-stream"
        return web.Response(body=file.content, content_type=kind, headers=headers)

    async def say(self, request: web.Request) -> web.Response:
        wish = await self._wish(request)
        text = wish.get("text")
        if not isinstance(text, str) or not text.strip():
            raise web.HTTPBadRequest(text="text expected")
        reply_to = wish.get("reply_to")
        await self._sandbox.say(wish["user_id"], text.strip(), reply_to=reply_to if isinstance(reply_to, int) else None)
        return web.json_response({"ok": True})

    async def press(self, request: web.Request) -> web.Response:
        wish = await self._wish(request)
        chat = self._sandbox.state.chats.get(wish["user_id"])
        message = chat.messages.get(wish.get("message_id", 0)) if chat else None
        if message is None or not _has_button(message, wish.get("data")):
            raise web.HTTPNotFound(text="no such button")
        query_id = self._sandbox.press(wish["user_id"], SandboxMessage(message), wish["data"])
        return web.json_response({"query_id": query_id})

    async def block(self, request: web.Request) -> web.Response:
        wish = await self._wish(request)
        await (self._sandbox.block if wish.get("blocked") else self._sandbox.unblock)(wish["user_id"])
        return web.json_response({"ok": True})

    async def _wish(self, request: web.Request) -> dict[str, Any]:
        if request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType(text="JSON expected")
        try:
            wish = await request.json()
        except ValueError:
            raise web.HTTPBadRequest(text="JSON expected") from None
        if not isinstance(wish, dict) or wish.get("user_id") not in self._sandbox.state.people:
            raise web.HTTPNotFound(text="no such person")
        return wish

    async def _next(self, changes: asyncio.Queue[Json]) -> bytes:
        try:
            change = await asyncio.wait_for(changes.get(), _HEARTBEAT)
        except TimeoutError:
            return b": still here\n\n"
        if change["type"] == "commands":
            return _event(change | {"people": self._people(), "bot": self._bot()})
        return _event(change)

    def _snapshot(self) -> Json:
        state = self._sandbox.state
        chats = {person.id: state.chats.get(person.id, Chat(person.id)) for person in self._sandbox.people}
        return {
            "bot": self._bot(),
            "people": self._people(),
            "chats": {chat_id: _shown(chat) for chat_id, chat in chats.items()},
        }

    def _bot(self) -> Json:
        return {"name": self._sandbox.state.bot["first_name"], "username": self._sandbox.state.bot_username}

    def _people(self) -> list[Json]:
        return [self._person(person) for person in self._sandbox.people]

    def _person(self, person: Person) -> Json:
        state = self._sandbox.state
        chat = state.chats.get(person.id, Chat(person.id))
        return {
            "id": person.id,
            "name": person.first_name,
            "language": person.language_code or "fr",
            "administrator": person.administrator,
            "blocked": chat.blocked,
            "commands": commands_for(state, chat, person),
            "bot_name": text_for(state, "name", person),
            "description": text_for(state, "description", person),
        }


def _shown(chat: Chat) -> Json:
    return {
        "messages": list(chat.messages.values())[-_SHOWN:],
        "pinned": chat.pinned,
        "reactions": chat.reactions,
    }


def _has_button(message: Json, data: object) -> bool:
    rows = message.get("reply_markup", {}).get("inline_keyboard", ())
    return data is not None and any(button.get("callback_data") == data for row in rows for button in row)


def _read(name: str) -> str:
    return (_PAGE / name).read_text()


def _event(content: Json) -> bytes:
    return f"data: {json.dumps(content, ensure_ascii=False)}\n\n".encode()
