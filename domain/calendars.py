"""Of which course a dated session is: the one of the same centre whose title it bears."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from domain.courses import CourseInstance
from domain.knowledge import Course
from domain.taxonomy import fold

LIKENESS = 0.75
"""Share of the words of both titles that must be common, between 0 and 1."""
_WORD = re.compile(r"[a-z0-9]+")
_SMALL = re.compile(
    r"\b(?:a|an|and|au|aux|avec|cours|courses?|cycle|d|de|des|du|en|et|for|formations?|in|l|la|le|les|modules?|of|on"
    r"|pour|seminaires?|seminars?|sessions?|stages?|sur|ateliers?|the|to|training|une?|workshops?)\b"
)
"""Words that say nothing of the subject."""


def sessions_by_course(
    sessions: Iterable[CourseInstance], courses: Iterable[Course]
) -> Mapping[str, tuple[CourseInstance, ...]]:
    """Put each session, in the order given, to the course it is of; those of no known course are left out."""
    known = [(course, [words for name in _names(course) if (words := _words(name))]) for course in courses]
    found: dict[str, tuple[CourseInstance, ...]] = {}
    for session in sessions:
        title = _words(session.title)
        likeness = [
            (max((_likeness(title, name) for name in names), default=0.0), course.id)
            for course, names in known
            if course.centre == session.centre
        ]
        best, course_id = max(likeness, default=(0.0, ""))
        if best >= LIKENESS and [score for score, _ in likeness].count(best) == 1:
            found[course_id] = (*found.get(course_id, ()), session)
    return found


def _names(course: Course) -> Iterable[str]:
    return (*course.titles.both(), *course.aliases)


def _words(title: str) -> frozenset[str]:
    """Give the telling words of a title; numbers stay, for EOD 1 is not EOD 2."""
    return frozenset(_WORD.findall(_SMALL.sub(" ", fold(title))))


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, len(one | other))
