"""What a source states in fields of its own, beside title and text."""

from __future__ import annotations

from dataclasses import dataclass

from domain.vocabulary import Route


@dataclass(frozen=True, slots=True)
class Hints:
    """Facts in the source's own words. None or empty: the source has no such field.

    `families` are job families, themes and categories. `languages` is the text of a field of required languages.
    `mode` tells how a course is held. `individual` says that one applies oneself at the address given. `route` is
    sourced knowledge about the publisher.
    """

    source: str | None = None
    grade: str | None = None
    country: str | None = None
    city: str | None = None
    place: str | None = None
    organisation: str | None = None
    contract: str | None = None
    status: str | None = None
    languages: str | None = None
    mode: str | None = None
    families: tuple[str, ...] = ()
    individual: bool = False
    route: Route | None = None
