"""JSON, and its values reached without trusting its shape."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NoReturn

from domain.errors import ParseError
from feeds.documents.base import Document, decode


@dataclass(frozen=True, slots=True)
class Node:
    """A value in JSON. What is absent, or of another type than asked for, is empty: no look-up fails."""

    value: Any

    def __getitem__(self, key: str) -> Node:
        """Give the member of an object."""
        return Node(self.value.get(key) if isinstance(self.value, dict) else None)

    def __iter__(self) -> Iterator[Node]:
        """Give the elements of a list in order."""
        return map(Node, self.value if isinstance(self.value, list) else ())

    def __contains__(self, key: str) -> bool:
        return isinstance(self.value, dict) and key in self.value

    @property
    def members(self) -> tuple[Node, ...]:
        """The values of an object in order, whatever their names."""
        return tuple(map(Node, self.value.values())) if isinstance(self.value, dict) else ()

    @property
    def each(self) -> tuple[Node, ...]:
        """The elements of a list, or the one value that stands in its place."""
        if self.is_list:
            return tuple(self)
        return () if self.value is None else (self,)

    @property
    def text(self) -> str:
        """A string without the lone surrogates that escapes can smuggle in, or a whole number as written."""
        if isinstance(self.value, str):
            return self.value if self.value.isascii() else self.value.encode("utf-8", "ignore").decode()
        return str(self.value) if isinstance(self.value, int) and not isinstance(self.value, bool) else ""

    @property
    def number(self) -> int | None:
        """A whole number that is not negative."""
        return (
            self.value if isinstance(self.value, int) and not isinstance(self.value, bool) and self.value >= 0 else None
        )

    @property
    def is_list(self) -> bool:
        """Whether this is a list: one that is missing is no empty one."""
        return isinstance(self.value, list)

    def rows(self, name: str) -> tuple[Node, ...]:
        """Give the elements of the list under a name; raise `ParseError` when it is missing: that is no empty one."""
        if not self[name].is_list:
            raise ParseError(f"the JSON has no list {name!r}")
        return tuple(self[name])


class Data(Document):
    """A document that is one JSON value."""

    @classmethod
    def fits(cls, document: Document) -> bool:
        """Whether the first characters are those of an object or a list."""
        return document.head.lstrip()[:1] in ("{", "[")

    def check(self) -> None:
        """Raise unless this is one whole JSON value (RFC 8259), each name in an object once."""
        _ = self.top

    @property
    def described(self) -> str:
        """JSON says nothing of itself."""
        return "JSON of another shape"

    @cached_property
    def top(self) -> Node:
        """The outermost value."""
        try:
            return Node(json.loads(decode(self), object_pairs_hook=_object, parse_constant=_refuse))
        except RecursionError as error:
            raise ParseError("the JSON is nested deeper than any honest one") from error
        except json.JSONDecodeError as error:
            raise ParseError(f"the JSON is broken or cut off at character {error.pos}") from error
        except ValueError as error:  # a number of thousands of digits, for one
            raise ParseError("the JSON holds a value that cannot be read") from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Build an object; a name given twice leaves open which value was meant."""
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ParseError("the JSON gives a name twice in one object")
    return members


def _refuse(constant: str) -> NoReturn:
    raise ParseError(f"the JSON holds {constant}, which is no JSON")
