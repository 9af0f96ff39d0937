"""SQLite's driver, as SQLAlchemy uses it: its thread is visited for what may have to wait.

aiosqlite goes there for each call, and the way takes longer than most statements do, most of all on a busy
machine. But only the begin of a transaction that writes may have to wait, for other writers, and its end, for
the disk. All else is asked right here. Readers, and the event loop with them, would wait while SQLite mends
or resets its log: kills, checkpoints and backups beside a service at work did not make it so.
"""

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from functools import partial
from typing import Any, ClassVar, NamedTuple, Self, TypeVar

import aiosqlite

Parameters = Sequence[Any] | Mapping[str, Any]
T = TypeVar("T")


class Connection(ABC, aiosqlite.Connection):
    """Awaited, it is open. Its cursors are not those of aiosqlite."""

    BEGIN: ClassVar[str]

    def __init__(self, file: str) -> None:
        super().__init__(partial(sqlite3.connect, file, check_same_thread=False), iter_chunk_size=1)
        self._thread.daemon = True  # whoever ends the process need not close it first
        self._begin = ""

    def begin(self) -> None:
        """Begin a transaction, on the way to the first statement in it."""
        self._begin = self.BEGIN

    async def commit(self) -> None:
        if not self._never_began():
            await self._run(self._conn.commit)

    async def rollback(self) -> None:
        if not self._never_began():
            await self._run(self._conn.rollback)

    def _never_began(self) -> bool:
        """Was nothing done in the transaction? Then it need not begin any more."""
        never, self._begin = bool(self._begin), ""
        return never

    def cursor(self) -> "Cursor":  # type: ignore[override] # SQLAlchemy asks no more of one than these can
        return Cursor(self)

    async def ask(self, execute: Callable[[sqlite3.Cursor], object]) -> "Answer":
        if not self._begin:
            return self._answer(execute)
        begin, self._begin = self._begin, ""
        return await self._run(partial(self._answer, execute, begin))

    @abstractmethod
    async def _run(self, step: Callable[[], T]) -> T:
        """The begin of a transaction, or its end."""

    def _answer(self, execute: Callable[[sqlite3.Cursor], object], begin: str = "") -> "Answer":
        with closing(self._conn.cursor()) as cursor:
            if begin:
                cursor.execute(begin)
            execute(cursor)
            rows = cursor.fetchall()  # before all are fetched, not all may be counted
            return Answer(rows, cursor.description, cursor.rowcount, cursor.lastrowid)


class Writer(Connection):
    """Waits its turn, in its thread."""

    BEGIN = "BEGIN IMMEDIATE"

    async def _run(self, step: Callable[[], T]) -> T:
        done: T = await self._execute(step)  # type: ignore[no-untyped-call] # it has no types
        return done


class Reader(Connection):
    """Waits for no writer: the write-ahead log keeps the state that it sees."""

    BEGIN = "BEGIN"

    async def _run(self, step: Callable[[], T]) -> T:
        return step()


class Answer(NamedTuple):
    rows: Sequence[Any] = ()
    description: Any = None
    rowcount: int = -1
    lastrowid: int | None = None


class Cursor:
    """One statement at a time, and its whole answer."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._answer = Answer()

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, statement: str, parameters: Parameters = ()) -> None:
        self._answer = await self._connection.ask(lambda cursor: cursor.execute(statement, parameters))

    async def executemany(self, statement: str, parameters: Iterable[Parameters]) -> None:
        self._answer = await self._connection.ask(lambda cursor: cursor.executemany(statement, parameters))

    async def fetchall(self) -> Sequence[Any]:
        return self._answer.rows

    async def close(self) -> None:
        """Nothing is open."""

    @property
    def description(self) -> Any:
        return self._answer.description

    @property
    def rowcount(self) -> int:
        return self._answer.rowcount

    @property
    def lastrowid(self) -> int | None:
        return self._answer.lastrowid
