"""Filters as a person reads them, and the form that makes one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from babel import Locale

from bot.callbacks import encode
from bot.views.message import Button, Message, escape
from domain.filters import FilterRequest
from domain.forms import Form, Step
from domain.previews import Preview, only
from domain.subscribers import Frequency, Interests, Rhythm
from domain.vocabulary import LEVEL_GRADES, Language, Rank
from locales import NARROW_SPACE, text
from locales.countries import country_name
from locales.dates import format_hour, format_weekday

LEVELS = tuple(range(9))
"""Levels offered as buttons: from the General Service to assistant secretary-general."""
LONGEST_INITIALS = 4
LONGEST_WORD = 40
"""Characters quoted of a word that was not understood: somebody may type a whole message without a space."""


@dataclass(frozen=True, slots=True)
class Labels:
    """Short names of areas, of their fields, and of centres, in both languages."""

    areas: Mapping[str, Mapping[Language, str]]
    fields: Mapping[str, Mapping[Language, str]]
    area_of: Mapping[str, str]
    centres: Mapping[str, Mapping[Language, str]] = field(default_factory=dict)

    def field(self, slug: str, language: Language) -> str:
        """Name a field; one that is no more keeps its slug."""
        return self.fields.get(slug, {}).get(language, slug)

    def area(self, slug: str, language: Language) -> str:
        """Name an area."""
        return self.areas.get(slug, {}).get(language, slug)

    def centre(self, slug: str, language: Language) -> str:
        """Name a centre; an organiser that is none of ours is given by name already."""
        return self.centres.get(slug, {}).get(language, slug)

    def fields_in(self, area: str) -> tuple[str, ...]:
        """List the fields of an area."""
        return tuple(slug for slug, its_area in self.area_of.items() if its_area == area)


def describe_filter(interests: Interests, labels: Labels, language: Language) -> str:
    """Say a filter in a few words, « Police · P-3 à P-5 »."""
    parts = [_describe_fields(interests.fields, labels, language), _describe_levels(interests, language)]
    parts.append(_describe_grade(interests.grade) if interests.grade else "")
    for name, value in (("audience", interests.audience), ("kind", interests.kind), ("route", interests.route)):
        parts.append(text(language, f"{name}-{value}") if value else "")
    parts.append(language_name(interests.language, language) if interests.language else "")
    parts.append(", ".join(sorted(country_name(code, language) for code in interests.countries)))
    parts += [text(language, "filter-with", word=word) for word in sorted(interests.including)]
    parts += [text(language, "filter-without", word=word) for word in sorted(interests.excluding)]
    return " · ".join(part for part in parts if part) or text(language, "filter-any")


def language_name(code: str, language: Language) -> str:
    """Name a language in one of ours."""
    return str(Locale(language.value).languages.get(code, code))


def _describe_fields(fields: Iterable[str], labels: Labels, language: Language) -> str:
    """Name whole areas as such, then the fields that stand alone."""
    rest = set(fields)
    names = []
    for area in labels.areas:
        whole = set(labels.fields_in(area))
        if whole and whole <= rest:
            names.append(labels.area(area, language))
            rest -= whole
    names += [labels.field(slug, language) for slug in labels.area_of if slug in rest]
    names += sorted(rest - set(labels.area_of))
    return ", ".join(names)


def _describe_grade(grade: str) -> str:
    """Write a grade without a level: words as words, « Consultant », initials as initials, « IPO »."""
    if len(grade) <= LONGEST_INITIALS:
        return grade.upper()
    return grade.capitalize() if grade.isalpha() else grade


def _describe_levels(interests: Interests, language: Language) -> str:
    low, high = interests.level_min, interests.level_max
    if low is not None and high is not None:
        if low == high:
            return LEVEL_GRADES[low]
        return text(language, "filter-levels", low=LEVEL_GRADES[low], high=LEVEL_GRADES[high])
    if low is not None:
        return text(language, "filter-from", low=LEVEL_GRADES[low])
    return text(language, "filter-to", high=LEVEL_GRADES[high]) if high is not None else ""


def describe_frequency(frequency: Frequency, rhythm: Rhythm, language: Language) -> str:
    """Say how often, « Hebdomadaire, lundi à 7 h 00 »."""
    return text(
        language,
        f"frequency-{frequency.value}",
        hour=format_hour(rhythm.hour, language),
        weekday=format_weekday(rhythm.weekday, language),
    )


def render_alerts(
    filters: Sequence[tuple[int, Interests, Frequency]], labels: Labels, language: Language, rhythm: Rhythm
) -> Message:
    """List a person's filters, each with its buttons to change and to remove it."""
    add = (Button(text(language, "button-add-alert"), callback=encode("alert", "new")),)
    example = text(language, "alerts-example")
    if not filters:
        return Message(f"{text(language, 'alerts-none')}\n\n{example}", (add,))
    lines = [text(language, "alerts-list", count=len(filters)), ""]
    rows = []
    for number, interests, frequency in filters:
        name = describe_filter(interests, labels, language)
        lines.append(f"• {escape(name)} – {describe_frequency(frequency, rhythm, language)}")
        label = text(language, "button-remove", name=name if len(name) <= 40 else name[:39] + "…")
        change = Button(text(language, "button-change"), callback=encode("change", number))
        rows.append((change, Button(label, callback=encode("unalert", number))))
    return Message("\n".join([*lines, "", example]), (*rows, add))


