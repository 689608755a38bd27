"""Cards: one centre, course, term, resource or vacancy, the answer in the first line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.callbacks import encode
from bot.views.answer_parts import (
    Say,
    human_button,
    label,
    languages,
    link,
    named,
    other_language_button,
    record_button,
    rows,
    short,
    source,
    told,
)
from bot.views.message import Button, Message, escape
from bot.views.posting_buttons import calendar_button, follow_button
from bot.views.postings import format_days
from domain.answering.answers import Ref
from domain.deliveries import StoredPosting
from domain.knowledge import Bilingual, Centre, Course, Job, Knowledge, Record, Resource, Term
from domain.vocabulary import Language
from locales.countries import country_name
from locales.dates import format_date

LONG = 600
"""Characters of a summary or definition that are shown."""
TWO_COLUMNS = 3
SYNONYMS = 4
BRIEF = 280
NEXT = 3
"""Sessions to come that are named."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What a card is written with: words, records, language, and where to ask a person."""

    say: Say
    knowledge: Knowledge
    language: Language
    contact: str

    def __call__(self, key: str, **arguments: object) -> str:
        """Say a key of ours."""
        return self.say(self.language, f"answer-{key}", **arguments)

    def label(self, name: str, value: str) -> str:
        """Write « Label : value »."""
        return label(self.say, self.language, name, value)

    def unknown(self) -> str:
        """Say that nobody knows, and whom to ask."""
        return self("unknown-ask", contact=escape(self.contact))


def card(ref: Ref, desk: Desk, detail: str | None = None) -> Message:
    """Show one record; with `detail`, that one fact first and the rest kept short."""
    record = desk.knowledge.find(*ref)
    match record:
        case Centre():
            lines, buttons = _centre(record, desk, detail)
        case Course():
            lines, buttons = _course(record, desk, detail)
        case Term():
            lines, buttons = _term(record, desk)
        case Resource():
            lines, buttons = _resource(record, desk)
        case Job():
            lines, buttons = _job(record, desk)
        case _:
            return Message(desk("gone"))
    return Message("\n".join(line for line in lines if line is not None).strip(), rows(buttons))


def body(ref: Ref, desk: Desk) -> str:
    """Give the heart of a record in a few lines, for comparisons and several senses."""
    record = desk.knowledge.find(*ref)
    match record:
        case Term():
            return "\n".join((*_names(record, desk), _brief(record.definitions, desk)))
        case Centre():
            return f"<b>{escape(_centre_name(record, desk))}</b>\n{_brief(record.summaries, desk)}"
        case Course():
            return f"<b>{told(desk.say, desk.language, record.titles)}</b>\n{_brief(record.summaries, desk)}"
        case Resource():
            return f"<b>{told(desk.say, desk.language, record.titles)}</b>\n{_brief(record.answers, desk)}"
    return ""


def _brief(words: Bilingual, desk: Desk) -> str:
    return short(told(desk.say, desk.language, words), BRIEF)


def _centre_name(centre: Centre, desk: Desk) -> str:
    name = centre.names.best(desk.language)
    return f"{centre.acronym} – {name}" if centre.acronym else name


def _place(centre: Centre, desk: Desk) -> str:
    country = centre.country_names.best(desk.language)
    return escape(", ".join(part for part in (centre.address, centre.city, country) if part))


def _centre(centre: Centre, desk: Desk, detail: str | None) -> tuple[list[str | None], list[Button]]:
    facts = _centre_facts(centre, desk)
    asked = [facts[name] for name in _DETAILS.get(detail or "", ()) if name in facts]
    shown = (
        [] if asked else [facts["where"], facts["specialities"], facts["languages"], facts["route"], facts["website"]]
    )
    lines: list[str | None] = [f"<b>{escape(_centre_name(centre, desk))}</b>"]
    if asked:
        lines += asked
    else:
        lines += [told(desk.say, desk.language, centre.summaries), "", *shown]
    lines += [facts["status"] if not asked else None, "", source(desk.say, desk.language, centre.sources)]
    buttons = []
    if any(course.centre == centre.id for course in desk.knowledge.of("course")):
        token = desk.knowledge.token("centre", centre.id)
        buttons.append(Button(desk("button-courses"), callback=encode("cof", token, desk.language.value)))
    buttons.append(other_language_button(desk.say, ("centre", centre.id), desk.knowledge, desk.language))
    if asked and any(desk.unknown() in line for line in asked):
        buttons.append(human_button(desk.say, desk.language))
    return lines, buttons


