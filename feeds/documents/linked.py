"""Linked data of an HTML page: the objects of its JSON-LD blocks, wherever pages list them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from domain.errors import ParseError
from feeds.documents.data import Data, Node
from feeds.documents.page import Page

_LISTS = ("@graph", "itemListElement", "item", "mainEntity", "hasPart", "event", "events")
_DEPTH = 8
_OPENERS = ("/*", "//", "<!--", "<![CDATA[", "*/")
_CLOSERS = ("*/", "-->", "]]>", "//", "/*")


def linked_objects(page: Page) -> list[Node]:
    """Give every object that the page describes, in order; references by @id stand for themselves.

    A block that is broken is passed over. Raise `ParseError` when there is no block, or none that is sound, and when
    the page was cut off: some may be missing.
    """
    if not page.complete:
        raise ParseError("the page ends before </html>: it was cut off")
    kinds = ((script, (script.get("type") or "").lower()) for script in page.tree.iter("script"))
    scripts = [script for script, kind in kinds if kind.partition(";")[0].strip() == "application/ld+json"]
    blocks = []
    for script in scripts:
        try:
            blocks.append(Data(_unwrapped(script.text or "").encode("utf-8", "replace")).top)
        except ParseError:
            continue
    if not blocks:
        raise ParseError(f"none of the {len(scripts)} JSON-LD blocks is sound" if scripts else "no JSON-LD in the page")
    return [node for block in blocks for node in _objects(block, _DEPTH)]


def types(node: Node) -> frozenset[str]:
    """Give the names of an object's types, without the vocabulary in front: there may be several."""
    return frozenset(re.split(r"[/#:]", name.text)[-1] for name in node["@type"].each)


def named(node: Node, *properties: str) -> str:
    """Give a text, or the name of the object that stands in its place; empty when absent."""
    first = next(iter(node.each), Node(None))
    return first.text or next(filter(None, (first[name].text for name in properties)), "")


def _unwrapped(block: str) -> str:
    """Take off the comments and CDATA marks that hide a block from old browsers."""
    for opener in _OPENERS:
        block = block.lstrip().removeprefix(opener)
    for closer in _CLOSERS:
        block = block.rstrip().removesuffix(closer)
    return block


def _objects(node: Node, depth: int) -> Iterator[Node]:
    if node.is_list:
        parts = list(node)
    else:
        yield node
        parts = [node[name] for name in _LISTS if name in node]
    if depth:
        for part in parts:
            yield from _objects(part, depth - 1)
