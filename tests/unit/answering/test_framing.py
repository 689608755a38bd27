"""What is left of a question without who asks it and without the talk before "the word for"."""

from __future__ import annotations

import pytest

from domain.answering.framing import behind_word_for, without_introduction


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("I am a captain from Chad, what languages do they use at KAIPTC?", "what languages do they use at KAIPTC"),
        ("Je suis policier et je voudrais savoir ce qu’est FRANCOPOL", "je voudrais savoir ce qu’est FRANCOPOL"),
        ("Bonjour, je suis infirmière. Où est l’EMP ?", "Où est l’EMP"),
        ("Good day sir, as a police officer where is KAIPTC", "where is KAIPTC"),
        ("je suis policier", None),
        ("Où est l’EMP ?", None),
        ("comment je suis noté ?", None),
        ("", None),
    ],
)  # fmt: skip
def test_who_asks_is_left_out(question: str, rest: str | None) -> None:
    assert without_introduction(question) == rest


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("I interpret for engineers and need their word for waste management.", "waste management"),
        ("french 4 FPU", "FPU"),
        ("comment traduire « handover » ?", "handover"),
        ("quel est le mot français pour curfew", "curfew"),
        ("how do you say “mission support” in French", "mission support” in French"),
        ("what is curfew", None),
        ("translate", None),
    ],
)
def test_the_name_behind_the_word_for_is_kept_as_it_was_typed(question: str, name: str | None) -> None:
    assert behind_word_for(question) == name
