"""The Customer's own booking: what it is, what may still become of it, and to which times it can move."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.scheduling import availability, fresh_links
from bot.scheduling.availability import Window
from bot.scheduling.booking_views import BookingView, public_link_of, view_of
from bot.scheduling.busy import BookedTimes, BusySource
from bot.scheduling.changes import known
from bot.scheduling.companies import Company, company_of
from bot.scheduling.errors import Refusal
from bot.scheduling.link_views import asking_of
from bot.scheduling.offers import Offer, OfferedEventType, OpenTime, window_of_days, window_to_horizon
from bot.scheduling.permissions import check_cancel, check_move, why_not
from bot.scheduling.policy import Asking
from bot.scheduling.serving import same_people
from storage import bookings
from storage.bookings import COMING, FullBooking
from storage.database import Database
from storage.models import Booking, OneTimeLink


@dataclass(frozen=True)
class OwnBooking:
    """A booking as its Customer finds it.

    ``why_not_cancel`` and ``why_not_move`` are what stands in the way of each; None: nothing does.
    ``reason``: how much one is wanted for cancelling, ``required``, ``optional`` or ``none``. ``asking``: may
    the Customer ask for a new time, now that this one is not coming any more? ``public_link``: the one by
    which it was booked, if that still works. ``has_fresh_link``: can one in place of its link be used?
    """

    booking: BookingView
    company: Company
    why_not_cancel: Refusal | None
    why_not_move: Refusal | None
    reason: str
    asking: Asking
    public_link: str | None
    has_fresh_link: bool


class OwnLook:
    """The booking at one moment: all answers come from one state of the database."""

    def __init__(
        self,
        session: AsyncSession,
        found: FullBooking,
        own: OwnBooking,
        sources: Sequence[BusySource],
        now: datetime,
    ) -> None:
        self.own = own
        self.now = now
        self._session = session
        self._found = found
        self._asked = same_people(found, sources)

    def offer(self) -> Offer:
        """What can be picked instead: the same meeting with the same people.

        Raises what stands in the way: ``NotAllowed``, ``NotAccepting``.
        """
        self._check_movable()
        booking, event_type = self._found.booking, self._found.event_type
        again = OfferedEventType(
            event_type.id,
            event_type.name,
            event_type.minutes,
            fields=(),
            providers=tuple(provider.name for provider in self.own.booking.providers),
            time_zones=tuple(dict.fromkeys(each.time_zone for each in self.own.booking.providers)),
        )
        return Offer(
            self._found.page.name,
            self.own.booking.customer,
            (again,),
            booking.customer_time_zone,
            self.own.company,
            asking=self.own.asking,
        )

    async def times(self, first: date, last: date, zone: ZoneInfo) -> list[OpenTime]:
        """The times to which the booking can move, on these dates of ``zone``, both included, in order.

        Raises what ``offer`` raises, and ``Invalid`` as ``Look.times`` does.
        """
        self._check_movable()
        starts = await self._starts(window_of_days(first, last, zone))
        if self._asked.event_type.slots_a_day is not None:
            starts = availability.spread(starts, self._asked.event_type.slots_a_day, zone.key)
        length = timedelta(minutes=self._asked.event_type.minutes)
        return [OpenTime(start, start + length) for start in map(availability.instant_of, starts)]

    async def next_day(self, after: date, zone: ZoneInfo) -> date | None:
        """The first day in ``zone``, ``after`` or later, with such a time. None: there is none in reach."""
        self._check_movable()
        window = window_to_horizon(self._asked, after, zone, self.now)
        starts = await self._starts(window) if window else []
        return availability.instant_of(starts[0]).astimezone(zone).date() if starts else None

    def _check_movable(self) -> None:
        if self.own.why_not_move is not None:
            raise self.own.why_not_move

    async def _starts(self, window: Window) -> list[int]:
        """All but the one that the booking has already, or had until its people gave it up."""
        bits = await self._asked.open_bits(self._session, window, self.now)
        offered = await self._asked.offered(self._session, bits)
        own = availability.minute_of(self._found.booking.starts)
        return [start for start in availability.minutes_of(offered, window) if start != own]


class OwnBookings:
    """Answers Customers who hold a manage token. Nothing here changes anything."""

    def __init__(self, database: Database, sources: Sequence[BusySource] = (BookedTimes(),)) -> None:
        self.database = database
        self.sources = sources

    @asynccontextmanager
    async def look(self, manage_token: str, now: datetime) -> AsyncIterator[OwnLook]:
        """Raises ``NotFound``."""
        async with self.database.reading() as session:
            found = await bookings.in_full(session, await known(session, manage_token))
            own = await _own(session, found, now)
            yield OwnLook(session, found, own, self.sources, now)

    async def find(self, manage_token: str, now: datetime) -> OwnBooking:
        """Raises ``NotFound``."""
        async with self.look(manage_token, now) as look:
            return look.own


async def _own(session: AsyncSession, found: FullBooking, now: datetime) -> OwnBooking:
    booking, page, link = found.booking, found.page, found.link
    return OwnBooking(
        view_of(found),
        await company_of(session, booking.workspace_id),
        why_not(partial(check_cancel, booking, page, now)),
        why_not(partial(check_move, booking, page, found.providers, now)),
        booking.policy.get("reason", "optional"),
        _asking(booking, link, now),
        public_link_of(booking, page),
        has_fresh_link=link is not None and await fresh_links.is_open(session, link, now),
    )


def _asking(booking: Booking, link: OneTimeLink | None, now: datetime) -> Asking:
    return Asking.UNHEARD if link is None or booking.status in COMING else asking_of(link, now)
