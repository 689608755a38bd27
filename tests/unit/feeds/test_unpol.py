"""UN Police: notices in two languages on one page, and pages that are no list."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from domain.errors import ParseError
from domain.vocabulary import Audience, Route
from feeds.parse import SourceInfo
from tests.unit.feeds.samples import jobs, only, read

LINK = '<a href="/en/document/unmiss-adviser">UNMISS: Adviser</a>'


def page(*notices: str, heading: str = "UN Police vacancies") -> bytes:
    rows = "".join(f'<div class="views-row odd">{notice}</div>' for notice in notices)
    head = f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{heading}</title></head>"
    return f'{head}<body><div class="view-content">{rows}</div></body></html>'.encode()


def test_every_post_is_a_seconded_one_for_police_by_nomination_in_either_language() -> None:
    found = jobs("unpol-vacancies.html")
    assert len(found) == 15
    for job in found.values():
        assert (job.route, job.contract, job.audience) == (Route.NOMINATION, "seconded", (Audience.POLICE,))


@pytest.mark.parametrize(
    ("label", "grade"),
    [
        ("POST TITLE: Adviser, Seconded post at the P-4 level", "P-4"),
        ("POST TITLE: Adviser, Seconded (non-contracted)", "SECONDED"),
        ("TITRE DU POSTE : Conseiller (ère) Juridique (non contractuel)", "SECONDED"),
        ("TITRE DU POSTE : Spécialiste (P-4)", "P-4"),
        ("Post Title : Individual Police Officer", "IPO"),
    ],
)
def test_the_grade_is_that_of_the_post_title(label: str, grade: str) -> None:
    job = only(page(f"{LINK}<p>{label}</p>"))
    assert (job.grade, job.contract, job.route) == (grade, "seconded", Route.NOMINATION)


@pytest.mark.parametrize(
    "line",
    [
        "DEADLINE FOR APPLICATIONS: 1 February 2027",
        "<strong>DATE LIMITE DE DEPOT DES CANDIDATURES :</strong> 1er février 2027",
        "<b>Date limite de dépôt des candidatures</b> : 1<sup>er</sup> février 2027",
        "<table><tr><td>DEADLINE FOR NOMINATIONS:</td><td>01/02/2027</td></tr></table>",
    ],
)
def test_a_deadline_is_a_day_in_new_york_in_words_of_either_language(line: str) -> None:
    job = only(page(f"{LINK}<p>POST TITLE: Adviser<br>DUTY STATION: Bouar<br>{line}</p>"))
    assert job.deadline == datetime(2027, 2, 2, 4, 59, 59, tzinfo=UTC)
    assert (job.country, job.city) == ("CF", "Bouar")


def test_a_notice_is_the_same_on_the_english_and_on_the_french_page() -> None:
    words = "<p>POST TITLE: Adviser</p>"
    french = page(LINK.replace("/en/", "/fr/") + words)
    assert only(page(LINK + words)).identity == only(french).identity == "unpol:unmiss-adviser"


def test_a_notice_without_an_address_is_named_by_mission_and_post() -> None:
    notice = '<a href="#">UNMISS: Adviser (P4)</a><p>POST TITLE: Adviser<br>DEADLINE: {}</p>'
    first, later = (only(page(notice.format(day))) for day in ("1 March 2027", "1 April 2027"))
    assert first.deadline != later.deadline
    assert first.identity == later.identity
    assert first.title == "UNMISS: Adviser (P4)"


def test_links_are_completed_by_the_address_of_the_page() -> None:
    words = page(LINK + "<p>POST TITLE: Adviser</p>")
    assert only(words).url == "https://police.un.org/en/document/unmiss-adviser"
    elsewhere = SourceInfo(url="https://binuca.unmissions.org/en/vacancies")
    assert only(words, source=elsewhere).url == "https://binuca.unmissions.org/en/document/unmiss-adviser"


def test_the_summary_is_the_text_without_labels_and_buttons() -> None:
    notice = (
        f"{LINK}<br><a href='/x.pdf'>Download PDF</a><p>POST TITLE: Adviser<br>DURATION: 12 months</p><p>Trains.</p>"
    )
    assert only(page(notice)).summary == "Trains."


def test_news_in_the_margin_is_no_vacancy_and_a_notice_may_be_a_document_alone() -> None:
    news = '<a href="/en/news/women-in-policing">Women in policing</a><p>A story.</p>'
    notice = '<a href="/sites/default/files/Adviser.PDF">MINUSCA: Police Adviser (P4)</a>'
    found = jobs(page(news, f"{LINK}<p>POST TITLE: Adviser</p>", notice))
    assert [job.title for job in found.values()] == ["UNMISS: Adviser", "MINUSCA: Police Adviser (P4)"]


def test_a_page_of_military_posts_is_for_the_military() -> None:
    notice = f"{LINK}<p>POST TITLE: Planning Officer</p><p>Works with UNPOL and UN Police.</p>"
    assert only(page(notice, heading="UN Military vacancies")).audience == (Audience.MILITARY,)
    assert only(page(notice, heading="Vacancies")).audience == ()


def test_a_page_that_holds_no_list_or_was_cut_off_is_refused_and_an_empty_list_is_a_valid_zero() -> None:
    assert read(page(), "unpol") == []
    with pytest.raises(ParseError, match="an HTML page stands where a feed should be"):
        read(page())
    with pytest.raises(ParseError, match="holds no list of vacancies"):
        read(b"<html><title>Just a moment...</title><p>Checking your browser</p></html>", "unpol")
    whole = page(LINK + "<p>POST TITLE: Adviser</p>")
    with pytest.raises(ParseError, match="cut off"):
        read(whole[:-10])
