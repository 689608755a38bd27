"""Announcements: frozen into the ledger when they are queued, then paused, resumed, cancelled, corrected, recalled.

Every change is written down with its author (`Audit`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tortoise.expressions import F
from tortoise.transactions import in_transaction

from domain.announcements import RECALLED_WITHIN, Announcement, AnnouncementState, Tally, asks_for_filters
from domain.deliveries import DeliveryKind, DeliveryState, Lane
from domain.subscribers import Interests
from domain.vocabulary import Language
from storage import audit, rows, sql, wake
from storage.models import Announcement as AnnouncementRow
from storage.models import Audit, Notice
from storage.subscribers import ANY_FIELD

_TALLIED = {
    DeliveryState.SENT: "sent",
    DeliveryState.GONE: "blocked",
    DeliveryState.REJECTED: "failed",
    DeliveryState.UNKNOWN: "unknown",
    DeliveryState.OBSOLETE: "stopped",
}
"""What each end of a delivery counts as; the other states wait."""


KEPT = timedelta(days=365)
"""How long announcements and their audit are kept."""
_PERSON = "c.kind = 'private'"
_PLACE = re.compile(r"\$(\d+)")


@dataclass(frozen=True, slots=True)
class Queued:
    """An announcement with where it stands. `tallies` counts messages, corrections and recalls apart.

    `author_id` is the chat that is shown its progress in the message `card_id`.
    """

    id: int
    announcement: Announcement
    state: AnnouncementState
    reason: str | None
    send_at: datetime
    author_id: int | None
    card_id: int | None
    tallies: dict[DeliveryKind, Tally]

    @property
    def tally(self) -> Tally:
        """What became of the messages themselves."""
        return self.tallies.get(DeliveryKind.ANNOUNCEMENT, Tally())

    @property
    def waiting(self) -> int:
        """Count what is still to be done, corrections and recalls included."""
        return sum(tally.waiting for tally in self.tallies.values())


async def head_count(segment: Interests) -> list[tuple[str, int]]:
    """Say how many people are left after each condition, in order: everyone, who can be reached, and each part."""
    counts = []
    conditions = [_PERSON]
    values: list[object] = []
    for name, condition in (("everyone", _PERSON), *_conditions(segment, values)):
        conditions.append(condition)
        query = f"SELECT count(*) AS n FROM chat c WHERE {' AND '.join(conditions)}"
        used = max((int(number) for number in _PLACE.findall(query)), default=0)
        [row] = await sql.rows(query, values[:used])
        counts.append((name, int(row["n"])))
    return counts


async def queue(said: Announcement, author_id: int | None, send_at: datetime, now: datetime) -> Queued:
    """Freeze an announcement and its audience: one delivery for each person, due at `send_at`."""
    async with in_transaction():
        row = await AnnouncementRow.create(
            **rows.announcement_columns(said),
            state=AnnouncementState.SENDING.value,
            author_id=author_id,
            send_at=send_at,
            created_at=now,
        )
        notice = await _notice(row.id, 1, now)
        values: list[object] = []
        conditions = [_PERSON, *(condition for _, condition in _conditions(said.segment, values))]
        columns = sql.places(values, [notice, DeliveryKind.ANNOUNCEMENT.value, Lane.ANNOUNCEMENT.order, send_at, now])
        await sql.execute(
            "INSERT INTO delivery (notice_id, kind, lane, not_before, created_at, state, attempts, chat_id, thread_id)"
            f" SELECT {columns}, 'pending', 0, c.id, 0 FROM chat c WHERE {' AND '.join(conditions)}",
            values,
        )
        await _note(author_id, "queue", row.id, now)
    return await _queued(row)


async def get(number: int) -> Queued | None:
    """Find an announcement."""
    row = await AnnouncementRow.get_or_none(id=number)
    return await _queued(row) if row else None


async def latest(limit: int = 10) -> list[Queued]:
    """List the announcements, newest first."""
    return [await _queued(row) for row in await AnnouncementRow.all().order_by("-id").limit(limit)]


async def alive() -> list[Queued]:
    """List what is being sent or paused."""
    going = (AnnouncementState.SENDING.value, AnnouncementState.PAUSED.value)
    return [await _queued(row) for row in await AnnouncementRow.filter(state__in=going).order_by("id")]


async def pause(number: int, actor_id: int | None, now: datetime, reason: str | None = None) -> bool:
    """Hold back what waits; False when it is not being sent. What is in flight ends."""
    return await _move(number, AnnouncementState.SENDING, AnnouncementState.PAUSED, actor_id, now, reason)


async def resume(number: int, actor_id: int | None, now: datetime) -> bool:
    """Go on with what is held; False when it is not paused."""
    return await _move(number, AnnouncementState.PAUSED, AnnouncementState.SENDING, actor_id, now)


async def cancel(number: int, actor_id: int | None, now: datetime) -> bool:
    """Send no more of it; False when it has ended already."""
    for state in (AnnouncementState.SENDING, AnnouncementState.PAUSED):
        if await _move(number, state, AnnouncementState.CANCELLED, actor_id, now):
            return True
    return False


async def finish(number: int, now: datetime) -> None:
    """Note that nothing waits any more."""
    await AnnouncementRow.filter(id=number, state=AnnouncementState.SENDING.value).update(
        state=AnnouncementState.DONE.value, finished_at=now
    )


async def send_again(number: int, actor_id: int | None, now: datetime) -> int:
    """Try once more with those whom it did not reach through our fault or the network's; say how many."""
    async with in_transaction():
        again = await sql.execute(
            "UPDATE delivery SET state = 'pending', attempts = 0, not_before = $1, settled_at = NULL, reason = NULL"
            f" WHERE kind = $2 AND state IN ('rejected', 'unknown') AND {_OF_ANNOUNCEMENT.format(3)}",
            [now, DeliveryKind.ANNOUNCEMENT.value, number],
        )
        if again:
            await _reopen(number)
            await _note(actor_id, "send-again", number, now)
    return again


