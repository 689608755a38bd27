"""`parse`: a saved file with what the catalogue knows of its source."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.parsing import parse_file

FEEDS = Path(__file__).parents[1] / "data" / "feeds"


@pytest.mark.parametrize(
    ("name", "source", "url"),
    [
        ("workday-unhcr.json", "unhcr-workday", "https://unhcr.wd3.myworkdayjobs.com/External/job/"),
        ("oracle-undp.json", "undp-oracle", "https://estm.fa.em2.oraclecloud.com/hcmUI/CandidateExperience/en/sites/"),
    ],
)
def test_a_document_that_leaves_its_own_address_out_gets_it_from_the_catalogue(
    name: str, source: str, url: str
) -> None:
    known = [json.loads(line) for line in parse_file(FEEDS / name, "auto", source)]
    assert known
    assert all(item["url"].startswith(url) for item in known)
    assert not any(json.loads(line)["url"] for line in parse_file(FEEDS / name, "auto", ""))
