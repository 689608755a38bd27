"""Announcements: as people receive them, and as administrators make and follow them.

Actions of the buttons (bot.callbacks):

    compose:<step>:<form>[:<value>]     a step of the form that makes an announcement
    announcement:<verb>:<number>        show one, or do something to it
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil

from bot.callbacks import encode
from bot.views.answer_parts import short
from bot.views.filters import Labels, describe_filter
from bot.views.message import Button, Message, escape
from domain.announcements import Announcement, AnnouncementState, Fault, Tally
from domain.deliveries import DeliveryKind
from domain.subscribers import Interests
from domain.vocabulary import Language
from locales import text
from locales.dates import format_instant, format_number, format_span
from storage.announcements import Queued

SHOWN = 60
"""Characters by which an announcement is known in a list."""


def render_announcement(said: Announcement, language: Language) -> Message:
    """Show an announcement as a person of that language receives it."""
    return Message(said.text_for(language).strip(), tuple((Button(b.text, url=b.url),) for b in said.buttons))


def render_ask(step: str, form: str, language: Language, *, optional: bool = True) -> Message:
    """Ask for the text in a language (`fr`, `en`), the audience, the time or the buttons."""
    buttons = [Button(text(language, f"compose-skip-{step}"), callback=encode("compose", "skip", form, step))]
    return Message(
        text(language, f"compose-ask-{step}"), (*([tuple(buttons)] if optional else []), (_cancel(form, language),))
    )


def render_faults(faults: Sequence[Fault], language: Language) -> str:
    """Say what is to be changed, a line each."""
    return "\n".join(
        text(language, f"compose-fault-{fault.code}", **{k: escape(str(v)) for k, v in fault.detail.items()})
        for fault in faults
    )


def render_review(
    said: Announcement,
    counts: Sequence[tuple[str, int]],
    send_at: datetime | None,
    form: str,
    rate: float,
    labels: Labels,
    language: Language,
    zone: str,
) -> Message:
    """Show to whom, when and for how long an announcement would be sent, before it is."""
    people = counts[-1][1]
    when = format_instant(send_at, language, zone) + f" ({zone})" if send_at else text(language, "compose-now")
    lines = [
        text(language, "compose-review"),
        "",
        text(language, "compose-audience", segment=escape(describe_segment(said.segment, labels, language))),
        *(f"• {line}" for line in kept(counts, language)),
        text(language, "compose-languages", languages=text(language, f"compose-in-{_languages(said)}")),
        text(language, "compose-when", when=when, time=_time_for(people, rate, language)),
    ]

    def edit(step: str) -> Button:
        return Button(text(language, f"compose-button-{step}"), callback=encode("compose", "edit", form, step))

    send = Button(text(language, "compose-button-send", count=people), callback=encode("compose", "send", form))
    rows = [(edit("segment"), edit("time")), (edit("fr"), edit("en")), (edit("buttons"), _cancel(form, language))]
    return Message("\n".join(lines), (*([(send,)] if people else []), *rows))


def render_correction(number: int, form: str, language: Language) -> Message:
    """Ask once more before the words change everywhere."""
    send = Button(text(language, "compose-button-correct"), callback=encode("compose", "send", form))
    words = text(language, "compose-correction", number=number)
    again = [Button(text(language, f"compose-button-{step}"), callback=encode("compose", "edit", form, step))
             for step in ("fr", "en")]  # fmt: skip
    return Message(words, ((send,), tuple(again), (_cancel(form, language),)))


def kept(counts: Sequence[tuple[str, int]], language: Language) -> list[str]:
    """Say how many people each condition keeps, and how many it leaves out."""
    lines = []
    for number, (name, count) in enumerate(counts):
        out = counts[number - 1][1] - count if number else 0
        lines.append(text(language, f"kept-{name}", count=count, out=out))
    return lines


def describe_segment(segment: Interests, labels: Labels, language: Language) -> str:
    """Say a segment in a few words."""
    return text(language, "segment-everyone") if segment == Interests() else describe_filter(segment, labels, language)


def render_progress(queued: Queued, language: Language, rate: float) -> Message:
    """Show how an announcement goes, with what can be done about it now."""
    tally = queued.tally
    head = text(language, f"announcement-{queued.state.value}", number=queued.id)
    if queued.reason:
        head += "\n" + text(language, f"announcement-reason-{queued.reason}")
    lines = [head, f"<i>{escape(_opening(queued, language))}</i>", "", *_tally(tally, language)]
    lines += [
        text(language, f"announcement-{kind.value}", done=extra.sent, total=extra.total)
        for kind in (DeliveryKind.CORRECTION, DeliveryKind.RECALL)
        if (extra := queued.tallies.get(kind)) is not None
    ]
    if queued.state is AnnouncementState.SENDING and queued.waiting:
        lines += ["", text(language, "announcement-left", time=_time_for(queued.waiting, rate, language))]
    return Message("\n".join(lines), _actions(queued, language))


def outcomes(tally: Tally, language: Language) -> dict[str, int]:
    """Name what became of the messages, each with its count, for a chart."""
    return {
        text(language, f"announcement-outcome-{name}"): getattr(tally, name)
        for name in ("sent", "waiting", "blocked", "failed", "unknown", "stopped")
    }


def render_recall(queued: Queued, language: Language) -> Message:
    """Ask once more before it is deleted everywhere."""
    words = text(language, "announcement-ask-recall", number=queued.id, count=queued.tally.sent)
    return Message(words, ((_do("delete", queued, language), _do("show", queued, language)),))


def render_history(found: Sequence[Queued], language: Language, zone: str) -> Message:
    """List the latest announcements, each with its button."""
    if not found:
        return Message(text(language, "announcements-none"))
    lines = [text(language, "announcements-title"), ""]
    for queued in found:
        state = text(language, f"announcement-state-{queued.state.value}")
        day = format_instant(queued.send_at, language, zone)
        lines.append(f"<b>{queued.id}</b> · {day} · {state} · {queued.tally.sent}/{queued.tally.total}")
        lines.append(f"<i>{escape(_opening(queued, language))}</i>")
    buttons = [Button(str(queued.id), callback=encode("announcement", "show", queued.id)) for queued in found]
    return Message("\n".join(lines), (tuple(buttons[:5]), *([tuple(buttons[5:])] if buttons[5:] else [])))


def _actions(queued: Queued, language: Language) -> tuple[tuple[Button, ...], ...]:
    match queued.state:
        case AnnouncementState.SENDING:
            return ((_do("pause", queued, language), _do("cancel", queued, language)),)
        case AnnouncementState.PAUSED:
            return ((_do("resume", queued, language), _do("cancel", queued, language)),)
    rows: list[tuple[Button, ...]] = []
    if queued.tally.failed + queued.tally.unknown and DeliveryKind.RECALL not in queued.tallies:
        rows.append((_do("again", queued, language),))
    if queued.tally.sent and DeliveryKind.RECALL not in queued.tallies:
        rows.append((_do("correct", queued, language), _do("recall", queued, language)))
    return (*rows, (_do("report", queued, language),))


def _do(verb: str, queued: Queued, language: Language) -> Button:
    return Button(text(language, f"announcement-button-{verb}"), callback=encode("announcement", verb, queued.id))


def _tally(tally: Tally, language: Language) -> list[str]:
    return [
        text(language, f"announcement-tally-{name}", count=format_number(count, language))
        for name in ("sent", "waiting", "blocked", "failed", "unknown", "stopped")
        if (count := getattr(tally, name)) or name == "sent"
    ]


def _opening(queued: Queued, language: Language) -> str:
    return short(render_announcement(queued.announcement, language).plain.split("\n")[0], SHOWN)


def _languages(said: Announcement) -> str:
    return next(iter(said.texts)).value if len(said.texts) == 1 else "both"


def _time_for(count: int, rate: float, language: Language) -> str:
    return format_span(timedelta(minutes=max(1, ceil(count / rate / 60))), language)


def _cancel(form: str, language: Language) -> Button:
    return Button(text(language, "button-cancel"), callback=encode("compose", "cancel", form))
