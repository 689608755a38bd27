"""Commands: one menu a language, and every name works for everyone."""

from __future__ import annotations

import re

import pytest

from bot.menus import ADMINISTRATION, NAMES, menu, names
from domain.vocabulary import Language


@pytest.mark.parametrize("language", Language)
def test_a_menu_fits_what_telegram_takes(language: Language) -> None:
    shown = menu(language, administrator=True)
    assert 0 < len(shown) <= 100
    for name, description in shown:
        assert re.fullmatch(r"[a-z0-9_]{1,32}", name), name
        assert 1 <= len(description) <= 256, name


@pytest.mark.parametrize("language", Language)
def test_a_menu_names_no_command_twice(language: Language) -> None:
    shown = [name for name, _ in menu(language, administrator=True)]
    assert len(set(shown)) == len(shown)


def test_no_name_means_two_commands() -> None:
    claimed = [name for key in NAMES | ADMINISTRATION for name in names(key)]
    assert len(set(claimed)) == len(claimed)


@pytest.mark.parametrize(
    ("key", "expected"),
    [("alerts", ["alertes", "alerts"]), ("jobs", ["emplois", "jobs"]), ("stop", ["stop"]), ("help", ["aide", "help"])],
)
def test_the_names_of_both_languages_are_one_command(key: str, expected: list[str]) -> None:
    assert names(key) == expected


def test_the_menu_speaks_its_language() -> None:
    assert ("emplois", "Offres d’emploi ouvertes") in menu(Language.FR)
    assert ("jobs", "Vacancies open now") in menu(Language.EN)


@pytest.mark.parametrize("language", Language)
def test_administrators_see_more_below_what_everyone_sees(language: Language) -> None:
    shown = menu(language, administrator=True)
    assert shown[: len(menu(language))] == menu(language)
    assert "sources" in dict(shown)
    assert "sources" not in dict(menu(language))
