"""What became of a message, when to try again, when to give up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from domain.announcements import Announcement
from domain.postings import Item
from domain.subscribers import Interests
from domain.vocabulary import Language


class DeliveryState(StrEnum):
    """Where a delivery stands. Pending, claimed and held are alive, the others are ends."""

    PENDING = "pending"
    CLAIMED = "claimed"
    HELD = "held"  # of an announcement that is paused
    SENT = "sent"
    GONE = "gone"  # the person blocked us or the chat is no more
    REJECTED = "rejected"  # Telegram refused the message: our fault
    UNKNOWN = "unknown"  # the connection ended after the request left
    OBSOLETE = "obsolete"  # no longer true or no longer wanted when its turn came


class DeliveryKind(StrEnum):
    """What a delivery does in its chat."""

    POSTING = "posting"
    ANNOUNCEMENT = "announcement"
    CORRECTION = "correction"  # edits a card or an announcement already sent
    RECALL = "recall"  # deletes it
    REMINDER = "reminder"  # of a deadline, to who follows it
    CHANGE = "change"  # what changed, to who follows it


FOLLOWING = frozenset({DeliveryKind.REMINDER, DeliveryKind.CHANGE})
"""Kinds that go to those who follow a posting."""
UNASKED = FOLLOWING | {DeliveryKind.POSTING}
"""Kinds that wait while a person rests."""
BURST = 4
"""More alerts than this at a time to one chat become one list."""


class Lane(StrEnum):
    """Order of sending, most urgent first. Replies to people never pass through here."""

    ALERT = "alert"
    DIGEST = "digest"
    ANNOUNCEMENT = "announcement"

    @property
    def order(self) -> int:
        """Small goes first."""
        return list(Lane).index(self)


PATIENCE = 10
"""One place in so many goes to whoever has been due longest, whatever the lane."""


@dataclass(frozen=True, slots=True)
class Due:
    """A delivery whose time has come: its lane by order, and since when."""

    id: int
    chat_id: int
    lane: int
    not_before: datetime


def most_urgent(due: Sequence[Due], limit: int) -> list[Due]:
    """Choose so many: lanes in their order, the oldest of each first.

    One place in `PATIENCE` goes to whoever has been due longest, whatever the lane: alerts that keep coming cannot
    keep an announcement waiting for ever.
    """
    in_order = sorted(due, key=lambda one: (one.lane, one.not_before, one.id))
    urgent = limit - limit // PATIENCE
    patient = sorted(in_order[urgent:], key=lambda one: (one.not_before, one.id))
    return [*in_order[:urgent], *patient[: limit - urgent]]


@dataclass(frozen=True, slots=True)
class Sent:
    """Telegram accepted the message. It reports neither delivery nor reading."""

    message_id: int


@dataclass(frozen=True, slots=True)
class RetryAfter:
    """Not now: Telegram or the network asks for patience, in seconds; not our fault."""

    seconds: float
    reason: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The chat cannot be written to any more: blocked, deactivated, kicked, not found."""

    reason: str


@dataclass(frozen=True, slots=True)
class Migrated:
    """The group became a supergroup with another id."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class Rejected:
    """Telegram refuses this very message; `reason` is in its words. One that is not `known` may pass a second time."""

    reason: str
    known: bool = True


@dataclass(frozen=True, slots=True)
class Unknown:
    """The connection ended after the request left: perhaps sent, perhaps not."""

    reason: str


Outcome = Sent | RetryAfter | Gone | Migrated | Rejected | Unknown


@dataclass(frozen=True, slots=True)
class Settlement:
    """What to write down after an outcome: the new state and, if it goes again, when."""

    state: DeliveryState
    not_before: datetime | None = None


ODD_PAUSE = timedelta(minutes=1)
"""Before a refusal that we do not know is tried again, once."""


def decide_settlement(outcome: Outcome, attempts: int, now: datetime) -> Settlement:
    """Turn an outcome into the delivery's next state; `attempts` counts the one just made.

    An unknown end is tried once more and no further: Telegram has no idempotency key, and a second copy is
    better than none while a third is not.
    """
    match outcome:
        case Sent():
            return Settlement(DeliveryState.SENT)
        case Gone():
            return Settlement(DeliveryState.GONE)
        case Rejected(known=False) if attempts < 2:
            return Settlement(DeliveryState.PENDING, now + ODD_PAUSE)
        case Rejected():
            return Settlement(DeliveryState.REJECTED)
        case Migrated():
            return Settlement(DeliveryState.PENDING, now)
        case Unknown() if attempts >= 2:
            return Settlement(DeliveryState.UNKNOWN)
        case Unknown():
            return Settlement(DeliveryState.PENDING, now + timedelta(seconds=5))
        case RetryAfter(seconds=seconds):
            return Settlement(DeliveryState.PENDING, now + timedelta(seconds=seconds))


@dataclass(frozen=True, slots=True)
class Parcel:
    """What goes to one chat in one message: the ledger rows it settles and what the text needs.

    An alert carries one posting, a digest several, the nearest deadline first. `interests` is the filter that let
    the first one through, `filter_id` its number: the reader is told why. An announcement carries itself. A correction
    and a recall are about the message `target`, what changed replies to it; `changes` names what is new. A reminder is
    of `ends_at`. `silent` makes no sound, `light` shows titles only.
    """

    delivery_ids: tuple[int, ...]
    chat_id: int
    thread_id: int
    lane: Lane
    language: Language
    timezone: str
    attempts: int
    postings: tuple[StoredPosting, ...] = ()
    interests: Interests = field(default_factory=Interests)
    kind: DeliveryKind = DeliveryKind.POSTING
    announcement: Announcement | None = None
    target: int | None = None
    changes: tuple[str, ...] = ()
    filter_id: int | None = None
    ends_at: datetime | None = None
    silent: bool = False
    light: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """Where else the same vacancy stands."""

    source: str
    url: str


@dataclass(frozen=True, slots=True)
class StoredPosting:
    """A posting with its number, the name of the source that brought it, and its copies in other sources."""

    id: int
    posting: Item
    source: str
    copies: tuple[Link, ...] = ()
