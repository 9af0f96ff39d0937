"""What tells an operator whether the database does its part."""

from collections.abc import Collection
from datetime import datetime
from os.path import realpath
from pathlib import Path
from shutil import disk_usage

from sqlalchemy import case, func, select
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncSession

from storage import migrate
from storage.models import Notice

LEAST_ROOM = 1 << 20
"""In bytes. With less, SQLite soon has nowhere to write what it commits."""


def sqlite_file(url: URL) -> Path | None:
    """The file of an SQLite database, behind all links, with its full path. None: the database is no file."""
    return Path(realpath(url.database or "")) if url.get_backend_name() == "sqlite" else None


def why_nothing_is_kept(url: URL, least_room: int = LEAST_ROOM) -> str | None:
    """What an SQLite database that can be read lacks to be written, as far as a look at its file tells."""
    file = sqlite_file(url)
    if file is None:
        return None
    if not file.exists():
        return "the database's file is not there any more"
    if disk_usage(file.parent).free < least_room:
        return "the disk of the database is full"
    return None


async def is_migrated(session: AsyncSession) -> bool:
    """Is the database in the shape that this version needs?"""
    connection = await session.connection()
    return await connection.run_sync(migrate.is_current)


async def waiting_notices(
    session: AsyncSession, now: datetime, timed: Collection[str]
) -> tuple[int, datetime | None]:
    """How many notices should have been delivered and are not, and since when the oldest of them waits.

    Those of the kinds in ``timed`` are written long before their time, and wait only from then on.
    """
    since = case((Notice.kind.in_(timed), Notice.due_at), else_=Notice.created_at)
    waiting = select(func.count(), func.min(since)).where(Notice.settled_at.is_(None), since <= now)
    count, oldest = (await session.execute(waiting)).one()
    return count, oldest