async def correct(number: int, texts: dict[Language, str], actor_id: int | None, now: datetime) -> int:
    """Give it other words: those who have it see it change, the others get it so. Say how many will change."""
    async with in_transaction():
        changed = {language.value: words for language, words in texts.items()}
        await AnnouncementRow.filter(id=number).update(texts=changed)
        await _note(actor_id, "correct", number, now)
        return await _follow_up(number, DeliveryKind.CORRECTION, now, None)


async def recall(number: int, actor_id: int | None, now: datetime) -> tuple[int, int]:
    """Delete it where it arrived, and send no more of it; give how many will go, and how many are too old."""
    async with in_transaction():
        await cancel(number, actor_id, now)
        await _note(actor_id, "recall", number, now)
        there = (await _tallies(number)).get(DeliveryKind.ANNOUNCEMENT, Tally()).sent
        going = await _follow_up(number, DeliveryKind.RECALL, now, now - RECALLED_WITHIN)
        return going, there - going


async def keep_card(number: int, message_id: int) -> None:
    """Remember which message shows the progress."""
    await AnnouncementRow.filter(id=number).update(card_id=message_id)


async def erase_old(now: datetime) -> int:
    """Erase who changed what, and what was announced, once nobody will ask for it any more."""
    ended = await AnnouncementRow.filter(finished_at__lt=now - KEPT).delete()
    return ended + await Audit.filter(at__lt=now - KEPT).delete()


async def report(number: int) -> list[sql.Row]:
    """Give every delivery of an announcement without saying whose: kind, state, Telegram's words, instant."""
    columns = "kind, state, reason, attempts, settled_at"
    return await sql.rows(f"SELECT {columns} FROM delivery WHERE {_OF_ANNOUNCEMENT.format(1)} ORDER BY id", [number])


_OF_ANNOUNCEMENT = "notice_id IN (SELECT id FROM notice WHERE announcement_id = ${})"


async def _move(
    number: int,
    before: AnnouncementState,
    after: AnnouncementState,
    actor_id: int | None,
    now: datetime,
    reason: str | None = None,
) -> bool:
    """Change the state and with it the rows that wait."""
    async with in_transaction():
        ended = now if after is AnnouncementState.CANCELLED else None
        moved = await AnnouncementRow.filter(id=number, state=before.value).update(
            state=after.value, reason=reason, finished_at=ended
        )
        if moved:
            source, target = {
                AnnouncementState.PAUSED: ("('pending')", DeliveryState.HELD),
                AnnouncementState.SENDING: ("('held')", DeliveryState.PENDING),
                AnnouncementState.CANCELLED: ("('pending', 'held')", DeliveryState.OBSOLETE),
            }[after]
            await sql.execute(
                f"UPDATE delivery SET state = $1, settled_at = $2 WHERE state IN {source}"
                f" AND {_OF_ANNOUNCEMENT.format(3)}",
                [target.value, ended, number],
            )
            await _note(actor_id, after.value, number, now)
    return bool(moved)


