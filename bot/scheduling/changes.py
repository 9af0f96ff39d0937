"""What becomes of a booking after it was made: cancelled, moved, or nobody came. One transaction each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random, SystemRandom
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.scheduling import activity, notices, policy
from bot.scheduling.activity import Deed
from bot.scheduling.booking_details import NOT_A_START, start_of
from bot.scheduling.booking_views import BookingView, view_of
from bot.scheduling.busy import BookedTimes, BusySource
from bot.scheduling.errors import Invalid, LinkSuspended, NotAllowed, NotFound, SlotTaken
from bot.scheduling.people import Person, role_of
from bot.scheduling.serving import Serving, same_people, serving_of_booking
from bot.scheduling.tokens import digest
from bot.scheduling.zones import zone_named
from storage import bookings
from storage.database import Database
from storage.models import Booking, BookingStatus, Distribution, MasterPage, RuleType

COMING = (BookingStatus.SCHEDULED, BookingStatus.RESCHEDULED)
OVER = "This meeting was cancelled already."


@dataclass(frozen=True)
class Move:
    """Where a Customer wants a booking to be. ``start`` is aware; it was seen in ``time_zone``."""

    start: datetime
    time_zone: str


class BookingChanges:
    """What Customers and Users do with bookings that exist."""

    def __init__(
        self,
        database: Database,
        sources: Sequence[BusySource] = (BookedTimes(),),
        dice: Random | None = None,
    ) -> None:
        self.database = database
        self.sources = sources
        self.dice = dice or SystemRandom()

    async def cancel(self, manage_token: str, reason: str, now: datetime) -> BookingView:
        """The Customer cancels, within the policy that stood when the booking was made.

        Raises ``NotFound``, ``NotAllowed`` with the reason, ``LinkSuspended`` where the page accepts no
        bookings. The link stays spent (domain.md: One-time links, 7).
        """
        async with self.database.writing() as session:
            booking, page = await _known(session, manage_token)
            _check_page(page)
            _check_policy(booking, "cancel", now)
            await _cancel(session, booking, activity.CUSTOMER, reason, now)
            return await view_of(session, booking)

    async def cancel_as(self, by: Person, booking_id: UUID, reason: str, now: datetime) -> BookingView:
        """A User cancels: no policy binds them. Raises ``NotFound``, ``NotAllowed``."""
        async with self.database.writing() as session:
            await role_of(session, by)
            booking = await _of_workspace(session, by, booking_id)
            await _cancel(session, booking, activity.name_of(by), reason, now)
            return await view_of(session, booking)

    async def no_show(self, by: Person, booking_id: UUID, now: datetime) -> None:
        """The Customer did not come. Raises ``NotFound``, and ``NotAllowed`` before the start."""
        async with self.database.writing() as session:
            await role_of(session, by)
            booking = await _of_workspace(session, by, booking_id)
            if now < booking.starts:
                raise NotAllowed("This meeting has not begun yet.")
            await _lock(session, booking)
            missable = (*COMING, BookingStatus.COMPLETED)
            if not await bookings.change_status(session, booking, missable, status=BookingStatus.NO_SHOW):
                raise NotAllowed(OVER)
            await _owe(session, booking, no_show=True)
            deed = Deed("no-show", "booking", booking.id)
            activity.record(session, booking.workspace_id, activity.name_of(by), deed, now)

    async def reschedule(self, manage_token: str, move: Move, now: datetime) -> BookingView:
        """The Customer moves the meeting to another time of the same people. Nothing is spent.

        Raises ``NotFound``; ``NotAllowed`` where the policy or, for a booking made through a one-time link, a
        page that is Static now forbids it (article); ``LinkSuspended``, ``Invalid``, ``SlotTaken``.
        """
        async with self.database.writing() as session:
            booking, page = await _known(session, manage_token)
            _check_page(page)
            _check_dynamic(booking, page)
            _check_policy(booking, "reschedule", now)
            asked = await self._same_people(session, booking)
            await bookings.lock_providers(session, booking.workspace_id, list(asked.pages))
            await self._check_open(session, asked, move, now)
            await _move(session, booking, asked, move, now)
            return await view_of(session, booking)

    async def _same_people(self, session: AsyncSession, booking: Booking) -> Serving:
        pages = await bookings.providers(session, booking)
        return same_people(await serving_of_booking(session, booking, self.sources), pages, booking.id)

    async def _check_open(self, session: AsyncSession, asked: Serving, move: Move, now: datetime) -> None:
        start = start_of(move.start)
        if zone_named(move.time_zone) is None:
            raise Invalid({"time_zone": "Please choose a time zone from the list."})
        if start is None or not asked.is_offered_when_free(start, now, self.dice):
            raise Invalid({"start": NOT_A_START})
        if await asked.choose(session, start, now, self.dice) is None:
            raise SlotTaken


async def _known(session: AsyncSession, manage_token: str) -> tuple[Booking, MasterPage]:
    booking = await bookings.by_digest(session, digest(manage_token))
    if booking is None:
        raise NotFound
    _, page, _ = await bookings.surroundings(session, booking)
    return booking, page


async def _of_workspace(session: AsyncSession, by: Person, booking_id: UUID) -> Booking:
    booking = await session.get(Booking, (by.workspace_id, booking_id))
    if booking is None:
        raise NotFound
    return booking


def _check_page(page: MasterPage) -> None:
    if not page.accepts_bookings:
        raise LinkSuspended


def _check_dynamic(booking: Booking, page: MasterPage) -> None:
    if booking.link_id is not None and page.rule_type == RuleType.STATIC:
        raise NotAllowed("This meeting can be cancelled, but not moved to another time any more.")


def _check_policy(booking: Booking, change: str, now: datetime) -> None:
    if booking.status not in COMING:
        raise NotAllowed(OVER)
    if reason := policy.why_not_change(booking.policy.get(change, 0), booking.starts, now):
        raise NotAllowed(reason)


async def _lock(session: AsyncSession, booking: Booking) -> None:
    providers = await bookings.providers(session, booking)
    await bookings.lock_providers(session, booking.workspace_id, [page.id for page in providers])


async def _cancel(session: AsyncSession, booking: Booking, actor: str, reason: str, now: datetime) -> None:
    await _lock(session, booking)
    cancelled = await bookings.change_status(
        session,
        booking,
        COMING,
        status=BookingStatus.CANCELLED,
        cancelled_at=now,
        cancel_reason=reason,
    )
    if not cancelled:
        raise NotAllowed(OVER)
    for part in await bookings.parts(session, booking):
        part.held = False
    await _owe(session, booking, no_show=False)
    activity.record(
        session, booking.workspace_id, actor, Deed("cancelled", "booking", booking.id), now, reason
    )
    await _tell(session, booking, notices.CANCELLED, now)


async def _owe(session: AsyncSession, booking: Booking, *, no_show: bool) -> None:
    """Round robin makes good what was lost (domain.md: Assignment)."""
    for part in await bookings.parts(session, booking):
        if part.pool_id is None:
            continue
        pool = await bookings.pool(session, booking.workspace_id, part.pool_id)
        counts = pool.counts_no_shows if no_show else pool.corrects
        if counts and pool.distribution == Distribution.ROUND_ROBIN:
            await bookings.owe(session, booking, part.page_id)


async def _move(session: AsyncSession, booking: Booking, asked: Serving, move: Move, now: datetime) -> None:
    ends = move.start + timedelta(minutes=asked.event_type.minutes)
    moved = await bookings.change_status(
        session,
        booking,
        COMING,
        status=BookingStatus.RESCHEDULED,
        starts=move.start,
        ends=ends,
        customer_time_zone=move.time_zone,
    )
    if not moved:
        raise NotAllowed(OVER)
    for part in await bookings.parts(session, booking):
        # Asked for first: half moved, the part would stand in the way of whoever holds the new start.
        place = await bookings.free_place(session, booking, part.page_id)
        part.starts, part.ends, part.place = booking.starts, booking.ends, place
    deed = Deed("moved", "booking", booking.id)
    activity.record(session, booking.workspace_id, activity.CUSTOMER, deed, now)
    await _tell(session, booking, notices.MOVED, now)


async def _tell(session: AsyncSession, booking: Booking, event: str, now: datetime) -> None:
    _, _, link = await bookings.surroundings(session, booking)
    if link is not None:
        notices.card(session, link, now)
        notices.told(session, link, event, now)
