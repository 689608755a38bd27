"""An alert being made: what each tap and each typed word puts into it, and which step comes next.

The form of a newcomer begins with who one is (`Step.WHO`), any other with what one looks for (`Step.AREA`). Once it has
a frequency it is complete: whatever is changed then leads back to its review.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from domain.filters import FilterRequest
from domain.previews import without
from domain.subscribers import Frequency, Interests
from domain.vocabulary import Audience, Kind, Language, Level, Rank, Route

ANY = "*"
"""The value of a button that leaves a choice open."""
BANDS: tuple[tuple[Level, Level], ...] = ((0, 0), (1, 2), (3, 3), (4, 4), (5, 5), (6, 10))
"""Bands of levels offered with one tap; the lowest of each names it."""
TURNS: Mapping[str, Sequence[Any]] = {
    "kind": (None, *Kind),
    "route": (None, *Route),
    "language": (None, *(language.value for language in Language)),
    "frequency": tuple(Frequency),
}
"""Choices that one button turns, in their order."""


class Step(StrEnum):
    """What a form asks for."""

    WHO = "who"
    BAND = "band"
    AREA = "area"
    FIELD = "field"
    LOW = "low"
    HIGH = "high"
    OFTEN = "often"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Form:
    """A form: its number, the step it asks for, the filter so far, the area being looked at, words not understood.

    `replaces` is the number of the filter that is being edited. `guided` is the form of a newcomer.
    """

    nonce: str
    step: Step = Step.AREA
    interests: Interests = field(default_factory=Interests)
    frequency: Frequency | None = None
    area: str | None = None
    unknown: tuple[str, ...] = ()
    replaces: int | None = None
    guided: bool = False

    def as_dict(self) -> dict[str, Any]:
        """Write as plain values, to be kept between two messages."""
        return {
            "nonce": self.nonce,
            "step": self.step,
            "interests": self.interests.as_dict(),
            "frequency": self.frequency,
            "area": self.area,
            "unknown": list(self.unknown),
            "replaces": self.replaces,
            "guided": self.guided,
        }

    @classmethod
    def of(cls, state: Mapping[str, Any]) -> Form:
        """Read back what `as_dict` wrote; a form kept by an older version is at its review."""
        return cls(
            state["nonce"],
            Step(state.get("step", Step.REVIEW)),
            Interests.of(state["interests"]),
            Frequency(state["frequency"]) if state["frequency"] else None,
            state["area"],
            tuple(state["unknown"]),
            state.get("replaces"),
            state.get("guided", False),
        )

    def before(self) -> Step | None:
        """Give the step to which one goes back; None from the first."""
        first = Step.WHO if self.guided else Step.AREA
        if self.frequency and self.step is not Step.REVIEW and self.step is not Step.FIELD:
            return Step.REVIEW
        return {
            Step.BAND: first,
            Step.FIELD: Step.AREA,
            Step.LOW: Step.AREA,
            Step.HIGH: Step.LOW,
            Step.OFTEN: Step.BAND if self.guided else Step.LOW,
            Step.REVIEW: None if self.replaces else Step.OFTEN,
        }.get(self.step)


def tapped(form: Form, action: str, value: str, fields_in: Sequence[str] = ()) -> Form:
    """Put one tap into a form and give it at its next step; `fields_in` are the fields of the area it is at.

    An action or a value that means nothing leaves the form as it is.
    """
    if action == "field":
        return _on(form, Step.LOW, fields=frozenset(fields_in if value == ANY else (value,)))
    try:
        return TAPS[action](form, value)
    except (KeyError, IndexError, ValueError):
        return form


def _who(form: Form, value: str) -> Form:
    if value not in (*Audience, ANY):
        return form
    return _on(form, Step.BAND, audience=None if value == ANY else Audience(value))


def _band(form: Form, value: str) -> Form:
    if value == ANY:
        return _on(form, Step.OFTEN, level_min=None, level_max=None)
    low, high = BANDS[int(value)]
    return _on(form, Step.OFTEN, level_min=low, level_max=high)


def _area(form: Form, value: str) -> Form:
    if value == ANY:
        return _on(replace(form, area=None), Step.LOW, fields=frozenset())
    return replace(form, area=value, step=Step.FIELD)


def _low(form: Form, value: str) -> Form:
    if value == ANY:
        return _on(form, Step.OFTEN, level_min=None, level_max=None)
    interests = replace(form.interests, level_min=int(value), level_max=None)
    return replace(form, step=Step.HIGH, interests=interests)


def _high(form: Form, value: str) -> Form:
    return _on(form, Step.OFTEN, level_max=int(value))


def _rank(form: Form, value: str) -> Form:
    return _on(replace(form, unknown=()), Step.OFTEN, level_min=int(value), level_max=int(value))


def _often(form: Form, value: str) -> Form:
    return replace(form, frequency=Frequency(value), step=Step.REVIEW)


def _turn(form: Form, name: str) -> Form:
    """Turn one choice to its next value, and from the last back to the first."""
    form = replace(form, step=Step.REVIEW)
    if name == "frequency":
        return replace(form, frequency=_after(TURNS[name], form.frequency or Frequency.DAILY))
    chosen = _after(TURNS[name], getattr(form.interests, name))
    return replace(form, interests=replace(form.interests, **{name: chosen}))


def _widen(form: Form, part: str) -> Form:
    return replace(form, interests=without(form.interests, part), step=Step.REVIEW)


def _back(form: Form, value: str) -> Form:
    return replace(form, step=Step(value))


TAPS: Mapping[str, Callable[[Form, str], Form]] = {
    "who": _who,
    "band": _band,
    "area": _area,
    "low": _low,
    "high": _high,
    "rank": _rank,
    "often": _often,
    "turn": _turn,
    "widen": _widen,
    "back": _back,
}
"""What each button of a form does, `field` apart."""


def typed(form: Form, request: FilterRequest) -> Form | None:
    """Put typed words into a form; None when they do not answer what it asks, and are a question of their own."""
    said = request.interests
    told_level = said.level_min is not None or said.level_max is not None or said.grade is not None
    answers = {
        Step.WHO: said.audience is not None,
        Step.BAND: bool(said.audience or told_level or request.frequency),
        Step.OFTEN: bool(said.audience or told_level or request.frequency),
        Step.REVIEW: request.frequency is not None,
    }
    if request.unknown or not answers.get(form.step):
        return None
    filled = replace(
        form, interests=_merged(form.interests, said), frequency=request.frequency or form.frequency, unknown=()
    )
    return replace(filled, step=_first_open(filled))


def readings(request: FilterRequest, audience: Audience | None) -> tuple[Rank, ...]:
    """Give the ranks that a word of several meanings may stand for, those of the person's own ladders if any are."""
    if len(request.doubtful) != 1 or request.unknown != (request.doubtful[0].word,):
        return ()
    ranks = [rank for rank in request.doubtful[0].ranks if rank.level is not None]
    own = [rank for rank in ranks if audience is not None and rank.ladder.endswith(audience)]
    return tuple(own or ranks)


def _merged(before: Interests, said: Interests) -> Interests:
    """Let what is said take the place of what was chosen; a level replaces the whole band."""
    if said.level_min is not None or said.level_max is not None:
        before = replace(before, level_min=None, level_max=None)
    anything = Interests()
    told = {name: value for name in Interests.__slots__ if (value := getattr(said, name)) != getattr(anything, name)}
    return replace(before, **told)


def _first_open(form: Form) -> Step:
    """Give the first step that typed words have not answered."""
    chosen = form.interests
    if form.frequency:
        return Step.REVIEW
    told_level = (chosen.level_min, chosen.level_max, chosen.grade) != (None, None, None)
    return Step.OFTEN if told_level or form.step is Step.OFTEN else Step.BAND


def _on(form: Form, following: Step, **chosen: Any) -> Form:
    """Choose, and go on: to the review when the form is complete."""
    interests = replace(form.interests, **chosen)
    return replace(form, interests=interests, step=Step.REVIEW if form.frequency else following)


def _after(values: Sequence[Any], value: Any) -> Any:
    place = values.index(value) if value in values else 0
    return values[(place + 1) % len(values)]
