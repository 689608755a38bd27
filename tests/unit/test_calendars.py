"""Of which course a dated session is."""

from __future__ import annotations

from datetime import date

import pytest

from domain.calendars import sessions_by_course
from domain.courses import CourseInstance
from domain.knowledge import build_knowledge
from tests.unit.answering.cases import documents

COURSES = build_knowledge(documents()).of("course")


def session(title: str, centre: str | None = "emp") -> CourseInstance:
    return CourseInstance(f"uid-{title}", title, start=date(2027, 1, 12), centre=centre)


@pytest.mark.parametrize("course", COURSES, ids=lambda course: course.id)
def test_a_session_that_bears_the_title_of_a_course_is_of_it(course: object) -> None:
    own = session(course.titles.fr or course.titles.en, course.centre)  # type: ignore[attr-defined]
    found = sessions_by_course([own], COURSES)
    assert set(found) <= {course.id}  # type: ignore[attr-defined]


def test_nearly_every_course_is_found_by_its_title() -> None:
    own = [session(course.titles.fr or course.titles.en, course.centre) for course in COURSES]
    assert len(sessions_by_course(own, COURSES)) >= 0.95 * len(COURSES)


def test_a_session_of_another_centre_or_of_another_subject_is_of_none() -> None:
    title = next(course.titles.fr for course in COURSES if course.centre == "emp")
    assert not sessions_by_course([session(title, "kaiptc"), session(title, None)], COURSES)
    assert not sessions_by_course([session("Réunion des anciens")], COURSES)


def test_several_sessions_of_a_course_keep_their_order() -> None:
    course = next(course for course in COURSES if course.centre == "emp")
    first, second = session(course.titles.fr), session(f"Stage : {course.titles.fr}")
    assert sessions_by_course([first, second], COURSES) == {course.id: (first, second)}
