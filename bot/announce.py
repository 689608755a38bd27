"""`announce`: an announcement from a file, for those who work in a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot.exports import read_interests
from bot.settings import Settings
from bot.times import read_time
from bot.views.announcements import kept, render_faults
from bot.views.message import Message
from domain.announcements import Announcement, LinkButton, fault_of_time, faults_of
from domain.errors import ReffopError
from domain.knowledge import Knowledge, build_knowledge
from domain.subscribers import Interests
from domain.vocabulary import Language
from storage import announcements, connection, knowledge, reference

KEYS = ("language", "audience", "field", "rank", "country")
_SECTION = re.compile(r"^\[(fr|en|buttons)\]\s*$", re.MULTILINE | re.IGNORECASE)
_CONDITION = re.compile(r"^\s*(\w+)\s*=\s*([^\s,;&=]+)\s*$")
_BETWEEN = re.compile(r"[\s,;&]+(?=\w+\s*=)")


def read_file(path: Path, default: Language) -> Announcement:
    """Read a file: UTF-8, Telegram's HTML, in sections `[fr]`, `[en]` and `[buttons]` (`Label | https://…`).

    A file without sections is one text, in the service's own language. Raise ReffopError when it cannot be read.
    """
    try:
        written = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ReffopError(f"{path}: cannot be read as UTF-8 text ({type(error).__name__})") from error
    head, *parts = _SECTION.split(written)
    sections = dict(zip((name.lower() for name in parts[::2]), (words.strip() for words in parts[1::2]), strict=True))
    if not sections:
        sections = {default.value: head.strip()}
    elif head.strip():
        raise ReffopError(f"{path}: text before the first section: put it under [fr] or [en]")
    lines = [line.partition("|") for line in sections.pop("buttons", "").splitlines() if line.strip()]
    texts = {Language(name): words for name, words in sections.items() if words}
    return Announcement(texts, buttons=tuple(LinkButton(words.strip(), url.strip()) for words, _, url in lines))


def read_segment(expression: str, known: Knowledge) -> Interests:
    """Read `language=fr field=police rank=P-4 audience=police country=CD`; raise ReffopError naming what is wrong."""
    query = {}
    for part in filter(str.strip, _BETWEEN.split(expression)):
        match = _CONDITION.match(part)
        if match is None or match[1].lower() not in KEYS:
            raise ReffopError(
                f"--segment: cannot read {part.strip()!r}: expected {', '.join(KEYS)}, each as name=value"
            )
        query[match[1].lower()] = match[2]
    language, country = query.pop("language", None), query.pop("country", None)
    if language not in (None, *Language):
        raise ReffopError(f"--segment: unknown language {language!r}: expected fr or en")
    if country and known.find("country", country.upper()) is None:
        raise ReffopError(f"--segment: unknown country {country!r}: expected a code such as CD")
    try:
        wanted = read_interests(query, known)
    except ValueError as error:
        raise ReffopError(f"--segment: {error}") from None
    return Interests(
        fields=wanted.fields,
        level_min=wanted.level_min,
        level_max=wanted.level_max,
        audience=wanted.audience,
        language=language,
        countries=frozenset({country.upper()} if country else ()),
    )


async def announce(settings: Settings, path: Path, segment: str, at: str, *, dry_run: bool) -> list[str]:
    """Queue the announcement of a file, or with `dry_run` only count; give the lines to print."""
    said, now = read_file(path, settings.default_language), datetime.now(UTC)
    _refuse(render_faults(faults_of(said), Language.EN))
    send_at = _read_at(at, settings, now)
    await connection.migrate(settings.database)
    async with connection.opened(settings.database):
        known = build_knowledge(await knowledge.documents() or reference.read())
        said = Announcement(said.texts, read_segment(segment, known), said.buttons)
        counts = await announcements.head_count(said.segment)
        lines = [Message(line).plain for line in kept(counts, Language.EN)]
        if dry_run:
            return lines
        if not counts[-1][1]:
            raise ReffopError("nobody would receive it: nothing was queued")
        queued = await announcements.queue(said, None, send_at, now)
    return [*lines, f"announcement {queued.id} is queued for {queued.tally.total}, due {send_at:%Y-%m-%d %H:%M} UTC"]


def _read_at(words: str, settings: Settings, now: datetime) -> datetime:
    if not words:
        return now
    at = read_time(words, settings.default_timezone, now)
    if at is None:
        raise ReffopError(f"--at: cannot read {words!r}: expected a time such as 2027-01-12T18:30+01:00 or 18:30")
    fault = fault_of_time(at, now)
    _refuse(render_faults([fault] if fault else [], Language.EN))
    return at


def _refuse(faults: str) -> None:
    if faults:
        raise ReffopError("\n".join(_plain_lines(faults.split("\n"))))


def _plain_lines(lines: Sequence[str]) -> Iterator[str]:
    return (Message(line).plain for line in lines)
