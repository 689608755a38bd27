"""Each recorded feed beside the items that a person has checked against it, one JSON line an item."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.postings import JobPosting, decide_changes
from feeds.export import COURSE_KEYS, JOB_KEYS, to_json
from feeds.parse import Item, detect, parse
from tests.unit.feeds.reference import taxonomy

DATA = Path(__file__).parents[2] / "data" / "feeds"
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
FEEDS = {
    "course-jsonld.html": ("jsonld", "html"),
    "moodle-export.ics": ("moodle", "ics"),
    "peace-centre.ics": ("ics", "ics"),
    "peace-centre.later.ics": ("ics", "ics"),
    "tribe-events.page1.json": ("tribe", "json:tribe-events"),
    "tribe-events.page3.json": ("tribe", "json:tribe-events"),
    "careers-un-list.json": ("careers-un", "json:careers-un"),
    "careers-un-detail.json": ("careers-un", "json:careers-un"),
    "oracle-undp.json": ("oracle", "json:oracle-ce"),
    "pageup.rss.xml": ("pageup", "rss"),
    "recruitee-oif.json": ("recruitee", "json:recruitee"),
    "reliefweb-api-v2-jobs.json": ("reliefweb-api", "json:reliefweb-v2"),
    "reliefweb-api-v2-jobs.offset48.json": ("reliefweb-api", "json:reliefweb-v2"),
    "reliefweb-jobs.rss.xml": ("reliefweb", "rss"),
    "reliefweb-training.rss.xml": ("reliefweb", "rss"),
    "successfactors.rss.xml": ("successfactors", "rss"),
    "successfactors-google.xml": ("successfactors-google", "rss"),
    "undp.rdf.xml": ("undp", "rdf"),
    "unjobs.rss.xml": ("unjobs", "rss"),
    "unpol-vacancies.html": ("unpol", "html"),
    "unv-detail.json": ("unv", "json:unv-doa"),
    "unv-detail-gone.json": ("unv", "json:unv-doa"),
    "unv-search.json": ("unv", "json:unv-doa"),
    "unvacancyxml.atom.xml": ("unvacancyxml", "atom"),
    "unvacancyxml.later.atom.xml": ("unvacancyxml", "atom"),
    "workday-unhcr.json": ("workday", "json:workday-cxs"),
    "workday-unhcr-detail.json": ("workday", "json:workday-cxs"),
}


def read(name: str, format_: str = "auto") -> list[Item]:
    return parse((DATA / name).read_bytes(), format_, taxonomy(), now=NOW)


def jobs(name: str) -> dict[str, JobPosting]:
    return {item.identity: item for item in read(name) if isinstance(item, JobPosting)}


@pytest.mark.parametrize("name", FEEDS)
def test_a_recorded_feed_gives_exactly_its_expected_items(name: str) -> None:
    expected = [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text("utf-8").splitlines()]
    assert [to_json(item) for item in read(name)] == expected


@pytest.mark.parametrize("name", FEEDS)
def test_a_recorded_feed_is_recognised(name: str) -> None:
    assert detect((DATA / name).read_bytes()) == FEEDS[name][0]


@pytest.mark.parametrize("name", FEEDS)
def test_the_general_and_the_particular_name_of_a_format_read_the_same(name: str) -> None:
    dialect, family = FEEDS[name]
    assert read(name, dialect) == read(name, family) == read(name)


@pytest.mark.parametrize("name", FEEDS)
def test_items_are_written_with_the_keys_of_the_public_interface_in_order(name: str) -> None:
    for item in read(name):
        written = to_json(item)
        keys = JOB_KEYS if written["kind"] == "job" else COURSE_KEYS
        assert list(written) == ["kind", *keys]


def test_a_later_copy_of_a_feed_keeps_identities_and_tells_what_changed() -> None:
    before, after = jobs("unvacancyxml.atom.xml"), jobs("unvacancyxml.later.atom.xml")
    changed = {
        before[identity].title: tuple(change.attribute for change in changes)
        for identity in before.keys() & after.keys()
        if (changes := decide_changes(before[identity], after[identity]))
    }
    assert changed == {
        "CORRECTIONS OFFICER": ("deadline",),
        "Expert(e) en inscription des électeurs": ("deadline",),
        "Coordonnateur ou coordonnatrice de la formation de la police": ("deadline",),
        "SENIOR MEDIATION OFFICER": ("status",),
    }
    assert {before[i].title for i in before.keys() - after.keys()} == {"Analyste, lutte contre le trafic de drogue"}
    assert len(after.keys() - before.keys()) == 2


def test_one_vacancy_keeps_its_identity_in_both_feeds_of_a_career_site() -> None:
    words = b"<rss version='2.0'><channel><item><title>Expert (Dakar, SN)</title><link>%s</link></item></channel></rss>"
    link = b"http://JOBS.itu.int/job/Dakar-Cybercrime-Expert/855459341/?feedId=null&amp;utm_source=J2WRSS"
    [other] = parse(words % link, "rss", taxonomy(), now=NOW)
    assert other.identity in jobs("successfactors-google.xml")


def test_the_zone_of_a_deadline_is_that_of_the_source_or_of_the_post() -> None:
    def deadlines(name: str) -> Iterator[datetime | None]:
        return (job.deadline for job in jobs(name).values() if "parquet" in job.title)

    assert list(deadlines("successfactors.rss.xml")) == [datetime(2026, 12, 1, 22, 59, 59, tzinfo=UTC)]  # Paris
    assert list(deadlines("undp.rdf.xml")) == [datetime(2026, 12, 2, 4, 59, 59, tzinfo=UTC)]  # New York
    assert list(deadlines("unvacancyxml.atom.xml")) == [datetime(2026, 12, 1, 22, 59, 59, tzinfo=UTC)]  # Kinshasa
    assert list(deadlines("pageup.rss.xml")) == [datetime(2026, 12, 1, 22, 55, tzinfo=UTC)]  # an instant as given
