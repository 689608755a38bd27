"""Saved answers of the sources, as they are or changed on purpose."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from domain.courses import CourseInstance
from domain.postings import JobPosting
from feeds.parse import Item, SourceInfo, parse
from tests.unit.feeds.reference import taxonomy

DATA = Path(__file__).parents[2] / "data" / "feeds"
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def load(name: str) -> Any:
    return json.loads((DATA / name).read_bytes())


def read(document: Any, format_: str = "auto", source: SourceInfo | None = None) -> list[Item]:
    """Read a sample by its name, or any JSON value, or bytes."""
    if isinstance(document, str):
        body = (DATA / document).read_bytes()
    else:
        body = document if isinstance(document, bytes) else json.dumps(document).encode()
    return parse(body, format_, taxonomy(), source, now=NOW)


def jobs(document: Any, format_: str = "auto", source: SourceInfo | None = None) -> dict[str, JobPosting]:
    return {item.identity: item for item in read(document, format_, source) if isinstance(item, JobPosting)}


def courses(document: Any, format_: str = "auto") -> list[CourseInstance]:
    return [item for item in read(document, format_) if isinstance(item, CourseInstance)]


def iso(moment: date | None) -> str | None:
    return moment.isoformat() if moment else None


def only(document: Any, format_: str = "auto", source: SourceInfo | None = None) -> JobPosting:
    [job] = jobs(document, format_, source).values()
    return job


def sole(document: Any) -> CourseInstance:
    [course] = courses(document)
    return course


def calendar(*events: str, head: str = "") -> bytes:
    """Write a calendar of events that are called Stage and have the UID 1, unless they say otherwise."""
    parts = "".join(
        "BEGIN:VEVENT\n"
        + ("" if "UID" in event else "UID:1\n")
        + ("" if "SUMMARY" in event else "SUMMARY:Stage\n")
        + f"{event}\nEND:VEVENT\n"
        for event in events
    )
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Centre//FR\n{head}{parts}END:VCALENDAR\n".encode()