async def _follow_up(number: int, kind: DeliveryKind, now: datetime, not_older: datetime | None) -> int:
    """Write one row for each message that arrived, to change or delete it."""
    await AnnouncementRow.filter(id=number).update(revision=F("revision") + 1)
    notice = await _notice(number, (await AnnouncementRow.get(id=number)).revision, now)
    values: list[object] = [notice, kind.value, Lane.ANNOUNCEMENT.order, now, number, DeliveryKind.ANNOUNCEMENT.value]
    young = ""
    if not_older:
        values.append(not_older)
        young = " AND settled_at >= $7"
    written = await sql.rows(
        "INSERT INTO delivery (notice_id, kind, lane, not_before, created_at, state, attempts, chat_id, thread_id,"
        " message_id) SELECT $1, $2, $3, $4, $4, 'pending', 0, chat_id, thread_id, message_id FROM delivery"
        f" WHERE {_OF_ANNOUNCEMENT.format(5)} AND kind = $6 AND state = 'sent' AND message_id IS NOT NULL{young}"
        " RETURNING id",
        values,
    )
    if written:
        await _reopen(number)
    return len(written)


async def _reopen(number: int) -> None:
    await (
        AnnouncementRow.filter(id=number)
        .exclude(state=AnnouncementState.PAUSED.value)
        .update(state=AnnouncementState.SENDING.value, finished_at=None)
    )


async def _notice(number: int, revision: int, now: datetime) -> int:
    subject = f"announcement:{number}"
    notice = await Notice.create(subject=subject, revision=revision, announcement_id=number, created_at=now)
    return int(notice.id)


async def _note(actor_id: int | None, action: str, number: int, now: datetime) -> None:
    await audit.record(actor_id, action, f"announcement:{number}", now)
    await wake.ring(wake.DELIVERIES)


async def _queued(row: AnnouncementRow) -> Queued:
    return Queued(
        row.id,
        rows.announcement(row),
        AnnouncementState(row.state),
        row.reason,
        row.send_at,
        row.author_id,
        row.card_id,
        await _tallies(row.id),
    )


async def _tallies(number: int) -> dict[DeliveryKind, Tally]:
    counts: dict[DeliveryKind, dict[str, int]] = {}
    for row in await sql.rows(
        f"SELECT kind, state, count(*) AS n FROM delivery WHERE {_OF_ANNOUNCEMENT.format(1)} GROUP BY kind, state",
        [number],
    ):
        name = _TALLIED.get(DeliveryState(row["state"]), "waiting")
        of_kind = counts.setdefault(DeliveryKind(row["kind"]), {})
        of_kind[name] = of_kind.get(name, 0) + int(row["n"])
    return {kind: Tally(**of_kind) for kind, of_kind in counts.items()}


def _conditions(segment: Interests, values: list[object]) -> list[tuple[str, str]]:
    """Write `domain.announcements.concerns` as SQL on chat `c`, part by part; who blocked us cannot be reached."""
    found = [("reachable", "c.suspended_at IS NULL")]
    if segment.language:
        found.append(("language", f"c.language = {sql.places(values, [segment.language])}"))
    if not asks_for_filters(segment):
        return found
    parts: list[str] = []
    if segment.audience:
        parts.append(f"(s.audience IS NULL OR s.audience = {sql.places(values, [segment.audience.value])})")
        found.append(("audience", _some_filter(parts)))
    if segment.fields:
        fields = sql.places(values, [ANY_FIELD, *sorted(segment.fields)])
        parts.append(f"s.id IN (SELECT subscription_id FROM subscription_field WHERE field IN ({fields}))")
        found.append(("field", _some_filter(parts)))
    if segment.level_min is not None or segment.level_max is not None:
        if segment.level_min is not None:
            parts.append(f"(s.level_max IS NULL OR s.level_max >= {sql.places(values, [segment.level_min])})")
        if segment.level_max is not None:
            parts.append(f"(s.level_min IS NULL OR s.level_min <= {sql.places(values, [segment.level_max])})")
        found.append(("level", _some_filter(parts)))
    if segment.countries:
        named = " OR ".join(
            f"s.countries LIKE {sql.places(values, [f'%|{code}|%'])}" for code in sorted(segment.countries)
        )
        parts.append(f"(s.countries IS NULL OR {named})")
        found.append(("country", _some_filter(parts)))
    return found


def _some_filter(parts: Sequence[str]) -> str:
    """Ask for one filter that meets all parts; each step asks for more than the one before."""
    return f"EXISTS (SELECT 1 FROM subscription s WHERE s.chat_id = c.id AND {' AND '.join(parts)})"
