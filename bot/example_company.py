"""The example company, with links that its people have made and meetings that Customers have booked."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import choice
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot import shipped
from bot.scheduling.booking_details import BookingRequest
from bot.scheduling.bookings import Bookings
from bot.scheduling.customers import Customer
from bot.scheduling.entrances import general_link
from bot.scheduling.links import LinkRequest
from bot.scheduling.offers import Look, Offers, OpenTime
from bot.scheduling.people import Person
from bot.scheduling.services import Services
from storage.database import Database
from storage.models import Base, Notice, Role

ADA, BEN = "U0ADMIN", "U0BEN"
MAKERS = {"support": BEN, "engineering": BEN, "demos": ADA}
"""Who makes the one-time links to a Master page. The others are booked by their general links."""
SINCE = timedelta(days=5)
"""How long ago the company came into being, and how old the oldest link can be."""
WEEK = timedelta(days=7)
FIRST_FEW = 6
DEEP_DIVE = "Technical deep dive"
WORKING_HOURS = range(9, 18)

MADRID, LONDON = "Europe/Madrid", "Europe/London"
NEW_YORK, SAO_PAULO = "America/New_York", "America/Sao_Paulo"
TOKYO, KOLKATA = "Asia/Tokyo", "Asia/Kolkata"


@dataclass(frozen=True)
class Meeting:
    """Booked by a Customer in ``zone``, ``hours_ago``, for a day ``in_days`` or soon after.

    ``page`` is the Master page's Public link. ``answer`` is what stands in a field that must be filled in.
    """

    name: str
    email: str
    zone: str
    page: str
    event_type: str
    hours_ago: int
    in_days: int
    answer: str = ""


MEETINGS = (
    Meeting("Sofia Marin", "sofia@northwind.example", MADRID, "support", "Support call", 110, 1),
    Meeting("Peter Bell", "peter@fabrikam.example", LONDON, "support", "Quick question", 96, 1),
    Meeting("Helen Cho", "helen@woodgrove.example", NEW_YORK, "demos", "Product demo", 93, 2, "Woodgrove"),
    Meeting("Yuki Mori", "yuki@tailspin.example", TOKYO, "support", "Support call", 75, 2),
    Meeting("Vera Petrova", "vera@contoso.example", NEW_YORK, "engineering", DEEP_DIVE, 71, 3, "A-20417"),
    Meeting("Jonas Lind", "jonas@adatum.example", MADRID, "support", "Support call", 69, 3),
    Meeting("Greta Holm", "greta@relecloud.example", MADRID, "academy", "Quick question", 61, 2),
    Meeting("Bruno Alves", "bruno@proseware.example", SAO_PAULO, "demos", "Product demo", 52, 4, "Proseware"),
    Meeting("Rahul Menon", "rahul@litware.example", KOLKATA, "support", "Quick question", 47, 5),
    Meeting("Ruth Kim", "ruth@lucerne.example", NEW_YORK, "engineering", "Support call", 44, 6),
    Meeting("Mia Novak", "mia@wingtip.example", MADRID, "support", "Support call", 28, 7),
    Meeting("Noah Clarke", "noah@alpine.example", NEW_YORK, "support", DEEP_DIVE, 25, 9, "A-20533"),
    Meeting("Aiko Tanaka", "aiko@graphic.example", TOKYO, "academy", "Support call", 22, 4),
    Meeting("Lucía Vega", "lucia@margie.example", MADRID, "demos", "Product demo", 20, 12, "Margie's Travel"),
)

UNSPENT = (
    ("support", Customer("Oliver Grant", "oliver@humongous.example"), 18),
    ("demos", Customer("Yara Haddad", "yara@fourthcoffee.example"), 3),
)
"""Links that nobody has booked with yet: the Master page, for whom, and hours since they were made."""


async def set_up_anew(services: Services, now: datetime) -> None:
    """Forget all that is stored, and begin with the example company."""
    await _empty(services.database)
    begun = now - SINCE
    workspace_id = await services.people.only_workspace(begun)
    await services.set_up.load(workspace_id, shipped.read(shipped.EXAMPLE_COMPANY), begun)
    await services.people.remember(Person(workspace_id, BEN), "Ben Okafor", Role.MEMBER, begun)
    pages = await services.links.choices(Person(workspace_id, None))
    database = PastDatabase(services.database, now)
    then = Services.on(database, services.bookings.tokens, services.links.base_url)
    past = Past(then, workspace_id, {page.link: page.id for page in pages}, now)
    for meeting in MEETINGS:
        await past.book(meeting)
    for public_link, customer, hours_ago in UNSPENT:
        await past.link(public_link, customer, hours_ago)


class PastDatabase(Database):
    """The same database for what happened before ``now``: whoever was to be told of it was told then."""

    def __init__(self, database: Database, now: datetime) -> None:
        vars(self).update(vars(database))  # connections too: others would have to compile each statement anew
        self.now = now

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        async with super().writing() as session:
            yield session
            told = update(Notice).where(Notice.settled_at.is_(None), Notice.due_at <= self.now)
            await session.execute(told.values(settled_at=Notice.due_at))


@dataclass(frozen=True)
class WayIn:
    """A one-time link by its token, or a general one by its Public link."""

    offers: Offers
    bookings: Bookings
    address: str


@dataclass(frozen=True)
class Past:
    """Lets things have happened before ``now``, by the rules that applied then."""

    services: Services
    workspace_id: UUID
    pages: Mapping[str, UUID]
    now: datetime

    async def link(self, page: str, customer: Customer, hours_ago: int) -> str:
        """Make a link. Returns its token."""
        maker, request = Person(self.workspace_id, MAKERS[page]), LinkRequest(self.pages[page], customer)
        issued = await self.services.links.issue(maker, request, self._ago(hours_ago))
        return issued.url.rpartition("/")[2].partition("?")[0]

    async def book(self, meeting: Meeting) -> None:
        way, made_at = await self._way_in(meeting), self._ago(meeting.hours_ago)
        async with way.offers.look(way.address, made_at) as look:
            event_type = next(each for each in look.offer.event_types if each.name == meeting.event_type)
            time = await self._time(look, event_type.id, meeting)
        request = BookingRequest(
            event_type.id,
            time.start,
            meeting.zone,
            meeting.name,
            meeting.email,
            answers={field.name: meeting.answer for field in event_type.fields if field.required},
            booking_page_id=choice(time.booking_pages).id if time.booking_pages else None,
        )
        await way.bookings.book(way.address, request, made_at)

    async def _way_in(self, meeting: Meeting) -> WayIn:
        offers, bookings = self.services.offers, self.services.bookings
        if meeting.page not in MAKERS:
            return WayIn(offers.through(general_link), bookings.through(general_link), meeting.page)
        customer = Customer(meeting.name, meeting.email)
        return WayIn(offers, bookings, await self.link(meeting.page, customer, meeting.hours_ago))

    async def _time(self, look: Look, event_type_id: UUID, meeting: Meeting) -> OpenTime:
        """One of the first open times in the Customer's working hours."""
        zone = ZoneInfo(meeting.zone)
        first = (self.now.astimezone(zone) + timedelta(days=meeting.in_days)).date()
        times = await look.times(event_type_id, first, first + WEEK, zone)
        return choice(
            [time for time in times if time.start.astimezone(zone).hour in WORKING_HOURS][:FIRST_FEW]
        )

    def _ago(self, hours: int) -> datetime:
        return self.now - timedelta(hours=hours)


async def _empty(database: Database) -> None:
    async with database.writing() as session:
        for table in reversed(Base.metadata.sorted_tables):
            await session.execute(table.delete())
