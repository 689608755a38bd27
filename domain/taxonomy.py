"""Tables by which a vacancy is understood, built once from the reference documents.

The rules themselves stand in domain/classification; the words, patterns and places they use stand in
storage/reference (taxonomy.yaml, fields.yaml, ranks.yaml, countries.yaml, centres.yaml). Everything here is plain
data: frozen, picklable, quick to build.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from domain.vocabulary import Level, Route

Key = tuple[str, str]
Document = Mapping[str, Any]

_LETTERS = {
    **dict.fromkeys("‐‑‒–—―−﹘－", "-"),
    **dict.fromkeys("‘’‚ʼ´`＇", "'"),
    "œ": "oe",
    "Œ": "OE",
    "æ": "ae",
    "Æ": "AE",
    "ß": "ss",
    "\xa0": " ",
    "\u202f": " ",
    "\xad": "",
}
_SPECIAL = re.compile(f"[{''.join(_LETTERS)}]")
_ACCENTS = re.compile("[\u0300-\u036f]")
_BLANKS = re.compile(r"[^\S\n]+")
_WORD = re.compile(r"\w+")
MOST_WORDS = 20_000
"""Words whose phrases are kept at hand; the vocabulary of vacancies is smaller."""


@lru_cache(maxsize=64)  # each rule folds the same description anew
def unaccent(text: str) -> str:
    """Drop accents, and write each dash and apostrophe the one way; keep case and line ends."""
    if not text.isascii():
        text = _ACCENTS.sub("", unicodedata.normalize("NFKD", _plain_letters(text)))
    return _BLANKS.sub(" ", _plain_letters(text)).strip()


def _plain_letters(text: str) -> str:
    return _SPECIAL.sub(lambda match: _LETTERS[match.group()], text)


def fold(text: str) -> str:
    """Write a text as keywords are compared: no accents, lower case, plain dashes and apostrophes, single blanks."""
    return unaccent(text).lower()


class Hit(NamedTuple):
    """One phrase found: where it stands in the text, and what it stands for."""

    start: int
    end: int
    phrase: str
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Phrases:
    """Many phrases looked for in one pass over a folded text.

    A phrase starts and ends on a word boundary; a trailing `*` makes it a prefix of a word. Phrases lie under their
    first word, so a text costs a few look-ups a word, however many phrases there are.
    """

    exact: dict[str, dict[str, tuple[Any, ...]]] = field(default_factory=dict)
    prefixes: dict[str, dict[str, tuple[Any, ...]]] = field(default_factory=dict)
    lengths: tuple[int, ...] = ()
    met: dict[str, tuple[Any, ...]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def build(cls, pairs: Iterable[tuple[str, Any]]) -> Phrases:
        """Index phrases, already folded or not, with what each stands for; a phrase may stand for several things."""
        gathered: dict[str, list[Any]] = {}
        for phrase, value in pairs:
            values = gathered.setdefault(fold(phrase), [])
            if value not in values:
                values.append(value)
        exact: dict[str, dict[str, tuple[Any, ...]]] = {}
        prefixes: dict[str, dict[str, tuple[Any, ...]]] = {}
        for phrase, values in gathered.items():
            first = _WORD.search(phrase)
            if first is None or first.start():
                continue
            lone_prefix = phrase.endswith("*") and first.end() == len(phrase) - 1
            table = prefixes if lone_prefix else exact
            table.setdefault(first.group(), {})[phrase] = tuple(values)
        return cls(exact, prefixes, tuple(sorted({len(p) for p in prefixes})))

    def find(self, text: str) -> Iterator[Hit]:
        """Yield each phrase of a folded text, by place; phrases inside longer ones are found too."""
        if len(self.met) > MOST_WORDS:
            self.met.clear()
        for word in _WORD.finditer(text):
            start, name = word.start(), word.group()
            if name not in self.met:  # most words of a text were met before
                self.met[name] = self._starting_with(name)
            for phrase, stem, closed, values in self.met[name]:
                end = start + len(stem)
                if text.startswith(stem, start) and not (closed and _goes_on(text, end)):
                    yield Hit(start, end, phrase, values)

    def _starting_with(self, word: str) -> tuple[tuple[str, str, bool, tuple[Any, ...]], ...]:
        """List phrases whose first word fits, each with the part to find and whether a word has to end there."""
        tables = [self.exact.get(word, {})]
        tables += [self.prefixes.get(word[:length], {}) for length in self.lengths if length <= len(word)]
        return tuple(
            (phrase, phrase.removesuffix("*"), not phrase.endswith("*"), values)
            for table in tables
            for phrase, values in table.items()
        )

    def of(self, text: str) -> tuple[Any, ...]:
        """Give what a whole folded text stands for, nothing when it is no phrase."""
        first = _WORD.match(text)
        return self.exact.get(first.group(), {}).get(text, ()) if first else ()


def _goes_on(text: str, end: int) -> bool:
    return end < len(text) and (text[end].isalnum() or text[end] == "_")


@dataclass(frozen=True, slots=True)
class Speciality:
    """How one field is recognised: its place in the file, and the two flags that steer the score."""

    slug: str
    order: int
    weak_body: bool
    generic: bool


@dataclass(frozen=True, slots=True)
class GradePattern:
    """One way in which a grade is written. `coded` marks those with a letter and a number, safe in running text."""

    id: str
    regex: re.Pattern[str]
    canonical: str
    category: str
    coded: bool
    only_sources: frozenset[str]


@dataclass(frozen=True, slots=True)
class LanguagePatterns:
    """Cues of what is demanded; `names` gives the ISO 639-1 code of each folded language name.

    `taught` is for courses.
    """

    names: dict[str, str]
    name: re.Pattern[str]
    required: re.Pattern[str]
    desirable: re.Pattern[str]
    refused: re.Pattern[str]
    taught: re.Pattern[str]
    boilerplate: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Station:
    """A duty station. `country` is None where sovereignty is unsettled; `timezone` is an IANA name."""

    id: str
    name: str
    names: tuple[str, ...]
    country: str | None
    timezone: str


@dataclass(frozen=True, slots=True)
class Places:
    """Countries, duty stations and missions under every name we know. Keys are folded."""

    countries: Phrases
    stations: Phrases
    missions: dict[str, tuple[str, ...]]
    codes: frozenset[str]
    zones: dict[str, str]


@dataclass(frozen=True, slots=True)
class Centre:
    """A training centre, and how one applies there when a source says so."""

    id: str
    route: Route | None


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """All that understanding a vacancy or a course needs. `centres` lie under `centre_key` of their names."""

    specialities: dict[str, Speciality]
    keywords: Phrases
    families: dict[str, tuple[str, ...]]
    themes: dict[str, tuple[str, ...]]
    grades: tuple[GradePattern, ...]
    levels: dict[str, Level | None]
    languages: LanguagePatterns
    places: Places
    centres: dict[str, Centre]

    def centre(self, name: str) -> Centre | None:
        """Find a training centre by its name, or by the acronym that a longer name holds ("UNITAR Division …")."""
        acronyms = (word for word in _WORD.findall(name) if len(word) > 2 and word.isupper())
        found = (self.centres.get(centre_key(text)) for text in (name, *acronyms))
        return next(filter(None, found), None)


def build_taxonomy(documents: Mapping[Key, Document]) -> Taxonomy:
    """Turn reference documents, keyed by (kind, id), into a taxonomy; kinds it does not use are passed over."""
    rules = documents["document", "taxonomy"]
    by_kind: dict[str, list[Document]] = {}
    for (kind, _), document in documents.items():
        by_kind.setdefault(kind, []).append(document)
    fields = by_kind.get("field", [])
    return Taxonomy(
        specialities={
            f["slug"]: Speciality(f["slug"], order, f["body"] == "weak", f["generic"]) for order, f in enumerate(fields)
        },
        keywords=Phrases.build(_keywords(fields)),
        families=_families(rules["job_families"]),
        themes={
            fold(name): tuple(slugs)
            for table in ("theme_to_fields", "career_category_to_fields")
            for name, slugs in rules["reliefweb"][table].items()
        },
        grades=_grades(rules["grades"]),
        levels={rank["id"]: rank["level"] for rank in by_kind.get("rank", [])},
        languages=_languages(rules["languages"]),
        places=_places(by_kind.get("country", []), by_kind.get("station", []), by_kind.get("mission", [])),
        centres=_centres(by_kind.get("centre", [])),
    )


def _keywords(fields: Iterable[Document]) -> Iterator[tuple[str, tuple[str, str]]]:
    for f in fields:
        for strength in ("strong", "weak", "veto"):
            for words in f["keywords"].get(strength, {}).values():
                for word in words:
                    yield word, (f["slug"], strength)


def _families(rows: Iterable[Document]) -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for row in rows:
        for name in (row["en"], row["fr"], row.get("code")):
            if name:
                table.setdefault(fold(name), tuple(row["fields"]))
    return table


def _grades(rows: Iterable[Document]) -> tuple[GradePattern, ...]:
    """Keep the order of the file, but let a code win over a title: an assistant to the USG at P-4 is a P-4."""
    return tuple(sorted(map(_grade, rows), key=lambda pattern: not pattern.coded and pattern.category != "seconded"))


def _grade(row: Document) -> GradePattern:
    coded = "-{" in row["canonical"] and row["category"] != "un-volunteer"
    regex = re.compile(row["regex"], re.IGNORECASE)
    return GradePattern(
        row["id"], regex, row["canonical"], row["category"], coded, frozenset(row.get("only_sources", ()))
    )


def _languages(rules: Document) -> LanguagePatterns:
    names = {name: code for code, words in rules["names"].items() for name in words}
    alternation = r"\b(?:" + "|".join(sorted(names, key=len, reverse=True)) + r")\b"

    def any_of(*kinds: str) -> re.Pattern[str]:
        patterns = (f"(?:{pattern})" for kind in kinds for pattern in rules[kind])
        return re.compile("|".join(patterns).replace("{L}", alternation))

    return LanguagePatterns(
        names,
        re.compile(alternation),
        required=any_of("required"),
        desirable=any_of("desirable"),
        refused=any_of("refused"),
        taught=any_of("required", "taught"),
        boilerplate=any_of("boilerplate"),
    )


def _names(row: Document) -> Iterator[str]:
    for name in (row["name_en"], row["name_fr"]):
        yield name
        if "(" in name:
            yield name.split("(")[0]
    aliases = row["aliases"]
    for words in aliases.values() if isinstance(aliases, Mapping) else (aliases,):
        yield from words


def _spellings(row: Document) -> tuple[str, ...]:
    """Give every name of a station, with and without its hyphens."""
    names = list(_names(row))
    return tuple(dict.fromkeys(names + [name.replace("-", " ") for name in names]))


def _station_name(row: Document) -> str:
    """Choose the one name of a station: English, with the accents that only the French column may have."""
    english, french = row["name_en"], row["name_fr"]
    return str(french if fold(french) == fold(english) else english).replace("’", "'")


def _places(countries: Iterable[Document], stations: list[Document], missions: Iterable[Document]) -> Places:
    countries = list(countries)
    built = [Station(s["id"], _station_name(s), _spellings(s), s["country_code"], s["timezone"]) for s in stations]
    zones: dict[str, Counter[str]] = {}
    for station in built:
        if station.country:
            zones.setdefault(station.country, Counter())[station.timezone] += 1
    return Places(
        countries=Phrases.build((name, c["code"]) for c in countries for name in _names(c)),
        stations=Phrases.build((name, station) for station in built for name in station.names),
        missions={
            fold(acronym): tuple(m["countries"])
            for m in missions
            for acronym in (m["acronym_en"], m["acronym_fr"])
            if acronym
        },
        codes=frozenset(c["code"] for c in countries),
        zones={country: next(iter(zone)) for country, zone in zones.items() if len(zone) == 1},
    )


def _centres(rows: Iterable[Document]) -> dict[str, Centre]:
    table: dict[str, Centre] = {}
    for row in rows:
        route = Route(row["application_route"]) if row["application_route_basis"] == "sourced" else None
        for name in (row["name_en"], row["name_fr"], row["acronym"], *row["aliases"]):
            if name:
                table.setdefault(centre_key(name), Centre(row["id"], route))
    return table


def centre_key(name: str) -> str:
    """Write a centre's name so that its British, American and punctuated spellings meet."""
    return " ".join(_WORD.findall(fold(name).replace("center", "centre")))
