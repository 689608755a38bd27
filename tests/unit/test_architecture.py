"""Arrows are imports and only go down (docs/adr/0001): every import is read, also those inside functions."""

from __future__ import annotations

import ast
import socket
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]

ALLOWED = {
    "domain": {"domain"},
    "locales": {"locales", "domain"},
    "storage": {"storage", "domain"},
    "feeds": {"feeds", "domain"},
    "scheduler": {"scheduler", "storage", "feeds", "domain"},
    "bot": {"bot", "storage", "locales", "domain"},
}
"""Which of our packages each package may import."""

COMPOSITION = {"bot.__main__", "bot.processes", "bot.demo", "bot.reports", "bot.doctor", "bot.parsing"}
"""The modules that put both sides together and so import both (docs/adr/0007)."""

INSIDE_BOT = {
    "bot.callbacks": (),
    "bot.settings": (),
    "bot.menus": (),
    "bot.demo_feed": (),
    "bot.logs": ("bot.settings",),
    "bot.views": ("bot.views", "bot.callbacks"),
    "bot.sandbox": ("bot.sandbox",),
}
"""What these may import of bot; a view that knew a handler could no longer be shown by a terminal."""

OWNERS = {
    "telegram": "bot",
    "feedparser": "feeds",
    "tortoise": "storage",
    "asyncpg": "storage",
    "sqlite3": "storage",
    "apscheduler": "scheduler",
    "fluent": "locales",
}
"""Libraries that one package keeps to itself."""

ANSWERING_MAY_USE = {"rapidfuzz", "Stemmer"}
WORLD = {
    "asyncio",
    "http",
    "io",
    "logging",
    "os",
    "pathlib",
    "random",
    "socket",
    "subprocess",
    "sys",
    "tempfile",
    "time",
}
"""Modules of the standard library that touch the world, or take their answer from it."""
CLOCKS = {"now", "today", "utcnow"}
OPENERS = {
    "connect",
    "mkdir",
    "open",
    "read_bytes",
    "read_text",
    "run",
    "Popen",
    "urlopen",
    "write_bytes",
    "write_text",
}
"""Calls that read, open or start something: none may stand where importing a module would make it."""


class Import(NamedTuple):
    module: str
    line: int
    imported: str


