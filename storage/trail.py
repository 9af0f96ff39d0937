"""The audit trail, read."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Activity, User


async def newest_first(
    session: AsyncSession,
    workspace_id: UUID,
    *,
    subject: str | None,
    subject_id: UUID | None,
    actor: str | None,
    before: Activity | None,
    most: int,
) -> Sequence[tuple[Activity, str | None]]:
    """The newest lines, or those older than the line ``before``, each with its actor's name, if known.

    ``subject``, ``subject_id``, ``actor``: only lines with these; None is all.
    """
    wanted = {Activity.subject: subject, Activity.subject_id: subject_id, Activity.actor: actor}
    statement = (
        select(Activity, User.name)
        .outerjoin(User, (User.workspace_id == Activity.workspace_id) & (User.id == Activity.actor))
        .where(Activity.workspace_id == workspace_id)
        .where(*(column == value for column, value in wanted.items() if value is not None))
        .order_by(Activity.at.desc(), Activity.id.desc())
        .limit(most)
    )
    if before is not None:
        statement = statement.where(_older_than(before))
    return [(row[0], row[1]) for row in (await session.execute(statement)).all()]


async def line(session: AsyncSession, workspace_id: UUID, line_id: UUID) -> Activity | None:
    return await session.get(Activity, (workspace_id, line_id))


def _older_than(before: Activity) -> ColumnElement[bool]:
    at_once = and_(Activity.at == before.at, Activity.id < before.id)
    # Said twice for the index, which knows instants alone.
    return and_(Activity.at <= before.at, or_(Activity.at < before.at, at_once))
