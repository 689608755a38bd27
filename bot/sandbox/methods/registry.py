"""How a method is declared: a function over the state and the checked arguments of one call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from bot.sandbox.requests import Upload
from bot.sandbox.state import State


@dataclass(frozen=True, slots=True)
class Arguments:
    """Values of one call, already held against the method's parameters."""

    values: Mapping[str, Any]
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def get(self, name: str, default: Any = None) -> Any:
        """Return a value or the default."""
        return self.values.get(name, default)


@dataclass(frozen=True, slots=True)
class Reply:
    """A result with the sentence that Telegram puts beside it."""

    result: Any
    description: str


Method = Callable[[State, Arguments], Any]
F = TypeVar("F", bound=Method)
METHODS: dict[str, Method] = {}


def method(name: str) -> Callable[[F], F]:
    """Declare the function that carries out a Bot API method; it may be a coroutine function."""

    def register(function: F) -> F:
        METHODS[name] = function
        return function

    return register
