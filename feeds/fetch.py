"""Polite HTTP: conditional, bounded in time and size, and deaf to private addresses.

One session serves all sources. Nothing is followed, kept or unpacked without a limit.
"""

from __future__ import annotations

import ipaddress
import logging
import re
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from importlib.metadata import PackageNotFoundError, version
from urllib.parse import urljoin, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from domain.errors import FetchError

logger = logging.getLogger(__name__)

BODY_LIMIT = 10 * 2**20
"""Bytes of a body after decompression."""
MAX_REDIRECTS = 5
LONGEST_PAUSE = 86_400.0
"""Seconds: a site that asks for more than a day is asked again after a day."""
TIMEOUT = aiohttp.ClientTimeout(total=60, connect=10, sock_connect=10, sock_read=20)
ACCEPT = (
    "application/atom+xml, application/rss+xml, application/rdf+xml, application/json, application/xml;q=0.9,"
    " text/html;q=0.8, */*;q=0.5"
)

_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_PERMANENT = frozenset((301, 308))
_MAX_AGE = re.compile(r"\bmax-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
_NOT_KEPT = re.compile(r"\bno-(?:store|cache)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FetchRequest:
    """What to ask for. Validators are echoed exactly as they came, quotes included; None asks unconditionally.

    `method` and `body` are for interfaces that want a POST; `headers` are added to our own.
    """

    url: str
    etag: str | None = None
    last_modified: str | None = None
    method: str = "GET"
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A complete answer. `etag` and `last_modified` are None when absent: the old ones are to be forgotten then.

    `max_age` is the time in seconds for which the site calls it fresh. `url` is where it came from in the end;
    `moved_to` is set when every redirect on the way was permanent, and is for an administrator to decide on.
    """

    body: bytes
    content_type: str | None
    etag: str | None
    last_modified: str | None
    max_age: float | None
    url: str
    moved_to: str | None = None


@dataclass(frozen=True, slots=True)
class NotModified:
    """Nothing new since the validators. New validators, where given, replace the old ones."""

    etag: str | None
    last_modified: str | None
    max_age: float | None


class StatusError(FetchError):
    """The site answered with something else than the document. `gone`: it says that there is nothing any more."""

    def __init__(self, status: int, reason: str, retry_after: float | None = None) -> None:
        super().__init__(reason, retry_after)
        self.status = status

    @property
    def gone(self) -> bool:
        """404 may be a slip, 410 is meant."""
        return self.status == HTTPStatus.GONE


class _PrivateAddressError(OSError):
    """A private, loopback or otherwise special address."""


class _CheckedResolver(AbstractResolver):
    """Resolve names, and drop every answer that is not a public address."""

    def __init__(self) -> None:
        self._inner = aiohttp.ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Give the public addresses of a host; raise when it has none."""
        found = [r for r in await self._inner.resolve(host, port, family) if is_public(r["host"])]
        if not found:
            raise _PrivateAddressError(f"{host} is a private address")
        return found

    async def close(self) -> None:
        """Close the inner resolver."""
        await self._inner.close()


def is_public(address: str) -> bool:
    """Say whether an IP address belongs to the public internet, whatever it is wrapped in."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip in ipaddress.ip_network("64:ff9b::/96"):
            ip = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        else:
            ip = ip.ipv4_mapped or ip.sixtofour or (ip.teredo or (None, None))[1] or ip
    return ip.is_global and not ip.is_multicast


@asynccontextmanager
async def open_session(
    contact: str, *, allow_private: bool = False, limits: aiohttp.ClientTimeout = TIMEOUT
) -> AsyncIterator[aiohttp.ClientSession]:
    """Open the one session of a process; `contact` goes into the User-Agent, so that a site can complain.

    Unless `allow_private`, addresses are judged when the connection is made, name by name and hop by hop: a name
    that resolves to a public address first and to a private one later gets nowhere.
    """
    connector = (
        aiohttp.TCPConnector(limit=16, limit_per_host=1)
        if allow_private
        else aiohttp.TCPConnector(
            limit=16, limit_per_host=1, resolver=_CheckedResolver(), use_dns_cache=False, socket_factory=_public_socket
        )
    )
    async with aiohttp.ClientSession(
        connector=connector,
        timeout=limits,
        cookie_jar=aiohttp.DummyCookieJar(),
        headers={"User-Agent": user_agent(contact), "Accept": ACCEPT},
        trust_env=False,
    ) as session:
        yield session


def user_agent(contact: str) -> str:
    """Say honestly who asks."""
    try:
        number = version("reffop-bot")
    except PackageNotFoundError:
        number = "0"
    return f"reffop-bot/{number} (+{contact})"


async def fetch(session: aiohttp.ClientSession, request: FetchRequest) -> Fetched | NotModified:
    """Ask once, and follow at most five redirects.

    Anything but a complete document or "not modified" raises FetchError: with `retry_after` in seconds where the
    site asks for patience, as StatusError where it answered at all.
    """
    url, seen, permanent = request.url, set[str](), True
    while len(seen) <= MAX_REDIRECTS:
        if url in seen:
            raise FetchError(f"redirects in a circle at {_shown(url)}")
        seen.add(url)
        answer = await _ask(session, request, url)
        if not isinstance(answer, _Redirect):
            if isinstance(answer, Fetched) and len(seen) > 1 and permanent:
                return Fetched(
                    answer.body, answer.content_type, answer.etag, answer.last_modified, answer.max_age, url, url
                )
            return answer
        permanent = permanent and answer.permanent
        url = answer.target
    raise FetchError(f"more than {MAX_REDIRECTS} redirects from {_shown(request.url)}")


@dataclass(frozen=True, slots=True)
class _Redirect:
    target: str
    permanent: bool


async def _ask(session: aiohttp.ClientSession, request: FetchRequest, url: str) -> Fetched | NotModified | _Redirect:
    if urlsplit(url).scheme not in ("http", "https"):
        raise FetchError(f"{_shown(url)} is not an http or https address")
    try:
        async with session.request(
            request.method, url, data=request.body, headers=_headers(request), allow_redirects=False
        ) as response:
            return await _answer(response, request, url)
    except TimeoutError as error:
        raise FetchError(f"{_host(url)} did not answer in time") from error
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise FetchError(_reason(error, url)) from error


def _headers(request: FetchRequest) -> dict[str, str]:
    headers = dict(request.headers)
    if request.etag:
        headers["If-None-Match"] = request.etag
    if request.last_modified:
        headers["If-Modified-Since"] = request.last_modified
    return headers


async def _answer(
    response: aiohttp.ClientResponse, request: FetchRequest, url: str
) -> Fetched | NotModified | _Redirect:
    headers = response.headers
    if response.status in _REDIRECTS and headers.get("Location"):
        return _Redirect(urljoin(url, headers["Location"]).partition("#")[0], response.status in _PERMANENT)
    etag, last_modified, max_age = headers.get("ETag"), headers.get("Last-Modified"), _max_age(headers)
    if response.status == 304 and (request.etag or request.last_modified):
        return NotModified(etag, last_modified, max_age)
    if response.status != 200:
        raise StatusError(response.status, f"{_host(url)} answered {response.status}", _retry_after(headers))
    body = await _bounded(response, url)
    return Fetched(body, headers.get("Content-Type"), etag, last_modified, max_age, url)


async def _bounded(response: aiohttp.ClientResponse, url: str) -> bytes:
    """Read a body piece by piece, counting after decompression; a bomb ends the connection, not us."""
    body = bytearray()
    async for piece in response.content.iter_chunked(65_536):
        body += piece
        if len(body) > BODY_LIMIT:
            response.close()
            raise FetchError(f"{_host(url)} sent more than {BODY_LIMIT // 2**20} MiB")
    return bytes(body)


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Read Retry-After, seconds or a date by the site's own clock, as seconds from now, a day at most."""
    value = headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdigit():
        return min(float(value[:9]), LONGEST_PAUSE)
    until = _http_date(value)
    if until is None:
        return None
    sent = _http_date(headers.get("Date", "")) or datetime.now(UTC)
    return min(max((until - sent).total_seconds(), 0.0), LONGEST_PAUSE)


def _max_age(headers: Mapping[str, str]) -> float | None:
    """Read for how many seconds the answer is fresh: Cache-Control first, else Expires against Date."""
    control = headers.get("Cache-Control", "")
    if match := _MAX_AGE.search(control):
        return float(match.group(1))
    expires, sent = _http_date(headers.get("Expires", "")), _http_date(headers.get("Date", ""))
    if _NOT_KEPT.search(control) or expires is None or sent is None:
        return None
    return max((expires - sent).total_seconds(), 0.0)


def _http_date(value: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _public_socket(
    addr_info: tuple[socket.AddressFamily | int, socket.SocketKind | int, int, str, tuple[object, ...]],
) -> socket.socket:
    """Make the socket of a connection, unless it leads to a special address; numeric hosts end up here too."""
    family, kind, protocol, _, address = addr_info
    if not is_public(str(address[0])):
        raise _PrivateAddressError(f"{address[0]} is a private address")
    return socket.socket(family, kind, protocol)


def _reason(error: Exception, url: str) -> str:
    """Put a library's error in one line of ours."""
    chain: BaseException | None = error
    while chain is not None:
        if isinstance(chain, _PrivateAddressError):
            return f"{_host(url)} is a private address, which sources may not use"
        chain = getattr(chain, "os_error", None) or chain.__cause__ or chain.__context__
    match error:
        case aiohttp.ClientConnectorCertificateError() | aiohttp.ClientSSLError():
            return f"{_host(url)} has no valid certificate"
        case aiohttp.ClientConnectorDNSError():
            return f"{_host(url)} is not known"
        case aiohttp.ClientConnectorError():
            return f"{_host(url)} cannot be reached"
        case aiohttp.ClientPayloadError():
            return f"{_host(url)} broke off, or sent a body that cannot be unpacked"
        case aiohttp.InvalidURL() | ValueError():
            return f"{_shown(url)} is not a usable address"
    return f"{_host(url)} did not give a readable answer ({type(error).__name__})"


def _host(url: str) -> str:
    return urlsplit(url).hostname or _shown(url)


def _shown(url: str) -> str:
    """Show an address without its query: keys and tokens travel there."""
    return url.partition("?")[0][:120]
