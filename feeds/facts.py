"""What passes between the readers of formats and the understanding of their entries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from dataclasses import field as field_
from datetime import date, datetime
from enum import IntEnum
from typing import TYPE_CHECKING, Generic, TypeVar

from domain.classification import Hints

if TYPE_CHECKING:
    from feeds.documents.base import Document

D = TypeVar("D", bound="Document")

JOBS = "jobs"
COURSES = "courses"


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """What we know of a source before reading it; None is unknown.

    `kind` is `jobs` or `courses`. `content_type` is the header that came with this document. `publisher` is the
    organisation when all entries are its own. `timezone` is the IANA zone in which its deadlines fall when neither
    entry nor place says better.
    """

    id: str | None = None
    kind: str | None = None
    url: str | None = None
    language: str | None = None
    content_type: str | None = None
    publisher: str | None = None
    timezone: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """One entry as its source states it, still in the source's words (title and body may hold HTML).

    `identity` is the native id, prefixed with its system; without one the link or a hash takes its place. `deadline`
    is an instant, a day (its end counts), or words to read. `timezone` is the zone of such a day, if the format sets
    it. `hosts` are other words that may name a course's centre: its venue, its category. Hours of `start` and `end`
    without a zone are those of the place.
    """

    title: str = ""
    identity: str | None = None
    guid: str | None = None
    url: str | None = None
    body: str = ""
    summary: str | None = None
    organisation: str | None = None
    hints: Hints = field_(default_factory=Hints)
    published: datetime | None = None
    deadline: datetime | date | str | None = None
    timezone: str | None = None
    kind: str = JOBS
    start: date | datetime | None = None
    end: date | datetime | None = None
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageRequest:
    """One page of a listing: where it is, and what a POST sends for it (JSON as text)."""

    url: str
    method: str = "GET"
    body: str | None = None


class Trust(IntEnum):
    """How surely a dialect knows its own, most surely first."""

    NAMESPACE = 0
    LINKS = 1
    ANY = 2


@dataclass(frozen=True, slots=True)
class Dialect(Generic[D]):
    """One format: how to recognise a document, and how to take its entries apart.

    `families` are the general names under which the catalogue may ask for it (`rss`, `atom`, `rdf`, `json:…`,
    `html`). `reads` is the kind of document that it is written in. `trust` orders the trials: a namespace of its own
    says more than the look of the links, and any feed passes for plain RSS. `following` tells how to ask for the page
    after the one that was asked for, None at the end. `total` is how many entries the whole listing has, None where
    the source shows a window of it: only of a whole listing can one say what has gone.
    """

    name: str
    families: frozenset[str]
    reads: type[D]
    recognises: Callable[[D], bool]
    read: Callable[[D, SourceInfo], Iterator[Facts]]
    trust: Trust = Trust.LINKS
    following: Callable[[D, PageRequest], PageRequest | None] = lambda _document, _asked: None
    total: Callable[[D], int | None] = lambda _document: None
