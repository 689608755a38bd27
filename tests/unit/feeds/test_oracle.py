"""Oracle Recruiting Cloud: one tenant, many agencies."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from domain.errors import ParseError
from feeds.parse import SourceInfo
from tests.unit.feeds.samples import only, read

ADDRESS = "https://estm.fa.em2.oraclecloud.com/hcmRestApi/resources/latest/x?finder=findReqs;siteNumber={},limit=200"
ROW = {"Id": "41756", "Title": "Electoral Officer (P-3)", "PrimaryLocation": "Bangui, Central African Republic"}


def search(site: str | None = "CX_1", **values: Any) -> Any:
    return {"items": [{"SiteNumber": site, "TotalJobsCount": 1, "requisitionList": [ROW | values]}]}


def test_a_number_is_an_identity_within_its_host_and_site_only() -> None:
    found = {
        only(search(site), source=SourceInfo(url=url)).identity
        for site, url in [
            ("CX_1", ADDRESS.format("CX_1")),
            ("CX_1001", ADDRESS.format("CX_1001")),
            ("CX_1", ADDRESS.format("CX_1").replace("estm", "iom")),
            (None, ADDRESS.format("CX_2003")),
        ]
    }
    assert found == {
        "oracle:estm.fa.em2.oraclecloud.com/CX_1/41756",
        "oracle:estm.fa.em2.oraclecloud.com/CX_1001/41756",
        "oracle:iom.fa.em2.oraclecloud.com/CX_1/41756",
        "oracle:estm.fa.em2.oraclecloud.com/CX_2003/41756",
    }


def test_the_link_is_that_of_the_public_site_when_its_host_is_known() -> None:
    job = only(search(), source=SourceInfo(url=ADDRESS.format("CX_1")))
    assert job.url == "https://estm.fa.em2.oraclecloud.com/hcmUI/CandidateExperience/en/sites/CX_1/job/41756"
    assert only(search()).url is None


@pytest.mark.parametrize(
    ("written", "deadline"),
    [
        (None, None),
        ("", None),
        ("2026-12-04", datetime(2026, 12, 4, 22, 59, 59, tzinfo=UTC)),
        ("2026-12-04T21:59:00+00:00", datetime(2026, 12, 4, 21, 59, tzinfo=UTC)),
        ("2026-12-04T00:00:00", datetime(2026, 12, 4, 22, 59, 59, tzinfo=UTC)),
    ],
)
def test_an_end_is_unknown_or_a_day_where_the_post_is_or_an_instant(
    written: str | None, deadline: datetime | None
) -> None:
    assert only(search(PostingEndDate=written)).deadline == deadline


def test_the_business_unit_stands_in_for_an_organisation_that_is_missing() -> None:
    assert only(search(Organization=None, BusinessUnit="UNDP Guinea")).organisation == "UNDP Guinea"
    assert only(search(Organization="UNDP", BusinessUnit="UNDP Guinea")).organisation == "UNDP"


def test_a_contract_of_volunteers_is_their_grade_when_the_title_has_none() -> None:
    job = only(search(Title="Juriste", ContractType="UN Volunteer (UNV)"))
    assert (job.grade, job.contract) == ("UNV", "volunteer")


def test_a_list_that_is_wrapped_once_more_is_read_too() -> None:
    wrapped = search()
    wrapped["items"][0]["requisitionList"] = {"items": [ROW]}
    assert only(wrapped) == only(search())


def test_a_missing_list_is_told_and_an_empty_one_is_a_valid_zero() -> None:
    assert read({"items": [{"TotalJobsCount": 0, "requisitionList": []}]}) == []
    for items in ([], [{"TotalJobsCount": 3}], [{"requisitionList": None}], [{"requisitionList": {"items": None}}]):
        with pytest.raises(ParseError, match="has no list"):
            read({"items": items}, "oracle")
