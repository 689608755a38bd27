"""A filter is read as people type it; what is not understood is named, never guessed."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services import build_shelf
from domain.filters import FilterReader, FilterRequest
from domain.knowledge import Knowledge, build_knowledge
from domain.subscribers import Frequency, Interests
from domain.vocabulary import Audience, Kind, Route
from storage import reference

ANY = Interests()
POLICE = frozenset({"police"})
DAILY, WEEKLY, IMMEDIATE = Frequency.DAILY, Frequency.WEEKLY, Frequency.IMMEDIATE


DOCUMENTS = reference.read()


@cache
def knowledge() -> Knowledge:
    return build_knowledge(DOCUMENTS, ())


@cache
def build() -> FilterReader:
    """Build the reader from the built-in vocabulary, as the bot does."""
    return build_shelf(DOCUMENTS).reader


@pytest.fixture(scope="module")
def reader() -> FilterReader:
    return build()


def wants(
    *fields: str,
    levels: tuple[int | None, int | None] = (None, None),
    audience: Audience | None = None,
    grade: str | None = None,
) -> Interests:
    return Interests(frozenset(fields), *levels, audience=audience, grade=grade)


@pytest.mark.parametrize(
    ("typed", "interests", "frequency"),
    [
        # the three of the public interface
        ("police P-3 à P-5 quotidien", wants("police", levels=(3, 5)), DAILY),
        ("police P-3 to P-5 daily", wants("police", levels=(3, 5)), DAILY),
        ("élections consultants immédiat", wants("electoral-processes", grade="CONSULTANT"), IMMEDIATE),
        ("elections consultants immediate", wants("electoral-processes", grade="CONSULTANT"), IMMEDIATE),
        # any order, any case, any spelling of a grade
        ("Quotidien, de P-3 à P-5 : POLICE", wants("police", levels=(3, 5)), DAILY),
        ("p3-p5 police", wants("police", levels=(3, 5)), None),
        ("P 4", wants(levels=(4, 4)), None),
        ("p4", wants(levels=(4, 4)), None),
        ("P\u20114", wants(levels=(4, 4)), None),
        ("P-5 à P-3", wants(levels=(3, 5)), None),
        ("D-1", wants(levels=(6, 6)), None),
        ("FS-4 ou NO-C", wants(levels=(1, 3)), None),
        # bounds, before the level or just behind it
        ("jusqu’à P-4", wants(levels=(None, 4)), None),
        ("jusqu'à P-4", wants(levels=(None, 4)), None),
        ("jusqu a P-4", wants(levels=(None, 4)), None),
        ("up to P-4", wants(levels=(None, 4)), None),
        ("à partir de P-3", wants(levels=(3, None)), None),
        ("à partir du grade P-3", wants(levels=(3, None)), None),
        ("dès P-3", wants(levels=(3, None)), None),
        ("from P-3 police", wants("police", levels=(3, None)), None),
        ("from P-3 to P-5", wants(levels=(3, 5)), None),
        ("au moins P-3, au plus P-5", wants(levels=(3, 5)), None),
        ("P-4 minimum police", wants("police", levels=(4, None)), None),
        ("P-4 et plus", wants(levels=(4, None)), None),
        ("P-4 and above, weekly", wants(levels=(4, None)), WEEKLY),
        ("P-4 maximum", wants(levels=(None, 4)), None),
        ("P-3 minimum P-5 maximum", wants(levels=(3, 5)), None),
        ("minimum P-5 maximum P-3", wants(levels=(3, 5)), None),
        # fields: names, parts of names, aliases, both languages, elision glued or not
        ("droits de l’homme", wants("human-rights"), None),
        ("droits de lhomme", wants("human-rights"), None),
        ("droit de l'homme", wants("human-rights"), None),
        ("human rights", wants("human-rights"), None),
        ("l’élection", wants("electoral-processes"), None),
        ("Élections".replace("É", "E\u0301"), wants("electoral-processes"), None),
        ("déminage, logistique", wants("mine-clearing", "logistics"), None),
        ("transport", wants("logistics"), None),
        ("RSS", wants("ssr"), None),
        ("electoral-processes", wants("electoral-processes"), None),
        ("protection des civils", wants("protection-civilians"), None),
        # audience and frequency
        ("militaires P-3", wants(levels=(3, 3), audience=Audience.MILITARY), None),
        ("civilian logistics", wants("logistics", audience=Audience.CIVILIAN), None),
        ("weekly digest", ANY, WEEKLY),
        ("chaque semaine", ANY, WEEKLY),
        ("police en temps réel", wants("police"), IMMEDIATE),
        ("tout de suite", ANY, IMMEDIATE),
        # ranks whose meaning is one
        ("colonels", wants(levels=(5, 5)), None),
        ("lieutenant-colonel", wants(levels=(4, 4)), None),
        ("au moins colonel", wants(levels=(5, None)), None),
        # slips of the pen
        ("polcie", wants("police"), None),
        ("plice", wants("police"), None),
        ("poloce P-4", wants("police", levels=(4, 4)), None),
        ("electons", wants("electoral-processes"), None),
        ("colonnel", wants(levels=(5, 5)), None),
        ("quotidein", ANY, DAILY),
        ("weekley", ANY, WEEKLY),
        # words that carry nothing
        ("alertes pour des postes de police, svp", wants("police"), None),
        ("", ANY, None),
        ("… – ?! 🙂", ANY, None),
    ],
)
def test_what_is_typed_is_read(
    reader: FilterReader, typed: str, interests: Interests, frequency: Frequency | None
) -> None:
    assert reader.read(typed) == FilterRequest(interests, frequency)


@pytest.mark.parametrize(
    ("typed", "interests"),
    [
        ("police P3-P5 RDC en français", Interests(POLICE, 3, 5, language="fr", countries=frozenset({"CD"}))),
        ("police P-4 in French", Interests(POLICE, 4, 4, language="fr")),
        ("cours police", Interests(POLICE, kind=Kind.COURSE)),
        ("formations de police", Interests(POLICE, kind=Kind.COURSE)),
        ("police training courses", Interests(POLICE, kind=Kind.COURSE)),
        ("emplois police", Interests(POLICE, kind=Kind.JOB)),
        ("police vacancies", Interests(POLICE, kind=Kind.JOB)),
        ("emplois et cours police", Interests(POLICE)),
        ("police candidature individuelle", Interests(POLICE, route=Route.INDIVIDUAL)),
        ("police par la Mission permanente", Interests(POLICE, route=Route.NOMINATION)),
        ("roster police", Interests(POLICE, route=Route.ROSTER)),
        ("police MINUSCA", Interests(POLICE, countries=frozenset({"CF"}))),
        ("police Mali, Niger", Interests(POLICE, countries=frozenset({"ML", "NE"}))),
        ("police Côte d'Ivoire", Interests(POLICE, countries=frozenset({"CI"}))),
        ("police sans stage", Interests(POLICE, excluding=frozenset({"stage"}))),
        ("police sans les stages", Interests(POLICE, excluding=frozenset({"stage"}))),
        ("police avec le mot genre", Interests(POLICE, including=frozenset({"genre"}))),
        ("police containing vetting without internship", Interests(
            POLICE, including=frozenset({"vetting"}), excluding=frozenset({"internship"}))),
        ("avec police", Interests(POLICE)),
        ("police sans", Interests(POLICE)),
        ("police avec", Interests(POLICE)),
    ],
)  # fmt: skip
def test_kind_route_language_place_and_words_are_read(reader: FilterReader, typed: str, interests: Interests) -> None:
    assert reader.read(typed) == FilterRequest(interests)


@pytest.mark.parametrize(
    ("typed", "understood", "unknown"),
    [
        ("police martienne", wants("police"), ("martienne",)),
        ("Qsdfjkl P-3 Wxcvbn", wants(levels=(3, 3)), ("Qsdfjkl", "Wxcvbn")),
        ("électoral", ANY, ("électoral",)),
        ("P-9 ou X-3", ANY, ("P-9", "X-3")),
        ("P9", ANY, ("P9",)),
        ("полиция police", wants("police"), ("полиция",)),
        ("foo, bar/baz", ANY, ("foo", "bar", "baz")),
        ("justice", ANY, ("justice",)),
        # words that are several ranks are asked back rather than read wrongly
        ("major", ANY, ("major",)),
        ("commandant police", wants("police"), ("commandant",)),
        ("lieutenants P-2", wants(levels=(2, 2)), ("lieutenants",)),
        ("commissaire", ANY, ("commissaire",)),
        # short words are too like each other to be repaired
        ("RSX", ANY, ("RSX",)),
    ],
)
def test_what_is_not_understood_is_named_as_it_was_typed(
    reader: FilterReader, typed: str, understood: Interests, unknown: tuple[str, ...]
) -> None:
    request = reader.read(typed)
    assert (request.interests, request.unknown) == (understood, unknown)


@pytest.mark.parametrize(
    ("typed", "ranks"),
    [
        ("major", {"major-so", "commandant"}),
        ("captain", {"capitaine", "colonel"}),
        ("Lieutenants P-2", {"lieutenant", "capitaine"}),
        ("commissaire principal", {"commissaire-principal"}),
        ("capitaine", set()),  # every reading stands at one level
        ("zorglub", set()),
    ],
)
def test_a_word_that_names_several_ranks_gives_them_all(reader: FilterReader, typed: str, ranks: set[str]) -> None:
    request = reader.read(typed)
    assert {rank.id for doubt in request.doubtful for rank in doubt.ranks} == ranks
    assert all(doubt.word in request.unknown for doubt in request.doubtful)


@pytest.mark.parametrize(
    ("typed", "audience"),
    [
        ("policier", Audience.POLICE),
        ("police", Audience.POLICE),
        ("Gendarme", Audience.POLICE),
        ("militaire", Audience.MILITARY),
        ("civilian", Audience.CIVILIAN),
    ],
)
def test_what_people_say_of_themselves_is_an_audience_and_no_field(
    reader: FilterReader, typed: str, audience: Audience
) -> None:
    assert reader.of_person().read(typed) == FilterRequest(Interests(audience=audience))


@pytest.mark.parametrize(
    ("typed", "empty"),
    [("", True), ("please", True), ("nonsense", True), ("daily", False), ("P-3", False), ("police", False)],
)
def test_a_request_is_empty_when_nothing_was_asked_for(reader: FilterReader, typed: str, *, empty: bool) -> None:
    assert reader.read(typed).is_empty is empty


def test_the_name_of_an_area_takes_in_all_its_fields(reader: FilterReader) -> None:
    fields = {field.id for field in knowledge().of("field") if field.area == "governance"}
    assert fields
    assert reader.read("gouvernance P-3").interests == wants(*fields, levels=(3, 3))
    assert reader.read("Governance").interests == wants(*fields)


def test_every_field_is_read_by_each_of_its_names(reader: FilterReader) -> None:
    for field in knowledge().of("field"):
        for name in (field.id, *field.names.both(), *field.labels.both()):
            found = reader.read(name)
            assert field.id in found.interests.fields, name
            assert found.unknown == (), name


@given(st.text(max_size=60))
def test_any_text_is_read_without_complaint_and_a_band_is_never_upside_down(text: str) -> None:
    interests = build().read(text).interests
    if interests.level_min is not None and interests.level_max is not None:
        assert interests.level_min <= interests.level_max


@pytest.mark.timeout(30)
def test_a_message_full_of_nonsense_does_not_hang_the_reader(reader: FilterReader) -> None:
    nonsense = " ".join(f"zq{number}xwvutk" for number in range(450))[:4096]
    assert reader.read(nonsense).is_empty
