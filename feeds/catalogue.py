"""The catalogue of sources that an operator writes (SOURCES_FILE), read and checked."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from domain.errors import ConfigurationError
from domain.sources import MOST_MINUTES, Source
from feeds.parse import FORMATS

KINDS = {"jobs": "jobs", "job": "jobs", "courses": "courses", "course": "courses"}
POLLED_TIERS = ("A", "B")
CALENDAR_SCHEMES = re.compile(r"^webcals?://", re.IGNORECASE)
"""What sites write before the address of a calendar, for programs to open; it is fetched like any other."""
METHODS = ("GET", "POST")
KEYS = {"id", "title", "kind", "format", "url", "poll_minutes", "language", "method", "body"}


def read_catalogue(path: Path) -> list[Source]:
    """Read a catalogue; raise ConfigurationError with one line for every fault."""
    try:
        document = yaml.safe_load(path.read_text("utf-8"))
    except OSError as error:
        raise ConfigurationError([f"SOURCES_FILE {path} cannot be read: {error.strerror}"]) from error
    except UnicodeDecodeError as error:
        raise ConfigurationError([f"SOURCES_FILE {path} is not UTF-8 text"]) from error
    except yaml.YAMLError as error:
        raise ConfigurationError([f"SOURCES_FILE {path}{_place(error)} is not YAML: {_problem(error)}"]) from error
    rows = document.get("sources") if isinstance(document, Mapping) else None
    if not isinstance(rows, list):
        raise ConfigurationError([f"SOURCES_FILE {path} has no list 'sources'"])
    faults = [
        f"SOURCES_FILE {path}, source {number}: {fault}" for number, row in enumerate(rows, 1) for fault in _faults(row)
    ]
    ids = [row.get("id") for row in rows if isinstance(row, Mapping)]
    faults += [
        f"SOURCES_FILE {path}: id {name!r} stands twice" for name in sorted({str(i) for i in ids if ids.count(i) > 1})
    ]
    if faults:
        raise ConfigurationError(faults)
    return [_source(row) for row in rows]


def from_reference(documents: Mapping[tuple[str, str], Mapping[str, Any]]) -> list[Source]:
    """Choose, from the built-in catalogue, the sources that are to be polled and that we can read today.

    Tiers A and B only: the catalogue says of the others why a robot should leave them alone. Calendars wait until
    sessions of courses are kept.
    """
    chosen = []
    for (kind, id_), row in documents.items():
        if kind == "source" and _is_welcome(row):
            language = row["language"] if isinstance(row["language"], str) else None
            chosen.append(
                Source(
                    id_,
                    row["title"],
                    row["kind"],
                    row["format"],
                    row["url"],
                    float(row["poll_minutes"]),
                    language,
                    row.get("method", "GET"),
                    row.get("body"),
                )
            )
    return chosen


def _is_welcome(row: Mapping[str, Any]) -> bool:
    readable = row["kind"] == "jobs" and row["format"] in FORMATS and _is_whole(row)
    return readable and bool(row["poll_minutes"]) and row["alive"] != "no" and row["tier"] in POLLED_TIERS


def _is_whole(row: Mapping[str, Any]) -> bool:
    """Whether the request stands there ready to be sent: nothing to fill in, and a body where one is sent."""
    posted = row.get("method", "GET") == "POST"
    return "{" not in (row["url"] or "{") and (not posted or bool(row.get("body")))


def _faults(row: object) -> list[str]:
    if not isinstance(row, Mapping):
        return ["not a mapping of keys to values"]
    faults = [f"{key!r} is missing" for key in ("id", "kind", "url") if not row.get(key)]
    faults += [f"{key!r} is not a key we know" for key in row if key not in KEYS]
    if row.get("kind") and row["kind"] not in KINDS:
        faults.append(f"kind is {row['kind']!r}: expected jobs or courses")
    if row.get("format", "auto") not in (*FORMATS, "auto"):
        faults.append(f"format is {row['format']!r}: expected auto or one of {', '.join(sorted(FORMATS))}")
    address = urlsplit(_address(row))
    if row.get("url") and (address.scheme not in ("http", "https") or not address.hostname):
        faults.append("url is not an http or https address")
    faults += _request_faults(row.get("method", "GET"), row.get("body"))
    minutes = row.get("poll_minutes", 60)
    if isinstance(minutes, bool) or not isinstance(minutes, int | float) or not 0 < minutes <= MOST_MINUTES:
        faults.append(f"poll_minutes is {minutes!r}: expected a number above 0 and at most {MOST_MINUTES}")
    return faults


def _request_faults(method: object, body: object) -> list[str]:
    if method not in METHODS:
        return [f"method is {method!r}: expected GET or POST"]
    if body is None:
        return []
    if method == "GET":
        return ["body is sent with method POST only"]
    return [] if isinstance(body, str) and _is_json(body) else ["body is not JSON written as text"]


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _source(row: Mapping[str, Any]) -> Source:
    return Source(
        id=str(row["id"]),
        title=str(row.get("title") or row["id"]),
        kind=KINDS[row["kind"]],
        format=row.get("format", "auto"),
        url=_address(row),
        poll_minutes=float(row.get("poll_minutes", 60)),
        language=row.get("language"),
        method=row.get("method", "GET"),
        body=row.get("body"),
    )


def _address(row: Mapping[str, Any]) -> str:
    return CALENDAR_SCHEMES.sub("https://", str(row.get("url") or ""))


def _place(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    return f", line {mark.line + 1}," if mark else ""


def _problem(error: yaml.YAMLError) -> str:
    return str(getattr(error, "problem", None) or "unreadable")
