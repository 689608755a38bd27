"""What each tap and each typed word puts into the form of an alert."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.filters import FilterRequest
from domain.forms import ANY, BANDS, TAPS, Form, Step, tapped, typed
from domain.subscribers import Frequency, Interests
from domain.vocabulary import Audience

NEWCOMER = Form("1a", Step.WHO, guided=True)
COMPLETE = Form("1a", Step.REVIEW, Interests(frozenset({"police"}), 3, 5), Frequency.DAILY)

VALUES = st.sampled_from(
    (ANY, "police", "0", "3", "99", "-1", "daily", "kind", "field", "who", "review", "zorglub", "")
)


@given(st.lists(st.tuples(st.sampled_from((*TAPS, "field", "zorglub")), VALUES), max_size=12), st.booleans())
def test_no_tap_breaks_a_form_and_every_form_is_kept_as_it_is(taps: list[tuple[str, str]], guided: bool) -> None:
    form = Form("1a", Step.WHO if guided else Step.AREA, guided=guided)
    for action, value in taps:
        form = tapped(form, action, value, ("police", "prisons"))
        assert Form.of(form.as_dict()) == form


def test_a_newcomer_is_done_after_three_answers() -> None:
    form = tapped(NEWCOMER, "who", "military")
    assert form.step is Step.BAND
    form = tapped(form, "band", "3")
    assert form.step is Step.OFTEN
    form = tapped(form, "often", "weekly")
    assert form == Form(
        "1a", Step.REVIEW, Interests(frozenset(), 4, 4, Audience.MILITARY), Frequency.WEEKLY, guided=True
    )


def test_bands_cover_every_level_once() -> None:
    assert [level for low, high in BANDS for level in range(low, high + 1)] == list(range(11))


@pytest.mark.parametrize(
    ("action", "value"), [("band", "2"), ("rank", "3"), ("field", ANY), ("area", ANY), ("who", ANY)]
)
def test_what_is_changed_in_a_complete_form_leads_back_to_its_review(action: str, value: str) -> None:
    assert tapped(COMPLETE, action, value, ("police",)).step is Step.REVIEW


def test_going_back_leads_to_the_step_before() -> None:
    walk = [Step.OFTEN, Step.BAND, Step.WHO, None]
    form = tapped(tapped(tapped(NEWCOMER, "who", ANY), "band", ANY), "often", "daily")
    assert form.before() is walk[0]
    form = Form("1a", Step.OFTEN, guided=True)
    for expected in walk[1:]:
        assert form.before() is expected
        form = Form("1a", expected or Step.WHO, guided=True)


@pytest.mark.parametrize(
    ("step", "request_", "following"),
    [
        (Step.WHO, FilterRequest(Interests(audience=Audience.POLICE)), Step.BAND),
        (Step.WHO, FilterRequest(Interests(level_min=3, level_max=3)), None),
        (Step.WHO, FilterRequest(Interests(audience=Audience.POLICE), unknown=("zorglub",)), None),
        (Step.WHO, FilterRequest(Interests(frozenset(), 3, 4, Audience.POLICE), Frequency.DAILY), Step.REVIEW),
        (Step.BAND, FilterRequest(Interests(level_min=3, level_max=3)), Step.OFTEN),
        (Step.BAND, FilterRequest(Interests(grade="CONSULTANT")), Step.OFTEN),
        (Step.BAND, FilterRequest(Interests(frozenset({"police"}))), None),
        (Step.OFTEN, FilterRequest(frequency=Frequency.WEEKLY), Step.REVIEW),
        (Step.OFTEN, FilterRequest(Interests(audience=Audience.CIVILIAN)), Step.OFTEN),
        (Step.REVIEW, FilterRequest(Interests(frozenset({"police"}))), None),
        (Step.AREA, FilterRequest(Interests(frozenset({"police"}))), None),
    ],
)
def test_typed_words_answer_what_the_form_asks_or_are_a_question(
    step: Step, request_: FilterRequest, following: Step | None
) -> None:
    form = typed(Form("1a", step, guided=True), request_)
    assert (form and form.step) == following


def test_a_typed_level_replaces_the_whole_band() -> None:
    form = typed(Form("1a", Step.OFTEN, Interests(level_min=1, level_max=2)), FilterRequest(Interests(level_min=4)))
    assert form is not None
    assert (form.interests.level_min, form.interests.level_max) == (4, None)
