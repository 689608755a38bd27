"""What a session in a calendar says, as facts of a course."""

from __future__ import annotations

from itertools import accumulate

from domain.classification import Hints
from feeds.dates import deadline_words
from feeds.documents.calendar import Session
from feeds.facts import COURSES, Facts, SourceInfo
from feeds.text import plain

PARTS = 8
"""Parts of a place, between commas, in which the name of the venue is looked for."""


def session_facts(session: Session, source: SourceInfo) -> Facts:
    """Take a session apart. Its identity is its UID, and for one date of many the date it was first set for."""
    text = session.text("DESCRIPTION")
    place = session.text("LOCATION")
    categories = session.texts("CATEGORIES")
    return Facts(
        title=session.text("SUMMARY"),
        identity=":".join(filter(None, ("ics", session.uid, session.recurrence))) if session.uid else None,
        url=session.text("URL") or None,
        body=text,
        organisation=session.organiser,
        hosts=(*beginnings(place), *categories),
        hints=Hints(
            source=source.id,
            place=place or None,
            status="cancelled" if session.cancelled else None,
            families=categories,
        ),
        published=session.published,
        deadline=deadline_words(plain(text)),
        kind=COURSES,
        start=session.start,
        end=session.end,
    )


def beginnings(place: str) -> tuple[str, ...]:
    """Give what may be the name of a venue, longest first: "Centre for Peace, Law and Order, Cairo" has it in front."""
    return tuple(reversed(list(accumulate(place.split(",")[:PARTS], "{},{}".format))))
