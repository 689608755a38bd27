"""Bytes as received, and what can be told of them before they are read."""

from __future__ import annotations

import codecs
import re
from datetime import UTC, datetime
from email.message import Message
from functools import cached_property

HEAD = 65_536
"""Bytes at the beginning in which a document shows what it is."""

_ASIDE = re.compile(r"\s+|<!--.*?-->|<\?.*?\?>|<!doctype[^>\[]*(?:\[[^\]]*\])?[^>]*>", re.DOTALL | re.IGNORECASE)
_ROOT = re.compile(r"\s*<(?:[\w.-]+:)?([\w.-]+)")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Document:
    """Bytes that came from a source; each kind reads them lazily in its own way."""

    def __init__(self, body: bytes, content_type: str | None = None, received_at: datetime | None = None) -> None:
        self.body = body
        self.content_type = content_type
        self.received_at = received_at or datetime.now(UTC)

    @classmethod
    def fits(cls, document: Document) -> bool:
        """Whether the first characters are those of this kind."""
        raise NotImplementedError

    def check(self) -> None:
        """Raise `ParseError`, one clear line, unless the document is whole and safe to read."""
        raise NotImplementedError

    @property
    def described(self) -> str:
        """What this is, for the person who expected something else."""
        raise NotImplementedError

    @property
    def title(self) -> str | None:
        """What the document calls itself, markup perhaps."""
        return None

    @property
    def fresh_for(self) -> float | None:
        """For how many seconds the document itself asks to be left alone."""
        return None

    @cached_property
    def head(self) -> str:
        """The first characters, decoded well enough to recognise markup."""
        if self.body[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return self.body[:HEAD].decode("utf-16", "replace")
        return self.body[:HEAD].replace(b"\0", b"").decode("utf-8-sig", "replace")

    @cached_property
    def root(self) -> str:
        """Name of the root element in lower case, empty when there is no markup."""
        start = 0
        while aside := _ASIDE.match(self.head, start):
            start = aside.end()
        match = _ROOT.match(self.head, start)
        return match.group(1).lower() if match else ""


def decode(document: Document, *declared: str) -> str:
    """Decode by byte order mark, else UTF-8, else the header's charset, else those `declared` in the document itself.

    Windows-1252 comes last, because what is wrongly declared is mostly that; never fails.
    """
    header = Message()
    header["content-type"] = (document.content_type or "").replace("\n", " ").replace("\r", " ")
    marked = next((encoding for mark, encoding in _MARKS if document.body.startswith(mark)), "utf-8")
    charset = header.get_content_charset()
    for encoding in (marked, charset, *declared, "windows-1252"):
        try:
            if encoding:
                return document.body.decode(encoding)
        except (LookupError, ValueError):
            continue
    return document.body.decode("utf-8", "replace")
