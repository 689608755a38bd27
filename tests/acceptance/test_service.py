"""`reffop-bot run` against a Bot API: it answers, subscribes, alerts, stops, and survives being killed."""

from __future__ import annotations

import asyncio
import socket
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox import Sandbox, SandboxMessage
from tests.acceptance.conftest import TOKEN, Command, Feed

AMINATA, DANIEL = 1001, 1002
Start = Callable[..., Any]


def holds(words: str) -> Callable[[SandboxMessage], bool]:
    return lambda message: message.from_bot and words in message.text


def service(address: str, sources_file: Path, **more: str) -> dict[str, str]:
    return {
        "BOT_TOKEN": TOKEN,
        "BOT_API_URL": address,
        "SOURCES_FILE": str(sources_file),
        "ALLOW_PRIVATE_FEEDS": "true",
        **more,
    }


async def subscribe(box: Sandbox, person: int, words: str = "/alertes police P-4 immédiat") -> None:
    await box.say(person, words)
    asked = await box.wait_for(person, holds("compris"))
    await box.tap(person, asked.message_id, "Enregistrer")
    await box.wait_for(person, holds("C’est enregistré"))


def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return str(listener.getsockname()[1])


@pytest.mark.parametrize("receiving", ["by polling", "by webhook"])
async def test_a_newcomer_asks_subscribes_and_is_alerted(
    receiving: str, start: Start, sandbox: tuple[Sandbox, str], feed: Feed, sources_file: Path
) -> None:
    box, address = sandbox
    port = free_port()
    webhook = {"WEBHOOK_URL": f"http://127.0.0.1:{port}", "PORT": port} if receiving == "by webhook" else {}
    running: Command = await start("run", **service(address, sources_file, **webhook))
    await running.says("the service runs")
    await box.say(AMINATA, "c'est quoi une UPC ?")
    await box.wait_for(AMINATA, holds("formed police unit"))
    await box.say(DANIEL, "what courses are there in Bamako?")
    await box.wait_for(DANIEL, holds("Bamako"))
    await subscribe(box, AMINATA)
    feed.publish("Police Reform Adviser")
    card = await box.wait_for(AMINATA, holds("Police Reform Adviser"))
    assert "P-4" in card.text
    assert "Bangui" in card.text
    assert await running.stop() == 0


async def test_a_term_signal_ends_the_service_even_while_telegram_and_a_source_hang(
    start: Start, sandbox: tuple[Sandbox, str], feed: Feed, sources_file: Path
) -> None:
    box, address = sandbox
    running: Command = await start("run", **service(address, sources_file))
    await running.says("the service runs")
    await subscribe(box, AMINATA)
    box.faults.next("sendMessage", hang=True, times=20)
    feed.publish("Police Reform Adviser")
    await asyncio.sleep(2)
    feed.hangs = True
    await box.say(DANIEL, "/help")
    await asyncio.sleep(1)
    assert await running.stop(within=10) == 0


@pytest.mark.parametrize("process", ["run", "worker"])
async def test_a_term_signal_ends_a_service_that_waits_for_telegram(
    process: str, start: Start, sources_file: Path
) -> None:
    nobody = f"http://127.0.0.1:{free_port()}"
    running: Command = await start(process, **service(nobody, sources_file))
    await running.says("telegram cannot be reached yet")
    assert await running.stop() == 0


async def test_a_term_signal_ends_the_service_when_telegram_answers_nothing_any_more(
    start: Start, sandbox: tuple[Sandbox, str], sources_file: Path
) -> None:
    box, address = sandbox
    running: Command = await start("run", **service(address, sources_file))
    await running.says("the service runs")
    for method in ("*", "getUpdates", "getMe"):
        box.faults.next(method, hang=True, times=None)
    await box.say(AMINATA, "/start")
    await asyncio.sleep(1)
    assert await running.stop() == 0


