"""Words that people type, read from this folder for the pure core."""

from __future__ import annotations

import tomllib
from functools import cache

from domain.filters import FilterWords
from domain.subscribers import Frequency
from domain.vocabulary import Audience
from locales import FOLDER


@cache
def filter_words() -> FilterWords:
    """Give the closed words of typed filters."""
    tables = tomllib.loads((FOLDER / "filters.toml").read_text("utf-8"))
    return FilterWords(
        frequencies={word: Frequency(name) for name, words in tables["frequencies"].items() for word in words},
        audiences={word: Audience(name) for name, words in tables["audiences"].items() for word in words},
        at_least=frozenset(tables["bounds"]["at_least"]),
        at_most=frozenset(tables["bounds"]["at_most"]),
        noise=frozenset(tables["noise"]["words"]),
    )
