"""Who of the network's staff did what, and when."""

from __future__ import annotations

from datetime import datetime

from storage.models import Audit


async def record(actor_id: int | None, action: str, subject: str, now: datetime) -> None:
    """Write down what somebody did to a subject such as `announcement:12`; None is the program itself."""
    await Audit.create(at=now, actor_id=actor_id, action=action, subject=subject)
