"""Knowledge: records by kind and id, short tokens, unknown kept unknown."""

from __future__ import annotations

import dataclasses

import pytest

from domain.knowledge import TOKEN_LENGTH, Centre, Knowledge, Term, build_knowledge, token
from domain.postings import JobPosting
from domain.vocabulary import Language
from storage.reference import read


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return build_knowledge(read(), [("7", JobPosting(identity="x", title="Police Adviser"))])


def test_an_id_may_exist_in_two_kinds(knowledge: Knowledge) -> None:
    assert isinstance(knowledge.find("centre", "francopol"), Centre)
    assert isinstance(knowledge.find("term", "francopol"), Term)
    assert knowledge.find("course", "francopol") is None


def test_every_record_is_found_again_by_its_token(knowledge: Knowledge) -> None:
    tokens = {knowledge.token(kind, each): (kind, each) for kind, each in knowledge.records}
    assert len(tokens) == len(knowledge.records)
    for short, (kind, each) in tokens.items():
        found = knowledge.by_token(short)
        assert found is not None
        assert (found[0], found[1].id) == (kind, each)


def test_a_token_is_short_and_means_the_same_after_a_restart() -> None:
    assert token("centre", "emp") == "2nlni5l7zk"
    assert len(token("term", "x" * 104)) == TOKEN_LENGTH


def test_an_unknown_token_names_nothing(knowledge: Knowledge) -> None:
    assert knowledge.by_token("aaaaaaaaaa") is None


def test_what_no_source_says_stays_unknown(knowledge: Knowledge) -> None:
    course = knowledge.course("emp-confond")
    assert course is not None
    assert course.cost is None
    assert course.rank_min is None
    assert course.sessions[0].place == "Bamako, Mali"


def test_words_missing_in_one_language_are_given_in_the_other(knowledge: Knowledge) -> None:
    term = knowledge.find("term", "truce")
    assert isinstance(term, Term)
    assert term.acronyms.get(Language.EN) is None
    assert term.names.best(Language.FR) == "trêve"


def test_live_vacancies_are_records_under_their_database_id(knowledge: Knowledge) -> None:
    assert [job.posting.title for job in knowledge.of("job")] == ["Police Adviser"]


def test_knowledge_cannot_be_edited(knowledge: Knowledge) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        knowledge.synonyms = ()  # type: ignore[misc]
    with pytest.raises(TypeError):
        knowledge.records["centre", "x"] = None  # type: ignore[index]
