"""« Not for me »: what is offered keeps the posting away, and asks for nothing that was not asked for before."""

from __future__ import annotations

from hypothesis import assume, given
from hypothesis import strategies as st

from domain.courses import CourseInstance
from domain.matching import is_relevant
from domain.postings import Item, JobPosting
from domain.refusals import refusals
from domain.subscribers import Interests
from domain.vocabulary import Audience, Kind, Language, Route

FIELDS = ("police", "elections", "medical")
LEVELS = st.one_of(st.none(), st.integers(0, 10))
SOME = st.frozensets(st.sampled_from(FIELDS))
FILTERS = st.builds(
    lambda fields, levels, countries, kind, route: Interests(
        fields, levels[0], levels[1], kind=kind, route=route, countries=countries
    ),
    SOME,
    st.tuples(LEVELS, LEVELS).map(lambda pair: tuple(sorted(pair)) if None not in pair else pair),
    st.frozensets(st.sampled_from(("CD", "CF"))),
    st.sampled_from((None, *Kind)),
    st.sampled_from((None, *Route)),
)
JOBS = st.builds(
    lambda fields, level, country, city, route, languages: JobPosting(
        "1", "Adviser", fields=tuple(fields), level_min=level, level_max=level, country=country, city=city, route=route,
        languages=languages,
    ),
    SOME, LEVELS, st.sampled_from((None, "CD", "CF")), st.sampled_from((None, "Goma", "Bunia")),
    st.sampled_from((None, *Route)), st.sampled_from(((), ("fr",), ("en",))),
)  # fmt: skip
COURSES = st.builds(lambda fields: CourseInstance("2", "Course", fields=tuple(fields)), SOME)


@given(st.one_of(JOBS, COURSES), FILTERS, JOBS)
def test_each_narrower_filter_keeps_the_posting_away_and_lets_nothing_new_through(
    item: Item, interests: Interests, other: JobPosting
) -> None:
    assume(is_relevant(item, interests))
    for narrow in refusals(item, interests, Language.FR).values():
        assert not is_relevant(item, narrow)
        assert is_relevant(other, interests) or not is_relevant(other, narrow)


def test_a_level_is_refused_upwards_and_downwards() -> None:
    post = JobPosting("1", "Adviser", level_min=4, level_max=4)
    found = refusals(post, Interests(level_min=3, level_max=5), Language.FR)
    assert {name: (one.level_min, one.level_max) for name, one in found.items() if name != "kind"} == {
        "higher": (5, 5),
        "lower": (3, 3),
    }


def test_a_post_by_nomination_is_refused_for_those_one_applies_to_oneself() -> None:
    post = JobPosting("1", "Adviser", audience=(Audience.POLICE,), route=Route.NOMINATION)
    assert refusals(post, Interests(), Language.FR)["route"] == Interests(route=Route.INDIVIDUAL)


def test_what_the_posting_leaves_open_cannot_be_refused() -> None:
    assert set(refusals(JobPosting("1", "Adviser"), Interests(), Language.FR)) == {"kind"}
