"""What becomes of a booking after it was made: cancelled, moved, or nobody came. One transaction each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random, SystemRandom
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.scheduling import activity, notices, policy
from bot.scheduling.activity import Deed
from bot.scheduling.booking_details import NO_ZONE, NOT_A_START, answer_problem, start_of
from bot.scheduling.booking_views import BookingView, view_of
from bot.scheduling.bookings import backstop
from bot.scheduling.busy import BookedTimes, BusySource
from bot.scheduling.errors import Invalid, LinkSuspended, NotAllowed, NotFound, SlotTaken
from bot.scheduling.people import Person, role_of
from bot.scheduling.sentences import Sentence
from bot.scheduling.serving import Serving, same_people, serving_of_booking
from bot.scheduling.tokens import digest
from bot.scheduling.zones import zone_named
from storage import bookings
from storage.database import Database
from storage.models import Booking, BookingPage, BookingStatus, Distribution, MasterPage, RuleType

COMING = (BookingStatus.SCHEDULED, BookingStatus.RESCHEDULED)
CANCELLED_ALREADY = Sentence("This meeting was cancelled already.")
OVER = Sentence("This meeting is over.")
CANCEL_ONLY = Sentence("This meeting can be cancelled, but not moved to another time any more.")


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

        Raises ``NotFound``; ``NotAllowed`` with why; ``LinkSuspended`` where the page accepts no bookings;
        ``Invalid`` for a ``reason`` that cannot be kept, or that is empty where the policy requires one. The
        link stays spent (domain.md: One-time links, 7).
        """
        async with self.database.writing() as session:
            booking, page = await _known(session, manage_token)
            _check_page(page)
            await _lock(session, booking)
            _check_policy(booking, "cancel", now)
            why = _checked(reason, required=booking.policy.get("reason") == "required")
            await _cancel(session, booking, activity.CUSTOMER, why, now)
            return await view_of(session, booking)

    async def cancel_as(self, by: Person, booking_id: UUID, reason: str, now: datetime) -> BookingView:
        """A User cancels: no policy binds them, and no reason is required of them.

        Raises ``NotFound``, ``NotAllowed``, and ``Invalid`` for a ``reason`` that cannot be kept.
        """
        async with self.database.writing() as session:
            await role_of(session, by)
            booking = await _of_workspace(session, by, booking_id)
            await _lock(session, booking)
            why = _checked(reason, required=False)
            await _cancel(session, booking, activity.name_of(by), why, now)
            return await view_of(session, booking)

    async def no_show(self, by: Person, booking_id: UUID, now: datetime) -> None:
        """The Customer did not come. Raises ``NotFound``, and ``NotAllowed`` before the start."""
        async with self.database.writing() as session:
            await role_of(session, by)
            booking = await _of_workspace(session, by, booking_id)
            await _lock(session, booking)
            if now < booking.starts:
                raise NotAllowed("This meeting has not begun yet.")
            missable = (*COMING, BookingStatus.COMPLETED)
            if not await bookings.change_status(session, booking, missable, status=BookingStatus.NO_SHOW):
                raise _ended(booking)
            await _owe(session, booking, no_show=True)
            deed = Deed("no-show", "booking", booking.id)
            activity.record(session, booking.workspace_id, activity.name_of(by), deed, now)

    async def reschedule(self, manage_token: str, move: Move, now: datetime) -> BookingView:
        """The Customer moves the meeting to another time of the same people. Nothing is spent.

        Raises ``NotFound``; ``NotAllowed`` where the policy forbids it, where the page is Static now and the
        booking was made through a one-time link (article), or where the page or somebody who takes part is
        no longer in use; ``LinkSuspended``, ``Invalid``, ``SlotTaken``.
        """
        with backstop():
            async with self.database.writing() as session:
                return await self._reschedule(session, manage_token, move, now)

    async def _reschedule(
        self, session: AsyncSession, manage_token: str, move: Move, now: datetime
    ) -> BookingView:
        booking, page = await _known(session, manage_token)
        _check_page(page)
        pages = await _lock(session, booking)
        _check_policy(booking, "reschedule", now)
        _check_in_use(booking, page, pages)
        asked = same_people(await serving_of_booking(session, booking, self.sources), pages, booking.id)
        await self._check_open(session, asked, move, now)
        await _move(session, booking, asked, move, now)
        return await view_of(session, booking)

    async def _check_open(self, session: AsyncSession, asked: Serving, move: Move, now: datetime) -> None:
        start = start_of(move.start)
        if zone_named(move.time_zone) is None:
            raise Invalid({"time_zone": NO_ZONE})
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


