"""Files go up and come down; ordered faults happen as ordered."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta

import pytest
from telegram import Bot, InputMediaDocument, InputMediaPhoto
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TimedOut

from bot.sandbox import Sandbox, serve
from tests.integration.sandbox_kit import AMINATA, DANIEL, PNG, TOKEN, bot_of, refused, world


async def test_a_document_comes_back_byte_for_byte() -> None:
    async with world() as (sandbox, bot):
        content = bytes(range(256)) * 4000
        sent = await bot.send_document(
            AMINATA, content, filename="cours 2027.ics", caption="<b>dates</b>", parse_mode="HTML"
        )
        assert sent.document is not None
        assert (sent.document.file_name, sent.document.file_size) == ("cours 2027.ics", len(content))
        assert (sent.caption, sandbox.messages(AMINATA)[0].entities[0]["type"]) == ("dates", "bold")
        assert bytes(await (await sent.document.get_file()).download_as_bytearray()) == content
        again = await bot.send_document(DANIEL, sent.document.file_id)
        assert again.document is not None
        assert again.document.file_unique_id == sent.document.file_unique_id


async def test_a_photo_knows_its_size_and_what_is_none_is_refused() -> None:
    async with world() as (_sandbox, bot):
        sent = await bot.send_photo(AMINATA, PNG)
        assert [(size.width, size.height) for size in sent.photo] == [(2, 3)]
        with refused("IMAGE_PROCESS_FAILED"):
            await bot.send_photo(AMINATA, b"not a picture")


async def test_an_album_is_one_group_of_messages() -> None:
    async with world() as (_sandbox, bot):
        photos = [InputMediaPhoto(PNG, caption=f"<b>{number}</b>", parse_mode="HTML") for number in range(3)]
        sent = await bot.send_media_group(AMINATA, photos)
        assert [message.caption for message in sent] == ["0", "1", "2"]
        assert len({message.media_group_id for message in sent}) == 1
        with refused("2-10"):
            await bot.send_media_group(AMINATA, [InputMediaDocument(b"a", filename="a.txt")])


async def test_messages_are_copied_forwarded_pinned_and_reacted_to() -> None:
    async with world() as (sandbox, bot):
        sent = await bot.send_message(AMINATA, "<b>à garder</b>", parse_mode="HTML")
        copy = await bot.copy_message(DANIEL, AMINATA, sent.message_id)
        assert sandbox.messages(DANIEL)[0].message_id == copy.message_id
        forwarded = await sent.forward(DANIEL)
        assert forwarded.forward_origin is not None
        assert await sent.pin()
        pinned = (await bot.get_chat(AMINATA)).pinned_message
        assert pinned is not None
        assert pinned.text == "à garder"
        assert await sent.set_reaction("👍")
        assert sandbox.state.chats[AMINATA].reactions == {sent.message_id: [{"type": "emoji", "emoji": "👍"}]}
        with refused("REACTION_INVALID"):
            await sent.set_reaction("🧱")
        assert await sent.unpin()
        assert await bot.unpin_all_chat_messages(AMINATA)
        with refused("Message to copy not found"):
            await bot.copy_message(DANIEL, AMINATA, 999)


async def test_a_429_asks_for_patience_once_and_then_gives_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    async with world() as (sandbox, bot):
        sandbox.faults.next("sendMessage", status=429, retry_after=2)
        with pytest.raises(RetryAfter) as asked:
            await bot.send_message(AMINATA, "a")
        assert asked.value.retry_after == timedelta(seconds=2)
        await bot.send_message(AMINATA, "b")
        assert [message.text for message in sandbox.messages(AMINATA)] == ["b"]
        assert [call.status for call in sandbox.calls if call.method == "sendMessage"] == [429, 200]


@pytest.mark.parametrize(
    ("status", "error", "words"),
    [
        (403, Forbidden, "bot was blocked by the user"),
        (400, BadRequest, "Chat not found"),
        (500, NetworkError, "Internal Server Error"),
        (502, NetworkError, "Bad Gateway"),
    ],
)
async def test_an_ordered_status_is_answered_without_sending(status: int, error: type[Exception], words: str) -> None:
    async with world() as (sandbox, bot):
        sandbox.faults.next("sendMessage", status=status)
        with pytest.raises(error, match=words):
            await bot.send_message(AMINATA, "a")
        assert sandbox.messages(AMINATA) == []


async def test_a_fault_may_be_meant_for_one_chat_and_for_any_method() -> None:
    async with world() as (sandbox, bot):
        sandbox.faults.next("*", status=403, times=None, chat_id=AMINATA)
        await bot.send_message(DANIEL, "b")
        for _ in range(2):
            with pytest.raises(Forbidden):
                await bot.send_message(AMINATA, "a")
        sandbox.faults.clear()
        await bot.send_message(AMINATA, "c")


async def test_a_slow_answer_comes_late() -> None:
    async with world() as (sandbox, bot):
        sandbox.faults.next("sendMessage", delay=0.3)
        begun = time.monotonic()
        await bot.send_message(AMINATA, "a")
        assert time.monotonic() - begun >= 0.3


async def test_an_answer_that_never_comes_does_not_keep_the_server_from_ending() -> None:
    sandbox = Sandbox(TOKEN)
    async with asyncio.timeout(8):
        async with serve(sandbox) as address, bot_of(address) as bot:
            sandbox.faults.next("sendMessage", hang=True)
            with pytest.raises(TimedOut):
                await bot.send_message(AMINATA, "a", read_timeout=0.2)
            poll = asyncio.create_task(bot.get_updates(timeout=30))
            await asyncio.sleep(0.05)
        await asyncio.wait([poll])
        assert poll.exception() is not None or poll.result() == ()
    assert sandbox.messages(AMINATA) == []


async def test_a_dropped_connection_leaves_the_message_sent() -> None:
    async with world() as (sandbox, bot):
        sandbox.faults.next("sendMessage", drop=True)
        with pytest.raises(NetworkError):
            await bot.send_message(AMINATA, "sans accusé")
        assert [message.text for message in sandbox.messages(AMINATA)] == ["sans accusé"]
        assert [call.status for call in sandbox.calls if call.method == "sendMessage"] == [0]


async def test_a_thousand_messages_a_second_are_no_effort() -> None:
    async def send(bot: Bot, number: int) -> None:
        await bot.send_message(AMINATA, f"<b>{number}</b>", parse_mode="HTML")

    async with world() as (sandbox, bot):
        for start in range(0, 300, 20):
            await asyncio.gather(*(send(bot, number) for number in range(start, start + 20)))
        assert len(sandbox.messages(AMINATA)) == 300
