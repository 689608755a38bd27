"""Open data for other programs: live vacancies as an Atom feed, sessions to come as a calendar, filtered by parameters.

Facts and the official link only, never the full text of a notice.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta

from aiohttp import web
from feedgen.feed import FeedGenerator

from bot.calendars import render_followed, render_sessions
from bot.services import Services
from domain.courses import CourseInstance
from domain.deliveries import StoredPosting
from domain.knowledge import Knowledge
from domain.matching import is_relevant
from domain.postings import Item, JobPosting
from domain.subscribers import Interests
from domain.vocabulary import Audience, Language
from locales.countries import country_name
from storage import follows, postings

PERIOD = timedelta(days=60)
MOST = 200
ATOM, CALENDAR = "application/atom+xml", "text/calendar"
CALENDAR_PATH = "/calendar"
KNOWN = ("field", "rank", "audience", "language", "country", "centre")


async def jobs_atom(request: web.Request, services: Services) -> web.Response:
    """Give the open vacancies that fit the query as Atom; a parameter that means nothing is a 400 that names it."""
    return await _export(request, services, postings.latest(services.now(), PERIOD), render_atom, ATOM)


async def courses_ics(request: web.Request, services: Services) -> web.Response:
    """Give the sessions to come that fit the query as iCalendar; a parameter that means nothing is a 400."""
    return await _export(request, services, postings.sessions(services.now()), _calendar, CALENDAR)


async def followed_ics(request: web.Request, services: Services) -> web.Response:
    """Give what one person follows as iCalendar; a key that opens nothing is a 404."""
    chat = await follows.chat_of_calendar(request.match_info["key"])
    if chat is None:
        return web.Response(status=404, text="no such calendar\n")
    now = services.now()
    body = render_followed(await follows.followed(chat.chat_id, now), chat.language, now)
    headers = {"Cache-Control": "private, max-age=900", "X-Robots-Tag": "noindex"}
    return web.Response(body=body, content_type=CALENDAR, charset="utf-8", headers=headers)


async def _export(
    request: web.Request,
    services: Services,
    asked: Awaitable[list[StoredPosting]],
    render: Callable[[Sequence[StoredPosting], str, datetime], bytes],
    content_type: str,
) -> web.Response:
    found = await asked
    query = {name: value for name, value in request.query.items() if value}
    if unknown := sorted(set(query) - set(KNOWN)):
        return web.Response(status=400, text=f"unknown parameter {unknown[0]}: expected {', '.join(KNOWN)}\n")
    try:
        wanted = read_interests(query, services.shelf.knowledge)
    except ValueError as error:
        return web.Response(status=400, text=f"{error}\n")
    fitting = [item for item in found if _fits(item.posting, wanted, query)]
    body = render(fitting[:MOST], str(request.url), services.now())
    return web.Response(body=body, content_type=content_type, charset="utf-8")


def read_interests(query: Mapping[str, str], knowledge: Knowledge) -> Interests:
    """Read field, rank and audience of a query; raise ValueError naming the one that means nothing."""
    field, rank, audience = query.get("field"), query.get("rank"), query.get("audience")
    if field and knowledge.find("field", field) is None:
        raise ValueError(f"unknown field {field!r}: expected a slug such as police")
    grade = knowledge.rank(rank)
    if rank and (grade is None or grade.level is None):
        raise ValueError(f"unknown rank {rank!r}: expected a grade such as P-4")
    if audience and audience not in set(Audience):
        raise ValueError(f"unknown audience {audience!r}: expected {', '.join(Audience)}")
    level = grade.level if grade else None
    return Interests(frozenset({field} if field else ()), level, level, Audience(audience) if audience else None)


def render_atom(found: Sequence[StoredPosting], address: str, now: datetime) -> bytes:
    """Write vacancies as an Atom document, the newest first."""
    feed = FeedGenerator()
    feed.id(address)
    feed.title("REFFOP – offres d’emploi des opérations de paix / peace operations vacancies")
    feed.link(href=address, rel="self")
    feed.updated(max((item.posting.published or now for item in found), default=now))
    for item in found:
        if not isinstance(posting := item.posting, JobPosting):
            continue
        entry = feed.add_entry(order="append")
        entry.id(f"urn:sha256:{posting.key}")
        entry.title(posting.title)
        entry.updated(posting.published or now)
        if posting.url:
            entry.link(href=posting.url)
        place = ", ".join(filter(None, [posting.city, country_name(posting.country or "", Language.EN)]))
        closing = f"closes {posting.deadline:%Y-%m-%d %H:%M} UTC" if posting.deadline else None
        entry.summary(" · ".join(filter(None, [posting.grade, posting.organisation, place, closing, item.source])))
    document: bytes = feed.atom_str(pretty=True)
    return document


def _calendar(found: Sequence[StoredPosting], _: str, now: datetime) -> bytes:
    return render_sessions(found, now)


def _fits(posting: Item, wanted: Interests, query: Mapping[str, str]) -> bool:
    if "centre" in query and not (isinstance(posting, CourseInstance) and posting.centre == query["centre"]):
        return False  # vacancies belong to no centre
    if "country" in query and posting.country != query["country"].upper():
        return False
    if "language" in query and query["language"] not in _languages(posting):
        return False
    return is_relevant(posting, wanted)


def _languages(posting: Item) -> tuple[str, ...]:
    asset = posting.languages_asset if isinstance(posting, JobPosting) else ()
    return (*posting.languages, *asset)
