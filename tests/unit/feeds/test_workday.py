"""Workday: a list that says little, and a detail that says the rest."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from domain.errors import ParseError
from domain.postings import PostingStatus
from feeds.parse import SourceInfo
from tests.unit.feeds.samples import jobs, load, only, read

ROW = {
    "title": "Adviser",
    "externalPath": "/job/Juba-South-Sudan/Adviser_JR2561448-1",
    "locationsText": "2 Locations",
    "postedOn": "Posted 3 Days Ago",
    "bulletFields": ["JR2561448-1"],
}


def board(**values: Any) -> Any:
    return {"total": 37, "jobPostings": [ROW | values]}


def test_the_list_and_the_detail_name_the_same_post() -> None:
    detail = only("workday-unhcr-detail.json")
    listed = jobs("workday-unhcr.json")[detail.identity]
    assert (listed.title, listed.country, listed.city) == (detail.title, detail.country, detail.city)
    assert (listed.grade, listed.deadline, detail.grade) == (None, None, "P-3")


def test_one_more_posting_of_a_requisition_is_the_same_post() -> None:
    first = only(board(bulletFields=["JR2561448"], externalPath="/job/Juba-South-Sudan/Adviser_JR2561448"))
    assert first.identity == only(board()).identity == "workday:JR2561448"


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        (["Geneva", "R-12345"], "/job/x/Adviser"),
        ([], "/job/x/Adviser_R-12345"),
        (["Posted Today", "2026"], "/job/x/Adviser_R-12345-2"),
    ],
)
def test_the_requisition_is_found_wherever_it_stands(fields: list[str], path: str) -> None:
    assert only(board(bulletFields=fields, externalPath=path)).identity == "workday:R-12345"


@pytest.mark.parametrize(
    ("slug", "country", "city"),
    [
        ("Juba-South-Sudan", "SS", "Juba"),
        ("Port-Au-Prince-Haiti", "HT", "Port-au-Prince"),
        ("N-Djamena-Chad", "TD", "N'Djamena"),
        ("Kinshasa-Democratic-Republic-Of-The-Congo", "CD", "Kinshasa"),
        ("Bissau-Guinea-Bissau", "GW", "Bissau"),
        ("Faya-Chad", "TD", None),
        ("Home-Based", None, None),
        ("-" * 100_000, None, None),
    ],
)
def test_several_locations_leave_the_first_which_the_path_names(
    slug: str, country: str | None, city: str | None
) -> None:
    job = only(board(externalPath=f"/job/{slug}/Adviser_JR2561448"))
    assert (job.country, job.city) == (country, city)


def test_days_ago_tell_nothing_of_a_document_whose_age_is_unknown() -> None:
    assert only(board()).published is None


def test_the_deadline_of_a_detail_ends_where_the_post_is_and_may_stand_in_the_text_alone() -> None:
    detail = load("workday-unhcr-detail.json")
    assert only(detail).deadline == datetime(2026, 12, 27, 21, 59, 59, tzinfo=UTC)
    detail["jobPostingInfo"]["endDate"] = None
    assert only(detail).deadline == datetime(2026, 12, 27, 21, 59, 59, tzinfo=UTC)


def test_a_detail_that_is_no_longer_posted_is_closed() -> None:
    detail = load("workday-unhcr-detail.json")
    detail["jobPostingInfo"]["posted"] = False
    assert only(detail).status is PostingStatus.CLOSED


@pytest.mark.parametrize(
    ("interface", "site", "organisation"),
    [
        ("https://unhcr.wd3.myworkdayjobs.com/wday/cxs/unhcr/External/jobs",
         "https://unhcr.wd3.myworkdayjobs.com/External", "UNHCR"),
        ("https://wd3.myworkdaysite.com/wday/cxs/wfp/job_openings/jobs",
         "https://wd3.myworkdaysite.com/recruiting/wfp/job_openings", "WFP"),
    ],
)  # fmt: skip
def test_the_address_of_the_board_completes_the_paths(interface: str, site: str, organisation: str) -> None:
    job = only(board(), source=SourceInfo(url=interface))
    assert (job.url, job.organisation) == (site + ROW["externalPath"], organisation)  # type: ignore[operator]
    assert (only(board()).url, only(board()).organisation) == (None, None)


def test_an_error_and_a_missing_list_are_told_and_an_empty_list_is_a_valid_zero() -> None:
    assert read({"total": 0, "jobPostings": []}) == []
    with pytest.raises(ParseError, match="Workday reports an error: Not allowed"):
        read({"errorCode": "S22", "message": "Not\nallowed", "httpStatus": 403})
    with pytest.raises(ParseError, match="no list 'jobPostings'"):
        read({"total": 3, "jobPostings": None})
