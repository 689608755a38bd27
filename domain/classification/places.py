"""Where a post is: country (ISO 3166-1 alpha-2), city, and the time zone in which its deadline falls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from domain.classification.hints import Hints
from domain.taxonomy import Hit, Phrases, Places, Station, fold, unaccent

CUE_LIMIT = 4_000
"""Characters of a description in which a place of work is looked for."""
SLUG_LIMIT = 100

_SEGMENTS = re.compile(r"\s+-\s+|[,;/()\[\]|:]|\s#\d+|\s+in\s+", re.IGNORECASE)
_CUE = re.compile(
    r"\b(?:based|located|stationed|duty stations?|location|lieu d'affectation|lieu|affectation|a pourvoir|basee?"
    r"|situee?)\b[^.\n]{0,90}"
)
_HELD = re.compile(r"(?:^|[.,\n:]\s*|\b(?:in|at|a|au|aux)\s+|\b(?:session|centre|stage) (?:d'|de ))$")
"""What stands before the city of a course."""
_NO_PLACE = re.compile(r"\b(?:expertise france|france volontaires|france medias monde|radio france\w*)\b")
_ACRONYM = re.compile(r"\b[A-Z][A-Z0-9-]{2,}\b")
_ISO = re.compile(r"[A-Z]{2}")
_NOWHERE = re.compile(
    r"\b(?:home[- ]?based|remote|on-?line|en ligne|virtu\w+|teletravail|multiple|various|a distance|tbd|n\.?a\.?"
    r"|roving)\b"
)
_ARTICLE = re.compile(r"^(?:the|le|la|les|l')\s*|\s*\((?:the|la|le|les)\)$")


@dataclass(frozen=True, slots=True)
class Place:
    """A place of work as far as it is known. `timezone` is an IANA name."""

    country: str | None = None
    city: str | None = None
    timezone: str | None = None


def locate(title: str, body: str, hints: Hints, places: Places) -> Place:
    """Find the place: the source's own fields, then the title, then "based in …", then the mission's country."""
    country, cities = _stated_country(hints, places), _stated(hints)
    if country is None and not any(cities):
        country, cities = _in_slug(hints.place_slug or "", places)
    for texts in (cities, _heading(title, places), _cues(body)):
        if station := _city(texts, country, places):
            return Place(country or station.country, station.name, station.timezone)
    country = country or _named_country(title, body, hints, places)
    return Place(country, _unknown_city(hints), places.zones.get(country or ""))


def locate_course(title: str, body: str, hints: Hints, places: Places) -> Place:
    """Find where a course is held: as a post's place, else the one city that the text puts it in ("Bamako, 5 days")."""
    place = locate(title, body, hints, places)
    if place.country or place.city:
        return place
    text = fold(body[:CUE_LIMIT])
    venues = {hit.values[0] for hit in _longest(places.stations, text) if _HELD.search(text[: hit.start])}
    if len(venues) != 1:
        return place
    [station] = venues
    return Place(station.country, station.name, station.timezone)


def country_code(text: str, places: Places) -> str | None:
    """Read a country's name or code, in either language; None when the text names none or several."""
    name = text.strip()
    folded = fold(name)
    values = places.countries.of(folded) or places.countries.of(_ARTICLE.sub("", folded).strip())
    if values:
        return str(values[0])
    return name if name in places.codes else _only(_longest(places.countries, folded))


def _stated_country(hints: Hints, places: Places) -> str | None:
    if hints.country and (code := country_code(hints.country, places)):
        return code
    if hints.country and _ISO.fullmatch(hints.country.strip()):
        return hints.country.strip()
    segments = [part.strip() for part in _SEGMENTS.split(hints.place or "") if part.strip()]
    names = [p for p in segments if places.countries.of(fold(p)) or not _station(p, None, places)]
    codes = {code for name in names if (code := country_code(name, places))}
    return codes.pop() if len(codes) == 1 else None


def _stated(hints: Hints) -> list[str]:
    return [part for text in (hints.city, hints.place) for part in _SEGMENTS.split(unaccent(text or ""))]


def _in_slug(slug: str, places: Places) -> tuple[str | None, list[str]]:
    """Cut "Juba-South-Sudan" where a country begins; what stands before it is the city, however it joins its words."""
    words = slug[:SLUG_LIMIT].split("-")
    for cut in range(len(words)):
        for joint in (" ", "-"):
            if code := places.countries.of(fold(joint.join(words[cut:]))):
                return str(code[0]), [joint.join(words[:cut]) for joint in (" ", "-", "'")]
    return None, []


def _heading(title: str, places: Places) -> list[str]:
    """Give the parts of a title that may be a city, best first: whole segments from the end, then their last words.

    A name that is also a country's ("Guatemala", "Djibouti") tells the country only.
    """
    segments = [part.split() for part in reversed(_SEGMENTS.split(unaccent(title)))]
    tails = [words[-n:] for words in segments for n in (3, 2, 1) if len(words) > n]
    parts = [" ".join(words) for words in segments + [tail for tail in tails if tail[0][0].isupper()]]
    return [part for part in parts if not places.countries.of(fold(part))]


def _cues(body: str) -> Iterator[str]:
    for match in _CUE.finditer(fold(body[:CUE_LIMIT])):
        yield match.group()


def _city(texts: Iterator[str] | list[str], country: str | None, places: Places) -> Station | None:
    """Give the first duty station that one of the texts names; it must not lie in another country."""
    for text in texts:
        if station := _station(text, country, places):
            return station
        for hit in _longest(places.stations, fold(text)) if _CUE.match(text) else ():
            if station := _fitting(hit.values, country):
                return station
    return None


def _station(text: str, country: str | None, places: Places) -> Station | None:
    return _fitting(places.stations.of(fold(text)), country)


def _fitting(stations: tuple[Station, ...], country: str | None) -> Station | None:
    return next((s for s in stations if country is None or s.country in (country, None)), None)


def _named_country(title: str, body: str, hints: Hints, places: Places) -> str | None:
    cues = " ".join(_cues(body))
    for text in (_NO_PLACE.sub(" ", fold(title)), cues):
        if code := _only(_longest(places.countries, text)):
            return code
    missions = [
        places.missions.get(fold(acronym), ())
        for text in (hints.organisation or "", title)
        for acronym in _ACRONYM.findall(unaccent(text))
    ]
    return next((countries[0] for countries in missions if len(countries) == 1), None)


def _longest(phrases: Phrases, text: str) -> list[Hit]:
    """Find phrases, leaving out those inside a longer one: South Sudan is not Sudan."""
    hits = list(phrases.find(text))
    return [hit for hit in hits if not any(_holds(other, hit) for other in hits)]


def _holds(outer: Hit, inner: Hit) -> bool:
    wider = outer.end - outer.start > inner.end - inner.start
    return wider and outer.start <= inner.start and inner.end <= outer.end


def _only(hits: list[Hit]) -> str | None:
    codes = {code for hit in hits for code in hit.values}
    return codes.pop() if len(codes) == 1 else None


def _unknown_city(hints: Hints) -> str | None:
    """Keep a city that we do not know, when the source states it."""
    city = (hints.city or "").strip()
    if not city or _NOWHERE.search(fold(city)):
        return None
    return city.title() if city.isupper() and len(city) > 3 else city
