"""Bookings: the lock that decides between two of them, and the questions asked of one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, func, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import (
    Activity,
    Booking,
    BookingPage,
    BookingStatus,
    EventType,
    MasterPage,
    OneTimeLink,
    Participant,
    Pool,
    Turn,
)
from storage.models.bookings import IS_COMING
from storage.offers import LONGEST_MEETING
from storage.statements import WORKSPACE_ID, rows_changed

COMING = (BookingStatus.SCHEDULED, BookingStatus.RESCHEDULED)

# Asked with every booking, or for the Home tab: to write a statement anew takes as long as to run it.
_AMONG = BookingPage.id.in_(bindparam("page_ids", expanding=True))
_IN_WORKSPACE = BookingPage.workspace_id == WORKSPACE_ID
_OF_THEIR_OWNERS = (
    select(BookingPage.id)
    .where(_IN_WORKSPACE, BookingPage.owner_id.in_(select(BookingPage.owner_id).where(_IN_WORKSPACE, _AMONG)))
    .order_by(BookingPage.id)
    .with_for_update(key_share=True)
)
_HOLD = (
    update(BookingPage)
    .where(BookingPage.workspace_id == bindparam("whose"), _AMONG)
    .values(locked=BookingPage.locked + 1)
    .execution_options(synchronize_session=False)
)
_COUNT_COMING = (
    select(Booking.master_page_id, func.count())
    .where(
        Booking.workspace_id == WORKSPACE_ID,
        Booking.master_page_id.in_(bindparam("page_ids", expanding=True)),
        Booking.starts > bindparam("now"),
        Booking.status.in_(COMING),
    )
    .group_by(Booking.master_page_id)
)
_COUNT_COMING_THROUGH_LINKS = _COUNT_COMING.where(Booking.link_id.is_not(None))
_BY_DIGEST = select(Booking).where(Booking.digest == bindparam("digest"))


@dataclass(frozen=True)
class FullBooking:
    """A booking with what belongs to it.

    ``link`` is the one it was made through, where that is still kept; ``providers`` are the Booking pages
    that take part, the Primary team member's first.
    """

    booking: Booking
    event_type: EventType
    page: MasterPage
    link: OneTimeLink | None
    providers: Sequence[BookingPage]


def is_ahead(now: datetime) -> ColumnElement[bool]:
    """The meeting is still to begin, or a User asked its Customer to pick another time."""
    to_begin = Booking.status.in_(COMING) & (Booking.starts > now)
    return to_begin | _awaits_new_time()


def _awaits_new_time() -> ColumnElement[bool]:
    return (Booking.status == BookingStatus.CANCELLED) & Booking.new_time_asked_at.is_not(None)


async def lock_providers(session: AsyncSession, workspace_id: UUID, page_ids: Collection[UUID]) -> None:
    """Hold the providers of these Booking pages until the transaction ends: whoever books them next waits.

    The provider is the owner, so all their pages are held (domain.md: "No provider is ever double-booked").

    PostgreSQL takes the rows in one order for everybody, so that it never sees two transactions wait for each
    other, and leaves whoever only refers to a row, as a pool's set-up does, alone. SQLite has no such lock:
    there it is the UPDATE that holds. They are two statements because PostgreSQL, in one, would go back to
    rows as they were before it waited, and could then wait for those who wait for it.
    """
    asked = {"workspace_id": workspace_id, "page_ids": page_ids}
    theirs = (await session.scalars(_OF_THEIR_OWNERS, asked)).all()
    await session.execute(_HOLD, {"whose": workspace_id, "page_ids": theirs})


async def by_digest(session: AsyncSession, digest: bytes) -> Booking | None:
    """The booking that a manage token names."""
    return await session.scalar(_BY_DIGEST, {"digest": digest})


async def of_link(session: AsyncSession, workspace_id: UUID, link_id: UUID) -> Booking | None:
    statement = select(Booking).where(Booking.workspace_id == workspace_id, Booking.link_id == link_id)
    return await session.scalar(statement)


async def let_nobody_pick_again(session: AsyncSession, workspace_id: UUID, link_id: UUID) -> None:
    """If the Customer was asked for another time for a link's meeting, it can be picked there no more."""
    theirs = Booking.workspace_id == workspace_id, Booking.link_id == link_id
    statement = update(Booking).where(*theirs, Booking.new_time_asked_at.is_not(None))
    await rows_changed(session, statement.values(new_time_asked_at=None))


