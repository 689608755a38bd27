"""What a source states in fields of its own, beside title and text."""

from __future__ import annotations

from dataclasses import dataclass

from domain.vocabulary import Audience, Route


@dataclass(frozen=True, slots=True)
class Hints:
    """Facts in the source's own words. None or empty: the source has no such field.

    `families` are job families, themes and categories. `languages` and `languages_asset` are the texts of fields of
    required languages and of those that are a plus. `mode` tells how a course is held. `place_slug` is a place inside
    an address, "Juba-South-Sudan". `individual` says that one applies oneself at the address given. `audience` and
    `route` are sourced knowledge about the publisher.
    """

    source: str | None = None
    grade: str | None = None
    country: str | None = None
    city: str | None = None
    place: str | None = None
    place_slug: str | None = None
    organisation: str | None = None
    contract: str | None = None
    status: str | None = None
    languages: str | None = None
    languages_asset: str | None = None
    mode: str | None = None
    families: tuple[str, ...] = ()
    individual: bool = False
    audience: tuple[Audience, ...] = ()
    route: Route | None = None
