"""What could be wrong with an installation, and what to do about each."""

import sqlite3
import zoneinfo
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import Enum
from pathlib import Path
from urllib.parse import urlsplit

import tzdata
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.hosts import is_local
from bot.mail.server import Unsent
from bot.opening import UNREACHABLE as DATABASE_UNREACHABLE
from bot.opening import (
    check_place,
    database_at,
    is_sqlite,
    mail_server,
    missing_file,
    tokens,
    touch,
    why_unreachable,
)
from bot.scheduling.near import hint
from bot.scheduling.tokens import Tokens
from bot.settings import FIELDS, NEEDED, Reading, Settings, SettingsInvalid, look_up
from bot.slack.web_api import DELIVERY_SECONDS, UNREACHABLE, Failure, failure_of, told_time, web_client
from bot.sources import nearest_setting
from storage import health, links
from storage.database import Database

CLOCK_TOLERANCE = timedelta(seconds=60)
"""Slack's requests carry their time, and one that is five minutes off is refused."""

SYSTEM_ZONES = Path("/usr/share/zoneinfo/tzdata.zi")

WAL_RESET_MENDED = ((3, 51, 3), (3, 50, 7), (3, 44, 6))
"""SQLite's releases with the mend of https://sqlite.org/wal.html#walresetbug, each for its own line."""


NOT_YET = {
    "SLACK_APP_TOKEN": "Socket Mode",
    "SLACK_CLIENT_ID": "installing by OAuth",
    "SLACK_CLIENT_SECRET": "installing by OAuth",
}
"""Settings of Slack apps that contract.md names, and what they are for."""


class Grade(Enum):
    FINE = "fine"
    MIND = "mind"
    BROKEN = "broken"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. ``to_do`` is empty where all is well."""

    grade: Grade
    what: str
    to_do: str = ""

    def __str__(self) -> str:
        line = f"{self.grade.value:<7} {self.what}"
        return f"{line}\n        To do: {self.to_do}." if self.to_do else line


async def examine(now: datetime) -> list[Finding]:
    """Look at everything that the environment names. Changes nothing."""
    try:
        reading = look_up(*NEEDED)
    except SettingsInvalid as unreadable:
        what = "Database, Slack, clock and mail: not looked at, as the settings cannot be read"
        return [*_problems(unreadable), Finding(Grade.MIND, what), time_zone_data(zoneinfo.TZPATH)]
    settings = reading.settings
    return [
        *configuration(reading),
        *map(stray, reading.file.strays(FIELDS)),
        *(_barred(reading, "Public address", "ONETIME_BASE_URL") or [address(settings.base_url)]),
        *await _database(reading, now),
        time_zone_data(zoneinfo.TZPATH),
        *(
            _barred(reading, "Slack and clock", "SLACK_BOT_TOKEN", "SLACK_API_URL")
            or await slack_and_clock(settings, now)
        ),
        *(_barred(reading, "Mail", "ONETIME_SMTP_URL", "ONETIME_BASE_URL") or [await mail(settings)]),
    ]


def configuration(reading: Reading) -> list[Finding]:
    """Is everything valid that is set, and everything set that the service needs?"""
    if reading.problems:
        return _problems(SettingsInvalid(reading.problems))
    return [Finding(Grade.FINE, f"Settings: all that are needed are set ({reading.file.sought})")]


def stray(name: str) -> Finding:
    """What to say of a variable that looks like a setting, and is none."""
    if use := NOT_YET.get(name.upper()):
        return Finding(Grade.MIND, f"Settings: {name} is not used, as {use} is not there yet")
    what = f"Settings: {name} is not known{hint(nearest_setting(name, FIELDS))}"
    return Finding(Grade.MIND, what, "correct it, or take it out")


def address(base_url: str) -> Finding:
    """Can Customers follow links that start with this, and can nobody on the way read them?"""
    parts = urlsplit(base_url)
    if is_local(parts.hostname or ""):
        return Finding(
            Grade.MIND,
            f"Public address: {base_url} is this machine only",
            "set ONETIME_BASE_URL to the address that Customers and Slack reach",
        )
    if parts.scheme == "http":
        return Finding(
            Grade.MIND,
            f"Public address: {base_url} is not encrypted, and whoever reads a link on its way can use it",
            "serve behind a proxy with a certificate, and set ONETIME_BASE_URL to its https address",
        )
    return Finding(Grade.FINE, f"Public address: {base_url}")


async def database_state(database: Database, keys: Tokens, now: datetime) -> list[Finding]:
    """Is the database there, in this version's shape, and are its links of the keys that are set?"""
    place = health.sqlite_file(database.url) or "PostgreSQL"
    try:
        check_place(database)
        if missing_file(database):
            what = f"Database: none yet at {place}"
            return [Finding(Grade.MIND, what, "onetime serve or onetime import makes it")]
        touch(database)
        async with database.reading() as session:
            if not await health.is_migrated(session):
                what = f"Database: {place} is reachable, not in this version's shape"
                return [Finding(Grade.MIND, what, "onetime serve migrates it")]
            open_links = await links.open_seeds(session, now)
    except DATABASE_UNREACHABLE as error:
        return [_unusable(database, why_unreachable(error))]
    finally:
        await database.dispose()
    return [
        Finding(Grade.FINE, f"Database: {place} is reachable, in this version's shape"),
        *secret_keys(keys, open_links),
    ]