def render_areas(
    nonce: str, labels: Labels, language: Language, note: str | None = None, back: Step | None = None
) -> Message:
    """Ask for an area: the first step of the form."""
    choices = [Button(labels.area(slug, language), callback=encode("area", nonce, slug)) for slug in labels.areas]
    every = Button(text(language, "button-any-field"), callback=encode("area", nonce, "*"))
    question = text(language, "alert-ask-area")
    return Message(
        f"{note}\n\n{question}" if note else question, (*_in_pairs(choices), (every,), _cancel(nonce, language, back))
    )


def render_fields(nonce: str, area: str, labels: Labels, language: Language) -> Message:
    """Ask for a field of the area, or all of it."""
    whole = Button(text(language, "button-whole-area"), callback=encode("field", nonce, "*"))
    choices = [
        Button(labels.field(slug, language), callback=encode("field", nonce, slug)) for slug in labels.fields_in(area)
    ]
    words = text(language, "alert-ask-field", area=escape(labels.area(area, language)))
    return Message(words, ((whole,), *_in_pairs(choices), _cancel(nonce, language, Step.AREA)))


def render_levels(nonce: str, language: Language, back: Step | None = None) -> Message:
    """Ask for the lowest level."""
    every = Button(text(language, "button-any-level"), callback=encode("low", nonce, "*"))
    choices = [Button(LEVEL_GRADES[level], callback=encode("low", nonce, level)) for level in LEVELS]
    rows = (*_in_rows(choices, 3), (every,), _cancel(nonce, language, back))
    return Message(text(language, "alert-ask-level"), rows)


def render_top_levels(nonce: str, low: int, language: Language) -> Message:
    """Ask for the highest level."""
    only = text(language, "button-this-level", grade=LEVEL_GRADES[low])
    choices = [Button(LEVEL_GRADES[level], callback=encode("high", nonce, level)) for level in LEVELS if level > low]
    first = (Button(only, callback=encode("high", nonce, low)),)
    words = text(language, "alert-ask-level-top", grade=LEVEL_GRADES[low])
    return Message(words, (first, *_in_rows(choices, 3), _cancel(nonce, language, Step.LOW)))


def render_frequencies(nonce: str, language: Language, rhythm: Rhythm, back: Step | None = None) -> Message:
    """Ask how often."""
    choices = [
        (Button(describe_frequency(frequency, rhythm, language), callback=encode("often", nonce, frequency.value)),)
        for frequency in Frequency
    ]
    return Message(text(language, "alert-ask-frequency"), (*choices, _cancel(nonce, language, back)))


