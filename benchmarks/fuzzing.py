"""Fuzzing: every parser on broken copies of the recorded samples, for a bounded time.

Each document is a sample (`tests/data/feeds`) that was cut, spliced with another, or had bytes flipped, dropped,
repeated or replaced by what breaks readers; formats take turns, and half of the time the format is given by name
instead of being detected. Good ends are items, or one ParseError of one line. A crash is any other exception, and a
hang is a document that takes longer than the pool allows it. The seed is fixed: the same machine time, the same walk.

python -m benchmarks.fuzzing [--seconds N] [--seed N]
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from domain.errors import ParseError
from domain.taxonomy import build_taxonomy
from feeds.parse import AUTO, detect, parse
from feeds.pool import TIME_LIMIT
from storage.reference import read

SAMPLES = Path(__file__).parents[1] / "tests" / "data" / "feeds"
SECONDS = 60.0
SEED = 2026
MOST_CHANGES = 12
TOKENS = (
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"]]>", b"<![CDATA[", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;", b"&#0;",
    b"<script>", b"</item>", b"<item/>", b"{", b"}", b"[", b"null", b'"', b"\\ud800", b"1e999", b"-1",
    b"9999-12-31T23:59:59Z", b"0000-00-00", b"BEGIN:VEVENT", b"END:VCALENDAR", b"RRULE:FREQ=SECONDLY\r\n",
    b"TZID=Mars/Olympus", b"DTSTART:20270230", "\u202e".encode(), "\N{COMBINING ACUTE ACCENT}".encode() * 40,
    b"A" * 5_000, b"https://[bad", b"Content-Type: x\r\n\r\n",
)  # fmt: skip
"""What has broken a reader somewhere."""

Change = Callable[[random.Random, bytearray, bytes], None]


@dataclass(slots=True)
class Tally:
    """How documents ended; `crashes` by exception and sample, `slowest` in seconds."""

    ends: Counter[str] = field(default_factory=Counter)
    crashes: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0


def main(seconds: float = SECONDS, seed: int = SEED) -> list[tuple[str, str]]:
    """Fuzz for so long and give rows of (what, figure)."""
    taxonomy, tally = build_taxonomy(read()), Tally()
    start = time.monotonic()
    with Progress(console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task("fuzzing every parser", total=seconds)
        for name, format_, body in broken_documents(random.Random(seed)):  # noqa: S311  # repeatable, no secret
            before = time.monotonic()
            if before - start > seconds:
                break
            progress.update(bar, completed=before - start)
            try:
                tally.ends["understood" if parse(body, format_, taxonomy) else "empty"] += 1
            except ParseError as error:
                tally.ends["refused" if "\n" not in str(error) else "refused in several lines"] += 1
            except Exception as error:  # noqa: BLE001  # any other exception is the crash that is looked for
                tally.crashes[f"{type(error).__name__} on {name}"] += 1
            tally.slowest = max(tally.slowest, time.monotonic() - before)
    return _rows(tally)


def broken_documents(chance: random.Random) -> Iterator[tuple[str, str, bytes]]:
    """Give names of samples, formats to read them as and their broken bodies, without end."""
    samples = {path.name: path.read_bytes() for path in sorted(SAMPLES.iterdir()) if path.suffix != ".jsonl"}
    formats = {name: _format(body) for name, body in samples.items()}
    while True:
        for name, whole in samples.items():
            body = bytearray(whole)
            for _ in range(chance.randint(1, MOST_CHANGES)):
                chance.choice(CHANGES)(chance, body, samples[chance.choice(list(samples))])
            yield name, chance.choice((AUTO, formats[name])), bytes(body)


def _format(body: bytes) -> str:
    try:
        return detect(body)
    except ParseError:
        return AUTO


def _flip(chance: random.Random, body: bytearray, _: bytes) -> None:
    if body:
        body[chance.randrange(len(body))] ^= 1 << chance.randrange(8)


def _drop(chance: random.Random, body: bytearray, _: bytes) -> None:
    at = chance.randint(0, len(body))
    del body[at : at + chance.choice((1, 20, 400))]


def _cut(chance: random.Random, body: bytearray, _: bytes) -> None:
    del body[chance.randint(len(body) // 2, len(body)) :]


def _repeat(chance: random.Random, body: bytearray, _: bytes) -> None:
    at = chance.randint(0, len(body))
    body[at:at] = body[at : at + chance.choice((3, 60, 900))] * chance.randint(1, 5)


def _insert(chance: random.Random, body: bytearray, _: bytes) -> None:
    at = chance.randint(0, len(body))
    body[at:at] = chance.choice(TOKENS)


def _splice(chance: random.Random, body: bytearray, other: bytes) -> None:
    at, start = chance.randint(0, len(body)), chance.randint(0, len(other))
    body[at:at] = other[start : start + chance.choice((10, 200, 2_000))]


CHANGES: tuple[Change, ...] = (_flip, _flip, _drop, _cut, _repeat, _insert, _insert, _splice)


def _rows(tally: Tally) -> list[tuple[str, str]]:
    total = sum(tally.ends.values()) + sum(tally.crashes.values())
    return [
        ("documents", f"{total:,}"),
        *((f"ended {how}", f"{count:,}") for how, count in tally.ends.most_common()),
        ("crashes", f"{sum(tally.crashes.values())}"),
        *((f"crash: {what}", str(count)) for what, count in tally.crashes.most_common(10)),
        ("slowest document (s)", f"{tally.slowest:.2f}"),
        (f"hangs, above {TIME_LIMIT:g} s", str(int(tally.slowest > TIME_LIMIT))),
    ]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Read broken copies of the recorded samples, for a bounded time.")
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--seed", type=int, default=SEED)
    arguments = parser.parse_args()
    for what, figure in main(arguments.seconds, arguments.seed):
        print(f"{what:48} {figure}")
