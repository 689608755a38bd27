"""What is understood from words: tables of titles and texts, in French and English."""

from __future__ import annotations

import pickle

import pytest

from domain.classification import Hints, Understanding, understand, understand_course
from domain.postings import PostingStatus
from domain.taxonomy import Phrases, build_taxonomy, fold
from domain.vocabulary import Audience
from tests.unit.feeds.reference import documents, taxonomy

TESTS = documents()["document", "taxonomy"]["grade_tests"]


def read(title: str, body: str = "", hints: Hints | None = None) -> Understanding:
    return understand(title, body, hints or Hints(), taxonomy())


def test_the_taxonomy_travels_to_other_processes() -> None:
    built = build_taxonomy(documents())
    assert pickle.loads(pickle.dumps(built)) == built  # noqa: S301


@pytest.mark.parametrize(("title", "grade"), TESTS["must_match"].items())
def test_every_known_spelling_of_a_grade_is_read(title: str, grade: str) -> None:
    assert read(title).grade == grade


@pytest.mark.parametrize(
    "title", [*TESTS["must_not_match"], "Conseiller G5 Sahel", "G7 summit support", "Chef d'équipe, plan B", "ICS-99"]
)
def test_what_only_looks_like_a_grade_is_none(title: str) -> None:
    assert read(title).grade is None


@pytest.mark.parametrize(
    ("title", "grade", "low", "high"),
    [
        ("Political Affairs Officer, P-3/P-4", "P-3", 3, 4),
        ("Political Affairs Officer, P-3/4", "P-3", 3, 4),
        ("Officers (P-3 to P-5), several posts", "P-3", 3, 5),
        ("Chief of Service, P-5/D-1", "P-5", 5, 6),
        ("Analyste, NO-B/C", "NO-B", 2, 3),
        ("Chargé de mission P3-1 (OIF)", "P-3", 3, 3),
        ("Chargé de mission P3-6 (OIF)", "P-3", 3, 3),
        ("Special Assistant to the USG (P-4)", "P-4", 4, 4),
        ("Programme Officer NPO-2", "NO-B", 2, 2),
        ("Consultant, gouvernance", "CONSULTANT", None, None),
        ("Driver, GS-02", None, None, None),
    ],
)
def test_several_grades_widen_the_range_and_the_first_is_the_main_one(
    title: str, grade: str | None, low: int | None, high: int | None
) -> None:
    found = read(title)
    assert (found.grade, found.level_min, found.level_max) == (grade, low, high)


@pytest.mark.parametrize(
    ("body", "grade"),
    [
        ("Grade : P4\nDate limite", "P-4"),
        ("x" * 700 + "\nStatut et grade : Emploi à recrutement international / Niveau P4, à partir de P4-1", "P-4"),
        ("Niveau du poste : NO-C", "NO-C"),
        ("A post at the P-3 level in the mission.", "P-3"),
        ("The incumbent reports to the Chief (P-5).", None),
        ("Le titulaire relève du chef de section (P-4).", None),
        ("Works with consultants, interns and UN Volunteers.", None),
        ("x" * 700 + " P-4", None),
        ("x" * 700 + "\nGrade: Consultant", "CONSULTANT"),
    ],
)
def test_the_text_tells_the_grade_only_where_it_speaks_of_the_post_itself(body: str, grade: str | None) -> None:
    assert read("Adviser", body).grade == grade


@pytest.mark.parametrize(
    ("title", "contract", "grade"),
    [
        ("Juriste", "UN Volunteer (UNV)", "UNV"),
        ("Juriste", "Consultancy", "CONSULTANT"),
        ("Juriste", "Internship", "INTERN"),
        ("Juriste (ICS-11)", "Individual Contractor (ICA)", "ICS-11"),
        ("Juriste", "Fixed Term (FTA)", None),
    ],
)
def test_the_contract_tells_the_grade_where_nothing_else_does(title: str, contract: str, grade: str | None) -> None:
    assert read(title, hints=Hints(contract=contract)).grade == grade


