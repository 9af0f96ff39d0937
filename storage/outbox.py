"""The outbox: which notices wait, and what became of them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.models import Notice


async def write(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Many notices at once, in this order."""
    await session.execute(insert(Notice), rows)


async def claim_due(
    session: AsyncSession, kinds: Collection[str], now: datetime, leased_until: datetime, most: int
) -> Sequence[Notice]:
    """Take the first waiting notice of each stream that is of these kinds, due, and held by nobody else.

    One statement decides on both databases: PostgreSQL skips what others are taking, SQLite has one writer.
    """
    earlier = aliased(Notice)
    first_of_stream = ~(
        select(earlier.id)
        .where(
            earlier.workspace_id == Notice.workspace_id,
            earlier.stream == Notice.stream,
            earlier.settled_at.is_(None),
            earlier.id < Notice.id,
        )
        .exists()
    )
    due = (
        select(Notice.id)
        .where(
            Notice.settled_at.is_(None),
            Notice.kind.in_(kinds),
            Notice.due_at <= now,
            (Notice.leased_until.is_(None)) | (Notice.leased_until <= now),
            first_of_stream,
        )
        .order_by(Notice.due_at, Notice.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    claim = (
        update(Notice)
        .where(Notice.id.in_(due))
        .values(leased_until=leased_until, attempts=Notice.attempts + 1)
        .returning(Notice)
        .execution_options(synchronize_session=False)
    )
    # PostgreSQL gives changed rows back in any order; the oldest is to go first.
    return sorted((await session.scalars(claim)).all(), key=lambda notice: notice.id)


async def settle(
    session: AsyncSession, workspace_id: UUID, notice_id: UUID, now: datetime, error: str | None
) -> None:
    """It was delivered, or, with an error, given up."""
    statement = (
        update(Notice)
        .where(Notice.workspace_id == workspace_id, Notice.id == notice_id)
        .values(settled_at=now, leased_until=None, error=error)
    )
    await session.execute(statement)


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
