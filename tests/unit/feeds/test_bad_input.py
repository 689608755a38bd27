"""Damaged and hostile documents: the right items, or one clear line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.errors import ParseError
from domain.postings import JobPosting
from feeds.parse import FORMATS, Item, SourceInfo, parse
from tests.unit.feeds.reference import taxonomy

DATA = Path(__file__).parents[2] / "data" / "feeds"
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
FEED = (
    '<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel><title>Jobs</title>{items}</channel></rss>'
)
BOMB = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;">]>
<rss version="2.0"><channel><item><title>&lol2;</title></item></channel></rss>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<rss version="2.0"><channel><item><title>&x;</title></item></channel></rss>"""
CHALLENGE = (
    b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>"
)


def feed(*items: str, encoding: str = "utf-8") -> bytes:
    body = "".join(f"<item>{item}</item>" for item in items)
    return FEED.format(items=body, encoding=encoding).encode(encoding)


def read(body: bytes, source: SourceInfo | None = None) -> list[Item]:
    return parse(body, "auto", taxonomy(), source, now=NOW)


def only(body: bytes, source: SourceInfo | None = None) -> JobPosting:
    [item] = read(body, source)
    assert isinstance(item, JobPosting)
    return item


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", "the document is empty"),
        (b" \n\t ", "the document is empty"),
        (CHALLENGE, "an HTML page stands where a feed should be"),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>', "an HTML page"),
        (b'{"status": 0, "message": "error"', "the JSON is broken or cut off at character 32"),
        (b'{"message": "no"}', "JSON of another shape stands where a feed should be"),
        (b"[]", "JSON of another shape stands where a feed should be"),
        (b'{"a": 1} {"b": 2}', "the JSON is broken or cut off"),
        (b'{"a": NaN}', "the JSON holds NaN"),
        (b'{"a": 1, "a": 2}', "the JSON gives a name twice"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "the JSON holds a value that cannot be read"),
        (b"[" * 100_000, "the JSON is nested deeper"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "the JSON is nested deeper"),
        (b"<html></html>", "an HTML page"),
        (b"<!DOCTYPE html>", "the HTML page is empty or broken"),
        (b"Service temporarily unavailable", "not a feed: no XML in it"),
        (b"<error><code>500</code></error>", "the root element is <error>"),
        (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "the calendar ends before END:VCALENDAR"),
        (b"\x1f\x8b\x08\x00\x00\x00\x00\x00", "not a feed"),
        (b"\xff\xfe\x00", "not a feed"),
        (BOMB, "declares XML entities"),
        (BOMB.decode().replace("1.0", "1.0", 1).encode("utf-16"), "declares XML entities"),
        (OUTSIDE, "declares XML entities"),
        (b'<?xml version="1.0" encoding="\x80"?><rss version="2.0"><channel/></rss>', "encoding or markup is broken"),
        (
            b'<?xml version="1.0" encoding="u\x00f-8"?><rss version="2.0"><channel/></rss>',
            "encoding or markup is broken",
        ),
    ],
)
def test_what_is_not_a_feed_is_named_in_one_line(body: bytes, told: str) -> None:
    with pytest.raises(ParseError) as error:
        read(body)
    assert told in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("name", ["pageup.rss.xml", "undp.rdf.xml", "unvacancyxml.atom.xml"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_feed_that_was_cut_off_is_never_taken_for_a_whole_one(name: str, share: float) -> None:
    body = (DATA / name).read_bytes().rstrip()
    with pytest.raises(ParseError):
        read(body[: int(len(body) * share)])


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ParseError, match=r"unknown format 'telepathy'; known are .*pageup.*rss"):
        parse(feed(), "telepathy", taxonomy())


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_document_of_another_format_than_asked_is_refused_or_read_as_plain(name: str) -> None:
    try:
        assert parse(feed("<title>Driver (G-2)</title>"), name, taxonomy(), now=NOW)
    except ParseError as error:
        assert str(error) == f"a feed with the root element <rss> stands where {name} should be"  # noqa: PT017


def test_a_feed_without_entries_is_a_valid_zero() -> None:
    assert read(feed()) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_the_declared_encoding_is_followed(encoding: str) -> None:
    job = only(feed("<title>Chargé de programme, Côte d’Ivoire</title>".replace("’", "'"), encoding=encoding))
    assert (job.title, job.country) == ("Chargé de programme, Côte d'Ivoire", "CI")


def test_a_wrongly_declared_encoding_still_gives_readable_words() -> None:
    latin = feed("<title>Chargé de sécurité à Yaoundé</title>").decode().encode("iso-8859-1")
    assert only(latin).title == "Chargé de sécurité à Yaoundé"
    declared_latin = FEED.format(items="<item><title>Chargé de sécurité</title></item>", encoding="iso-8859-1").encode()
    assert only(declared_latin).title == "Chargé de sécurité"


def test_the_charset_of_the_header_is_heard() -> None:
    body = b"<rss version='2.0'><channel><item><title>Charg\xe9</title></item></channel></rss>"
    assert only(body, SourceInfo(content_type="application/rss+xml; charset=iso-8859-1")).title == "Chargé"


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        ("Producteur, RÃ©publique centrafricaine", "Producteur, République centrafricaine"),
        ("L’avis â€“ dâ€™urgence", "L’avis – d’urgence"),
        ("Judicial Officer, Bangui, Judicial Officer, Bangui", "Judicial Officer, Bangui"),
        ("Chargé à Bangui - ChargÃ© Ã\xa0 Bangui", "Chargé à Bangui"),
        ("&lt;b&gt;Police&lt;/b&gt; &lt;script&gt;alert(1)&lt;/script&gt;Adviser", "Police Adviser"),
        ("&lt;b&gt;Unclosed &lt;i&gt;markup", "Unclosed markup"),
        ("R&amp;amp;D Officer", "R&D Officer"),
        ("\u202eAdviser\u202c \u200bP-4\u2066", "Adviser P-4"),
        ("Adviser&#x9;\n   P-4", "Adviser P-4"),
        ("Officer <![CDATA[<img src=x onerror=alert(1)>]]>P-3", "Officer P-3"),
    ],
)
def test_titles_come_out_plain_whole_and_once(raw: str, title: str) -> None:
    assert only(feed(f"<title>{raw}</title>")).title == title


