"""Who serves an Event type on a Master page, and when each of them is open."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from random import Random
from typing import Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.scheduling import assignment, availability
from bot.scheduling.assignment import Method, Record, Records
from bot.scheduling.availability import (
    Busy,
    Caps,
    FixedHorizon,
    Horizon,
    Hours,
    Meeting,
    Notice,
    RollingHorizon,
    Window,
)
from bot.scheduling.busy import BusySource, BusyTimes, Question
from bot.scheduling.sentences import Sentence
from storage import offers
from storage.bookings import FullBooking
from storage.models import BookingPage, Distribution, EventType

NOT_OFFERED = Sentence("Please choose one of the meetings offered here.")
METHODS = {
    None: Method.FIXED,
    Distribution.POOLED: Method.POOLED,
    Distribution.PRIORITY: Method.PRIORITY,
    Distribution.ROUND_ROBIN: Method.ROUND_ROBIN,
}


@dataclass(frozen=True)
class Chosen:
    """Who takes a seat: the Booking page and, where it is a pool's seat, the pool and its method."""

    page: BookingPage
    method: Method
    pool_id: UUID | None


@dataclass(frozen=True)
class Serving:
    """Who serves an Event type on a Master page, ready to be asked: its seats and the Booking pages in them.

    The seats are those of an Event-based rule or, on a Static page, the one for which the Customer picks.
    """

    master_page_id: UUID
    event_type: EventType
    seats: tuple[assignment.Seat, ...]
    pools: tuple[UUID | None, ...]
    pages: Mapping[UUID, BookingPage]
    sources: Sequence[BusySource]
    apart_from: UUID | None = None
    """A booking that is about to move, and so is not in its own way."""

    @property
    def to_pick(self) -> Collection[UUID]:
        """The Booking pages of which the Customer picks one. On a Dynamic page there are none."""
        return [page_id for seat in self.seats if seat.method == Method.PICKED for page_id in seat.pages]

    def picking(self, page_id: UUID | None) -> Self:
        """The same, where the Customer picks, with nobody but whom they picked, who is one ``to_pick``."""
        if page_id is None or not self.to_pick:
            return self
        seat = assignment.Seat(Method.PICKED, (page_id,))
        return replace(self, seats=(seat,), pages={page_id: self.pages[page_id]})

    async def offered(self, session: AsyncSession, bits: Mapping[UUID, int]) -> int:
        """The starts that a Customer may be shown, of those at which each page is open (``open_bits``)."""
        return assignment.offered(self.seats, bits, await self.records(session))

    async def choose(
        self, session: AsyncSession, start: int, now: datetime, dice: Random
    ) -> tuple[Chosen, ...] | None:
        """Who gets the meeting at ``start`` (UTC minutes), the Primary team member first. None: nobody can.

        The caller holds the providers' lock, so that what is free now stays free until the transaction ends.
        """
        bits = await self.open_bits(session, _moment(start), now)
        free = {page_id for page_id, open_then in bits.items() if open_then}
        chosen = assignment.choose(self.seats, free, await self.records(session), dice)
        if chosen is None:
            return None
        taken = zip(chosen, self.seats, self.pools, strict=True)
        return tuple(Chosen(self.pages[page_id], seat.method, pool_id) for page_id, seat, pool_id in taken)

    def is_offered_when_free(self, start: int, now: datetime, dice: Random) -> bool:
        """Could ``start`` be booked if nothing were booked yet?"""
        bits = self._bits({}, _moment(start), now)
        free = {page_id for page_id, open_then in bits.items() if open_then}
        return assignment.choose(self.seats, free, {}, dice) is not None

    def bookable_until(self, now: datetime) -> int:
        """The minute before which every start lies that can be booked at ``now``."""
        notice, horizon = notice_of(self.event_type), horizon_of(self.event_type)
        zones = {page.time_zone for page in self.pages.values()}
        return max((availability.bookable(now, notice, horizon, zone).until for zone in zones), default=0)

    async def open_bits(self, session: AsyncSession, window: Window, now: datetime) -> dict[UUID, int]:
        """For each Booking page the starts at which it is open, given everything booked so far."""
        return self._bits(await self.busy(session, window), window, now)

    async def records(self, session: AsyncSession) -> Records:
        """What each Booking page has had of this Event type through this Master page."""
        turns = await offers.turns(
            session, self.event_type.workspace_id, self.master_page_id, self.event_type.id
        )
        return {turn.page_id: Record(turn.last_booked_at, turn.owed) for turn in turns}

    async def busy(self, session: AsyncSession, window: Window) -> BusyTimes:
        """What every source knows of busy time that can matter for starts in the window."""
        # A meeting and its buffers reach a day at most; a cap counts the whole day or week around a start.
        reach = availability.DAY if caps_of(self.event_type) == Caps() else availability.CAPS_REACH
        asked = Question(
            self.event_type.workspace_id,
            self.event_type.id,
            {page.id: page.owner_id for page in self.pages.values()},
            window.first - reach,
            window.until + reach + availability.DAY,
            self.apart_from,
        )
        found: dict[UUID, list[Busy]] = defaultdict(list)
        for source in self.sources:
            for page_id, times in (await source.busy(session, asked)).items():
                found[page_id] += times
        return found

    def _bits(self, busy: BusyTimes, window: Window, now: datetime) -> dict[UUID, int]:
        return {
            page_id: self._bits_of(page, busy.get(page_id, ()), window, now)
            for page_id, page in self.pages.items()
        }

    def _bits_of(self, page: BookingPage, busy: Sequence[Busy], window: Window, now: datetime) -> int:
        event_type = self.event_type
        span = availability.bookable(now, notice_of(event_type), horizon_of(event_type), page.time_zone)
        bits = availability.open_bits(hours_of(page), meeting_of(event_type), busy, window)
        counted = [time.starts for time in busy if time.joinable]
        full = availability.capped_bits(caps_of(event_type), counted, page.time_zone, window)
        return bits & availability.bits_within(span, window) & ~full


