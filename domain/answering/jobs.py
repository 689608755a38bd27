"""Live vacancies: the same filter algebra, and the words that are left must stand in the title or the summary."""

from __future__ import annotations

from dataclasses import replace

from domain.answering.answers import Filters
from domain.answering.index import Index
from domain.answering.normalise import stems, words
from domain.answering.sets import Found, select, without
from domain.knowledge import Job


def select_jobs(filters: Filters, rest: tuple[str, ...], topic: tuple[str, ...], index: Index) -> Found | None:
    """Find vacancies; None when none is known at all, or when the words left fit none.

    `topic` are the words that named a field: a vacancy that no field was found for may still say them in its title.
    """
    if not index.knowledge.of("job"):
        return None
    found = _saying(rest, select("job", filters, index.knowledge), index)
    if not found.ids and topic:
        found = _saying((*rest, *topic), select("job", without(filters, "fields"), index.knowledge), index)
    return found if found.ids or not rest else None


def _saying(words_left: tuple[str, ...], found: Found, index: Index) -> Found:
    if not words_left:
        return found
    return replace(
        found, ids=tuple(each for each in found.ids if _mentions(index.knowledge.find("job", each), words_left))
    )


def _mentions(job: object, rest: tuple[str, ...]) -> bool:
    if not isinstance(job, Job):
        return False
    text = " ".join(
        (job.posting.title, job.posting.summary or "", job.posting.organisation or "", job.posting.city or "")
    )
    held = {stem for word in words(text) for stem in stems(word)}
    return all(held.intersection(stems(word)) for word in rest)
