"""All rows of a database at once: taken as text, and written as a script."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cache, reduce
from typing import Any

import aiosqlite
from sqlalchemy import Select, Table, Text, delete, func, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from storage.database import Database
from storage.models import Base

QUOTE = {"sqlite": "quote", "postgresql": "quote_nullable"}
"""What writes any value as a literal of SQL."""

Rows = dict[str, list[str]]
"""By table, each row as the literals of SQL that it is written with."""


async def contents(database: Database) -> Rows:
    """All rows there are: equal before and after, nothing was changed."""
    found = defaultdict(list)
    async with database.reading() as session:
        connection = await session.connection()
        for row in await connection.exec_driver_sql(_all_rows(connection.dialect.name)):
            found[row.name].append(row.row)
    return {name: sorted(rows) for name, rows in found.items()}


@cache
def _tables() -> Sequence[Table]:
    """Those that others refer to, first. To sort them takes long, and every test would."""
    return Base.metadata.sorted_tables


@cache
def _all_rows(dialect: str) -> str:
    quote = getattr(func, QUOTE[dialect])

    def rows(table: Table) -> Select[str, str]:
        literals = [quote(column, type_=Text) for column in table.columns]
        row = reduce(lambda before, value: before + ", " + value, literals)
        return select(literal(table.name, Text).label("name"), row.label("row")).select_from(table)

    everything = union_all(*map(rows, _tables()))
    return str(everything.compile(compile_kwargs={"literal_binds": True}))


def script_of(rows: Rows) -> str:
    """What leaves these rows in a database and no others, in one transaction."""
    tables = [table for table in _tables() if table.name in rows]
    return ";\n".join(
        ["BEGIN", *_no_rows(), *(_insert(table, rows[table.name]) for table in tables), "COMMIT"]
    )


@cache
def _no_rows() -> Sequence[str]:
    return [str(delete(table)) for table in reversed(_tables())]


def _insert(table: Table, rows: Sequence[str]) -> str:
    columns = ", ".join(column.name for column in table.columns)
    values = ", ".join(f"({row})" for row in rows)
    return f"INSERT INTO {table.name} ({columns}) VALUES {values}"  # noqa: S608 a database wrote the values


async def run_script(session: AsyncSession, script: str) -> None:
    """In one call of the driver: to send the statements one by one takes longer than they do."""
    connection = await (await session.connection()).get_raw_connection()
    driver: Any = connection.driver_connection
    # The one of SQLite ends the transaction around it first.
    run = driver.executescript if isinstance(driver, aiosqlite.Connection) else driver.execute
    await run(script)
