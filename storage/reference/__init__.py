"""What the bot knows before it has read any feed: fields, ranks, centres, courses, terms, places and sources.

An editor's guide stands in docs/reference-data.md; `schema/` holds the exact form of each file. Records are
keyed by (kind, id), never by id alone: `francopol` is both a centre and a term.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from domain.errors import ReferenceDataError
from storage.reference import _documents, _rules, _schema
from storage.reference._documents import Documents
from storage.reference._parsing import Page, Unreadable, parse

__all__ = ["BUILT_IN", "Documents", "File", "read", "read_files"]

BUILT_IN = Path(__file__).parent
"""The folder that travels with the code."""

_NOT_LOADED = {"questions_dev.yaml"}  # questions for trying the answering engine out: known, never stored
_EXPECTED = f"expected names are {', '.join(_documents.NAMES)}"


@dataclass(frozen=True)
class File:
    """One reference file that holds every rule."""

    name: str
    documents: Documents

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the documents, in hexadecimal: it changes when, and only when, there is something to store."""
        rows = sorted((kind, key, payload) for (kind, key), payload in self.documents.items())
        return sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()


def read(folder: Path | None = None) -> Documents:
    """Read a whole folder, the built-in one unless told otherwise; raise the first fault of its first bad file."""
    files, faults = read_files(folder)
    if faults:
        raise faults[0]
    return {key: payload for file in files for key, payload in file.documents.items()}


def read_files(folder: Path | None = None) -> tuple[list[File], list[ReferenceDataError]]:
    """Read each file by itself: the good ones, and every fault of the bad ones in order of file and line.

    A folder may hold some of the files only. What they refer to is looked up beside them, then among the
    built-in files, which also stand in for a bad neighbour: a file is good only if it holds without it.
    """
    files, faults = _read_built_in() if folder is None else _read_folder(folder)
    return list(files), list(faults)


@cache
def _read_built_in() -> tuple[list[File], list[ReferenceDataError]]:
    """Read what travels with the code, once a process: it changes with the code only."""
    return _read_folder(BUILT_IN)


def _read_folder(folder: Path) -> tuple[list[File], list[ReferenceDataError]]:
    if not folder.is_dir():
        return [], [ReferenceDataError(str(folder), 0, "no such folder")]
    pages, faults = _read_pages(folder)
    if not pages and not faults:
        return [], [ReferenceDataError(str(folder), 0, f"no reference file here; {_EXPECTED}")]
    built_in = {} if folder.resolve() == BUILT_IN.resolve() else _built_in_tables()
    while bad := _refused(pages, built_in):
        faults += bad
        for name in {fault.file for fault in bad}:
            del pages[name]
    files = [File(name, _documents.collect(name, page.value)) for name, page in pages.items()]
    return files, sorted(faults, key=lambda fault: (fault.file, fault.line))


def _read_pages(folder: Path) -> tuple[dict[str, Page], list[ReferenceDataError]]:
    """Keep the files that parse, hold their schema and name nothing twice."""
    pages: dict[str, Page] = {}
    faults = []
    for path in sorted(p for p in folder.iterdir() if p.suffix.lower() in {".yaml", ".yml", ".csv"}):
        if path.name in _NOT_LOADED:
            continue
        if path.name not in _documents.NAMES:
            faults.append(ReferenceDataError(path.name, 0, f"unknown file; {_EXPECTED}"))
            continue
        try:
            page = parse(path)
        except Unreadable as error:
            faults.append(ReferenceDataError(path.name, error.line, error.reason))
            continue
        found = list(_schema.check(path.name, page.value)) or list(_documents.repeated(path.name, page))
        faults += [ReferenceDataError(path.name, page.line(where), reason) for where, reason in found]
        if not found:
            pages[path.name] = page
    return pages, faults


@cache
def _built_in_tables() -> Mapping[str, Any]:
    """Parse the built-in files, once: they belong to the code and change with it only."""
    tables = {}
    for name in _documents.NAMES:
        with suppress(Unreadable):  # told by whoever reads the built-in folder itself
            tables[name] = parse(BUILT_IN / name).value
    return tables


def _refused(pages: dict[str, Page], built_in: Mapping[str, Any]) -> list[ReferenceDataError]:
    """Give the faults of references between files, each judged against those that still stand."""
    catalogue = _documents.catalogue({**built_in} | {name: page.value for name, page in pages.items()})
    return [
        ReferenceDataError(name, page.line(where), reason)
        for name, page in pages.items()
        for where, reason in _rules.check(name, page.value, catalogue)
    ]
