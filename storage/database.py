"""Engines and transactions: the same promises on SQLite and PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import Connection, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from storage.migrate import upgrade

SQLITE_READERS = 4
POSTGRESQL_CONNECTIONS = 10
BUSY_TIMEOUT_MS = 10_000
NOTICED = "noticed"
"""The mark in ``session.info`` of a transaction that writes a notice."""


class UnusableDatabaseError(ValueError):
    """The database URL names something this product cannot keep its promises on."""


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
        if self._reader is not self._writer:
            await self._reader.dispose()


def _engines(url: URL) -> tuple[AsyncEngine, AsyncEngine]:
    match url.drivername:
        case "sqlite+aiosqlite":
            return _sqlite_engine(url, "BEGIN IMMEDIATE", 1), _sqlite_engine(url, "BEGIN", SQLITE_READERS)
        case "postgresql+asyncpg":
            engine = create_async_engine(
                url,
                pool_size=POSTGRESQL_CONNECTIONS,
                max_overflow=0,
                pool_pre_ping=True,
                hide_parameters=True,
            )
            return engine, engine
        case other:
            raise UnusableDatabaseError(
                f"{other}:// is not supported; use sqlite+aiosqlite:///FILE or postgresql+asyncpg://…"
            )


def _sqlite_engine(url: URL, begin: str, connections: int) -> AsyncEngine:
    if url.database in (None, "", ":memory:"):
        raise UnusableDatabaseError(
            "an SQLite database needs a file: in memory, sessions would share one transaction"
        )
    engine = create_async_engine(
        url,
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
        for pragma in (
            f"busy_timeout={BUSY_TIMEOUT_MS}",  # first: the next one waits for other processes
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
