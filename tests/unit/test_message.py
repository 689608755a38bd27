"""One message for a chat and for a terminal."""

from __future__ import annotations

import pytest

from bot.views.message import Message, escape, escape_attribute


@pytest.mark.parametrize(
    ("html", "plain"),
    [
        ("plain words", "plain words"),
        ("<b>Police</b> &amp; <i>justice</i>", "Police & justice"),
        ("1 &lt; 2 &gt; 0", "1 < 2 > 0"),
        ("&lt;b&gt;not bold&lt;/b&gt;", "<b>not bold</b>"),
        ('<a href="https://un.org/a?b=1&amp;c=2">the notice</a>', "the notice (https://un.org/a?b=1&c=2)"),
        ('<a href="https://un.org">https://un.org</a>', "https://un.org"),
        (
            '<a href="https://a.org">one</a> and <a href="https://b.org">two</a>',
            "one (https://a.org) and two (https://b.org)",
        ),
        ('<a href="https://a.org"><b>bold\nlink</b></a>', "bold\nlink (https://a.org)"),
        ('<tg-time unix="1" format="Dt">1 January 1970, 00:00 (UTC)</tg-time>', "1 January 1970, 00:00 (UTC)"),
        ("<blockquote expandable>quoted</blockquote>", "quoted"),
    ],
)
def test_plain_text_loses_the_markup_and_keeps_the_words(html: str, plain: str) -> None:
    assert Message(html).plain == plain


@pytest.mark.parametrize(
    "words", ["<b>", "a & b", "&lt;", "</a><a href='x'>", 'say "hello"', "l’État", "5 < 6 > 4 && !"]
)
def test_what_is_escaped_reads_as_it_was_written(words: str) -> None:
    assert Message(escape(words)).plain == words


def test_an_address_cannot_break_out_of_its_attribute() -> None:
    address = escape_attribute('https://x.org/"><b>&y=1')
    assert not set('"<>') & set(address)
    assert Message(f'<a href="{address}">x</a>').plain == "x (https://x.org/%22><b>&y=1)"
