"""`ask`: questions on the terminal, one or many."""

from __future__ import annotations

import tomllib
from functools import cache

from domain.answering.phrases import Phrases, build_phrases
from domain.vocabulary import Language
from locales import FOLDER


@cache
def read_phrases() -> Phrases:
    """Read how people ask, in both languages, from locales/<language>/questions.toml."""
    return build_phrases(
        {
            language: tomllib.loads((FOLDER / language.value / "questions.toml").read_text("utf-8"))
            for language in Language
        }
    )
