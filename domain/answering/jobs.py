"""Live vacancies: the same filter algebra, and the words that are left must stand in the title or the summary."""

from __future__ import annotations

from dataclasses import replace

from domain.answering.answers import Filters
from domain.answering.index import Index
from domain.answering.normalise import stems, words
from domain.answering.sets import Found, select
from domain.knowledge import Job


def select_jobs(filters: Filters, rest: tuple[str, ...], index: Index) -> Found | None:
    """Find vacancies; None when none is known at all, when nothing narrows, or when the words left fit none."""
    if not index.knowledge.of("job"):
        return None
    if not filters.asked() and not rest:
        return select("job", filters, index.knowledge)
    found = select("job", filters, index.knowledge)
    if not rest:
        return found
    kept = tuple(id for id in found.ids if _mentions(index.knowledge.find("job", id), rest))  # noqa: A001
    return replace(found, ids=kept) if kept else None


def _mentions(job: object, rest: tuple[str, ...]) -> bool:
    if not isinstance(job, Job):
        return False
    text = " ".join(
        (job.posting.title, job.posting.summary or "", job.posting.organisation or "", job.posting.city or "")
    )
    held = {stem for word in words(text) for stem in stems(word)}
    return all(held.intersection(stems(word)) for word in rest)