def test_a_title_of_ten_thousand_characters_is_cut_at_three_hundred() -> None:
    title = only(feed(f"<title>{'Conseiller ' * 1000}</title>")).title
    assert len(title) <= 300
    assert title.endswith("Conseiller…")


def test_the_summary_is_short_and_never_the_full_text() -> None:
    summary = only(feed(f"<title>Adviser</title><description>{'Advises on reform. ' * 200}</description>")).summary
    assert summary is not None
    assert len(summary) <= 300


def test_a_bad_entry_does_not_take_its_neighbours_along() -> None:
    first, last = (
        "<title>First</title><link>https://a.org/1</link>",
        "<title>Last</title><link>https://a.org/2</link>",
    )
    items = read(feed(first, "", "<pubDate>nonsense</pubDate>", "<title/><link>javascript:alert(1)</link>", last))
    assert [item.title for item in items] == ["First", "Last"]


def test_an_unescaped_ampersand_does_not_cost_the_feed() -> None:
    items = read(feed("<title>Monitoring & Evaluation Officer</title>", "<title>Driver</title>"))
    assert [item.title for item in items] == ["Monitoring & Evaluation Officer", "Driver"]


def test_items_without_id_and_link_keep_their_identity_whatever_the_date_of_publication() -> None:
    words = (
        "<title>Juriste, Bangui</title><description>Closing date: 1 December 2026</description><pubDate>{}</pubDate>"
    )
    first, second = only(feed(words.format("Mon, 02 Nov 2026 00:00:00 GMT"))), only(feed(words.format("soon")))
    assert first.identity == second.identity
    assert first.identity.startswith("hash:")
    assert first.key == second.key


def test_ids_that_change_at_every_poll_do_not_make_new_postings() -> None:
    words = "<title>Juriste</title><link>{}://Example.org/jobs/7/?utm_source=rss</link><guid>{}</guid>"
    assert only(feed(words.format("http", "a1"))).identity == only(feed(words.format("https", "b2"))).identity


def test_a_link_that_all_items_share_is_no_identity() -> None:
    items = read(feed(*(f"<title>Post {n}</title><link>https://a.org/list</link><guid>n-{n}</guid>" for n in range(3))))
    assert [item.identity for item in items] == ["guid:n-0", "guid:n-1", "guid:n-2"]


def test_a_guid_that_all_items_share_gives_way_to_the_link() -> None:
    items = read(feed(*(f"<title>Post {n}</title><link>https://a.org/{n}</link><guid>x</guid>" for n in range(2))))
    assert [item.identity for item in items] == ["https://a.org/0", "https://a.org/1"]


