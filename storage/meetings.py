"""One person: the Booking pages that they own, the meetings that come, and who else takes part in those."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import BindParameter, Integer, String, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.bookings import COMING
from storage.models import Booking, BookingPage, EventType, MasterPage, Participant
from storage.offers import LONGEST_MEETING
from storage.statements import WORKSPACE_ID

# Asked for each Home tab: to write a statement anew takes as long as to run it.
_OWNER_ID: BindParameter[str | None] = bindparam("owner_id", type_=String)
_PAGES_OF = (
    select(BookingPage)
    .where(
        BookingPage.workspace_id == WORKSPACE_ID,
        BookingPage.owner_id == _OWNER_ID,
        BookingPage.retired_at.is_(None),
    )
    .order_by(BookingPage.position)
)
_THEIRS = select(Participant.booking_id).where(
    Participant.workspace_id == WORKSPACE_ID,
    Participant.page_id.in_(
        select(BookingPage.id).where(
            BookingPage.workspace_id == WORKSPACE_ID, BookingPage.owner_id == _OWNER_ID
        )
    ),
    Participant.ends > bindparam("now"),
    Participant.held,
)
_NOT_OVER = (
    select(Booking, EventType, MasterPage)
    .join(
        EventType,
        (EventType.workspace_id == Booking.workspace_id) & (EventType.id == Booking.event_type_id),
    )
    .join(
        MasterPage,
        (MasterPage.workspace_id == Booking.workspace_id) & (MasterPage.id == Booking.master_page_id),
    )
    .where(Booking.workspace_id == WORKSPACE_ID, Booking.id.in_(_THEIRS), Booking.status.in_(COMING))
    # What is not over began a day ago at the most. Else every meeting that there ever was is looked at.
    .where(Booking.starts > bindparam("lately"))
    .order_by(Booking.starts, Booking.id)
    .offset(bindparam("first", type_=Integer))
    .limit(bindparam("most", type_=Integer))
)
_PROVIDERS = (
    select(Participant.booking_id, BookingPage)
    .join(
        BookingPage,
        (BookingPage.workspace_id == Participant.workspace_id) & (BookingPage.id == Participant.page_id),
    )
    .where(
        Participant.workspace_id == WORKSPACE_ID,
        Participant.booking_id.in_(bindparam("booking_ids", expanding=True)),
    )
    .order_by(Participant.position)
)


async def not_over(
    session: AsyncSession, workspace_id: UUID, owner_id: str | None, now: datetime, first: int, most: int
) -> Sequence[tuple[Booking, EventType, MasterPage]]:
    """The meetings in which one of this person's Booking pages takes part and that are not over yet.

    The soonest first, after the ``first`` of them; each with its Event type and its Master page.
    """
    given = {
        "workspace_id": workspace_id,
        "owner_id": owner_id,
        "now": now,
        "lately": now - LONGEST_MEETING,
        "first": first,
        "most": most,
    }
    return [(row[0], row[1], row[2]) for row in (await session.execute(_NOT_OVER, given)).all()]


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
    given = {"workspace_id": workspace_id, "owner_id": owner_id}
    return (await session.scalars(_PAGES_OF, given)).all()


async def providers(
    session: AsyncSession, workspace_id: UUID, booking_ids: Collection[UUID]
) -> Sequence[tuple[UUID, BookingPage]]:
    """The Booking pages that take part in these bookings, the Primary team member's of each first."""
    if not booking_ids:
        return []
    given = {"workspace_id": workspace_id, "booking_ids": list(booking_ids)}
    return [(row[0], row[1]) for row in (await session.execute(_PROVIDERS, given)).all()]
