"""What tells an operator whether the database does its part."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage import migrate
from storage.models import Notice


async def is_migrated(session: AsyncSession) -> bool:
    """Is the database in the shape that this version needs?"""
    connection = await session.connection()
    return await connection.run_sync(migrate.is_current)


async def waiting_notices(session: AsyncSession) -> tuple[int, datetime | None]:
    """How many notices are not delivered yet, and since when the oldest of them waits."""
    waiting = select(func.count(), func.min(Notice.created_at)).where(Notice.settled_at.is_(None))
    count, oldest = (await session.execute(waiting)).one()
    return count, oldest
