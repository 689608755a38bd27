"""Which vacancies are one and the same: published by two sources, or once in French and once in English.

Two copies share at least one clue; the database looks copies up by clues, and `is_same_vacancy` decides. A false pair
hides a vacancy from people while a missed one tells them twice, so what is doubtful stays two.
"""

from __future__ import annotations

import re
from datetime import timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from domain.postings import JobPosting
from domain.taxonomy import fold, unaccent

DEADLINES_APART = timedelta(days=3)
"""Sources round the same closing day differently."""

_NUMBER = re.compile(r"(?<![\w.])\d{5,10}(?![\w.])|\b\d{2}-[A-Z]{3,}-[A-Z0-9-]+\d")
_DAY = re.compile(r"20\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_GRADE = re.compile(r"\b(?:[PDGL]|NO|FS|GS|SB|SC|NPSA|IPSA|ICS|IICA|LICA|LSC)[ .-]?(?:[A-E]|\d{1,2})\b", re.IGNORECASE)
_NOISE = re.compile(
    r"\bre-?adverti[sz]\w+|\bextended\b|\bprolonge\w*|\breannonce\w*|\btemporary(?: job opening)?\b|\btjo\b"
    r"|\(?[hmfx](?:/[hmfx])+\)?|\(e\)"
)
_LANGUAGE_IN_LINK = re.compile(
    r"(?<=/)(?:fr|en|fr-fr|en-us|en-gb|francais|english)(?=/|$)|\b(?:lang|language|locale)=\w+"
)
_WORD = re.compile(r"[a-z0-9]+")
_FRENCH = re.compile(
    r"\b(?:de|des|du|la|le|les|et|aux?|en|pour|charge|chargee|specialiste|conseill\w+|fonctionnaire)\b"
)
_ENGLISH = re.compile(r"\b(?:of|and|the|for|in|to|officer|adviser|advisor|specialist|chief|head|assistant|associate)\b")
_ALSO_CALLED = {
    "pnud": "undp", "hcr": "unhcr", "oim": "iom", "pam": "wfp", "oms": "who", "hcdh": "ohchr", "onudc": "unodc",
    "onu femmes": "un women", "fnuap": "unfpa", "finul": "unifil", "fisnua": "unisfa", "minuss": "unmiss",
    "fnuod": "undof", "onust": "untso", "manui": "unama", "manua": "unami", "binuh": "binuh", "unicef": "unicef",
}  # fmt: skip
"""French acronyms of organisations under their English ones."""


def clues(posting: JobPosting) -> frozenset[str]:
    """Give what copies of a vacancy may share, each in 64 characters or less."""
    found = {f"identity:{posting.key[:40]}"}
    if link := _plain_link(posting.url):
        found.add(_clue("link", link))
    found |= {_clue("number", number) for number in _numbers(posting)}
    if words := _title_words(posting):
        found.add(_clue("title", f"{words}|{posting.country}"))
    if posting.grade and posting.city and posting.deadline and posting.fields:
        place = f"{posting.grade}|{fold(posting.city)}|{posting.deadline.date()}|{posting.fields[0]}"
        found.add(_clue("place", place))
    return frozenset(found)


def is_same_vacancy(one: JobPosting, other: JobPosting, *, same_source: bool) -> bool:
    """Decide whether two postings are the same vacancy.

    They are when they lead to the same official page or bear the same number; else when title, grade, place,
    organisation and closing day agree. One source tells its own vacancies apart: there only the same text in the other
    language counts.
    """
    if not _agree(one, other):
        return False
    if _is_translation(one, other):
        return True
    if same_source:
        return False
    if one.key == other.key or _plain_link(one.url) == _plain_link(other.url) != "":
        return True
    if _numbers(one) & _numbers(other):
        return True
    return _title_words(one) == _title_words(other) != "" and one.country == other.country


def _agree(one: JobPosting, other: JobPosting) -> bool:
    """Say that nothing both state speaks against it: grade, city, organisation, closing day."""
    if one.grade and other.grade and one.grade != other.grade:
        return False
    if one.city and other.city and fold(one.city) != fold(other.city):
        return False
    if one.deadline and other.deadline and abs(one.deadline - other.deadline) > DEADLINES_APART:
        return False
    return _is_same_organisation(one.organisation, other.organisation)


def _is_translation(one: JobPosting, other: JobPosting) -> bool:
    """Say that one is the other in French or English: everything that is no word is stated and equal."""
    stated = one.grade and one.city and one.deadline and one.fields
    if not stated or (one.grade, one.fields[:1]) != (other.grade, other.fields[:1]):
        return False
    if one.deadline != other.deadline or fold(one.city or "") != fold(other.city or ""):
        return False
    return _is_french(one.title) != _is_french(other.title)


def _is_french(title: str) -> bool:
    words = fold(title)
    return bool(_FRENCH.search(words)) and not _ENGLISH.search(words)


def _is_same_organisation(one: str | None, other: str | None) -> bool:
    """Say that two names may be one organisation's; an acronym and a name that it does not abbreviate may be, too."""
    if not one or not other:
        return True
    names = [_ALSO_CALLED.get(fold(name), fold(name)) for name in (one, other)]
    if names[0] == names[1]:
        return True
    return (" " in names[0]) != (" " in names[1])


def _numbers(posting: JobPosting) -> frozenset[str]:
    """Give the vacancy numbers that title and link bear; years and postal codes are shorter, days are left out."""
    path = urlsplit(posting.url or "")
    words = f"{posting.title} {path.path.replace('/', ' ')} {path.query.replace('=', ' ')}"
    return frozenset(number for number in _NUMBER.findall(words) if not _DAY.fullmatch(number))


def _plain_link(url: str | None) -> str:
    """Write an address without scheme and language; a page without a number is the front of a whole listing."""
    parts = urlsplit(url or "")
    link = f"{parts.netloc}{parts.path.rstrip('/')}?{parts.query}".lower()
    return _LANGUAGE_IN_LINK.sub("", link) if any(c.isdigit() for c in parts.path + parts.query) else ""


def _title_words(posting: JobPosting) -> str:
    """Give the words of a title without grade, place, numbers and what announcers add."""
    text = _NOISE.sub(" ", _GRADE.sub(" ", fold(posting.title)))
    for place in filter(None, (posting.city, posting.organisation)):
        text = text.replace(fold(place), " ")
    words = [word for word in _WORD.findall(unaccent(text)) if not word.isdigit()]
    return " ".join(words) if len(words) > 1 else ""


def _clue(kind: str, text: str) -> str:
    return f"{kind}:{sha256(text.encode()).hexdigest()[:40]}"