_DETAILS = {
    "email": ("email",), "phone": ("phone",), "website": ("website",),
    "contact": ("email", "phone", "website", "where"),
    "where": ("where",), "languages": ("languages",), "enrol": ("route", "website"), "audience": ("audience",),
    "cost": ("cost",), "date": ("date",), "duration": ("duration",),
}  # fmt: skip


def _centre_facts(centre: Centre, desk: Desk) -> dict[str, str]:
    specialities = ", ".join(centre.specialities.get(desk.language))
    return {
        "email": desk.label("email", escape(centre.email) if centre.email else desk.unknown()),
        "phone": desk.label("phone", escape(centre.phone) if centre.phone else desk.unknown()),
        "website": desk.label("website", link(centre.website) if centre.website else desk.unknown()),
        "where": desk.label("where", _place(centre, desk)),
        "languages": desk.label("languages", languages(centre.languages, desk.language)),
        "audience": desk.label("audience", named(desk.say, desk.language, "audience", centre.audience)),
        "specialities": desk.label("specialities", escape(specialities)) if specialities else "",
        "route": _route(centre.route, centre.route_basis, desk),
        "status": desk.label("status", desk(f"status-{centre.member_status}")),
    }


def _route(route: str, basis: str, desk: Desk) -> str:
    words = desk(f"route-{route}", contact=escape(desk.contact)) if route == "unknown" else desk(f"route-{route}")
    return desk.label("route", f"{words} ({desk('indicative')})" if basis == "inferred" else words)


def _course(course: Course, desk: Desk, detail: str | None) -> tuple[list[str | None], list[Button]]:
    facts = _course_facts(course, desk)
    centre = desk.knowledge.centre(course.centre)
    asked = [facts[name] for name in _DETAILS.get(detail or "", ()) if facts.get(name)]
    lines: list[str | None] = [f"<b>{told(desk.say, desk.language, course.titles)}</b>"]
    if asked:
        lines += asked
    else:
        lines += [facts["line"], "", told(desk.say, desk.language, course.summaries), ""]
        lines += [facts[name] for name in ("audience", "languages", "duration", "cost", "date", "route") if facts[name]]
    if course.confidence != "sourced":
        lines += ["", f"<i>{desk('unconfirmed')}</i>"]
    lines += ["", source(desk.say, desk.language, course.sources)]
    buttons = (
        [record_button(("centre", centre.id), desk.knowledge, desk.language, desk("button-centre"))] if centre else []
    )
    buttons.append(other_language_button(desk.say, ("course", course.id), desk.knowledge, desk.language))
    if course.url:
        buttons.append(Button(desk("button-open"), url=course.url))
    return lines, buttons


def _course_facts(course: Course, desk: Desk) -> dict[str, str]:
    centre = desk.knowledge.centre(course.centre)
    place = course.location.best(desk.language)
    name = (centre.acronym or centre.names.best(desk.language)) if centre else ""
    people = named(desk.say, desk.language, "audience", course.audience)
    ranks = course.rank_text.best(desk.language)
    mode = desk(f"mode-{course.mode}")
    facts = {
        "line": escape(" · ".join(part for part in (name, place, mode) if part)),
        "where": desk.label("where", escape(place) if place else mode),
        "audience": desk.label("audience", escape(f"{people} ({ranks})" if ranks else people)),
        "languages": desk.label(
            "languages" if len(course.languages) > 1 else "language", languages(course.languages, desk.language)
        ),
        "duration": desk.label("duration", _duration(course, desk))
        if course.duration_days or course.duration_text.fr
        else "",
        "cost": desk.label("cost", desk(f"cost-{course.cost or 'unknown'}")),
        "date": desk.label("date", _next(course, desk) or _held(course.last_session, desk)),
        "route": _route(course.route, course.route_basis, desk),
        "website": desk.label("website", link(course.url) if course.url else desk.unknown()),
    }
    if centre:
        its = _centre_facts(centre, desk)
        facts |= {name: its[name] for name in ("email", "phone")}
    return facts


