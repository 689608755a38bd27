"""What a source sends: XML feed, JSON, HTML page or calendar, told apart by the first characters, never by the header.

Adding a kind is adding a file here and its class to `KINDS`.
"""

from __future__ import annotations

from datetime import datetime

from domain.errors import ParseError
from feeds.documents.base import Document
from feeds.documents.calendar import Calendar
from feeds.documents.data import Data
from feeds.documents.feed import Feed
from feeds.documents.page import Page

__all__ = ["Calendar", "Data", "Document", "Feed", "Page", "receive"]

KINDS: tuple[type[Document], ...] = (Page, Feed, Data, Calendar)


def receive(body: bytes, content_type: str | None = None, received_at: datetime | None = None) -> Document:
    """Take a document in as the kind that it is, whole and safe to read; else raise `ParseError` saying what it is."""
    unknown = Document(body, content_type, received_at)
    if not body.strip():
        raise ParseError("the document is empty")
    for kind in KINDS:
        if kind.fits(unknown):
            document = kind(body, content_type, unknown.received_at)
            document.check()
            return document
    found = f"the root element is <{unknown.root}>, expected rss, feed or RDF" if unknown.root else "no XML in it"
    raise ParseError(f"not a feed: {found}")
