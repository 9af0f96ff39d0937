"""Engines and transactions: the same promises on SQLite and PostgreSQL."""

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import cast

from sqlalchemy import Connection, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor, ExceptionContext
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, InvalidatePoolError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from storage import sqlite
from storage.migrate import upgrade

SQLITE_READERS = 4
POSTGRESQL_CONNECTIONS = 10
BUSY_TIMEOUT_MS = 10_000
POSTGRESQL_PARAMETERS = frozenset(
    {
        "gsslib",
        "host",
        "krbsrvname",
        "passfile",
        "port",
        "prepared_statement_cache_size",
        "service",
        "servicefile",
        "ssl",
        "target_session_attrs",
    }
)
"""What a URL may add for asyncpg: the driver takes its other parameters as numbers, which no URL can give."""
NOTICED = "noticed"
"""The mark in ``session.info`` of a transaction that writes a notice."""


class UnusableDatabaseError(ValueError):
    """The database URL names something this product cannot keep its promises on."""


def is_away(error: Exception) -> bool:
    """Is the database busy or out of reach? Else the fault is in what it was asked, or elsewhere."""
    return isinstance(error, OSError | DBAPIError | PoolTimeout | sqlite3.Error) and not isinstance(
        error, IntegrityError | ProgrammingError | DataError
    )


class Database:
    """A database, by its SQLAlchemy URL (``sqlite+aiosqlite:///…`` or ``postgresql+asyncpg://…``).

    ``noticed`` is set whenever a transaction that wrote a notice has committed.
    ``reading`` and ``writing`` give a session inside a transaction. On SQLite there is one writing connection
    per process: writers that queue here are served in turn, where writers that meet in SQLite would poll.
    """

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.noticed = asyncio.Event()
        self._writer, self._reader = _engines(self.url)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """A transaction that commits at the end of the block, and gives everything back if it raises."""
        async with AsyncSession(self._writer, expire_on_commit=False) as session, session.begin():
            yield session
        if session.info.get(NOTICED):
            self.noticed.set()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A transaction that sees one state of the database and must not write."""
        async with AsyncSession(self._reader, expire_on_commit=False) as session, session.begin():
            yield session

    async def migrate(self) -> None:
        """Bring the tables to this version's shape. Safe to call from several processes at once."""
        async with self._writer.connect() as connection:
            await connection.run_sync(upgrade)

    async def dispose(self) -> None:
        await self._writer.dispose()
        await self._reader.dispose()


def _engines(url: URL) -> tuple[AsyncEngine, AsyncEngine]:
    match url.drivername:
        case "sqlite+aiosqlite":
            writer = _sqlite_engine(url, sqlite.Writer, 1)
            return writer, _sqlite_engine(url, sqlite.Reader, SQLITE_READERS, "query_only=ON")
        case "postgresql+asyncpg":
            engine = _postgresql_engine(url)
            # Each statement of a writer sees what others committed while it waited for its locks.
            return engine, engine.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        case other:
            raise UnusableDatabaseError(f"{other}:// is not supported")


def _postgresql_engine(url: URL) -> AsyncEngine:
    if unknown := sorted(set(url.query) - POSTGRESQL_PARAMETERS):
        raise UnusableDatabaseError(
            f"{', '.join(unknown)} cannot stand in it; ?ssl=require encrypts the connection"
        )
    if url.port is not None and not 0 < url.port < 65536:
        raise UnusableDatabaseError("a port is a number from 1 to 65535")
    engine = create_async_engine(url, pool_size=POSTGRESQL_CONNECTIONS, max_overflow=0, hide_parameters=True)

    @event.listens_for(engine.sync_engine, "checkout")
    def check_open(_: DBAPIConnection, entry: ConnectionPoolEntry, __: PoolProxiedConnection) -> None:
        # The driver hears of it when the server closes one. To ask the server takes three trips there.
        if entry.driver_connection is None or entry.driver_connection.is_closed():
            raise InvalidatePoolError

    @event.listens_for(engine.sync_engine, "handle_error")
    def forget_row(context: ExceptionContext) -> None:
        # PostgreSQL quotes the whole row that it refuses, which holds a Customer's name; errors are logged.
        if cause := context.original_exception.__cause__:
            vars(cause).pop("detail", None)

    return engine


def _sqlite_engine(url: URL, kind: type[sqlite.Connection], connections: int, *pragmas: str) -> AsyncEngine:
    if url.database in (None, "", ":memory:"):
        raise UnusableDatabaseError(
            "an SQLite database needs a file: in memory, sessions would share one transaction"
        )
    if url.database.startswith("file:") or "\0" in url.database:
        raise UnusableDatabaseError("an SQLite database is named by the plain path of its file")
    if url.query:
        raise UnusableDatabaseError("an SQLite database takes no parameters behind its file")
    engine = create_async_engine(
        url,
        async_creator=partial(kind, url.database),
        pool_size=connections,
        max_overflow=0,
        pool_timeout=60,
        hide_parameters=True,  # they hold Customers' names, and errors are logged
    )

    @event.listens_for(engine.sync_engine, "connect")
    def set_up(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        # The driver's own transaction mode sends no BEGIN before a SELECT and so does not isolate.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        _use_write_ahead_log(cursor)
        for pragma in ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", *pragmas):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin_transaction(connection: Connection) -> None:
        cast("sqlite.Connection", connection.connection.driver_connection).begin()

    return engine


def _use_write_ahead_log(cursor: DBAPICursor) -> None:
    """Readers then see one state beside a writer. A new file is switched once, and stays so.

    Where several processes open a new file together, SQLite refuses the switch at once, whatever the timeout.
    """
    patience = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > patience:
                raise
        time.sleep(0.01)
