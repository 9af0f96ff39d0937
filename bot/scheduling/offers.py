"""What an unspent link offers at this moment: Event types, and the times at which each can be booked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.scheduling import availability
from bot.scheduling.availability import Window
from bot.scheduling.busy import BookedTimes, BusySource
from bot.scheduling.customers import Customer
from bot.scheduling.errors import Invalid
from bot.scheduling.link_views import check_usable, customer_of, link_of
from bot.scheduling.sentences import Sentence
from bot.scheduling.serving import Serving, serving
from bot.scheduling.zones import FIRST_YEAR, LAST_YEAR
from storage import offers
from storage.database import Database
from storage.models import EventType, OneTimeLink

MOST_DAYS = 62
OUT_OF_REACH = Sentence("Please choose a date between {first} and {last}.", first=FIRST_YEAR, last=LAST_YEAR)


@dataclass(frozen=True)
class FormField:
    name: str
    label: str
    required: bool


@dataclass(frozen=True)
class OfferedEventType:
    id: UUID
    name: str
    minutes: int
    fields: tuple[FormField, ...]

    @property
    def needs_form(self) -> bool:
        """Are there mandatory fields besides name and email? (domain.md: Personalized)"""
        return any(field.required for field in self.fields)


@dataclass(frozen=True)
class Offer:
    """What a link offers, to be shown to whoever holds it.

    ``time_zone`` is a provider's, to show times in until the Customer's own is known.
    """

    page_name: str
    customer: Customer | None
    event_types: tuple[OfferedEventType, ...]
    time_zone: str


@dataclass(frozen=True)
class OpenTime:
    """A time that can be booked at this moment. Aware, in UTC."""

    start: datetime
    end: datetime


class Offers:
    """Answers Customers who hold a link. Nothing here changes anything."""

    def __init__(self, database: Database, sources: Sequence[BusySource] = (BookedTimes(),)) -> None:
        self.database = database
        self.sources = sources

    async def of_link(self, token: str, now: datetime) -> Offer:
        """Raises ``NotFound``, ``LinkSpent``, ``LinkExpired``, ``LinkRevoked`` or ``LinkSuspended``."""
        async with self.database.reading() as session:
            link, page_name = await _usable(session, token, now)
            found = await offers.event_types(session, link.workspace_id, link.master_page_id)
            zone = await offers.first_time_zone(session, link.workspace_id, link.master_page_id)
        return Offer(page_name, customer_of(link), tuple(map(_offered, found)), zone or "UTC")

    async def times(
        self, token: str, event_type_id: UUID, first: date, last: date, zone: ZoneInfo, now: datetime
    ) -> list[OpenTime]:
        """The open times on these dates of ``zone``, both included, in order.

        Raises what ``of_link`` raises, and ``Invalid`` for an Event type that is not offered or for dates
        that are out of order, out of reach or more than 62 days.
        """
        window = _window(first, last, zone)
        async with self.database.reading() as session:
            asked = await self._serving_of(session, token, event_type_id, now)
            starts = await _open_starts(session, asked, window, now)
        if asked.event_type.slots_a_day is not None:
            starts = availability.spread(starts, asked.event_type.slots_a_day, zone.key)
        length = timedelta(minutes=asked.event_type.minutes)
        return [OpenTime(start, start + length) for start in map(availability.instant_of, starts)]

    async def next_day(
        self, token: str, event_type_id: UUID, after: date, zone: ZoneInfo, now: datetime
    ) -> date | None:
        """The first day in ``zone``, ``after`` or later, with an open time. None: there is none in reach."""
        async with self.database.reading() as session:
            asked = await self._serving_of(session, token, event_type_id, now)
            window = _window_to_horizon(asked, after, zone, now)
            starts = await _open_starts(session, asked, window, now) if window else []
        return availability.instant_of(starts[0]).astimezone(zone).date() if starts else None

    async def _serving_of(
        self, session: AsyncSession, token: str, event_type_id: UUID, now: datetime
    ) -> Serving:
        link, _ = await _usable(session, token, now)
        return await serving(session, link.workspace_id, link.master_page_id, event_type_id, self.sources)


async def _usable(session: AsyncSession, token: str, now: datetime) -> tuple[OneTimeLink, str]:
    link, page = await link_of(session, token)
    check_usable(link, page, now)
    return link, page.name


async def _open_starts(session: AsyncSession, asked: Serving, window: Window, now: datetime) -> list[int]:
    return availability.minutes_of(await asked.offered(session, window, now), window)


def _window(first: date, last: date, zone: ZoneInfo) -> Window:
    for field, day in (("from", first), ("to", last)):
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise Invalid({field: OUT_OF_REACH})
    if last < first:
        raise Invalid({"to": Sentence("The last date is before the first.")})
    if (last - first).days >= MOST_DAYS:
        raise Invalid({"to": Sentence("Please ask for {most} days at most.", most=MOST_DAYS)})
    return availability.window_of(first, last, zone.key)


def _window_to_horizon(asked: Serving, after: date, zone: ZoneInfo, now: datetime) -> Window | None:
    if not FIRST_YEAR <= after.year <= LAST_YEAR:
        return None
    first_day = max(after, now.astimezone(zone).date())
    first = availability.window_of(first_day, first_day, zone.key).first
    until = asked.bookable_until(now)
    return Window(first, until) if first < until else None


def _offered(event_type: EventType) -> OfferedEventType:
    fields = tuple(FormField(each["name"], each["label"], each["required"]) for each in event_type.fields)
    return OfferedEventType(event_type.id, event_type.name, event_type.minutes, fields)
