"""What a link offers at this moment: Event types, and the times at which each can be booked."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.scheduling import availability, offering
from bot.scheduling.availability import Window
from bot.scheduling.busy import BookedTimes, BusySource
from bot.scheduling.companies import Company, company_of
from bot.scheduling.customers import Customer
from bot.scheduling.entrances import Door, Entrance, one_time_link
from bot.scheduling.errors import Invalid
from bot.scheduling.link_views import asking_of
from bot.scheduling.policy import Asking
from bot.scheduling.sentences import Sentence
from bot.scheduling.serving import Serving
from bot.scheduling.zones import FIRST_YEAR, LAST_YEAR
from storage.database import Database
from storage.models import BookingPage, EventType
from storage.offers import Server

MOST_DAYS = 62
OUT_OF_REACH = Sentence("Please choose a date between {first} and {last}.", first=FIRST_YEAR, last=LAST_YEAR)


@dataclass(frozen=True)
class FormField:
    name: str
    label: str
    required: bool


@dataclass(frozen=True)
class OfferedEventType:
    """``providers``: the names of those who serve it, where that is the same whoever books, else empty.

    ``time_zones`` are all that one of them could be in.
    """

    id: UUID
    name: str
    minutes: int
    fields: tuple[FormField, ...]
    providers: tuple[str, ...] = ()
    time_zones: tuple[str, ...] = ()

    @property
    def needs_form(self) -> bool:
        """Are there mandatory fields besides name and email? (domain.md: Personalized)"""
        return any(field.required for field in self.fields)


@dataclass(frozen=True)
class Offer:
    """What a link offers, to be shown to whoever holds it.

    ``time_zone`` is a provider's, to show times in until the Customer's own is known. ``may_skip_form`` is
    false where the Booking form is always shown (domain.md: Dynamic and Static). ``asking``: may its
    holder ask for a time, where there is none?
    """

    page_name: str
    customer: Customer | None
    event_types: tuple[OfferedEventType, ...]
    time_zone: str
    company: Company
    may_skip_form: bool = True
    asking: Asking = Asking.UNHEARD


@dataclass(frozen=True)
class BookingPageChoice:
    """A Booking page that a Customer may pick on a Static page."""

    id: UUID
    name: str
    time_zone: str


@dataclass(frozen=True)
class OpenTime:
    """A time that can be booked at this moment. Aware, in UTC.

    ``booking_pages``: on a Static page those who are free then, of whom the Customer picks one.
    """

    start: datetime
    end: datetime
    booking_pages: tuple[BookingPageChoice, ...] = ()


class Look:
    """What a link offers at one moment: all its answers come from one state of the database."""

    def __init__(
        self,
        session: AsyncSession,
        entrance: Entrance,
        event_types: Sequence[EventType],
        offer: Offer,
        sources: Sequence[BusySource],
        now: datetime,
    ) -> None:
        self.offer = offer
        self.now = now
        self._session = session
        self._page = entrance.page
        self._event_types = event_types
        self._sources = sources
        self._servings: dict[UUID, Serving] = {}

    async def times(self, event_type_id: UUID, first: date, last: date, zone: ZoneInfo) -> list[OpenTime]:
        """The open times on these dates of ``zone``, both included, in order.

        Raises ``Invalid`` for an Event type that is not offered or for dates that are out of order, out of
        reach or more than 62 days.
        """
        window = window_of_days(first, last, zone)
        asked = await self._serving(event_type_id)
        bits = await asked.open_bits(self._session, window, self.now)
        starts = availability.minutes_of(await asked.offered(self._session, bits), window)
        if asked.event_type.slots_a_day is not None:
            starts = availability.spread(starts, asked.event_type.slots_a_day, zone.key)
        return _open_times(asked, starts, bits, window)

    async def next_day(self, event_type_id: UUID, after: date, zone: ZoneInfo) -> date | None:
        """The first day in ``zone``, ``after`` or later, with an open time. None: there is none in reach."""
        asked = await self._serving(event_type_id)
        start = await soonest(self._session, asked, after, zone, self.now)
        return start.astimezone(zone).date() if start else None

    async def _serving(self, event_type_id: UUID) -> Serving:
        if event_type_id not in self._servings:
            event_type = offering.one_of(self._event_types, event_type_id)
            found = await offering.serving(self._session, self._page, event_type, self._sources)
            self._servings[event_type_id] = found
        return self._servings[event_type_id]


class Offers:
    """Answers Customers who hold a link of the kind that ``door`` knows. Nothing here changes anything."""

    def __init__(
        self,
        database: Database,
        sources: Sequence[BusySource] = (BookedTimes(),),
        door: Door = one_time_link,
    ) -> None:
        self.database = database
        self.sources = sources
        self.door = door

    def through(self, door: Door) -> "Offers":
        """The same for those who hold the other kind of link."""
        return Offers(self.database, self.sources, door)

    @asynccontextmanager
    async def look(self, address: str, now: datetime) -> AsyncIterator[Look]:
        """``address`` is the token, or the Public link, that a link ends in.

        Raises ``NotFound``; for a one-time link ``LinkSpent``, ``LinkExpired``, ``LinkRevoked`` and
        ``LinkSuspended``; for a general one ``NotAccepting``. The last two also where nothing is offered.
        """
        async with self.database.reading() as session:
            entrance = await self.door(session, address)
            entrance.check(now)
            found = await offering.event_types(session, entrance.page)
            if not found:
                raise entrance.closed(now)
            offer = await _offer(session, entrance, found, now)
            yield Look(session, entrance, found, offer, self.sources, now)

    async def of_link(self, address: str, now: datetime) -> Offer:
        """What it offers. Raises what ``look`` raises."""
        async with self.look(address, now) as look:
            return look.offer


async def _offer(
    session: AsyncSession, entrance: Entrance, found: Sequence[EventType], now: datetime
) -> Offer:
    page = entrance.page
    servers = await offering.who_serves(session, page)
    event_types = tuple(
        _offered(each, [server for server in servers if server.event_type_id == each.id]) for each in found
    )
    return Offer(
        page.name,
        entrance.customer,
        event_types,
        servers[0].time_zone if servers else "UTC",
        await company_of(session, page.workspace_id),
        may_skip_form=entrance.link is not None,
        asking=asking_of(entrance.link, now) if entrance.link else Asking.UNHEARD,
    )


def _open_times(
    asked: Serving, minutes: Iterable[int], bits: Mapping[UUID, int], window: Window
) -> list[OpenTime]:
    length = timedelta(minutes=asked.event_type.minutes)
    free = {page_id: set(availability.minutes_of(bits[page_id], window)) for page_id in asked.to_pick}
    return [
        OpenTime(
            start := availability.instant_of(minute),
            start + length,
            tuple(_choice(asked.pages[page_id]) for page_id, theirs in free.items() if minute in theirs),
        )
        for minute in minutes
    ]


def _choice(page: BookingPage) -> BookingPageChoice:
    return BookingPageChoice(page.id, page.name, page.time_zone)


def window_of_days(first: date, last: date, zone: ZoneInfo) -> Window:
    """These dates of ``zone``, both included. Raises ``Invalid``: out of order, out of reach, or too many."""
    for field, day in (("from", first), ("to", last)):
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise Invalid({field: OUT_OF_REACH})
    if last < first:
        raise Invalid({"to": Sentence("The last date is before the first.")})
    if (last - first).days >= MOST_DAYS:
        raise Invalid({"to": Sentence("Please ask for {most} days at most.", most=MOST_DAYS)})
    return availability.window_of(first, last, zone.key)


def window_to_horizon(asked: Serving, after: date, zone: ZoneInfo, now: datetime) -> Window | None:
    """From this day of ``zone`` on, all that can be booked at ``now``. None: that is nothing."""
    if not FIRST_YEAR <= after.year <= LAST_YEAR:
        return None
    first_day = max(after, now.astimezone(zone).date())
    first = availability.window_of(first_day, first_day, zone.key).first
    until = asked.bookable_until(now)
    return Window(first, until) if first < until else None


async def soonest(
    session: AsyncSession, asked: Serving, after: date, zone: ZoneInfo, now: datetime
) -> datetime | None:
    """The first start in ``zone``, on this day or later, that can be booked. None: there is none in reach."""
    window = window_to_horizon(asked, after, zone, now)
    if window is None:
        return None
    offered = await asked.offered(session, await asked.open_bits(session, window, now))
    starts = availability.minutes_of(offered, window)
    return availability.instant_of(starts[0]) if starts else None


def _offered(event_type: EventType, servers: Sequence[Server]) -> OfferedEventType:
    names = [server.name for server in servers]
    return OfferedEventType(
        event_type.id,
        event_type.name,
        event_type.minutes,
        fields=tuple(FormField(each["name"], each["label"], each["required"]) for each in event_type.fields),
        providers=() if None in names else tuple(filter(None, names)),
        time_zones=tuple(dict.fromkeys(server.time_zone for server in servers)),
    )
