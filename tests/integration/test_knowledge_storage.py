"""Reference data in the database: loading is idempotent, what left is retired, what is read back is what was loaded."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from storage import knowledge, reference, sql
from storage.knowledge import Loaded
from storage.reference import File
from tests.integration.builders import count

pytestmark = pytest.mark.usefixtures("database")

SOON = timedelta(seconds=1)


def centres(**names: str) -> File:
    """A small file of centres."""
    return File("centres.yaml", {("centre", key): {"id": key, "name": name} for key, name in names.items()})


async def test_everything_that_travels_with_the_code_is_read_back_word_for_word(now: datetime) -> None:
    files, faults = reference.read_files()
    assert faults == []
    loaded = await knowledge.load(files, now)
    assert sum(item.added for item in loaded) == await count("record") > 500
    assert await knowledge.documents() == reference.read()
    again = await knowledge.load(files, now + SOON)
    assert again == [Loaded(file.name, 0, 0, 0) for file in files]


async def test_loading_the_same_again_changes_nothing_not_even_the_version(now: datetime) -> None:
    await knowledge.load([centres(a="Centre A", b="Centre B")], now)
    version = await knowledge.version()
    assert await knowledge.load([centres(a="Centre A", b="Centre B")], now + SOON) == [Loaded("centres.yaml", 0, 0, 0)]
    assert await knowledge.version() == version


async def test_a_file_adds_changes_and_retires(now: datetime) -> None:
    await knowledge.load([centres(stays="Stays", changes="Before", goes="Goes")], now)
    version = await knowledge.version()
    loaded = await knowledge.load([centres(stays="Stays", changes="After", comes="Comes")], now + SOON)
    assert loaded == [Loaded("centres.yaml", added=1, changed=1, retired=1)]
    names = {slug: payload["name"] for (_, slug), payload in (await knowledge.documents()).items()}
    assert names == {"stays": "Stays", "changes": "After", "comes": "Comes"}
    assert await knowledge.version() != version


async def test_what_is_retired_is_kept_and_may_come_back(now: datetime) -> None:
    await knowledge.load([centres(a="A", b="B")], now)
    await knowledge.load([centres(a="A")], now + SOON)
    retired = await sql.rows("SELECT slug FROM record WHERE retired_at IS NOT NULL")
    assert [row["slug"] for row in retired] == ["b"]
    assert await knowledge.load([centres(a="A")], now + 2 * SOON) == [Loaded("centres.yaml", 0, 0, 0)]
    assert await knowledge.load([centres(a="A", b="B")], now + 3 * SOON) == [Loaded("centres.yaml", 0, 1, 0)]
    assert len(await knowledge.documents()) == 2


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"a": "A"}, {"a": "A", "b": "B"}),
        ({"a": "A", "b": "B"}, {"a": "A"}),
        ({"a": "A"}, {"a": "Á"}),
        ({"a": "A", "b": "B"}, {"a": "A", "c": "C"}),
    ],
    ids=["added", "retired", "changed", "replaced"],
)
async def test_the_version_tells_every_change(now: datetime, before: dict[str, Any], after: dict[str, Any]) -> None:
    await knowledge.load([centres(**before)], now)
    version = await knowledge.version()
    await knowledge.load([centres(**after)], now + SOON)
    assert await knowledge.version() != version


async def test_one_name_may_stand_for_two_kinds(now: datetime) -> None:
    terms = File("glossary.csv", {("term", "francopol"): {"id": "francopol", "is": "a term"}})
    await knowledge.load([centres(francopol="a centre"), terms], now)
    assert set(await knowledge.documents()) == {("centre", "francopol"), ("term", "francopol")}


async def test_loading_one_file_leaves_the_others_alone(now: datetime) -> None:
    terms = File("glossary.csv", {("term", "upc"): {"id": "upc"}})
    await knowledge.load([centres(a="A"), terms], now)
    await knowledge.load([centres(b="B")], now + SOON)
    assert set(await knowledge.documents()) == {("centre", "b"), ("term", "upc")}


async def test_accents_lists_and_nothing_at_all_survive_the_database(now: datetime) -> None:
    payload = {"names": {"fr": "École « à l’œuvre »", "en": None}, "years": [2019, 2026], "open": True, "share": 0.5}
    await knowledge.load([File("x.yaml", {("centre", "x"): payload})], now)
    assert (await knowledge.documents())["centre", "x"] == payload


async def test_a_file_that_cannot_be_stored_changes_nothing(now: datetime) -> None:
    await knowledge.load([centres(a="A")], now)
    bad = centres(a="changed", b="B")
    bad.documents["centre", "x" * 200] = {"id": "a key longer than its column"}
    with pytest.raises(Exception, match="160"):
        await knowledge.load([bad], now + SOON)
    assert await knowledge.documents() == centres(a="A").documents
