"""The outbox: which notices wait, and what became of them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, bindparam, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.models import Notice
from storage.types import UtcDateTime

# Asked for each notice, and all day long: to write a statement anew takes as long as to run it.
_EARLIER = aliased(Notice)
_IS_FIRST_OF_STREAM = ~(
    select(_EARLIER.id)
    .where(
        _EARLIER.workspace_id == Notice.workspace_id,
        _EARLIER.stream == Notice.stream,
        _EARLIER.settled_at.is_(None),
        _EARLIER.id < Notice.id,
    )
    .exists()
)
_DUE = (
    select(Notice.workspace_id, Notice.id)
    .where(
        Notice.settled_at.is_(None),
        Notice.kind.in_(bindparam("kinds", expanding=True)),
        Notice.due_at <= bindparam("now", type_=UtcDateTime),
        (Notice.leased_until.is_(None)) | (Notice.leased_until <= bindparam("now", type_=UtcDateTime)),
        _IS_FIRST_OF_STREAM,
    )
    .order_by(Notice.due_at, Notice.id)
    .limit(bindparam("most", type_=Integer))
    .with_for_update(skip_locked=True)
    .cte("due")  # a subquery PostgreSQL may run once for each row, and each time take another few
)
_CLAIM = (
    update(Notice)
    .where(tuple_(Notice.workspace_id, Notice.id).in_(select(_DUE.c.workspace_id, _DUE.c.id)))
    .values(leased_until=bindparam("leased_until"), attempts=Notice.attempts + 1)
    .returning(Notice)
    .execution_options(synchronize_session=False)
)
_SETTLE = (
    update(Notice)
    .where(Notice.workspace_id == bindparam("of_workspace"), Notice.id == bindparam("notice_id"))
    .values(settled_at=bindparam("now"), leased_until=None, error=bindparam("error"))
    .execution_options(synchronize_session=False)
)


async def write(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Many notices at once, in this order."""
    await session.execute(insert(Notice), rows)


async def claim_due(
    session: AsyncSession, kinds: Collection[str], now: datetime, leased_until: datetime, most: int
) -> Sequence[Notice]:
    """Take the first waiting notice of each stream that is of these kinds, due, and held by nobody else.

    One statement decides on both databases: PostgreSQL skips what others are taking, SQLite has one writer.
    """
    given = {"kinds": list(kinds), "now": now, "leased_until": leased_until, "most": most}
    # PostgreSQL gives changed rows back in any order; the oldest is to go first.
    return sorted((await session.scalars(_CLAIM, given)).all(), key=lambda notice: notice.id)


async def settle(
    session: AsyncSession, workspace_id: UUID, notice_id: UUID, now: datetime, error: str | None
) -> None:
    """It was delivered, or, with an error, given up."""
    given = {"of_workspace": workspace_id, "notice_id": notice_id, "now": now, "error": error}
    await session.execute(_SETTLE, given)


async def keep(session: AsyncSession, notice: Notice, payload: Mapping[str, Any]) -> None:
    """How far its delivery has come, for whoever takes it up again."""
    statement = (
        update(Notice)
        .where(Notice.workspace_id == notice.workspace_id, Notice.id == notice.id)
        .values(payload=dict(payload))
    )
    await session.execute(statement)


async def postpone(
    session: AsyncSession, workspace_id: UUID, notice_id: UUID, due_at: datetime, error: str
) -> None:
    statement = (
        update(Notice)
        .where(Notice.workspace_id == workspace_id, Notice.id == notice_id)
        .values(due_at=due_at, leased_until=None, error=error)
    )
    await session.execute(statement)
