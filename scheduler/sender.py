"""What the background work needs from whoever talks to Telegram."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from domain.deliveries import Outcome, Parcel
from domain.sources import SourceHealth
from domain.tickets import Ticket
from storage.announcements import Queued


class Sender(Protocol):
    """Sends parcels. `bot.sender` is the real one."""

    async def send(self, parcel: Parcel) -> Outcome:
        """Render and send one parcel; every end is a value, nothing is raised."""
        ...  # a protocol has no body


class Alarm(Protocol):
    """Tells administrators. `bot.sender` is the real one."""

    async def tell_administrators(self, troubled: Sequence[SourceHealth], recovered: Sequence[SourceHealth]) -> bool:
        """Write to each of sources in trouble and of those that are read again; True when at least one was reached."""
        ...  # a protocol has no body

    async def remind_of_tickets(self, overdue: Sequence[Ticket]) -> bool:
        """Write to each of tickets that wait too long; True when at least one was reached."""
        ...  # a protocol has no body


class Board(Protocol):
    """Shows administrators how an announcement goes. `bot.sender` is the real one."""

    async def show_progress(self, queued: Queued) -> None:
        """Bring the progress card up to date; nothing is raised when it is gone."""
        ...  # a protocol has no body
