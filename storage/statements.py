"""What statements have in common: whose rows they ask for, and being run for the number they changed."""

from typing import Any, cast
from uuid import UUID

from sqlalchemy import BindParameter, CursorResult, bindparam
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.dml import UpdateBase

WORKSPACE_ID: BindParameter[UUID] = bindparam("workspace_id")
"""Whose rows: in statements that are written down once, and asked for many workspaces."""


async def rows_changed(session: AsyncSession, statement: UpdateBase) -> int:
    """How many rows an INSERT, UPDATE or DELETE touched: what a conditional change is decided by."""
    result = await session.execute(statement.execution_options(synchronize_session=False))
    # Such a statement always answers with a cursor; only its static type does not say so.
    return cast("CursorResult[Any]", result).rowcount
