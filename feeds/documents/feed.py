"""An XML feed and its entries: feedparser for what all feeds share, lxml for the rest."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import feedparser
from lxml import etree

from domain.errors import ParseError
from feeds.dates import read_instant
from feeds.documents.base import Document
from feeds.text import MARKUP_LIMIT

ROOTS = ("rss", "feed", "rdf")
_LIBRARY_FAULTS = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


@dataclass(frozen=True, slots=True)
class Entry:
    """One item: `fields` as feedparser gives them, `element` in the tree when both readers agree on the count."""

    fields: Any
    element: etree._Element | None

    def get(self, name: str) -> str:
        """Give one of feedparser's text fields, empty when absent."""
        value = dict.get(self.fields, name)  # its own get() warns of names that stand for one another
        return value if isinstance(value, str) else ""

    def texts(self, name: str, namespace: str = "") -> tuple[str, ...]:
        """Give the texts of all elements of a local name whose namespace contains a word, in order.

        feedparser keeps only the last of repeated extension elements (kurtmckee/feedparser#177).
        """
        if self.element is None:
            return tuple(v for k in self.fields if k.endswith(f"_{name.lower()}") and (v := self.get(k)))
        return tuple(
            text
            for child in self.element.iter("*")
            if _local(child) == name.lower() and namespace in _namespace(child)
            if (text := "".join(map(str, child.itertext())).strip())
        )

    def text(self, name: str, namespace: str = "") -> str | None:
        """Give the first of `texts`."""
        return next(iter(self.texts(name, namespace)), None)

    def published(self, now: datetime) -> datetime | None:
        """Give the instant of publication, else of the last touch, aware UTC."""
        moments = (read_instant(self.get(name), now) for name in ("published", "created", "updated", "date"))
        return next(filter(None, moments), None)

    @property
    def markup(self) -> str:
        """The longest description there is, HTML perhaps, cut where no honest one reaches."""
        contents = [c.get("value") or "" for c in self.fields.get("content") or () if isinstance(c, dict)]
        return max([self.get("summary"), *contents], key=len)[:MARKUP_LIMIT]

    @property
    def tags(self) -> tuple[str, ...]:
        """Category names in order."""
        terms = [tag.get("term") or tag.get("label") for tag in self.fields.get("tags") or ()]
        return tuple(term.strip() for term in terms if isinstance(term, str) and term.strip())

    @property
    def links(self) -> tuple[str, ...]:
        """The entry's own addresses, best first."""
        alternates = [
            link.get("href") for link in self.fields.get("links") or () if link.get("rel", "alternate") == "alternate"
        ]
        return tuple(dict.fromkeys(link for link in (self.get("link"), *alternates) if isinstance(link, str) and link))


class Feed(Document):
    """RSS, Atom or RDF. Reading is lazy."""

    @classmethod
    def fits(cls, document: Document) -> bool:
        """Whether the root element is that of a feed."""
        return document.root in ROOTS

    def check(self) -> None:
        """Raise unless this is a whole feed that is safe to read."""
        if _ENTITY.search(self.body.replace(b"\0", b"").decode("latin-1")):
            raise ParseError("the document declares XML entities, which no honest feed does")
        if self.tree is not None and not self.complete:
            raise ParseError(f"the document ends before </{self.root}>: it was cut off")

    @property
    def described(self) -> str:
        """The root element names the family."""
        return f"a feed with the root element <{self.root}>"

    @cached_property
    def text(self) -> str:
        """The whole document in the encoding that feedparser settled on."""
        encoding = self.parsed.get("encoding") or "utf-8"
        try:
            return self.body.decode(encoding, "replace")
        except LookupError:
            return self.body.decode("utf-8", "replace")

    @cached_property
    def complete(self) -> bool:
        """Whether the closing tag of the root was received."""
        name = rf"(?:[\w.-]+:)?{self.root}"
        return re.search(rf"</{name}\s*>|<{name}(?![\w.:-])[^>]*/>", self.text, re.IGNORECASE) is not None

    @cached_property
    def parsed(self) -> Any:
        """What feedparser makes of the bytes: never a text, which it would take for a file name first."""
        headers = {"content-type": self.content_type} if self.content_type else {}
        try:
            return feedparser.parse(
                io.BytesIO(self.body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
            )
        except _LIBRARY_FAULTS as error:  # an unreadable encoding declaration raises a bare ValueError, for one
            raise ParseError("the feed cannot be read: its encoding or markup is broken") from error

    @cached_property
    def tree(self) -> etree._Element | None:
        """The same document as a tree, read as far as it can be; entities and the network stay untouched."""
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, recover=True, encoding="utf-8"
        )
        text = _DECLARATION.sub("", self.text.lstrip("\ufeff"))
        try:
            return etree.fromstring(text.encode("utf-8", "replace"), parser)
        except (etree.XMLSyntaxError, ValueError):
            return None

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """All items in document order."""
        if not self.parsed.get("version"):
            raise ParseError("the feed cannot be read as RSS or Atom")
        found = self.parsed.get("entries") or []
        elements = list(self._items())
        if len(elements) != len(found):
            return tuple(Entry(fields, None) for fields in found)
        return tuple(Entry(fields, element) for fields, element in zip(found, elements, strict=True))

    @cached_property
    def namespaces(self) -> str:
        """Every namespace declared at the root or used by an item, in one line to search in."""
        if self.tree is None:
            return ""
        uris = set(self.tree.nsmap.values()) | {_namespace(e) for e in self.tree.iter("*")}
        return " ".join(sorted(uri for uri in uris if uri))

    @property
    def channel(self) -> Any:
        """The feed's own fields: title, link, language."""
        return self.parsed.get("feed") or {}

    @property
    def title(self) -> str | None:
        """The channel's title."""
        title = self.channel.get("title")
        return title if isinstance(title, str) else None

    @property
    def link(self) -> str | None:
        """The site that the feed belongs to."""
        link = self.channel.get("link")
        return link if isinstance(link, str) else None

    @property
    def fresh_for(self) -> float | None:
        """RSS 2.0's `ttl`, which is in minutes."""
        minutes = str(self.channel.get("ttl") or "")
        return float(minutes[:6]) * 60 if minutes.isascii() and minutes.isdigit() else None

    def links_to(self, pattern: re.Pattern[str]) -> bool:
        """Whether most entries link to addresses of a certain form."""
        hits = sum(any(pattern.search(link) for link in entry.links) for entry in self.entries)
        return hits * 2 > len(self.entries)

    def _items(self) -> Iterator[etree._Element]:
        if self.tree is not None:
            yield from (e for e in self.tree.iter("*") if _local(e) in ("item", "entry"))


def _local(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _namespace(element: etree._Element) -> str:
    """Read the namespace off the tag: QName refuses names that a recovering parser lets pass."""
    return str(element.tag).rpartition("}")[0].lstrip("{")
