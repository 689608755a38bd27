"""`parse`: one saved file in, its items as JSON lines out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from domain.errors import ConfigurationError, ParseError
from domain.taxonomy import build_taxonomy
from feeds.export import to_json
from feeds.parse import FORMATS, SourceInfo, parse
from storage import reference


def parse_file(file: Path, format_: str, source: str) -> Iterator[str]:
    """Give each item of a saved file as a JSON line; raise ParseError before the first when it cannot be read."""
    if format_ not in (*FORMATS, "auto"):
        raise ConfigurationError([f"--format is {format_!r}: expected auto or one of {', '.join(sorted(FORMATS))}"])
    try:
        body = file.read_bytes()
    except OSError as error:
        raise ParseError(f"{file} cannot be read: {error.strerror}") from error
    documents = reference.read()
    items = parse(body, format_, build_taxonomy(documents), _source(source, documents))
    return (json.dumps(to_json(item), ensure_ascii=False) for item in items)


def _source(id_: str, documents: reference.Documents) -> SourceInfo:
    """Tell what the built-in catalogue knows of a source: some documents leave their own address out."""
    row = documents.get(("source", id_), {})
    return SourceInfo(id=id_, kind=row.get("kind"), url=row.get("url"))