def test_the_source_s_own_field_wins_over_the_title() -> None:
    assert read("Adviser to the P-5 cluster", hints=Hints(grade="P4")).grade == "P-4"


@pytest.mark.parametrize(
    ("title", "main"),
    [
        ("Judicial Affairs Officer", "legal-judicial-reform"),
        ("Spécialiste des affaires pénitentiaires", "prison"),
        ("Coordonnateur de la formation de la police", "police"),
        ("Chargé(e) de la réforme du secteur de la sécurité", "ssr"),
        ("Electoral Officer", "electoral-processes"),
        ("Human Rights Officer (Transitional Justice)", "transitional-justice"),
        ("EOD Team Leader", "mine-clearing"),
        ("Climate Security Officer", "sustainable-development"),
        ("Droit international humanitaire – cours en langue française", "ihl"),
        ("Finance and Budget Officer", "administration"),
        ("Zookeeper", None),
    ],
)
def test_the_main_field_of_a_title(title: str, main: str | None) -> None:
    assert next(iter(read(title).fields), None) == main


def test_the_job_family_breaks_ties_and_speaks_alone_only_as_a_guess() -> None:
    [guess] = read("Officer", hints=Hints(families=("Electoral Affairs",))).tags
    assert (guess.slug, guess.guessed) == ("electoral-processes", True)
    assert not any(tag.guessed for tag in read("Police Adviser", hints=Hints(families=("Electoral Affairs",))).tags)


def test_a_veto_in_the_title_silences_a_field() -> None:
    assert "safety-security" not in read("Security Sector Reform Officer, security officer").fields
    assert "administration" not in read("Public Administration Officer").fields


def test_each_keyword_counts_once_and_generic_fields_come_last() -> None:
    tags = read("Programme Officer, Mine Action", "mine action mine action mine action").tags
    assert [tag.slug for tag in tags] == ["mine-clearing", "planning-coordination"]
    assert tags[0].score == 5


@pytest.mark.parametrize(
    ("title", "audience"),
    [
        ("Police Reform Adviser, P-4", ["police"]),
        ("Individual Police Officer - Crime Analyst", ["police"]),
        ("Conseiller police, détaché P-4", ["police"]),
        ("Military Planning Officer (seconded P-3)", ["military"]),
        ("Officier d'état-major, opérations (non contractuel)", ["military"]),
        ("Military and Police Adviser, P-5", ["military", "police"]),
        ("Civil-Military Coordination Officer, P-4", ["civilian"]),
        ("Administrative Assistant, UN Police (G-5)", ["civilian"]),
        ("Policy Officer, P-3", ["civilian"]),
        ("Consultant national – gouvernance", ["civilian"]),
        ("UNV Juriste", ["civilian"]),
        ("Conseiller juridique (non contractuel)", []),
        ("Adviser", []),
        ("Adviser to the Ministry of Defence", []),
        ("Gender Adviser to the Force Commander, P-4 (civilian post)", ["civilian"]),
        ("Formateur pénitentiaire détaché", ["civilian"]),
    ],
)
def test_whom_a_post_is_for(title: str, audience: list[str]) -> None:
    found = read(title)
    assert list(found.audience) == audience
    assert len(found.reasons) == len(audience)


def test_a_text_that_names_no_officers_is_for_civilians() -> None:
    assert list(read("Adviser", "Leads a team of ten.").audience) == ["civilian"]
    assert list(read("Adviser", "Advises the Ministry of Defence.").audience) == []


def test_whom_the_publisher_recruits_counts_where_the_words_are_silent() -> None:
    police = Hints(audience=(Audience.POLICE,))
    assert read("Electoral Officer, P-3", hints=police).audience == (Audience.POLICE,)
    assert read("Military Planning Officer, P-3", hints=police).audience == (Audience.MILITARY,)


