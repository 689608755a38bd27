"""How one applies, on what contract, whether one still can, and how a course is held."""

from __future__ import annotations

import re

from domain.classification.audience import AudienceFound
from domain.classification.grades import Grade
from domain.classification.hints import Hints
from domain.postings import PostingStatus
from domain.taxonomy import fold
from domain.vocabulary import Audience, Route

CONTRACTS = {
    "seconded": r"second(?:ed|ment)\b|detache|detachement|non[- ]contract",
    "internship": r"\bintern(?:ship|s)?\b|\btrainee(?:ship)?\b|\bstage\b|stagiaire",
    "volunteer": r"volunteer|volontaire|\bunv\b",
    "consultancy": r"consultan|individual contractor|\bica\b|vacataire|\bssa\b",
    "service-contract": r"service contract|contrat de service|\bsc\b|\b[ni]?psa\b|\b[il]ica\b|personnel services?",
    "temporary": r"temporary|temporaire|\bta\b|\btjo\b|short[- ]term|courte duree",
    "fixed-term": r"fixed[- ]term|duree determinee|\bfta\b|\bcdd\b",
    "permanent": r"\bpermanent\b|continuing|indefinite|indetermine|\bcdi\b",
}
"""What a contract is called, by the words of a contract field; first match wins."""

_CONTRACTS = {name: re.compile(pattern) for name, pattern in CONTRACTS.items()}
_IN_TITLE = {
    "seconded": re.compile(r"\bsecond(?:ed|ment)\b|\bdetache\b|\bdetachement\b|\bnon[- ]contract"),
    "internship": re.compile(r"\binternships?\b|\bintern\b|\bstagiaire\b"),
    "service-contract": re.compile(r"\bservice contract\b|\bcontrat de service"),
    "temporary": re.compile(r"\btemporary (?:appointment|job|position|post)|\(temporary\)|\btemporaire\b|\btjo\b"),
    "fixed-term": re.compile(r"\bfixed[- ]term\b|\bduree determinee\b"),
}
_CONTRACT_LABEL = re.compile(
    r"\b(?:type of contract|contract type|type de contrat|nature du contrat)\s*:\s*([^\n.;]{2,60})"
)
_SECONDED = re.compile(
    r"\bofficial secondment\b|\bdetachement officiel\b|\b(?:must|should|will) be seconded\b"
    r"|\bsecondment (?:from|by) (?:\w+ ){0,3}(?:governments?|member states?)\b"
)
_CONTRACT_OF_GRADE = {
    "seconded": "seconded", "secondment": "seconded", "un-volunteer": "volunteer", "consultant": "consultancy",
    "intern": "internship",
    "national-contract": "service-contract", "international-contract": "service-contract", "unops": "service-contract",
    "service-contract": "service-contract",
}  # fmt: skip

