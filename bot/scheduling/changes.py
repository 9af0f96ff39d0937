"""What becomes of a booking that was made: cancelled, moved, over, or nobody came. One transaction each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random, SystemRandom
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.scheduling import activity, fresh_links, notices
from bot.scheduling.booking_details import NO_ZONE, NOT_A_START, answer_problem, start_of
from bot.scheduling.booking_views import BookingView, view_of
from bot.scheduling.bookings import backstop
from bot.scheduling.busy import BookedTimes, BusySource
from bot.scheduling.errors import Invalid, NotFound, SlotTaken
from bot.scheduling.link_views import link_of
from bot.scheduling.people import Person, role_of
from bot.scheduling.permissions import (
    UserChange,
    awaits_new_time,
    check_cancel,
    check_coming,
    check_has_part,
    check_move,
    check_no_show,
    check_open,
    check_request_reschedule,
)
from bot.scheduling.serving import Serving, same_people
from bot.scheduling.tokens import digest
from bot.scheduling.zones import zone_named
from storage import bookings
from storage.bookings import COMING, FullBooking
from storage.database import Database
from storage.models import (
    Booking,
    BookingStatus,
    Distribution,
    Participant,
)

SENT_AGAIN_AFTER = timedelta(hours=1)


@dataclass(frozen=True)
class Move:
    """Where a Customer wants a booking to be. ``start`` is aware; it was seen in ``time_zone``."""

    start: datetime
    time_zone: str


class BookingChanges:
    """What Customers and Users do with bookings that exist, and what time does."""

    def __init__(
        self,
        database: Database,
        sources: Sequence[BusySource] = (BookedTimes(),),
        dice: Random | None = None,
    ) -> None:
        self.database = database
        self.sources = sources
        self.dice = dice or SystemRandom()

    async def look(self, by: Person, booking_id: UUID, change: UserChange, now: datetime) -> BookingView:
        """The booking, for a User who has a part in it and is about to change it.

        Raises ``NotFound``, and ``NotAllowed``, also where the change would be refused.
        """
        async with self.database.reading() as session:
            role = await role_of(session, by)
            found = await bookings.in_full(session, await _of_workspace(session, by, booking_id))
            check_has_part(by, role, found.link, found.providers)
            check_open(change, found.booking, found.page, found.providers, now)
            return view_of(found)

    async def cancel(self, manage_token: str, reason: str, now: datetime) -> BookingView:
        """The Customer cancels, within the policy that stood when the booking was made.

        Raises ``NotFound``; ``NotAllowed`` with why; ``NotAccepting``; ``Invalid`` for a ``reason`` that
        cannot be kept, or that is empty where the policy requires one. The link stays spent (domain.md:
        One-time links, 7).
        """
        await self._check_known(manage_token)
        async with self.database.writing() as session:
            held = await _held(session, await known(session, manage_token))
            check_cancel(held.booking, held.page, now)
            why = _reason(reason, held.booking.policy.get("reason", "optional"))
            await _cancel(session, held, activity.CUSTOMER, why, now)
            return view_of(held)

    async def cancel_as(self, by: Person, booking_id: UUID, reason: str, now: datetime) -> BookingView:
        """A User who has a part in the booking cancels: no policy binds them, and no reason is required.

        Raises ``NotFound``, ``NotAllowed``, and ``Invalid`` for a ``reason`` that cannot be kept.
        """
        async with self.database.writing() as session:
            held = await _held_by(session, by, booking_id)
            check_coming(held.booking)
            await _cancel(session, held, activity.name_of(by), _reason(reason), now)
            return view_of(held)

    async def request_reschedule(
        self, by: Person, booking_id: UUID, reason: str, now: datetime
    ) -> BookingView:
        """A User cancels in order to have the Customer pick again, on the booking's own page.

        There ``reschedule`` revives the same booking; no new link is needed, and a fresh one that was sent
        before is taken back. Source: domain.md, Cancel and reschedule policy. Raises ``NotFound``,
        ``NotAllowed`` with why, where the Customer could not pick again too; ``Invalid`` for a ``reason``
        that cannot be kept.
        """
        async with self.database.writing() as session:
            await _take_fresh_link_back(session, by, booking_id, now)
            held = await _held_by(session, by, booking_id)
            check_request_reschedule(held.booking, held.page, held.providers)
            await _cancel(session, held, activity.name_of(by), _reason(reason), now, asks_again=True)
            return view_of(held)

    async def no_show(self, by: Person, booking_id: UUID, now: datetime) -> None:
        """The Customer did not come. Raises ``NotFound``, and ``NotAllowed``, before the start too."""
        async with self.database.writing() as session:
            held = await _held_by(session, by, booking_id)
            check_no_show(held.booking, now)
            held.booking.status = BookingStatus.NO_SHOW
            parts = await bookings.parts(session, held.booking)
            await _owe(session, held.booking, parts, no_show=True)
            _tell(session, held, notices.NO_SHOW, activity.name_of(by), now)

    async def reschedule(self, manage_token: str, move: Move, now: datetime) -> BookingView:
        """The Customer moves the meeting to another time of the same people. Nothing is spent.

        It moves also after a User cancelled it with ``request_reschedule``. Where it is at that time already,
        as after the same move sent twice, nothing changes.

        Raises ``NotFound``; ``NotAllowed`` where the policy forbids it, where the page is Static now and the
        booking was made through a one-time link (article), or where the page or somebody who takes part is
        no longer in use; ``NotAccepting``, ``Invalid``, ``SlotTaken``.
        """
        await self._check_known(manage_token)
        with backstop():
            async with self.database.writing() as session:
                held = await _held(session, await known(session, manage_token))
                if held.booking.status not in COMING or held.booking.starts != move.start:
                    await self._reschedule(session, held, move, now)
                return view_of(held)

    async def send_manage_link(self, link_token: str, now: datetime) -> None:
        """Mail the address of a booking's own page to its Customer, and to nobody else, once an hour.

        Whoever holds the spent link may ask for it, and learns nothing: nothing happens, and nothing is told,
        where there is no booking. Raises ``NotFound`` for a link that is none.
        """
        # Looked up without the right to write, so that guessing tokens never keeps bookings waiting.
        async with self.database.reading() as session:
            await link_of(session, link_token)
        async with self.database.writing() as session:
            link, _ = await link_of(session, link_token)
            booking = await bookings.of_link(session, link.workspace_id, link.id)
            if booking is None:
                return
            # Held, so that of two who ask at once the second sees the first.
            await session.refresh(booking, with_for_update=True)
            if not await bookings.done_since(session, booking, notices.MANAGE_LINK, now - SENT_AGAIN_AFTER):
                asked = notices.MANAGE_LINK
                full = await bookings.in_full(session, booking)
                activity.record_booking(session, asked, full, activity.CUSTOMER, now)
                notices.manage_link(session, booking, now)

    async def complete_due(self, now: datetime, most: int = 100) -> int:
        """Complete up to so many meetings that have ended, and tell their cards. Returns how many it did.

        A no-show can still be marked after.
        """
        async with self.database.writing() as session:
            completed = await bookings.complete(session, now, most)
            for booking in completed:
                full = await bookings.in_full(session, booking)
                activity.record_booking(session, "completed", full, activity.ITSELF, now)
                if full.link is not None:
                    notices.card(session, full.link, now)
        return len(completed)

    async def _check_known(self, manage_token: str) -> None:
        """Asked without the right to write, so that guessing tokens never keeps bookings waiting."""
        async with self.database.reading() as session:
            await known(session, manage_token)

    async def _reschedule(self, session: AsyncSession, held: FullBooking, move: Move, now: datetime) -> None:
        check_move(held.booking, held.page, held.providers, now)
        asked = same_people(held, self.sources)
        await self._check_open(session, asked, move, now)
        await _move(session, held, asked, move, now)

    async def _check_open(self, session: AsyncSession, asked: Serving, move: Move, now: datetime) -> None:
        start = start_of(move.start)
        if zone_named(move.time_zone) is None:
            raise Invalid({"time_zone": NO_ZONE})
        if start is None or not asked.is_offered_when_free(start, now, self.dice):
            raise Invalid({"start": NOT_A_START})
        if await asked.choose(session, start, now, self.dice) is None:
            raise SlotTaken


async def known(session: AsyncSession, manage_token: str) -> Booking:
    """The booking that a manage token names. Raises ``NotFound`` for any other token."""
    booking = await bookings.by_digest(session, digest(manage_token))
    if booking is None:
        raise NotFound
    return booking


async def _of_workspace(session: AsyncSession, by: Person, booking_id: UUID) -> Booking:
    booking = await session.get(Booking, (by.workspace_id, booking_id))
    if booking is None:
        raise NotFound
    return booking


async def _take_fresh_link_back(session: AsyncSession, by: Person, booking_id: UUID, now: datetime) -> None:
    """Before the booking is held: whoever makes a fresh link holds links first, too."""
    _, _, link = await bookings.surroundings(session, await _of_workspace(session, by, booking_id))
    if link is not None:
        await fresh_links.take_back(session, by, link, now)


async def _held_by(session: AsyncSession, by: Person, booking_id: UUID) -> FullBooking:
    """The booking, held for a User who has a part in it. Raises ``NotFound``, ``NotAllowed``."""
    role = await role_of(session, by)
    held = await _held(session, await _of_workspace(session, by, booking_id))
    check_has_part(by, role, held.link, held.providers)
    return held


async def _held(session: AsyncSession, booking: Booking) -> FullBooking:
    """A booking that nobody else moves or cancels until the transaction ends.

    Those who take part are held, and then the booking itself, which a job completes without asking them.
    """
    providers = await bookings.providers(session, booking)
    await bookings.lock_providers(session, booking.workspace_id, [page.id for page in providers])
    await session.refresh(booking, with_for_update=True)
    return FullBooking(booking, *await bookings.surroundings(session, booking), providers)


def _reason(reason: str, wanted: str = "optional") -> str:
    """What is to be kept of a reason that is required, optional or not asked for. Raises ``Invalid``."""
    reason = "" if wanted == "none" else reason.strip()
    if problem := answer_problem(reason, required=wanted == "required"):
        raise Invalid({"reason": problem})
    return reason


async def _cancel(
    session: AsyncSession,
    held: FullBooking,
    actor: str,
    reason: str,
    now: datetime,
    *,
    asks_again: bool = False,
) -> None:
    booking = held.booking
    booking.status, booking.sequence = BookingStatus.CANCELLED, booking.sequence + 1
    booking.cancelled_at, booking.cancelled_by, booking.cancel_reason = now, actor, reason
    booking.new_time_asked_at = now if asks_again else None
    parts = await bookings.parts(session, booking)
    for part in parts:
        part.held = False
    await _owe(session, booking, parts, no_show=False)
    event = notices.NEW_TIME_ASKED if asks_again else notices.CANCELLED
    _tell(session, held, event, actor, now, reason)


async def _owe(
    session: AsyncSession, booking: Booking, parts: Sequence[Participant], *, no_show: bool, more: int = 1
) -> None:
    """Round robin makes good what was lost, where the pool corrects at all (domain.md: Assignment).

    A no-show counts too where the pool says so: that adds to automatic correction and is nothing without it.
    """
    for part in parts:
        if part.pool_id is None:
            continue
        pool = await bookings.pool(session, booking.workspace_id, part.pool_id)
        counts = pool.corrects and (pool.counts_no_shows or not no_show)
        if counts and pool.distribution == Distribution.ROUND_ROBIN:
            await bookings.owe(session, booking, part.page_id, more)


async def _move(session: AsyncSession, held: FullBooking, asked: Serving, move: Move, now: datetime) -> None:
    booking, revived = held.booking, awaits_new_time(held.booking)
    before = None if revived else booking.starts
    booking.status, booking.sequence = BookingStatus.RESCHEDULED, booking.sequence + 1
    booking.starts = move.start.astimezone(UTC)
    booking.ends = booking.starts + timedelta(minutes=asked.event_type.minutes)
    booking.customer_time_zone = move.time_zone
    booking.cancelled_at = booking.cancelled_by = booking.cancel_reason = booking.new_time_asked_at = None
    parts = await bookings.parts(session, booking)
    for part in parts:
        # Asked for first: half moved, the part would stand in the way of whoever holds the new start.
        place = await bookings.free_place(session, booking, part.page_id)
        part.starts, part.ends, part.place, part.held = booking.starts, booking.ends, place, True
        # As everything else about the new time, they are the Event type's of today.
        part.buffer_before, part.buffer_after = asked.event_type.buffer_before, asked.event_type.buffer_after
    if revived:
        await _owe(session, booking, parts, no_show=False, more=-1)
    _tell(session, held, notices.MOVED, activity.CUSTOMER, now, before=before)


def _tell(
    session: AsyncSession,
    held: FullBooking,
    event: str,
    actor: str,
    now: datetime,
    why: str = "",
    before: datetime | None = None,
) -> None:
    activity.record_booking(session, event, held, actor, now, why, before)
    notices.happened(session, held, event, now, before)
