"""A support desk for tests: the services, a cast of people, and short ways to do the usual things."""

from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Self
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import ColumnElement, select, update

from bot.scheduling import notices
from bot.scheduling.booking_details import BookingRequest
from bot.scheduling.booking_views import BookingView
from bot.scheduling.bookings import Booked, Bookings
from bot.scheduling.busy import BookedTimes, BusySource
from bot.scheduling.changes import BookingChanges, Move
from bot.scheduling.customers import Customer
from bot.scheduling.errors import Refusal
from bot.scheduling.links import LIFETIME, IssuedLink, LinkRequest, Links, Origin
from bot.scheduling.new_time_requests import NewTimeRequests
from bot.scheduling.offers import Offers
from bot.scheduling.outbox import Outbox
from bot.scheduling.own_bookings import OwnBookings
from bot.scheduling.people import People, Person
from bot.scheduling.suspensions import Suspensions
from bot.scheduling.tokens import Tokens
from storage.database import Database
from storage.models import (
    Activity,
    Base,
    Booking,
    EventType,
    MasterPage,
    Notice,
    OneTimeLink,
    Role,
    RuleType,
    User,
)
from tests.company import SMALL_COMPANY, Ids, Named, ids_in, settled
from tests.databases import beside
from tests.delivering import deliver_due
from tests.looking import open_times
from tests.rows import contents
from tests.stories import done, done_by_dice, found

MADRID = ZoneInfo("Europe/Madrid")
DANA = Customer("Dana Smith", "dana@customer.example")
THREAD = Origin("C0SUPPORT", "1764579600.000100")
TUESDAY = date(2026, 12, 1)
WEDNESDAY = date(2026, 12, 2)