def _check_in_use(booking: Booking, page: MasterPage, providers: Sequence[BookingPage]) -> None:
    """What was retired offers no times any more, nor does a Static page to those who came by a link."""
    retired = any([page.retired_at, *(each.retired_at for each in providers)])
    if retired or (booking.link_id is not None and page.rule_type == RuleType.STATIC):
        raise NotAllowed(CANCEL_ONLY)


def _check_policy(booking: Booking, change: str, now: datetime) -> None:
    if booking.status not in COMING:
        raise _ended(booking)
    if reason := policy.why_not_change(booking.policy.get(change, 0), booking.starts, now):
        raise NotAllowed(reason)


def _ended(booking: Booking) -> NotAllowed:
    return NotAllowed(CANCELLED_ALREADY if booking.status == BookingStatus.CANCELLED else OVER)


def _checked(reason: str, *, required: bool) -> str:
    reason = reason.strip()
    if problem := answer_problem(reason, required=required):
        raise Invalid({"reason": problem})
    return reason


async def _lock(session: AsyncSession, booking: Booking) -> Sequence[BookingPage]:
    """Hold those who take part. From here on the booking stays as it is found now, until this changes it."""
    providers = await bookings.providers(session, booking)
    await bookings.lock_providers(session, booking.workspace_id, [page.id for page in providers])
    await session.refresh(booking)
    return providers


async def _cancel(session: AsyncSession, booking: Booking, actor: str, reason: str, now: datetime) -> None:
    cancelled = await bookings.change_status(
        session,
        booking,
        COMING,
        status=BookingStatus.CANCELLED,
        cancelled_at=now,
        cancel_reason=reason,
    )
    if not cancelled:
        raise _ended(booking)
    for part in await bookings.parts(session, booking):
        part.held = False
    await _owe(session, booking, no_show=False)
    activity.record(
        session, booking.workspace_id, actor, Deed("cancelled", "booking", booking.id), now, reason
    )
    _, _, link = await bookings.surroundings(session, booking)
    await notices.happened(session, booking, link, notices.CANCELLED, now)


async def _owe(session: AsyncSession, booking: Booking, *, no_show: bool) -> None:
    """Round robin makes good what was lost, where the pool corrects at all (domain.md: Assignment).

    A no-show counts too where the pool says so: that adds to automatic correction and is nothing without it.
    """
    for part in await bookings.parts(session, booking):
        if part.pool_id is None:
            continue
        pool = await bookings.pool(session, booking.workspace_id, part.pool_id)
        counts = pool.corrects and (pool.counts_no_shows or not no_show)
        if counts and pool.distribution == Distribution.ROUND_ROBIN:
            await bookings.owe(session, booking, part.page_id)


async def _move(session: AsyncSession, booking: Booking, asked: Serving, move: Move, now: datetime) -> None:
    before, ends = booking.starts, move.start + timedelta(minutes=asked.event_type.minutes)
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
        raise _ended(booking)
    for part in await bookings.parts(session, booking):
        # Asked for first: half moved, the part would stand in the way of whoever holds the new start.
        place = await bookings.free_place(session, booking, part.page_id)
        part.starts, part.ends, part.place = booking.starts, booking.ends, place
        # As everything else about the new time, they are the Event type's of today.
        part.buffer_before, part.buffer_after = asked.event_type.buffer_before, asked.event_type.buffer_after
    deed = Deed("moved", "booking", booking.id)
    activity.record(session, booking.workspace_id, activity.CUSTOMER, deed, now)
    _, _, link = await bookings.surroundings(session, booking)
    await notices.happened(session, booking, link, notices.MOVED, now, before)