@pytest.mark.parametrize(
    ("title", "body", "audience"),
    [
        ("Cours", "Public : Civils, policiers et militaires.", ["military", "police", "civilian"]),
        ("Course", "Audience: Military officers, Major to Colonel.", ["military"]),
        ("Cours", "Public : Officiers de police judiciaire.", ["police"]),
        ("Stage UNPOL", "", ["police"]),
        ("Course", "Audience: Senior officials.", []),
        ("Cours", "Ouvert à toutes et tous.", []),
    ],
)
def test_whom_a_course_is_for(title: str, body: str, audience: list[str]) -> None:
    assert list(understand_course(title, body, Hints(), taxonomy()).audience) == audience


@pytest.mark.parametrize(
    ("title", "country", "city"),
    [
        ("Chief of Section (P-5), Bangui", "CF", "Bangui"),
        ("Adviser, Kinshasa, DRC", "CD", "Kinshasa"),
        ("Conseiller, Genève (Suisse)", "CH", "Geneva"),
        ("Adviser - Bogotá - Colombia", "CO", "Bogotá"),
        ("Officer in N’Djamena", "TD", "N'Djamena"),
        ("Finance Officer, Abyei", None, "Abyei"),
        ("Country Director, Guinea-Bissau", "GW", None),
        ("Coordinator, South Sudan", "SS", None),
        ("Coordonnateur, République démocratique du Congo", "CD", None),
        ("Legal Officer, MINUSCA", "CF", None),
        ("Observer, UNTSO", None, None),
        ("Niger Delta and Nigeria desk", None, None),
        ("Adviser on borders", None, None),
        ("Medical Officer P-4 Entebbe", "UG", "Entebbe"),
        ("Staff Officer, UNIFIL Naqoura", "LB", "Naqoura"),
        ("Adviser, Guatemala", "GT", None),
        ("Rome Statute Adviser", None, None),
    ],
)
def test_the_place_in_a_title(title: str, country: str | None, city: str | None) -> None:
    found = read(title)
    assert (found.country, found.city) == (country, city)


@pytest.mark.parametrize(
    ("hints", "country", "city"),
    [
        (Hints(country="Central African Republic", city="BANGUI"), "CF", "Bangui"),
        (Hints(country="Colombia", city="BOGOTÁ"), "CO", "Bogotá"),
        (Hints(country="Sudan", city="Abyei"), "SD", "Abyei"),
        (Hints(country="The Gambia"), "GM", None),
        (Hints(country="CD", city="Bunia"), "CD", "Bunia"),
        (Hints(country="NO", city="Oslo"), "NO", "Oslo"),
        (Hints(country="Chad", city="Faya-Largeau"), "TD", "Faya-Largeau"),
        (Hints(country="Haiti", city="Home-based"), "HT", None),
        (Hints(place="West and Central Africa Region|Côte d'Ivoire"), "CI", None),
        (Hints(place="Juba, South Sudan"), "SS", "Juba"),
        (Hints(place="Region|Chad | Region|Niger"), None, None),
        (Hints(organisation="MONUSCO"), "CD", None),
    ],
)
def test_the_place_in_the_source_s_own_fields(hints: Hints, country: str | None, city: str | None) -> None:
    found = read("Adviser", hints=hints)
    assert (found.country, found.city) == (country, city)


def test_a_place_inside_an_address_counts_where_no_field_names_one() -> None:
    found = read("Adviser", hints=Hints(place_slug="Juba-South-Sudan"))
    assert (found.country, found.city) == ("SS", "Juba")
    found = read("Adviser", hints=Hints(place="Bangui", place_slug="Juba-South-Sudan"))
    assert (found.country, found.city) == ("CF", "Bangui")


def test_the_place_in_the_text_is_the_place_of_work() -> None:
    assert read("Adviser", "The post is based in Vienna. It covers Mali and Niger.").city == "Vienna"
    assert read("Conseiller", "Le poste est à pourvoir au sein de la section, à Port-au-Prince.").country == "HT"
    assert read("Adviser", "Bamako hosted a meeting.").city is None
    assert read("Adviser", "based in Vienna", Hints(country="Mali")).city is None


