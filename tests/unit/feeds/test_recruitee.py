"""Recruitee: the offers of the Organisation internationale de la Francophonie."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from domain.errors import ParseError
from domain.postings import PostingStatus
from tests.unit.feeds.samples import only, read

OIF = "https://francophoniecarrieres.recruitee.com/o/juriste"


def offers(description: str = "", **values: Any) -> Any:
    row = {"id": 7, "title": "Juriste", "careers_url": OIF, "city": "Port-au-Prince", "country_code": "HT"}
    return {"offers": [row | {"description": description} | values]}


@pytest.mark.parametrize("words", ["le 14 mai 2027", "14/05/2027", "14 mai 2027", "le 14 mai 2027 à minuit"])
def test_the_deadline_stands_in_the_text_in_several_ways_and_falls_in_paris(words: str) -> None:
    job = only(offers(f"<p><strong>Date limite d’envoi des candidatures&nbsp;:</strong> {words}</p>"))
    assert job.deadline == datetime(2027, 5, 14, 21, 59, 59, tzinfo=UTC)


def test_an_end_in_its_own_field_is_heard_first() -> None:
    job = only(offers("<p>Date limite : 1er mai 2027</p>", close_at="2027-05-14 12:00:00 UTC"))
    assert job.deadline == datetime(2027, 5, 14, 12, tzinfo=UTC)


def test_the_deadline_of_another_company_ends_where_the_post_is() -> None:
    job = only(offers("<p>Deadline: 14 May 2027</p>", careers_url="https://other.recruitee.com/o/x"))
    assert job.deadline == datetime(2027, 5, 15, 3, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "grade"),
    [
        ("Emploi à recrutement international / Niveau P4, grade à partir de P4-1", "P-4"),
        ("Emploi à recrutement international / Niveau P3-1 à P3-6", "P-3"),
        ("Emploi à recrutement local / Niveau G6", "G-6"),
    ],
)
def test_the_grade_stands_in_a_labelled_line_however_long_the_text_before_it(words: str, grade: str) -> None:
    text = f"<p>{'L’organisation recrute. ' * 60}</p><p><strong>Statut et grade :</strong> {words}</p>"
    assert only(offers(text)).grade == grade


def test_the_summary_leaves_out_the_labelled_lines() -> None:
    text = "<p>Titre du poste : Juriste</p><p>Lieu : Paris</p><p>FONCTIONS</p><ul><li>Rédige des avis : trois</li></ul>"
    assert only(offers(text)).summary == "FONCTIONS"
    assert only(offers("<p>Rédige des avis.</p>")).summary == "Rédige des avis."


@pytest.mark.parametrize(
    ("code", "contract"),
    [
        ("fulltime_fixed_term", "fixed-term"),
        ("fulltime_permanent", "permanent"),
        ("internship", "internship"),
        ("fulltime", None),
    ],
)
def test_the_kind_of_employment_is_the_contract(code: str, contract: str | None) -> None:
    assert only(offers(employment_type_code=code)).contract == contract


def test_an_offer_that_was_closed_is_closed() -> None:
    assert only(offers(status="closed")).status is PostingStatus.CLOSED
    assert only(offers(status="published")).status is PostingStatus.OPEN


def test_an_offer_keeps_its_identity_when_its_title_and_address_change() -> None:
    renamed = offers(title="Juriste principal", careers_url=OIF + "-principal")
    assert only(offers()).identity == only(renamed).identity == "recruitee:7"


def test_a_missing_list_is_told_and_an_empty_one_is_a_valid_zero() -> None:
    assert read({"offers": []}) == []
    with pytest.raises(ParseError, match="no list 'offers'"):
        read({"offers": None}, "recruitee")
    with pytest.raises(ParseError, match="JSON of another shape"):  # schema.org has a word of that name
        read({"@type": "Course", "offers": [{"@type": "Offer"}]})
