"""Settings: environment variables only, read once into one frozen object, every fault reported at once."""

from __future__ import annotations

import hmac
import os
import re
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from domain.errors import ConfigurationError
from domain.sources import is_private
from domain.vocabulary import Language

TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{3,}")
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")  # https://core.telegram.org/bots/api#setwebhook
HOST = re.compile(r"[A-Za-z0-9.:%_-]+")
EMAIL = re.compile(r"[^\s@<>&,;:\"()]+@[^\s@<>&,;:\"().]+(\.[^\s@<>&,;:\"().]+)+")
CONFIDENTIAL = re.compile(r"\d{5,}:\S{3,}|//[^/]*@")
"""A token or a password that stands where it should not."""
TELEGRAM = "https://api.telegram.org"

EXPECTED = {
    "BOT_TOKEN": "a token as @BotFather gives it, digits, a colon, then letters, digits, _ or -",
    "BOT_API_URL": "the root of a Bot API: http:// or https://, a host, perhaps a port, and nothing after",
    "DATABASE_URL": "sqlite://PATH or postgres://USER:PASSWORD@HOST:PORT/NAME",
    "DATA_DIR": "a folder",
    "ADMIN_IDS": "Telegram user ids, whole numbers separated by commas",
    "CONTACT_EMAIL": "an e-mail address",
    "WEBHOOK_URL": "a public https:// address without a path of its own (http:// is fine on a private address)",
    "WEBHOOK_SECRET": "1 to 256 letters, digits, _ or -",
    "PUBLIC_URL": "a public http:// or https:// address without a path of its own",
    "HOST": "an address to listen on, such as 127.0.0.1 or 0.0.0.0",
    "PORT": "a port, 0 to 65535",
    "SOURCES_FILE": "a YAML catalogue of sources that can be read",
    "ALLOW_PRIVATE_FEEDS": "true or false",
    "SEND_RATE": "messages a second, more than 0 and at most 1000",
    "DEFAULT_LANGUAGE": "fr or en",
    "DEFAULT_TIMEZONE": "an IANA time zone such as UTC or Africa/Bamako",
    "LOG_LEVEL": "debug, info, warning or error",
    "LOG_FORMAT": "text or json",
}
SECRETS = {"BOT_TOKEN", "WEBHOOK_SECRET", "DATABASE_URL"}


def choose_library_behaviour() -> None:
    """Ask python-telegram-bot for spans of time as timedelta; it warns at each use of the older numbers."""
    os.environ.setdefault("PTB_TIMEDELTA", "1")  # noqa: TID251 - its only switch is a variable


