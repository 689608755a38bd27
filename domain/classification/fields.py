"""Which fields of expertise a text is about: the scoring rule of taxonomy.yaml, `matching`."""

from __future__ import annotations

from dataclasses import dataclass

from domain.classification.hints import Hints
from domain.taxonomy import Speciality, Taxonomy, fold

THRESHOLD = 4.0
IN_TITLE = {"strong": 5.0, "weak": 3.0}
IN_BODY = {"strong": 2.0, "weak": 0.5}
WEAK_BODY = 0.5
FAMILY = 2.0


@dataclass(frozen=True, slots=True)
class FieldTag:
    """One field with its score and the words that told. `guessed`: the job family alone names it."""

    slug: str
    score: float
    reasons: tuple[str, ...]
    guessed: bool = False


def read_fields(title: str, body: str, hints: Hints, taxonomy: Taxonomy) -> tuple[FieldTag, ...]:
    """Tag a text, the main field first; generic fields come last. Without any tag, the job family's fields."""
    points: dict[str, dict[str, float]] = {}
    vetoed: set[str] = set()
    for text, in_title in ((title, True), (body, False)):
        for hit in taxonomy.keywords.find(fold(text).replace("\n", " ")):
            for slug, strength in hit.values:
                if strength == "veto":
                    vetoed |= {slug} if in_title else set()
                    continue
                worth = _worth(taxonomy.specialities[slug], strength, in_title=in_title)
                told = points.setdefault(slug, {})
                told[hit.phrase] = max(worth, told.get(hit.phrase, 0.0))
    family = _family_fields(hints, taxonomy)
    for slug in family:
        points.setdefault(slug, {})["family"] = FAMILY
    tags = [
        FieldTag(slug, sum(told.values()), tuple(told))
        for slug, told in points.items()
        if slug not in vetoed and sum(told.values()) >= THRESHOLD
    ]
    if not tags:
        return tuple(FieldTag(slug, FAMILY, ("family",), guessed=True) for slug in family if slug not in vetoed)
    return tuple(sorted(tags, key=lambda tag: _rank(tag, taxonomy)))


def _worth(speciality: Speciality, strength: str, *, in_title: bool) -> float:
    if in_title:
        return IN_TITLE[strength]
    return WEAK_BODY if strength == "strong" and speciality.weak_body else IN_BODY[strength]


def _rank(tag: FieldTag, taxonomy: Taxonomy) -> tuple[bool, float, int]:
    speciality = taxonomy.specialities[tag.slug]
    return speciality.generic, -tag.score, speciality.order


def _family_fields(hints: Hints, taxonomy: Taxonomy) -> tuple[str, ...]:
    names = [fold(name) for name in hints.families]
    found = [slug for name in names for slug in taxonomy.families.get(name, ()) + taxonomy.themes.get(name, ())]
    return tuple(slug for slug in dict.fromkeys(found) if slug in taxonomy.specialities)
