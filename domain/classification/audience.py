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
    r"|soldats?|soldiers?|officiers? superieurs?|troops?|officiers? (?:du genie|de marine|cimic)|etats?-majors?"
    r"|force conjointe|u[1-9]|(?:armed|army) officers?|captains|majors|lieutenant[ -]colonels|generals|sapeurs?"
    r"|signal units?)\b"
)
_CIVILIAN = re.compile(
    r"\b(?:civils?|civiles?|civilians?|p-?[1-5]|humanitarian (?:workers?|practitioners?|staff)|prosecutors?|magistrats?"
    r"|judges?|juges?|procureurs?|acteurs humanitaires|personnels? humanitaires?|(?:aid|relief) (?:organi[sz]ations?"
    r"|agencies)|ngos?|ong|(?:prison|corrections|programme) (?:staff|personnel|officers?)|teachers?|enseignants?"
    r"|journalist\w*|maires?|mayors|cadres (?:des? |d')(?:l'administration|ministeres?|ong))\b"
)
_CIVILIAN_POST = re.compile(r"\b(?:civilian (?:post|position)|poste civil)\b")
_GOVERNMENT_CIVILIANS = re.compile(
    r"\b(?:corrections?|penitentiai\w+|prisons?|greffi\w+|judges?|juges?|prosecutors?|procureurs?|magistrats?)\b"
)
_UNIFORMED = re.compile(r"\b(?:uniformed|personnels? en uniforme|en tenue)\b")
_EITHER = re.compile(
    r"\b(?:defen[cs]e|armed forces|forces armees|interior|interieur|cyberdefense|security sector|secteur de la securite"
    r"|nato|otan|osce|ceasefire|cessez-le-feu|maintien de la paix|contingents?"
    r"|seconded|secondment|detache\w*|detachement|national d.experts?|technique internation\w+|technical expert)\b"
)
"""Work that officers and civilians both do, and ways of being sent: where these stand, silence tells nothing."""
_NOT_PEOPLE = re.compile(
    r"\b(?:civil[ -]milita\w+|civilo-milita\w+|non-milita\w+|cimic|police judiciaire militaire|milit\w+ industr\w+"
    r"|justice militaire|military justice|magistrats? militaires?"
    r"|demilitari\w+|militari[sz]\w+|protection (?:of|des) civil\w+"
    r"|civil (?:affairs|society|protection|registr\w+|servi\w+)|affaires civiles|societe civile|protection civile"
    r"|etat civil)\b"
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
_WHO = (
    r"(?:personnels?|militaires?|milit\w+|polici\w+|police|gendarmes?|civilians?|civils?|soldiers?|uniformed|magistrats?"
    r"|officers?|officiers?|sous-officiers|captains|generals|staff|agents|cadres|sapeurs|signal units|teachers"
    r"|journalist\w*|maires|corrections|prison|ngos?)\b"
)
_PEOPLE = re.compile(
    r"(?:(?:^|[.\n])\s*|\b(?:for|pour|reserve\w* aux?|destine\w* aux?|a l'intention des?|infirmiers?)\s+"
    rf"(?:[\w']+\s){{0,4}}?)\b{_WHO}[^.\n]*"
)
"""A sentence that opens with people, or says for whom it is."""
_UNIFORMED_GRADES = {None, "professional", "director", "seconded", "secondment", "senior-appointment"}
_WITHOUT_KIND = {None, "seconded", "secondment"}


@dataclass(frozen=True, slots=True)
class AudienceFound:
    """The kinds of people meant, and the words that told."""

    kinds: tuple[Audience, ...] = ()
    reasons: tuple[str, ...] = ()


def read_audience(title: str, body: str, hints: Hints, grade: Grade) -> AudienceFound:
    """Tell whom a post is for.

    A police or military word in the title makes a professional or seconded post one for officers; national,
    general-service, volunteer and consultant posts recruit civilians even beside a police component. Where the words
    are silent, whom the publisher recruits counts, and else a vacancy with a text is one for civilians: posts for
    officers say so. A bare title, work that officers do too, and secondments leave it open.
    """
    heading = fold(title)
    if match := _CIVILIAN_POST.search(heading):
        return AudienceFound((Audience.CIVILIAN,), (match.group(),))
    found = dict(_serving(fold(body)))
    if grade.category in _UNIFORMED_GRADES:
        found |= dict(_uniforms(heading))
    if grade.id == "IPO":
        found[Audience.POLICE] = "IPO"
    if not found:
        found = dict.fromkeys(hints.audience, "publisher")
    if not found and (reason := _civilian(heading, body, grade)):
        found[Audience.CIVILIAN] = reason
    return _in_order(found)


def _civilian(heading: str, body: str, grade: Grade) -> str | None:
    """Tell why a post without a word on officers is one for civilians."""
    if grade.category not in _WITHOUT_KIND:
        return grade.id
    if grade.id:
        match = _GOVERNMENT_CIVILIANS.search(heading)
        return match.group() if match else None
    return "vacancy" if body and not _EITHER.search(f"{heading}\n{fold(body)}") else None


def read_course_audience(title: str, body: str) -> AudienceFound:
    """Tell whom a course is for: what its announcement says under "audience" or in a line on people, else its title."""
    text = fold(body)
    segment = _SEGMENT.search(text)
    found = dict(_kinds(segment.group(1))) if segment else {}
    for sentence in () if found else _PEOPLE.finditer(text):
        found |= dict(_kinds(sentence.group()))
    return _in_order(found or dict(_kinds(fold(title))))


def _in_order(found: dict[Audience, str]) -> AudienceFound:
    kinds = tuple(kind for kind in Audience if kind in found)
    return AudienceFound(kinds, tuple(found[kind] for kind in kinds))


def _uniforms(text: str) -> Iterator[tuple[Audience, str]]:
    text = _NOT_PEOPLE.sub(" ", text)
    for kind, pattern in ((Audience.MILITARY, _MILITARY), (Audience.POLICE, _POLICE)):
        if match := pattern.search(text):
            yield kind, match.group()


def _kinds(text: str) -> Iterator[tuple[Audience, str]]:
    yield from _uniforms(text)
    if match := _UNIFORMED.search(text):
        yield Audience.MILITARY, match.group()
        yield Audience.POLICE, match.group()
    if match := _CIVILIAN.search(_NOT_PEOPLE.sub(" ", text)):
        yield Audience.CIVILIAN, match.group()


def _serving(text: str) -> Iterator[tuple[Audience, str]]:
    for pattern in _SERVING:
        for match in pattern.finditer(text):
            kind = Audience.MILITARY if match["who"].startswith("milit") else Audience.POLICE
            yield kind, match.group()
