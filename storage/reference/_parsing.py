"""Bytes of a reference file -> values that still know their line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

Where = tuple[str | int, ...]
"""The way from the top of a file to one value: keys and positions."""

COLUMNS = (
    *("id", "term_en", "term_fr", "acronym_en", "acronym_fr", "domain", "synonyms_en", "synonyms_fr"),
    *("definition_en", "definition_fr", "gender_fr", "sources"),
)


class Unreadable(Exception):  # noqa: N818  a value of this package, turned into the public error at its door
    """The file cannot be parsed; `line` is 0 when there is none to blame."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


@dataclass(frozen=True)
class Page:
    """One parsed file: its value, and the lines it came from."""

    value: Any
    _root: yaml.Node | None = field(default=None, repr=False)
    _rows: tuple[int, ...] = ()

    def line(self, where: Where) -> int:
        """Say on which line a value stands; of what is missing, the line of what should hold it."""
        if self._root is None:
            return self._rows[where[0]] if where and isinstance(where[0], int) else 1
        node, line = self._root, self._root.start_mark.line
        for step in where:
            found = _child(node, step)
            if found is None:
                break
            node, line = found
        return int(line) + 1


class _Loader(yaml.CSafeLoader):
    """YAML without surprises: dates stay text, and so do yes and no (NO is Norway)."""

    yaml_implicit_resolvers = {  # noqa: RUF012  the name and shape PyYAML reads
        first: [(tag, form) for tag, form in resolvers if not tag.endswith((":timestamp", ":bool"))]
        for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }


_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


def parse(path: Path) -> Page:
    """Parse one file by its suffix; raise `Unreadable` with the line for wrong bytes or syntax."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable(0, f"cannot be read: {error.strerror}") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(data.count(b"\n", 0, error.start) + 1, "not UTF-8 text") from error
    return _parse_csv(text) if path.suffix == ".csv" else _parse_yaml(text)


def _parse_yaml(text: str) -> Page:
    try:
        loader = _Loader(text)
        root = loader.get_single_node()
        if root is None:
            raise Unreadable(1, "the file is empty")
        _refuse_traps(root)
        return Page(loader.construct_document(root), root)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Unreadable(mark.line + 1 if mark else 0, f"not valid YAML: {error.problem}") from error
    except yaml.reader.ReaderError as error:
        character = error.character if isinstance(error.character, str) else chr(error.character)
        line = text.count("\n", 0, max(text.find(character), 0)) + 1  # its position counts bytes or characters
        raise Unreadable(line, f"character U+{ord(character):04X} is not allowed") from error


def _refuse_traps(root: yaml.Node) -> None:
    """Refuse what PyYAML takes without a word: equal keys (YAML 1.2.2 § 3.2.1.1 forbids them), keys that are no text.

    And aliases: a few lines of them can grow without bound, or hold themselves.
    """
    stack, met = [root], set()
    while stack:
        node = stack.pop()
        if id(node) in met:
            raise Unreadable(node.start_mark.line + 1, "write a value out where it is needed, without & and *")
        met.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            stack += node.value
        elif isinstance(node, yaml.MappingNode):
            keys: set[str] = set()
            for key, value in node.value:
                line = key.start_mark.line + 1
                if key.tag != "tag:yaml.org,2002:str":
                    raise Unreadable(line, f"key {key.value!r} must be text")
                if key.value in keys:
                    raise Unreadable(line, f"key {key.value!r} stands twice in one row")
                keys.add(key.value)
                stack.append(value)


def _child(node: yaml.Node, step: Hashable) -> tuple[yaml.Node, int] | None:
    """Step down one level: the value, and the line of its key or, in a list, of the value itself."""
    if isinstance(node, yaml.MappingNode):
        return next(((v, k.start_mark.line) for k, v in node.value if k.value == step), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step].start_mark.line
    return None


def _parse_csv(text: str) -> Page:
    numbered = _numbered_rows(text)
    line, header = next(numbered, (0, []))
    if not header:
        raise Unreadable(1, "the file is empty")
    missing = [column for column in COLUMNS if column not in header]
    extra = [column for column in header if column not in COLUMNS]
    if missing or extra or len(header) != len(COLUMNS):
        faults = [f"column {c!r} is missing" for c in missing] + [f"unknown column {c!r}" for c in extra]
        raise Unreadable(line, ", ".join(faults) or "a column stands twice")
    rows, lines = [], []
    for line, cells in numbered:
        if len(cells) != len(header):
            raise Unreadable(line, f"{len(cells)} cells instead of {len(header)}")
        rows.append(dict(zip(header, cells, strict=True)))
        lines.append(line)
    return Page(rows, _rows=tuple(lines))


def _numbered_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Give each row with its first line: a quoted cell may go over several. Blank lines are skipped."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Unreadable(line, f"not valid CSV: {error}") from error
        if cells:
            yield line, cells
