"""Between rows and domain objects."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime
from typing import Any

from domain.announcements import Announcement, Attachment, LinkButton
from domain.courses import CourseInstance, CourseStatus
from domain.deliveries import Link, StoredPosting
from domain.postings import Item, JobPosting, PostingStatus
from domain.quiet import QuietHours
from domain.subscribers import Interests, Rhythm, Subscriber
from domain.vocabulary import Audience, Kind, Language, Route
from storage.models import Announcement as AnnouncementRow
from storage.models import Chat, Posting, Subscription

_UNLIKE = {"fields": "fields_", "start": "starts", "end": "ends"}
"""Columns that do not bear the name of their attribute."""


def item_columns(item: Item) -> dict[str, Any]:
    """Write a vacancy or a session as columns; one status serves both, so that what is open is one question."""
    columns = {_UNLIKE.get(each.name, each.name): _column(getattr(item, each.name)) for each in fields(item)}
    if isinstance(item, JobPosting):
        return {"kind": Kind.JOB, **columns}
    status = PostingStatus.OPEN if item.status is CourseStatus.SCHEDULED else PostingStatus.CANCELLED
    begins, ends = (moment.isoformat() if moment else None for moment in (item.start, item.end))
    moments = {"starts": begins, "ends": ends}
    return {"kind": Kind.COURSE, **columns, "languages_asset": [], "status": status.value, **moments}


def _column(value: object) -> object:
    return [str(part) for part in value] if isinstance(value, tuple) else value


def item(row: Posting) -> Item:
    """Read a vacancy or a session."""
    return _course(row) if row.kind == Kind.COURSE else _job(row)


def _common(row: Posting) -> dict[str, Any]:
    return {
        "identity": row.identity,
        "title": row.title,
        "url": row.url,
        "fields": tuple(row.fields_),
        "audience": tuple(Audience(item) for item in row.audience),
        "country": row.country,
        "city": row.city,
        "languages": tuple(row.languages),
        "route": Route(row.route) if row.route else None,
        "published": row.published,
        "deadline": row.deadline,
        "summary": row.summary,
    }


def _job(row: Posting) -> JobPosting:
    return JobPosting(
        **_common(row),
        organisation=row.organisation,
        grade=row.grade,
        level_min=row.level_min,
        level_max=row.level_max,
        languages_asset=tuple(row.languages_asset),
        contract=row.contract,
        status=PostingStatus(row.status),
    )


def _course(row: Posting) -> CourseInstance:
    """Read a session; one that its calendar dropped is as good as cancelled."""
    scheduled = row.status == PostingStatus.OPEN.value
    return CourseInstance(
        **_common(row),
        start=_moment(row.starts),
        end=_moment(row.ends),
        centre=row.centre,
        mode=row.mode,
        status=CourseStatus.SCHEDULED if scheduled else CourseStatus.CANCELLED,
    )


def _moment(text: str | None) -> date | datetime | None:
    """Read a day, or an instant, which is longer."""
    if text is None:
        return None
    return date.fromisoformat(text) if len(text) == len("2027-01-18") else datetime.fromisoformat(text)


def stored(row: Posting) -> StoredPosting:
    """Read a posting with its number, its source and its copies, all of which must have been fetched along."""
    copies = tuple(Link(copy.source.title, copy.url) for copy in row.copies if copy.url and copy.url != row.url)
    return StoredPosting(row.id, item(row), row.source.title, copies)


def quiet(row: Chat) -> QuietHours | None:
    """Read the quiet hours of a chat."""
    if row.quiet_start is None or row.quiet_end is None:
        return None
    return QuietHours(row.quiet_start, row.quiet_end)


def subscriber(chat: Chat) -> Subscriber:
    """Read a person or a group."""
    suspended = chat.suspended_at is not None
    language = Language(chat.language)
    rhythm = Rhythm(chat.digest_hour, chat.digest_weekday)
    return Subscriber(
        chat.id, language, chat.timezone, suspended, chat.paused_until, quiet(chat), rhythm, chat.silent, chat.light
    )


def interest_columns(interests: Interests) -> dict[str, Any]:
    """Write what a filter asks for as columns."""
    state = interests.as_dict()
    words = {name: state.pop(name) for name in ("including", "excluding")}
    countries = state.pop("countries")
    return {
        "fields_": state.pop("fields"),
        **state,
        "countries": f"|{'|'.join(countries)}|" if countries else None,
        "words": words if any(words.values()) else None,
    }


def interests(row: Subscription) -> Interests:
    """Read what a filter asks for."""
    state = {each.name: getattr(row, each.name, None) for each in fields(Interests)}
    countries = [code for code in (row.countries or "").split("|") if code]
    return Interests.of({**state, "fields": row.fields_, "countries": countries, **(row.words or {})})


def announcement(row: AnnouncementRow) -> Announcement:
    """Read an announcement."""
    return Announcement(
        texts={Language(code): words for code, words in row.texts.items()},
        segment=Interests.of(row.segment),
        buttons=tuple(LinkButton(*button) for button in row.buttons),
        attachment=Attachment(*row.attachment) if row.attachment else None,
    )


def announcement_columns(said: Announcement) -> dict[str, Any]:
    """Write an announcement as columns."""
    return {
        "texts": {language.value: words for language, words in said.texts.items()},
        "segment": said.segment.as_dict(),
        "buttons": [[button.text, button.url] for button in said.buttons],
        "attachment": [said.attachment.kind, said.attachment.file_id] if said.attachment else None,
    }
