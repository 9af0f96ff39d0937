"""The switches of a Master page. Each is one conditional change: of two who switch at once, one does."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import MasterPage, RuleType
from storage.statements import rows_changed


async def switch_rule_type(
    session: AsyncSession, workspace_id: UUID, page_id: UUID, to: RuleType, by: str | None, now: datetime
) -> bool:
    """False where it has rules of that type already, or is not in use."""
    return await _change(
        session,
        workspace_id,
        page_id,
        MasterPage.rule_type != to,
        rule_type=to,
        switched_at=now,
        switched_by=by,
    )


async def undo_switch_to_static(
    session: AsyncSession, workspace_id: UUID, page_id: UUID, since: datetime, by: str | None, now: datetime
) -> bool:
    """False where it is Dynamic already, was switched before ``since``, or is not in use."""
    return await _change(
        session,
        workspace_id,
        page_id,
        MasterPage.rule_type == RuleType.STATIC,
        MasterPage.switched_at >= since,
        rule_type=RuleType.DYNAMIC,
        switched_at=now,
        switched_by=by,
    )


async def accept_bookings(session: AsyncSession, workspace_id: UUID, page_id: UUID, *, on: bool) -> bool:
    """False where it does so already, or is not in use."""
    return await _change(
        session, workspace_id, page_id, MasterPage.accepts_bookings.is_not(on), accepts_bookings=on
    )


async def _change(
    session: AsyncSession,
    workspace_id: UUID,
    page_id: UUID,
    *conditions: ColumnElement[bool],
    **values: object,
) -> bool:
    statement = (
        update(MasterPage)
        .where(
            MasterPage.workspace_id == workspace_id,
            MasterPage.id == page_id,
            MasterPage.retired_at.is_(None),
            *conditions,
        )
        .values(**values)
    )
    return await rows_changed(session, statement) == 1
