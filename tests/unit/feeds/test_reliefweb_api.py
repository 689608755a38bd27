"""ReliefWeb's API: rows with holes, days that are instants, and the same numbers as in its RSS."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain.courses import CourseInstance
from domain.errors import ParseError
from domain.vocabulary import Route
from tests.unit.feeds.samples import jobs, only, read


def answer(fields: Any, href: str = "https://api.reliefweb.int/v2/jobs/7") -> Any:
    row = {"id": "7", "href": href, "fields": {"title": "Adviser"} | fields}
    return {"totalCount": 1, "count": 1, "data": [row]}


def test_an_identity_is_that_of_the_same_vacancy_in_the_rss() -> None:
    words = b"<rss version='2.0'><channel><item><title>Adviser</title><link>%s</link></item></channel></rss>"
    [other] = read(words % b"https://reliefweb.int/job/7/another-slug")
    assert only(answer({})).identity == other.identity


def test_the_two_pages_of_a_list_share_nothing() -> None:
    first, second = jobs("reliefweb-api-v2-jobs.json"), jobs("reliefweb-api-v2-jobs.offset48.json")
    assert (len(first), len(second), len(first | second)) == (48, 18, 66)


def test_the_closing_day_counts_to_its_end() -> None:
    job = only(answer({"date": {"closing": "2026-12-25T00:00:00+00:00"}, "city": [{"name": "Bangui"}]}))
    assert job.deadline == datetime(2026, 12, 25, 23, 59, 59, tzinfo=UTC)


def test_what_a_row_leaves_out_stays_unknown() -> None:
    job = only(answer({}))
    assert (job.country, job.city, job.deadline, job.organisation, job.grade, job.route) == (None,) * 6
    assert (job.languages, job.fields, job.audience) == ((), (), ())


def test_the_language_of_an_announcement_is_no_requirement() -> None:
    assert only(answer({"language": [{"name": "French", "code": "fr"}]})).languages == ()


def test_the_primary_country_is_the_place() -> None:
    countries = [{"name": "Chad"}, {"name": "Niger", "primary": True}]
    assert only(answer({"country": countries})).country == "NE"


def test_the_type_tells_the_contract_and_the_grade_when_the_title_does_not() -> None:
    job = only(answer({"type": [{"name": "Consultancy"}]}))
    assert (job.contract, job.grade) == ("consultancy", "CONSULTANT")
    graded = only(answer({"type": [{"name": "Consultancy"}], "title": "Adviser (ICS-11)"}))
    assert (graded.contract, graded.grade) == ("consultancy", "ICS-11")
    assert only(answer({"type": [{"name": "Job"}]})).contract is None


def test_how_to_apply_tells_the_route_and_stays_out_of_the_summary() -> None:
    job = only(answer({"body": "Advises.", "how_to_apply": "Only through the Permanent Mission."}))
    assert (job.route, job.summary) == (Route.NOMINATION, "Advises.")


def test_training_comes_from_the_same_interface_as_dated_courses() -> None:
    dates = {
        "start": "2027-01-18T00:00:00+00:00",
        "end": "2027-01-29T00:00:00+00:00",
        "registration": "2026-12-15T00:00:00+00:00",
    }
    fields = {"title": "Stage de médiation", "date": dates, "training_language": [{"name": "French"}]}
    [course] = read(answer(fields, "https://api.reliefweb.int/v2/training/7"))
    assert isinstance(course, CourseInstance)
    assert (course.start, course.end, course.languages) == (date(2027, 1, 18), date(2027, 1, 29), ("fr",))
    assert course.deadline == datetime(2026, 12, 15, 23, 59, 59, tzinfo=UTC)


def test_an_error_and_a_missing_list_are_told_and_an_empty_list_is_a_valid_zero() -> None:
    assert read({"totalCount": 0, "count": 0, "data": []}) == []
    for name in ("auto", "reliefweb-api", "json:reliefweb-v2"):
        with pytest.raises(ParseError, match="reports an error: You are not using an approved appname"):
            read("reliefweb-api-v2-error-403.json", name)
    with pytest.raises(ParseError, match="no list 'data'"):
        read({"totalCount": 3, "data": None})
