"""A log holds a constant message and fields; never a token, nor words that a person wrote."""

from __future__ import annotations

import json
import logging
import warnings
from collections.abc import Callable, Iterator

import pytest

from bot.logs import HIDDEN, OURS, configure
from bot.settings import Settings
from domain.errors import FetchError

TOKEN = "123456789:AAExampleOfAToken_-0123456789abcdefg"
WORDS = "Madame Diallo asks for a post"
THIRD_PARTIES = (
    "httpx",
    "httpcore",
    "telegram",
    "telegram.ext",
    "aiohttp.access",
    "tortoise",
    "apscheduler",
    "asyncio",
)

Configure = Callable[..., None]


def refuse(typed: str) -> None:
    """Fail as libraries do, quoting what a person wrote."""
    raise ValueError(typed)


@pytest.fixture
def configured() -> Iterator[Configure]:
    """Configure logging as a command does, and put everything back after the test."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in OURS}

    def configure_with(**settings: object) -> None:
        configure(Settings.from_env(**{"bot_token": TOKEN, "log_level": "debug", "log_format": "text"} | settings))

    yield configure_with
    logging.captureWarnings(capture=False)
    root.handlers[:] = before
    root.setLevel(level)
    for name, old in levels.items():
        logging.getLogger(name).setLevel(old)


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]) -> Callable[[], str]:
    def read() -> str:
        out, err = capsys.readouterr()
        assert out == ""
        return err

    return read


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_secret_is_printed_in_any_place_of_a_record(
    configured: Configure, printed: Callable[[], str], form: str
) -> None:
    configured(log_format=form, webhook_secret="hush-hush-1", database_url="postgres://someone:p4ss@db/reffop")
    derived = Settings.from_env(bot_token=TOKEN, webhook_secret=None).webhook_token
    logger = logging.getLogger("bot.test")
    for secret in (TOKEN, "hush-hush-1", "someone:p4ss"):
        logger.warning("asked %s", f"https://api.telegram.org/bot{secret}/getMe")
        logger.warning("asked", extra={"url": f"https://api.telegram.org/bot{secret}/getMe"})
        logger.error("failed", exc_info=FetchError(f"no answer from {secret}"))
        logging.getLogger("httpx").warning("HTTP Request: %s", secret)
        told = printed()
        assert secret not in told
        assert told.count(HIDDEN) == 4
    configured(log_format=form)
    logger.warning("asked %s", derived)
    assert derived not in printed()


@pytest.mark.parametrize("form", ["text", "json"])
def test_exceptions_that_are_not_ours_lose_their_words_and_keep_their_place(
    configured: Configure, printed: Callable[[], str], form: str
) -> None:
    configured(log_format=form)
    try:
        refuse(WORDS)
    except ValueError:
        logging.getLogger("bot.test").exception("a handler failed")
    told = printed()
    assert "Diallo" not in told
    assert "builtins.ValueError" in told
    assert "test_logs.py" in told


def test_our_own_exceptions_keep_their_words(configured: Configure, printed: Callable[[], str]) -> None:
    configured()
    logging.getLogger("feeds.fetch").error("failed", exc_info=FetchError("example.org answered 500"))
    assert "domain.errors.FetchError: example.org answered 500" in printed()


def test_the_cause_of_an_exception_says_nothing_either(configured: Configure, printed: Callable[[], str]) -> None:
    configured()
    try:
        try:
            refuse(WORDS)
        except ValueError as error:
            raise FetchError("no answer") from error
    except FetchError:
        logging.getLogger("feeds").exception("failed")
    assert "Diallo" not in printed()


@pytest.mark.parametrize("level", ["debug", "info", "warning"])
@pytest.mark.parametrize("name", THIRD_PARTIES)
def test_third_parties_are_heard_from_warnings_on(configured: Configure, name: str, level: str) -> None:
    configured(log_level=level)
    assert logging.getLogger(name).getEffectiveLevel() == logging.WARNING


def test_third_parties_are_as_quiet_as_we_are_asked_to_be(configured: Configure) -> None:
    configured(log_level="error")
    assert logging.getLogger("httpx").getEffectiveLevel() == logging.ERROR


@pytest.mark.parametrize(
    ("level", "heard"),
    [
        ("debug", ["debug", "info", "warning", "error"]),
        ("info", ["info", "warning", "error"]),
        ("warning", ["warning", "error"]),
        ("error", ["error"]),
    ],
)
def test_our_own_level_is_the_one_asked_for(
    configured: Configure, printed: Callable[[], str], level: str, heard: list[str]
) -> None:
    configured(log_level=level, log_format="json")
    logger = logging.getLogger("scheduler.test")
    for name in ("debug", "info", "warning", "error"):
        getattr(logger, name)("said")
    assert [json.loads(line)["level"] for line in printed().splitlines()] == heard


def test_fields_are_printed_behind_the_message(configured: Configure, printed: Callable[[], str]) -> None:
    configured()
    logging.getLogger("scheduler.polling").info("a source was read", extra={"action": "poll_done", "new": 3})
    [line] = printed().splitlines()
    assert line.endswith("INFO    scheduler.polling: a source was read  action=poll_done new=3")


def test_a_field_of_several_lines_stays_on_one(configured: Configure, printed: Callable[[], str]) -> None:
    configured()
    logging.getLogger("feeds").warning("broke", extra={"error": "first\n2026-01-01 ERROR bot: forged\r\nlast"})
    assert len(printed().splitlines()) == 1


def test_json_is_one_object_a_line_with_every_field(configured: Configure, printed: Callable[[], str]) -> None:
    configured(log_format="json")
    logger = logging.getLogger("bot.test")
    logger.info("émis", extra={"action": "told", "rows": 2, "odd": {1}})
    logger.error("failed", exc_info=FetchError("two\nlines"))
    first, second = map(json.loads, printed().splitlines())
    assert first["at"].endswith("+00:00")
    assert {key: first[key] for key in ("level", "logger", "message", "action", "rows", "odd")} == {
        "level": "info",
        "logger": "bot.test",
        "message": "émis",
        "action": "told",
        "rows": 2,
        "odd": "{1}",
    }
    assert second["exception"].endswith("domain.errors.FetchError: two\nlines")


def test_warnings_of_python_go_to_the_log(configured: Configure, printed: Callable[[], str]) -> None:
    configured()
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=True)
        warnings.warn("old habits", UserWarning, stacklevel=1)
    assert "py.warnings" in printed()


def test_configuring_twice_prints_once(configured: Configure, printed: Callable[[], str]) -> None:
    configured()
    configured()
    logging.getLogger("bot").warning("once")
    assert len(printed().splitlines()) == 1
