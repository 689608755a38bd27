"""Courses that sites give for machines: The Events Calendar's JSON, and schema.org's words in pages."""

from __future__ import annotations

import json
from typing import Any

import pytest

from domain.courses import CourseInstance
from domain.errors import ParseError
from tests.unit.feeds.samples import courses, iso

EVENT = {
    "global_id": "centre.example.org?id=7",
    "status": "publish",
    "title": "Stage &#8211; m&eacute;diation",
    "url": "https://centre.example.org/event/stage/",
    "all_day": False,
    "start_date": "2027-02-08 09:00:00",
    "end_date": "2027-02-12 17:00:00",
    "utc_start_date": "2027-02-08 08:00:00",
    "utc_end_date": "2027-02-12 16:00:00",
    "venue": {"venue": "Maison de la paix", "city": "Geneva", "country": "Switzerland"},
    "organizer": [],
    "custom_fields": [],
}
COURSE = {
    "@type": "Course",
    "@id": "https://centre.example.org/stage#course",
    "name": "Stage",
    "url": "https://centre.example.org/stage",
    "hasCourseInstance": {"@type": "CourseInstance", "startDate": "2027-02-08", "endDate": "2027-02-12"},
}
LECTURE = {
    "@type": "Event",
    "name": "Conférence",
    "url": "https://centre.example.org/conference",
    "startDate": "2027-02-08T18:00:00+01:00",
}


def events(*changes: dict[str, Any]) -> list[CourseInstance]:
    listed = [EVENT | change for change in changes]
    return courses({"events": listed, "rest_url": "https://centre.example.org/wp-json/tribe/events/v1/events/"})


def page(*blocks: object, head: str = "") -> list[CourseInstance]:
    scripts = "".join(
        f'<script type="application/ld+json">{b if isinstance(b, str) else json.dumps(b)}</script>' for b in blocks
    )
    return courses(f"<!DOCTYPE html><html><head>{head}{scripts}</head><body></body></html>".encode())


def test_the_instants_in_utc_count_and_whole_days_are_days() -> None:
    timed, whole, local = events(
        {"timezone": "UTC+9"},
        {"global_id": "a", "all_day": True, "end_date": "2027-02-12 23:59:59"},
        {"global_id": "b", "utc_start_date": "", "utc_end_date": ""},
    )
    assert (iso(timed.start), iso(timed.end)) == ("2027-02-08T08:00:00+00:00", "2027-02-12T16:00:00+00:00")
    assert (iso(whole.start), iso(whole.end)) == ("2027-02-08", "2027-02-12")
    assert (iso(local.start), iso(local.end)) == ("2027-02-08T08:00:00+00:00", "2027-02-12T16:00:00+00:00")


def test_an_event_that_was_moved_and_retitled_keeps_its_identity() -> None:
    [before], [after] = events({}), events({"title": "Cours", "url": "https://centre.example.org/event/cours/"})
    assert before.identity == after.identity == "tribe:centre.example.org?id=7"
    assert before.title == "Stage – médiation"


def test_a_deadline_may_stand_in_a_field_of_the_sites_own() -> None:
    [course] = events({"custom_fields": {"_x": {"label": "Date limite d'inscription", "value": "2026-12-11"}}})
    assert iso(course.deadline) == "2026-12-11T22:59:59+00:00"


def test_places_may_be_absent_one_or_several() -> None:
    absent, several = events(
        {"venue": []}, {"global_id": "a", "venue": [{"venue": "École", "city": "Bamako", "country": "Mali"}]}
    )
    assert (absent.city, absent.country) == (None, None)
    assert (several.city, several.country) == ("Bamako", "ML")


def test_drafts_are_passed_over_and_the_status_of_an_event_is_heard() -> None:
    found = events({"status": "draft"}, {"event_status": "canceled"}, {"global_id": "a", "event_status": "postponed"})
    assert [(c.status.value, iso(c.start)) for c in found] == [
        ("cancelled", "2027-02-08T08:00:00+00:00"),
        ("scheduled", None),
    ]


def test_an_empty_list_of_events_is_a_valid_zero_and_a_missing_one_is_not() -> None:
    assert events() == []
    for format_ in ("auto", "tribe", "json:tribe-events"):
        with pytest.raises(ParseError, match="The requested event archive page does not exist"):
            courses("tribe-events.page4-404.json", format_)


@pytest.mark.parametrize(
    ("value", "start"),
    [
        ("2027-02-08", "2027-02-08"),
        ("2027-02-08T09:00:00+01:00", "2027-02-08T08:00:00+00:00"),
        ("2027-02-08T09:00Z", "2027-02-08T09:00:00+00:00"),
        ("2027-02-08T09:00:00", "2027-02-08"),
        ("8 février 2027", "2027-02-08"),
        ("0001-01-01T00:00:00+14:00", None),
        ("soon", None),
        (None, None),
    ],
)
def test_the_start_of_an_event_is_read_as_precisely_as_it_is_written(value: str | None, start: str | None) -> None:
    [course] = page(LECTURE | {"startDate": value})
    assert iso(course.start) == start


def test_markup_that_was_escaped_twice_is_markup_still() -> None:
    [course] = page(LECTURE | {"description": "&lt;p&gt;Public : policiers.&lt;/p&gt;\\n", "name": "Paix &amp; droit"})
    assert (course.summary, course.title) == ("Public : policiers.", "Paix & droit")
    assert course.audience == ("police",)


def test_an_end_before_the_start_is_no_end() -> None:
    [course] = page(LECTURE | {"endDate": "2027-02-01"})
    assert course.end is None