@dataclass
class Desk:
    """Ada is an Administrator, Max and Mia are Members; the company is ``tests.company``'s."""

    database: Database
    workspace_id: UUID
    now: datetime
    links: Links
    offers: Offers
    bookings: Bookings
    changes: BookingChanges
    own_bookings: OwnBookings
    new_times: NewTimeRequests
    ids: Ids = field(default_factory=dict)
    """Of all that was there when somebody asked for it."""
    _token: str | None = None

    @classmethod
    def of(
        cls,
        database: Database,
        workspace_id: UUID,
        now: datetime,
        sources: Sequence[BusySource] = (BookedTimes(),),
    ) -> Self:
        tokens = Tokens((b"a key for tests",))
        return cls(
            database,
            workspace_id,
            now,
            Links(database, tokens, "https://book.example"),
            Offers(database, sources),
            Bookings(database, tokens, sources, Random(1)),
            BookingChanges(database, sources, Random(1)),
            OwnBookings(database, sources),
            NewTimeRequests(database, sources),
        )

    @classmethod
    async def opened(cls, database: Database, now: datetime, company: str = SMALL_COMPANY) -> Self:
        """A desk at a company that is settled in an empty database for it."""
        there = await settled(database, now, company)
        desk = cls.of(database, there.workspace_id, now)
        desk.ids = dict(there.ids)
        return desk

    @asynccontextmanager
    async def beside(self) -> AsyncIterator["Desk"]:
        """The same desk with connections of its own, as another process has them. It is connected already."""
        desk = Desk.of(beside(self.database), self.workspace_id, self.now)
        await desk.page()
        yield desk

    @property
    def ada(self) -> Person:
        return Person(self.workspace_id, "U0ADMIN")

    async def member(self, user_id: str, role: Role | None = Role.MEMBER) -> Person:
        person, now = Person(self.workspace_id, user_id), self.now
        await done(
            self.database,
            (person, role, now),
            lambda: People(self.database).remember(person, user_id, role, now),
        )
        return person

    async def set_role(self, user_id: str, role: Role | None) -> None:
        async with self.database.writing() as session:
            await session.execute(update(User).where(User.id == user_id).values(role=role))

    async def page(self, link: str = "support") -> MasterPage:
        async with self.database.reading() as session:
            found = await session.scalars(select(MasterPage).where(MasterPage.link == link))
            return found.one()

    async def page_id(self, link: str = "support") -> UUID:
        return await self.id_of(MasterPage, link)

    async def event_type(self, name: str = "Support call") -> UUID:
        return await self.id_of(EventType, name)

    async def id_of(self, kind: type[Named], name: str) -> UUID:
        """By its name or else its Public link."""
        if (kind, name) not in self.ids:
            self.ids |= await ids_in(self.database)
        return self.ids[kind, name]

    async def issue(
        self,
        by: Person | None = None,
        customer: Customer | None = None,
        origin: Origin | None = THREAD,
        lifetime: timedelta = LIFETIME,
        request_key: str | None = None,
    ) -> IssuedLink:
        page_id = await self.id_of(MasterPage, "support")
        request = LinkRequest(page_id, customer, lifetime, origin, request_key)
        who, now = by or self.ada, self.now
        return await done(self.database, (who, request, now), lambda: self.links.issue(who, request, now))

    async def token_to_look(self) -> str:
        """Of a link that nobody spends: always the same one."""
        if self._token is None:
            self._token = token_of((await self.issue()).url)
        return self._token

    async def times(self, token: str, first: date, last: date | None = None) -> list[str]:
        """The open times of Support calls as Madrid sees them."""
        found = await open_times(
            self.offers, token, await self.event_type(), first, last or first, MADRID, self.now
        )
        return [f"{time.start.astimezone(MADRID):%d %H:%M}" for time in found]

    async def request(
        self,
        start: str = "2026-12-02T10:00",
        event_type: str = "Support call",
        customer: Customer | None = DANA,
        request_id: str | None = None,
    ) -> BookingRequest:
        """A Customer in Madrid asks for a time on the Madrid clock."""
        return BookingRequest(
            await self.event_type(event_type),
            datetime.fromisoformat(start).replace(tzinfo=MADRID).astimezone(UTC),
            "Europe/Madrid",
            customer.name if customer else None,
            customer.email if customer else None,
            request_id=request_id,
        )

    async def booked(
        self,
        start: str = "2026-12-02T10:00",
        event_type: str = "Support call",
        customer: Customer = DANA,
        by: Person | None = None,
    ) -> Booked:
        """A meeting, made through a link of its own."""
        return await self.booked_by((await self.issue(by)).url, start, event_type, customer)

    async def booked_by(
        self,
        url: str,
        start: str = "2026-12-02T10:00",
        event_type: str = "Support call",
        customer: Customer = DANA,
    ) -> Booked:
        """A meeting, made through that link."""
        request, now = await self.request(start, event_type, customer), self.now
        return await done_by_dice(
            self.database,
            (url, start, event_type, customer, now, tuple(self.bookings.sources)),
            lambda: self.bookings.book(token_of(url), request, now),
            self.bookings.dice,
        )

    async def book(self, url: str, start: str = "2026-12-02T10:00") -> Booked:
        return await self.bookings.book(token_of(url), await self.request(start), self.now)

    async def move(self, manage_token: str, start: str) -> BookingView:
        """The Customer, in Madrid, moves a booking to a time on the Madrid clock."""
        moment = datetime.fromisoformat(start).replace(tzinfo=MADRID)
        return await self.changes.reschedule(manage_token, Move(moment, "Europe/Madrid"), self.now)

    async def cancelled(self, booked: Booked) -> BookingView:
        """Its Customer cancels that meeting."""
        token, now = booked.manage_token, self.now
        return await done(
            self.database, ("cancelled", token, now), lambda: self.changes.cancel(token, "", now)
        )

    async def moved(self, booked: Booked, start: str = "2026-12-09T12:00") -> BookingView:
        """Its Customer moves that meeting."""
        token = booked.manage_token
        return await done_by_dice(
            self.database,
            ("moved", token, start, self.now, tuple(self.changes.sources)),
            lambda: self.move(token, start),
            self.changes.dice,
        )

    async def asked_for_another_time(self, booked: Booked) -> BookingView:
        """Ada asks the Customer of that meeting to pick again."""
        booking_id, now = booked.booking.id, self.now
        return await done(
            self.database,
            ("another time", booking_id, now),
            lambda: self.changes.request_reschedule(self.ada, booking_id, "Ana is ill", now),
        )

    async def revoked(self, link: IssuedLink) -> None:
        now = self.now
        await done(self.database, ("revoked", link, now), lambda: self.links.revoke(self.ada, link.id, now))

    async def change_event_type(self, name: str = "Support call", **values: object) -> None:
        await self.change(EventType, EventType.name == name, **values)

    async def change_policies(self, **policy: object) -> None:
        """As if the bookings that there are had been made under it."""
        await self.change(Booking, policy=policy)

    async def change_page(self, **values: object) -> None:
        await self.change(MasterPage, MasterPage.link == "support", **values)

    async def change(self, kind: type[Base], *which: ColumnElement[bool], **values: object) -> None:
        """Behind the back of the services."""
        told = tuple(str(each.compile(compile_kwargs={"literal_binds": True})) for each in which)

        async def change() -> None:
            async with self.database.writing() as session:
                await session.execute(update(kind).where(*which).values(**values))

        await done(self.database, ("changed", kind, told, str(values)), change)

    async def make_static(self) -> None:
        await self.change_page(rule_type=RuleType.STATIC)

    async def link(self, link_id: UUID) -> OneTimeLink:
        async with self.database.reading() as session:
            return (await session.scalars(select(OneTimeLink).where(OneTimeLink.id == link_id))).one()

    async def all_bookings(self) -> list[Booking]:
        async with self.database.reading() as session:
            return list((await session.scalars(select(Booking).order_by(Booking.id))).all())

    async def everything(self) -> dict[str, list[str]]:
        """All rows there are: equal before and after, nothing was changed."""
        return await found(self.database, "everything", lambda: contents(self.database))

    async def notices(self) -> list[tuple[str, str | None]]:
        """What Slack is to hear."""
        return await done(self.database, ("heard", self.now), self._notices)

    async def _notices(self) -> list[tuple[str, str | None]]:
        within = {notices.PAGE_TURNED: Suspensions(self.database)}
        await deliver_due(Outbox(self.database, within, lambda: self.now))
        slack = (notices.CARD, notices.URL, notices.TOLD)
        return [(each.kind, each.payload.get("event")) for each in await self.outbox() if each.kind in slack]

    async def outbox(self) -> list[Notice]:
        async with self.database.reading() as session:
            return list((await session.scalars(select(Notice).order_by(Notice.id))).all())

    async def deeds(self) -> list[tuple[str, str, str]]:
        return await found(self.database, "deeds", self._deeds)

    async def _deeds(self) -> list[tuple[str, str, str]]:
        async with self.database.reading() as session:
            found = (await session.scalars(select(Activity).order_by(Activity.id))).all()
        return [(line.actor, line.deed, line.subject) for line in found]


async def refuses(desk: Desk, change: Awaitable[object], refusal: type[Refusal]) -> Refusal:
    """The change is refused, and everything is as it was before."""
    before = await desk.everything()
    with pytest.raises(refusal) as refused:
        await change
    assert await desk.everything() == before
    return refused.value


def token_of(url: str) -> str:
    return url.rpartition("/")[2].partition("?")[0]