def same_people(moving: FullBooking, sources: Sequence[BusySource]) -> Serving:
    """Who serves a booking that moves: it keeps its Booking pages (domain.md: Assignment).

    It keeps them whether or not a rule still serves it, and also where the set-up has since given two of them
    to one person.
    """
    return Serving(
        moving.page.id,
        moving.event_type,
        seats=tuple(assignment.Seat(Method.FIXED, (page.id,)) for page in moving.providers),
        pools=(None,) * len(moving.providers),
        pages={page.id: page for page in moving.providers},
        sources=sources,
        apart_from=moving.booking.id,
    )


def _moment(start: int) -> Window:
    return Window(start, start + availability.TICK)


def hours_of(page: BookingPage) -> Hours:
    weekly = tuple(tuple((first, until) for first, until in day) for day in page.weekly)
    dates = {
        date.fromisoformat(day): tuple((first, until) for first, until in hours)
        for day, hours in page.dates.items()
    }
    return Hours(page.time_zone, weekly, dates)


def meeting_of(event_type: EventType) -> Meeting:
    return Meeting(
        event_type.minutes,
        event_type.slot_every,
        tuple(event_type.slot_starts),
        event_type.buffer_before,
        event_type.buffer_after,
        event_type.capacity,
    )


def caps_of(event_type: EventType) -> Caps:
    return Caps(event_type.cap_day, event_type.cap_week)


def notice_of(event_type: EventType) -> Notice:
    return Notice(event_type.notice_minutes, event_type.notice_business_days)


def horizon_of(event_type: EventType) -> Horizon:
    if event_type.horizon_days is not None:
        return RollingHorizon(event_type.horizon_days)
    return FixedHorizon(
        date.fromisoformat(event_type.horizon_from or ""), date.fromisoformat(event_type.horizon_until or "")
    )
