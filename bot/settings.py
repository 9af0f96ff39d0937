"""The settings, from the environment and a ``.env`` file beside it. What is missing or wrong is named."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    EnvSettingsSource,
    NoDecode,
    SettingsConfigDict,
)

from bot.hosts import checked_host
from bot.mail.server import MailServer
from bot.sources import ENV_FILE, EnvFile, env_path

NEEDED = ("ONETIME_SECRET_KEY", "SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN")
"""The settings that ``onetime serve`` cannot do without."""

LEAST_KEY_LENGTH = 16
DEFAULT_PORTS = {"http": 80, "https": 443}
SLACK_USER_ID = re.compile(r"[UW][A-Z0-9]+")
SLACK_BOT_TOKEN = re.compile(r"xoxb-[!-~]+")
PRINTABLE = re.compile(r"[!-~]+")

WHAT_IT_SHOULD_BE = {
    "ONETIME_DATABASE_URL": "sqlite+aiosqlite:///FILE or postgresql+asyncpg://USER:PASSWORD@HOST/NAME",
    "ONETIME_BASE_URL": (
        "the public address that links start with, such as https://book.example.com, with nothing behind the "
        "host but perhaps a port"
    ),
    "ONETIME_SECRET_KEY": (
        f"a random text of {LEAST_KEY_LENGTH} characters or more (or several with commas between, the newest "
        "first); make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(32))'"
    ),
    "SLACK_SIGNING_SECRET": "the Signing Secret on the Slack app's page Basic Information",
    "SLACK_BOT_TOKEN": "the Bot User OAuth Token (xoxb-…) on the Slack app's page OAuth & Permissions",
    "SLACK_API_URL": "the address of a Slack Web API, such as https://slack.com/api/",
    "ONETIME_ADMINISTRATORS": "Slack user ids with commas between, such as U012AB3CD,U045EF6GH",
    "ONETIME_SMTP_URL": (
        "smtp://USER:PASSWORD@HOST:587 (or smtps://…, or without user and password), with special characters "
        "of both as in %40; ?from=bookings@example.com behind it names the sender"
    ),
    ENV_FILE: "text in UTF-8, with a line NAME=VALUE for each setting",
}


class SettingsInvalid(Exception):
    """Settings are missing or wrong. ``problems`` names each, and says what it should be."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


def _parts(value: object) -> object:
    """``a, b`` as a tuple of two."""
    if not isinstance(value, str):
        return value
    return tuple(part.strip() for part in value.split(",") if part.strip())


def _address(value: str) -> str:
    """An http address as browsers write it: in lower case, without the port that goes without saying, and
    without a slash at its end.
    """
    parts = urlsplit(value)
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
        raise ValueError("not an http address")
    if parts.query or parts.fragment or "@" in parts.netloc:
        raise ValueError("more than an address")
    if parts.port == 0:
        raise ValueError("no port to reach anybody at")
    port = "" if parts.port in (None, DEFAULT_PORTS[parts.scheme]) else f":{parts.port}"
    return f"{parts.scheme}://{checked_host(parts.hostname)}{port}{parts.path.rstrip('/')}"


def _origin(value: str) -> str:
    """An address with no path: the pages stand at the root of their host."""
    address = _address(value)
    if urlsplit(address).path:
        raise ValueError("an address with a path")
    return address


def _long_enough(key: SecretStr) -> SecretStr:
    if len(key.get_secret_value()) < LEAST_KEY_LENGTH:
        raise ValueError("too short")
    return key


def _signing_secret(secret: SecretStr) -> SecretStr:
    if not PRINTABLE.fullmatch(secret.get_secret_value()):
        raise ValueError("not copied as it stands")
    return secret


def _bot_token(token: SecretStr) -> SecretStr:
    if not SLACK_BOT_TOKEN.fullmatch(token.get_secret_value()):
        raise ValueError("not a bot's token")
    return token


def _mail_server(url: SecretStr) -> SecretStr:
    MailServer.at(url.get_secret_value())
    return url


def _slack_user(value: str) -> str:
    if not SLACK_USER_ID.fullmatch(value):
        raise ValueError("not a Slack user id")
    return value


Key = Annotated[SecretStr, AfterValidator(_long_enough)]
SlackUser = Annotated[str, AfterValidator(_slack_user)]