def secret_keys(keys: Tokens, open_links: Sequence[tuple[bytes, bytes]]) -> list[Finding]:
    """Were the links that Customers hold, each by its seed and digest, made with a key that is set?"""
    if not keys.keys or not open_links:
        return []
    lost = sum(not keys.made(seed, digest) for seed, digest in open_links)
    if not lost:
        return [Finding(Grade.FINE, "Secret key: that of all open links")]
    return [
        Finding(
            Grade.BROKEN,
            f"Secret key: {lost:,} of {len(open_links):,} open links were made with another;"
            " they can be booked, but nobody is shown their URLs again",
            "put the key that made them into ONETIME_SECRET_KEY, behind a comma if there is a newer one",
        )
    ]


def sqlite_version(version: tuple[int, ...]) -> Finding:
    """Does this SQLite have the mend of a rare loss of data in the mode that is used here?"""
    name = ".".join(map(str, version))
    newest = WAL_RESET_MENDED[0]
    if version >= newest or any(
        mended[:2] == version[:2] and mended <= version for mended in WAL_RESET_MENDED
    ):
        return Finding(Grade.FINE, f"SQLite: {name}")
    return Finding(
        Grade.MIND,
        f"SQLite: {name} can, very rarely, damage a database (sqlite.org/wal.html#walresetbug)",
        f"keep backups, and use a Python with SQLite {'.'.join(map(str, newest))} or newer, or PostgreSQL",
    )


def time_zone_data(search_path: tuple[str, ...]) -> Finding:
    """Which rules of the world's time zones are in force: those that were tried with this version?"""
    if search_path:
        return Finding(
            Grade.BROKEN,
            f"Time zones: the machine's data ({_system_zones()}) is used, not {tzdata.IANA_VERSION}",
            "unset PYTHONTZPATH",
        )
    return Finding(
        Grade.FINE, f"Time zones: {tzdata.IANA_VERSION} (the machine's {_system_zones()} is not used)"
    )


async def slack_and_clock(settings: Settings, now: datetime) -> list[Finding]:
    """Does Slack know the token, and does it agree on what time it is?"""
    if settings.slack_bot_token is None:
        what = "Slack: not asked, as there is no token"
        return [Finding(Grade.MIND, what, "set SLACK_BOT_TOKEN"), _clock_unseen("asked")]
    client = web_client(settings.slack_bot_token.get_secret_value(), settings.slack_api_url, DELIVERY_SECONDS)
    try:
        answer = await client.auth_test()
    except SlackApiError as error:
        return [_refused(failure_of(error)), clock(told_time(error.response), now)]
    except UNREACHABLE as error:
        what = f"Slack: {settings.slack_api_url} cannot be reached ({type(error).__name__})"
        to_do = "let this machine reach it, and check SLACK_API_URL"
        return [Finding(Grade.BROKEN, what, to_do), _clock_unseen("reached")]
    return [_welcomed(answer), clock(told_time(answer), now)]


