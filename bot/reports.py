"""`sources`, `stats` and `poll` on the terminal: tables for people, plain lines when nobody looks."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from bot.settings import Settings
from bot.wordings import write_wordings
from domain.sources import Source, SourceHealth, SourceState
from scheduler.polling import PollResult
from storage import connection, figures, sources
from storage import wordings as stored_wordings

_STATES = {SourceState.PAUSED: "paused", SourceState.WAITING: "not polled yet", SourceState.READS: "ok"}


async def print_sources(settings: Settings, catalogue: Sequence[Source]) -> None:
    """Print every source with its health."""
    await connection.migrate(settings.database)
    async with connection.opened(settings.database):
        await sources.reconcile(catalogue, datetime.now(UTC))
        found = await sources.health()
    table = _table("source", "kind", "format", "every", "items", "last success (UTC)", "state")
    for health in found:
        source = health.source
        table.add_row(
            source.id, source.kind, source.format, f"{source.poll_minutes:g} min", str(health.items),
            health.last_success_at.strftime("%Y-%m-%d %H:%M") if health.last_success_at else "never", _state(health),
        )  # fmt: skip
    _print(table)


async def print_stats(settings: Settings, *, as_json: bool) -> None:
    """Print the figures of the service."""
    async with connection.opened(settings.database):
        told = await figures.summary(datetime.now(UTC))
    if as_json:
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
        return
    table = _table("figure", "value")
    for name, value in _flat(told):
        table.add_row(name, str(value))
    _print(table)


async def print_wordings(settings: Settings) -> None:
    """Print what editors taught, as YAML."""
    async with connection.opened(settings.database):
        sys.stdout.write(write_wordings(await stored_wordings.taught()))


class PollPrinter:
    """Prints the result of each source as it comes, with a progress bar where somebody looks."""

    def __init__(self, *, dry_run: bool) -> None:
        self._dry_run = dry_run
        self.failed = False
        self._bar = Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())
        self._task = self._bar.add_task("sources", total=None)

    def __enter__(self) -> PollPrinter:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def __call__(self, result: PollResult) -> None:
        """Print one result."""
        self._bar.advance(self._task)
        if result.error:
            self.failed = True
            sys.stderr.write(f"{result.source_id}: {result.error}\n")
        elif result.reading is None:
            sys.stdout.write(f"{result.source_id}: unchanged\n")
        else:
            reading = result.reading
            gone = f", {len(reading.gone)} gone" if reading.gone else ""
            held = f"; held back: {result.held}" if result.held else ""
            sys.stdout.write(
                f"{result.source_id}: {len(reading.new)} new, {len(reading.changed)} changed{gone}{held}\n"
            )
            if self._dry_run:
                sys.stdout.writelines(f"  new: {posting.title} ({posting.identity})\n" for posting in reading.new)
                sys.stdout.writelines(
                    f"  changed: {posting.title}: {change.attribute} {change.before} -> {change.after}\n"
                    for posting, changes in reading.changed
                    for change in changes
                )
                sys.stdout.writelines(f"  gone: {posting.title} ({posting.identity})\n" for posting in reading.gone)


def _table(*columns: str) -> Table:
    plain = not sys.stdout.isatty()
    table = Table(box=None, pad_edge=False) if plain else Table()
    for column in columns:
        table.add_column(column, overflow="fold", no_wrap=plain)
    return table


def _print(table: Table) -> None:
    Console(width=None if sys.stdout.isatty() else 200).print(table)


def _state(health: SourceHealth) -> str:
    match health.state:
        case SourceState.RETIRED:
            return f"retired: {health.last_error}"
        case SourceState.HELD:
            return f"held back: {health.held_reason}"
        case SourceState.FAILING:
            return f"failing since {health.failing_since:%Y-%m-%d %H:%M}: {health.last_error}"
        case state:
            return _STATES[state]


def _flat(figures_: dict[str, Any], prefix: str = "") -> list[tuple[str, object]]:
    rows: list[tuple[str, object]] = []
    for name, value in figures_.items():
        rows += _flat(value, f"{prefix}{name}.") if isinstance(value, dict) else [(f"{prefix}{name}", value)]
    return rows
