"""Every command on its simplest real path, and every fault in one clear line with the right exit code."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bot.sandbox import Sandbox
from storage.reference import BUILT_IN
from tests.acceptance.conftest import Start, environment

FEEDS = Path(__file__).parents[1] / "data" / "feeds"


def reffop(tmp_path: Path, *arguments: str, stdin: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        env=environment(tmp_path, **env), input=stdin, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_questions_are_answered_as_json_lines_in_order(tmp_path: Path) -> None:
    questions = [
        {"id": "1", "text": "c'est quoi une UPC ?", "lang": None, "chat": "a"},
        {"id": "2", "text": "and in English?", "lang": None, "chat": "a"},
        {"id": "3", "text": "quel temps fait-il demain ?", "lang": "fr"},
    ]
    done = reffop(tmp_path, "ask", "--jsonl", stdin="".join(json.dumps(q) + "\n" for q in questions))
    first, second, third = map(json.loads, done.stdout.splitlines())
    assert done.returncode == 0
    assert (first["id"], first["type"], first["ids"], first["lang"]) == ("1", "term", ["formed-police-unit"], "fr")
    assert (second["ids"], second["lang"]) == (["formed-police-unit"], "en")
    assert (third["type"], third["ids"]) == ("none", [])
    assert set(first) >= {"id", "type", "ids", "lang", "text", "choices", "ms"}


def test_one_question_is_answered_in_plain_text(tmp_path: Path) -> None:
    done = reffop(tmp_path, "ask", "what is an FPU?", "--lang", "en")
    assert done.returncode == 0
    assert "formed police unit" in done.stdout
    assert "<" not in done.stdout


@pytest.mark.parametrize("file", sorted(FEEDS.glob("*.xml")), ids=lambda path: path.name)
def test_a_saved_feed_is_read_as_json_lines(file: Path, tmp_path: Path) -> None:
    done = reffop(tmp_path, "parse", str(file), "--format", "auto")
    items = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert items
    assert all(item["title"] and item["identity"] for item in items)


def test_a_file_that_is_no_feed_gives_one_line_and_nothing_else(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<html><title>Just a moment</title></html>")
    done = reffop(tmp_path, "parse", str(page), "--format", "rss")
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)


def test_migrating_and_loading_twice_changes_nothing_the_second_time(tmp_path: Path) -> None:
    assert "applied 0001_initial" in reffop(tmp_path, "migrate").stdout
    assert "nothing to do" in reffop(tmp_path, "migrate").stdout
    assert "fields.yaml: 53 added, 0 changed, 0 retired" in reffop(tmp_path, "load").stdout
    again = reffop(tmp_path, "load")
    assert again.returncode == 0
    assert all(line.endswith(": 0 added, 0 changed, 0 retired") for line in again.stdout.splitlines())


def test_a_corrupt_reference_row_is_named_and_its_file_changes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "reference"
    folder.mkdir()
    rows = (BUILT_IN / "centres.yaml").read_text("utf-8")
    (folder / "centres.yaml").write_text(rows.replace("country_code: ML", "country_code: Mali", 1), "utf-8")
    shutil.copy(BUILT_IN / "resources.yaml", folder)
    done = reffop(tmp_path, "load", str(folder))
    line = next(number for number, row in enumerate(rows.splitlines(), 1) if "country_code: ML" in row)
    assert done.returncode == 1
    assert f"centres.yaml:{line}: " in done.stderr
    assert "centres.yaml" not in done.stdout
    assert "resources.yaml: 35 added" in done.stdout


async def test_a_wrong_token_ends_in_one_clear_line(
    sandbox: tuple[Sandbox, str], start: Start, sources_file: Path
) -> None:
    _, address = sandbox
    running = await start("run", BOT_TOKEN="1:not-the-token", BOT_API_URL=address, SOURCES_FILE=str(sources_file))
    assert await running.process.wait() == 1
    [line] = running.output.splitlines()[-1:]
    assert line.startswith("reffop-bot: BOT_TOKEN is refused")
    assert "Traceback" not in running.output
    assert "not-the-token" not in running.output


@pytest.mark.parametrize(
    ("env", "words"),
    [
        ({"BOT_TOKEN": "1:token"}, ""),
        ({"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}, "the database cannot be reached"),
        ({"BOT_TOKEN": "no token at all"}, "BOT_TOKEN is a text of 15 characters"),
        ({"SEND_RATE": "fast"}, "SEND_RATE is 'fast'"),
        ({"SOURCES_FILE": "missing.yaml"}, "SOURCES_FILE is 'missing.yaml'"),
    ],
)
def test_a_fault_of_the_environment_ends_in_one_clear_line(env: dict[str, str], words: str, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        given = {"BOT_TOKEN": "1:token", "PORT": port, **env}
        done = reffop(tmp_path, "run" if words != "the database cannot be reached" else "stats", **given)
    assert done.returncode == 1
    [line] = done.stderr.splitlines()
    assert (words or f"cannot listen on 127.0.0.1:{port}") in line


def test_a_malformed_catalogue_names_every_fault(tmp_path: Path) -> None:
    catalogue = tmp_path / "sources.yaml"
    catalogue.write_text("version: 1\nsources:\n  - {id: a, kind: news, url: nowhere}\n  - {id: a, kind: jobs}\n")
    done = reffop(tmp_path, "sources", SOURCES_FILE=str(catalogue))
    assert done.returncode == 1
    assert "source 1: kind is 'news'" in done.stderr
    assert "source 2: 'url' is missing" in done.stderr
    assert "id 'a' stands twice" in done.stderr


def test_wrong_usage_exits_with_two(tmp_path: Path) -> None:
    assert reffop(tmp_path, "dance").returncode == 2
    assert reffop(tmp_path, "ask").returncode == 2
    assert reffop(tmp_path, "ask", "hello", "--lang", "de").returncode == 2


def test_a_second_process_on_one_sqlite_file_is_told_so(tmp_path: Path) -> None:
    from storage.connection import only_process

    var = tmp_path / "var"
    with only_process(f"sqlite://{var / 'reffop.sqlite3'}"):
        done = reffop(tmp_path, "run", BOT_TOKEN="1:token")
    assert done.returncode == 1
    assert "another process already works on this SQLite file" in done.stderr


def test_the_doctor_names_what_is_well_and_what_to_do(tmp_path: Path) -> None:
    done = reffop(tmp_path, "doctor")
    assert done.returncode == 1
    assert "✓ configuration: ok" in done.stdout
    assert re.search(r"✗ migrations: \d+ missing: run `reffop-bot migrate`", done.stdout)
    assert "✗ token: BOT_TOKEN is not set" in done.stdout


def test_a_person_s_data_is_given_or_erased_and_an_unknown_one_is_said_to_be(tmp_path: Path) -> None:
    reffop(tmp_path, "migrate")
    for command in ("export-user", "forget-user"):
        done = reffop(tmp_path, command, "77")
        assert (done.returncode, done.stdout) == (1, "")
        assert "nothing is kept about chat 77" in done.stderr


async def test_polling_prints_what_is_new_and_a_dry_run_stores_nothing(
    feed: object, sources_file: Path, tmp_path: Path
) -> None:
    import asyncio

    feed.publish("Police Reform Adviser")  # type: ignore[attr-defined]
    env = {"SOURCES_FILE": str(sources_file), "ALLOW_PRIVATE_FEEDS": "true"}
    dry = await asyncio.to_thread(reffop, tmp_path, "poll", "--dry-run", **env)
    assert "sim-jobs: 1 new, 0 changed" in dry.stdout
    real = await asyncio.to_thread(reffop, tmp_path, "poll", "sim-jobs", **env)
    assert "sim-jobs: 1 new, 0 changed" in real.stdout
    again = await asyncio.to_thread(reffop, tmp_path, "poll", **env)
    assert "sim-jobs: unchanged" in again.stdout
    unknown = await asyncio.to_thread(reffop, tmp_path, "poll", "nobody", **env)
    assert (unknown.returncode, "no such source: nobody" in unknown.stderr) == (1, True)


def announcement(tmp_path: Path, words: str) -> str:
    path = tmp_path / "annonce.txt"
    path.write_text(words, "utf-8")
    return str(path)


def test_an_announcement_is_counted_before_anything_is_queued(tmp_path: Path) -> None:
    file = announcement(tmp_path, "[fr]\nBonjour <b>à tous</b>\n[en]\nHello all\n[buttons]\nSite | https://example.org")
    done = reffop(tmp_path, "announce", "--file", file, "--segment", "language=fr, field=police rank=P-4", "--dry-run")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[1:] == [
        "reachable: 0",
        "in that language: 0 (0 fewer)",
        "of that field: 0 (0 fewer)",
        "of that level: 0 (0 fewer)",
    ]


@pytest.mark.parametrize(
    ("words", "arguments", "fault"),
    [
        ("<b>Bonjour", [], "close the tag"),
        ("", [], "The text is missing"),
        ("x" * 5000, [], "has 5000 characters"),
        ("Avant\n[fr]\nBonjour", [], "text before the first section"),
        ("[fr]\nBonjour\n[buttons]\nSite", [], "This address will not open"),
        ("Bonjour", ["--segment", "colour=red"], "--segment: cannot read 'colour=red'"),
        ("Bonjour", ["--segment", "field=knitting"], "--segment: unknown field"),
        ("Bonjour", ["--segment", "language=de"], "--segment: unknown language"),
        ("Bonjour", ["--segment", "country=zz"], "--segment: unknown country"),
        ("Bonjour", ["--at", "yesterday"], "That time has passed"),
        ("Bonjour", ["--at", "zorglub"], "--at: cannot read"),
        ("Bonjour", [], "nobody would receive it"),
    ],
)
def test_an_announcement_that_cannot_be_sent_is_refused_in_one_line(
    tmp_path: Path, words: str, arguments: list[str], fault: str
) -> None:
    done = reffop(tmp_path, "announce", "--file", announcement(tmp_path, words), *arguments, LOG_LEVEL="error")
    assert done.returncode == 1
    assert fault in done.stderr
    assert len(done.stderr.splitlines()) == 1
