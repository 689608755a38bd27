"""Moodle's export of its calendar (calendar/export_execute.php): sessions, and what is due for them.

What is due stands there as an event without length, "Application form (Election Observation Course) is due": no
session, but the deadline of the one that it names. CATEGORIES holds the short name of the course, "KAIPTC-2027".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from domain.taxonomy import fold
from feeds.documents.calendar import Calendar, Session
from feeds.facts import Dialect, Facts, SourceInfo, Trust
from feeds.sessions import session_facts

Due = tuple[str, datetime]
"""The folded title of what is due, and when."""


def _recognises(document: Calendar) -> bool:
    return "moodle" in document.product.lower()


def _read(document: Calendar, source: SourceInfo) -> Iterator[Facts]:
    due: dict[tuple[str, ...], list[Due]] = {}
    for session in document.sessions:
        if at := _due_at(session):
            due.setdefault(session.texts("CATEGORIES"), []).append((fold(session.text("SUMMARY")), at))
    for session in document.sessions:
        if not _due_at(session):
            facts = session_facts(session, source)
            deadline = _deadline(session, due.get(session.texts("CATEGORIES"), ()))
            yield replace(facts, deadline=deadline or facts.deadline)


def _due_at(session: Session) -> datetime | None:
    return session.start if isinstance(session.start, datetime) and session.end is None else None


def _deadline(session: Session, due: Iterable[Due]) -> datetime | None:
    """Give the last thing due before a session starts; what comes later is its homework."""
    title, start = fold(session.text("SUMMARY")), session.start
    if not title or not isinstance(start, datetime):
        return None
    return max((at for words, at in due if title in words and at < start), default=None)


DIALECT = Dialect("moodle", frozenset({"ics"}), Calendar, _recognises, _read, Trust.NAMESPACE)