@pytest.mark.parametrize(
    ("text", "required", "asset"),
    [
        ("Fluency in French and English is required.", "fr en", ""),
        ("Fluency in French is required, knowledge of English is an asset.", "fr", "en"),
        ("Knowledge of English is an asset, French is required.", "fr", "en"),
        ("Fluency in English is required. Fluency in French is highly desirable.", "en", "fr"),
        ("French (required), English (desirable)", "fr", "en"),
        ("La maîtrise du français est exigée ; celle de l’anglais est souhaitable.", "fr", "en"),
        ("La maîtrise du français et de l'anglais est exigée.", "fr en", ""),
        ("Le français est indispensable et l’anglais constitue un atout.", "fr", "en"),
        ("Langues requises : français et anglais", "fr en", ""),
        ("Must be fluent in English.", "en", ""),
        ("Excellent command of written and spoken French.", "fr", ""),
        ("Excellente maîtrise du français, à l’oral comme à l’écrit.", "fr", ""),
        ("Fluency in English is required. Knowledge of Arabic and French is desirable.", "en", "ar fr"),
        ("English and French are the working languages of the United Nations Secretariat.", "", ""),
        ("L'anglais et le français sont les langues de travail de l'ONU. Le français est exigé.", "fr", ""),
        ("French and English are the official languages of the Organization; English is required.", "en", ""),
        ("Fluency in English or French is required.", "", ""),
        ("Knowledge of French is not required.", "", ""),
        ("La connaissance de l’anglais n’est pas exigée.", "", ""),
        ("Knowledge of another UN official language is desirable.", "", ""),
        ("Teaches English to children.", "", ""),
    ],
)
def test_languages_are_required_or_a_plus_sentence_by_sentence(text: str, required: str, asset: str) -> None:
    found = read("Adviser", text)
    assert (" ".join(found.languages), " ".join(found.languages_asset)) == (required, asset)


def test_fields_of_languages_are_believed_before_the_text() -> None:
    hints = Hints(languages="French, English", languages_asset="Arabic English")
    found = read("Adviser", "Fluency in Spanish is required.", hints)
    assert (found.languages, found.languages_asset) == (("fr", "en"), ("ar",))
    found = read("Adviser", "Fluency in Spanish is required.", Hints(languages_asset="Arabic"))
    assert (found.languages, found.languages_asset) == ((), ("ar",))


@pytest.mark.parametrize(
    ("title", "body", "hints", "route"),
    [
        ("Police Adviser (seconded) P-4", "", Hints(individual=True), "nomination"),
        ("Conseiller juridique (non contractuel)", "", Hints(), "nomination"),
        ("Adviser", "Applications only through the Permanent Mission.", Hints(individual=True), "nomination"),
        ("Conseiller", "Candidatures présentées par les États Membres.", Hints(), "nomination"),
        ("Conseiller", "Les dossiers sont transmis par la Mission permanente.", Hints(), "nomination"),
        ("UNMO", "", Hints(), "nomination"),
        ("Individual Police Officer", "", Hints(), "nomination"),
        ("Adviser, P-4", "", Hints(contract="Secondment"), "nomination"),
        ("Police Adviser, P-4", "A position requiring official secondment.", Hints(individual=True), "nomination"),
        ("Adviser, P-4", "Open on secondment from the national governments.", Hints(individual=True), "nomination"),
        ("Conseiller, P-4", "Poste soumis à un détachement officiel.", Hints(individual=True), "nomination"),
        ("Adviser, P-4", "Manages secondments of staff.", Hints(individual=True), "individual"),
        ("Roster of Electoral Experts", "", Hints(individual=True), "roster"),
        ("Vivier d'experts, médiation", "", Hints(), "roster"),
        ("Adviser, P-4", "", Hints(individual=True), "individual"),
        ("Adviser, P-4", "Apply online before the deadline.", Hints(), "individual"),
        ("Police Adviser, P-4", "Apply online before the deadline.", Hints(), None),
        ("Police Adviser, P-4", "", Hints(individual=True, contract="Fixed Term"), "individual"),
        ("Adviser, P-4", "Liaises with the Permanent Missions in Geneva.", Hints(), None),
        ("Adviser, P-4", "Pre-approved candidates are placed on a roster.", Hints(), None),
        ("Adviser, P-4", "", Hints(), None),
    ],
)
def test_the_route_is_told_by_evidence_or_unknown(title: str, body: str, hints: Hints, route: str | None) -> None:
    assert read(title, body, hints).route == route