async def by_request(session: AsyncSession, page: MasterPage, digest: bytes) -> Booking | None:
    """The booking that a request made, if it was sent before."""
    statement = select(Booking).where(
        Booking.workspace_id == page.workspace_id,
        Booking.master_page_id == page.id,
        Booking.request_digest == digest,
    )
    return await session.scalar(statement)


async def count_coming(
    session: AsyncSession,
    workspace_id: UUID,
    page_ids: Collection[UUID],
    now: datetime,
    *,
    through_links: bool = False,
) -> Mapping[UUID, int]:
    """How many meetings of each of these Master pages are still to begin: all, or those booked by link."""
    statement = _COUNT_COMING_THROUGH_LINKS if through_links else _COUNT_COMING
    given = {"workspace_id": workspace_id, "page_ids": list(page_ids), "now": now}
    return {row[0]: row[1] for row in (await session.execute(statement, given)).all()}


async def count_awaiting(
    session: AsyncSession, workspace_id: UUID, page_id: UUID, *, through_links: bool
) -> int:
    """How many Customers of a Master page were asked to pick again and have not: all, or those by link."""
    statement = (
        select(func.count())
        .select_from(Booking)
        .where(Booking.workspace_id == workspace_id, Booking.master_page_id == page_id, _awaits_new_time())
    )
    if through_links:
        statement = statement.where(Booking.link_id.is_not(None))
    return (await session.scalars(statement)).one()


async def in_full(session: AsyncSession, booking: Booking) -> FullBooking:
    return FullBooking(booking, *await surroundings(session, booking), await providers(session, booking))


_SURROUNDINGS = (
    select(EventType, MasterPage, OneTimeLink)
    .join(MasterPage, MasterPage.workspace_id == EventType.workspace_id)
    .outerjoin(
        OneTimeLink,
        (OneTimeLink.workspace_id == EventType.workspace_id) & (OneTimeLink.id == bindparam("link_id")),
    )
    .where(
        EventType.workspace_id == WORKSPACE_ID,
        EventType.id == bindparam("event_type_id"),
        MasterPage.id == bindparam("master_page_id"),
    )
)


async def surroundings(
    session: AsyncSession, booking: Booking
) -> tuple[EventType, MasterPage, OneTimeLink | None]:
    """A booking's Event type, its Master page and, where it is still kept, the link it was made through."""
    asked = {
        "workspace_id": booking.workspace_id,
        "event_type_id": booking.event_type_id,
        "master_page_id": booking.master_page_id,
        "link_id": booking.link_id,
    }
    event_type, page, link = (await session.execute(_SURROUNDINGS, asked)).one()
    return event_type, page, link


_PROVIDERS = (
    select(BookingPage)
    .join(
        Participant,
        (Participant.workspace_id == BookingPage.workspace_id) & (Participant.page_id == BookingPage.id),
    )
    .where(
        Participant.workspace_id == WORKSPACE_ID,
        Participant.booking_id == bindparam("booking_id"),
    )
    .order_by(Participant.position)
)


async def providers(session: AsyncSession, booking: Booking) -> Sequence[BookingPage]:
    """The Booking pages that take part, the Primary team member's first."""
    asked = {"workspace_id": booking.workspace_id, "booking_id": booking.id}
    return (await session.scalars(_PROVIDERS, asked)).all()


