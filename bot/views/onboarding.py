"""The first contact: a welcome that asks who one is, bands of ranks, and ranks of several meanings."""

from __future__ import annotations

from collections.abc import Sequence

from bot.callbacks import encode
from bot.views.filters import back_button, rank_button
from bot.views.message import Button, Message, escape
from domain.forms import ANY, BANDS, Form
from domain.vocabulary import Audience, Language, Rank
from locales import text

UNIFORMED = (Audience.MILITARY, Audience.POLICE)


def render_welcome(form: Form, language: Language) -> Message:
    """Say what the bot does and ask who one is: one tap, or a question instead."""
    military, police, civilian = (
        Button(text(language, f"button-who-{audience}"), callback=encode("who", form.nonce, audience))
        for audience in Audience
    )
    rest = (
        Button(text(language, "button-who-any"), callback=encode("who", form.nonce, ANY)),
        Button(text(language, "welcome-help"), callback=encode("help")),
    )
    return Message(text(language, "welcome"), ((military, civilian), (police,), rest, languages()))


def languages() -> tuple[Button, ...]:
    """Offer both languages, each in its own words."""
    return tuple(
        Button(text(language, f"button-{name}"), callback=encode("lang", language.value))
        for language, name in ((Language.FR, "french"), (Language.EN, "english"))
    )


def render_bands(form: Form, language: Language) -> Message:
    """Ask for a rank or a grade, a band at a time; that they compare is nobody's official word, which is said."""
    audience = form.interests.audience
    ladder = audience if audience in UNIFORMED else Audience.CIVILIAN
    buttons = [
        Button(_band(ladder, low, language), callback=encode("band", form.nonce, number))
        for number, (low, _) in enumerate(BANDS)
    ]
    rows = [tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2)]
    skip = Button(text(language, "button-skip"), callback=encode("band", form.nonce, ANY))
    words = [text(language, f"onboarding-band-{ladder}")]
    if ladder in UNIFORMED:
        words.append(text(language, "onboarding-indicative"))
    return Message("\n\n".join(words), (*rows, (*back_button(form, language), skip)))


def render_doubt(form: Form, words: str, ranks: Sequence[Rank], language: Language) -> Message:
    """Ask which of several ranks a word means."""
    rows = [(rank_button(form.nonce, rank, language),) for rank in ranks]
    asked = text(language, "onboarding-doubt", words=escape(words[:40]))
    return Message(asked, (*rows, back_button(form, language)))


def _band(ladder: Audience | None, low: int, language: Language) -> str:
    return text(language, f"band-{ladder}-{low}")
