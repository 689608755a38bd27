"""The built-in reference data hold every rule, and a bad row is named by file, line and reason."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.errors import ReferenceDataError
from storage import reference

DATA = reference.read()


def of_kind(kind: str) -> dict[str, dict[str, object]]:
    return {key: payload for (k, key), payload in DATA.items() if k == kind}


def place(folder: Path, name: str, text: str | None = None) -> Path:
    """Write one reference file, as it is built in unless told otherwise."""
    text = (reference.BUILT_IN / name).read_text("utf-8") if text is None else text
    (folder / name).write_text(text, "utf-8", newline="")
    return folder


def changed(name: str, old: str, new: str) -> str:
    text = (reference.BUILT_IN / name).read_text("utf-8")
    assert old in text, f"{name} no longer holds {old!r}"
    return text.replace(old, new, 1)


# --- the built-in files ---------------------------------------------------------------------------


def test_every_built_in_file_holds_its_schema_and_its_references() -> None:
    files, faults = reference.read_files()
    assert [str(fault) for fault in faults] == []
    assert {file.name for file in files} == {
        path.name for path in reference.BUILT_IN.iterdir() if path.suffix in {".yaml", ".csv"}
    }


def test_every_file_has_a_schema() -> None:
    stems = {path.stem for path in reference.BUILT_IN.iterdir() if path.suffix in {".yaml", ".csv"}}
    assert {path.stem for path in (reference.BUILT_IN / "schema").iterdir()} == stems


def test_one_id_may_name_records_of_several_kinds() -> None:
    assert DATA["centre", "francopol"] != DATA["term", "francopol"]


def test_a_term_has_lists_of_synonyms_and_none_for_an_empty_cell() -> None:
    term = DATA["term", "peacekeeping"]
    assert term["acronym_fr"] is None
    assert term["synonyms_en"] == ["peace-keeping"]
    assert term["synonyms_fr"] == []


def test_what_the_answers_count_is_what_the_files_hold() -> None:
    members = [c for c in of_kind("centre").values() if c["member_status"] == "member"]
    assert (len(members), len({c["country_code"] for c in members})) == (22, 15)
    totals = DATA["document", "participation"]["totals"]
    states = [state["status"] for state in of_kind("state").values()]
    assert {s: states.count(s) for s in ("member", "associate", "observer")} == {
        "member": totals["members"],
        "associate": totals["associates"],
        "observer": totals["observers"],
    }
    assert len(states) == totals["states_and_governments"]


def test_a_mission_has_the_acronyms_of_its_term_and_is_closed_when_the_term_says_former() -> None:
    for key, mission in of_kind("mission").items():
        term = DATA["term", key]
        assert [mission[k] for k in ("acronym_fr", "acronym_en")] == [term[k] for k in ("acronym_fr", "acronym_en")]
        assert bool(mission["closed"]) == term["definition_en"].startswith("Former"), key


def test_texts_shown_are_clean() -> None:
    for key, text in shown_texts(DATA):
        assert text == text.strip(), key
        assert not re.search(r"  |[\x00-\x1f\u200b-\u200f\ufeff\ufffd]", text), key
        assert not re.search(r" [;:!?»%]|« |\w'", text), (key, text)
        assert not re.search(r"\w[·•]\w|\((?:e|ne|euse|trice)s?\)", text), (key, text)


def test_definitions_and_summaries_end_with_a_full_stop() -> None:
    endings = ("definition_fr", "definition_en", "summary_fr", "summary_en", "description_fr", "description_en")
    assert [key for key, row in DATA.items() for k in endings if k in row and not row[k].endswith(".")] == []


def shown_texts(value: object, key: object = "") -> list[tuple[object, str]]:
    if isinstance(value, dict):
        return [found for k, v in value.items() for found in shown_texts(v, k)]
    if isinstance(value, list):
        return [found for v in value for found in shown_texts(v, key)]
    return [(key, value)] if isinstance(value, str) and str(key).endswith(("_fr", "_en")) else []


def test_no_group_of_synonyms_names_a_word_twice() -> None:
    groups = DATA["document", "synonyms"]["groups"]
    assert [group for group in groups if len(set(group)) < len(group)] == []


# --- reading --------------------------------------------------------------------------------------


def test_ordinary_spaces_and_apostrophes_become_those_of_print(tmp_path: Path) -> None:
    text = changed("resources.yaml", "Qu’est-ce que le REFFOP ?", "Qu'est-ce que « REFFOP » ; 28 000 ?")
    title = reference.read(place(tmp_path, "resources.yaml", text))["resource", "about-reffop"]["title_fr"]
    assert title == "Qu’est-ce que «\u202fREFFOP\u202f»\u202f; 28\u202f000\u202f?"


def test_words_to_recognise_stay_as_they_were_typed() -> None:
    assert "c'est quoi le reffop" in DATA["paraphrases", "about-reffop"]["fr"]


def test_dates_and_the_code_of_norway_stay_text(tmp_path: Path) -> None:
    place(tmp_path, "countries.yaml", changed("countries.yaml", "code: 'NO'", "code: NO"))
    place(tmp_path, "courses.yaml", changed("courses.yaml", "start: '2015-04-06'", "start: 2015-04-06"))
    data = reference.read(tmp_path)
    assert ("country", "NO") in data
    assert data["course", "emp-confond"]["dates"][0]["start"] == "2015-04-06"


def test_a_folder_may_hold_one_file_only(tmp_path: Path) -> None:
    data = reference.read(place(tmp_path, "courses.yaml"))
    assert {kind for kind, _ in data} == {"course"}


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(tmp_path: Path) -> None:
    text = (reference.BUILT_IN / "glossary.csv").read_text("utf-8")
    place(tmp_path, "glossary.csv", "\ufeff" + text.replace("\n", "\r\n"))
    assert reference.read(tmp_path) == {key: row for key, row in DATA.items() if key[0] == "term"}


def test_the_digest_changes_with_the_documents_and_not_with_a_comment(tmp_path: Path) -> None:
    def digest(text: str) -> str:
        files, _ = reference.read_files(place(tmp_path, "synonyms.yaml", text))
        return files[0].digest

    text = (reference.BUILT_IN / "synonyms.yaml").read_text("utf-8")
    assert digest(text) == digest("# a comment\n" + text)
    assert digest(text) != digest(text + "- [boat, bateau]\n")


def test_a_new_centre_and_its_course_may_come_together(tmp_path: Path) -> None:
    place(tmp_path, "centres.yaml", changed("centres.yaml", "- id: npmec", "- id: newcomer"))
    place(tmp_path, "courses.yaml", changed("courses.yaml", "centre_id: npmec", "centre_id: newcomer"))
    _, faults = reference.read_files(tmp_path)
    assert {fault.reason.partition(": ")[2] for fault in faults} == {"unknown centre 'npmec'"}
    text = (tmp_path / "courses.yaml").read_text("utf-8").replace("centre_id: npmec", "centre_id: newcomer")
    assert ("centre", "newcomer") in reference.read(place(tmp_path, "courses.yaml", text))


# --- faults ---------------------------------------------------------------------------------------


class Case(NamedTuple):
    """Put `new` for `old` in a file; the line of `at` (of `new` unless told) is to be blamed for `reason`."""

    file: str
    old: str
    new: str
    reason: str
    at: str = ""


CASES = {
    # form
    "key missing": Case(
        "courses.yaml",
        "  - id: emp-unpol\n    centre_id: emp\n",
        "  - id: emp-unpol\n",
        "emp-unpol: 'centre_id' is missing",
        "- id: emp-unpol",
    ),
    "key unknown": Case(
        "centres.yaml",
        "    acronym: NPMEC\n",
        "    acronym: NPMEC\n    fax: none\n",
        "npmec: unknown key 'fax'",
        "fax:",
    ),
    "not text": Case(
        "centres.yaml", "acronym: NPMEC\n", "acronym: 12\n", "npmec: 'acronym' must be text or null, not 12"
    ),
    "not in the list": Case(
        "courses.yaml",
        "mode: in_person",
        "mode: in person",
        "emp-confond: 'mode' is 'in person'; it must be one of in_person, online, blended",
    ),
    "empty": Case("resources.yaml", "title_en: What is REFFOP?", "title_en: ''", "about-reffop: 'title_en' is empty"),
    "id": Case(
        "courses.yaml",
        "- id: emp-confond",
        "- id: EMP confond",
        "EMP confond: 'id' must be lower-case words joined by hyphens, not 'EMP confond'",
    ),
    "date": Case(
        "courses.yaml",
        "start: '2015-04-06'",
        "start: 6 avril 2015",
        "emp-confond: 'start' must be a date like 2026-11-30, not '6 avril 2015'",
    ),
    "address": Case(
        "centres.yaml",
        "website: https://www.empbamako.org/",
        "website: www.empbamako.org",
        "emp: 'website' must be an address that starts with http:// or https://, not 'www.empbamako.org'",
    ),
    "label": Case(
        "fields.yaml",
        "label_fr: Gouvernance\n",
        "label_fr: Gouvernance et fonctions essentielles\n",
        "governance: 'label_fr' must be at most 24 characters long",
    ),
    "choice": Case(
        "courses.yaml",
        "    duration_text: null\n",
        "    duration_text:\n      fr: 5 jours\n",
        "emp-confond: 'en' is missing",
        "duration_text:",
    ),
    "twice in a list": Case(
        "centres.yaml",
        "audience: [military, police]",
        "audience: [military, military]",
        "npmec: 'audience' holds 'military' twice",
    ),
    # records
    "record twice": Case(
        "courses.yaml",
        "- id: emp-unpol",
        "- id: emp-confond",
        "course 'emp-confond' stands twice, first on line 17",
        "- id: emp-confond\n    centre_id: emp\n    title_fr: Stage UNPOL",
    ),
    "order twice": Case(
        "ranks.yaml",
        "  - id: soldat-1c\n    ladder: military\n    order: 2\n",
        "  - id: soldat-1c\n    ladder: military\n    order: 1\n",
        "order 1 stands twice",
        "order: 1\n    level: 0\n    indicative: true\n    nato_code: OR-2",
    ),
    # references
    "country of a centre": Case(
        "centres.yaml", "country_code: CM\n", "country_code: XQ\n", "esig: unknown country 'XQ'"
    ),
    "centre": Case("courses.yaml", "centre_id: emp\n", "centre_id: epm\n", "emp-confond: unknown centre 'epm'"),
    "field": Case(
        "courses.yaml",
        "fields: [peace-operations]",
        "fields: [peace-ops]",
        "emp-confond: unknown field 'peace-ops'",
    ),
    "rank": Case("courses.yaml", "rank_min: null", "rank_min: marshal", "emp-confond: unknown rank 'marshal'"),
    "ranks crossed": Case(
        "courses.yaml",
        "rank_min: null\n    rank_max: null",
        "rank_min: P-5\n    rank_max: P-3",
        "emp-confond: rank_min is above rank_max",
    ),
    "session": Case(
        "courses.yaml",
        "end: '2015-04-11'",
        "end: '2015-04-01'",
        "emp-confond: a session ends before it starts",
    ),
    "last session": Case(
        "courses.yaml",
        "last_session: '2015",
        "last_session: '2030",
        "emp-confond: last_session must be 2015-08-07, the latest day of dates",
    ),
    "area": Case(
        "fields.yaml", "area: governance", "area: governing", "public-administration: unknown area 'governing'"
    ),
    "reading": Case(
        "ranks.yaml",
        "readings:\n      fr: [",
        "readings:\n      fr: [marshal, ",
        "unknown rank 'marshal'",
        "fr: [marshal",
    ),
    "country": Case("countries.yaml", "country_code: US", "country_code: QQ", "new-york: unknown country 'QQ'"),
    "zone": Case("countries.yaml", "New_York", "Old_York", "new-york: unknown time zone 'America/Old_York'"),
    "mission": Case(
        "countries.yaml", "- id: untso", "- id: untsu", "untsu: a mission needs a term with the same id in glossary.csv"
    ),
    "headquarters": Case(
        "countries.yaml", "headquarters: naqoura", "headquarters: tyr", "unifil: unknown station 'tyr'"
    ),
    "state": Case(
        "participation.yaml",
        "- code: GH\n        personnel: 2644",
        "- code: US\n        personnel: 2644",
        "unknown state 'US'",
    ),
    "expertise": Case(
        "expertise.yaml",
        "en: Public administration\n",
        "en: Public services\n",
        "public-administration: differs from name_en of field 'public-administration': 'Public administration'",
    ),
    "resource": Case("paraphrases.yaml", "  objectives:", "  objective:", "unknown resource 'objective'"),
    "pattern": Case(
        "taxonomy.yaml",
        "regex: '",
        "regex: '(",
        "seconded-staff: regex and canonical do not work: missing ), unterminated subpattern at position 0",
    ),
    "grade": Case(
        "taxonomy.yaml",
        "must_not_match:\n",
        "must_not_match:\n    - a P-4 post\n",
        "'a P-4 post' has no grade, and is read as P-4",
        "- a P-4 post",
    ),
    # syntax
    "yaml": Case(
        "resources.yaml",
        "email: null",
        "email: [null",
        "not valid YAML: did not find expected ',' or ']'",
        "keywords: [r",
    ),
    "key twice": Case(
        "centres.yaml",
        "    city: Oudong\n",
        "    city: Oudong\n    city: Takeo\n",
        "key 'city' stands twice in one row",
        "city: Takeo",
    ),
    "column": Case(
        "glossary.csv", "gender_fr", "gender", "column 'gender_fr' is missing, unknown column 'gender'", "id,term_en"
    ),
    "cells": Case(
        "glossary.csv",
        "peace-operation,peace operation,",
        "peace-operation,peace operation,,",
        "13 cells instead of 12",
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_bad_row_is_named_and_nothing_of_its_file_is_returned(case: Case, tmp_path: Path) -> None:
    text = changed(case.file, case.old, case.new)
    line = text.count("\n", 0, text.index(case.at or case.new)) + 1
    files, faults = reference.read_files(place(tmp_path, case.file, text))
    assert files == []
    assert [str(fault) for fault in faults] == [f"{case.file}:{line}: {case.reason}"]
    with pytest.raises(ReferenceDataError) as error:
        reference.read(tmp_path)
    assert (error.value.file, error.value.line, error.value.reason) == (case.file, line, case.reason)


@pytest.mark.parametrize(
    ("name", "data", "fault"),
    [
        ("synonyms.yaml", b"meta: {}\ngroups:\n- [caf\xe9, cafe]\n", "synonyms.yaml:3: not UTF-8 text"),
        ("synonyms.yaml", b"meta: {}\n\x07groups: []\n", "synonyms.yaml:2: character U+0007 is not allowed"),
        ("synonyms.yaml", b"# nothing\n", "synonyms.yaml:1: the file is empty"),
        ("synonyms.yaml", b"- one\n- two\n", "synonyms.yaml:1: the file must be a group of keys, not a list"),
        ("synonyms.yaml", b"meta: {}\n1: x\n", "synonyms.yaml:2: key '1' must be text"),
        (
            "synonyms.yaml",
            b"meta: &a\n  b: *a\ngroups: []\n",
            "synonyms.yaml:1: write a value out where it is needed, without & and *",
        ),
        ("glossary.csv", b"", "glossary.csv:1: the file is empty"),
    ],
)
def test_what_cannot_be_read_is_named_too(name: str, data: bytes, fault: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    files, faults = reference.read_files(tmp_path)
    assert files == []
    assert [str(fault) for fault in faults] == [fault]


def test_a_fault_after_a_cell_of_several_lines_is_named_by_its_true_line(tmp_path: Path) -> None:
    text = changed("glossary.csv", '"Deployment of an international', '"Deployment\n\nof an international')
    place(tmp_path, "glossary.csv", text.replace("\npeace-operation,", "\nPeace operation,"))
    _, faults = reference.read_files(tmp_path)
    assert [(fault.line, fault.reason) for fault in faults] == [
        (6, "Peace operation: 'id' must be lower-case words joined by hyphens, not 'Peace operation'")
    ]


def test_an_open_quote_is_named_by_the_row_that_opens_it(tmp_path: Path) -> None:
    place(tmp_path, "glossary.csv", changed("glossary.csv", 'accords.",m,', "accords.,m,"))
    _, faults = reference.read_files(tmp_path)
    assert [(fault.line, fault.reason[:13]) for fault in faults] == [(2, "not valid CSV")]


def test_a_bad_file_changes_nothing_while_its_neighbours_load(tmp_path: Path) -> None:
    place(tmp_path, "centres.yaml", "centres: []\n")
    place(tmp_path, "courses.yaml")
    files, faults = reference.read_files(tmp_path)
    assert [file.name for file in files] == ["courses.yaml"]
    assert [str(fault) for fault in faults] == ["centres.yaml:1: 'meta' is missing"]


def test_a_row_that_needs_a_bad_neighbour_is_bad_too(tmp_path: Path) -> None:
    text = changed("centres.yaml", "- id: npmec", "- id: newcomer")
    place(tmp_path, "centres.yaml", text.replace("city: Oudong", "town: Oudong", 1))
    place(tmp_path, "courses.yaml", changed("courses.yaml", "centre_id: emp\n", "centre_id: newcomer\n"))
    files, faults = reference.read_files(tmp_path)
    assert files == []
    assert [(fault.file, fault.reason) for fault in faults] == [
        ("centres.yaml", "newcomer: 'city' is missing"),
        ("centres.yaml", "newcomer: unknown key 'town'"),
        ("courses.yaml", "emp-confond: unknown centre 'newcomer'"),
    ]


def test_two_files_that_disagree_are_both_refused(tmp_path: Path) -> None:
    place(tmp_path, "fields.yaml")
    place(tmp_path, "taxonomy.yaml", changed("taxonomy.yaml", "[human-rights, ", "[police, human-rights, "))
    files, faults = reference.read_files(tmp_path)
    assert files == []
    assert {fault.reason for fault in faults} == {
        "police: un_job_families and taxonomy.yaml disagree about 'Human Rights Affairs'",
        "Human Rights Affairs: fields.yaml disagrees about field 'police'",
    }


def test_every_fault_of_a_file_is_told_in_order_of_lines(tmp_path: Path) -> None:
    text = (reference.BUILT_IN / "courses.yaml").read_text("utf-8").replace("centre_id: emp\n", "centre_id: epm\n")
    _, faults = reference.read_files(place(tmp_path, "courses.yaml", text))
    assert len(faults) > 1
    assert [fault.line for fault in faults] == sorted(fault.line for fault in faults)


def test_a_file_of_another_name_is_a_fault_that_says_which_names_are_expected(tmp_path: Path) -> None:
    place(tmp_path, "centers.yaml", "x: 1\n")
    place(tmp_path, "questions_dev.yaml", "questions: []\n")
    place(tmp_path, "README.md", "notes\n")
    _, faults = reference.read_files(tmp_path)
    assert [(fault.file, fault.line) for fault in faults] == [("centers.yaml", 0)]
    assert "expected names are centres.yaml," in faults[0].reason


def test_a_folder_without_reference_files_is_a_fault(tmp_path: Path) -> None:
    assert [fault.reason for fault in reference.read_files(tmp_path / "nowhere")[1]] == ["no such folder"]
    assert reference.read_files(tmp_path)[1][0].reason.startswith("no reference file here")


@example(b"\xc3\x80\x00")
@given(st.one_of(st.binary(), st.text("-[]{}:&*!|>'\"#,\n ab1", max_size=60).map(str.encode)))
@settings(max_examples=60, deadline=None)
def test_no_bytes_whatever_make_reading_fail_otherwise(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("any")
    for name in ("synonyms.yaml", "glossary.csv"):
        (folder / name).write_bytes(data)
    files, faults = reference.read_files(folder)
    assert {fault.file for fault in faults} == {"synonyms.yaml", "glossary.csv"}
    assert files == []
