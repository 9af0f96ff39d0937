"""The Customer's own booking: what it is, what may still become of it, and to which times it can move."""

from collections.abc import Sequence
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
from bot.scheduling.customers import Customer
from bot.scheduling.errors import Refusal
from bot.scheduling.link_views import asking_of
from bot.scheduling.offers import Offer, OfferedEventType, OpenTime, window_of_days, window_to_horizon
from bot.scheduling.permissions import check_cancel, check_move, why_not
from bot.scheduling.policy import Asking
from bot.scheduling.serving import Serving, same_people
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


class OwnBookings:
    """Answers Customers who hold a manage token. Nothing here changes anything. Raises ``NotFound``."""

    def __init__(self, database: Database, sources: Sequence[BusySource] = (BookedTimes(),)) -> None:
        self.database = database
        self.sources = sources

    async def find(self, manage_token: str, now: datetime) -> OwnBooking:
        async with self.database.reading() as session:
            booking = await known(session, manage_token)
            found = await bookings.in_full(session, booking)
            page, link = found.page, found.link
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

    async def offer(self, manage_token: str, now: datetime) -> Offer:
        """What can be picked instead: the same meeting with the same people.

        Raises what stands in the way: ``NotAllowed``, ``NotAccepting``.
        """
        async with self.database.reading() as session:
            found = await _movable(session, manage_token, now)
            company = await company_of(session, found.booking.workspace_id)
        booking, event_type, providers = found.booking, found.event_type, found.providers
        again = OfferedEventType(
            event_type.id,
            event_type.name,
            event_type.minutes,
            fields=(),
            providers=tuple(provider.name for provider in providers),
            time_zones=tuple(dict.fromkeys(provider.time_zone for provider in providers)),
        )
        customer = Customer(booking.customer_name, booking.customer_email)
        asking = _asking(booking, found.link, now)
        return Offer(found.page.name, customer, (again,), booking.customer_time_zone, company, asking=asking)

    async def times(
        self, manage_token: str, first: date, last: date, zone: ZoneInfo, now: datetime
    ) -> list[OpenTime]:
        """The times to which the booking can move, on these dates of ``zone``, both included, in order.

        Raises what ``offer`` raises, and ``Invalid`` as ``Offers.times`` does.
        """
        async with self.database.reading() as session:
            found = await _movable(session, manage_token, now)
            window = window_of_days(first, last, zone)
            asked = self._asked(found)
            starts = await _starts(session, found.booking, asked, window, now)
        if asked.event_type.slots_a_day is not None:
            starts = availability.spread(starts, asked.event_type.slots_a_day, zone.key)
        length = timedelta(minutes=asked.event_type.minutes)
        return [OpenTime(start, start + length) for start in map(availability.instant_of, starts)]

    async def next_day(self, manage_token: str, after: date, zone: ZoneInfo, now: datetime) -> date | None:
        """The first day in ``zone``, ``after`` or later, with such a time. None: there is none in reach."""
        async with self.database.reading() as session:
            found = await _movable(session, manage_token, now)
            asked = self._asked(found)
            window = window_to_horizon(asked, after, zone, now)
            starts = await _starts(session, found.booking, asked, window, now) if window else []
        return availability.instant_of(starts[0]).astimezone(zone).date() if starts else None

    def _asked(self, found: FullBooking) -> Serving:
        return same_people(found, self.sources)


def _asking(booking: Booking, link: OneTimeLink | None, now: datetime) -> Asking:
    return Asking.UNHEARD if link is None or booking.status in COMING else asking_of(link, now)


async def _movable(session: AsyncSession, manage_token: str, now: datetime) -> FullBooking:
    found = await bookings.in_full(session, await known(session, manage_token))
    check_move(found.booking, found.page, found.providers, now)
    return found


async def _starts(
    session: AsyncSession, booking: Booking, asked: Serving, window: Window, now: datetime
) -> list[int]:
    """All but the one that the booking has already, or had until its people gave it up."""
    offered = await asked.offered(session, await asked.open_bits(session, window, now))
    own = availability.minute_of(booking.starts)
    return [start for start in availability.minutes_of(offered, window) if start != own]
