"""Somebody who knows the Public links of the desk's company, for tests of general links."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from bot.scheduling.booking_details import BookingRequest
from bot.scheduling.bookings import Booked, Bookings
from bot.scheduling.customers import Customer
from bot.scheduling.entrances import general_link
from bot.scheduling.errors import (
    Refusal,
)
from bot.scheduling.offers import Offer, Offers, OpenTime
from bot.scheduling.setup_file import SetUp
from storage.models import BookingPage, MasterPage
from tests.looking import open_times
from tests.scheduling.desk import DANA, MADRID, WEDNESDAY, Desk
from tests.stories import done, done_by_dice

TEN = "2026-12-02T10:00"
HALF_PAST = "2026-12-02T10:30"


class Visitor:
    """Somebody at the desk who knows the Public links: ``support`` is Dynamic, ``sales`` is Static."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.offers: Offers = desk.offers.through(general_link)
        self.bookings: Bookings = desk.bookings.through(general_link)

    async def offer(self, link: str = "sales") -> Offer:
        return await self.offers.of_link(link, self.desk.now)

    async def open_times(
        self, link: str = "sales", day: date = WEDNESDAY, event_type: str = "Support call"
    ) -> list[OpenTime]:
        event_type_id = await self.desk.event_type(event_type)
        return await open_times(self.offers, link, event_type_id, day, day, MADRID, self.desk.now)

    async def times(self, link: str = "sales", day: date = WEDNESDAY) -> dict[str, list[str]]:
        """Who is free when, as Madrid sees it."""
        return {
            f"{time.start.astimezone(MADRID):%H:%M}": [each.name for each in time.booking_pages]
            for time in await self.open_times(link, day)
        }

    async def request(
        self,
        whom: str | None = "ana",
        start: str = TEN,
        customer: Customer | None = DANA,
        request_id: str | None = None,
    ) -> BookingRequest:
        request = await self.desk.request(start, customer=customer, request_id=request_id)
        return replace(request, booking_page_id=await self.page_id(whom) if whom else None)

    async def page_id(self, link: str) -> UUID:
        return await self.desk.id_of(BookingPage, link)

    async def book(self, whom: str | None = "ana", start: str = TEN, link: str = "sales") -> Booked:
        return await self.bookings.book(link, await self.request(whom, start), self.desk.now)

    async def booked(self, whom: str | None = "ana", start: str = TEN, link: str = "sales") -> Booked:
        """As what a test begins with."""
        return await done_by_dice(
            self.desk.database,
            ("booked", whom, start, link, self.desk.now),
            lambda: self.book(whom, start, link),
            self.bookings.dice,
        )

    async def change_page(self, link: str = "sales", **values: object) -> None:
        await self.desk.change(MasterPage, MasterPage.link == link, **values)

    async def set_up(self, company: str) -> None:
        set_up, workspace_id, now = SetUp(self.desk.database), self.desk.workspace_id, self.desk.now
        await done(self.desk.database, (company, now), lambda: set_up.load(workspace_id, company, now))


def names(booked: Booked) -> list[str]:
    return [provider.name for provider in booked.booking.providers]


async def race(visitor: Visitor, attempts: Sequence[tuple[str, BookingRequest]]) -> list[Booked | Refusal]:
    """Make each request at its Public link at the same moment, half of them as another process does."""
    desk = visitor.desk
    async with desk.beside() as beside:
        doors = [each.bookings.through(general_link) for each in (desk, beside)]
        return await asyncio.gather(
            *(
                _outcome(doors[number % 2], link, request, desk.now)
                for number, (link, request) in enumerate(attempts)
            )
        )


async def _outcome(bookings: Bookings, link: str, request: BookingRequest, now: datetime) -> Booked | Refusal:
    try:
        return await bookings.book(link, request, now)
    except Refusal as refusal:
        return refusal
