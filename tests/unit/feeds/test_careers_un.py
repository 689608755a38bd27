"""careers.un.org: what its list says, and what it does not mean."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from domain.errors import ParseError
from domain.vocabulary import Route
from feeds.parse import SourceInfo
from tests.unit.feeds.samples import jobs, only, read

OPENING = {
    "jobId": 1,
    "postingTitle": "PROGRAMME OFFICER, P3",
    "jobLevel": "P-3",
    "dutyStation": [{"description": "BANGUI"}],
    "recrttype": {"code": "P", "name": "Position Specific Job Openings"},
    "endDate": "2026-12-26T04:59:59.000Z",
}


def answer(*rows: Any) -> Any:
    return {"status": 1, "message": "Success.", "data": {"list": list(rows), "count": len(rows)}}


def described(*sections: tuple[str, str]) -> Any:
    items = (
        f"<div class='jobPostingItem'><div class='jobPostingItemTitle'>{title}</div><div>{text}</div></div>"
        for title, text in sections
    )
    return OPENING | {"jobDescription": f"<div class='jobPostingDetail'>{''.join(items)}</div>"}


def test_an_opening_on_two_pages_is_one_and_another_is_on_neither() -> None:
    first, second = jobs("careers-un-page0.json"), jobs("careers-un-page1.json")
    assert (len(first), len(second), len(first.keys() & second.keys()), len(first | second)) == (26, 27, 1, 52)
    assert first | second == {i: job for i, job in jobs("careers-un-list.json").items() if i in first | second}


def test_the_list_and_the_single_opening_tell_the_same() -> None:
    job = only("careers-un-detail.json")
    assert jobs("careers-un-list.json")[job.identity] == job


def test_the_deadline_is_the_end_of_a_day_in_new_york_on_both_sides_of_the_clock_change() -> None:
    found = jobs("careers-un-list.json")
    summer, winter = found["careers-un:289152"].deadline, found["careers-un:286888"].deadline
    assert (summer, winter) == (
        datetime(2026, 11, 1, 3, 59, 59, tzinfo=UTC),
        datetime(2026, 12, 26, 4, 59, 59, tzinfo=UTC),
    )
    for job in found.values():
        assert job.deadline is not None
        assert job.deadline.astimezone(ZoneInfo("America/New_York")).strftime("%H:%M:%S") == "23:59:59"


def test_a_deadline_without_its_clock_still_ends_in_new_york() -> None:
    job = only(answer(OPENING | {"endDate": "2026-12-25"}))
    assert job.deadline == datetime(2026, 12, 26, 4, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("level", "grade", "contract"),
    [
        ("P-3", "P-3", None),
        ("NO-C", "NO-C", None),
        ("I-1", "INTERN", "internship"),
        ("CON", "CONSULTANT", "consultancy"),
    ],
)
def test_the_level_is_the_grade_even_where_it_is_a_bare_code(level: str, grade: str, contract: str | None) -> None:
    job = only(answer(OPENING | {"jobLevel": level, "postingTitle": "Adviser"}))
    assert (job.grade, job.contract) == (grade, contract)


def test_the_tables_of_languages_say_what_is_required_and_what_is_a_plus() -> None:
    text = (
        "English and French are the working languages of the United Nations. Fluency in English is required."
        "<div><h2 class = 'headTitle'>Required Languages</h2><table class = 'headtable'><tr><th>Language</th></tr>"
        "<tr><td><b>French</b></td><td>Level III</td></tr><tr><td><b>English</b></td><td>Level II</td></tr></table>"
        "</div><div><h2>Desirable Languages</h2><table><tr><td>Arabic</td></tr></table></div>"
    )
    job = only(answer(described(("Languages", text))))
    assert (job.languages, job.languages_asset) == (("fr", "en"), ("ar",))


def test_what_stands_in_every_opening_tells_nothing_of_this_one() -> None:
    boilerplate = "No person who committed violations of international human rights law, sexual exploitation or abuse. "
    job = only(
        answer(
            described(
                ("Responsibilities", "Drives a car."),
                ("Competencies", "Gender mainstreaming"),
                ("United Nations Considerations", boilerplate * 3),
            )
        )
    )
    assert job.fields == ("planning-coordination",)
    assert job.summary == "Drives a car."


def test_a_generic_opening_fills_a_roster() -> None:
    generic = {"code": "G", "name": "Generic Job Openings"}
    assert only(answer(OPENING | {"recrttype": generic})).route is Route.ROSTER
    assert only(answer(OPENING)).route is Route.INDIVIDUAL


def test_a_police_post_may_be_seconded_without_a_word_so_its_route_stays_unknown() -> None:
    assert jobs("careers-un-list.json")["careers-un:289823"].route is None


def test_the_whole_active_list_gives_departments_as_plain_words() -> None:
    rows = [OPENING | {"dept": "Department of Peace Operations"}]
    assert only({"status": 1, "message": "Success.", "data": rows}).organisation == "Department of Peace Operations"


def test_the_link_leads_to_the_language_of_the_source() -> None:
    assert only(answer(OPENING)).url == "https://careers.un.org/jobSearchDescription/1?language=en"
    french = only(answer(OPENING), source=SourceInfo(language="fr"))
    assert french.url == "https://careers.un.org/jobSearchDescription/1?language=fr"
    assert french.identity == only(answer(OPENING)).identity


def test_an_error_and_a_missing_list_are_told_and_an_empty_list_is_a_valid_zero() -> None:
    assert read(answer()) == []
    for name in ("auto", "careers-un", "json:careers-un"):
        with pytest.raises(ParseError, match=r"careers.un.org reports an error: Executor error"):
            read("careers-un-error.json", name)
    for data in (None, {}, {"list": None, "count": 3}):
        with pytest.raises(ParseError, match="no list 'list'"):
            read({"status": 1, "message": "Success.", "data": data})


def test_rows_that_are_no_openings_do_not_take_their_neighbours_along() -> None:
    odd: list[Any] = [
        None,
        3,
        [],
        {"jobId": 2},
        {"jobDescription": "<div class='jobPostingItem'></div>", "dutyStation": {}},
    ]
    assert list(jobs(answer(*odd, OPENING))) == ["careers-un:1"]
