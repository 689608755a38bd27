"""The taxonomy of the built-in reference data, built once a test process."""

from __future__ import annotations

from functools import cache

from domain.taxonomy import Taxonomy, build_taxonomy
from storage import reference


@cache
def documents() -> reference.Documents:
    return reference.read()


@cache
def taxonomy() -> Taxonomy:
    return build_taxonomy(documents())
