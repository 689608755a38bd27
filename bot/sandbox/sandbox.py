"""The sandbox itself: a Bot API on loopback, people to drive it, and the page to watch it."""

from __future__ import annotations

import asyncio
import inspect
import re
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.sandbox.errors import ApiError, with_title
from bot.sandbox.faults import Fault, Faults
from bot.sandbox.links import find_entities
from bot.sandbox.methods import METHODS, Arguments, Reply
from bot.sandbox.methods.files import picture_of
from bot.sandbox.methods.sending import quoted
from bot.sandbox.model import DEMO_PEOPLE, Answer, Call, Json, Person, SandboxMessage
from bot.sandbox.page_routes import page_routes
from bot.sandbox.requests import Upload, read_request
from bot.sandbox.signatures import check
from bot.sandbox.state import State
from bot.sandbox.store import StateFile

_NAMES = {name.lower(): name for name in METHODS}
CALLS_KEPT = 100_000
"""The newest calls; a demo may run for months."""


def _now() -> datetime:
    return datetime.now(UTC)


class Sandbox:
    """A Bot API on loopback with a chat page.

    Everybody in `people` can be written to; whoever else is "chat not found". It lives in the event loop in which
    it is served: `serve` for a server of its own, `attach` to live in another application.
    """

    def __init__(
        self,
        token: str,
        *,
        bot_username: str = "reffop_bot",
        people: Sequence[Person] = (),
        clock: Callable[[], datetime] = _now,
        state_file: Path | None = None,
    ) -> None:
        self.token = token
        self.state = State(token, bot_username, people or DEMO_PEOPLE, clock)
        self.faults = Faults()
        self.calls: list[Call] = []
        self._closing = asyncio.Event()
        self._file = StateFile(state_file, self.state) if state_file else None

    # What a server needs

    def routes(self) -> list[web.AbstractRouteDef]:
        """List the Bot API, the downloads, the page and its own small API; prefer `attach`, which also closes."""
        return [
            web.route("*", "/bot{token}/{method}", self._handle),
            web.get("/file/bot{token}/{path:.+}", self._download),
            *page_routes(self),
        ]

    def attach(self, app: web.Application) -> None:
        """Live in an application: its routes, its start and its end."""
        app.add_routes(self.routes())
        app.on_startup.append(self._on_startup)
        app.on_shutdown.append(self._on_shutdown)

    async def start(self) -> None:
        """Read the state file and go on where it stopped."""
        if self._file is not None:
            self._file.load()
            self._file.start()
        self.state.updates.resume()

    async def close(self) -> None:
        """End every wait: long polls, calls that hang, streams of the page."""
        self._closing.set()
        await self.state.updates.close()
        self.state.emit("closing")
        if self._file is not None:
            await self._file.close()

    @property
    def closing(self) -> bool:
        """Whether the end has begun."""
        return self._closing.is_set()

    # What people do

    @property
    def people(self) -> Sequence[Person]:
        """Everybody who can talk with the bot."""
        return tuple(self.state.people.values())

    @property
    def answers(self) -> Sequence[Answer]:
        """Answers to presses of buttons, oldest first."""
        return self.state.answers

    async def say(self, user_id: int, text: str, *, chat_id: int | None = None, reply_to: int | None = None) -> None:
        """Write to the bot, in private or in a group (a negative `chat_id`, made on first use).

        `reply_to` is the number of a message of that chat. Who had blocked the bot unblocks it by writing.
        """
        entities = find_entities(text)
        content: Json = {"text": text} | ({"entities": entities} if entities else {})
        if reply_to is not None:
            content |= quoted(self.state.join(chat_id or user_id, user_id), reply_to)
        await self._write(user_id, chat_id, content)

    async def show(self, user_id: int, picture: bytes, caption: str = "") -> None:
        """Send the bot a picture, in private, with words below it or none."""
        photo = picture_of(self.state, Upload("picture", picture, "image/png"))
        await self._write(user_id, None, photo | ({"caption": caption} if caption else {}))

    async def _write(self, user_id: int, chat_id: int | None, content: Json) -> None:
        person = self.state.people[user_id]
        chat = self.state.join(chat_id or user_id, user_id)
        if chat.is_private and chat.blocked:
            await self.unblock(user_id)
        self.state.updates.add("message", self.state.post(chat, person.user, content))

    async def tap(self, user_id: int, message_id: int, text_or_data: str) -> None:
        """Press a button that calls back, named by its label or its data."""
        message = self._find(message_id)
        for row in message.buttons:
            for button in row:
                if text_or_data in (button["text"], button.get("callback_data")) and "callback_data" in button:
                    self.press(user_id, message, button["callback_data"])
                    return
        raise LookupError(f"no button {text_or_data!r} among {message.labels}")

    def press(self, user_id: int, message: SandboxMessage, data: str) -> str:
        """Send a button's data to the bot; return the id of the query that waits for the answer."""
        query_id = self.state.ask(user_id)
        query = {
            "id": query_id,
            "from": self.state.people[user_id].user,
            "message": dict(message.raw),
            "chat_instance": str(message.chat_id),
            "data": data,
        }
        self.state.updates.add("callback_query", query)
        self.state.emit("pressed", query_id=query_id)
        return query_id

    async def ask_inline(self, user_id: int, query: str, offset: str = "") -> str:
        """Type the bot's name and a query in any chat; results arrive in `inline_results` under the id returned."""
        query_id = self.state.ask(user_id)
        content = {"id": query_id, "from": self.state.people[user_id].user, "query": query, "offset": offset}
        self.state.updates.add("inline_query", content | {"chat_type": "sender"})
        return query_id

    async def inline_results(self, query_id: str, timeout: float = 10) -> list[Json]:  # noqa: ASYNC109
        """Wait for the results of an inline query."""
        async with asyncio.timeout(timeout):
            with self.state.watch() as changes:
                while query_id not in self.state.inline_answers:
                    await changes.get()
        return self.state.inline_answers[query_id]

    async def block(self, user_id: int) -> None:
        """Stop the bot: it learns so, and its next message gets a 403."""
        self._set_blocked(user_id, blocked=True)

    async def unblock(self, user_id: int) -> None:
        """Let the bot write again."""
        self._set_blocked(user_id, blocked=False)

    # What tests look at

    def messages(self, chat_id: int) -> list[SandboxMessage]:
        """List a chat as it stands now, after edits and deletions, oldest first."""
        chat = self.state.chats.get(chat_id)
        return [SandboxMessage(message) for message in chat.messages.values()] if chat else []

    async def wait_for(
        self,
        chat_id: int,
        predicate: Callable[[SandboxMessage], bool],
        timeout: float = 10,  # noqa: ASYNC109
    ) -> SandboxMessage:
        """Wait until a message of the chat fits, and return the newest that does.

        Raises TimeoutError naming what the chat holds instead.
        """
        try:
            async with asyncio.timeout(timeout):
                with self.state.watch() as changes:
                    while not (found := [one for one in self.messages(chat_id) if predicate(one)]):
                        await changes.get()
        except TimeoutError:
            held = [message.text for message in self.messages(chat_id)][-5:]
            raise TimeoutError(f"no such message in chat {chat_id} after {timeout} s; last: {held}") from None
        return found[-1]

    # Within

    async def _on_startup(self, _app: web.Application) -> None:
        await self.start()

    async def _on_shutdown(self, _app: web.Application) -> None:
        await self.close()

    def _find(self, message_id: int) -> SandboxMessage:
        for chat in self.state.chats.values():
            if message_id in chat.messages:
                return SandboxMessage(chat.messages[message_id])
        raise LookupError(f"no message {message_id}")

    def _set_blocked(self, user_id: int, *, blocked: bool) -> None:
        chat = self.state.chat(user_id)
        if chat.blocked == blocked:
            return
        chat.blocked = blocked
        bot = self.state.bot
        here: Json = {"status": "member", "user": bot}
        gone: Json = {"status": "kicked", "user": bot, "until_date": 0}
        change = {
            "chat": self.state.describe(chat),
            "from": self.state.people[user_id].user,
            "date": self.state.timestamp,
            "old_chat_member": here if blocked else gone,
            "new_chat_member": gone if blocked else here,
        }
        self.state.updates.add("my_chat_member", change)
        self.state.emit("blocked", user_id=user_id, blocked=blocked)

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        call = self._record(_NAMES.get(request.match_info["method"].lower(), request.match_info["method"]))
        try:
            if request.match_info["token"] != self.token:
                raise with_title(401)
            given, uploads = await read_request(request)
            call.parameters = _readable(given)
            fault = self.faults.take(call.method, given.get("chat_id"))
            answer = await self._carry_out(call.method, given, uploads, fault, request)
        except ApiError as error:
            call.status = error.code
            headers = {"Retry-After": str(error.parameters["retry_after"])} if error.code == 429 else None
            return web.json_response(error.body, status=error.code, headers=headers)
        except ConnectionError:
            return web.Response()  # the caller is gone, nobody reads this
        if answer is None:
            return web.Response()
        call.status = 200
        return web.json_response(answer)

    def _record(self, method: str) -> Call:
        if len(self.calls) >= 2 * CALLS_KEPT:
            del self.calls[:CALLS_KEPT]
        call = Call(method, {}, self.state.now())
        self.calls.append(call)
        return call

    async def _carry_out(
        self,
        method: str,
        given: dict[str, Any],
        uploads: dict[str, Upload],
        fault: Fault | None,
        request: web.Request,
    ) -> Json | None:
        """Do what is asked, or what a fault orders; None when the connection is to end without an answer."""
        if method not in METHODS:
            raise with_title(404, "method not found")
        if fault is not None:
            await self._pause(fault.delay, forever=fault.hang)
            if fault.error is not None:
                raise fault.error
            if fault.hang:
                _hang_up(request)
                return None
        result = METHODS[method](self.state, Arguments(check(method, given, uploads), uploads))
        if inspect.isawaitable(result):
            result = await result
        if fault is not None and fault.drop:
            _hang_up(request)
            return None
        if isinstance(result, Reply):
            return {"ok": True, "result": result.result, "description": result.description}
        return {"ok": True, "result": result}

    async def _pause(self, seconds: float, *, forever: bool) -> None:
        if not forever and seconds <= 0:
            return
        try:
            await asyncio.wait_for(self._closing.wait(), None if forever else seconds)
        except TimeoutError:
            return

    async def _download(self, request: web.Request) -> web.Response:
        if request.match_info["token"] != self.token:
            return web.json_response(with_title(401).body, status=401)
        for file in self.state.files.values():
            if file.path == request.match_info["path"]:
                return web.Response(body=file.content, content_type="application/octet-stream")
        return web.json_response(with_title(404).body, status=404)


@asynccontextmanager
async def serve(sandbox: Sandbox, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
    """Serve a sandbox and yield its address, `http://127.0.0.1:PORT`; everything ends with the block.

    There is no access log: the token is in every address.
    """
    app = web.Application()
    sandbox.attach(app)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, host, port)
    await site.start()
    try:
        yield f"http://{host}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


def _hang_up(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.close()


def _readable(given: dict[str, Any]) -> Json:
    """Show numbers as numbers: `call.parameters["chat_id"] == 1001` whatever the body was."""
    numeric = {"chat_id", "from_chat_id", "message_id", "user_id", "offset", "timeout", "limit"}
    return {
        name: int(value) if name in numeric and isinstance(value, str) and re.fullmatch(r"-?\d+", value) else value
        for name, value in given.items()
    }
