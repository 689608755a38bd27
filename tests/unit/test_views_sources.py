"""Sources as administrators see them: every state in words, nothing torn, nothing too long, no key shown."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import aiohttp
import pytest

from bot.views.faults import FAULTS, explain
from bot.views.message import Message
from bot.views.sources import (
    render_card,
    render_known,
    render_missing,
    render_news,
    render_probe,
    render_removal,
    render_saved,
    render_sources,
    render_unknown,
)
from domain.errors import ParseError
from domain.sources import Probe, Sample, Source, SourceHealth, Tally, reason_to_hold
from domain.vocabulary import Language
from feeds.fetch import StatusError, _PrivateAddressError, _reason
from feeds.parse import parse
from tests.unit.feeds.reference import taxonomy

FR, EN = Language.FR, Language.EN
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SOURCE = Source("unicef-rss", "UNICEF", "jobs", "rss", "https://jobs.example.org/rss?key=secret", 240)
HOSTILE = '<b>R&D</b> "feed" <script>alert(1)</script> { $title } :' * 40
PROBE = Probe(SOURCE.url, "Jobs", "jobs", "rss", 23, (Sample("Police Adviser", NOW), Sample("Without a date", None)))


def fares(**attributes: Any) -> SourceHealth:
    source = replace(
        SOURCE, **{key: attributes.pop(key) for key in ("id", "title", "url", "kind") if key in attributes}
    )
    usual: dict[str, Any] = {
        "items": 45, "last_success_at": NOW - timedelta(hours=3), "failing_since": None, "last_error": None,
        "paused": False, "next_poll_at": NOW + timedelta(hours=1),
    }  # fmt: skip
    return SourceHealth(source, **(usual | attributes))


def card(health: SourceHealth, language: Language = FR, zone: str = "UTC") -> Message:
    return render_card(health, language, zone, NOW)


def labels(message: Message) -> list[str]:
    return [button.text for row in message.buttons for button in row]


def callbacks(message: Message) -> list[str]:
    return [button.callback or "" for row in message.buttons for button in row]


@pytest.mark.parametrize(
    ("health", "words", "verbs"),
    [
        (fares(), "🟢 Reads well", ["Poll now", "⏸ Pause"]),
        (fares(last_success_at=None), "⚪ Not read yet", ["Poll now", "⏸ Pause"]),
        (fares(failing_since=NOW), "🔴 Failing since 23 November 2026, 12:00", ["Poll now", "⏸ Pause"]),
        (
            fares(held_reason="3 of 4 entries changed at once"),
            "🟠 Reading held back: 3 of 4 entries changed at once",
            ["Release the reading", "Poll now", "⏸ Pause"],
        ),
        (fares(retired=True), "⚫ Retired: the site says that it is gone for good", ["▶ Resume"]),
        (fares(paused=True), "⏸ Paused", ["▶ Resume"]),
    ],
)
def test_a_card_says_how_a_source_stands_and_offers_what_can_be_done(
    health: SourceHealth, words: str, verbs: list[str]
) -> None:
    shown = card(health, EN)
    assert shown.plain.split("\n")[1] == words
    assert labels(shown)[: len(verbs)] == verbs
    assert "⏱ 1 hr" in labels(shown)


def test_only_what_was_added_in_the_chat_can_be_removed() -> None:
    assert "🗑 Retirer" not in labels(card(fares()))
    assert "🗑 Retirer" in labels(card(fares(added=True)))


def test_the_interval_that_holds_is_ticked() -> None:
    assert "✓ d’origine" in labels(card(fares()))
    chosen = card(replace(fares(chosen=True), source=replace(SOURCE, poll_minutes=60)))
    assert {"✓ 1\u202fh", "⏱ d’origine"} <= set(labels(chosen))


def test_times_are_the_reader_s() -> None:
    shown = card(fares(), FR, "Africa/Kinshasa").plain
    assert "Dernière lecture réussie\u202f: 23 novembre 2026, 10:00" in shown
    assert "Prochaine lecture\u202f: 23 novembre 2026, 14:00" in shown
    assert "Heures\u202f: Africa/Kinshasa" in shown
    assert "Prochaine lecture\u202f: dans un instant" in card(fares(next_poll_at=NOW)).plain


@pytest.mark.parametrize("language", Language)
def test_the_query_of_an_address_is_never_shown(language: Language) -> None:
    for message in (card(fares(moved_to=SOURCE.url), language), render_probe(PROBE, "1", language, "UTC")):
        assert "https://jobs.example.org/rss" in message.plain
        assert "secret" not in message.html


@pytest.mark.parametrize(
    ("count", "start", "numbers", "turns"),
    [
        (1, 0, ["1"], []),
        (10, 0, [str(n) for n in range(1, 11)], []),
        (11, 0, [str(n) for n in range(1, 11)], ["More ▸"]),
        (11, 10, ["11"], ["◂ Start"]),
        (25, 10, [str(n) for n in range(11, 21)], ["◂ Start", "More ▸"]),
        (25, 13, [str(n) for n in range(11, 21)], ["◂ Start", "More ▸"]),
        (25, 999, ["21", "22", "23", "24", "25"], ["◂ Start"]),
    ],
)
def test_a_list_shows_ten_at_a_time(count: int, start: int, numbers: list[str], turns: list[str]) -> None:
    shown = render_sources([fares(id=f"s{n}") for n in range(count)], start, EN, "UTC")
    assert labels(shown) == [*numbers, *turns, "➕ Add a source"]


@pytest.mark.parametrize("language", Language)
def test_without_a_source_one_is_told_how_to_add_it(language: Language) -> None:
    shown = render_sources([], 0, language, "UTC")
    assert "/sources" in shown.html
    assert callbacks(shown) == ["v1:newsource:open"]


def everything(health: SourceHealth, probe: Probe, language: Language) -> list[Message]:
    many = [health] * 30
    return [
        card(health, language),
        render_sources(many, 10, language, "UTC"),
        render_removal(health, language),
        render_unknown(HOSTILE, many[:3], language),
        render_unknown(HOSTILE, [], language),
        render_probe(probe, "ffffffffff", language, "UTC"),
        render_saved(health, language),
        render_known(health, language),
        render_news(many, many, language, "UTC"),
        Message(render_missing(many, language, "UTC")),
    ]


@pytest.mark.parametrize("language", Language)
def test_what_sites_and_operators_write_tears_nothing_and_fits(language: Language) -> None:
    health = fares(
        id=HOSTILE[:64], title=HOSTILE, url=f"https://x.org/{HOSTILE}", failing_since=NOW, last_error=HOSTILE[:500],
        added=True, moved_to=f"https://y.org/{HOSTILE}",
    )  # fmt: skip
    probe = replace(PROBE, url=f"https://x.org/{HOSTILE}", title=HOSTILE, samples=(Sample(HOSTILE, NOW),) * 3)
    for message in everything(health, probe, language):
        assert set(re.findall(r"<([a-z-]+)", message.html)) <= {"b", "i", "code"}
        for tag in ("b", "i", "code"):
            assert message.html.count(f"<{tag}>") == message.html.count(f"</{tag}>")
        assert len(unescape(re.sub(r"<[^>]+>", "", message.html)).encode("utf-16-le")) // 2 <= 4096
        for button in callbacks(message):
            assert 0 < len(button.encode()) <= 64


def test_an_address_looked_at_shows_what_it_holds() -> None:
    shown = render_probe(PROBE, "1", EN, "UTC")
    assert "23 vacancies · format rss" in shown.plain
    assert "• Police Adviser – closes 23 November 2026\n• Without a date\n" in shown.plain
    assert labels(shown) == ["Save", "Cancel", "Save as courses"]
    courses = render_probe(
        replace(PROBE, kind="courses", count=1, samples=(Sample("UNPOL", date(2027, 3, 2)),)), "1", FR, "UTC"
    )
    assert "• UNPOL – début le 2 mars 2027" in courses.plain
    assert labels(courses) == ["Enregistrer", "Annuler"]


def test_news_tell_of_trouble_and_of_its_end_and_what_to_do() -> None:
    shown = render_news([fares(failing_since=NOW, last_error="x.org answered 503")], [fares(title="UNDP")], FR, "UTC")
    told = [line for line in shown.plain.split("\n") if line]
    assert told[0] == "⚠️ Une source demande votre attention"
    assert "Dernière erreur\u202f: x.org a répondu 503" in told
    assert "Une source est lue de nouveau" in told
    assert "/sources" in told[-2]
    many = render_news([fares()] * 12, [], EN, "UTC").plain
    assert "… and 7 more" in many


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "Source indisponible depuis le 21 novembre 2026\u202f: UNICEF"),
        (2, "Sources indisponibles, la première depuis le 21 novembre 2026\u202f: UNICEF, UNICEF"),
        (4, "Sources indisponibles, la première depuis le 21 novembre 2026\u202f: UNICEF, UNICEF, UNICEF…"),
    ],
)
def test_everyone_is_told_in_one_line_which_sources_are_missing(count: int, words: str) -> None:
    found = [fares(failing_since=NOW - timedelta(days=2 - number / 9)) for number in range(count)]
    assert Message(render_missing(found, FR, "UTC")).plain == words


def faults() -> list[tuple[str, str]]:
    """The faults that are noted in earnest, each with the name of its words."""
    url, key = (
        "https://jobs.example.org/rss",
        aiohttp.client_reqrep.ConnectionKey("jobs.example.org", 443, True, True, None, None, None),
    )
    refused = aiohttp.ClientConnectorError(key, OSError("refused"))
    return [
        ("status", str(StatusError(503, "jobs.example.org answered 503"))),
        ("certificate", _reason(aiohttp.ClientConnectorCertificateError(key, Exception("expired")), url)),
        ("unknown", _reason(aiohttp.ClientConnectorDNSError(key, OSError("no such host")), url)),
        ("unreachable", _reason(refused, url)),
        ("private", _reason(_PrivateAddressError("private"), url)),
        ("cut", _reason(aiohttp.ClientPayloadError("cut"), url)),
        ("vanished", reason_to_hold(Tally(20, 0, 0, 0)) or ""),
        ("renumbered", reason_to_hold(Tally(20, 20, 20, 0)) or ""),
        ("changed", reason_to_hold(Tally(20, 20, 0, 20)) or ""),
        ("page", page_instead_of_feed()),
        ("timeout", "jobs.example.org did not answer in time"),
    ]


def page_instead_of_feed() -> str:
    with pytest.raises(ParseError) as caught:
        parse(b"<html><body>Sorry</body></html>", "rss", taxonomy())
    return str(caught.value)


def test_every_usual_fault_is_said_in_both_languages() -> None:
    found = dict(faults())
    assert found.keys() == FAULTS.keys()
    for name, fault in found.items():
        assert FAULTS[name].fullmatch(fault), fault
        assert explain(fault, FR) != explain(fault, EN)
        assert "<code>" not in explain(fault, FR)


def test_a_fault_without_words_of_its_own_is_shown_as_it_was_noted() -> None:
    assert explain("something <odd>", FR) == "<code>something &lt;odd&gt;</code>"