@pytest.mark.parametrize(
    ("title", "stated", "contract"),
    [
        ("Adviser", "Fixed Term (FTA)", "fixed-term"),
        ("Adviser", "Temporary (TA)", "temporary"),
        ("Adviser", "Secondment", "seconded"),
        ("Adviser, P-4, Secondment", "Temporary Appointment", "seconded"),
        ("Adviser", "International PSA (IPSA)", "service-contract"),
        ("Adviser", "UN Volunteer (UNV)", "volunteer"),
        ("Adviser", "Individual Contractor (ICA)", "consultancy"),
        ("Internship - Mediation", None, "internship"),
        ("Consultant, médiation", None, "consultancy"),
        ("Adviser, P-4 (TJO)", None, "temporary"),
        ("Adviser to the Permanent Mission, P-4", None, None),
        ("Adviser", "Full time, permanent", "permanent"),
        ("Adviser, P-4", None, None),
    ],
)
def test_the_contract_is_named_or_unknown(title: str, stated: str | None, contract: str | None) -> None:
    assert read(title, hints=Hints(contract=stated)).contract == contract


@pytest.mark.parametrize(
    ("title", "stated", "status"),
    [
        ("[Cancelled] Adviser", None, "cancelled"),
        ("CANCELLED: Adviser", None, "cancelled"),
        ("ANNULÉ - Conseiller", None, "cancelled"),
        ("Adviser (closed)", None, "closed"),
        ("Adviser", "Closed", "closed"),
        ("Adviser", "Open", "open"),
        ("Closed protection officer", None, "open"),
        ("Adviser on cancelled elections", None, "open"),
    ],
)
def test_a_mark_on_the_title_closes_a_posting(title: str, stated: str | None, status: str) -> None:
    assert read(title, hints=Hints(status=stated)).status is PostingStatus(status)


def test_phrases_are_found_on_word_boundaries_and_prefixes_only_where_marked() -> None:
    phrases = Phrases.build([("police", 1), ("electora*", 2), ("political part*", 3), ("cessez-le-feu", 4)])
    text = fold("Policeman, PROCESSUS ÉLECTORAUX, political parties; cessez‑le‑feu, police")
    assert [hit.values for hit in phrases.find(text)] == [(2,), (3,), (4,), (1,)]


@pytest.mark.parametrize(
    ("body", "languages"),
    [
        ("Langue de formation : français.", ["fr"]),
        ("Language: English/French. Selected participants", ["en", "fr"]),
        ("Languages of instruction: French and Spanish\nContact", ["fr", "es"]),
        ("Languages: French (required), English (desirable)", ["fr"]),
        ("Langues : le français est exigé, l'anglais est un atout.", ["fr"]),
        ("Le cours porte sur la langue et la culture françaises.", []),
    ],
)
def test_in_which_languages_a_course_is_given(body: str, languages: list[str]) -> None:
    assert list(understand_course("Stage", body, Hints(), taxonomy()).languages) == languages


@pytest.mark.parametrize(
    ("hints", "title", "body", "mode"),
    [
        (Hints(), "Stage", "", None),
        (Hints(mode="Onsite"), "Cours en ligne", "", "in_person"),
        (Hints(place="En ligne"), "Stage", "", "online"),
        (Hints(place="Microsoft Teams Meeting"), "Stage", "", "online"),
        (Hints(), "Webinaire", "Session hybride", "online"),
        (Hints(), "Stage", "Formation hybride, inscription en ligne", "blended"),
        (Hints(), "Stage", "Inscriptions : uniquement en ligne avant le 3 mars.", None),
        (Hints(), "Course", "Online application form. Apply online by 3 March.", None),
        (Hints(), "Course", "Register now. The course is held online", "online"),
    ],
)
def test_how_a_course_is_held(hints: Hints, title: str, body: str, mode: str | None) -> None:
    assert understand_course(title, body, hints, taxonomy()).mode == mode