def test_one_posting_given_twice_in_a_document_is_one_whatever_the_order() -> None:
    old = "<title>Adviser</title><link>https://a.org/1</link><pubDate>Mon, 02 Nov 2026 00:00:00 GMT</pubDate>"
    new = "<title>Adviser (P-4)</title><link>https://a.org/1/</link><pubDate>Tue, 03 Nov 2026 00:00:00 GMT</pubDate>"
    old_guid, new_guid = "<guid>one</guid>", "<guid>two</guid>"
    items = read(feed(old + old_guid, new + new_guid))
    assert sorted(i.identity for i in items) == sorted(i.identity for i in read(feed(new + new_guid, old + old_guid)))


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "ftp://a.org/x", "https://", "http://[bad", "data:text/html,x"]
)
def test_a_link_that_is_no_web_address_is_dropped(link: str) -> None:
    assert only(feed(f"<title>Adviser</title><link>{link}</link>")).url is None


@pytest.mark.parametrize(
    ("words", "deadline"),
    [
        ("Closing date: 1 December 2026", "2026-12-01T23:59:59+00:00"),
        ("Date limite de dépôt des candidatures : 20 octobre 2026", "2026-10-20T23:59:59+00:00"),
        ("Date limite d'envoi des candidatures : le 14 mai 2027 à minuit, heure de Paris", "2027-05-14T21:59:59+00:00"),
        ("Date de clôture : 1er février 2027", "2027-02-01T23:59:59+00:00"),
        ("Application Deadline (Midnight Paris Time) : 30-JAN-2027", "2027-01-30T22:59:59+00:00"),
        ("Application Deadline : 22-Nov-26 (Midnight New York, USA)", "2026-11-23T04:59:59+00:00"),
        ("Deadline for applications: 5 January 2027, 17:00 EAT", "2027-01-05T14:00:00+00:00"),
        ("Deadline: 2026-12-15", "2026-12-15T23:59:59+00:00"),
        ("Closing date: 14/05/2027", "2027-05-14T23:59:59+00:00"),
        ("Apply by December 5, 2026", "2026-12-05T23:59:59+00:00"),
        ("Deadline for Applications<br>27 December 2026", "2026-12-27T23:59:59+00:00"),
        ("Closing date:<p>to be announced</p><p>1 March 2027 is the start</p>", None),
        ("Closing date: 31 February 2027", None),
        ("Closing date: 99/99/2027", None),
        ("Closing date: 1 January 1900", None),
        ("Closing date: 1 January 2999", None),
        ("Closing date: as soon as possible", None),
        ("The project started on 3 March 2026 and its deadline matters", None),
    ],
)  # fmt: skip
def test_a_deadline_in_words_is_the_end_of_its_day_where_it_is_said_to_fall(words: str, deadline: str | None) -> None:
    job = only(feed(f"<title>Adviser</title><description>{words}</description>"))
    assert (job.deadline.isoformat() if job.deadline else None) == deadline


def test_a_deadline_without_a_zone_falls_where_the_post_is() -> None:
    job = only(feed("<title>Juriste, Goma</title><description>Date limite : 30 novembre 2026</description>"))
    assert job.deadline == datetime(2026, 11, 30, 21, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("Sun, 01 Nov 2026 06:00:00 Z", "2026-11-01T06:00:00+00:00"),
        ("lun., 16 nov. 2026 10:00:00 +0100", "2026-11-16T09:00:00+00:00"),
        ("2026-11-16T10:00:00+01:00", "2026-11-16T09:00:00+00:00"),
        ("16 novembre 2026", "2026-11-16T00:00:00+00:00"),
        ("2016/6/29", "2016-06-29T00:00:00+00:00"),
        ("Mon, 31 Feb 2026 06:00:00 GMT", None),
        ("Fri, 01 Jan 0001 00:00:00 GMT", None),
        ("Thu, 99 Xyz 20266", None),
    ],
)
def test_dates_of_publication_are_read_or_unknown(written: str, published: str | None) -> None:
    job = only(feed(f"<title>Adviser</title><pubDate>{written}</pubDate>"))
    assert (job.published.isoformat() if job.published else None) == published


def test_a_generic_feed_of_courses_gives_dated_courses() -> None:
    body = feed("<title>Stage de médiation, du 18 au 29 janvier 2027</title><link>https://a.org/s</link>")
    [course] = read(body, SourceInfo(kind="courses"))
    assert not isinstance(course, JobPosting)
    assert (str(course.start), str(course.end)) == ("2027-01-18", "2027-01-29")


