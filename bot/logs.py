"""Logs: a constant message and fields. Never a token, a name or the text of a message.

Third-party loggers print addresses with the token, updates and query values at their low levels, so they are held
at WARNING however low LOG_LEVEL is; tracebacks keep their frames and lose the words of exceptions that are not ours.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from types import TracebackType

from bot.settings import Settings
from domain.errors import ReffopError

OURS = ("bot", "domain", "feeds", "locales", "scheduler", "storage")
HIDDEN = "***"
ALWAYS_THERE = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}

ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def configure(settings: Settings) -> None:
    """Send our logs to standard error in the form that the settings ask for."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter((_Json if settings.log_format == "json" else _Text)(_secrets(settings)))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(max(logging.WARNING, logging.getLevelName(settings.log_level.upper())))
    for name in OURS:
        logging.getLogger(name).setLevel(settings.log_level.upper())
    logging.captureWarnings(capture=True)


def _secrets(settings: Settings) -> Iterator[str]:
    """Name what must not be printed: tokens, the secret derived from one, the database's password."""
    for secret in (settings.bot_token, settings.webhook_secret):
        if secret is not None:
            yield secret.get_secret_value()
    if settings.bot_token is not None:
        yield settings.webhook_token
    credentials = settings.database_url.get_secret_value().partition("://")[2].rpartition("@")[0]
    if ":" in credentials:
        yield credentials


class _Formatter(logging.Formatter):
    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__()
        self._secrets = sorted(secrets, key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        line = self.line(record, {key: value for key, value in vars(record).items() if key not in ALWAYS_THERE})
        for secret in self._secrets:
            line = line.replace(secret, HIDDEN)
        return line

    def line(self, record: logging.LogRecord, fields: dict[str, object]) -> str:
        raise NotImplementedError  # each form says how

    def formatException(self, ei: ExceptionInfo) -> str:  # noqa: N802 - logging's own name
        """Give frames and types; an exception that is not ours may quote what a person wrote."""
        _, error, _ = ei
        if error is None:
            return ""
        frames = "".join(traceback.format_tb(error.__traceback__))
        words = f": {error}" if isinstance(error, ReffopError) else ""
        return f"{frames}{type(error).__module__}.{type(error).__qualname__}{words}"

    def instant(self, record: logging.LogRecord) -> str:
        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


class _Text(_Formatter):
    def line(self, record: logging.LogRecord, fields: dict[str, object]) -> str:
        told = " ".join(f"{key}={' '.join(str(value).split())}" for key, value in fields.items())
        line = f"{self.instant(record)} {record.levelname:<7} {record.name}: {record.getMessage()}"
        line = f"{line}  {told}" if told else line
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


class _Json(_Formatter):
    def line(self, record: logging.LogRecord, fields: dict[str, object]) -> str:
        entry: dict[str, object] = {
            "at": self.instant(record),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        entry |= {"message": record.getMessage()} | fields
        if record.exc_info:
            entry["exception"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False, default=str)
