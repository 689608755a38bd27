"""The sandbox's parameters, read from the library, against the machine-readable Bot API where it stands beside us."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.methods import METHODS
from bot.sandbox.signatures import parameters

DESCRIPTION = Path(__file__).resolve().parents[3] / "shared" / "botapi" / "api.json"
NEWER = {("editMessageText", "text")}
"""Bot API 10.1 made it optional, for rich messages; the library speaks 10.0."""
NEWER_FIELDS = {"rich_message", "ephemeral"}

pytestmark = pytest.mark.skipif(not DESCRIPTION.exists(), reason="no description of the Bot API beside the checkout")


def _documented(method: str) -> dict[str, dict[str, Any]]:
    methods: dict[str, Any] = json.loads(DESCRIPTION.read_text())["methods"]
    return {field["name"]: field for field in methods[method].get("fields", [])}


@pytest.mark.parametrize("method", sorted(METHODS))
def test_the_same_parameters_are_required(method: str) -> None:
    documented = {name for name, field in _documented(method).items() if field["required"]}
    newer = {name for of, name in NEWER if of == method}
    assert {name for name, parameter in parameters(method).items() if parameter.required} - newer == documented


@pytest.mark.parametrize("method", sorted(METHODS))
def test_no_parameter_is_invented_or_forgotten(method: str) -> None:
    documented = set(_documented(method))
    ours = set(parameters(method))
    assert ours <= documented
    assert documented - ours <= NEWER_FIELDS


@pytest.mark.parametrize("method", sorted(METHODS))
def test_every_documented_type_is_accepted(method: str) -> None:
    documented = _documented(method)
    for name, parameter in parameters(method).items():
        for kind in documented[name]["types"]:
            assert _accepts(parameter.types, kind), (name, kind, parameter.types)


def _accepts(ours: frozenset[str], documented: str) -> bool:
    if documented == "Integer" and "Float" in ours:
        return True
    if documented.startswith("Array of "):
        inner = frozenset(kind.removeprefix("Array of ") for kind in ours if kind.startswith("Array of "))
        return _accepts(inner, documented.removeprefix("Array of "))
    return any(re.fullmatch(f"{kind}|Input{kind}", documented) for kind in ours)
