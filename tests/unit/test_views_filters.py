"""A filter as a person reads it, and the form that makes one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.callbacks import LIMIT, decode
from bot.views import filters as views
from bot.views.filters import LEVELS, Labels, describe_filter
from bot.views.message import Message
from domain.deliveries import StoredPosting
from domain.filters import FilterRequest
from domain.forms import Form, Step
from domain.postings import JobPosting
from domain.previews import Preview
from domain.subscribers import Frequency, Interests, Rhythm
from domain.vocabulary import Audience, Kind, Language, Route

FR, EN = Language.FR, Language.EN
NOTHING_SEEN = Preview(0, 0)
STORED = StoredPosting(1, JobPosting("1", "Police Adviser"), "UN Careers")
NONCE = "1a2b3c4d"

LABELS = Labels(
    areas={
        "safety": {FR: "Sécurité et justice", EN: "Security and justice"},
        "support": {FR: "Appui aux missions", EN: "Mission support"},
    },
    fields={
        "police": {FR: "Police", EN: "Police"},
        "prisons": {FR: "Prisons", EN: "Prisons"},
        "logistics": {FR: "Logistique et transport", EN: "Logistics and transport"},
        "medical": {FR: "Santé et médecine", EN: "Health and medicine"},
    },
    area_of={"police": "safety", "prisons": "safety", "logistics": "support", "medical": "support"},
)


def buttons(message: Message) -> list[tuple[str, str]]:
    return [(button.text, button.callback or "") for row in message.buttons for button in row]


@pytest.mark.parametrize(
    ("interests", "french", "english"),
    [
        (Interests(), "Toutes les offres", "Every vacancy"),
        (Interests(frozenset({"police"})), "Police", "Police"),
        (
            Interests(frozenset({"medical", "police"})),
            "Police, Santé et médecine",
            "Police, Health and medicine",
        ),
        (Interests(frozenset({"police", "prisons"})), "Sécurité et justice", "Security and justice"),
        (
            Interests(frozenset({"police", "prisons", "medical"})),
            "Sécurité et justice, Santé et médecine",
            "Security and justice, Health and medicine",
        ),
        (Interests(frozenset({"police", "gone"})), "Police, gone", "Police, gone"),
        (Interests(level_min=3, level_max=5), "P-3 à P-5", "P-3 to P-5"),
        (Interests(level_min=4, level_max=4), "P-4", "P-4"),
        (Interests(level_min=0, level_max=0), "G", "G"),
        (Interests(level_min=6), "à partir de D-1", "D-1 and above"),
        (Interests(level_max=0), "jusqu’à G", "up to G"),
        (Interests(level_max=10), "jusqu’à DSG", "up to DSG"),
        (Interests(grade="CONSULTANT"), "Consultant", "Consultant"),
        (Interests(grade="IPO"), "IPO", "IPO"),
        (Interests(grade="UNV"), "UNV", "UNV"),
        (Interests(grade="spt"), "SPT", "SPT"),
        (Interests(grade="UNV-NATIONAL"), "UNV-NATIONAL", "UNV-NATIONAL"),
        (Interests(audience=Audience.CIVILIAN), "personnel civil", "civilian staff"),
        (
            Interests(frozenset({"police"}), 3, 5, Audience.POLICE, "CONSULTANT"),
            "Police · P-3 à P-5 · Consultant · police",
            "Police · P-3 to P-5 · Consultant · police",
        ),
    ],
)
def test_a_filter_is_said_in_a_few_words(interests: Interests, french: str, english: str) -> None:
    assert [describe_filter(interests, LABELS, language) for language in Language] == [french, english]


@pytest.mark.parametrize("language", Language)
def test_no_filter_yet_offers_to_add_one_and_shows_how_to_type_it(language: Language) -> None:
    message = views.render_alerts([], LABELS, language, Rhythm())
    assert [callback for _, callback in buttons(message)] == ["v1:alert:new"]
    assert "P-3" in message.plain


def test_every_filter_has_its_line_and_its_button() -> None:
    filters = [
        (7, Interests(frozenset({"police"}), 3, 5), Frequency.DAILY),
        (8, Interests(), Frequency.IMMEDIATE),
    ]
    message = views.render_alerts(filters, LABELS, FR, Rhythm())
    assert "<b>Vos 2 alertes</b>" in message.html
    assert "• Police · P-3 à P-5 – Quotidien, 7\u202fh\u202f00" in message.html
    assert buttons(message)[:4] == [
        ("✏️ Modifier", "v1:change:7"),
        ("🗑 Police · P-3 à P-5", "v1:unalert:7"),
        ("✏️ Modifier", "v1:change:8"),
        ("🗑 Toutes les offres", "v1:unalert:8"),
    ]


def test_a_long_filter_is_cut_on_its_button_only() -> None:
    fields = frozenset({"police", "logistics", *(f"other-field-{number}" for number in range(9))})
    message = views.render_alerts([(1, Interests(fields), Frequency.DAILY)], LABELS, EN, Rhythm())
    assert buttons(message)[1][0].endswith("…")
    assert len(buttons(message)[1][0]) <= 42
    assert "other-field-8" in message.html


FORMS: list[tuple[str, Callable[[Language], Message], list[str]]] = [
    ("area", lambda language: views.render_areas(NONCE, LABELS, language), ["safety", "support", "*"]),
    ("field", lambda language: views.render_fields(NONCE, "safety", LABELS, language), ["*", "police", "prisons"]),
    ("low", lambda language: views.render_levels(NONCE, language), [*map(str, LEVELS), "*"]),
    ("high", lambda language: views.render_top_levels(NONCE, 3, language), ["3", "4", "5", "6", "7", "8"]),
    ("high", lambda language: views.render_top_levels(NONCE, 8, language), ["8"]),
    ("often", lambda language: views.render_frequencies(NONCE, language, Rhythm()), ["immediate", "daily", "weekly"]),
]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("action", "render", "values"), FORMS)
def test_each_step_offers_its_choices_and_a_way_out(
    action: str, render: Callable[[Language], Message], values: list[str], language: Language
) -> None:
    taps = [decode(callback) for _, callback in buttons(render(language))]
    assert [tap[1] for tap in taps if tap and tap[0] == action] == [(NONCE, value) for value in values]
    assert ("cancel", (NONCE,)) in taps


def test_one_can_go_back_from_the_fields_to_the_areas() -> None:
    assert ("◀ Retour", f"v1:back:{NONCE}:area") in buttons(views.render_fields(NONCE, "safety", LABELS, FR))


def test_a_note_stands_above_the_first_question() -> None:
    assert views.render_areas(NONCE, LABELS, EN, "Not understood.").html.startswith("Not understood.\n\nWhich area")


def read_back(request: FilterRequest, found: Preview = NOTHING_SEEN, language: Language = FR) -> Message:
    form = Form(NONCE, Step.REVIEW, request.interests, request.frequency)
    return views.render_read_back(form, request, found, LABELS, language, Rhythm(), ["• one", "• two"])


def test_a_filter_is_read_back_before_it_is_saved() -> None:
    message = read_back(FilterRequest(Interests(frozenset({"police"}), 3, 5), Frequency.DAILY))
    assert "<b>Police · P-3 à P-5</b>\nQuotidien, 7\u202fh\u202f00" in message.html
    assert "reconnu" not in message.html
    assert buttons(message) == [
        ("Enregistrer", f"v1:save:{NONCE}"),
        ("Annuler", f"v1:cancel:{NONCE}"),
        ("Quoi\u202f: offres et cours", f"v1:turn:{NONCE}:kind"),
        ("Voie\u202f: toutes", f"v1:turn:{NONCE}:route"),
        ("Langue\u202f: toutes", f"v1:turn:{NONCE}:language"),
        ("Quand\u202f: Quotidien, 7\u202fh\u202f00", f"v1:turn:{NONCE}:frequency"),
        ("Changer le domaine", f"v1:back:{NONCE}:area"),
        ("Changer le niveau", f"v1:back:{NONCE}:low"),
    ]


@pytest.mark.parametrize(
    ("found", "french", "english"),
    [
        (Preview(0, 0), "Je n’ai pas encore d’annonce", "I have no notice"),
        (Preview(340, 1), "Sur 340 annonces récentes, une correspond, aucune n’est encore ouverte.", "one fits, none"),
        (
            Preview(340, 12, (STORED,) * 3),
            "Sur 340 annonces récentes, 12 correspondent, dont 3 ouvertes\u202f:\n• one\n• two",
            "Of 340 recent notices, 12 fit, 3 of them open:\n• one",
        ),
        (Preview(340, 0), "Aucune des 340 annonces récentes ne correspond.", "None of the 340 recent notices fits."),
        (
            Preview(340, 0, (), "level", 14),
            "Sans «\u202fP-3 à P-5\u202f», 14 correspondraient.",
            "Without “P-3 to P-5”, 14 would.",
        ),
    ],
)
def test_what_a_filter_would_have_brought_is_told(found: Preview, french: str, english: str) -> None:
    request = FilterRequest(Interests(frozenset({"police"}), 3, 5))
    assert french in read_back(request, found).html
    assert english in read_back(request, found, EN).html


def test_the_part_that_keeps_everything_away_can_be_dropped() -> None:
    message = read_back(FilterRequest(Interests(level_min=3, level_max=5)), Preview(340, 0, (), "level", 14))
    assert buttons(message)[-1] == ("Élargir\u202f: sans «\u202fP-3 à P-5\u202f»", f"v1:widen:{NONCE}:level")


def test_many_alerts_a_day_suggest_a_digest_to_who_asked_for_them_at_once() -> None:
    many = Preview(900, 301)
    assert "plus léger" in read_back(FilterRequest(frequency=Frequency.IMMEDIATE), many).html
    assert "plus léger" not in read_back(FilterRequest(frequency=Frequency.DAILY), many).html
    assert "plus léger" not in read_back(FilterRequest(frequency=Frequency.IMMEDIATE), Preview(900, 300)).html


@pytest.mark.parametrize(
    ("interests", "french", "english"),
    [
        (Interests(kind=Kind.COURSE), "cours", "courses"),
        (Interests(route=Route.NOMINATION), "par la Mission permanente", "through the Permanent Mission"),
        (Interests(language="fr"), "français", "French"),
        (
            Interests(countries=frozenset({"CD", "CF"})),
            "République centrafricaine, République démocratique du Congo",
            "Central African Republic, Democratic Republic of the Congo",
        ),
        (
            Interests(including=frozenset({"genre"}), excluding=frozenset({"stage"})),
            "avec «\u202fgenre\u202f» · sans «\u202fstage\u202f»",
            "with “genre” · without “stage”",
        ),
    ],
)
def test_each_part_of_a_filter_has_words(interests: Interests, french: str, english: str) -> None:
    assert views.describe_filter(interests, LABELS, FR) == french
    assert views.describe_filter(interests, LABELS, EN) == english


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (FR, "Je n’ai pas reconnu\u202f: «\u202fmajor\u202f», «\u202f&lt;b&gt;\u202f»."),
        (EN, "I did not recognise: “major”, “&lt;b&gt;”."),
    ],
)
def test_words_that_were_not_understood_are_named_and_escaped(language: Language, said: str) -> None:
    request = FilterRequest(unknown=("major", "<b>"))
    assert views.render_unknown(request, language) == said
    assert said in read_back(request, language=language).html


def test_a_message_without_a_space_is_not_thrown_back_whole() -> None:
    request = FilterRequest(unknown=("&" * 4000,) * 9)
    assert len(views.render_unknown(request, FR)) < 1500


@pytest.mark.parametrize("language", Language)
def test_labels_fall_back_on_the_slug(language: Language) -> None:
    assert LABELS.field("gone", language) == LABELS.area("gone", language) == "gone"
    assert LABELS.fields_in("gone") == ()


@pytest.mark.parametrize("language", Language)
def test_no_button_of_the_form_exceeds_what_telegram_takes(language: Language) -> None:
    for _, render, _ in FORMS:
        assert all(0 < len(callback.encode()) <= LIMIT for _, callback in buttons(render(language)))


def test_how_often_is_said_with_the_persons_own_hour_and_day() -> None:
    rhythm = Rhythm(18, 4)
    assert views.describe_frequency(Frequency.DAILY, rhythm, FR) == "Quotidien, 18\u202fh\u202f00"
    assert views.describe_frequency(Frequency.WEEKLY, rhythm, FR) == "Hebdomadaire, vendredi 18\u202fh\u202f00"
    assert views.describe_frequency(Frequency.WEEKLY, rhythm, EN) == "Weekly, Friday 18:00"
