"""Courses and events that a page describes in schema.org's words.

A course comes with its instances, or each event by itself; what is the same for all instances stands on the course. A
page may give only references, and the objects elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from urllib.parse import urljoin

from domain.classification import Hints
from domain.errors import ParseError
from feeds.dates import deadline_words, read_instant, read_moment
from feeds.documents import Page
from feeds.documents.data import Node
from feeds.documents.linked import linked_objects, named, types
from feeds.facts import COURSES, Dialect, Facts, SourceInfo, Trust
from feeds.text import plain

_SERIES = frozenset(("Course", "EventSeries"))
_EVENTS = frozenset(("Event", "EducationEvent", "BusinessEvent", "ConferenceEvent", "SocialEvent", "CourseInstance"))
_MODES = {
    "OfflineEventAttendanceMode": "in person",
    "OnlineEventAttendanceMode": "online",
    "MixedEventAttendanceMode": "blended",
}
_LANGUAGES = {
    "ar": "Arabic", "en": "English", "es": "Spanish", "fr": "French", "pt": "Portuguese", "ru": "Russian",
    "zh": "Chinese",
}  # fmt: skip


def _recognises(document: Page) -> bool:
    try:
        return any(types(node) & (_SERIES | _EVENTS) for node in linked_objects(document))
    except ParseError:
        return False


def _read(document: Page, source: SourceInfo) -> Iterator[Facts]:
    nodes = linked_objects(document)
    whole = {node["@id"].text: node for node in nodes if "@type" in node and node["@id"].text}
    referred = {part["@id"].text for node in nodes for part in _instances(node)} - {""}
    for node in nodes:
        if instances := [whole.get(part["@id"].text, part) for part in _instances(node)]:
            for part in instances:
                yield _facts(part, node, document, source, alone=len(instances) == 1)
        elif types(node) & _EVENTS and node["@id"].text not in referred:
            yield _facts(node, node, document, source, alone=True)


def _instances(node: Node) -> tuple[Node, ...]:
    return (*node["hasCourseInstance"].each, *node["subEvent"].each) if types(node) & _SERIES else ()


def _facts(event: Node, course: Node, document: Page, source: SourceInfo, *, alone: bool) -> Facts:
    """Read one instance; what it leaves open, its course says. `alone` tells that the course has no other."""
    now = document.received_at

    def said(name: str) -> Node:
        return event[name] if name in event else course[name]

    place = next(iter(said("location").each), Node(None))
    address = place["address"]
    status = named(said("eventStatus")).rpartition("/")[2]
    organisers = tuple(filter(None, (named(said(name), "name", "legalName") for name in ("organizer", "provider"))))
    text = unescape(said("description").text).replace("\\n", "\n")  # as The Events Calendar writes it: "&lt;p&gt;…\\n"
    ends = [read_moment(offer["validThrough"].text, now) for offer in said("offers").each]
    dated = status != "EventPostponed"  # the old dates stand there, the new ones are unknown
    return Facts(
        title=course["name"].text or event["name"].text,
        identity=_identity(event, course, source, alone=alone),
        url=named(event["url"]) or named(course["url"]) or None,
        body=text,
        organisation=next(iter(organisers), None),
        hosts=(*organisers, named(place, "name")),
        hints=Hints(
            source=source.id,
            place=address.text or place.text or place["name"].text or None,
            city=address["addressLocality"].text or None,
            country=named(address["addressCountry"], "name") or None,
            mode=_mode(event, place, status),
            status="cancelled" if status == "EventCancelled" else None,
            languages=_languages(said("inLanguage")),
        ),
        published=read_instant(named(said("datePublished")), now),
        deadline=max(filter(None, ends), key=str, default=None) or deadline_words(plain(text)),
        kind=COURSES,
        start=read_moment(event["startDate"].text, now) if dated else None,
        end=read_moment(event["endDate"].text, now) if dated else None,
    )


def _identity(event: Node, course: Node, source: SourceInfo, *, alone: bool) -> str | None:
    """Give the @id, of the course when it has one instance, else with the day that an instance was first set for."""
    own, common = (_lasting(node["@id"].text, source) for node in (event, course))
    if own or (common and alone):
        return f"jsonld:{own or common}"
    first = named(event["previousStartDate"]) or event["startDate"].text
    return f"jsonld:{common}:{first[:10]}" if common and first else None


def _lasting(id_: str, source: SourceInfo) -> str | None:
    """Resolve an @id; "_:b0" names a thing within one document only."""
    return urljoin(source.url or "", id_) if id_ and not id_.startswith("_:") else None


def _mode(event: Node, place: Node, status: str) -> str | None:
    if status == "EventMovedOnline" or "VirtualLocation" in types(place):
        return "online"
    stated = (*event["eventAttendanceMode"].each, *event["courseMode"].each)
    words = (each.text.rpartition("/")[2] for each in stated)
    return " ".join(_MODES.get(word, word) for word in words) or None


def _languages(node: Node) -> str | None:
    """Write out codes ("fr-FR"), for understanding reads names."""
    names = (named(each, "name", "alternateName") for each in node.each)
    return (
        " ".join(_LANGUAGES.get(name[:2].lower(), "") if name[2:3] in ("", "-", "_") else name for name in names)
        or None
    )


DIALECT = Dialect("jsonld", frozenset({"html"}), Page, _recognises, _read, Trust.NAMESPACE)