@cache
def modules(root: Path) -> tuple[tuple[str, ast.Module], ...]:
    """Give every module by its name; read once, for the tests only look."""
    found = []
    for package in ALLOWED:
        for path in sorted((root / package).rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            found.append((name, ast.parse(path.read_text("utf-8"))))
    return tuple(found)


def imports(root: Path) -> Iterator[Import]:
    for module, tree in modules(root):
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                yield from (Import(module, node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{module}:{node.lineno}: a relative import hides where its arrow goes"
                yield from (Import(module, node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def stands_in(name: str, *places: str) -> bool:
    return any(name == place or name.startswith(f"{place}.") for place in places)


def fault(found: Import) -> str | None:
    module, _, imported = found
    own, other = module.split(".")[0], imported.split(".")[0]
    composes = module in COMPOSITION
    if other in ALLOWED:
        allowed = ALLOWED[own] | ({"scheduler", "feeds"} if composes else set())
        if other not in allowed:
            return f"{own} must not import {other}"
        if stands_in(imported, *COMPOSITION) and not composes:
            return "only composition modules import composition modules"
        return inner_fault(module, imported)
    if own == "domain" and other not in sys.stdlib_module_names:
        if stands_in(module, "domain.answering") and other in ANSWERING_MAY_USE:
            return None
        return "domain imports the standard library only"
    if own == "domain" and (other in WORLD or stands_in(imported, "urllib.request")):
        return "domain touches nothing"
    if OWNERS.get(other, own) != own:
        return f"{other} belongs to {OWNERS[other]}/"
    return None


def inner_fault(module: str, imported: str) -> str | None:
    for place, allowed in INSIDE_BOT.items():
        if stands_in(module, place) and stands_in(imported, "bot") and not stands_in(imported, *allowed):
            return f"{place} must not import {imported}"
    if stands_in(module, "bot.sandbox") and not stands_in(imported, "bot.sandbox"):
        return "the sandbox stands alone"
    return None


def faults(root: Path) -> list[str]:
    return [f"{found.module}:{found.line}: {said}" for found in imports(root) if (said := fault(found))]


def plant(root: Path, path: str, source: str) -> Path:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(source, "utf-8")
    return root


def test_no_arrow_climbs() -> None:
    assert faults(ROOT) == []


def test_the_packages_and_the_composition_modules_are_there() -> None:
    names = {name for name, _ in modules(ROOT)}
    assert set(ALLOWED) | COMPOSITION | set(INSIDE_BOT) <= names


@pytest.mark.parametrize(
    ("path", "source", "said"),
    [
        ("domain/a.py", "from storage import sql", "domain must not import storage"),
        ("domain/a.py", "import domain.b, locales", "domain must not import locales"),
        ("domain/a.py", "import rapidfuzz", "standard library only"),
        ("domain/answering/a.py", "import yaml", "standard library only"),
        ("domain/a.py", "import os.path", "touches nothing"),
        ("domain/a.py", "from urllib.request import urlopen", "touches nothing"),
        ("storage/a.py", "from feeds.parse import parse", "storage must not import feeds"),
        ("storage/a.py", "def f():\n    from locales import text", "storage must not import locales"),
        ("feeds/a.py", "class A:\n    def f(self):\n        import storage.sql", "feeds must not import storage"),
        ("locales/a.py", "from bot.views import message", "locales must not import bot"),
        ("scheduler/a.py", "from locales import text", "scheduler must not import locales"),
        ("scheduler/a.py", "if True:\n    import bot", "scheduler must not import bot"),
        ("bot/handlers/a.py", "from scheduler import tasks", "bot must not import scheduler"),
        ("bot/handlers/a.py", "from bot import processes", "composition modules"),
        ("bot/views/a.py", "from bot.handlers import start", "bot.views must not import bot.handlers"),
        ("bot/sandbox/a.py", "from domain.errors import ReffopError", "stands alone"),
        ("scheduler/a.py", "import telegram.error", "telegram belongs to bot/"),
        ("bot/a.py", "import feedparser", "feedparser belongs to feeds/"),
        ("feeds/a.py", "from tortoise import fields", "tortoise belongs to storage/"),
    ],
)
def test_a_planted_climbing_arrow_is_refused(tmp_path: Path, path: str, source: str, said: str) -> None:
    [found] = faults(plant(tmp_path, path, source))
    assert said in found


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("domain/answering/a.py", "from rapidfuzz.distance import OSA\nimport Stemmer"),
        ("domain/a.py", "import re\nfrom urllib.parse import urlsplit\nfrom domain import matching"),
        ("scheduler/a.py", "from storage import sql\nfrom feeds import fetch\nfrom domain import sources"),
        ("bot/processes.py", "from scheduler import tasks\nfrom feeds import fetch\nfrom bot import doctor"),
        ("bot/views/a.py", "from bot.callbacks import encode\nfrom bot.views import message\nfrom locales import text"),
        ("bot/a.py", "import telegram\nfrom bot.views import message"),
    ],
)
def test_an_arrow_that_goes_down_is_let_through(tmp_path: Path, path: str, source: str) -> None:
    assert faults(plant(tmp_path, path, source)) == []


def test_a_relative_import_is_refused(tmp_path: Path) -> None:
    plant(tmp_path, "feeds/a.py", "from ..storage import sql")
    with pytest.raises(AssertionError, match="relative import"):
        faults(tmp_path)


def environment_reads(root: Path) -> list[str]:
    found = []
    for module, tree in modules(root):
        if module == "bot.settings":
            continue
        for node in ast.walk(tree):
            names = {alias.name for alias in node.names} if isinstance(node, ast.ImportFrom) else set()
            if isinstance(node, ast.Attribute):
                names = {node.attr}
            if names & {"environ", "environb", "getenv", "putenv"}:
                found.append(f"{module}:{getattr(node, 'lineno', 0)}")
    return found


def test_the_environment_is_read_by_the_settings_alone() -> None:
    assert environment_reads(ROOT) == []


@pytest.mark.parametrize(
    "source", ["import os\nos.environ['A']", "import os as o\no.getenv('A')", "from os import environ"]
)
def test_a_planted_reading_of_the_environment_is_refused(tmp_path: Path, source: str) -> None:
    assert environment_reads(plant(tmp_path, "bot/a.py", source)) == ["bot.a:2" if "\n" in source else "bot.a:1"]


def calls(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            match node.func:
                case ast.Name(id=name) | ast.Attribute(attr=name):
                    yield name, node.lineno


def calls_at_import(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Give the calls that importing makes: not those inside functions, but those of class bodies and decorators."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            waiting += [*node.decorator_list, *node.args.defaults]
        elif not isinstance(node, ast.Lambda):
            if isinstance(node, ast.Call):
                match node.func:
                    case ast.Name(id=name) | ast.Attribute(attr=name):
                        yield name, node.lineno
            waiting += ast.iter_child_nodes(node)


def test_importing_a_module_reads_opens_and_starts_nothing() -> None:
    found = [
        f"{module}:{line}: {name}()"
        for module, tree in modules(ROOT)
        for name, line in calls_at_import(without_main(tree))
        if name in OPENERS
    ]
    assert found == []


def without_main(tree: ast.Module) -> ast.Module:
    body = [node for node in tree.body if not (isinstance(node, ast.If) and "__main__" in ast.dump(node.test))]
    return ast.Module(body, [])


def test_a_planted_reading_at_import_is_seen() -> None:
    tree = ast.parse("A = Path('a').read_text()\ndef f(): open('b')\nclass C:\n    d = open('d')")
    assert sorted(name for name, _ in calls_at_import(tree) if name in OPENERS) == ["open", "read_text"]


def test_the_core_asks_no_clock() -> None:
    found = [
        f"{module}:{line}: {name}()"
        for module, tree in modules(ROOT)
        if stands_in(module, "domain")
        for name, line in calls(tree)
        if name in CLOCKS
    ]
    assert found == []


@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6])
def test_no_unit_test_can_connect_to_anything(family: socket.AddressFamily) -> None:
    with socket.socket(family) as used, pytest.raises(pytest.fail.Exception, match="connected to"):
        used.connect(("127.0.0.1" if family == socket.AF_INET else "::1", 9))
    with pytest.raises(pytest.fail.Exception, match="asked for the address"):
        socket.create_connection(("example.org", 80))


async def test_an_event_loop_still_turns() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(b"ping")
        assert theirs.recv(4) == b"ping"