async def test_what_telegram_refuses_for_now_is_sent_later_and_blocked_people_are_left_alone(
    start: Start, sandbox: tuple[Sandbox, str], feed: Feed, sources_file: Path
) -> None:
    box, address = sandbox
    running: Command = await start("run", **service(address, sources_file))
    await running.says("the service runs")
    await subscribe(box, AMINATA)
    await _subscribe_in_english(box)
    await box.block(DANIEL)
    box.faults.next("sendMessage", status=429, retry_after=1, times=1, chat_id=AMINATA)
    feed.publish("Police Reform Adviser")
    await box.wait_for(AMINATA, holds("Police Reform Adviser"))
    feed.publish("Police Planning Officer")
    await box.wait_for(AMINATA, holds("Police Planning Officer"))
    assert not any(holds("Police Planning Officer")(message) for message in box.messages(DANIEL))


async def _subscribe_in_english(box: Sandbox) -> None:
    await box.say(DANIEL, "/alerts police P-4 immediate")
    asked = await box.wait_for(DANIEL, holds("understood"))
    await box.tap(DANIEL, asked.message_id, "Save")
    await box.wait_for(DANIEL, holds("Saved"))


async def test_killing_the_service_again_and_again_loses_nothing(
    start: Start, sandbox: tuple[Sandbox, str], feed: Feed, sources_file: Path
) -> None:
    box, address = sandbox
    settings = service(address, sources_file)
    running: Command = await start("run", **settings)
    await running.says("the service runs")
    await subscribe(box, AMINATA)
    titles = [f"Police Adviser {word}" for word in ("Alpha", "Bravo", "Charlie")]
    for number, title in enumerate(titles):
        feed.publish(title)
        await asyncio.sleep(0.5 * number)
        running.kill()
        await running.process.wait()
        running = await start("run", **settings)
        await running.says("the service runs")
    for title in titles:
        await box.wait_for(AMINATA, holds(title), timeout=30)
    cards = [message.text for message in box.messages(AMINATA) if message.from_bot and "Filtre" in message.text]
    told = Counter(title for title in titles for text in cards if title in text)
    assert set(told) == set(titles)
    assert max(told.values()) <= 2, "a message repeats only if it was in flight"


async def test_a_tap_whose_service_died_is_worked_off_by_the_next_one(
    start: Start, sandbox: tuple[Sandbox, str], sources_file: Path
) -> None:
    box, address = sandbox
    settings = service(address, sources_file)
    running: Command = await start("run", **settings)
    await running.says("the service runs")
    await box.say(AMINATA, "/alertes police P-4 immédiat")
    asked = await box.wait_for(AMINATA, holds("compris"))
    await box.tap(AMINATA, asked.message_id, "Enregistrer")
    running.kill()
    await running.process.wait()
    await start("run", **settings)
    await box.wait_for(AMINATA, holds("C’est enregistré"), timeout=30)
    await box.say(AMINATA, "/alertes")
    listing = await box.wait_for(AMINATA, holds("Votre alerte"), timeout=30)
    assert listing.text.count("•") == 1


async def test_no_log_line_holds_the_token_a_message_or_a_name(
    start: Start, sandbox: tuple[Sandbox, str], feed: Feed, sources_file: Path
) -> None:
    box, address = sandbox
    running: Command = await start("run", **service(address, sources_file, LOG_LEVEL="debug"))
    await running.says("the service runs")
    box.faults.next("sendMessage", status=400, times=1)
    secret_words = "xylophone mandarine kangourou"
    await box.say(AMINATA, secret_words)
    await box.say(AMINATA, secret_words)
    await box.wait_for(AMINATA, holds("Je ne sais pas"))
    box.faults.next("sendMessage", status=500, times=2)
    await box.say(DANIEL, f"/help {secret_words}")
    await box.wait_for(DANIEL, holds("What I can do"))
    await subscribe(box, AMINATA)
    feed.publish("Police Reform Adviser")
    await box.wait_for(AMINATA, holds("Police Reform Adviser"))
    await running.stop()
    names = {person.first_name for person in box.people}
    for line in running.output.splitlines():
        assert TOKEN not in line
        assert TOKEN.split(":")[1] not in line
        assert not any(word in line for word in [*secret_words.split(), *names, "Police Reform Adviser"])