def test_hours_without_a_zone_are_those_of_the_place() -> None:
    place = {"@type": "Place", "address": {"addressLocality": "Kinshasa", "addressCountry": {"name": "RDC"}}}
    offers = [{"validThrough": "2027-01-08"}, {"validThrough": "2027-01-15T12:00:00"}]
    [course] = page(LECTURE | {"startDate": "2027-02-08T09:00:00", "location": place, "offers": offers})
    assert (iso(course.start), course.country, course.city) == ("2027-02-08T08:00:00+00:00", "CD", "Kinshasa")
    assert iso(course.deadline) == "2027-01-15T11:00:00+00:00"


def test_a_course_with_one_instance_keeps_its_identity_when_it_is_moved() -> None:
    moved = COURSE | {"name": "Cours", "hasCourseInstance": [{"@type": "CourseInstance", "startDate": "2027-03-01"}]}
    [before], [after] = page(COURSE), page(moved)
    assert before.identity == after.identity == "jsonld:https://centre.example.org/stage#course"


def test_several_instances_of_a_course_are_told_apart_by_the_day_first_set() -> None:
    instances = [{"startDate": "2027-02-08"}, {"startDate": "2027-06-14", "previousStartDate": "2027-06-07"}]
    found = page(COURSE | {"hasCourseInstance": instances})
    assert [c.identity.rpartition(":")[2] for c in found] == ["2027-02-08", "2027-06-07"]
    assert [c.title for c in found] == ["Stage", "Stage"]


def test_events_without_id_are_known_by_their_page_and_else_by_title_start_and_place() -> None:
    [event] = page(LECTURE)
    assert event.identity == "https://centre.example.org/conference"
    first, second = page(LECTURE, LECTURE | {"startDate": "2027-03-08"})
    assert first.identity.startswith("hash:")
    assert first.identity != second.identity
    [blank] = page(LECTURE | {"@id": "_:b0"})
    assert blank.identity == event.identity


def test_objects_that_name_each_other_are_put_together_and_given_once() -> None:
    instance = {"@type": "CourseInstance", "@id": "#i", "startDate": "2027-02-08"}
    [course] = page({"@graph": [instance, COURSE | {"hasCourseInstance": [{"@id": "#i"}]}]})
    assert (course.title, iso(course.start)) == ("Stage", "2027-02-08")


@pytest.mark.parametrize(
    "block",
    [
        [COURSE],
        {"@graph": [{"@type": "WebSite"}, COURSE]},
        {"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": COURSE}]},
        COURSE | {"@type": ["LearningResource", "https://schema.org/Course"]},
        "<!-- " + json.dumps(COURSE) + " -->",
        "//<![CDATA[\n" + json.dumps(COURSE) + "\n//]]>",
    ],
)
def test_a_course_is_found_wherever_pages_put_it(block: object) -> None:
    [course] = page("{broken, }", block)
    assert (iso(course.start), iso(course.end)) == ("2027-02-08", "2027-02-12")


@pytest.mark.parametrize(
    ("changes", "mode", "status", "start"),
    [
        ({"eventAttendanceMode": "https://schema.org/OnlineEventAttendanceMode"}, "online", "scheduled", "2027-02-08"),
        ({"eventAttendanceMode": "OfflineEventAttendanceMode"}, "in_person", "scheduled", "2027-02-08"),
        ({"eventAttendanceMode": "MixedEventAttendanceMode"}, "blended", "scheduled", "2027-02-08"),
        ({"courseMode": ["Onsite", "full-time"]}, "in_person", "scheduled", "2027-02-08"),
        ({"location": {"@type": "VirtualLocation"}}, "online", "scheduled", "2027-02-08"),
        ({"eventStatus": "https://schema.org/EventMovedOnline"}, "online", "scheduled", "2027-02-08"),
        ({"eventStatus": "https://schema.org/EventCancelled"}, None, "cancelled", "2027-02-08"),
        ({"eventStatus": "EventRescheduled"}, None, "scheduled", "2027-02-08"),
        ({"eventStatus": "EventPostponed"}, None, "scheduled", None),
    ],
)
def test_mode_and_status_are_read_from_their_own_words(
    changes: dict[str, Any], mode: str | None, status: str, start: str | None
) -> None:
    [course] = page(LECTURE | {"startDate": "2027-02-08"} | changes)
    assert (course.mode, course.status.value, iso(course.start)) == (mode, status, start)


@pytest.mark.parametrize(
    ("stated", "languages"),
    [("fr-FR", ("fr",)), (["fr", "en"], ("fr", "en")), ({"name": "French"}, ("fr",)), ("xx", ()), (None, ())],
)
def test_languages_are_read_from_codes_and_names(stated: object, languages: tuple[str, ...]) -> None:
    [course] = page(LECTURE | {"inLanguage": stated})
    assert course.languages == languages


def test_a_page_without_courses_is_told_from_one_whose_courses_cannot_be_read() -> None:
    site = b'<html><script type="application/ld+json">{"@type": "WebSite"}</script></html>'
    assert courses(site, "jsonld") == []
    for body, told in (
        (b"<html><p>Just a moment</p></html>", "no JSON-LD in the page"),
        (b'<html><script type="application/ld+json">{,}</script></html>', "none of the 1 JSON-LD blocks is sound"),
        (b'<html><script type="application/ld+json">{"@type": "Event"}</script>', "it was cut off"),
    ):
        with pytest.raises(ParseError, match=told):
            courses(body, "jsonld")
    with pytest.raises(ParseError, match="an HTML page stands where a feed should be"):
        courses(site)
