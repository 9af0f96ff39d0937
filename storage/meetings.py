"""One person: the Booking pages that they own, the meetings that come, and who else takes part in those."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.bookings import COMING
from storage.models import Booking, BookingPage, EventType, MasterPage, Participant


async def not_over(
    session: AsyncSession, workspace_id: UUID, owner_id: str | None, now: datetime, first: int, most: int
) -> Sequence[tuple[Booking, EventType, MasterPage]]:
    """The meetings in which one of this person's Booking pages takes part and that are not over yet.

    The soonest first, after the ``first`` of them; each with its Event type and its Master page.
    """
    pages = select(BookingPage.id).where(
        BookingPage.workspace_id == workspace_id, BookingPage.owner_id == owner_id
    )
    theirs = select(Participant.booking_id).where(
        Participant.workspace_id == workspace_id,
        Participant.page_id.in_(pages),
        Participant.ends > now,
        Participant.held,
    )
    statement = (
        select(Booking, EventType, MasterPage)
        .join(
            EventType,
            (EventType.workspace_id == Booking.workspace_id) & (EventType.id == Booking.event_type_id),
        )
        .join(
            MasterPage,
            (MasterPage.workspace_id == Booking.workspace_id) & (MasterPage.id == Booking.master_page_id),
        )
        .where(Booking.workspace_id == workspace_id, Booking.id.in_(theirs), Booking.status.in_(COMING))
        .order_by(Booking.starts, Booking.id)
        .offset(first)
        .limit(most)
    )
    return [(row[0], row[1], row[2]) for row in (await session.execute(statement)).all()]


async def coming_of_page(
    session: AsyncSession, page: BookingPage, now: datetime
) -> Sequence[tuple[datetime, datetime]]:
    """From when to when a Booking page takes part in meetings, of those that begin after ``now``."""
    statement = (
        select(Participant.starts, Participant.ends)
        .where(
            Participant.workspace_id == page.workspace_id,
            Participant.page_id == page.id,
            Participant.starts > now,
            Participant.held,
        )
        .order_by(Participant.starts)
    )
    return [(row[0], row[1]) for row in (await session.execute(statement)).all()]


async def pages_of(session: AsyncSession, workspace_id: UUID, owner_id: str | None) -> Sequence[BookingPage]:
    """The Booking pages in use that one person owns."""
    statement = (
        select(BookingPage)
        .where(
            BookingPage.workspace_id == workspace_id,
            BookingPage.owner_id == owner_id,
            BookingPage.retired_at.is_(None),
        )
        .order_by(BookingPage.position)
    )
    return (await session.scalars(statement)).all()


async def providers(
    session: AsyncSession, workspace_id: UUID, booking_ids: Collection[UUID]
) -> Sequence[tuple[UUID, BookingPage]]:
    """The Booking pages that take part in these bookings, the Primary team member's of each first."""
    statement = (
        select(Participant.booking_id, BookingPage)
        .join(
            BookingPage,
            (BookingPage.workspace_id == Participant.workspace_id) & (BookingPage.id == Participant.page_id),
        )
        .where(Participant.workspace_id == workspace_id, Participant.booking_id.in_(booking_ids))
        .order_by(Participant.position)
    )
    return [(row[0], row[1]) for row in (await session.execute(statement)).all()]
