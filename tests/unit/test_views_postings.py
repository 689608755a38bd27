"""A vacancy as a person reads it: short, escaped, in their language and their day."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest

from bot.views.filters import Labels
from bot.views.message import Message
from bot.views.posting_buttons import reference
from bot.views.postings import render_card, render_digest, render_light, render_list, render_matches
from domain.courses import CourseInstance, CourseStatus
from domain.deliveries import Link, StoredPosting
from domain.postings import Item, JobPosting, PostingStatus
from domain.subscribers import Interests
from domain.vocabulary import Language, Route

FR, EN = Language.FR, Language.EN
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
INTERESTS = Interests(frozenset({"police"}), 3, 5)
LABELS = Labels(
    areas={"safety": {FR: "Sécurité et justice", EN: "Security and justice"}},
    fields={"police": {FR: "Police", EN: "Police"}, "prisons": {FR: "Prisons", EN: "Prisons"}},
    area_of={"police": "safety", "prisons": "safety"},
    centres={"emp": {FR: "EMP Bamako", EN: "EMP Bamako"}},
)
POSTING = JobPosting(
    identity="1",
    title="Police Reform Adviser",
    url="https://careers.un.org/job?id=1&lang=en",
    organisation="MINUSCA",
    grade="P-4",
    level_min=4,
    level_max=4,
    fields=("police",),
    country="CF",
    city="Bangui",
    languages=("fr",),
    languages_asset=("en",),
    route=Route.NOMINATION,
    deadline=NOW + timedelta(days=10),
)
HOSTILE = '<b>R&D</b> "officer" <script>alert(1)</script> {deadline} { $days }'
LONG = "Conseillère ou conseiller principal pour la réforme de la police et l’État de droit, " * 9
ENDLESS = "😀<&" * 3000


def card(posting: Item, language: Language = FR, zone: str = "UTC", source: str = "UN Careers") -> Message:
    return render_card(StoredPosting(1, posting, source), INTERESTS, LABELS, language, zone, NOW)


def digest(posting: Item, count: int, language: Language = FR) -> Message:
    stored = [StoredPosting(number, posting, "UN Careers") for number in range(count)]
    return render_digest(stored, INTERESTS, LABELS, language, "UTC", NOW)


def telegram_length(message: Message) -> int:
    """Count as Telegram does: UTF-16 units of what is left after the markup."""
    bare = unescape(re.sub(r"<[^>]+>", "", message.html))
    return len(bare.encode("utf-16-le")) // 2


def test_a_card_says_what_where_how_and_until_when_in_french() -> None:
    assert card(POSTING, zone="Africa/Bangui").plain.split("\n") == [
        "🟦 P-4 · Police · Bangui, République centrafricaine",
        "Police Reform Adviser",
        "",
        "🏛 Par votre Mission permanente ou votre hiérarchie, pas de candidature individuelle",
        "🗣 français exigé · anglais apprécié",
        "⏳ Clôture\u202f: 3 décembre 2026, 13:00 (Africa/Bangui) – dans 10 jours",
        "",
        "Filtre\u202f: Police · P-3 à P-5",
        "Source\u202f: UN Careers",
    ]


def test_a_card_says_the_same_in_english() -> None:
    assert card(POSTING, EN).plain.split("\n") == [
        "🟦 P-4 · Police · Bangui, Central African Republic",
        "Police Reform Adviser",
        "",
        "🏛 Through your Permanent Mission or your hierarchy, no individual application",
        "🗣 French required · English an asset",
        "⏳ Closes: 3 December 2026, 12:00 (UTC) – in 10 days",
        "",
        "Filter: Police · P-3 to P-5",
        "Source: UN Careers",
    ]


SESSION = CourseInstance(
    identity="uid:1",
    title="Police <des Nations Unies>",
    url="https://emp.example/1",
    start=date(2027, 1, 12),
    end=date(2027, 1, 16),
    centre="emp",
    mode="in_person",
    fields=("police",),
    country="ML",
    city="Bamako",
    languages=("fr",),
    route=Route.NOMINATION,
    deadline=NOW + timedelta(days=10),
)


def test_a_card_of_a_session_says_where_when_and_how_to_register() -> None:
    assert card(SESSION).plain.split("\n") == [
        "🎓 Cours · Police · Bamako, Mali",
        "Police <des Nations Unies>",
        "EMP Bamako",
        "",
        "📅 du 12 janvier 2027 au 16 janvier 2027 · en présentiel",
        "🏛 Inscription par votre hiérarchie ou votre Mission permanente",
        "🗣 français exigé",
        "⏳ Inscription jusqu’au 3 décembre 2026, 12:00 (UTC) – dans 10 jours",
        "",
        "Filtre\u202f: Police · P-3 à P-5",
        "Source\u202f: UN Careers",
    ]
    assert "📅 12 January 2027 to 16 January 2027 · in person" in card(SESSION, EN).plain


def test_a_card_of_a_session_of_which_little_is_known_says_nothing_more() -> None:
    bare = CourseInstance("uid:2", "Sans rien", start=datetime(2027, 1, 12, 8, 0, tzinfo=UTC))
    assert card(bare).plain.split("\n")[:5] == [
        "🎓 Cours", "Sans rien", "", "📅 12 janvier 2027", "⏳ Date limite d’inscription non précisée",
    ]  # fmt: skip
    assert "⛔ Inscriptions closes" in card(replace(bare, status=CourseStatus.CANCELLED)).plain


def test_a_digest_names_vacancies_sessions_or_both() -> None:
    def title(*postings: Item) -> str:
        stored = [StoredPosting(number, posting, "x") for number, posting in enumerate(postings)]
        return render_digest(stored, INTERESTS, LABELS, FR, "UTC", NOW).plain.split("\n")[0]

    assert title(POSTING, POSTING) == "2 nouvelles offres pour vous"
    assert title(SESSION) == "Une nouvelle session de cours pour vous"
    assert title(SESSION, POSTING) == "2 offres et sessions de cours pour vous"
    assert "</a> · Bamako, Mali · du 12 janvier 2027 au 16 janvier 2027" in digest(SESSION, 1).html


def test_a_card_names_the_other_sources_of_the_same_vacancy() -> None:
    copies = tuple(Link(f"Site <{number}>", f"https://copy.example/{number}?a=1&b=2") for number in range(5))
    shown = render_card(StoredPosting(1, POSTING, "UN Careers", copies), INTERESTS, LABELS, FR, "UTC", NOW)
    links = [f'<a href="https://copy.example/{n}?a=1&amp;b=2">Site &lt;{n}&gt;</a>' for n in range(3)]
    assert f"UN Careers · aussi\u202f: {', '.join(links)}</i>" in shown.html


def test_a_card_opens_the_notice_and_leads_to_the_alerts() -> None:
    buttons = [button for row in card(POSTING).buttons for button in row]
    assert (buttons[0].url, buttons[-1].callback) == (POSTING.url, "v1:alerts")
    assert [button.callback for row in card(replace(POSTING, url=None)).buttons for button in row] == [
        "v1:ics:1",
        "v1:follow:1",
        "v1:alerts",
    ]


def test_a_card_offers_to_follow_to_copy_to_share_and_to_say_no() -> None:
    stored = StoredPosting(12, replace(POSTING, identity="careers-un:289823"), "UN Careers")
    message = render_card(stored, INTERESTS, LABELS, FR, "UTC", NOW, filter_id=7)
    assert [[button.text for button in row] for row in message.buttons] == [
        ["Ouvrir", "📅 Agenda", "⭐ Suivre"],
        ["Copier la réf. 289823", "Partager"],
        ["Pas pour moi ▾", "Mes alertes"],
    ]
    copy, share = message.buttons[1]
    assert copy.copy == "289823"
    assert share.url is not None
    assert share.url.startswith(
        "https://t.me/share/url?url=https%3A%2F%2Fcareers.un.org%2Fjob%3Fid%3D1%26lang%3Den&text="
    )


@pytest.mark.parametrize(
    ("identity", "number"),
    [
        ("careers-un:289823", "289823"),
        ("oracle:CX_1/39946", "39946"),
        ("successfactors:jobs.itu.int/876097092", "876097092"),
        ("hash:0123456789abcdef", None),
        ("https://jobs.example/1", None),
        ("reliefweb:4246360", None),
    ],
)
def test_only_a_number_that_recruiters_know_is_a_reference(identity: str, number: str | None) -> None:
    assert reference(replace(POSTING, identity=identity)) == number


def test_what_is_closed_keeps_one_button() -> None:
    closed = card(replace(POSTING, status=PostingStatus.CLOSED))
    assert [button.callback for row in closed.buttons for button in row] == ["v1:alerts"]


@pytest.mark.parametrize("language", Language)
def test_a_light_card_is_one_line_and_the_rest_a_tap_away(language: Language) -> None:
    message = render_light(StoredPosting(12, POSTING, "UN Careers"), language, "UTC", NOW, 7)
    assert "\n" not in message.html
    assert [button.callback for row in message.buttons for button in row] == ["v1:card:12:7"]


@pytest.mark.parametrize(
    ("route", "french", "english"),
    [
        (Route.NOMINATION, "🏛 Par votre Mission permanente", "🏛 Through your Permanent Mission"),
        (Route.INDIVIDUAL, "👤 Candidature individuelle", "👤 Individual application"),
        (Route.ROSTER, "🗂 Fichier de réserve", "🗂 Roster"),
        (None, "❔ Voie de candidature non précisée", "❔ How to apply is not stated"),
    ],
)
def test_the_route_is_told_in_words_and_by_a_sign(route: Route | None, french: str, english: str) -> None:
    posting = replace(POSTING, route=route)
    assert french in card(posting, FR).html
    assert english in card(posting, EN).html


@pytest.mark.parametrize(
    ("zone", "left", "french", "english"),
    [
        ("UTC", timedelta(hours=6), "aujourd’hui", "today"),
        ("UTC", timedelta(), "aujourd’hui", "today"),
        ("UTC", timedelta(hours=12), "demain", "tomorrow"),
        ("UTC", timedelta(hours=35, minutes=59), "demain", "tomorrow"),
        ("UTC", timedelta(hours=36), "dans 2 jours", "in 2 days"),
        # the same instant is another day elsewhere
        ("Asia/Tokyo", timedelta(hours=2), "aujourd’hui", "today"),
        ("Asia/Tokyo", timedelta(hours=3), "demain", "tomorrow"),
        ("America/New_York", timedelta(hours=12), "aujourd’hui", "today"),
        ("America/New_York", timedelta(hours=17), "demain", "tomorrow"),
        ("Africa/Kinshasa", timedelta(hours=11), "demain", "tomorrow"),
    ],
)
def test_the_deadline_is_counted_on_the_reader_s_own_calendar(
    zone: str, left: timedelta, french: str, english: str
) -> None:
    posting = replace(POSTING, deadline=NOW + left)
    assert f"({zone})</tg-time> – {french}\n" in card(posting, FR, zone).html
    assert f"({zone})</tg-time> – {english}\n" in card(posting, EN, zone).html


def test_the_deadline_is_an_instant_that_the_client_can_show_in_its_own_way() -> None:
    assert f'<tg-time unix="{int((NOW + timedelta(days=10)).timestamp())}" format="Dt">' in card(POSTING).html


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"deadline": None}, "⏳ Date de clôture non précisée"),
        ({"deadline": NOW - timedelta(seconds=1)}, "⛔ Offre close"),
        ({"status": PostingStatus.CLOSED}, "⛔ Offre close"),
        ({"status": PostingStatus.CANCELLED, "deadline": None}, "⛔ Offre close"),
    ],
)
def test_a_posting_without_a_coming_deadline_says_so(changes: dict[str, object], said: str) -> None:
    assert said in card(replace(POSTING, **changes)).html  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "language", "head"),
    [
        ({"grade": None}, FR, "🟦 Police · Bangui, République centrafricaine"),
        ({"city": None}, EN, "🟦 P-4 · Police · Central African Republic"),
        ({"country": None}, EN, "🟦 P-4 · Police · Bangui"),
        ({"fields": ("gone",)}, EN, "🟦 P-4 · gone · Bangui, Central African Republic"),
        ({"grade": None, "fields": (), "country": None, "city": None}, FR, "🟦 MINUSCA"),
        ({"grade": None, "fields": (), "country": None, "city": None, "organisation": None}, FR, "🟦 ONU"),
        ({"grade": None, "fields": (), "country": None, "city": None, "organisation": None}, EN, "🟦 United Nations"),
    ],
)
def test_the_first_line_makes_do_with_what_is_known(changes: dict[str, object], language: Language, head: str) -> None:
    assert card(replace(POSTING, **changes), language).plain.split("\n")[0] == head  # type: ignore[arg-type]


def test_languages_that_are_not_stated_take_no_line() -> None:
    assert "🗣" not in card(replace(POSTING, languages=(), languages_asset=())).html


@pytest.mark.parametrize("language", Language)
def test_hostile_words_are_shown_as_they_were_written(language: Language) -> None:
    posting = replace(
        POSTING, title=HOSTILE, city=HOSTILE, organisation=HOSTILE, grade=None, url='https://x.org/"><b>&a=1'
    )
    for message in (
        card(posting, language, source=HOSTILE),
        digest(posting, 3, language),
        render_list([StoredPosting(1, posting, HOSTILE)], language, "UTC", NOW),
        Message("\n".join(render_matches([StoredPosting(1, posting, HOSTILE)], language, "UTC", NOW))),
    ):
        tags = set(re.findall(r"<([a-z-]+)", message.html))
        assert tags <= {"b", "i", "a", "tg-time"}
        for tag in tags:
            assert len(re.findall(rf"<{tag}[ >]", message.html)) == message.html.count(f"</{tag}>")
        assert set(re.findall(r'href="([^"]*)"', message.html)) <= {"https://x.org/%22&gt;&lt;b&gt;&amp;a=1"}
        assert HOSTILE[:20] in message.plain
    assert HOSTILE in card(posting, language).plain


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("route", [*Route, None])
def test_a_card_stays_under_a_kilobyte(language: Language, route: Route | None) -> None:
    long = replace(POSTING, title=LONG, route=route, languages=("fr", "en"), languages_asset=("es", "ar"))
    assert len(card(POSTING, language).html.encode()) < 1024
    assert len(card(long, language, "America/Argentina/ComodRivadavia").html.encode()) < 1024


@pytest.mark.parametrize("language", Language)
def test_no_source_can_make_a_message_that_telegram_refuses(language: Language) -> None:
    posting = replace(POSTING, title=ENDLESS, city=ENDLESS, organisation=ENDLESS, grade=None, fields=())
    everything = Interests(frozenset(f"field-of-a-name-{number}" for number in range(60)))
    stored = [StoredPosting(number, posting, ENDLESS) for number in range(200)]
    for message in (
        render_card(stored[0], everything, LABELS, language, "UTC", NOW),
        render_card(replace_city(stored[0]), everything, LABELS, language, "UTC", NOW),
        render_digest(stored, everything, LABELS, language, "UTC", NOW),
        render_list(stored, language, "UTC", NOW),
        Message("\n".join(render_matches(stored, language, "UTC", NOW))),
    ):
        assert telegram_length(message) <= 4096


def replace_city(stored: StoredPosting) -> StoredPosting:
    return replace(stored, posting=replace(stored.posting, city=None, country=None))


@pytest.mark.parametrize(("count", "lines", "rest"), [(1, 1, None), (10, 10, None), (11, 10, 1), (37, 10, 27)])
def test_a_digest_names_ten_and_counts_the_rest(count: int, lines: int, rest: int | None) -> None:
    message = digest(POSTING, count, EN)
    assert message.plain.count("• ") == lines
    assert (f"{count} new vacancies for you" if count > 1 else "One new vacancy for you") in message.plain
    turns = [button.text for row in message.buttons for button in row if button.callback != "v1:alerts"]
    assert turns == ([f"More ▸ 11 of {count}"] if rest else [])


def test_every_page_of_a_digest_is_reached_and_holds_what_is_its_own() -> None:
    stored = [
        StoredPosting(n, replace(POSTING, title=f"Adviser {n:02}", deadline=None), "UN Careers") for n in range(25)
    ]
    pages = [render_digest(stored, INTERESTS, LABELS, FR, "UTC", NOW, start) for start in (0, 10, 20)]
    titles = [re.findall(r"Adviser \d\d", page.plain) for page in pages]
    assert [title for page in titles for title in page] == [f"Adviser {n:02}" for n in range(25)]
    assert [button.callback for button in pages[1].buttons[0]] == ["v1:digest:0", "v1:digest:20"]


def test_a_digest_says_how_many_end_soon() -> None:
    assert "dont 2 se terminent" in digest(replace(POSTING, deadline=NOW + timedelta(days=3)), 2).plain
    assert "se terminent" not in digest(POSTING, 2).plain


def test_a_line_of_a_digest_gives_grade_title_place_and_days() -> None:
    assert digest(POSTING, 1, FR).html.split("\n")[2] == (
        '• P-4 · <a href="https://careers.un.org/job?id=1&amp;lang=en">Police Reform Adviser</a>'
        " · Bangui, République centrafricaine · J\u201110"
    )


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"title": "Police Adviser, P-4"}, "• Police Adviser, P-4 · Bangui, Central African Republic · 10 days left"),
        ({"title": "Police Adviser (P4)"}, "• Police Adviser (P4) · Bangui, Central African Republic · 10 days left"),
        ({"deadline": None}, "• P-4 · Police Reform Adviser · Bangui, Central African Republic"),
        ({"city": None, "country": None}, "• P-4 · Police Reform Adviser · 10 days left"),
        ({"deadline": NOW, "city": None, "country": None}, "• P-4 · Police Reform Adviser · closes today"),
        ({"grade": None, "city": None, "country": None, "deadline": None}, "• Police Reform Adviser"),
    ],
)
def test_a_line_says_nothing_twice_and_leaves_out_what_is_unknown(changes: dict[str, object], line: str) -> None:
    posting = replace(POSTING, url=None, **changes)  # type: ignore[arg-type]
    assert line in digest(posting, 1, EN).plain.split("\n")


@pytest.mark.parametrize("language", Language)
def test_an_empty_list_offers_an_alert(language: Language) -> None:
    message = render_list([], language, "UTC", NOW)
    assert [button.callback for row in message.buttons for button in row] == ["v1:alert:new"]


@pytest.mark.parametrize(("count", "lines"), [(0, 0), (1, 1), (12, 3)])
def test_the_first_few_that_fit_are_shown_a_line_each(count: int, lines: int) -> None:
    stored = [StoredPosting(number, POSTING, "UN Careers") for number in range(count)]
    assert len(render_matches(stored, FR, "UTC", NOW)) == lines


def test_a_corrected_card_says_what_changed_and_a_closed_one_that_it_is_closed() -> None:
    def corrected(posting: Item, *changes: str) -> list[str]:
        stored = StoredPosting(1, posting, "UN Careers")
        return render_card(stored, INTERESTS, LABELS, FR, "UTC", NOW, changes=changes).plain.split("\n")

    assert corrected(POSTING, "deadline", "city")[0] == "✏️ Modifié\u202f: date limite, lieu"
    closed = corrected(replace(POSTING, status=PostingStatus.CLOSED), "status")
    assert closed[0].startswith("🟦")
    assert "⛔ Offre close" in closed
