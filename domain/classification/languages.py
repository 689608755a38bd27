"""Which languages a post requires and which are a plus, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from domain.classification.hints import Hints
from domain.taxonomy import LanguagePatterns, fold

_SENTENCES = re.compile(r"[.;\n!?•]")
_NEXT_CLAUSE = re.compile(
    r"\b(?:required|essential|mandatory|desirable|an asset|an advantage|advantageous|preferred|a plus"
    r"|exigee?s?|requise?s?|obligatoires?|indispensables?|souhaitables?|souhaitee?s?|un atout|un avantage|appreciee?s?)"
    r"\s*(?:,\s*(?:and|but|while|whereas|et|mais|tandis que)?|\)\s*,?|\b(?:and|but|while|whereas|et|mais|tandis que)\b)"
)
_TAUGHT = re.compile(r"\b(?:langues?|languages?)\b[^.:;\n]{0,30}:\s*([^.;\n]{2,60})")
_WISHED = re.compile(
    r"\b(?:desir\w+|assets?|advantage\w*|prefer\w+|a plus|souhait\w+|atouts?|avantage\w*|apprecie\w*)\b"
)
_DENIED = re.compile(
    r"\bnot\s+(?:required|essential|mandatory)|\bn'(?:est|etait|sont) pas\b|\bpas (?:exige|requis|oblig)"
)


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
    required: list[str] = []
    asset: list[str] = []
    if hints.languages or hints.languages_asset:
        required += _codes(fold(hints.languages or ""), patterns)
        asset += _codes(fold(hints.languages_asset or ""), patterns)
    else:
        for clause in _clauses(fold(body), patterns):
            required += _matching(clause, patterns.required, patterns)
            asset += _matching(clause, patterns.desirable, patterns)
    return Languages(
        tuple(dict.fromkeys(required)), tuple(code for code in dict.fromkeys(asset) if code not in required)
    )


def read_course_languages(body: str, hints: Hints, patterns: LanguagePatterns) -> Languages:
    """Tell in which languages a course is given: the source's field, else what the text labels, else its demands.

    A label before languages of which some are only wished for states demands too.
    """
    taught = _TAUGHT.search(fold(body))
    if taught and not hints.languages and not _WISHED.search(taught.group(1)):
        found = tuple(dict.fromkeys(_codes(taught.group(1), patterns)))
        if found:
            return Languages(found)
    return read_languages(body, hints, patterns)


def _clauses(text: str, patterns: LanguagePatterns) -> Iterator[str]:
    for pattern in patterns.boilerplate:
        text = pattern.sub(" ", text)
    for sentence in _SENTENCES.split(text):
        if patterns.name.search(sentence):
            for clause in _NEXT_CLAUSE.sub(r"\g<0>\n", sentence).split("\n"):
                if not _DENIED.search(clause):
                    yield clause


def _matching(clause: str, among: tuple[re.Pattern[str], ...], patterns: LanguagePatterns) -> list[str]:
    """Give the languages inside the words that match, without those between which one may choose."""
    return [
        code
        for pattern in among
        for match in pattern.finditer(clause)
        for code in _codes(_without_choices(match.group(), patterns), patterns)
    ]


def _without_choices(text: str, patterns: LanguagePatterns) -> str:
    name = patterns.name.pattern
    return re.sub(rf"{name}\s+(?:or|ou|and/or|et/ou)\s+(?:(?:in|of|du|de|le|l'|la)\s*)*{name}", " ", text)


def _codes(text: str, patterns: LanguagePatterns) -> Iterator[str]:
    for match in patterns.name.finditer(text):
        yield patterns.names[match.group()]
