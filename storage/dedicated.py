"""Booking pages, the Event types associated with them, and the Master page that is dedicated to each."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Association, BookingPage, EventType, MasterPage
from storage.statements import WORKSPACE_ID

# Asked for each form for a link: to write a statement anew takes as long as to run it.
_BOOKING_PAGES = (
    select(BookingPage, MasterPage)
    .outerjoin(
        MasterPage,
        (MasterPage.workspace_id == BookingPage.workspace_id) & (MasterPage.dedicated_to == BookingPage.id),
    )
    .where(BookingPage.workspace_id == WORKSPACE_ID, BookingPage.retired_at.is_(None))
    .order_by(BookingPage.position)
)
_EVENT_TYPES = (
    select(Association.page_id, EventType)
    .join(
        EventType,
        (EventType.workspace_id == Association.workspace_id) & (EventType.id == Association.event_type_id),
    )
    .where(Association.workspace_id == WORKSPACE_ID, EventType.retired_at.is_(None))
    .order_by(Association.position)
)


async def booking_pages(
    session: AsyncSession, workspace_id: UUID
) -> Sequence[tuple[BookingPage, MasterPage | None]]:
    """The Booking pages in use, in the order of the set-up, each with the Master page dedicated to it."""
    rows = (await session.execute(_BOOKING_PAGES, {"workspace_id": workspace_id})).all()
    return [(page, dedicated) for page, dedicated in rows]


async def event_types(session: AsyncSession, workspace_id: UUID) -> Mapping[UUID, Sequence[EventType]]:
    """The Event types in use that each Booking page is associated with, by the page's id."""
    found: dict[UUID, list[EventType]] = defaultdict(list)
    for page_id, event_type in (await session.execute(_EVENT_TYPES, {"workspace_id": workspace_id})).all():
        found[page_id].append(event_type)
    return found


async def next_position(session: AsyncSession, workspace_id: UUID) -> int:
    """The place behind the last Master page of the set-up."""
    last = select(func.max(MasterPage.position)).where(MasterPage.workspace_id == workspace_id)
    return (await session.scalar(last) or 0) + 1
