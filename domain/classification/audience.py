"""Whom a post or a course is for: military, police, civilian; empty when the text does not say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from domain.classification.grades import Grade
from domain.classification.hints import Hints
from domain.taxonomy import fold
from domain.vocabulary import Audience

_POLICE = re.compile(
    r"\b(?:police|polic(?:ier|iere)s?|policing|police officers?|unpol|gendarm\w*|constabulary|fpu|upc|carabinieri"
    r"|commissaires?(?! (?:aux comptes|europeen|de l'union|general))|prevot\w*)\b"
)
_MILITARY = re.compile(
    r"\b(?:military|militaires?|unmos?|staff officers?|officiers? d'etat-major|force commander|commandant de la force"
    r"|army|armees?|armed forces|infantry|infanterie|battalion|bataillon|milobs?|observateurs? militaires?"
    r"|soldats?|soldiers?|officiers? superieurs?|troops?)\b"
)
_CIVILIAN = re.compile(r"\b(?:civils?|civiles?|civilians?|p-?[1-5])\b")
_NOT_SOLDIERS = re.compile(
    r"\b(?:civil[ -]milita\w+|civilo-milita\w+|non-milita\w+|cimic|police judiciaire militaire|milit\w+ industr\w+"
    r"|demilitari\w+|militari[sz]\w+)\b"
)
_SERVING = tuple(
    map(
        re.compile,
        (
            r"\b(?:serving|active[- ]duty|actively serving)\s+(?:\w+\s+){0,3}?(?P<who>police|military|gendarm\w+)",
            r"\b(?P<who>police|military|gendarm\w*)\s+(?:\w+\s+){0,2}?(?:on|in) active (?:duty|service)",
            r"\b(?P<who>policiers?|gendarmes?|militaires?)\b[^.\n]{0,40}\ben (?:activite|service actif)",
        ),
    )
)
_SEGMENT = re.compile(
    r"\b(?:audience|target (?:audience|group)|participants?|public(?: (?:vise|cible|concerne))?|who should attend"
    r"|destinataires|open to|ouvert aux?|a l'intention des?|destine(?:e|s|es)? aux?)\s*:?\s+([^.\n]{3,200})"
)
_UNIFORMED_GRADES = {None, "professional", "director", "seconded", "seconded-staff", "senior-appointment"}
_WITHOUT_KIND = {None, "seconded"}


@dataclass(frozen=True, slots=True)
class AudienceFound:
    """The kinds of people meant, and the words that told."""

    kinds: tuple[Audience, ...] = ()
    reasons: tuple[str, ...] = ()


def read_audience(title: str, body: str, hints: Hints, grade: Grade) -> AudienceFound:
    """Tell whom a post is for.

    A police or military word in the title makes a professional or seconded post one for officers; national,
    general-service, volunteer and consultant posts recruit civilians even beside a police component. Where the words
    are silent, whom the publisher recruits counts.
    """
    found = dict(_serving(fold(body)))
    if grade.category in _UNIFORMED_GRADES:
        found |= dict(_uniforms(fold(title)))
    if grade.id == "IPO":
        found[Audience.POLICE] = "IPO"
    if not found:
        found = dict.fromkeys(hints.audience, "publisher")
    if not found and grade.category not in _WITHOUT_KIND:
        found[Audience.CIVILIAN] = grade.id or ""
    return _in_order(found)


def read_course_audience(title: str, body: str) -> AudienceFound:
    """Tell whom a course is for: what its announcement says under "audience", else its title."""
    segment = _SEGMENT.search(fold(body))
    found = dict(_kinds(segment.group(1))) if segment else {}
    return _in_order(found or dict(_uniforms(fold(title))))


def _in_order(found: dict[Audience, str]) -> AudienceFound:
    kinds = tuple(kind for kind in Audience if kind in found)
    return AudienceFound(kinds, tuple(found[kind] for kind in kinds))


def _uniforms(text: str) -> Iterator[tuple[Audience, str]]:
    text = _NOT_SOLDIERS.sub(" ", text)
    for kind, pattern in ((Audience.MILITARY, _MILITARY), (Audience.POLICE, _POLICE)):
        if match := pattern.search(text):
            yield kind, match.group()


def _kinds(text: str) -> Iterator[tuple[Audience, str]]:
    yield from _uniforms(text)
    if match := _CIVILIAN.search(text):
        yield Audience.CIVILIAN, match.group()


def _serving(text: str) -> Iterator[tuple[Audience, str]]:
    for pattern in _SERVING:
        for match in pattern.finditer(text):
            kind = Audience.MILITARY if match["who"].startswith("milit") else Audience.POLICE
            yield kind, match.group()
