"""Words that people type, read from this folder for the pure core."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from domain.filters import FilterWords
from domain.subscribers import Frequency
from domain.taxonomy import fold
from domain.vocabulary import Audience, Kind, Route
from locales import FOLDER


@cache
def filter_words() -> FilterWords:
    """Give the closed words of typed filters."""
    tables = tomllib.loads((FOLDER / "filters.toml").read_text("utf-8"))
    return FilterWords(
        frequencies={word: Frequency(name) for name, word in _pairs(tables["frequencies"])},
        audiences={word: Audience(name) for name, word in _pairs(tables["audiences"])},
        kinds={word: Kind(name) for name, word in _pairs(tables["kinds"])},
        routes={word: Route(name) for name, word in _pairs(tables["routes"])},
        languages={word: name for name, word in _pairs(tables["languages"])},
        including=frozenset(tables["words"]["including"]),
        excluding=frozenset(tables["words"]["excluding"]),
        at_least=frozenset(tables["bounds"]["at_least"]),
        at_most=frozenset(tables["bounds"]["at_most"]),
        noise=frozenset(tables["noise"]["words"]),
        people={word: Audience(name) for name, word in _pairs(tables["people"])},
    )


def said_step(words: str) -> str | None:
    """Tell which button of a form is typed out: `skip`, `back` or `save`; None for anything else."""
    return _steps().get(fold(words).strip(" .!"))


@cache
def _steps() -> Mapping[str, str]:
    tables = tomllib.loads((FOLDER / "filters.toml").read_text("utf-8"))
    return {fold(word): name for name, word in _pairs(tables["steps"])}


def _pairs(table: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    return ((name, word) for name, words in table.items() for word in words)
