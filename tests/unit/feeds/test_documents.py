"""Documents are taken for what they are, whatever header and encoding they come with."""

from __future__ import annotations

import pytest

from domain.errors import ParseError
from feeds.documents import Data, Document, Feed, Page, receive
from feeds.documents.data import Node
from feeds.text import clean_title

WORDS = "Chargé de sécurité"


def data(body: bytes, content_type: str | None = None) -> Node:
    document = receive(body, content_type)
    assert isinstance(document, Data)
    return document.top


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"<rss version='2.0'><channel/></rss>", Feed),
        (b"<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'/>", Feed),
        (b'\n\t {"a": []}', Data),
        (b"[1]", Data),
        (b"<!-- a --><!DOCTYPE html><p>b</p>", Page),
        (b"<?xml version='1.0' encoding='utf-8'?><html><p>b</p></html>", Page),
    ],
)
def test_the_first_characters_tell_the_kind_and_the_header_does_not(body: bytes, kind: type[Document]) -> None:
    assert type(receive(body, "text/plain")) is kind
    assert type(receive(body, "no header; at=all")) is kind


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_json_is_read_in_whatever_encoding_it_comes(encoding: str) -> None:
    assert data(f'{{"title": "{WORDS}"}}'.encode(encoding))["title"].text == WORDS


@pytest.mark.parametrize("content_type", [None, "application/json; charset=utf-7", "application/json; charset=\r\nx"])
def test_a_header_that_lies_about_the_encoding_is_not_believed(content_type: str | None) -> None:
    assert data(f'{{"title": "{WORDS}"}}'.encode(), content_type)["title"].text == WORDS


def test_the_charset_of_the_header_is_heard_when_json_is_no_utf_8() -> None:
    assert data('{"a": "Łódź"}'.encode("iso-8859-2"), "application/json; charset=iso-8859-2")["a"].text == "Łódź"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_a_page_is_read_in_the_encoding_that_it_declares(encoding: str) -> None:
    page = receive(f'<html><meta charset="{encoding}"><p>{WORDS}</p></html>'.encode(encoding))
    assert isinstance(page, Page)
    assert page.tree.findtext(".//p") == WORDS
    assert page.complete


def test_a_page_without_its_end_was_cut_off() -> None:
    page = receive(b"<html><p>a")
    assert isinstance(page, Page)
    assert not page.complete


def test_no_look_up_in_json_fails_whatever_its_shape() -> None:
    node = data(b'{"a": {"b": [1, "x", true, null, 1.5, {"c": "\\ud800y"}]}}')
    assert [element.text for element in node["a"]["b"]] == ["1", "x", "", "", "", ""]
    assert [element["c"].text for element in node["a"]["b"]][-1] == "y"
    assert node["a"]["b"]["c"]["d"].text == ""
    assert list(node["a"]) == list(node["nothing"]) == []
    assert ("a" in node, "b" in node, "a" in node["a"]["b"]) == (True, False, False)


def test_a_list_that_is_missing_is_no_empty_one() -> None:
    node = data(b'{"empty": [], "null": null, "object": {}}')
    assert node.rows("empty") == ()
    for name in ("null", "object", "absent"):
        with pytest.raises(ParseError, match=f"the JSON has no list '{name}'"):
            node.rows(name)


@pytest.mark.parametrize(
    ("body", "title"),
    [
        (b"<rss version='2.0'><channel><title>Posts &amp;amp; more</title></channel></rss>", "Posts & more"),
        (
            b"<feed xmlns='http://www.w3.org/2005/Atom'><title type='html'>&lt;b&gt;Posts&lt;/b&gt;</title></feed>",
            "Posts",
        ),
        (b"<html><head><title> Posts\n open </title></head></html>", "Posts open"),
        (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-CALNAME:Courses\r\nEND:VCALENDAR\r\n", "Courses"),
        (b"<rss version='2.0'><channel/></rss>", ""),
        (b"<html><p>Posts</p></html>", ""),
        (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", ""),
        (b"{}", ""),
    ],
)
def test_a_document_says_what_it_calls_itself(body: bytes, title: str) -> None:
    assert clean_title(receive(body).title or "") == title