def _duration(course: Course, desk: Desk) -> str:
    own = course.duration_text.best(desk.language)
    return escape(own) if own else desk("days", count=course.duration_days)


def _next(course: Course, desk: Desk) -> str:
    """Say when a course is held next, as far as calendars tell; nothing when none does."""
    coming = desk.knowledge.sessions.get(course.id, ())[:NEXT]
    days = [words for session in coming if (words := format_days(session, desk.language))]
    return desk("next-held", dates=", ".join(days)) if days else ""


def _held(last: date | None, desk: Desk) -> str:
    return desk("last-held", date=format_date(last, desk.language)) if last else desk("no-date")


def _names(term: Term, desk: Desk) -> list[str]:
    """Write a term in both languages, the one the asker lacks first: it is the translation."""
    lines = []
    for language in (desk.language.other, desk.language):
        name, acronym = term.names.get(language), term.acronyms.get(language)
        if name:
            gender = f" <i>({desk(f'gender-{term.gender}')})</i>" if language is Language.FR and term.gender else ""
            known = f" ({escape(acronym)})" if acronym else ""
            lines.append(
                desk.say(
                    desk.language,
                    "answer-label",
                    label=desk(f"term-{language.value}"),
                    value=f"{escape(name)}{known}{gender}",
                )
            )
    return lines


def _term(term: Term, desk: Desk) -> tuple[list[str | None], list[Button]]:
    synonyms = (*term.synonyms.get(desk.language.other)[:SYNONYMS], *term.synonyms.get(desk.language)[:SYNONYMS])
    lines: list[str | None] = [
        *_names(term, desk), "", short(told(desk.say, desk.language, term.definitions), LONG),
        desk.label("synonyms", escape(", ".join(dict.fromkeys(synonyms)))) if synonyms else None,
        desk.label("theme", desk(f"domain-{term.domain}")), "", source(desk.say, desk.language, term.sources),
    ]  # fmt: skip
    return lines, [other_language_button(desk.say, ("term", term.id), desk.knowledge, desk.language)]


def _resource(resource: Resource, desk: Desk) -> tuple[list[str | None], list[Button]]:
    answer = told(desk.say, desk.language, resource.answers)
    email = desk.label("email", escape(resource.email)) if resource.email and resource.email not in answer else None
    links = " · ".join(link(url) for url in resource.urls[:TWO_COLUMNS])
    lines: list[str | None] = [f"<b>{told(desk.say, desk.language, resource.titles)}</b>", answer, email, links or None]
    if resource.confidence != "sourced":
        lines.append(f"<i>{desk('indicative')}</i>")
    if not set(resource.sources[:1]) & set(resource.urls):
        lines += ["", source(desk.say, desk.language, resource.sources)]
    return lines, [other_language_button(desk.say, ("resource", resource.id), desk.knowledge, desk.language)]


def _job(job: Job, desk: Desk) -> tuple[list[str | None], list[Button]]:
    posting = job.posting
    country = country_name(posting.country, desk.language) if posting.country else None
    line = " · ".join(part for part in (posting.grade, posting.organisation, posting.city, country) if part)
    closes = posting.deadline
    lines: list[str | None] = [
        f"<b>{escape(posting.title)}</b>", escape(line),
        desk.label("deadline", format_date(closes.date(), desk.language)) if closes else None,
        short(escape(posting.summary), LONG) if posting.summary else None,
    ]  # fmt: skip
    buttons = [Button(desk("button-open"), url=posting.url)] if posting.url else []
    if job.id.isdigit():
        stored = StoredPosting(int(job.id), posting, "")
        buttons += [*calendar_button(stored, desk.language), follow_button(stored, desk.language)]
    return lines, buttons


__all__ = ["Desk", "Record", "body", "card"]
