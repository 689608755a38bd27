"""Which grade a post has: the dedicated field, else the title, the top of the text, the contract."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from domain.classification.hints import Hints
from domain.taxonomy import GradePattern, Taxonomy, unaccent
from domain.vocabulary import Level

TOP = 600
"""Characters of a description in which a bare grade is believed to be the post's own."""

_LABEL = re.compile(
    r"\b(?:grade(?: level)?|(?:post|job|contract) (?:level|grade)|level|classe et grade|niveau(?: du poste)?"
    r"|grade du poste|classe)\s*:\s*([^\n;]{1,80})",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.\n]")
_OTHERS_GRADE = re.compile(
    r"\b(?:report(?:s|ing)?|supervis\w*|releve|encadre|under the|sous l'autorite|sous la)\b", re.IGNORECASE
)
_SECOND_DIGIT = re.compile(r"\s?/\s?([1-7A-E])(?![0-9A-Z-])", re.IGNORECASE)
_NATIONAL = "ABCDE"


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade with the range of levels it spans; `category` groups grades that are recruited alike."""

    id: str | None = None
    level_min: Level | None = None
    level_max: Level | None = None
    category: str | None = None


def read_grade(title: str, body: str, hints: Hints, taxonomy: Taxonomy) -> Grade:
    """Find the grade, and every level that the title names with it."""
    label = _LABEL.search(unaccent(body))
    for text, words_count in (
        (hints.grade or "", True),
        (title, True),
        (label.group(1) if label else "", True),
        (_of_the_post(unaccent(body)[:TOP]), False),
        (hints.contract or "", True),
    ):
        found = _search(text, hints.source, taxonomy, words_count=words_count)
        if found.id:
            return found
    return Grade()


def _of_the_post(text: str) -> str:
    """Leave out the sentences that speak of the people above and below."""
    return "\n".join(part for part in _SENTENCE_END.split(text) if not _OTHERS_GRADE.search(part))


def _search(text: str, source: str | None, taxonomy: Taxonomy, *, words_count: bool) -> Grade:
    """Apply the patterns in order. In running text only codes count: every text speaks of consultants."""
    text = unaccent(text)
    for pattern in taxonomy.grades:
        if pattern.only_sources and source not in pattern.only_sources:
            continue
        if not (words_count or pattern.coded):
            continue
        found = list(_ids(pattern, text, taxonomy))
        if found:
            together = _together(found, text, taxonomy) if pattern.coded else found[:1]
            levels = [level for _, id in together if (level := taxonomy.levels[id]) is not None]  # noqa: A001
            return Grade(together[0][1], min(levels, default=None), max(levels, default=None), pattern.category)
    return Grade()


def _ids(pattern: GradePattern, text: str, taxonomy: Taxonomy) -> Iterator[tuple[int, str]]:
    for match in pattern.regex.finditer(text):
        groups = list(match.groups())
        yield from _known(match.start(), pattern.canonical, groups, taxonomy)
        second = _SECOND_DIGIT.match(text, match.end())
        if second and pattern.coded:
            yield from _known(second.start(), pattern.canonical, [*groups[:-1], second.group(1)], taxonomy)


def _known(start: int, canonical: str, groups: list[str], taxonomy: Taxonomy) -> Iterator[tuple[int, str]]:
    """Write the canonical id; one that ranks.yaml does not hold is no grade."""
    for number, group in enumerate(groups, 1):
        canonical = canonical.replace(f"{{{number}}}", str(int(group)) if group.isdigit() else group.upper())
    if canonical.startswith("NO-") and canonical[3:].isdigit():
        canonical = f"NO-{_NATIONAL[int(canonical[3:]) - 1]}"
    if canonical in taxonomy.levels:
        yield start, canonical


def _together(found: list[tuple[int, str]], text: str, taxonomy: Taxonomy) -> list[tuple[int, str]]:
    """Add the grades of other ladders that the text lists beside these ("P-5/D-1"), in reading order."""
    if len(text) > TOP:
        return found
    every = {item for pattern in taxonomy.grades if pattern.coded and not pattern.only_sources
             for item in _ids(pattern, text, taxonomy)}  # fmt: skip
    return sorted(every | set(found))
