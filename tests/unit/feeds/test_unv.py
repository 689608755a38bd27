"""UN Volunteers: search, detail, and assignments that are gone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from domain.errors import ParseError
from domain.postings import PostingStatus
from tests.unit.feeds.samples import jobs, load, only, read

NUMBER = 1790215539341402


def answer(**values: Any) -> Any:
    row = {"id": NUMBER, "name": "Juriste", "sourcingEndDate": "2026-11-30T00:00:00"} | values
    return {"isSuccess": True, "value": {"total": 1, "result": [row]}}


def test_the_search_and_the_detail_name_the_same_assignment_and_only_the_detail_knows_languages() -> None:
    detail = only("unv-detail.json")
    listed = jobs("unv-search.json")[detail.identity]
    assert (listed.title, listed.grade, listed.deadline, listed.city) == (
        detail.title, detail.grade, detail.deadline, detail.city,
    )  # fmt: skip
    assert (listed.languages, detail.languages, detail.languages_asset) == ((), ("fr",), ("en",))


def test_the_last_day_is_open_to_its_end_in_utc_wherever_the_post_is() -> None:
    job = only(answer(country={"label": "Haiti", "props": {"codeISO2": "HT"}}))
    assert job.deadline == datetime(2026, 11, 30, 23, 59, 59, tzinfo=UTC)


def test_the_year_one_is_no_deadline() -> None:
    assert only(answer(sourcingEndDate="0001-01-01T00:00:00")).deadline is None


@pytest.mark.parametrize("code", ["EXPERT", "SPECIALIST", "YOUTH", "UNIVERSITY", "COMMUNITY", "REFUGEE", "ONLINE"])
def test_the_category_is_the_grade(code: str) -> None:
    job = only(answer(categoryName={"label": "…", "value": {"code": code}}))
    assert (job.grade, job.contract) == (f"UNV-{code}", "volunteer")


def test_an_unknown_category_is_a_volunteer_s_still() -> None:
    assert only(answer(categoryName={"label": "UN Moon Volunteer", "value": {}})).grade == "UNV"
    assert only(answer()).grade == "UNV"


def test_an_assignment_whose_sourcing_ended_is_closed() -> None:
    assert only(answer(isSourcingActive=False)).status is PostingStatus.CLOSED
    assert only(answer(isSourcingActive=True)).status is PostingStatus.OPEN


def test_a_row_without_the_number_of_an_assignment_is_none() -> None:
    rows = [*load("unv-search.json")["value"]["result"][:2], {"id": 1212082, "name": "Phantom"}]
    assert len(jobs({"isSuccess": True, "value": {"total": 3, "result": rows}})) == 2


def test_what_is_gone_is_no_error_and_no_assignment() -> None:
    assert read("unv-detail-gone.json") == read("unv-detail-gone.json", "unv") == []
    assert read({"isSuccess": True, "value": {"total": 0, "result": []}}) == []


def test_an_error_and_a_missing_list_are_told() -> None:
    with pytest.raises(ParseError, match=r"app.unv.org reports an error"):
        read({"isSuccess": False, "value": None})
    with pytest.raises(ParseError, match="no list 'result'"):
        read({"isSuccess": True, "value": {"total": 3}})
    with pytest.raises(ParseError, match="no list 'result'"):
        read({"isSuccess": True}, "unv")
