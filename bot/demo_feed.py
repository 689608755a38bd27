"""Sample vacancies for the demo: a feed in a real format (UNVacancyXML, an Atom dialect) that grows while one watches.

Everything in it is fictional. Every `INTERVAL` a further vacancy appears; vacancies and places go round under new
numbers, so the feed never runs dry and never repeats an identity.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from xml.sax.saxutils import escape

from aiohttp import web

INTERVAL = timedelta(seconds=10)
SHOWN = 12
PATH = "/demo/vacancies.atom"
SOURCE = "demo-vacancies"


@dataclass(frozen=True, slots=True)
class _Vacancy:
    """One fictional vacancy; `days` from publication to deadline."""

    title: str
    grade: str
    contract: str
    keywords: tuple[str, ...]
    days: int


SECONDED, FIXED_TERM = "Seconded (non-contracted)", "Fixed Term (FTA)"
VACANCIES = (
    _Vacancy("Police Reform Adviser", "P-4", SECONDED, ("Police", "Police reform"), 30),
    _Vacancy("Chargé(e) des affaires électorales", "P-3", FIXED_TERM, ("Elections", "Electoral assistance"), 21),
    _Vacancy("Police Planning Officer", "P-4", SECONDED, ("Police", "Planning"), 25),
    _Vacancy("Human Rights Officer", "P-3", FIXED_TERM, ("Human rights", "Protection"), 18),
    _Vacancy("Conseiller(ère) pour la réforme de la police", "P-4", SECONDED, ("Police", "Police reform"), 28),
    _Vacancy("Logistics Officer", "FS-5", FIXED_TERM, ("Logistics", "Supply chain"), 14),
    _Vacancy("Police Training Officer", "P-3", SECONDED, ("Police", "Training"), 20),
    _Vacancy("Spécialiste de la lutte antimines", "P-4", FIXED_TERM, ("Mine action",), 23),
)
PLACES = (
    ("BANGUI", "Central African Republic", "MINUSCA"),
    ("JUBA", "South Sudan", "UNMISS"),
    ("PORT-AU-PRINCE", "Haiti", "BINUH"),
    ("GOMA", "Democratic Republic of the Congo", "MONUSCO"),
    ("ABYEI", "Sudan", "UNISFA"),
    ("NAQOURA", "Lebanon", "UNIFIL"),
    ("TRIPOLI", "Libya", "UNSMIL"),
)
"""As many as have no common divisor with the vacancies: a pair comes back after all of them."""


def routes(clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> list[web.RouteDef]:
    """Give the route of the feed: conditional GET as a polite source offers it."""

    async def serve(request: web.Request) -> web.Response:
        body = render(clock()).encode()
        tag = f'"{sha256(body).hexdigest()[:16]}"'
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers={"ETag": tag})
        return web.Response(body=body, headers={"ETag": tag}, content_type="application/atom+xml", charset="utf-8")

    return [web.get(PATH, serve)]


def render(now: datetime) -> str:
    """Write the feed as it stands at `now`: the latest vacancies, newest first."""
    newest = int(now.timestamp() // INTERVAL.total_seconds())
    entries = "".join(_entry(number) for number in range(newest, newest - SHOWN, -1))
    updated = datetime.fromtimestamp(newest * INTERVAL.total_seconds(), UTC).isoformat()
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:unva="http://unjoblist.org/resources/UNVacancyXML">\n'
        "<title>Sample vacancies (fictional)</title>\n<id>tag:reffop-bot.example,2026:demo</id>\n"
        f"<updated>{updated}</updated>\n{entries}</feed>\n"
    )


def _entry(number: int) -> str:
    vacancy = VACANCIES[number % len(VACANCIES)]
    city, country, organisation = PLACES[number % len(PLACES)]
    published = datetime.fromtimestamp(number * INTERVAL.total_seconds(), UTC)
    closing = (published + timedelta(days=vacancy.days)).date().isoformat()
    keywords = "".join(f"<unva:keyword>{escape(word)}</unva:keyword>" for word in vacancy.keywords)
    return (
        f"<entry><title>{escape(vacancy.title)} in {city.title()}</title>"
        f"<id>tag:reffop-bot.example,2026:vacancy/{number}</id>"
        f"<summary>{organisation}: {escape(vacancy.title)}. Fictional. Closing date: {closing}</summary>"
        f'<link href="https://vacancies.example/{number}"/><updated>{published.isoformat()}</updated>'
        f"<unva:status>Open</unva:status><unva:posttitle>{escape(vacancy.title)}</unva:posttitle>"
        f"<unva:closingdate>{closing}</unva:closingdate><unva:grade>{vacancy.grade}</unva:grade>"
        f"<unva:dutystationcountry>{country}</unva:dutystationcountry>"
        f"<unva:dutystationcity>{city}</unva:dutystationcity>"
        f"<unva:organisation>{organisation}</unva:organisation>"
        f"<unva:contracttype>{escape(vacancy.contract)}</unva:contracttype>"
        f"<unva:vacancyno>DEMO-{number}</unva:vacancyno><unva:keywords>{keywords}</unva:keywords></entry>\n"
    )
