"""Figures of the service as administrators read them on a phone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.views.filters import language_name, quoted
from bot.views.message import Message, escape
from domain.vocabulary import Audience, Language
from locales import text
from locales.countries import country_name
from locales.dates import format_date, format_number
from storage.figures import SMALLEST_CELL, Curves

LONGEST_QUESTION = 80
COUNTRIES = 6


def render_figures(told: Mapping[str, Any], unanswered: Sequence[tuple[str, int]], language: Language) -> Message:
    """Show the figures in one message; groups too small to be told are said to be."""
    people, questions, delays = told["people"], told["questions"], told["delivery_delay_seconds"]
    sent = told["deliveries"].get("sent", 0)
    lines = [
        f"<b>{text(language, 'figures-title')}</b>",
        "",
        _say("people", language, all=people["all"], new=people["new_last_week"], suspended=people["suspended"]),
        _group("languages", people["by_language"], language, lambda code: language_name(code, language)),
        _group("audiences", people["by_audience"], language, lambda name: text(language, f"audience-{Audience(name)}")),
        _group("countries", people["by_country_of_interest"], language, lambda code: country_name(code, language)),
        "",
        _questions(questions, language),
        *[f"• {quoted(escape(words[:LONGEST_QUESTION]), language)} × {times}" for words, times in unanswered],
        "",
        _say("alerts", language, alerts=told["alerts"], sent=sent, waiting=told["deliveries"].get("pending", 0)),
        _delays(delays, language),
        _say("postings", language, all=told["postings"]["all"], week=told["postings"]["last_week"]),
        _say("sources", language, all=told["sources"]["all"], failing=told["sources"]["failing"]),
        _say("tickets", language, open=told["tickets_open"]),
    ]
    return Message("\n".join(lines))


def caption_of_questions(curves: Curves, language: Language) -> str:
    """Say in words what the chart of questions shows."""
    total = {name: sum(values) for name, values in curves.questions.items()}
    asked = sum(total.values())
    return text(language, "figures-chart-questions", asked=asked, lost=total["unanswered"], **_span(curves, language))


def caption_of_messages(curves: Curves, language: Language) -> str:
    """Say in words what the chart of messages shows."""
    most = max(range(len(curves.days)), key=lambda at: curves.sent[at])
    return text(
        language,
        "figures-chart-sent",
        sent=sum(curves.sent),
        most=curves.sent[most],
        day=format_date(curves.days[most], language),
        **_span(curves, language),
    )


def _span(curves: Curves, language: Language) -> dict[str, str]:
    return {"first": format_date(curves.days[0], language), "last": format_date(curves.days[-1], language)}


def _say(key: str, language: Language, **numbers: int) -> str:
    return text(language, f"figures-{key}", **{name: format_number(value, language) for name, value in numbers.items()})


def _group(key: str, cells: Mapping[str, int], language: Language, name: Any) -> str:
    shown = [f"{name(cell)} {format_number(count, language)}" for cell, count in list(cells.items())[:COUNTRIES]]
    told = ", ".join(shown) or text(language, "figures-too-few", smallest=SMALLEST_CELL)
    return text(language, f"figures-{key}", told=told)


def _questions(questions: Mapping[str, Any], language: Language) -> str:
    if questions["answer_rate"] is None:
        return text(language, "figures-no-questions")
    rate = round(questions["answer_rate"] * 100)
    return text(language, "figures-questions", asked=format_number(questions["last_week"], language), rate=rate)


def _delays(delays: Mapping[str, float | None], language: Language) -> str:
    if delays["median"] is None:
        return text(language, "figures-no-delays")
    return text(language, "figures-delays", median=_seconds(delays["median"]), p95=_seconds(delays["p95"] or 0))


def _seconds(seconds: float) -> str:
    return f"{seconds:.0f}" if seconds >= 1 else "< 1"
