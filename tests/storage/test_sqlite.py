"""Our cursors answer as those of Python's own driver."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from storage import sqlite
from storage.database import Database
from storage.models import Workspace

TABLE = "CREATE TABLE letters (id INTEGER PRIMARY KEY, letter TEXT UNIQUE)"
TWO_LETTERS = "INSERT INTO letters (letter) VALUES ('a'), ('b')"


@pytest.fixture
def plain(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(tmp_path / "plain.db", isolation_level=None)
    connection.execute(TABLE)
    connection.execute(TWO_LETTERS)
    yield connection
    connection.close()


@pytest.fixture
async def ours(tmp_path: Path) -> AsyncIterator[sqlite.Connection]:
    async with _opened(sqlite.Writer, tmp_path) as connection:
        await connection.executescript(f"{TABLE}; {TWO_LETTERS}")
        yield connection


@asynccontextmanager
async def _opened(kind: type[sqlite.Connection], folder: Path) -> AsyncIterator[sqlite.Connection]:
    async with kind(str(folder / "ours.db")) as connection:
        assert isinstance(connection, sqlite.Connection)
        connection.isolation_level = None
        await connection.executescript("PRAGMA journal_mode=WAL")
        yield connection


@pytest.mark.parametrize(
    ("statement", "parameters"),
    [
        ("SELECT letter, id FROM letters WHERE id > ? ORDER BY id", [0]),
        ("SELECT letter FROM letters WHERE letter = :letter", {"letter": "z"}),
        ("INSERT INTO letters (letter) VALUES (?)", ["c"]),
        ("INSERT INTO letters (letter) VALUES (?), (?) RETURNING id, letter", ["d", "e"]),
        ("UPDATE letters SET letter = letter || '!'", ()),
        ("UPDATE letters SET letter = letter || '!' RETURNING id", ()),
        ("DELETE FROM letters WHERE id = 3", ()),
        ("CREATE TABLE numbers (number INTEGER)", ()),
        ("BEGIN IMMEDIATE", ()),
    ],
)
async def test_answer_is_that_of_the_driver(
    statement: str, parameters: Any, plain: sqlite3.Connection, ours: sqlite.Connection
) -> None:
    expected = plain.execute(statement, parameters)
    rows = expected.fetchall()

    cursor = ours.cursor()
    await cursor.execute(statement, parameters)

    assert await cursor.fetchall() == rows
    assert cursor.description == expected.description
    assert (cursor.rowcount, cursor.lastrowid) == (expected.rowcount, expected.lastrowid)


async def test_one_statement_runs_for_each_of_many_parameters(ours: sqlite.Connection) -> None:
    cursor = ours.cursor()
    await cursor.executemany("UPDATE letters SET letter = ? WHERE id = ?", [("x", 1), ("y", 2), ("z", 3)])
    assert cursor.rowcount == 2
    await cursor.execute("SELECT letter FROM letters ORDER BY id")

    assert await cursor.fetchall() == [("x",), ("y",)]


async def test_refused_statement_raises_and_the_next_one_runs(ours: sqlite.Connection) -> None:
    cursor = ours.cursor()
    with pytest.raises(sqlite3.IntegrityError):
        await cursor.execute("INSERT INTO letters (letter) VALUES ('a')")
    await cursor.execute("SELECT count(*) FROM letters")

    assert await cursor.fetchall() == [(2,)]


async def test_transaction_begins_with_its_first_statement(ours: sqlite.Connection) -> None:
    ours.begin()
    before = ours.in_transaction
    await ours.cursor().execute("SELECT 1")

    assert (before, ours.in_transaction) == (False, True)
    await ours.commit()
    assert not ours.in_transaction


async def test_transaction_that_nothing_happens_in_never_begins(ours: sqlite.Connection) -> None:
    ours.begin()
    await ours.commit()
    ours.begin()
    await ours.rollback()
    await ours.cursor().execute("SELECT 1")

    assert not ours.in_transaction


async def test_transaction_that_cannot_begin_is_over(ours: sqlite.Connection, tmp_path: Path) -> None:
    await ours.cursor().execute("PRAGMA busy_timeout=0")
    with closing(sqlite3.connect(tmp_path / "ours.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        ours.begin()
        with pytest.raises(sqlite3.OperationalError, match="database is locked"):
            await ours.cursor().execute("UPDATE letters SET letter = 'z' WHERE id = 1")
        await ours.rollback()
        cursor = ours.cursor()
        await cursor.execute("SELECT letter FROM letters WHERE id = 1")

        assert (await cursor.fetchall(), ours.in_transaction) == ([("a",)], False)


async def test_who_waits_to_write_holds_nobody_up(ours: sqlite.Connection, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "ours.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        ours.begin()
        waiting = asyncio.create_task(ours.cursor().execute("UPDATE letters SET letter = 'z' WHERE id = 1"))
        await asyncio.wait([waiting], timeout=0.1)
        other.execute("COMMIT")
        await waiting

        assert ours.in_transaction


async def test_whoever_reads_waits_for_nobody(ours: sqlite.Connection, tmp_path: Path) -> None:
    """Not for a writer, nor for a thread: each step is done when it is asked for."""
    ours.begin()
    await ours.cursor().execute("UPDATE letters SET letter = 'z' WHERE id = 1")
    async with _opened(sqlite.Reader, tmp_path) as reader:
        for end in (reader.commit, reader.rollback):
            reader.begin()
            cursor = reader.cursor()
            _at_once(cursor.execute("SELECT letter FROM letters WHERE id = 1"))

            assert (await cursor.fetchall(), reader.in_transaction) == ([("a",)], True)
            _at_once(end())
            assert not reader.in_transaction


def _at_once(step: Coroutine[Any, Any, None]) -> None:
    with pytest.raises(StopIteration):
        step.send(None)


async def test_writer_that_no_longer_waits_leaves_nothing_behind(sqlite_url: str, now: datetime) -> None:
    database = Database(sqlite_url)

    async def write() -> None:
        async with database.writing() as session:
            session.add(Workspace(created_at=now))

    await write()
    with closing(sqlite3.connect(database.url.database or "", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        waiting = asyncio.create_task(write())
        await asyncio.wait([waiting], timeout=0.1)
        waiting.cancel()
        other.execute("COMMIT")
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await write()

    async with database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Workspace)) == 2
    await database.dispose()
