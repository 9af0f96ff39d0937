"""Running a statement for the number of rows it changed."""

from typing import Any, cast

from sqlalchemy import CursorResult
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.dml import UpdateBase


async def rows_changed(session: AsyncSession, statement: UpdateBase) -> int:
    """How many rows an INSERT, UPDATE or DELETE touched: what a conditional change is decided by."""
    result = await session.execute(statement.execution_options(synchronize_session=False))
    # Such a statement always answers with a cursor; only its static type does not say so.
    return cast("CursorResult[Any]", result).rowcount
