"""Reference data in the database: loaded file by file, read back whole.

A file that has a fault changes nothing; the others load. What a file no longer holds is retired, not deleted, so
that an alert of last year can still name its course.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from tortoise.transactions import in_transaction

from storage import sql, wake
from storage.models import Record, Wording
from storage.reference import Documents, File


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading one file did."""

    file: str
    added: int
    changed: int
    retired: int


async def load(files: Sequence[File], now: datetime) -> list[Loaded]:
    """Bring the records of each file to what the file says; a second load of the same files changes nothing."""
    done = [await _load_file(file, now) for file in files]
    await wake.ring(wake.KNOWLEDGE)
    return done


async def documents() -> Documents:
    """Give every living record, and what editors taught, keyed by (kind, id)."""
    found = {(row.kind, row.slug): row.payload for row in await Record.filter(retired_at=None).order_by("id")}
    taught = {
        ("wording", row.text): {"words": row.text, "kind": row.kind, "id": row.slug}
        for row in await Wording.all().order_by("id")
    }
    return found | taught if found else found


async def version() -> str:
    """Give a mark that changes when a record or a wording does, cheap enough to ask every second."""
    [row] = await sql.rows(
        "SELECT (SELECT count(*) FROM record) AS n, (SELECT max(updated_at) FROM record) AS latest,"
        " (SELECT count(*) FROM wording) AS taught, (SELECT max(id) FROM wording) AS last"
    )
    return f"{row['n']}/{row['latest']}/{row['taught']}/{row['last']}"


async def _load_file(file: File, now: datetime) -> Loaded:
    async with in_transaction():
        known = {(row.kind, row.slug): row for row in await Record.filter(file=file.name)}
        new, changed = [], 0
        for (kind, slug), payload in file.documents.items():
            digest = _digest(payload)
            row = known.pop((kind, slug), None)
            if row is None:
                new.append(Record(kind=kind, slug=slug, file=file.name, payload=payload, digest=digest, updated_at=now))
            elif row.digest != digest or row.retired_at:
                changed += 1
                await Record.filter(id=row.id).update(payload=payload, digest=digest, updated_at=now, retired_at=None)
        await Record.bulk_create(new, batch_size=500)
        gone = [row.id for row in known.values() if row.retired_at is None]
        await Record.filter(id__in=gone).update(retired_at=now, updated_at=now)
        return Loaded(file.name, len(new), changed, len(gone))


def _digest(payload: dict[str, Any]) -> str:
    return sha256(json.dumps(payload, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
