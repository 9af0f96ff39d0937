"""From settings to the services on a database that is there, and to the mail server.

Most commands need no more: neither door is built for them.
"""

import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import SecretStr
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError

from bot.mail.server import MailServer
from bot.scheduling.services import Services
from bot.scheduling.tokens import Tokens
from bot.settings import Settings, SettingsInvalid, should_be
from storage.database import Database, UnusableDatabaseError, is_away
from storage.health import sqlite_file

UNREACHABLE = (OSError, SQLAlchemyError, sqlite3.Error)
"""What a database raises that is away, or is none. Drivers raise some of their errors as they are."""

DATABASE_URL = "ONETIME_DATABASE_URL"
NO_DATABASE = (
    "There is no database at {file}. Start this in the folder that you serve from, or name the database in"
    f" {DATABASE_URL}. A new one is made by onetime serve and onetime import."
)


class DatabaseUnusable(Exception):
    """The database cannot be reached, or is not one."""


def services(settings: Settings) -> Services:
    """Does not connect yet. Raises ``SettingsInvalid`` for a database that this product cannot use."""
    return Services.on(database_at(settings.database_url), tokens(settings), settings.base_url)


def tokens(settings: Settings) -> Tokens:
    keys = [key.get_secret_value() for key in settings.secret_keys]
    return Tokens(tuple(key.encode("utf-8", "surrogateescape") for key in keys))  # a key may be any bytes


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Services]:
    """The services on a database that is there and in this version's shape.

    Raises ``SettingsInvalid``, and ``DatabaseUnusable`` also where the database fails within the block.
    """
    hands = services(settings)
    try:
        await _migrate(hands.database)
        yield hands
    except DBAPIError as error:
        if not is_away(error):
            raise
        raise _unusable(error) from None
    finally:
        await hands.database.dispose()


@asynccontextmanager
async def found(settings: Settings) -> AsyncIterator[Services]:
    """The same for whoever only asks: in the wrong folder they would make an empty database, and be answered.

    Raises ``DatabaseUnusable`` for an SQLite file that is not there, too.
    """
    if file := new_file(settings):
        raise DatabaseUnusable(NO_DATABASE.format(file=file))
    async with opened(settings) as hands:
        yield hands


def database_at(url: SecretStr) -> Database:
    """Does not connect yet. Raises ``SettingsInvalid``."""
    try:
        return Database(url.get_secret_value())
    except (ArgumentError, ValueError) as error:
        # Other reasons than our own could quote the password.
        reason = f" ({error})" if isinstance(error, UnusableDatabaseError) else ""
        raise SettingsInvalid([f"{DATABASE_URL} is not valid: {should_be(DATABASE_URL)}{reason}"]) from None


def mail_server(settings: Settings) -> MailServer | None:
    """Where letters go out, if a server is set."""
    if settings.smtp_url is None:
        return None
    return MailServer.at(settings.smtp_url.get_secret_value(), urlsplit(settings.base_url).hostname or "")


def is_sqlite(database: Database) -> bool:
    return database.url.get_backend_name() == "sqlite"


def missing_file(database: Database) -> Path | None:
    """The file that an SQLite database would be made as. None: it is there, or nothing can be made there."""
    file = sqlite_file(database.url)
    return file if file and file.parent.is_dir() and not file.exists() else None


def new_file(settings: Settings) -> Path | None:
    """The file that ``opened`` would make. Raises ``SettingsInvalid`` and ``DatabaseUnusable``."""
    try:
        return missing_file(database_at(settings.database_url))
    except OSError as error:  # in a folder that may not be looked into, or under too long a name
        raise _unusable(error) from None


def check_place(database: Database) -> None:
    """Raises ``OSError`` where SQLite could not write, of which it would say only that it cannot open it."""
    file = sqlite_file(database.url)
    if file is None:
        return
    if not file.parent.is_dir():
        raise FileNotFoundError(f"there is no folder {file.parent}")
    for path in (file.parent, file):
        if path.exists() and not os.access(path, os.W_OK):
            raise PermissionError(f"{path} cannot be written")


def touch(database: Database) -> None:
    """Open and close the file of an SQLite database. Raises one of ``UNREACHABLE``.

    A new one is its owner's alone: it will hold Customers' names. What SQLite lays beside it takes its mode.
    Where it cannot be opened, aiosqlite would leave a thread that complains once the event loop is gone.
    """
    check_place(database)
    if file := missing_file(database):
        file.touch(mode=0o600)
    if is_sqlite(database):
        sqlite3.connect(database.url.database or "").close()


def why_unreachable(error: Exception) -> str:
    """The driver's own words, without the statement that it was about."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    return str(cause).partition("\n")[0]


async def _migrate(database: Database) -> None:
    try:
        touch(database)
        await database.migrate()
    except UNREACHABLE as error:
        raise _unusable(error) from None


def _unusable(error: Exception) -> DatabaseUnusable:
    return DatabaseUnusable(f"The database cannot be used: {why_unreachable(error)}")
