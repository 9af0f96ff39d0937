"""The Customers' pages for tests: the real app on a real database, and short ways to do the usual things."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from random import Random
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

import httpx2
from sqlalchemy import select, update
from starlette.applications import Starlette

from bot import web
from bot.scheduling import notices
from bot.scheduling.bookings import Bookings
from bot.scheduling.customers import Customer
from bot.scheduling.links import LinkRequest, Links, Origin
from bot.scheduling.people import Person
from bot.scheduling.services import Services
from bot.scheduling.tokens import Tokens
from storage.database import Database
from storage.models import Booking, BookingPage, EventType, MasterPage, Notice, OneTimeLink
from tests.company import Ids, settled
from tests.rows import contents
from tests.stories import done, done_by_dice
from tests.web.reading import Reading

SENDER = "bookings@acme.example"
BASE_URL = "https://book.example"
DANA = Customer("Dana Novak", "dana@customer.example")
MADRID = ZoneInfo("Europe/Madrid")
WEDNESDAY = date(2026, 12, 2)
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
SCRIPT = {"Accept": "application/json"}

# One Event type, so that a link goes straight to its times.
ONE_MEETING = """\
administrators: [U0ADMIN]
event_types:
  - {name: Support call, minutes: 30, notice: 4h, horizon: 30d}
booking_pages:
  - name: Ana Prieto
    link: ana
    owner: U0ANA
    time_zone: Europe/Madrid
    weekly: {tue: ["09:00-17:00"], wed: ["09:00-11:00"]}
    location: https://meet.example/ana
master_pages:
  - name: Acme Support
    label: Support EMEA
    link: support
    rules: [{event_type: Support call, primary: {page: ana}}]
"""

ALL_DAY = '["00:00-24:00"]'
# Somebody who works all day, every day, all year.
DAY_AND_NIGHT = f"""\
administrators: [U0ADMIN]
event_types: [{{name: Support call, minutes: 30, horizon: 365d}}]
booking_pages:
  - name: Ana Prieto
    link: ana
    owner: U0ANA
    time_zone: Europe/Madrid
    weekly: {{mon: {ALL_DAY}, tue: {ALL_DAY}, wed: {ALL_DAY}, thu: {ALL_DAY}, fri: {ALL_DAY}, sat: {ALL_DAY},
              sun: {ALL_DAY}}}
master_pages:
  - {{name: Acme, label: Acme, link: support, rules: [{{event_type: Support call, primary: {{page: ana}}}}]}}
