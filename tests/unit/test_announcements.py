"""What an announcement may hold, whom it concerns, and when it stops by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.times import read_time
from domain.announcements import (
    Announcement,
    Attachment,
    Fault,
    LinkButton,
    Tally,
    concerns,
    fault_of_time,
    faults_of,
)
from domain.subscribers import Interests
from domain.vocabulary import Audience, Language

FR, EN = Language.FR, Language.EN
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
POLICE, LOGISTICS = frozenset({"police"}), frozenset({"logistics"})


def codes(announcement: Announcement) -> list[str]:
    return [fault.code for fault in faults_of(announcement)]


@pytest.mark.parametrize(
    "text",
    [
        "Bonjour",
        "<b>Bonjour</b> <i>à <u>tous</u></i>",
        'Voir <a href="https://example.org?a=1&amp;b=2">ici</a> &lt;3 &amp; plus',
        "<blockquote expandable>Long</blockquote>",
        "x" * 4096,
        "😀" * 2048,
        "<b>" + "x" * 4096 + "</b>",
        "1 &lt; 2",
    ],
)
def test_what_telegram_takes_has_no_fault(text: str) -> None:
    assert faults_of(Announcement({FR: text})) == []


@pytest.mark.parametrize(
    ("announcement", "fault"),
    [
        (Announcement({}), "no-text"),
        (Announcement({FR: " \n "}), "no-text"),
        (Announcement({FR: "Bonjour", EN: "<b></b>"}), "no-text"),
        (Announcement({FR: "<b>Bonjour"}), "markup"),
        (Announcement({FR: "Bonjour</b>"}), "markup"),
        (Announcement({FR: "<b><i>Bonjour</b></i>"}), "markup"),
        (Announcement({FR: "<h1>Bonjour</h1>"}), "markup"),
        (Announcement({FR: "<a>Bonjour</a>"}), "markup"),
        (Announcement({FR: "x" * 4097}), "too-long"),
        (Announcement({FR: "😀" * 2049}), "too-long"),
        (Announcement({FR: "x" * 1025}, attachment=Attachment("photo", "id")), "too-long"),
        (Announcement({FR: "x"}, buttons=(LinkButton("a", "https://x.org"),) * 4), "too-many-buttons"),
        (Announcement({FR: "x"}, buttons=(LinkButton("", "https://x.org"),)), "button-text"),
        (Announcement({FR: "x"}, buttons=(LinkButton("y" * 65, "https://x.org"),)), "button-text"),
        (Announcement({FR: "x"}, buttons=(LinkButton("y", "x.org"),)), "button-url"),
        (Announcement({FR: "x"}, buttons=(LinkButton("y", "javascript:alert(1)"),)), "button-url"),
        (Announcement({FR: "x"}, buttons=(LinkButton("y", "https://[x"),)), "button-url"),
        (Announcement({FR: "x"}, buttons=(LinkButton("y", "https://x.org/a b"),)), "button-url"),
    ],
)
def test_what_telegram_would_refuse_is_found_before(announcement: Announcement, fault: str) -> None:
    assert codes(announcement) == [fault]


def test_the_fault_says_what_to_change() -> None:
    [fault] = faults_of(Announcement({EN: "x" * 5000}))
    assert fault == Fault("too-long", {"language": "en", "length": 5000, "limit": 4096})


def test_a_time_to_send_lies_ahead_but_not_too_far() -> None:
    assert fault_of_time(NOW, NOW) is None
    assert fault_of_time(NOW - timedelta(seconds=1), NOW) == Fault("past")
    assert fault_of_time(NOW + timedelta(days=367), NOW) == Fault("too-late")


def test_one_language_is_for_everyone_and_two_for_each_their_own() -> None:
    both = Announcement({FR: "Bonjour", EN: "Hello"})
    assert (both.text_for(FR), both.text_for(EN)) == ("Bonjour", "Hello")
    assert Announcement({FR: "Bonjour"}).text_for(EN) == "Bonjour"


WITHOUT_FILTER: list[Interests] = []


@pytest.mark.parametrize(
    ("segment", "filters", "meant"),
    [
        (Interests(), WITHOUT_FILTER, True),
        (Interests(language="fr"), WITHOUT_FILTER, True),
        (Interests(language="en"), [Interests()], False),
        (Interests(POLICE), WITHOUT_FILTER, False),
        (Interests(POLICE), [Interests()], True),
        (Interests(POLICE), [Interests(LOGISTICS), Interests(POLICE)], True),
        (Interests(POLICE), [Interests(LOGISTICS)], False),
        (Interests(POLICE, 4, 4), [Interests(POLICE, 1, 3), Interests(LOGISTICS, 4, 4)], False),
        (Interests(level_min=4), [Interests(level_max=4)], True),
        (Interests(level_min=4), [Interests(level_max=3)], False),
        (Interests(level_max=2), [Interests(level_min=3)], False),
        (Interests(audience=Audience.POLICE), [Interests(audience=Audience.MILITARY)], False),
        (Interests(audience=Audience.POLICE), [Interests(audience=Audience.POLICE)], True),
        (Interests(countries=frozenset({"CD"})), [Interests(countries=frozenset({"CD", "ML"}))], True),
        (Interests(countries=frozenset({"CD"})), [Interests(countries=frozenset({"ML"}))], False),
    ],
)
def test_a_segment_means_those_whose_one_filter_meets_all_of_it(
    segment: Interests, filters: list[Interests], *, meant: bool
) -> None:
    assert concerns(segment, FR, filters) is meant


@pytest.mark.parametrize(
    ("tally", "too_many"),
    [
        (Tally(sent=100, failed=5), False),
        (Tally(sent=94, failed=6), True),
        (Tally(sent=94, failed=3, unknown=3), True),
        (Tally(sent=94, blocked=60), False),
        (Tally(sent=10, failed=9), False),
        (Tally(waiting=100), False),
    ],
)
def test_one_failure_in_twenty_is_borne_and_blocks_are_none(tally: Tally, *, too_many: bool) -> None:
    assert tally.has_too_many_failures is too_many


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2027-01-12T18:30+01:00", datetime(2027, 1, 12, 17, 30, tzinfo=UTC)),
        ("2027-01-12 18:30", datetime(2027, 1, 12, 17, 30, tzinfo=UTC)),
        ("12/01/2027 18:30", datetime(2027, 1, 12, 17, 30, tzinfo=UTC)),
        ("demain à 9h", datetime(2026, 11, 24, 8, 0, tzinfo=UTC)),
        ("tomorrow at 9:00", datetime(2026, 11, 24, 8, 0, tzinfo=UTC)),
        ("18:30", datetime(2026, 11, 23, 17, 30, tzinfo=UTC)),
        ("bientôt peut-être", None),
        ("", None),
    ],
)
def test_times_are_read_as_people_of_that_zone_write_them(words: str, expected: datetime | None) -> None:
    assert read_time(words, "Europe/Paris", NOW) == expected
