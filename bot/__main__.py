"""The commands. Each reads the settings, prints errors on stderr in one clear line, and exits 0, 1 or 2.

The heavy imports stand inside the commands: `ask` must not wait for Telegram's library to load.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from collections.abc import Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from bot.logs import configure
from bot.settings import Settings, choose_library_behaviour
from domain.errors import ConfigurationError, ReffopError

logger = logging.getLogger("bot")
T = TypeVar("T")

app = typer.Typer(
    name="reffop-bot",
    help="Assistant and notification service of the REFFOP, on Telegram.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Language = Annotated[str | None, typer.Option("--lang", help="Language of the profile: fr or en.")]


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="Where the chat page listens.", min=0, max=65535)] = 8080,
    data_dir: Annotated[Path, typer.Option(help="Where the demo keeps its files.")] = Path("var/demo"),
) -> None:
    """Run the whole service with nothing configured: a chat page in the browser, sample vacancies, alerts."""
    from bot.demo import run_demo

    _run(run_demo(port, data_dir, sys.stdout.write))


@app.command()
def run() -> None:
    """Run the whole service in one process against Telegram."""
    settings = _settings()
    from bot.processes import run_all

    _run(run_all(settings, _catalogue(settings)))


@app.command()
def web() -> None:
    """Receive updates by webhook and serve the public pages; any number of these may run."""
    settings = _settings()
    from bot.processes import run_web

    _run(run_web(settings))


@app.command()
def worker() -> None:
    """Poll, send and clean up; one works, the others stand by."""
    settings = _settings()
    from bot.processes import run_worker

    _run(run_worker(settings, _catalogue(settings)))


@app.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    from storage import connection

    applied = _run(connection.migrate(_settings().database))
    for name in applied:
        typer.echo(f"applied {name}")
    if not applied:
        typer.echo("nothing to do: the schema is the newest")


@app.command()
def load(
    folder: Annotated[
        Path | None, typer.Argument(help="A folder of reference files; the built-in one by default.")
    ] = None,
) -> None:
    """Load or update reference data; a file with a fault changes nothing."""
    from storage import connection, knowledge, reference

    settings = _settings()
    files, faults = reference.read_files(folder)

    async def store() -> list[knowledge.Loaded]:
        await connection.migrate(settings.database)
        async with connection.opened(settings.database):
            return await knowledge.load(files, datetime.now(UTC))

    for done in _run(store()):
        typer.echo(f"{done.file}: {done.added} added, {done.changed} changed, {done.retired} retired")
    for fault in faults:
        typer.echo(str(fault), err=True)
    if faults:
        raise typer.Exit(1)


@app.command()
def ask(
    text: Annotated[str | None, typer.Argument(help="The question.")] = None,
    lang: Language = None,
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help="Questions as JSON lines in, answers as JSON lines out.")
    ] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Also say why this answer won.")] = False,
) -> None:
    """Answer one question, or many."""
    from bot.ask import Engine, answer_lines, answer_one
    from bot.ask import explain as explain_one
    from domain.vocabulary import Language as Profile

    if lang not in (None, "fr", "en"):
        raise typer.BadParameter("expected fr or en", param_hint="--lang")
    if (text is None) == (not jsonl):
        raise typer.BadParameter("give a question, or --jsonl and questions on standard input")
    settings = _settings()
    shelf = _run(_shelf(settings))
    engine = Engine(shelf.index, settings.contact_email, lambda: datetime.now(UTC).date(), settings.default_language)
    if jsonl:
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # a text stream
        for line in answer_lines(sys.stdin, engine):
            sys.stdout.write(line + "\n")
            sys.stdout.flush()
        return
    profile = Profile(lang) if lang else None
    typer.echo(answer_one(text or "", profile, engine))
    if explain:
        for line in explain_one(text or "", profile, engine):
            typer.echo(f"  {line}", err=True)


@app.command()
def parse(
    file: Annotated[Path, typer.Argument(help="A saved feed or calendar.")],
    format: Annotated[str, typer.Option("--format", help="Its format, or auto.")],  # noqa: A002 - the option's name
    source: Annotated[str, typer.Option("--source", help="Id of the source it came from.")] = "",
) -> None:
    """Read one saved feed or calendar and print its items as JSON lines."""
    from bot.parsing import parse_file

    configure(Settings.from_env())
    for line in parse_file(file, format, source):
        sys.stdout.write(line + "\n")


@app.command()
def poll(
    sources: Annotated[list[str] | None, typer.Argument(metavar="[SOURCE]...", help="Ids; all by default.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Store nothing, print what is new or changed.")] = False,
) -> None:
    """Poll sources now."""
    from bot.processes import poll_now
    from bot.reports import PollPrinter

    settings = _settings()
    with PollPrinter(dry_run=dry_run) as printer:
        _run(poll_now(settings, _catalogue(settings), sources or [], printer, dry_run=dry_run))
    if printer.failed:
        raise typer.Exit(1)


@app.command()
def sources() -> None:
    """Show every source with its health."""
    from bot.reports import print_sources

    settings = _settings()
    _run(print_sources(settings, _catalogue(settings)))


@app.command()
def announce(
    file: Annotated[Path, typer.Option("--file", help="Texts under [fr] and [en], link buttons under [buttons].")],
    segment: Annotated[str, typer.Option("--segment", help="To whom: language=fr field=police rank=P-4 …")] = "",
    at: Annotated[str, typer.Option("--at", help="When: 2027-01-12T18:30+01:00, or 18:30; at once by default.")] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Send nothing, print how many each condition keeps.")
    ] = False,
) -> None:
    """Queue an announcement."""
    from bot.announce import announce as queue

    for line in _run(queue(_settings(), file, segment, at, dry_run=dry_run)):
        typer.echo(line)


@app.command()
def stats(as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False) -> None:
    """Show subscribers, questions, deliveries and the health of the sources."""
    from bot.reports import print_stats

    _run(print_stats(_settings(), as_json=as_json))


@app.command()
def wordings() -> None:
    """Print what editors taught in the chat, in the form of the reference file wordings.yaml."""
    from bot.reports import print_wordings

    _run(print_wordings(_settings()))


@app.command()
def doctor() -> None:
    """Check configuration, database, migrations, token, time zones and sources; one line each."""
    from bot.doctor import examine

    try:
        settings = Settings.from_env()
    except ConfigurationError as error:
        for fault in error.faults:
            typer.echo(f"✗ configuration: {fault}")
        raise typer.Exit(1) from None
    configure(settings)
    healthy = True
    for check in _run(examine(settings)):
        healthy = healthy and check.ok
        typer.echo(f"{'✓' if check.ok else '✗'} {check.name}: {check.told}")
    raise typer.Exit(0 if healthy else 1)


@app.command("export-user")
def export_user(chat_id: int) -> None:
    """Print everything kept about a person, as JSON."""
    from storage import connection, subscribers

    settings = _settings()

    async def export() -> dict[str, Any] | None:
        async with connection.opened(settings.database):
            return await subscribers.export(chat_id)

    data = _run(export())
    if data is None:
        raise ReffopError(f"nothing is kept about chat {chat_id}")
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))


@app.command("forget-user", context_settings={"ignore_unknown_options": True})
def forget_user(chat_id: int) -> None:
    """Erase everything kept about a person."""
    from storage import connection, subscribers

    settings = _settings()

    async def forget() -> bool:
        async with connection.opened(settings.database):
            return await subscribers.forget(chat_id)

    if not _run(forget()):
        raise ReffopError(f"nothing is kept about chat {chat_id}")
    typer.echo(f"everything about chat {chat_id} is erased")


def _settings() -> Settings:
    settings = Settings.from_env()
    configure(settings)
    return settings


def _catalogue(settings: Settings) -> list[Any]:
    from feeds.catalogue import from_reference, read_catalogue
    from storage import reference

    if settings.sources_file:
        return read_catalogue(settings.sources_file)
    return from_reference(reference.read())


async def _shelf(settings: Settings) -> Any:
    """Know what the database knows; without one, what travels with the code."""
    from bot.services import Library, build_shelf
    from storage import connection, reference

    if not connection.is_sqlite(settings.database) or connection.sqlite_path(settings.database).exists():
        async with connection.opened(settings.database):
            library = Library()
            await library.refresh()
            if library.shelf.knowledge.records:
                return library.shelf
    return build_shelf(reference.read())


def _run(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(work)


def main() -> None:
    """Run a command; one of the three doors where errors end."""
    choose_library_behaviour()
    try:
        app()
    except ReffopError as error:
        for line in str(error).splitlines():
            typer.echo(f"reffop-bot: {line}", err=True)
        sys.exit(1)
    except Exception as error:
        logger.debug("a command failed", exc_info=True)
        typer.echo(f"reffop-bot: an unexpected fault, {type(error).__name__}: run again with LOG_LEVEL=debug", err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