"""


@dataclass
class Present:
    """The time at which all happens, until a test says otherwise."""

    now: datetime
    readings: int = 0

    def __call__(self) -> datetime:
        self.readings += 1
        return self.now


@dataclass
class Site:
    """The app at ``now``, and a client at one address that talks to it."""

    database: Database
    workspace_id: UUID
    ids: Ids
    present: Present
    rules: Services
    app: Starlette
    client: httpx2.AsyncClient

    @property
    def now(self) -> datetime:
        return self.present.now

    @property
    def operator(self) -> Person:
        return Person(self.workspace_id, None)

    @property
    def links(self) -> Links:
        return self.rules.links

    async def link(
        self,
        customer: Customer | None = None,
        made: datetime | None = None,
        origin: Origin | None = None,
    ) -> str:
        """A fresh link's address without its host, as it was made: ``/o/TOKEN`` or ``/o/TOKEN?skip=1``."""
        page_id, made = self.ids[MasterPage, "support"], made or self.now
        request = LinkRequest(page_id, customer, origin=origin)
        issued = await done(
            self.database,
            (self.links.base_url, request, made),
            lambda: self.links.issue(self.operator, request, made),
        )
        return issued.url.removeprefix(self.links.base_url)

    async def booked(
        self, customer: Customer | None = None, start: datetime | None = None, origin: Origin | None = None
    ) -> str:
        """A meeting, made through a link of its own. Returns the address of the Customer's own booking."""
        return await self.booked_by(await self.link(customer, origin=origin), start)

    async def booked_by(self, link: str, start: datetime | None = None) -> str:
        """A meeting, made through that link."""
        return await done_by_dice(
            self.database, (link, start, self.now), lambda: self.book(link, start), self.rules.bookings.dice
        )

    async def see(self, path: str, **headers: str) -> Reading:
        """What a browser shows at an address."""
        return Reading(await self.client.get(path, headers=BROWSER | headers))

    async def picked(
        self, link: str, start: datetime | None = None, event_type: str = "Support call"
    ) -> Reading:
        """The step after a time was picked, of Wednesday at 10:00 in Madrid, without the steps before it."""
        start = (start or madrid(10)).astimezone(UTC)
        step = urlencode({"event_type": self.event_type(event_type), "start": start.isoformat()})
        return await self.see(f"{link}{'&' if '?' in link else '?'}{step}")

    async def see_form(self, page: Reading, button: str) -> Reading:
        """Press a button that leads on."""
        form = page.form(button)
        return Reading(await self.client.get(form.action, params=form.pressed(button), headers=BROWSER))

    async def post_form(self, page: Reading, button: str, **typed: str) -> Reading:
        """Fill in the form of this button, press it, and go where it leads."""
        form = page.form(button)
        answer = await self.send(form.action, form.filled(**typed))
        return await self.see(answer.headers["location"]) if answer.status_code == 303 else Reading(answer)

    async def send(self, path: str, fields: Mapping[str, str], **headers: str) -> httpx2.Response:
        """Post a form as a browser does, and do not follow where it leads."""
        return await self.client.post(path, data=dict(fields), headers=BROWSER | headers)

    async def post_json(self, path: str, body: object) -> httpx2.Response:
        return await self.client.post(path, json=body, headers=SCRIPT)

    def event_type(self, name: str = "Support call") -> str:
        return str(self.ids[EventType, name])

    def body(self, start: datetime | None = None, **more: str) -> dict[str, str]:
        """What a script sends to book Wednesday at 10:00 in Madrid."""
        start = start or madrid(10)
        return {
            "event_type": self.event_type(),
            "start": start.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "time_zone": "Europe/Madrid",
            "name": DANA.name,
            "email": DANA.email,
        } | more

    async def book(self, path: str, start: datetime | None = None) -> str:
        """Book, and return the address of the Customer's own booking without its host."""
        answer = await self.post_json(f"{bare(path)}/book", self.body(start))
        assert answer.status_code == 201, answer.text
        return str(answer.json()["manage_url"]).removeprefix(self.links.base_url)

    async def revoke_newest(self) -> None:
        newest, *_ = await self.links.list(self.operator, self.now)
        await self.links.revoke(self.operator, newest.id, self.now)

    async def change_page(self, **values: object) -> None:
        async with self.database.writing() as session:
            await session.execute(update(MasterPage).where(MasterPage.link == "support").values(**values))

    async def move_to(self, location: str) -> None:
        async with self.database.writing() as session:
            await session.execute(update(BookingPage).values(location=location))

    async def all_links(self) -> Sequence[OneTimeLink]:
        async with self.database.reading() as session:
            return (await session.scalars(select(OneTimeLink).order_by(OneTimeLink.id))).all()

    async def all_bookings(self) -> Sequence[Booking]:
        async with self.database.reading() as session:
            return (await session.scalars(select(Booking).order_by(Booking.id))).all()

    async def change_bookings(self, **values: object) -> None:
        async with self.database.writing() as session:
            await session.execute(update(Booking).values(**values))

    async def change_event_types(self, **values: object) -> None:
        async with self.database.writing() as session:
            await session.execute(update(EventType).values(**values))

    async def user_asks_for_another_time(self, reason: str = "") -> None:
        """For the one booking that there is."""
        [booking] = await self.all_bookings()
        await self.rules.changes.request_reschedule(self.operator, booking.id, reason, self.now)

    async def user_cancels(self, reason: str = "") -> None:
        """The one booking that there is."""
        [booking] = await self.all_bookings()
        await self.rules.changes.cancel_as(self.operator, booking.id, reason, self.now)

    async def told(self) -> list[str]:
        """What a link's thread, or a mailbox, is to hear, in order."""
        async with self.database.reading() as session:
            found = (await session.scalars(select(Notice).order_by(Notice.id))).all()
        return [each.payload["event"] for each in found if each.kind in (notices.TOLD, notices.LETTER)]

    async def everything(self) -> dict[str, list[str]]:
        """All rows there are: equal before and after, nothing was changed."""
        return await contents(self.database)


@asynccontextmanager
async def opened_site(
    database: Database, now: datetime, company: str, base_url: str = BASE_URL, *, mails: bool = False
) -> AsyncIterator[Site]:
    there = await settled(database, now, company)
    tokens = Tokens((b"a key for tests",))
    rules = Services.on(database, tokens, base_url)
    rules = replace(rules, bookings=Bookings(database, tokens, dice=Random(1)))
    present = Present(now)
    sender = SENDER if mails else None
    app = Starlette(routes=web.routes(rules, base_url, present, sender))
    async with client_at("192.0.2.1", app, base_url) as client:
        yield Site(database, there.workspace_id, there.ids, present, rules, app, client)


def mailing(site: Site) -> Site:
    """The same site where mail is sent."""
    app = Starlette(routes=web.routes(site.rules, site.links.base_url, site.present, SENDER))
    return replace(site, app=app, client=client_at("192.0.2.2", app, site.links.base_url))


def client_at(address: str, app: Starlette, base_url: str = BASE_URL) -> httpx2.AsyncClient:
    """Somebody who calls from that IP address."""
    transport = httpx2.ASGITransport(app, client=(address, 50_000))
    # Nothing is packed, only to be unpacked again: test_look.py says how much a page weighs.
    return httpx2.AsyncClient(transport=transport, base_url=base_url, headers={"Accept-Encoding": "identity"})


def bare(path: str) -> str:
    return path.partition("?")[0]


def madrid(hour: int, minute: int = 0, day: date = WEDNESDAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=MADRID)
