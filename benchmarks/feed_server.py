"""Made-up vacancy feeds on loopback, served by a process of their own: half RSS, half Atom, each with validators."""

from __future__ import annotations

import asyncio
import multiprocessing
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from html import escape
from multiprocessing.sharedctypes import SynchronizedArray

from aiohttp import web

ITEMS = 50
HOSTS = 20
"""Ports, each of which a client takes for a host: politeness towards one must not keep the others waiting."""

_POSTS = (
    ("Police Reform Adviser", "Police", "Advises the national police on recruitment, vetting and oversight."),
    ("Chargé(e) des affaires électorales", "Élections", "Appuie la commission électorale dans la tenue du fichier."),
    ("Human Rights Officer", "Human rights", "Monitors places of detention and writes reports on what was seen."),
    ("Conseiller(ère) en réforme du secteur de la sécurité", "RSS", "Coordonne les partenaires de la réforme."),
    ("Logistics Officer", "Supply chain", "Plans the movement of goods and keeps the stocks of three sectors."),
    ("Spécialiste de la lutte antimines", "Déminage", "Contrôle la qualité des opérations de dépollution."),
    ("Civil Affairs Officer", "Local governance", "Brings communities, mayors and prefects to one table."),
)
_PLACES = (
    ("Bangui", "Central African Republic"),
    ("Juba", "South Sudan"),
    ("Port-au-Prince", "Haïti"),
    ("Goma", "Democratic Republic of the Congo"),
    ("Naqoura", "Lebanon"),
    ("Bamako", "Mali"),
    ("Abéché", "Tchad"),
    ("Geneva", "Switzerland"),
    ("Nairobi", "Kenya"),
)
_GRADES = ("P-2", "P-3", "P-4", "P-5", "FS-5", "IPSA-10", "NO-B", "G-6")
_BODY = (
    "<p>Organization: {organisation}<br/>Country: {country}<br/>City: {city}<br/>Closing date: {closing}</p>"
    "<p>This position is located in the substantive section, based in {city}. The incumbent reports to the head of the"
    " section. {duty}</p><ul><li>Drafts reports and briefing notes for the leadership of the mission.</li>"
    "<li>Trains counterparts &amp; colleagues, keeps records, and works with women&#8217;s organisations.</li></ul>"
    "<p>Advanced university degree. A minimum of {years} years of responsible experience is required. Fluency in"
    " English is required; la maîtrise du français est un atout.</p>"
)


@dataclass(frozen=True, slots=True)
class FeedServer:
    """Where the feeds are, and how often they were asked for since `forget`."""

    urls: tuple[str, ...]
    pid: int
    _counts: SynchronizedArray[int]

    @property
    def asked(self) -> int:
        """Requests of any kind."""
        return self._counts[0]

    @property
    def unchanged(self) -> int:
        """Conditional requests that were answered with 304."""
        return self._counts[1]

    def forget(self) -> None:
        """Count from nought again."""
        self._counts[:] = [0, 0]


@contextmanager
def serving(feeds: int, now: datetime) -> Iterator[FeedServer]:
    """Serve that many feeds, as they stand at `now`, until the block ends."""
    context = multiprocessing.get_context("spawn")
    counts = context.Array("q", 2)
    listeners = [socket.create_server(("127.0.0.1", 0), backlog=256) for _ in range(HOSTS)]
    urls = tuple(_url(number, listeners[number % HOSTS]) for number in range(feeds))
    ready = context.Event()
    process = context.Process(target=_run, args=(listeners, feeds, now, counts, ready), daemon=True)
    process.start()
    try:
        if not ready.wait(30):
            raise RuntimeError("the feed server did not start")
        yield FeedServer(urls, process.pid or 0, counts)
    finally:
        process.terminate()
        process.join(10)
        for listener in listeners:
            listener.close()


