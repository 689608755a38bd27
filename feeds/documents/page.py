"""An HTML page: a listing that we know, or the error and challenge pages that come with status 200."""

from __future__ import annotations

import re
from functools import cached_property

from lxml import etree, html

from domain.errors import ParseError
from feeds.documents.base import Document, decode

_DOCTYPE = re.compile(r"(?>\s+|<!--.*?-->)*+<!doctype html", re.DOTALL | re.IGNORECASE)
_CHARSET = re.compile(r"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{1,40})", re.IGNORECASE)


class Page(Document):
    """A document whose root is `<html>`."""

    @classmethod
    def fits(cls, document: Document) -> bool:
        """Whether the first characters are those of an HTML page."""
        return document.root == "html" or _DOCTYPE.match(document.head) is not None

    def check(self) -> None:
        """Raise unless this can be read at all."""
        _ = self.tree

    @property
    def described(self) -> str:
        """The usual disappointment."""
        return "an HTML page"

    @cached_property
    def text(self) -> str:
        """The markup, decoded."""
        return decode(self, *_CHARSET.findall(self.head)[:1])

    @property
    def title(self) -> str | None:
        """What the browser's tab shows."""
        title = self.tree.find(".//title")
        return None if title is None else str(title.text_content())

    @property
    def complete(self) -> bool:
        """Whether the closing tag of the root was received."""
        return re.search(r"</html\s*>", self.text, re.IGNORECASE) is not None

    @cached_property
    def tree(self) -> html.HtmlElement:
        """The page as a tree, read as far as it can be; nothing outside it is opened."""
        parser = html.HTMLParser(encoding="utf-8", no_network=True)
        try:
            return html.document_fromstring(self.text.encode("utf-8", "replace"), parser=parser)
        except (etree.LxmlError, ValueError, AssertionError) as error:
            raise ParseError("the HTML page is empty or broken") from error
