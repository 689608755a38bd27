"""What the background work needs from whoever talks to Telegram."""

from __future__ import annotations

from typing import Protocol

from domain.deliveries import Outcome, Parcel


class Sender(Protocol):
    """Sends parcels. `bot.sender` is the real one."""

    async def send(self, parcel: Parcel) -> Outcome:
        """Render and send one parcel; every end is a value, nothing is raised."""
        ...  # a protocol has no body