async def parts(session: AsyncSession, booking: Booking) -> Sequence[Participant]:
    """Who takes part, the Primary team member first."""
    statement = (
        select(Participant)
        .where(Participant.workspace_id == booking.workspace_id, Participant.booking_id == booking.id)
        .order_by(Participant.position)
    )
    return (await session.scalars(statement)).all()


async def free_place(session: AsyncSession, booking: Booking, page_id: UUID) -> int:
    """The lowest place that nobody holds among those who share this start with the Booking page."""
    statement = select(Participant.place).where(
        Participant.workspace_id == booking.workspace_id,
        Participant.page_id == page_id,
        Participant.event_type_id == booking.event_type_id,
        Participant.starts == booking.starts,
        # Said once more for the index, which knows ends: it then leaves out past and far future.
        Participant.ends > booking.starts,
        Participant.ends <= booking.starts + LONGEST_MEETING,
        Participant.booking_id != booking.id,
        Participant.held,
    )
    taken = set((await session.scalars(statement)).all())
    return next(place for place in count() if place not in taken)


async def take_turn(session: AsyncSession, booking: Booking, page_id: UUID, *, rotating: bool) -> None:
    """This Booking page got a booking now. The caller holds the provider's lock.

    In round robin (``rotating``), one that it was owed is made good and its place in the rotation stays.
    """
    key = (booking.workspace_id, booking.master_page_id, booking.event_type_id, page_id)
    turn = await session.get(Turn, key)
    if turn is None:
        turn = Turn(
            workspace_id=booking.workspace_id,
            master_page_id=booking.master_page_id,
            event_type_id=booking.event_type_id,
            page_id=page_id,
            owed=0,
        )
        session.add(turn)
    if rotating and turn.owed:
        turn.owed -= 1
    else:
        turn.last_booked_at = booking.created_at


async def owe(session: AsyncSession, booking: Booking, page_id: UUID, more: int) -> None:
    """Round robin owes this Booking page so many bookings more, or less, but never less than none."""
    statement = (
        update(Turn)
        .where(
            Turn.workspace_id == booking.workspace_id,
            Turn.master_page_id == booking.master_page_id,
            Turn.event_type_id == booking.event_type_id,
            Turn.page_id == page_id,
            Turn.owed + more >= 0,
        )
        .values(owed=Turn.owed + more)
    )
    await rows_changed(session, statement)


async def pool(session: AsyncSession, workspace_id: UUID, pool_id: UUID) -> Pool:
    return (
        await session.scalars(select(Pool).where(Pool.workspace_id == workspace_id, Pool.id == pool_id))
    ).one()


async def done_since(session: AsyncSession, booking: Booking, deed: str, since: datetime) -> bool:
    """Was this done to the booking after ``since``, as the audit trail has it?"""
    statement = select(Activity.id).where(
        Activity.workspace_id == booking.workspace_id,
        Activity.at > since,
        Activity.subject_id == booking.id,
        Activity.deed == deed,
    )
    return await session.scalar(statement.limit(1)) is not None


async def complete(session: AsyncSession, now: datetime, most: int) -> Sequence[Booking]:
    """Complete meetings that ended by ``now``, and return them. One statement decides on both databases."""
    over = (
        select(Booking.workspace_id, Booking.id)
        .where(IS_COMING, Booking.ends <= now)  # in the index's own words, or SQLite looks at every booking
        .order_by(Booking.ends)
        .limit(most)
        .with_for_update(skip_locked=True)
        .cte("over")  # a subquery PostgreSQL may run once for each row, and each time take another few
    )
    completed = (
        update(Booking)
        .where(tuple_(Booking.workspace_id, Booking.id).in_(select(over.c.workspace_id, over.c.id)))
        .where(IS_COMING, Booking.ends <= now)
        .values(status=BookingStatus.COMPLETED)
        .returning(Booking)
        .execution_options(synchronize_session=False)
    )
    return (await session.scalars(completed)).all()