def render(number: int, now: datetime) -> bytes:
    """Write one feed: fifty vacancies, newest first, one a day; RSS when the number is even, Atom when it is odd."""
    items = "".join((_atom if number % 2 else _rss)(number, item, now) for item in range(ITEMS))
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    title = f"<title>Vacancies of organisation {number}</title>"
    if number % 2:
        stamp = f"<id>tag:example.org,2026:{number}</id><updated>{now.isoformat()}</updated>"
        return f'{head}<feed xmlns="http://www.w3.org/2005/Atom">{title}{stamp}\n{items}</feed>\n'.encode()
    channel = f"{title}<link>https://example.org/{number}</link><description>Vacancies</description>"
    return f'{head}<rss version="2.0"><channel>{channel}\n{items}</channel></rss>\n'.encode()


def _url(number: int, listener: socket.socket) -> str:
    return f"http://127.0.0.1:{listener.getsockname()[1]}/{number}"


def _rss(feed: int, item: int, now: datetime) -> str:
    title, category, link, body, published = _vacancy(feed, item, now)
    return (
        f'<item><title>{title}</title><link>{link}</link><guid isPermaLink="true">{link}</guid>'
        f"<pubDate>{format_datetime(published)}</pubDate><category>{category}</category>"
        f"<description>{body}</description></item>\n"
    )


def _atom(feed: int, item: int, now: datetime) -> str:
    title, category, link, body, published = _vacancy(feed, item, now)
    return (
        f'<entry><title>{title}</title><id>{link}</id><link href="{link}"/><category term="{category}"/>'
        f"<published>{published.isoformat()}</published><updated>{published.isoformat()}</updated>"
        f'<author><name>Organisation {feed}</name></author><content type="html">{body}</content></entry>\n'
    )


def _vacancy(feed: int, item: int, now: datetime) -> tuple[str, str, str, str, datetime]:
    """Title, category, link, description as escaped HTML, day of publication."""
    number = feed * ITEMS + item
    post, category, duty = _POSTS[number % len(_POSTS)]
    city, country = _PLACES[number % len(_PLACES)]
    body = _BODY.format(
        organisation=f"Organisation {feed}",
        country=country,
        city=city,
        closing=f"{now + timedelta(days=5 + item):%d %B %Y}",
        duty=duty,
        years=2 + number % 9,
    )
    title = f"{post}, {_GRADES[number % len(_GRADES)]}, {city} ({number})"
    link = f"https://example.org/vacancies/{number}"
    return escape(title), escape(category), link, escape(body), now - timedelta(days=item)


def _run(
    listeners: list[socket.socket], feeds: int, now: datetime, counts: SynchronizedArray[int], ready: object
) -> None:
    asyncio.run(_serve(listeners, _Site([render(number, now) for number in range(feeds)], now, counts), ready))


class _Site:
    """All feeds; each has an ETag of its own."""

    def __init__(self, bodies: list[bytes], now: datetime, counts: SynchronizedArray[int]) -> None:
        self._bodies = bodies
        self._tags = [f'"{sha256(body).hexdigest()[:16]}"' for body in bodies]
        self._modified = format_datetime(now.astimezone(UTC), usegmt=True)
        self._counts = counts

    async def __call__(self, request: web.BaseRequest) -> web.Response:
        number = int(request.path[1:])
        headers = {"ETag": self._tags[number], "Last-Modified": self._modified}
        self._counts[0] += 1
        if request.headers.get("If-None-Match") == self._tags[number]:
            self._counts[1] += 1
            return web.Response(status=304, headers=headers)
        kind = "application/atom+xml" if number % 2 else "application/rss+xml"
        return web.Response(body=self._bodies[number], headers=headers | {"Content-Type": kind})


async def _serve(listeners: list[socket.socket], site: _Site, ready: object) -> None:
    runner = web.ServerRunner(web.Server(site), shutdown_timeout=0.1)
    await runner.setup()
    for listener in listeners:
        await web.SockSite(runner, listener).start()
    ready.set()
    await asyncio.Event().wait()
