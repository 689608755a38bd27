"""Sources as administrators see them: the list, a card, an address looked at, news of trouble.

Actions of the buttons (bot.callbacks); a source goes by its token, for ids may be long and hold anything:

    sources                             the list, as a new message
    sources:<start>                     the list in place, from its `start`th source on
    source:<verb>:<token>[:<value>]     show a source or do something to it, in place
    newsource:open                      ask for an address
    newsource:save:<form>[:<kind>]      save what was looked at
    newsource:cancel:<form>             leave the form
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.callbacks import encode
from bot.views.answer_parts import short
from bot.views.faults import explain
from bot.views.message import Button, Message, escape
from domain.knowledge import token
from domain.sources import TROUBLED, Probe, Sample, SourceHealth, SourceState, polling_interval
from domain.vocabulary import Language
from locales import text
from locales.dates import format_date, format_instant, format_span

PAGE = 10
LONGEST_TITLE = 60
NEWS = 5
"""Sources in trouble, and sources read again, that one message names."""
MISSING = 3
"""Sources named to everyone."""
INTERVALS = (60, 360, 1440)
"""Minutes offered as buttons."""
_PLAIN, _CHOSEN = "⏱", "✓"


def render_sources(found: Sequence[SourceHealth], start: int, language: Language, zone: str) -> Message:
    """List ten sources from the `start`th on, in the order given, each with a button to its card."""
    add = Button(text(language, "sources-button-add"), callback=encode("newsource", "open"))
    if not found:
        return Message(text(language, "sources-none"), ((add,),))
    start = min(start, len(found) - 1) // PAGE * PAGE
    page = found[start : start + PAGE]
    troubled = sum(health.state in TROUBLED for health in found)
    head = text(language, "sources-title", count=len(found)), text(language, "sources-troubled", count=troubled)
    foot = [text(language, "sources-zone", zone=zone)]
    if len(found) > PAGE:
        foot.insert(0, text(language, "sources-page", first=start + 1, last=start + len(page), total=len(found)))
    lines = [
        "\n".join(head),
        *(_row(number, health, language, zone) for number, health in enumerate(page, start + 1)),
        " · ".join(foot) + "\n" + text(language, "sources-how", id=escape(page[0].source.id)),
    ]
    numbers = [Button(str(number), callback=_call("show", health)) for number, health in enumerate(page, start + 1)]
    turn = _turn(start, len(found), language)
    return Message("\n\n".join(lines), (tuple(numbers[:5]), *_some(numbers[5:]), *_some(turn), (add,)))


def _turn(start: int, total: int, language: Language) -> list[Button]:
    buttons = []
    if start:
        buttons.append(Button(text(language, "sources-button-first"), callback=encode("sources", 0)))
    if start + PAGE < total:
        buttons.append(Button(text(language, "sources-button-more"), callback=encode("sources", start + PAGE)))
    return buttons


def _some(buttons: Sequence[Button]) -> list[tuple[Button, ...]]:
    """Give a row, unless it would be empty."""
    return [tuple(buttons)] if buttons else []


def _row(number: int, health: SourceHealth, language: Language, zone: str) -> str:
    facts = [
        _success(health, language, zone),
        _items(health.source.kind, health.items, language),
        _pace(health, language),
    ]
    return "\n".join([f"{number}. {_name(health)}", _state(health, language, zone), " · ".join(facts)])


def render_card(health: SourceHealth, language: Language, zone: str, now: datetime) -> Message:
    """Show one source, and what can be done about it."""
    source = health.source
    lines = [_name(health), *_trouble(health, language, zone)]
    if health.state is SourceState.HELD:
        lines.append(text(language, "source-held-how"))
    facts = [_items(source.kind, health.items, language), text(language, "source-format", format=escape(source.format))]
    lines += ["", _success(health, language, zone), *_next(health, language, zone, now)]
    lines += [" · ".join([*facts, _pace(health, language)]), f"<code>{_address(source.url)}</code>"]
    if health.moved_to:
        lines.append(text(language, "source-moved", address=f"<code>{_address(health.moved_to)}</code>"))
    if health.added:
        lines.append(text(language, "source-added"))
    lines.append(text(language, "sources-zone", zone=zone))
    return Message("\n".join(lines), _card_buttons(health, language))


def _card_buttons(health: SourceHealth, language: Language) -> tuple[tuple[Button, ...], ...]:
    stands_still = health.state in (SourceState.PAUSED, SourceState.RETIRED)
    verbs = ["resume"] if stands_still else ["poll", "pause"]
    if health.state is SourceState.HELD:
        verbs.insert(0, "release")
    intervals = [
        Button(_mark(health, minutes, language), callback=_call("every", health, f"{minutes}m"))
        for minutes in INTERVALS
    ]
    default = text(language, "source-button-every-default", mark=_PLAIN if health.chosen else _CHOSEN)
    intervals.append(Button(default, callback=_call("every", health, "-")))
    remove = [Button(text(language, "source-button-remove"), callback=_call("remove", health))] if health.added else []
    return (
        tuple(_button(verb, health, language) for verb in verbs),
        tuple(intervals[:2]),
        tuple(intervals[2:]),
        *_some(remove),
        (
            Button(text(language, "source-button-all"), callback=encode("sources", 0)),
            Button(text(language, "source-button-fresh"), callback=_call("show", health)),
        ),
    )


def _button(verb: str, health: SourceHealth, language: Language) -> Button:
    return Button(text(language, f"source-button-{verb}"), callback=_call(verb, health))


def _mark(health: SourceHealth, minutes: int, language: Language) -> str:
    """Label the button of an interval, and tick the one that was chosen."""
    mark = _CHOSEN if health.chosen and health.source.poll_minutes == minutes else _PLAIN
    span = format_span(timedelta(minutes=minutes), language, "short")
    return text(language, "source-button-every", mark=mark, interval=span)


def render_removal(health: SourceHealth, language: Language) -> Message:
    """Ask before a source is taken away."""
    buttons = (
        Button(text(language, "source-button-remove-yes"), callback=_call("remove", health, "yes")),
        Button(text(language, "source-button-keep"), callback=_call("show", health)),
    )
    return Message(text(language, "source-remove-confirm", title=_title(health)), (buttons,))


def render_unknown(words: str, close: Sequence[SourceHealth], language: Language) -> Message:
    """Say that no source is called so, and offer those whose names are close."""
    said = escape(short(words, LONGEST_TITLE))
    if not close:
        return Message(text(language, "source-unknown-none", words=said), (_to_list(language),))
    buttons = tuple((Button(short(health.source.title), callback=_call("show", health)),) for health in close)
    return Message(text(language, "source-unknown", words=said), (*buttons, _to_list(language)))


def render_probe(found: Probe, form: str, language: Language, zone: str) -> Message:
    """Show what an address holds, and ask whether it shall be a source.

    A plain feed does not say what it lists: it passes for vacancies, and may be saved as courses.
    """
    facts = [_items(found.kind, found.count, language), text(language, "source-format", format=escape(found.format))]
    lines = [f"<b>{escape(short(found.title, LONGEST_TITLE))}</b>"] if found.title else []
    lines += [f"<code>{_address(found.url)}</code>", " · ".join(facts), ""]
    if found.samples:
        lines += [*(_sample(sample, found.kind, language, zone) for sample in found.samples), ""]
    rows: list[tuple[Button, ...]] = [
        (
            Button(text(language, "button-save"), callback=encode("newsource", "save", form)),
            Button(text(language, "button-cancel"), callback=encode("newsource", "cancel", form)),
        )
    ]
    if found.kind == "jobs":
        courses = encode("newsource", "save", form, "courses")
        rows.append((Button(text(language, "source-save-courses"), callback=courses),))
    return Message("\n".join([*lines, text(language, "source-found-question")]), tuple(rows))


def _sample(sample: Sample, kind: str, language: Language, zone: str) -> str:
    title = escape(short(sample.title, 100))
    if sample.when is None:
        return f"• {title}"
    day = sample.when.astimezone(ZoneInfo(zone)).date() if isinstance(sample.when, datetime) else sample.when
    return text(language, f"source-found-sample-{kind}", title=title, date=format_date(day, language))


def render_saved(health: SourceHealth, language: Language) -> Message:
    """Say that a source was added."""
    return Message(text(language, "source-saved", title=_title(health)), (_to_card(health, language),))


def render_known(health: SourceHealth, language: Language) -> Message:
    """Say that an address is a source already."""
    return Message(text(language, "error-source-known", title=_title(health)), (_to_card(health, language),))


def render_news(
    troubled: Sequence[SourceHealth], recovered: Sequence[SourceHealth], language: Language, zone: str
) -> Message:
    """Tell an administrator which sources are in trouble and which are read again."""
    parts = []
    for key, found in (("troubled", troubled), ("recovered", recovered)):
        if found:
            head = text(language, f"news-{key}", count=len(found))
            rows = ["\n".join([_name(health), *_trouble(health, language, zone)]) for health in found[:NEWS]]
            more = [text(language, "news-more", count=len(found) - NEWS)] if len(found) > NEWS else []
            parts += [head, *rows, *more]
    foot = text(language, "news-how") + "\n" + text(language, "sources-zone", zone=zone)
    return Message("\n\n".join([*parts, foot]), (_to_list(language),))


def render_missing(found: Sequence[SourceHealth], language: Language, zone: str) -> str:
    """Tell everyone, in one quiet line, whose vacancies may be missing; the longest silent come first."""
    since = min(health.failing_since for health in found if health.failing_since)
    titles = ", ".join(_title(health) for health in found[:MISSING]) + ("…" if len(found) > MISSING else "")
    day = format_date(since.astimezone(ZoneInfo(zone)).date(), language)
    return f"<i>{text(language, 'jobs-unavailable', count=len(found), since=day, titles=titles)}</i>"


def _name(health: SourceHealth) -> str:
    return f"<b>{_title(health)}</b> · <code>{escape(health.source.id)}</code>"


def _title(health: SourceHealth) -> str:
    return escape(short(health.source.title, LONGEST_TITLE))


def _state(health: SourceHealth, language: Language, zone: str) -> str:
    match health.state:
        case SourceState.FAILING if health.failing_since:
            return text(language, "source-state-failing", since=format_instant(health.failing_since, language, zone))
        case SourceState.HELD if health.held_reason:
            return text(language, "source-state-held", reason=explain(health.held_reason, language))
        case state:
            return text(language, f"source-state-{state.value}")


def _trouble(health: SourceHealth, language: Language, zone: str) -> list[str]:
    """Say how a source stands, and what the site last did wrong."""
    lines = [_state(health, language, zone)]
    if health.last_error:
        lines.append(text(language, "source-error", reason=explain(health.last_error, language)))
    return lines


def _success(health: SourceHealth, language: Language, zone: str) -> str:
    if health.last_success_at is None:
        return text(language, "source-success-never")
    return text(language, "source-success", success=format_instant(health.last_success_at, language, zone))


def _next(health: SourceHealth, language: Language, zone: str, now: datetime) -> list[str]:
    if health.next_poll_at is None or health.state in (SourceState.PAUSED, SourceState.RETIRED):
        return []
    if health.next_poll_at <= now:
        return [text(language, "source-next-now")]
    return [text(language, "source-next", next=format_instant(health.next_poll_at, language, zone))]


def _items(kind: str, count: int, language: Language) -> str:
    return text(language, f"source-items-{kind}", count=count)


def _pace(health: SourceHealth, language: Language) -> str:
    return text(language, "source-interval", interval=format_span(polling_interval(health.source), language))


def _address(url: str) -> str:
    """Show an address without its query: keys travel there."""
    return escape(short(url.partition("?")[0], 120))


def _call(verb: str, health: SourceHealth, *value: str) -> str:
    return encode("source", verb, token("source", health.source.id), *value)


def _to_list(language: Language) -> tuple[Button, ...]:
    return (Button(text(language, "sources-button-open"), callback=encode("sources")),)


def _to_card(health: SourceHealth, language: Language) -> tuple[Button, ...]:
    return (Button(text(language, "source-button-show"), callback=_call("show", health)),)
