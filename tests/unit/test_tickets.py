"""What the forms of a ticket ask, in which order, and what they refuse."""

from __future__ import annotations

import pytest

from domain.tickets import STEPS, TicketKind, fault, longest, step_after

EVERY_STEP = sorted({step for steps in STEPS.values() for step in steps})


@pytest.mark.parametrize("step", EVERY_STEP)
@pytest.mark.parametrize("words", ["", " ", "\n\t", "\u202f"])
def test_a_step_wants_words(step: str, words: str) -> None:
    assert fault(step, words) == "empty"


@pytest.mark.parametrize("step", EVERY_STEP)
def test_a_step_takes_what_just_fits_and_not_one_character_more(step: str) -> None:
    assert fault(step, "é" * longest(step)) is None
    assert fault(step, "é" * (longest(step) + 1)) == "long"


def test_a_question_may_be_longer_than_a_field_of_the_form() -> None:
    assert longest("question") > longest("area")


@pytest.mark.parametrize("kind", TicketKind)
def test_each_step_is_asked_once_in_order_and_then_none(kind: TicketKind) -> None:
    answers: dict[str, str] = {}
    while step := step_after(kind, answers):
        answers[step] = "mots"
    assert tuple(answers) == STEPS[kind]


@pytest.mark.parametrize("missing", STEPS[TicketKind.EXPERT])
def test_a_step_that_was_taken_back_is_asked_again(missing: str) -> None:
    answers = {step: "mots" for step in STEPS[TicketKind.EXPERT] if step != missing}
    assert step_after(TicketKind.EXPERT, answers) == missing
