"""Any iCalendar: each event, and each date of a recurring one, is a session of a course."""

from __future__ import annotations

from collections.abc import Iterator

from feeds.documents.calendar import Calendar
from feeds.facts import Dialect, Facts, SourceInfo, Trust
from feeds.sessions import session_facts


def _recognises(_: Calendar) -> bool:
    return True


def _read(document: Calendar, source: SourceInfo) -> Iterator[Facts]:
    for session in document.sessions:
        yield session_facts(session, source)


DIALECT = Dialect("ics", frozenset(), Calendar, _recognises, _read, Trust.ANY)
