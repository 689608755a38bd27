"""Pieces that every answer is made of: labels, lists of words, sources, buttons.

Words come from locales, facts from records: nothing here knows an address, a number or a date of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol
from urllib.parse import urlsplit

from babel import Locale

from bot.callbacks import encode
from bot.views.message import Button, escape, escape_attribute
from domain.answering.answers import Ref
from domain.knowledge import Bilingual, Centre, Course, Job, Knowledge, Resource, Term
from domain.vocabulary import Language

BUTTON_WIDTH = 48
ESTABLISHED = frozenset({"established UN usage", "established military usage"})


class Say(Protocol):
    """Anything that says a key in a language, as `locales.text` does."""

    def __call__(self, language: Language, key: str, /, **arguments: object) -> str:
        """Say it."""


def label(say: Say, language: Language, name: str, value: str) -> str:
    """Write « Label : value »; the value is HTML already."""
    return say(language, "answer-label", label=say(language, f"answer-label-{name}"), value=value)


def named(say: Say, language: Language, prefix: str, values: Iterable[str]) -> str:
    """Say several codes of one vocabulary, comma between."""
    return ", ".join(say(language, f"answer-{prefix}-{value}") for value in values)


def languages(codes: Iterable[str], language: Language) -> str:
    """Name languages in one of ours."""
    names = Locale(language.value).languages
    return ", ".join(names.get(code, code) for code in codes)


def link(url: str, words: str | None = None) -> str:
    """Write a link under the name of its host, or under given words."""
    host = urlsplit(url).netloc.removeprefix("www.")
    return f'<a href="{escape_attribute(url)}">{escape(words or host)}</a>'


def source(say: Say, language: Language, sources: tuple[str, ...]) -> str:
    """Name the first source: a link, a document symbol, or established usage."""
    if not sources:
        return ""
    first = sources[0]
    if first.startswith("http"):
        words = link(first)
    elif first in ESTABLISHED:
        words = say(language, "answer-source-usage")
    else:
        words = escape(first)
    return f"<i>{say(language, 'answer-source', source=words)}</i>"


def told(say: Say, language: Language, words: Bilingual) -> str:
    """Give the words of a record, in the other language with a note when this one lacks them."""
    own = words.get(language)
    if own:
        return escape(own)
    other = words.get(language.other)
    return f"{escape(other)} {say(language, 'answer-other-language')}" if other else ""


def title(ref: Ref, knowledge: Knowledge, language: Language) -> str:
    """Give the shortest words that name a record."""
    record = knowledge.find(*ref)
    match record:
        case Centre():
            name = record.names.best(language)
            return f"{record.acronym} – {name}" if record.acronym else name
        case Course():
            return record.titles.best(language)
        case Term():
            name, acronym = record.names.best(language), record.acronyms.get(language)
            return f"{name} ({acronym})" if acronym else name
        case Resource():
            return record.titles.best(language)
        case Job():
            return record.posting.title
    return ref[1]


def short(text: str, width: int = BUTTON_WIDTH) -> str:
    """Cut a text at a word."""
    return text if len(text) <= width else text[: width - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def record_button(ref: Ref, knowledge: Knowledge, language: Language, words: str | None = None) -> Button:
    """Make the button that shows a record."""
    text = words or short(title(ref, knowledge, language))
    return Button(text, callback=encode("rec", knowledge.token(*ref), language.value))


def human_button(say: Say, language: Language) -> Button:
    """Make the button that says how to reach a person."""
    return Button(say(language, "answer-button-human"), callback=encode("human", language.value))


def other_language_button(say: Say, ref: Ref, knowledge: Knowledge, language: Language) -> Button:
    """Make the button that shows the same record in the other language."""
    words = say(language, "answer-button-other-language")
    return Button(words, callback=encode("rec", knowledge.token(*ref), language.other.value))


def rows(buttons: Iterable[Button], width: int = 2) -> tuple[tuple[Button, ...], ...]:
    """Arrange buttons side by side while they are short, one below the other when they are not."""
    arranged: list[tuple[Button, ...]] = []
    row: list[Button] = []
    for button in buttons:
        if len(button.text) > 20:
            arranged.append((button,))
            continue
        row.append(button)
        if len(row) == width:
            arranged.append(tuple(row))
            row = []
    return tuple(arranged) + ((tuple(row),) if row else ())
