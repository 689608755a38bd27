"""The commands as people run them: subprocesses, with the sandbox and a feed server on loopback."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import web

from bot.sandbox import Sandbox, serve

TOKEN = "4242:acceptance-token_of-the-sandbox"
ENTRY = (
    "<entry><title>{title}</title><id>tag:feed.example,2026:{number}</id>"
    "<link href='https://jobs.example/{number}'/><updated>{now}</updated>"
    "<unva:status>Open</unva:status><unva:posttitle>{title}</unva:posttitle>"
    "<unva:closingdate>2030-12-31</unva:closingdate><unva:grade>{grade}</unva:grade>"
    "<unva:dutystationcountry>Central African Republic</unva:dutystationcountry>"
    "<unva:dutystationcity>BANGUI</unva:dutystationcity><unva:organisation>MINUSCA</unva:organisation>"
    "<unva:keywords><unva:keyword>Police</unva:keyword></unva:keywords></entry>"
)


@dataclass
class Feed:
    """A feed that a test publishes into."""

    address: str = ""
    entries: list[str] = field(default_factory=list)
    hangs: bool = False

    def publish(self, title: str, grade: str = "P-4") -> None:
        """Add a vacancy."""
        self.entries.insert(
            0, ENTRY.format(title=title, grade=grade, number=len(self.entries) + 1, now=datetime.now(UTC).isoformat())
        )

    async def serve(self, _: web.Request) -> web.Response:
        """Answer with everything published so far."""
        if self.hangs:
            await asyncio.sleep(3600)
        body = (
            '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"'
            ' xmlns:unva="http://unjoblist.org/resources/UNVacancyXML"><title>Vacancies</title><id>tag:feed.example,2026:1</id>'
            f"<updated>2026-11-23T00:00:00+00:00</updated>{''.join(self.entries)}</feed>"
        )
        return web.Response(text=body, content_type="application/atom+xml")


@dataclass
class Command:
    """One run of `reffop-bot`."""

    process: asyncio.subprocess.Process
    log: Path

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.send_signal(signal.SIGKILL)

    async def stop(self, within: float = 10) -> int:
        """Ask it to end, and give its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(self.process.wait(), within)

    @property
    def output(self) -> str:
        """What it has printed so far, both streams."""
        return self.log.read_text("utf-8")

    async def says(self, words: str) -> None:
        """Wait until it prints some words."""
        async with asyncio.timeout(30):
            while words not in self.output:
                assert self.process.returncode is None, self.output
                await asyncio.sleep(0.05)


Start = Callable[..., "asyncio.Future[Command]"]


async def eventually(condition: Callable[[], bool], within: float) -> None:
    """Wait until something that another process does has come about."""
    async with asyncio.timeout(within):
        while not condition():  # noqa: ASYNC110 - what is waited for happens elsewhere and sets no event here
            await asyncio.sleep(0.02)


def environment(tmp_path: Path, **more: str) -> dict[str, str]:
    """A clean environment: nothing of ours but what a test sets."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}  # noqa: TID251
    return kept | {"DATA_DIR": str(tmp_path / "var"), "PORT": "0"} | more


@pytest.fixture
async def start(tmp_path: Path, furnished_template: Path) -> AsyncIterator[Callable[..., object]]:
    """Start commands on a database that holds the reference data; those that still run at the end are killed."""
    running: list[Command] = []
    (tmp_path / "var").mkdir()
    shutil.copy(furnished_template, tmp_path / "var" / "reffop.sqlite3")

    async def begin(*arguments: str, **env: str) -> Command:
        log = tmp_path / f"command-{len(running)}.log"
        with log.open("wb") as output:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", *arguments,
                env=environment(tmp_path, **env), stdin=asyncio.subprocess.DEVNULL, stdout=output, stderr=output,
            )  # fmt: skip
        command = Command(process, log)
        running.append(command)
        return command

    yield begin
    for command in running:
        if command.process.returncode is None:
            command.process.kill()
            await command.process.wait()


@pytest.fixture
async def sandbox() -> AsyncIterator[tuple[Sandbox, str]]:
    """A Bot API on loopback and its address."""
    box = Sandbox(TOKEN)
    async with serve(box) as address:
        yield box, address


@pytest.fixture
async def feed() -> AsyncIterator[Feed]:
    """A feed on loopback."""
    published = Feed()
    async with _serving(published.serve) as address:
        published.address = f"{address}/jobs.atom"
        yield published


@pytest.fixture
def sources_file(feed: Feed, tmp_path: Path) -> Path:
    """A catalogue that names the feed."""
    path = tmp_path / "sources.yaml"
    path.write_text(
        "version: 1\nsources:\n  - {id: sim-jobs, title: Simulated jobs, kind: jobs, format: auto,"
        f' url: "{feed.address}", poll_minutes: 0.01, language: fr}}\n',
        "utf-8",
    )
    return path


@asynccontextmanager
async def _serving(handler: Callable[[web.Request], object]) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_get("/jobs.atom", handler)  # type: ignore[arg-type]
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