def render_read_back(
    form: Form,
    request: FilterRequest,
    found: Preview,
    labels: Labels,
    language: Language,
    rhythm: Rhythm,
    lines: Sequence[str] = (),
) -> Message:
    """Read a filter back before it is saved: with what it would have brought, and the words that were not understood.

    `lines` show the open postings that fit, the first few.
    """
    nonce, frequency = form.nonce, form.frequency or Frequency.DAILY
    often = describe_frequency(frequency, rhythm, language)
    words = [
        text(
            language,
            "alert-read-back",
            filter=escape(describe_filter(request.interests, labels, language)),
            frequency=often,
        ),
        *([render_unknown(request, language)] if request.unknown else []),
        "\n".join([_preview(found, request.interests, labels, language), *lines]),
    ]
    if found.is_much and frequency is Frequency.IMMEDIATE:
        words.append(text(language, "preview-much"))
    save = Button(text(language, "button-save"), callback=encode("save", nonce))
    cancel = Button(text(language, "button-cancel"), callback=encode("cancel", nonce))
    doubts = [
        (rank_button(nonce, rank, language),)
        for doubt in request.doubtful
        for rank in doubt.ranks
        if rank.level is not None
    ]
    rows = [*doubts, (save, cancel), *_in_pairs(_turns(nonce, request.interests, often, language))]
    rows.append(_changes(nonce, language))
    if found.hindrance:
        part = describe_filter(only(request.interests, found.hindrance), labels, language)
        label = text(language, "button-widen", part=part if len(part) <= 40 else part[:39] + "…")
        rows.append((Button(label, callback=encode("widen", nonce, found.hindrance)),))
    return Message("\n\n".join(words), tuple(rows))


def _preview(found: Preview, interests: Interests, labels: Labels, language: Language) -> str:
    if not found.seen:
        return text(language, "preview-nothing-seen")
    if found.found:
        return text(language, "preview-found", seen=found.seen, found=found.found, open=len(found.open))
    if not found.hindrance:
        return text(language, "preview-none", seen=found.seen)
    part = escape(describe_filter(only(interests, found.hindrance), labels, language))
    return text(language, "preview-hindered", seen=found.seen, part=part, otherwise=found.otherwise)


def _turns(nonce: str, interests: Interests, often: str, language: Language) -> list[Button]:
    """Offer what a tap changes in place: kind, route, language, frequency."""
    spoken = language_name(interests.language, language) if interests.language else text(language, "any-language")
    shown = {
        "kind": text(language, f"kind-{interests.kind or 'any'}"),
        "route": text(language, f"route-{interests.route or 'any'}"),
        "language": spoken,
        "frequency": often,
    }
    return [
        Button(text(language, f"button-turn-{name}", value=value), callback=encode("turn", nonce, name))
        for name, value in shown.items()
    ]


def _changes(nonce: str, language: Language) -> tuple[Button, ...]:
    """Offer to choose the field and the level again."""
    return tuple(
        Button(text(language, f"button-change-{step}"), callback=encode("back", nonce, step))
        for step in (Step.AREA, Step.LOW)
    )


def render_unknown(request: FilterRequest, language: Language) -> str:
    """Name the words that were not understood."""
    words = [word if len(word) <= LONGEST_WORD else word[: LONGEST_WORD - 1] + "…" for word in request.unknown[:5]]
    return text(language, "alert-not-understood", words=escape(", ".join(quoted(word, language) for word in words)))


def quoted(words: str, language: Language) -> str:
    """Put words into a language's quotation marks."""
    return f"“{words}”" if language is Language.EN else f"«{NARROW_SPACE}{words}{NARROW_SPACE}»"


def rank_button(nonce: str, rank: Rank, language: Language) -> Button:
    """Offer a rank by its name, with the grade at whose level it stands."""
    level = rank.level or 0
    return Button(f"{rank.names[language]} · {LEVEL_GRADES[level]}", callback=encode("rank", nonce, level))


def back_button(form: Form, language: Language) -> tuple[Button, ...]:
    """Offer the step before; nothing at the first."""
    return _back(form.nonce, language, form.before())


def _back(nonce: str, language: Language, step: Step | None) -> tuple[Button, ...]:
    return (Button(text(language, "button-back"), callback=encode("back", nonce, step)),) if step else ()


def _cancel(nonce: str, language: Language, back: Step | None = None) -> tuple[Button, ...]:
    return (*_back(nonce, language, back), Button(text(language, "button-cancel"), callback=encode("cancel", nonce)))


def _in_pairs(buttons: Sequence[Button]) -> list[tuple[Button, ...]]:
    return _in_rows(buttons, 2)


def _in_rows(buttons: Sequence[Button], width: int) -> list[tuple[Button, ...]]:
    return [tuple(buttons[start : start + width]) for start in range(0, len(buttons), width)]
