"""Which languages a post requires and which are a plus, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from domain.classification.hints import Hints
from domain.taxonomy import LanguagePatterns, fold

_SENTENCES = re.compile(r"[.;\n!?•]")
_NEXT_CLAUSE = re.compile(
    r"\b(?:required|essential|mandatory|compulsory|a must|necessary|needed|fluent|desirable|desired|an asset|assets"
    r"|an advantage|advantageous|preferred|a plus|helpful|welcome|exigee?s?|requise?s?|obligatoires?|indispensables?"
    r"|necessaires?|courante?s?|couramment|souhaitables?|souhaitee?s?|un atout|un avantage|un plus|appreciee?s?)"
    r"\s*(?:,\s*(?:and|but|while|whereas|et|mais|tandis que)?|\)\s*,?|\b(?:and|but|while|whereas|et|mais|tandis que)\b)"
)
_KNOWLEDGE = re.compile(r"\b(?:and|et|with|avec)\s+(?=(?:[a-z]+\s+){0,2}(?:knowledge|connaissances?|notions)\b)")
_TAUGHT = re.compile(r"\b(?:langues?|languages?)\b[^.:;\n]{0,30}:\s*([^.;\n]{2,60})")


@dataclass(frozen=True, slots=True)
class Languages:
    """ISO 639-1 codes in reading order."""

    required: tuple[str, ...] = ()
    asset: tuple[str, ...] = ()


def read_languages(body: str, hints: Hints, patterns: LanguagePatterns) -> Languages:
    """Tell requirements from assets.

    The sentence on the working languages of the Secretariat stands in every vacancy and requires nothing. "French or
    English" requires neither of the two.
    """
    if hints.languages or hints.languages_asset:
        required = _codes(fold(hints.languages or ""), patterns)
        return _told(required, _codes(fold(hints.languages_asset or ""), patterns))
    return _demands(fold(body), patterns.required, patterns)


def read_course_languages(body: str, hints: Hints, patterns: LanguagePatterns) -> Languages:
    """Tell in which languages a course is given: the source's field, else what the text labels, else its sentences.

    A label before languages of which some are only wished for states demands too.
    """
    if hints.languages:
        return read_languages(body, hints, patterns)
    text = fold(body)
    label = _TAUGHT.search(text)
    if label and not patterns.desirable.search(label.group(1)) and (found := _codes(label.group(1), patterns)):
        return _told(found, [])
    return _demands(text, patterns.taught, patterns)


def _demands(text: str, demand: re.Pattern[str], patterns: LanguagePatterns) -> Languages:
    required: list[str] = []
    asset: list[str] = []
    for clause in _clauses(text, patterns):
        if patterns.desirable.search(clause):
            asset += _codes(clause, patterns)
        elif demand.search(clause) and not patterns.refused.search(clause):
            required += _codes(_without_choices(clause, patterns), patterns)
    return _told(required, asset)


def _told(required: list[str], asset: list[str]) -> Languages:
    return Languages(
        tuple(dict.fromkeys(required)), tuple(code for code in dict.fromkeys(asset) if code not in required)
    )


def _clauses(text: str, patterns: LanguagePatterns) -> Iterator[str]:
    """Cut a text so that each part says one thing of the languages it names."""
    for sentence in _SENTENCES.split(patterns.boilerplate.sub(" ", text)):
        if not patterns.name.search(sentence):
            continue
        for clause in _NEXT_CLAUSE.sub(r"\g<0>\n", sentence).split("\n"):
            wished = patterns.desirable.search(clause) and patterns.required.search(clause)
            yield from _KNOWLEDGE.split(clause) if wished else (clause,)


def _without_choices(text: str, patterns: LanguagePatterns) -> str:
    name = patterns.name.pattern
    return re.sub(rf"{name}\s+(?:or|ou|and/or|et/ou)\s+(?:(?:in|of|du|de|le|l'|la)\s*)*{name}", " ", text)


def _codes(text: str, patterns: LanguagePatterns) -> list[str]:
    return [patterns.names[match.group()] for match in patterns.name.finditer(text)]