async def mail(settings: Settings) -> Finding:
    """Does the mail server let us in?"""
    server = mail_server(settings)
    if server is None:
        return Finding(
            Grade.MIND,
            "Mail: none is sent, as no server is set",
            "set ONETIME_SMTP_URL, or leave it at the calendar file that Customers can download",
        )
    try:
        await server.greet()
    except Unsent as error:
        what = f"Mail: {server.host}, port {server.port}: {error.why}"
        return Finding(Grade.BROKEN, what, "see that it runs, and check ONETIME_SMTP_URL")
    return Finding(Grade.FINE, f"Mail: {server.host} takes letters from {server.sender}")


def clock(theirs: str | None, now: datetime) -> Finding:
    """Do this machine and Slack agree on the time? ``theirs`` is as HTTP writes it."""
    told = _moment(theirs or "")
    if told is None:
        return Finding(Grade.MIND, "Clock: Slack did not say the time")
    apart = abs(now - told)
    if apart > CLOCK_TOLERANCE:
        return Finding(
            Grade.BROKEN,
            f"Clock: {apart.total_seconds():.0f} seconds apart from Slack's",
            "set this machine's clock by NTP; Slack's requests are refused when they look old",
        )
    return Finding(Grade.FINE, "Clock: as Slack's")


def _moment(http_date: str) -> datetime | None:
    try:
        return parsedate_to_datetime(http_date).astimezone(UTC)
    except (ValueError, OverflowError):  # a proxy's, perhaps
        return None


def _clock_unseen(done: str) -> Finding:
    return Finding(Grade.MIND, f"Clock: not compared, as Slack was not {done}")


def _problems(invalid: SettingsInvalid) -> list[Finding]:
    return [Finding(Grade.BROKEN, f"Settings: {problem}") for problem in invalid.problems]


def _unusable(database: Database, why: str) -> Finding:
    if file := health.sqlite_file(database.url):
        what = f"Database: {file} cannot be used ({why})"
        return Finding(Grade.BROKEN, what, "mend that, or name another file in ONETIME_DATABASE_URL")
    what = f"Database: PostgreSQL cannot be used ({why})"
    return Finding(Grade.BROKEN, what, "see that it runs, and check ONETIME_DATABASE_URL")


def _welcomed(answer: AsyncSlackResponse) -> Finding:
    return Finding(Grade.FINE, f"Slack: signed in to {answer.get('team', 'the workspace')}")


def _refused(failure: Failure) -> Finding:
    if not failure.code:
        what = f"Slack: answered {failure.status}, and not as Slack does"
        return Finding(Grade.BROKEN, what, "try again in a while, and check SLACK_API_URL")
    what = f"Slack: refuses the token ({failure.code})"
    return Finding(
        Grade.BROKEN, what, "install the app to the workspace again and copy its Bot User OAuth Token"
    )


async def _database(reading: Reading, now: datetime) -> list[Finding]:
    try:
        database = database_at(reading.settings.database_url)
    except SettingsInvalid as invalid:
        what = "Database: not looked at, as ONETIME_DATABASE_URL is not valid"
        return [*_problems(invalid), Finding(Grade.MIND, what)]
    return [
        *await database_state(database, tokens(reading.settings), now),
        *_barred(reading, "Secret key", "ONETIME_SECRET_KEY"),
        *_sqlite(database),
    ]


def _barred(reading: Reading, what: str, *names: str) -> list[Finding]:
    """What to say where one of these settings is not valid, without which it cannot be looked at."""
    invalid = [name for name in names if name in reading.invalid]
    return [Finding(Grade.MIND, f"{what}: not looked at, as {invalid[0]} is not valid")] if invalid else []


def _sqlite(database: Database) -> list[Finding]:
    return [sqlite_version(sqlite3.sqlite_version_info)] if is_sqlite(database) else []


def _system_zones() -> str:
    """The version of the machine's own data, as its first line says: ``# version 2025b``."""
    if not SYSTEM_ZONES.exists():
        return "none"
    with SYSTEM_ZONES.open() as lines:
        return lines.readline().removeprefix("# version ").strip()
