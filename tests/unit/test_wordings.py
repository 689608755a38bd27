"""Questions without an answer are put together by what they ask."""

from __future__ import annotations

from domain.wordings import Group, Missed, grouped, key_of


def groups(*texts: tuple[str, int]) -> list[list[str]]:
    found = grouped(Missed(number, text, times) for number, (text, times) in enumerate(texts, 1))
    return [[question.text for question in group.questions] for group in found]


def test_near_duplicates_are_one_group_and_the_group_asked_most_comes_first() -> None:
    assert groups(
        ("quel salaire pour un P3", 3),
        ("C'est quoi un casque blanc ?", 2),
        ("quel est le salaire pour un p3", 1),
        ("c est quoi un casque blanc", 4),
    ) == [
        ["c est quoi un casque blanc", "C'est quoi un casque blanc ?"],
        ["quel salaire pour un P3", "quel est le salaire pour un p3"],
    ]


def test_questions_on_different_things_stay_apart() -> None:
    assert len(groups(("visa pour Dakar", 1), ("vaccins pour Bangui", 1))) == 2


def test_a_group_is_named_by_its_first_and_counts_them_all() -> None:
    group = Group((Missed(7, "a b", 3), Missed(9, "b a", 2)))
    assert (group.id, group.times) == (7, 5)


def test_words_are_compared_without_accents_capitals_and_punctuation() -> None:
    assert key_of("  C’est quoi, l’Élan ?! ") == key_of("c est quoi l elan")