@pytest.mark.parametrize(
    "body",
    [
        b"<!--" * 100_000,
        b"<!-- -->" * 20_000,
        b"<html>" + b"<div>" * 100_000,
        feed("<title>x</title><description><![CDATA[" + "<b>" * 100_000 + "]]></description>"),
        feed("<title>x</title><description><![CDATA[" + "<" * 1_000_000 + "]]></description>"),
        feed("<title>" + "police P-4 Bangui, " * 50_000 + "</title>"),
        feed("<title>x</title><description>" + "date limite de french based (" * 20_000 + "</description>"),
        feed(
            "<title>x</title><link>https://reliefweb.int/job/1/a</link><description><![CDATA["
            + '<div class="tag x">a: ' * 50_000
            + "]]></description>"
        ),
        feed(f"<title>x</title><link>https://unjobs.org/vacancies/1</link><summary>{'City: ' * 9_999}</summary>"),
        feed("<a>" * 20_000 + "</a>" * 20_000),
        b'{"status": 1, "message": "", "data": [{"jobId": 1, "postingTitle": "x", "jobDescription": "'
        + b"<div class='jobPostingItem'><h2>" * 100_000
        + b'"}]}',
        b'{"offers": [{"careers_url": "", "title": "x", "city": "' + b"Bangui, " * 100_000 + b'"}]}',
        b'{"jobPostings": [' + b"{}," * 50_000 + b"{}]}",
        b'{"items": [{"requisitionList": [{"Id": "1", "Title": "' + b"P-4/" * 50_000 + b'"}]}]}',
        b"<html><p>POST TITLE: x" + b'<div class="views-row">post title: ' * 50_000 + b"</html>",
        b"<html>" + b'<div class="views-row"><p>post title: x</div>' * 5_000 + b"</html>",
    ],
)  # fmt: skip
@pytest.mark.timeout(30)
def test_a_document_made_to_be_slow_does_not_hang_the_reader(body: bytes) -> None:
    read_or_refuse(body)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400))
def test_no_bytes_whatever_crash_the_parser(body: bytes) -> None:
    read_or_refuse(body)
    read_or_refuse(b"<rss version='2.0'><channel><item>" + body + b"</item></channel></rss>")


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_no_mutation_of_a_real_feed_crashes_the_parser(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["pageup.rss.xml", "undp.rdf.xml", "unvacancyxml.atom.xml", "unjobs.rss.xml"]))
    whole = (DATA / name).read_bytes()
    body = bytearray(whole[:9_000] + whole[-40:])
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(body) - 1))
        end = at + data.draw(st.integers(0, 30))
        body[at:end] = data.draw(st.binary(max_size=12))
    read_or_refuse(bytes(body))


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_no_mutation_of_json_or_a_page_crashes_the_parser(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted([*DATA.glob("*.json"), *DATA.glob("*.html")])))
    if path.suffix == ".json":
        top = _shortened(json.loads(path.read_bytes()))
        for _ in range(data.draw(st.integers(1, 6))):
            holder, key = data.draw(st.sampled_from(list(_members(top))))
            holder[key] = data.draw(ODD_VALUES)
        body = bytearray(json.dumps(top).encode())
    else:
        body = bytearray(path.read_bytes()[:6_000] + b"</html>")
    for _ in range(data.draw(st.integers(0, 2 if path.suffix == ".json" else 8))):
        at = data.draw(st.integers(0, len(body) - 1))
        body[at : at + data.draw(st.integers(0, 8))] = data.draw(st.binary(max_size=8))
    read_or_refuse(bytes(body))


ODD_VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=30), st.builds(list),
    st.builds(dict), st.sampled_from(["\ud800", "http://[bad", "<div class='jobPostingItem'>", "<h2><table><tr>",
    "0001-01-01T00:00:00", "2026-02-31", "9999-12-31T23:59:59-23:59", "/job/-/_JR1234"]),
    st.lists(st.text(max_size=5), max_size=2),
)  # fmt: skip


def _shortened(value: Any) -> Any:
    """Keep two rows of every list: a mutation shall hit what is read."""
    if isinstance(value, dict):
        return {key: _shortened(member) for key, member in value.items()}
    return [_shortened(element) for element in value[:2]] if isinstance(value, list) else value


def _members(value: Any) -> Iterator[tuple[Any, Any]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, member in pairs:
        yield value, key
        yield from _members(member)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=200), st.text(max_size=400))
def test_no_title_and_no_text_whatever_crash_the_understanding(title: str, text: str) -> None:
    def escaped(words: str) -> str:
        return words.replace("&", "&amp;").replace("<", "&lt;").encode("utf-8", "replace").decode()

    read_or_refuse(feed(f"<title>{escaped(title)}</title><description>{escaped(text)}</description>"))


def read_or_refuse(body: bytes) -> None:
    try:
        items = read(body)
    except ParseError as error:
        assert "\n" not in str(error)  # noqa: PT017
        return
    for item in items:
        assert item.title
        assert len(item.title) <= 300
        assert item.identity
