"""Calendars as programs really write them: zones, whole days, recurrences, revisions, and what is broken."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.courses import CourseStatus
from domain.errors import ParseError
from tests.unit.feeds.samples import DATA, calendar, courses, iso, sole

SAMPLES = ["peace-centre.ics", "moodle-export.ics", "course-jsonld.html", "tribe-events.page1.json"]


def test_a_later_copy_of_a_calendar_keeps_identities_and_tells_what_changed() -> None:
    before, after = ({c.identity: c for c in courses(f"peace-centre.{ending}")} for ending in ("ics", "later.ics"))
    kept = [(before[identity], after[identity]) for identity in before.keys() & after.keys()]
    assert [(iso(old.start), iso(new.start)) for old, new in kept if old.start != new.start] == [
        ("2027-01-18T08:30:00+00:00", "2027-02-01T08:30:00+00:00")
    ]
    retitled = {new.title for old, new in kept if old.title != new.title and new.status is CourseStatus.SCHEDULED}
    assert retitled == {"Désarmement, démobilisation et réintégration (DDR) – session bilingue"}
    assert {new.title for _, new in kept if new.status is CourseStatus.CANCELLED} == {
        "CANCELLED - Mediation and Negotiation Course",
        "ANNULÉ – Réforme du secteur de la sécurité – niveau avancé",
    }
    assert {before[identity].title for identity in before.keys() - after.keys()} == {
        "Lutte contre la criminalité organisée transnationale",
        "Finances publiques en sortie de crise",
    }
    assert [after[identity].title for identity in after.keys() - before.keys()] == [
        "Analyse du genre dans les composantes police"
    ]


@pytest.mark.parametrize("name", ["moodle-export.ics", "peace-centre.ics"])
def test_the_time_of_the_request_changes_nothing(name: str) -> None:
    body = (DATA / name).read_bytes()
    later = re.sub(rb"DTSTAMP:\d{8}", b"DTSTAMP:20270102", body)
    assert later != body
    assert courses(later) == courses(body)


@pytest.mark.parametrize(
    ("when", "start", "end"),
    [
        ("DTSTART;VALUE=DATE:20270208\nDTEND;VALUE=DATE:20270213", "2027-02-08", "2027-02-12"),
        ("DTSTART;VALUE=DATE:20270208\nDTEND;VALUE=DATE:20270208", "2027-02-08", "2027-02-08"),
        ("DTSTART;VALUE=DATE:20270208", "2027-02-08", "2027-02-08"),
        ("DTSTART;VALUE=DATE:20270208\nDURATION:P5D", "2027-02-08", "2027-02-12"),
        ("DTSTART;VALUE=DATE:20270208T000000", "2027-02-08", "2027-02-08"),
        ("DTSTART:20270208", "2027-02-08", "2027-02-08"),
        ("DTSTART:20270208T080000Z\nDTEND:20270209T100000Z", "2027-02-08T08:00:00+00:00", "2027-02-09T10:00:00+00:00"),
        ("DTSTART:20270208T080000Z\nDURATION:PT2H", "2027-02-08T08:00:00+00:00", "2027-02-08T10:00:00+00:00"),
        ("DTSTART:20270208T080000Z", "2027-02-08T08:00:00+00:00", None),
        ("DTSTART:20270208T080000Z\nDTEND:20270207T080000Z", "2027-02-08T08:00:00+00:00", None),
        ("DTSTART:20270208T080000Z\nDTEND:soon", "2027-02-08T08:00:00+00:00", None),
        ("DTSTART:soon\nDTEND:20270208T080000Z", None, None),
        ("DTSTART:00010101T000000Z", None, None),
        ("DTSTART:99991231T235959Z", None, None),
        ("DESCRIPTION:Dates à venir", None, None),
    ],
)
def test_a_session_goes_from_its_first_to_its_last_day_or_instant(
    when: str, start: str | None, end: str | None
) -> None:
    course = sole(calendar(when))
    assert (iso(course.start), iso(course.end)) == (start, end)


@pytest.mark.parametrize(
    ("zone", "start"),
    [
        (";TZID=Europe/Zurich", "2027-02-08T07:00:00+00:00"),
        (";TZID=Romance Standard Time", "2027-02-08T07:00:00+00:00"),
        (";TZID=W. Central Africa Standard Time", "2027-02-08T07:00:00+00:00"),
        (";TZID=/freeassociation.sourceforge.net/Europe/Paris", "2027-02-08T07:00:00+00:00"),
        (";TZID=Heure du centre", "2027-02-08"),
        (";TZID=tzone://Microsoft/Custom", "2027-02-08"),
        ("", "2027-02-08"),
    ],
)
def test_hours_are_those_of_their_zone_and_of_a_zone_that_nobody_knows_the_day_alone_is_kept(
    zone: str, start: str
) -> None:
    assert iso(sole(calendar(f"DTSTART{zone}:20270208T080000")).start) == start


def test_a_zone_of_the_calendars_own_is_read_from_its_definition() -> None:
    zone = "BEGIN:VTIMEZONE\nTZID:Heure du centre\nBEGIN:STANDARD\nDTSTART:19700101T000000\n"
    zone += "TZOFFSETFROM:+0100\nTZOFFSETTO:+0100\nEND:STANDARD\nEND:VTIMEZONE\n"
    course = sole(calendar("DTSTART;TZID=Heure du centre:20270208T080000", head=zone))
    assert iso(course.start) == "2027-02-08T07:00:00+00:00"


def test_what_one_calendar_calls_a_zone_means_nothing_in_another() -> None:
    event = "DTSTART;TZID=Centre:20270208T080000"
    zone = "BEGIN:VTIMEZONE\nTZID:Centre\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:{0}\nTZOFFSETTO:{0}\n"
    zone += "END:STANDARD\nEND:VTIMEZONE\n"
    starts = [sole(calendar(event, head=head)).start for head in (zone.format("+0100"), zone.format("+0300"), "")]
    assert list(map(iso, starts)) == ["2027-02-08T07:00:00+00:00", "2027-02-08T05:00:00+00:00", "2027-02-08"]


@pytest.mark.parametrize(
    "rule", ["RRULE:FREQ=SECONDLY", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "RRU\n LE:FREQ=YEARLY;BYSECOND=1,2,3"]
)
def test_a_zone_whose_rule_no_clock_follows_is_as_good_as_unknown(rule: str) -> None:
    zone = "BEGIN:VTIMEZONE\nTZID:Centre\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0100\n"
    zone += f"TZOFFSETTO:+0100\n{rule}\nEND:STANDARD\nEND:VTIMEZONE\n"
    assert iso(sole(calendar("DTSTART;TZID=Centre:20270208T080000", head=zone)).start) == "2027-02-08"


def test_hours_without_a_zone_are_those_of_the_calendar_or_of_the_place() -> None:
    floating = "LOCATION:Kinshasa\nDTSTART:20270208T080000"
    assert iso(sole(calendar(floating)).start) == "2027-02-08T07:00:00+00:00"
    ahead = sole(calendar(floating, head="X-WR-TIMEZONE:Africa/Nairobi\n"))
    assert iso(ahead.start) == "2027-02-08T05:00:00+00:00"
    assert iso(sole(calendar(floating, head="X-WR-TIMEZONE:Nowhere\n")).start) == "2027-02-08T07:00:00+00:00"


@pytest.mark.parametrize(
    ("old", "new"), [("SEQUENCE:1", "SEQUENCE:2"), ("LAST-MODIFIED:20261101T080000Z", "LAST-MODIFIED:20261102T080000Z")]
)
def test_of_two_revisions_the_later_counts_wherever_it_stands(old: str, new: str) -> None:
    events = (f"DTSTART:20270208T080000Z\n{old}", f"DTSTART:20270215T080000Z\n{new}")
    assert iso(sole(calendar(*events)).start) == "2027-02-15T08:00:00+00:00"
    assert courses(calendar(*events)) == courses(calendar(*reversed(events)))


def test_a_uid_that_different_events_share_names_none_of_them() -> None:
    events = ("SUMMARY:Médiation\nDTSTART:20270208T080000Z", "SUMMARY:Police\nDTSTART:20270215T080000Z")
    assert len(courses(calendar(*events))) == 2
    changed = (f"{event}\nLAST-MODIFIED:2026110{day}T080000Z" for day, event in enumerate(events, 1))
    assert len(courses(calendar(*changed))) == 2
    assert len(courses(calendar("DTSTART:20270208T080000Z", "DTSTART:20270215T080000Z"))) == 2
    assert len(courses(calendar("DTSTART:20270208T080000Z", "DTSTART:20270208T080000Z"))) == 1


def test_an_event_without_uid_is_known_by_title_start_and_place() -> None:
    event = "SUMMARY:Médiation\nLOCATION:Bamako\nDTSTART:20270208T080000Z"
    body = calendar(event, event.replace("0208", "0308")).replace(b"UID:1\n", b"")
    first, second = courses(body)
    assert first.identity.startswith("hash:")
    assert first.identity != second.identity
    assert [first, second] == courses(body.replace(b"PRODID", b"X-LATER:1\nPRODID"))


@pytest.mark.parametrize(
    ("head", "status", "found"),
    [
        ("", "CONFIRMED", "scheduled"),
        ("", "TENTATIVE", "scheduled"),
        ("", "cancelled", "cancelled"),
        ("METHOD:CANCEL\n", "CONFIRMED", "cancelled"),
        ("METHOD:PUBLISH\n", "CONFIRMED", "scheduled"),
    ],
)
def test_a_session_is_cancelled_when_its_status_or_the_whole_message_says_so(
    head: str, status: str, found: str
) -> None:
    assert sole(calendar(f"DTSTART:20270208T080000Z\nSTATUS:{status}", head=head)).status.value == found


@pytest.mark.parametrize(
    "damage",
    [
        lambda body: b"\xef\xbb\xbf" + body,
        lambda body: body.replace(b"\n", b"\r\n"),
        lambda body: body.replace("é".encode(), b"\xc3\r\n \xa9"),
        lambda body: body.replace("é".encode(), "é\n\t".encode()),
        lambda body: body.decode().encode("utf-16"),
        lambda body: body.decode().encode("windows-1252"),
        lambda body: body.replace(b"BEGIN:", b"begin:").replace(b"END:", b"end:"),
        lambda body: body.replace(b"SUMMARY", b"a line without colon\nSUMMARY;LANGUAGE=fr"),
        lambda body: body + body.replace(b"UID:1", b"UID:2").replace("Médiation".encode(), b"Police"),
    ],
)  # fmt: skip
def test_a_calendar_is_read_however_its_lines_are_written(damage: object) -> None:
    assert callable(damage)
    found = courses(damage(calendar("SUMMARY:Médiation\nDTSTART:20270208T080000Z")))
    assert (found[0].identity, found[0].title) == ("ics:1", "Médiation")


@pytest.mark.parametrize("name", ["peace-centre.ics", "moodle-export.ics"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_calendar_that_was_cut_off_is_never_taken_for_a_whole_one(name: str, share: float) -> None:
    body = (DATA / name).read_bytes().rstrip()
    with pytest.raises(ParseError, match="ends before END:VCALENDAR"):
        courses(body[: int(len(body) * share)])


def test_a_calendar_without_events_is_a_valid_zero() -> None:
    assert courses(calendar()) == []


def test_the_centre_is_known_by_organiser_venue_or_category_and_else_the_organisers_name() -> None:
    assert sole(calendar("LOCATION:Kofi Annan International Peacekeeping Training Centre\\, Accra")).centre == "kaiptc"
    assert sole(calendar("CATEGORIES:Formation,EIFORCES")).centre == "eiforces"
    assert sole(calendar('ORGANIZER;CN="Institut du Sahel":mailto:a@b.example')).centre == "Institut du Sahel"
    assert (
        sole(calendar("ORGANIZER;CN=a@b.example:mailto:a@b.example\nLOCATION:Hôtel du Lac\\, Cotonou")).centre is None
    )


def test_a_course_is_online_where_the_place_says_so_and_not_because_one_registers_online() -> None:
    assert sole(calendar("LOCATION:En ligne")).mode == "online"
    assert sole(calendar("DESCRIPTION:Inscription en ligne avant le 3 mars 2027.")).mode is None
    assert sole(calendar("DESCRIPTION:Formation en ligne\\, sur trois semaines.")).mode == "online"


def test_what_is_due_in_moodle_is_a_deadline_and_no_session() -> None:
    events = (
        "UID:1@m\nDTSTART:20270208T080000Z\nDTEND:20270212T160000Z\nCATEGORIES:A",
        "UID:2@m\nSUMMARY:Dossier (Stage) à rendre\nDTSTART:20270110T225900Z\nDTEND:20270110T225900Z\nCATEGORIES:A",
        "UID:3@m\nSUMMARY:Rapport (Stage) à rendre\nDTSTART:20270211T225900Z\nDTEND:20270211T225900Z\nCATEGORIES:A",
        "UID:4@m\nSUMMARY:Quiz (Stage) à rendre\nDTSTART:20270112T225900Z\nDTEND:20270112T225900Z\nCATEGORIES:B",
    )
    course = sole(calendar(*events).replace(b"-//Centre//FR", b"-//Moodle Pty Ltd//NONSGML Moodle Version 2024//EN"))
    assert (course.identity, iso(course.deadline)) == ("ics:1@m", "2027-01-10T22:59:00+00:00")


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_no_mutation_of_a_real_calendar_crashes_the_parser_or_holds_it_up(data: st.DataObject) -> None:
    body = bytearray((DATA / data.draw(st.sampled_from(SAMPLES))).read_bytes())
    pieces = st.sampled_from(
        [b"RRULE:FREQ=SECONDLY\n", b"RRULE:FREQ=DAILY\n", b";TZID=", b"\n", b'"', b"{", b"[]", b"null"]
    )
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(body) - 1))
        body[at : at + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=12) | pieces)
    try:
        found = courses(bytes(body))
    except ParseError as error:
        assert "\n" not in str(error)  # noqa: PT017
    else:
        assert all(course.title and course.identity for course in found)