class Settings(BaseModel):
    """What an operator can set. Secrets are masked wherever the settings are printed."""

    model_config = ConfigDict(frozen=True, populate_by_name=True, hide_input_in_errors=True)

    database_url: SecretStr = Field(
        default=SecretStr("sqlite+aiosqlite:///onetime.db"), validation_alias="ONETIME_DATABASE_URL"
    )
    base_url: Annotated[str, AfterValidator(_origin)] = Field(
        default="http://127.0.0.1:8000", validation_alias="ONETIME_BASE_URL"
    )
    secret_keys: Annotated[tuple[Key, ...], NoDecode, BeforeValidator(_parts)] = Field(
        default=(), validation_alias="ONETIME_SECRET_KEY"
    )
    slack_signing_secret: Annotated[SecretStr, AfterValidator(_signing_secret)] | None = Field(
        default=None, validation_alias="SLACK_SIGNING_SECRET"
    )
    slack_bot_token: Annotated[SecretStr, AfterValidator(_bot_token)] | None = Field(
        default=None, validation_alias="SLACK_BOT_TOKEN"
    )
    slack_api_url: Annotated[str, AfterValidator(_address)] = Field(
        default="https://slack.com/api/", validation_alias="SLACK_API_URL"
    )
    administrators: Annotated[tuple[SlackUser, ...], NoDecode, BeforeValidator(_parts)] = Field(
        default=(), validation_alias="ONETIME_ADMINISTRATORS"
    )
    smtp_url: Annotated[SecretStr, AfterValidator(_mail_server)] | None = Field(
        default=None, validation_alias="ONETIME_SMTP_URL"
    )

    @staticmethod
    def read(*needed: str) -> "Settings":
        """The settings as they stand now. Raises ``SettingsInvalid``, also where a needed one is missing."""
        reading = look_up(*needed)
        if reading.problems:
            raise SettingsInvalid(reading.problems)
        return reading.settings


FIELDS = {str(field.validation_alias): name for name, field in Settings.model_fields.items()}
"""Where ``Settings`` has each setting, by its name in the environment."""


class Sought(BaseSettings, Settings):
    """Where the settings are looked for: by their names in ``FIELDS`` alone.

    By those of the fields, others' variables such as DATABASE_URL would be settings.
    """

    model_config = SettingsConfigDict(env_file=ENV_FILE, env_ignore_empty=True, populate_by_name=False)


@dataclass(frozen=True)
class Reading:
    """What was found. For each setting that is not valid, ``settings`` has the default."""

    settings: Settings
    invalid: Sequence[str]
    missing: Sequence[str]
    file: EnvFile

    @property
    def problems(self) -> list[str]:
        """All that is wrong. Where was looked is said once."""
        lines = [f"{self.file.path}, line {line}: {fault}" for line, fault in self.file.wrong_lines.items()]
        faults = [(name, "is not valid") for name in self.invalid]
        faults += [(name, "is not set") for name in self.missing]
        places = chain([f" ({self.file.sought})"], repeat(""))
        named = zip(faults, places, strict=False)
        return lines + [f"{name} {fault}{place}: {should_be(name)}" for (name, fault), place in named]


def look_up(*needed: str) -> Reading:
    """Look for the settings. Raises ``SettingsInvalid`` where that is not possible."""
    file = _env_file()
    found = {**DotEnvSettingsSource(Sought)(), **EnvSettingsSource(Sought)()}
    # The file's source also gives all else that stands there, such as database_url.
    settings, invalid = _valid({name: value for name, value in found.items() if name in FIELDS})
    missing = [name for name in needed if name not in invalid and not getattr(settings, FIELDS[name])]
    return Reading(settings, invalid, missing, file)


def _env_file() -> EnvFile:
    try:
        return EnvFile.here()
    except UnicodeDecodeError:
        raise SettingsInvalid([f"{env_path()} is not valid: {should_be(ENV_FILE)}"]) from None
    except OSError as error:
        raise SettingsInvalid([f"{env_path()} cannot be read: {error.strerror}"]) from None


def _valid(given: Mapping[str, object]) -> tuple[Settings, list[str]]:
    """The settings as far as they are valid, and the names of those that are not."""
    try:
        return Settings.model_validate(given), []
    except ValidationError as error:
        invalid = list(dict.fromkeys(str(each["loc"][0]) for each in error.errors()))
    return Settings.model_validate({name: given[name] for name in given.keys() - set(invalid)}), invalid


def should_be(name: str) -> str:
    return f"it should be {WHAT_IT_SHOULD_BE[name]}"
