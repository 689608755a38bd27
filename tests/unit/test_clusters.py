"""Which vacancies are one: the same notice on two sites, or once in French and once in English."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.clusters import clues, is_same_vacancy
from domain.postings import JobPosting

DEADLINE = datetime(2026, 12, 21, 22, 59, 59, tzinfo=UTC)
OFFICIAL = JobPosting(
    "un:274512",
    "POLICE REFORM ADVISER, P4 (Temporary Job Opening)",
    url="https://careers.un.org/jobSearchDescription/274512?language=en",
    organisation="United Nations Multidimensional Integrated Stabilization Mission in the Central African Republic",
    grade="P-4",
    fields=("police",),
    country="CF",
    city="Bangui",
    deadline=DEADLINE,
)
ELSEWHERE = JobPosting(
    "https://reliefweb.int/job/4120077",
    "Police Reform Adviser (P-4), Bangui",
    url="https://reliefweb.int/job/4120077",
    organisation="MINUSCA",
    grade="P-4",
    fields=("police",),
    country="CF",
    city="Bangui",
    deadline=DEADLINE + timedelta(days=1),
)
FRENCH = replace(
    OFFICIAL,
    identity="un:274513",
    title="Conseiller pour la réforme de la police, P4",
    url="https://careers.un.org/jobSearchDescription/274513?language=fr",
)


def same(one: JobPosting, other: JobPosting, *, one_source: bool = False) -> bool:
    """Whether the database would find the pair by a clue, and the rule then says yes: in both directions."""
    decided = is_same_vacancy(one, other, same_source=one_source)
    assert decided is is_same_vacancy(other, one, same_source=one_source)
    return decided and bool(clues(one) & clues(other))


def test_the_same_title_grade_place_and_closing_day_on_two_sites_is_one_vacancy() -> None:
    assert same(OFFICIAL, ELSEWHERE)


@pytest.mark.parametrize(
    "difference",
    [
        {"grade": "P-3"},
        {"city": "Bouar"},
        {"country": "TD"},
        {"deadline": DEADLINE + timedelta(days=4)},
        {"title": "Police Planning Officer, P-4"},
        {"organisation": "UNMISS", "title": "Police Reform Adviser"},
    ],
)
def test_one_known_difference_makes_two(difference: dict[str, object]) -> None:
    one = replace(OFFICIAL, organisation="MINUSCA")
    assert not same(one, replace(ELSEWHERE, **difference))  # type: ignore[arg-type]


def test_what_one_site_does_not_say_is_no_difference() -> None:
    bare = replace(ELSEWHERE, title="Police Reform Adviser", grade=None, organisation=None, deadline=None, city=None)
    assert same(OFFICIAL, bare)


def test_the_same_official_page_is_one_vacancy_whatever_the_title_and_the_language_of_the_page() -> None:
    copy = replace(ELSEWHERE, title="Adviser", url="https://careers.un.org/jobSearchDescription/274512?language=fr")
    assert same(OFFICIAL, copy)


def test_the_front_page_of_a_site_says_nothing() -> None:
    front = "https://careers.example.org/jobs"
    assert not same(replace(OFFICIAL, url=front), replace(ELSEWHERE, url=front, title="Logistics Officer"))


def test_the_same_vacancy_number_is_one_vacancy() -> None:
    assert same(OFFICIAL, replace(ELSEWHERE, title="Adviser, job opening 274512"))


def test_a_day_is_no_vacancy_number() -> None:
    one = replace(OFFICIAL, url="https://a.example/20261201", title="Police Adviser")
    other = replace(ELSEWHERE, url="https://b.example/20261201", title="Logistics Officer")
    assert not same(one, other)


def test_a_vacancy_in_french_and_in_english_is_one_even_on_one_site() -> None:
    assert same(OFFICIAL, FRENCH, one_source=True)


@pytest.mark.parametrize("difference", [{"grade": "P-3"}, {"city": "Bouar"}, {"fields": ("elections",)},
                                        {"deadline": DEADLINE + timedelta(days=1)}, {"city": None}])  # fmt: skip
def test_a_translation_agrees_in_all_that_is_no_word(difference: dict[str, object]) -> None:
    assert not same(OFFICIAL, replace(FRENCH, **difference), one_source=True)  # type: ignore[arg-type]


def test_one_site_tells_its_own_vacancies_apart() -> None:
    again = replace(OFFICIAL, identity="un:274599", url="https://careers.un.org/jobSearchDescription/274599")
    assert not same(OFFICIAL, again, one_source=True)


def test_clues_fit_into_their_column() -> None:
    long = replace(OFFICIAL, identity="x" * 5000, title="Adviser " * 900, url="https://a.example/1" + "x" * 5000)
    assert max(map(len, clues(long))) <= 64
