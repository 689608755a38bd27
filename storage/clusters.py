"""One vacancy, several postings: the first seen is the original, the others are its copies and are not announced."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from domain.clusters import DEADLINES_APART, clues, is_same_vacancy
from domain.postings import JobPosting, PostingStatus
from storage import rows, sql
from storage.models import Posting


async def note(postings: Sequence[Posting]) -> None:
    """Keep the clues by which copies of these will be found."""
    found = [
        (clue, row.id) for row in postings if isinstance(item := rows.item(row), JobPosting) for clue in clues(item)
    ]
    await sql.execute_many("INSERT INTO posting_clue (clue, posting_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", found)


async def join(fresh: Sequence[Posting], now: datetime) -> frozenset[int]:
    """Put new postings, whose clues are noted, to the originals they copy; give the numbers of the copies."""
    copies: dict[int, int] = {}
    candidates = await _candidates(fresh, now)
    items = {row.id: rows.item(row) for pair in candidates for row in pair}
    for row, older in candidates:
        one, other = items[row.id], items[older.id]
        if row.id in copies or not (isinstance(one, JobPosting) and isinstance(other, JobPosting)):
            continue
        if is_same_vacancy(one, other, same_source=row.source_id == older.source_id):
            copies[row.id] = older.original_id or copies.get(older.id, older.id)
    await sql.execute_many("UPDATE posting SET original_id = $2 WHERE id = $1", copies.items())
    return frozenset(copies)


async def _candidates(fresh: Sequence[Posting], now: datetime) -> list[tuple[Posting, Posting]]:
    """Pair new postings with older open ones that share a clue, the oldest first.

    The database leaves out pairs that grade or closing day tells apart: a title alone may be that of hundreds.
    """
    if not fresh:
        return []
    pairs: defaultdict[int, set[int]] = defaultdict(set)
    numbers = ", ".join(str(row.id) for row in fresh)
    for pair in await sql.rows(
        "SELECT DISTINCT mine.posting_id AS fresh, theirs.posting_id AS older FROM posting_clue mine"
        " JOIN posting_clue theirs ON theirs.clue = mine.clue AND theirs.posting_id < mine.posting_id"
        " JOIN posting p ON p.id = theirs.posting_id JOIN posting q ON q.id = mine.posting_id"
        f" WHERE mine.posting_id IN ({numbers}) AND p.status = $1 AND (p.deadline IS NULL OR p.deadline >= $2)"
        " AND (p.grade = q.grade OR p.grade IS NULL OR q.grade IS NULL)"
        f" AND ({sql.days_apart('p.deadline', 'q.deadline')} <= $3 OR p.deadline IS NULL OR q.deadline IS NULL)",
        [PostingStatus.OPEN.value, now, DEADLINES_APART.days + 1],
    ):
        pairs[pair["fresh"]].add(pair["older"])
    older = {row.id: row for row in await Posting.filter(id__in=set().union(*pairs.values()))} if pairs else {}
    return [(row, older[number]) for row in fresh for number in sorted(pairs[row.id])]
