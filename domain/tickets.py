"""Tickets: a person asks people. Steps of the forms, what is wrong with what was typed, and where a ticket stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.vocabulary import Language


class TicketKind(StrEnum):
    """What is asked for."""

    QUESTION = "question"
    EXPERT = "expert"


class TicketState(StrEnum):
    """Where a ticket stands."""

    OPEN = "open"  # waits for the network
    ANSWERED = "answered"  # waits for nobody; either side may go on
    CLOSED = "closed"


STEPS: Mapping[TicketKind, tuple[str, ...]] = {
    TicketKind.QUESTION: ("question",),
    TicketKind.EXPERT: ("area", "place", "period", "organisation", "contact"),
}
"""What is asked, one message each."""
LONGEST = {"question": 2000}
LONGEST_ANSWER = 3000
"""Characters that administrators may write: the words around them must fit too."""
LONGEST_FIELD = 200
MOST_OPEN = 3
"""Tickets of one person that may wait for an answer at a time; those answered do not count."""
WAITS_TOO_LONG = timedelta(hours=24)
REMINDED_EVERY = timedelta(hours=24)
KEPT = timedelta(days=30)
"""What was written is erased so long after a ticket was closed."""
FORGOTTEN = timedelta(days=60)
"""A ticket on which nobody has written for so long closes by itself."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket without its asker: no feature may tell who it is."""

    id: int
    kind: TicketKind
    state: TicketState
    language: Language
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """What one side wrote, and when."""

    text: str
    from_network: bool
    at: datetime


def fault(step: str, words: str) -> str | None:
    """Name what is wrong with what was typed at a step: `empty`, `long` or nothing."""
    if not words.strip():
        return "empty"
    return "long" if len(words) > longest(step) else None


def longest(step: str) -> int:
    """Give how many characters a step takes."""
    return LONGEST.get(step, LONGEST_FIELD)


def step_after(kind: TicketKind, answers: Mapping[str, str]) -> str | None:
    """Give the first step without an answer; None when all have one."""
    return next((step for step in STEPS[kind] if step not in answers), None)
