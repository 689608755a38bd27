"""The real library converses with the sandbox, by long polling and by webhook."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from telegram import Bot, InlineQueryResultArticle, InputTextMessageContent
from telegram.error import Conflict, Forbidden, InvalidToken

from bot.sandbox import Person, Sandbox, serve
from tests.integration.sandbox_kit import (
    AMINATA,
    CLAIRE,
    TOKEN,
    bot_of,
    echo_application,
    keyboard,
    refused,
    said_by_bot,
    world,
)


async def test_a_person_writes_and_the_bot_answers_by_long_polling() -> None:
    sandbox = Sandbox(TOKEN)
    async with serve(sandbox) as address:
        application = echo_application(address)
        assert application.updater is not None
        async with application:
            await application.start()
            await application.updater.start_polling()
            await sandbox.say(AMINATA, "bonjour")
            reply = await sandbox.wait_for(AMINATA, said_by_bot("bonjour"))
            assert reply.entities == [{"type": "bold", "offset": 0, "length": 7}]
            await sandbox.tap(AMINATA, reply.message_id, "Encore")
            edited = await sandbox.wait_for(AMINATA, said_by_bot("reçu do:Encore"))
            assert edited.message_id == reply.message_id
            assert edited.edited
            assert edited.labels == []
            assert [answer.text for answer in sandbox.answers] == ["entendu"]
            await application.updater.stop()
            await application.stop()


async def test_polling_confirms_what_lies_before_the_offset() -> None:
    async with world() as (sandbox, bot):
        await sandbox.say(AMINATA, "un")
        await sandbox.say(AMINATA, "deux")
        first, second = await bot.get_updates()
        assert await bot.get_updates(limit=1) == (first,)
        assert await bot.get_updates(offset=second.update_id) == (second,)
        assert await bot.get_updates(offset=second.update_id + 1) == ()


async def test_a_long_poll_ends_as_soon_as_someone_speaks() -> None:
    async with world() as (sandbox, bot):
        poll = asyncio.create_task(bot.get_updates(timeout=4))
        await asyncio.sleep(0.1)
        await sandbox.say(AMINATA, "enfin")
        (update,) = await asyncio.wait_for(poll, 1)
        assert update.message is not None
        assert update.message.text == "enfin"


async def test_a_second_poll_ends_the_first_with_a_conflict() -> None:
    async with world() as (_sandbox, bot):
        first = asyncio.create_task(bot.get_updates(timeout=4))
        await asyncio.sleep(0.1)
        assert await bot.get_updates(timeout=0) == ()
        with refused("terminated by other getUpdates request", Conflict):
            await first


async def test_only_the_allowed_kinds_of_updates_arrive() -> None:
    async with world() as (sandbox, bot):
        await bot.get_updates(allowed_updates=["callback_query"])
        sent = await bot.send_message(AMINATA, "choisissez", reply_markup=keyboard("Oui"))
        await sandbox.say(AMINATA, "du texte")
        await sandbox.tap(AMINATA, sent.message_id, "do:Oui")
        (update,) = await bot.get_updates()
        assert update.callback_query is not None
        assert update.callback_query.data == "do:Oui"


async def test_commands_and_addresses_become_entities_of_what_people_say() -> None:
    async with world() as (sandbox, bot):
        await sandbox.say(AMINATA, "😀 /aide voir https://www.un.org/fr, merci")
        (update,) = await bot.get_updates()
        assert update.message is not None
        found = {entity.type: update.message.parse_entity(entity) for entity in update.message.entities}
        assert found == {"bot_command": "/aide", "url": "https://www.un.org/fr"}


class Receiver:
    """A webhook that keeps what it gets; `refusals` of them are answered 500."""

    def __init__(self) -> None:
        self.updates: list[dict[str, object]] = []
        self.secrets: list[str | None] = []
        self.refusals = 0
        self.address = ""
        self._arrived = asyncio.Condition()

    async def receive(self, request: web.Request) -> web.Response:
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        if self.refusals:
            self.refusals -= 1
            return web.Response(status=500)
        async with self._arrived:
            self.updates.append(await request.json())
            self._arrived.notify_all()
        return web.Response()

    async def wait_for(self, count: int) -> None:
        async with asyncio.timeout(5), self._arrived:
            await self._arrived.wait_for(lambda: len(self.updates) >= count)


@asynccontextmanager
async def receiver() -> AsyncIterator[Receiver]:
    one = Receiver()
    app = web.Application()
    app.router.add_post("/hook", one.receive)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    one.address = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield one
    await runner.cleanup()


async def test_a_webhook_gets_every_update_once_in_order_with_its_secret() -> None:
    async with receiver() as hook, world() as (sandbox, bot):
        await bot.set_webhook(hook.address, secret_token="s3cret_-")
        for number in range(5):
            await sandbox.say(AMINATA, str(number))
        await hook.wait_for(5)
        texts = [update["message"]["text"] for update in hook.updates]  # type: ignore[index]
        assert texts == ["0", "1", "2", "3", "4"]
        assert set(hook.secrets) == {"s3cret_-"}
        assert (await bot.get_webhook_info()).pending_update_count == 0


async def test_a_webhook_that_fails_gets_the_same_update_again() -> None:
    async with receiver() as hook, world() as (sandbox, bot):
        hook.refusals = 2
        await bot.set_webhook(hook.address)
        await sandbox.say(AMINATA, "une fois suffit")
        await asyncio.sleep(0.1)
        info = await bot.get_webhook_info()
        assert info.pending_update_count == 1
        assert info.last_error_message == "Wrong response from the webhook: 500 Internal Server Error"
        await hook.wait_for(1)
        assert len(hook.secrets) == 3


async def test_polling_is_refused_while_a_webhook_is_set() -> None:
    async with receiver() as hook, world() as (sandbox, bot):
        await bot.set_webhook(hook.address)
        with refused("can't use getUpdates method while webhook is active", Conflict):
            await bot.get_updates()
        assert await bot.delete_webhook()
        await sandbox.say(AMINATA, "de nouveau")
        assert len(await bot.get_updates()) == 1


@pytest.mark.parametrize("secret", ["é", "with space", "a" * 257])
async def test_a_webhook_secret_that_telegram_would_refuse_is_refused(secret: str) -> None:
    async with world() as (_sandbox, bot):
        with refused("secret token"):
            await bot.set_webhook("https://example.org/hook", secret_token=secret)


async def test_a_person_who_blocks_the_bot_is_not_reached_and_the_bot_knows() -> None:
    async with world() as (sandbox, bot):
        await sandbox.block(AMINATA)
        with refused("bot was blocked by the user", Forbidden):
            await bot.send_message(AMINATA, "êtes-vous là ?")
        (update,) = await bot.get_updates()
        assert update.my_chat_member is not None
        assert update.my_chat_member.new_chat_member.status == "kicked"
        await sandbox.unblock(AMINATA)
        assert (await bot.send_message(AMINATA, "bon retour")).text == "bon retour"


async def test_someone_nobody_declared_is_not_found() -> None:
    async with world() as (_sandbox, bot):
        with refused("Chat not found"):
            await bot.send_message(424242, "personne")


async def test_a_wrong_token_is_unauthorized() -> None:
    async with serve(Sandbox(TOKEN)) as address:
        with pytest.raises(InvalidToken):
            async with bot_of(address, "7000000001:another"):
                pass


async def test_an_unknown_method_is_not_found() -> None:
    async with serve(Sandbox(TOKEN)) as address, aiohttp.ClientSession() as session:
        async with session.post(f"{address}/bot{TOKEN}/sendTelepathy") as response:
            assert response.status == 404
            assert await response.json() == {
                "ok": False,
                "error_code": 404,
                "description": "Not Found: method not found",
            }
        async with session.get(f"{address}/botwrong/getMe") as response:
            assert response.status == 401
            assert await response.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}


@pytest.mark.parametrize("way", ["query", "form", "json", "multipart"])
async def test_a_call_may_come_in_any_of_the_four_ways(way: str) -> None:
    sandbox = Sandbox(TOKEN)
    content = {"chat_id": str(AMINATA), "text": "salut", "reply_markup": json.dumps(keyboard("Oui").to_dict())}
    async with serve(sandbox) as address, aiohttp.ClientSession() as session:
        ways: dict[str, dict[str, Any]] = {
            "query": {"params": content},
            "form": {"data": content},
            "json": {"json": content},
            "multipart": {"data": aiohttp.FormData(content, default_to_multipart=True)},
        }
        async with session.post(f"{address}/bot{TOKEN}/SENDMESSAGE", **ways[way]) as response:
            assert response.status == 200, await response.text()
        (message,) = sandbox.messages(AMINATA)
        assert (message.text, message.labels) == ("salut", ["Oui"])
        assert sandbox.calls[-1].method == "sendMessage"
        assert sandbox.calls[-1].parameters["chat_id"] == AMINATA


async def test_a_group_has_members_and_administrators() -> None:
    async with world() as (sandbox, bot):
        await sandbox.say(AMINATA, "/terme UPC", chat_id=-500)
        await sandbox.say(CLAIRE, "merci", chat_id=-500)
        updates = await bot.get_updates()
        assert [update.effective_chat.type for update in updates if update.effective_chat] == ["group", "group"]
        (administrator,) = await bot.get_chat_administrators(-500)
        assert administrator.user.id == CLAIRE
        assert (await bot.get_chat_member(-500, AMINATA)).status == "member"


async def test_an_inline_query_is_answered() -> None:
    async with world() as (sandbox, bot):
        query_id = await sandbox.ask_inline(AMINATA, "UPC")
        (update,) = await bot.get_updates()
        assert update.inline_query is not None
        article = InlineQueryResultArticle("1", "UPC", InputTextMessageContent("unité de police constituée"))
        assert await bot.answer_inline_query(update.inline_query.id, [article], is_personal=True)
        (result,) = await sandbox.inline_results(query_id)
        assert result["title"] == "UPC"


async def test_waiting_in_vain_says_what_the_chat_holds() -> None:
    async with world() as (sandbox, bot):
        await bot.send_message(AMINATA, "autre chose")
        with pytest.raises(TimeoutError, match="autre chose"):
            await sandbox.wait_for(AMINATA, said_by_bot("jamais dit"), timeout=0.05)


async def test_a_restart_keeps_chats_menus_files_and_unread_updates(tmp_path: Path) -> None:
    place = tmp_path / "sandbox.json"

    async def before(bot: Bot) -> str:
        await bot.set_my_commands([("aide", "Exemples")], language_code="fr")
        sent = await bot.send_document(AMINATA, b"contenu", filename="fiche.txt")
        assert sent.document is not None
        return sent.document.file_id

    async with world(Sandbox(TOKEN, state_file=place)) as (sandbox, bot):
        file_id = await before(bot)
        await sandbox.say(AMINATA, "resté sans réponse")
    async with world(Sandbox(TOKEN, state_file=place)) as (sandbox, bot):
        assert [message.text for message in sandbox.messages(AMINATA)] == ["", "resté sans réponse"]
        assert (await bot.get_my_commands(language_code="fr"))[0].command == "aide"
        assert bytes(await (await bot.get_file(file_id)).download_as_bytearray()) == b"contenu"
        (update,) = await bot.get_updates()
        assert update.message is not None
        sent = await bot.send_message(AMINATA, "voici")
        assert sent.message_id == 3


@pytest.mark.parametrize("content", ["{half", "{}", '{"chats": [{"id": 1001, "messages": [], "reactions": {}}]}'])
async def test_a_state_file_that_cannot_be_read_is_put_aside(tmp_path: Path, content: str) -> None:
    place = tmp_path / "sandbox.json"
    place.write_text(content)
    async with world(Sandbox(TOKEN, state_file=place)) as (sandbox, _bot):
        assert sandbox.state.chats == {}
    assert (tmp_path / "sandbox.unreadable").read_text() == content


async def test_thousands_of_people_can_be_declared() -> None:
    people = [Person(number, f"P{number}") for number in range(1, 3001)]
    async with world(Sandbox(TOKEN, people=people)) as (sandbox, bot):
        for number in (1, 3000):
            await bot.send_message(number, "bonjour")
        assert [len(sandbox.messages(number)) for number in (1, 2, 3000)] == [1, 0, 1]
