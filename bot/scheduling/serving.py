"""Who serves an Event type on a Master page, and when each of them is open."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.scheduling import assignment, availability
from bot.scheduling.availability import (
    Busy,
    FixedHorizon,
    Horizon,
    Hours,
    Meeting,
    Notice,
    RollingHorizon,
    Window,
)
from bot.scheduling.errors import Invalid, NotAllowed
from storage import offers
from storage.models import BookingPage, Distribution, EventType

METHODS = {None: assignment.Method.FIXED, Distribution.POOLED: assignment.Method.POOLED}


@dataclass(frozen=True)
class Serving:
    """One Event-based rule, ready to be asked: the Event type, its seats, and the Booking pages in them."""

    master_page_id: UUID
    event_type: EventType
    seats: tuple[assignment.Seat, ...]
    pages: Mapping[UUID, BookingPage]

    async def open_bits(self, session: AsyncSession, window: Window, now: datetime) -> dict[UUID, int]:
        """For each Booking page the starts at which it is open, given everything booked so far."""
        return self._bits(await self._busy(session, window), window, now)

    def is_offered_when_free(self, start: int, now: datetime) -> bool:
        """Would ``start`` be offered if nothing were booked?"""
        window = Window(start, start + availability.TICK)
        return bool(assignment.offered(self.seats, self._bits({}, window, now)))

    def bookable_until(self, now: datetime) -> int:
        """The minute before which every start lies that can be booked at ``now``."""
        notice, horizon = notice_of(self.event_type), horizon_of(self.event_type)
        zones = {page.time_zone for page in self.pages.values()}
        return max((availability.bookable(now, notice, horizon, zone).until for zone in zones), default=0)

    async def choose(
        self, session: AsyncSession, start: int, now: datetime, dice: Random
    ) -> tuple[BookingPage, ...] | None:
        """Who gets the meeting at ``start`` (UTC minutes), the Primary team member first. None: nobody can.

        The caller holds the providers' lock, so that what is free now stays free until the transaction ends.
        """
        window = Window(start, start + availability.TICK)
        free = {page_id for page_id, bits in (await self.open_bits(session, window, now)).items() if bits}
        last = await offers.last_booked(
            session, self.event_type.workspace_id, self.master_page_id, self.event_type.id
        )
        chosen = assignment.choose(self.seats, free, last, dice)
        return None if chosen is None else tuple(self.pages[page_id] for page_id in chosen)

    def _bits(self, busy: Mapping[UUID, list[Busy]], window: Window, now: datetime) -> dict[UUID, int]:
        meeting, notice, horizon = (
            meeting_of(self.event_type),
            notice_of(self.event_type),
            horizon_of(self.event_type),
        )
        found = {}
        for page_id, page in self.pages.items():
            span = availability.bookable(now, notice, horizon, page.time_zone)
            bits = availability.open_bits(hours_of(page), meeting, busy.get(page_id, ()), window)
            found[page_id] = bits & availability.bits_within(span, window)
        return found

    async def _busy(self, session: AsyncSession, window: Window) -> Mapping[UUID, list[Busy]]:
        """Bookings near the window: a day on each side, the longest that a meeting and its buffers reach."""
        first, until = window.first - availability.DAY, window.until + 2 * availability.DAY
        rows = await offers.taken(
            session,
            self.event_type.workspace_id,
            list(self.pages),
            availability.instant_of(first),
            availability.instant_of(until),
        )
        busy = defaultdict(list)
        for row in rows:
            starts, ends = availability.minute_of(row.starts), availability.minute_of(row.ends)
            busy[row.page_id].append(Busy(starts, ends, row.buffer_before, row.buffer_after))
        return busy


async def serving(
    session: AsyncSession, workspace_id: UUID, master_page_id: UUID, event_type_id: UUID
) -> Serving:
    """The rule that serves an Event type on a Master page.

    Raises ``Invalid`` where there is none, ``NotAllowed`` where the rule needs what this version cannot do.
    """
    event_types = await offers.event_types(session, workspace_id, master_page_id)
    event_type = next((each for each in event_types if each.id == event_type_id), None)
    if event_type is None:
        raise Invalid({"event_type": "Please choose one of the meetings offered here."})
    seats = await offers.seats(session, workspace_id, master_page_id, event_type_id)
    _check_supported(event_type, seats)
    return Serving(
        master_page_id,
        event_type,
        tuple(
            assignment.Seat(METHODS[seat.distribution], tuple(page.id for page in seat.pages))
            for seat in seats
        ),
        {page.id: page for seat in seats for page in seat.pages},
    )


def _check_supported(event_type: EventType, seats: list[offers.Seat]) -> None:
    if any(seat.distribution not in METHODS for seat in seats):
        raise NotAllowed("Round robin and priority pools cannot be booked yet.")
    if event_type.capacity != 1 or event_type.cap_day is not None or event_type.cap_week is not None:
        raise NotAllowed("Event types with caps or a capacity cannot be booked yet.")


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
    )


def notice_of(event_type: EventType) -> Notice:
    return Notice(event_type.notice_minutes, event_type.notice_business_days)


def horizon_of(event_type: EventType) -> Horizon:
    if event_type.horizon_days is not None:
        return RollingHorizon(event_type.horizon_days)
    return FixedHorizon(
        date.fromisoformat(event_type.horizon_from or ""), date.fromisoformat(event_type.horizon_until or "")
    )