class Settings(BaseSettings):
    """Everything the environment decides. Names are those of the variables, in lower case."""

    model_config = SettingsConfigDict(frozen=True, env_file=None, extra="ignore", env_ignore_empty=True)

    bot_token: SecretStr | None = None
    bot_api_url: str = TELEGRAM
    database_url: SecretStr = SecretStr("")
    data_dir: Path = Path("var")
    admin_ids: Annotated[frozenset[int], NoDecode] = frozenset()
    contact_email: str = "administrateur.reffop@francophonie.org"
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    public_url: str | None = None
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    sources_file: Path | None = None
    allow_private_feeds: bool = False
    send_rate: float = Field(default=25, gt=0, le=1000)
    default_language: Language = Language.FR
    default_timezone: str = "UTC"
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["text", "json"] = "text"

    @classmethod
    def from_env(cls, **overrides: object) -> Settings:
        """Read the environment; raise ConfigurationError with one line for every fault."""
        try:
            return cls(**overrides)  # type: ignore[arg-type]  # values are checked by pydantic itself
        except ValidationError as error:
            raise ConfigurationError(_faults(error)) from None

    @property
    def token(self) -> str:
        """The bot's token; raise ConfigurationError without one."""
        if self.bot_token is None:
            raise ConfigurationError([f"BOT_TOKEN is not set: expected {EXPECTED['BOT_TOKEN']}"])
        return self.bot_token.get_secret_value()

    @property
    def webhook_token(self) -> str:
        """The secret that Telegram repeats to us: WEBHOOK_SECRET, or one derived from the token.

        Derived rather than drawn, so that every web process knows the same one.
        """
        if self.webhook_secret is not None:
            return self.webhook_secret.get_secret_value()
        return hmac.new(self.token.encode(), b"webhook secret", sha256).hexdigest()

    @property
    def page_root(self) -> str | None:
        """Where people reach our own pages: PUBLIC_URL, else WEBHOOK_URL; None when we know no such address."""
        return self.public_url or self.webhook_url

    @property
    def database(self) -> str:
        """The database's address: DATABASE_URL, or an SQLite file in DATA_DIR."""
        given = self.database_url.get_secret_value()
        return given or f"sqlite://{self.data_dir.resolve() / 'reffop.sqlite3'}"

    @field_validator("bot_token")
    @classmethod
    def _token_has_a_token_s_form(cls, value: SecretStr | None) -> SecretStr | None:
        return _matching(value, TOKEN)

    @field_validator("webhook_secret")
    @classmethod
    def _secret_is_what_telegram_takes(cls, value: SecretStr | None) -> SecretStr | None:
        return _matching(value, SECRET)

    @field_validator("bot_api_url", "webhook_url", "public_url")
    @classmethod
    def _address_is_a_root(cls, value: str | None) -> str | None:
        return None if value is None else _root(value)

    @field_validator("webhook_url")
    @classmethod
    def _webhook_is_encrypted_in_public(cls, value: str | None) -> str | None:
        if value and urlsplit(value).scheme != "https" and not _is_internal(value):
            raise ValueError("Telegram wants https")
        return value

    @field_validator("database_url")
    @classmethod
    def _database_is_of_a_known_kind(cls, value: SecretStr) -> SecretStr:
        given = value.get_secret_value()
        scheme, _, rest = given.partition("://")
        if given and (scheme not in ("sqlite", "postgres", "postgresql") or not rest):
            raise ValueError("not such an address")
        return value

    @field_validator("admin_ids", mode="before")
    @classmethod
    def _ids_are_separated_by_commas(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        parts = [part.strip() for part in value.split(",") if part.strip()]
        if not all(part.isascii() and part.isdigit() for part in parts):
            raise ValueError("not such ids")
        return parts

    @field_validator("contact_email")
    @classmethod
    def _email_is_one_bare_address(cls, value: str) -> str:
        if not EMAIL.fullmatch(value):  # it goes into our HTML as it is
            raise ValueError("not such an address")
        return value

    @field_validator("host")
    @classmethod
    def _host_is_a_name_or_a_number(cls, value: str) -> str:
        if not HOST.fullmatch(value):
            raise ValueError("not such an address")
        return value

    @field_validator("data_dir")
    @classmethod
    def _folder_is_no_file(cls, value: Path) -> Path:
        if value.exists() and not value.is_dir():
            raise ValueError("not a folder")
        return value

    @field_validator("sources_file")
    @classmethod
    def _catalogue_is_there(cls, value: Path | None) -> Path | None:
        if value is not None and (not value.exists() or value.is_dir()):
            raise ValueError("no such file")
        return value

    @field_validator("default_timezone")
    @classmethod
    def _zone_exists(cls, value: str) -> str:
        if value not in available_timezones():
            raise ValueError("unknown zone")
        return value

    @field_validator("log_level", "log_format", "default_language", mode="before")
    @classmethod
    def _case_does_not_matter(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value


def _matching(value: SecretStr | None, pattern: re.Pattern[str]) -> SecretStr | None:
    if value is not None and not pattern.fullmatch(value.get_secret_value()):
        raise ValueError("wrong form")
    return value


def _root(value: str) -> str:
    """Give scheme, host and port; raise ValueError for anything more."""
    parts = urlsplit(value)
    more = parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc
    if parts.scheme not in ("http", "https") or not parts.hostname or more or parts.port == 0:
        raise ValueError("not such an address")
    return value.rstrip("/")


def _is_internal(url: str) -> bool:
    """Say whether an address is private, or a bare host name as containers give each other."""
    host = urlsplit(url).hostname or ""
    return is_private(url) or not re.search(r"[.:]", host)


def _faults(error: ValidationError) -> list[str]:
    lines = []
    for fault in error.errors(include_url=False, include_context=False):
        variable = str(fault["loc"][0]).upper()
        lines.append(f"{variable} is {_shape(variable, fault['input'])}: expected {EXPECTED[variable]}")
    return list(dict.fromkeys(lines))


def _shape(variable: str, value: object) -> str:
    """Describe a wrong value; a secret by its length only, also one that was put into the wrong variable."""
    shown = repr(value)
    if variable in SECRETS or CONFIDENTIAL.search(shown) or len(shown) > 80:
        return f"a text of {len(str(value))} characters"
    return shown
