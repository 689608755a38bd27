"""The environment becomes one checked object; every fault is one line, and no secret is ever in it."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import EXPECTED, Settings
from domain.errors import ConfigurationError
from domain.vocabulary import Language

EXAMPLE = Path(__file__).parents[2] / ".env.example"
TOKEN = "123456789:AAExampleOfAToken_-0123456789abcdefg"
VARIABLES = tuple(name.upper() for name in Settings.model_fields)


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of ours is set, whatever the shell of the day says."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


def read(monkeypatch: pytest.MonkeyPatch, **variables: str) -> Settings:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return Settings.from_env()


def faults(monkeypatch: pytest.MonkeyPatch, **variables: str) -> list[str]:
    with pytest.raises(ConfigurationError) as caught:
        read(monkeypatch, **variables)
    assert str(caught.value).splitlines() == caught.value.faults
    return caught.value.faults


def test_nothing_set_gives_the_defaults_of_the_public_interface() -> None:
    settings = Settings.from_env()
    assert settings.bot_token is None
    assert settings.bot_api_url == "https://api.telegram.org"
    assert settings.data_dir == Path("var")
    assert settings.database == f"sqlite://{Path('var').resolve()}/reffop.sqlite3"
    assert settings.admin_ids == frozenset()
    assert settings.webhook_url is None
    assert (settings.host, settings.port) == ("127.0.0.1", 8080)
    assert settings.sources_file is None
    assert not settings.allow_private_feeds
    assert settings.send_rate == 25
    assert (settings.default_language, settings.default_timezone) == (Language.FR, "UTC")
    assert (settings.log_level, settings.log_format) == ("info", "text")


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(monkeypatch, **dict.fromkeys(VARIABLES, "")) == Settings.from_env()


def test_settings_cannot_be_changed_once_read() -> None:
    settings = Settings.from_env()
    with pytest.raises(ValidationError):
        settings.port = 1


@pytest.mark.parametrize(
    ("variable", "value", "expected"),
    [
        ("ADMIN_IDS", "1, 22 ,333,", frozenset({1, 22, 333})),
        ("ADMIN_IDS", "7", frozenset({7})),
        ("BOT_API_URL", "http://127.0.0.1:8081/", "http://127.0.0.1:8081"),
        ("WEBHOOK_URL", "https://bot.example.org/", "https://bot.example.org"),
        ("WEBHOOK_URL", "http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("WEBHOOK_URL", "http://web:8080", "http://web:8080"),
        ("DATABASE_URL", "postgres://u:p@h:5432/n", None),
        ("DATABASE_URL", "postgresql://h/n", None),
        ("DATABASE_URL", "sqlite://var/a.sqlite3", None),
        ("DEFAULT_LANGUAGE", "EN", Language.EN),
        ("DEFAULT_TIMEZONE", "Africa/Bamako", "Africa/Bamako"),
        ("LOG_LEVEL", "DEBUG", "debug"),
        ("LOG_FORMAT", "JSON", "json"),
        ("SEND_RATE", "0.5", 0.5),
        ("PORT", "0", 0),
        ("ALLOW_PRIVATE_FEEDS", "true", True),
        ("HOST", "::", "::"),
        ("CONTACT_EMAIL", "ask.us+bot@mail.example.org", "ask.us+bot@mail.example.org"),
        ("SOURCES_FILE", __file__, Path(__file__)),
        ("DATA_DIR", "/nowhere/yet", Path("/nowhere/yet")),
    ],
)
def test_a_right_value_is_taken(monkeypatch: pytest.MonkeyPatch, variable: str, value: str, expected: object) -> None:
    settings = read(monkeypatch, **{variable: value})
    if variable == "DATABASE_URL":
        assert settings.database == value
    else:
        assert getattr(settings, variable.lower()) == expected


@pytest.mark.parametrize(
    ("variable", "value", "shape"),
    [
        ("BOT_TOKEN", "not-a-token", "a text of 11 characters"),
        ("BOT_TOKEN", f" {TOKEN}", f"a text of {len(TOKEN) + 1} characters"),
        ("BOT_API_URL", "ftp://example.org", "'ftp://example.org'"),
        ("BOT_API_URL", "http://127.0.0.1:8081/bot", "'http://127.0.0.1:8081/bot'"),
        ("BOT_API_URL", "http://127.0.0.1:99999", "'http://127.0.0.1:99999'"),
        ("BOT_API_URL", "http://[::1", "'http://[::1'"),
        ("BOT_API_URL", "api.telegram.org", "'api.telegram.org'"),
        ("DATABASE_URL", "mysql://u:p@h/n", "a text of 15 characters"),
        ("DATABASE_URL", "var/a.sqlite3", "a text of 13 characters"),
        ("DATABASE_URL", "://x", "a text of 4 characters"),
        ("DATA_DIR", __file__, None),
        ("ADMIN_IDS", "1,me", "'1,me'"),
        ("ADMIN_IDS", "1 2", "'1 2'"),
        ("ADMIN_IDS", "-5", "'-5'"),
        ("ADMIN_IDS", "1.0", "'1.0'"),
        ("CONTACT_EMAIL", "nobody", "'nobody'"),
        ("CONTACT_EMAIL", "<a@b.org>", "'<a@b.org>'"),
        ("CONTACT_EMAIL", "a@b.org, c@d.org", "'a@b.org, c@d.org'"),
        ("CONTACT_EMAIL", "a@b", "'a@b'"),
        ("WEBHOOK_URL", "http://example.org", "'http://example.org'"),
        ("WEBHOOK_URL", "https://example.org/hook", "'https://example.org/hook'"),
        ("WEBHOOK_URL", "https://example.org?a=b", "'https://example.org?a=b'"),
        ("WEBHOOK_SECRET", "two words", "a text of 9 characters"),
        ("WEBHOOK_SECRET", "x" * 257, "a text of 257 characters"),
        ("HOST", "my host", "'my host'"),
        ("PORT", "http", "'http'"),
        ("PORT", "65536", "'65536'"),
        ("PORT", "-1", "'-1'"),
        ("SOURCES_FILE", "/nowhere/sources.yaml", "'/nowhere/sources.yaml'"),
        ("SOURCES_FILE", "/", "'/'"),
        ("ALLOW_PRIVATE_FEEDS", "perhaps", "'perhaps'"),
        ("SEND_RATE", "0", "'0'"),
        ("SEND_RATE", "nan", "'nan'"),
        ("SEND_RATE", "inf", "'inf'"),
        ("SEND_RATE", "fast", "'fast'"),
        ("DEFAULT_LANGUAGE", "de", "'de'"),
        ("DEFAULT_TIMEZONE", "Mars/Olympus", "'Mars/Olympus'"),
        ("LOG_LEVEL", "loud", "'loud'"),
        ("LOG_LEVEL", "x" * 200, "a text of 200 characters"),
        ("LOG_LEVEL", "two\nlines", r"'two\nlines'"),
        ("LOG_FORMAT", "xml", "'xml'"),
    ],
)
def test_a_wrong_value_gives_one_line_with_variable_shape_and_expectation(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, shape: str | None
) -> None:
    [line] = faults(monkeypatch, **{variable: value})
    assert line.startswith(f"{variable} is {shape or ''}")
    assert line.endswith(f": expected {EXPECTED[variable]}")


def test_every_fault_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {
        "BOT_TOKEN": "x",
        "BOT_API_URL": "x",
        "DATABASE_URL": "x",
        "DATA_DIR": __file__,
        "ADMIN_IDS": "x,y,z",
        "CONTACT_EMAIL": "x",
        "WEBHOOK_URL": "x",
        "WEBHOOK_SECRET": "é",
        "PUBLIC_URL": "x",
        "HOST": "a b",
        "PORT": "x",
        "SOURCES_FILE": "/nowhere/x",
        "ALLOW_PRIVATE_FEEDS": "x",
        "SEND_RATE": "x",
        "DEFAULT_LANGUAGE": "x",
        "DEFAULT_TIMEZONE": "x",
        "LOG_LEVEL": "x",
        "LOG_FORMAT": "x",
    }
    assert [line.split()[0] for line in faults(monkeypatch, **wrong)] == list(VARIABLES)
    assert set(wrong) == set(VARIABLES)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("BOT_TOKEN", f"{TOKEN} "),
        ("WEBHOOK_SECRET", "hush hush"),
        ("DATABASE_URL", "mysql://someone:hush@db/reffop"),
        ("BOT_API_URL", f"https://api.telegram.org/bot{TOKEN}"),
        ("WEBHOOK_URL", "http://someone:hush@example.org"),
        ("ADMIN_IDS", TOKEN),
        ("HOST", f" {TOKEN}"),
    ],
)
def test_a_secret_is_not_in_an_error_even_under_a_wrong_name(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    [line] = faults(monkeypatch, **{variable: value})
    assert f"a text of {len(value)} characters" in line
    for secret in ("AAExampleOfAToken", "hush"):
        assert secret not in line


def test_a_secret_is_in_no_written_form_of_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = read(
        monkeypatch, BOT_TOKEN=TOKEN, WEBHOOK_SECRET="s3cr3t_hush", DATABASE_URL="postgres://u:p4ssw0rd@db/reffop"
    )
    forms = (repr(settings), str(settings), str(settings.model_dump()), settings.model_dump_json(), f"{vars(settings)}")
    for form in forms:
        assert not [secret for secret in (TOKEN, "s3cr3t_hush", "p4ssw0rd") if secret in form]
    assert settings.token == TOKEN
    assert settings.webhook_token == "s3cr3t_hush"
    assert settings.database == "postgres://u:p4ssw0rd@db/reffop"


def test_a_missing_token_is_a_fault_only_where_it_is_needed() -> None:
    settings = Settings.from_env()
    with pytest.raises(ConfigurationError, match=r"^BOT_TOKEN is not set: expected .*BotFather"):
        _ = settings.token


def test_the_webhook_s_secret_is_derived_alike_in_every_process(monkeypatch: pytest.MonkeyPatch) -> None:
    one = read(monkeypatch, BOT_TOKEN=TOKEN).webhook_token
    assert one == Settings.from_env().webhook_token == Settings(bot_token=TOKEN, port=1).webhook_token  # type: ignore[arg-type]
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,256}", one)
    assert TOKEN not in one
    assert one != read(monkeypatch, BOT_TOKEN=f"{TOKEN}x").webhook_token


def test_an_override_is_checked_like_a_variable() -> None:
    assert Settings.from_env(port=9).port == 9
    with pytest.raises(ConfigurationError, match="PORT is 99999"):
        Settings.from_env(port=99999)


def example() -> list[tuple[str, str, str]]:
    """Read the example: comment, variable, value."""
    lines = EXAMPLE.read_text("utf-8").splitlines()
    found = []
    for before, line in pairwise(lines):
        if line and not line.startswith("#"):
            name, _, value = line.partition("=")
            found.append((before, name, value))
    return found


def test_the_example_names_every_variable_in_order_each_with_one_line_of_comment() -> None:
    assert tuple(name for _, name, _ in example()) == VARIABLES
    assert tuple(EXPECTED) == VARIABLES
    assert all(re.match(r"# \S", comment) for comment, _, _ in example())


def test_the_example_holds_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings.from_env()
    assert read(monkeypatch, **{name: value for _, name, value in example()}) == settings
    empty = {name.lower() for _, name, value in example() if not value}
    assert empty == {
        "bot_token",
        "database_url",
        "admin_ids",
        "webhook_url",
        "webhook_secret",
        "public_url",
        "sources_file",
    }