_NOMINATED = re.compile(
    r"\b(?:through|via|by|by way of|par|par le biais de|par l'intermediaire de|par l'entremise de|aupres de)"
    r"\s+(?:\w+['\s]+){0,3}(?:permanent missions?|missions? permanentes?)\b"
    r"|\bnominat(?:ed|ions?)\s+(?:by|from|of candidates by)\s+(?:\w+\s+){0,2}"
    r"(?:member states|governments?|permanent missions?)"
    r"|\b(?:candidat\w*|nomination\w*)\s+(?:\w+\s+){0,3}(?:presentee?s?|proposee?s?|transmise?s?)\s+par\s+"
    r"(?:\w+['\s]+){0,2}(?:etats? membres?|gouvernements?|missions? permanentes?)"
    r"|\bpar la voie hierarchique\b|\bthrough (?:their|the) (?:national authorities|chain of command)\b"
    r"|\bseconded (?:posts?|positions?|vacanc\w+)\b|\bnon[- ]contracted\b|\bnon[- ]contractuel\w*"
)
_OFFICERS_SENT = re.compile(
    r"\bunmos?\b|\bmilitary observers?\b|\bobservateurs? militaires?\b|\bindividual police officers?\b"
)
_ROSTER = re.compile(
    r"\broster\b|\bvivier\b|\btalent pool\b|\bliste de reserve\b|\breserve de candidat\w*"
    r"|\bfichier d'experts\b|\bfichier de candidat"
)
_ROSTER_BODY = re.compile(
    r"\b(?:establish|create|generate|build|constitute|constituer|etablir)\w*\s+(?:\w+['\s]+){0,4}"
    r"(?:roster|vivier|liste de reserve)"
)
_BY_ONESELF = re.compile(
    r"\bapply (?:online|through|via|at|on|using)\b"
    r"|\bapplications? (?:must|should|are to) be submitted (?:online|through|via)"
    r"|\bsubmit (?:your|an|their) (?:application|cv|resume)|\bpostule[rz]? (?:en ligne|sur|via|par)"
    r"|\benvoye[rz] (?:votre|leur|un) (?:cv|candidature)"
)
_STATUSES = (
    (PostingStatus.CANCELLED, re.compile(r"\b(?:cancell?ed|annulee?|withdrawn|retiree?)\b")),
    (PostingStatus.CLOSED, re.compile(r"\b(?:closed|expired|filled|cloturee?|fermee?|pourvue?)\b")),
)
_MARK = re.compile(r"^\W*([\w' ]{4,20}?)\s*[:\]\)*!-]|[\[(*]\s*([^\])*]{4,20})\s*[\])*]\s*$")
_REGISTERED = re.compile(
    r"\b(?:appl(?:y|ications?)|registrations?|register|enrol\w*|payments?|forms?|inscri\w+|candidatures?|postul\w+"
    r"|formulaires?|paiements?)\b[^.;\n]{0,40}?\b(?:on-?line|en ligne|on-?site)\b"
    r"|\b(?:on-?line|en ligne)\s+(?:applications?|registrations?|forms?|payments?)\b"
)
_MODES = {
    "blended": re.compile(r"\b(?:blended|hybrid\w*|hybride|mixte)\b"),
    "online": re.compile(
        r"\b(?:on-?line|en ligne|e-learning|webinar\w*|webinaire|self-paced|a distance|distance learning|virtu\w+"
        r"|visioconf\w+|microsoft teams|webex)\b"
    ),
    "in_person": re.compile(r"\b(?:in[- ]person|presentiel|residential|face[- ]to[- ]face|on-?site)\b"),
}


def read_contract(title: str, body: str, hints: Hints, grade: Grade) -> str | None:
    """Name the contract: a secondment wherever it is said, else the source's field, the title, the text, the grade."""
    heading = fold(title)
    stated = fold(hints.contract or "")
    if _IN_TITLE["seconded"].search(heading) or grade.category == "seconded":
        return "seconded"
    text = fold(body)
    if _SECONDED.search(text):
        return "seconded"
    label = _CONTRACT_LABEL.search(text)
    for words, patterns in ((stated, _CONTRACTS), (heading, _IN_TITLE), (label.group(1) if label else "", _CONTRACTS)):
        for name, pattern in patterns.items():
            if pattern.search(words):
                return name
    return _CONTRACT_OF_GRADE.get(grade.category or "")


def read_route(
    title: str, body: str, hints: Hints, grade: Grade, contract: str | None, audience: AudienceFound
) -> Route | None:
    """Tell how one applies, by evidence only.

    Secondment and words about the Permanent Mission mean nomination. That one applies oneself is believed of a
    source with its own application form, or of a text that says so; but a post for officers may be seconded without
    a word about it in an aggregator's copy, so there the contract has to be known too.
    """
    heading = fold(title)
    text = fold(body)
    if _ROSTER.search(heading) or _ROSTER_BODY.search(text):
        return Route.ROSTER
    if contract == "seconded" or grade.id == "IPO" or _NOMINATED.search(text) or _OFFICERS_SENT.search(heading):
        return Route.NOMINATION
    officers = {Audience.MILITARY, Audience.POLICE} & set(audience.kinds)
    if hints.route or (officers and not contract):
        return hints.route
    return Route.INDIVIDUAL if hints.individual or _BY_ONESELF.search(text) else None


def read_status(title: str, hints: Hints) -> PostingStatus:
    """Read the source's status, or a mark such as "[Cancelled]" at either end of the title."""
    mark = _MARK.search(fold(title))
    text = f"{fold(hints.status or '')} {' '.join(filter(None, mark.groups())) if mark else ''}"
    return next((status for status, pattern in _STATUSES if pattern.search(text)), PostingStatus.OPEN)


def read_mode(title: str, body: str, hints: Hints) -> str | None:
    """Tell how a course is held: `blended`, `online`, `in_person`, or None.

    The source's field speaks first, then the title, the place, the text; that one registers online says nothing.
    """
    for text in (fold(hints.mode or ""), fold(title), fold(hints.place or ""), _REGISTERED.sub(" ", fold(body))):
        for mode, pattern in _MODES.items():
            if pattern.search(text):
                return mode
    return None
