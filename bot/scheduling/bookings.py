"""Booking: one transaction decides who gets what."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random, SystemRandom

import structlog
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.scheduling import activity, availability, notices
from bot.scheduling.activity import Deed
from bot.scheduling.assignment import Method
from bot.scheduling.booking_details import NOT_A_START, BookingRequest, Details, checked
from bot.scheduling.booking_views import BookingView, view_of
from bot.scheduling.busy import BookedTimes, BusySource
from bot.scheduling.errors import Invalid, LinkSpent, NotFound, SlotTaken
from bot.scheduling.link_views import check_usable, customer_of, link_of
from bot.scheduling.serving import Chosen, Serving, serving
from bot.scheduling.tokens import Tokens, digest
from storage import bookings, links
from storage.database import Database
from storage.models import (
    Booking,
    BookingPage,
    BookingStatus,
    EventType,
    MasterPage,
    OneTimeLink,
    Participant,
    new_id,
)

log = structlog.get_logger()


@dataclass(frozen=True)
class Booked:
    """A booking, and the token of the page on which its Customer finds it again."""

    booking: BookingView
    manage_token: str


class Bookings:
    """Makes bookings, and finds them for their Customers."""

    def __init__(
        self,
        database: Database,
        tokens: Tokens,
        sources: Sequence[BusySource] = (BookedTimes(),),
        dice: Random | None = None,
    ) -> None:
        self.database = database
        self.tokens = tokens
        self.sources = sources
        self.dice = dice or SystemRandom()

    async def book(self, token: str, request: BookingRequest, now: datetime) -> Booked:
        """Book one meeting and spend the link with it, both or neither.

        Raises ``NotFound``, ``LinkSpent``, ``LinkExpired``, ``LinkRevoked``, ``LinkSuspended``; ``Invalid``
        for what was typed and for a start that is never offered; ``SlotTaken`` where nobody is left for it.
        """
        # Looked up without the right to write, so that guessing tokens never keeps bookings waiting.
        async with self.database.reading() as session:
            await link_of(session, token)
        with backstop():
            async with self.database.writing() as session:
                return await self._book(session, token, request, now)

    async def view(self, manage_token: str) -> BookingView:
        """The booking behind a manage token. Raises ``NotFound``."""
        async with self.database.reading() as session:
            booking = await bookings.by_digest(session, digest(manage_token))
            if booking is None:
                raise NotFound
            return await view_of(session, booking)

    async def _book(
        self, session: AsyncSession, token: str, request: BookingRequest, now: datetime
    ) -> Booked:
        link, page = await link_of(session, token)
        if not await links.claim(session, link, now):
            return await self._came_second(session, link, page, request, now)
        # From here on the link is spent, unless something below raises and gives it back.
        asked = await serving(session, link.workspace_id, page.id, request.event_type_id, self.sources)
        details = checked(request, asked.event_type, customer_of(link))
        await bookings.lock_providers(session, link.workspace_id, list(asked.pages))
        chosen = await self._choose(session, asked, details.start, now)
        booking = self._booking(asked.event_type, link, details, chosen[0].page, now)
        booking.request_digest = request.digest(link.id)
        await _keep(session, booking, asked.event_type, chosen)
        deed = Deed("booked", "booking", booking.id)
        activity.record(session, booking.workspace_id, activity.CUSTOMER, deed, now)
        await notices.happened(session, booking, link, notices.BOOKED, now)
        return await self._booked(session, booking)

    async def _came_second(
        self,
        session: AsyncSession,
        link: OneTimeLink,
        page: MasterPage,
        request: BookingRequest,
        now: datetime,
    ) -> Booked:
        """The claim failed: tell why, or find what this very request booked when it was sent before."""
        await session.refresh(link)
        await session.refresh(page)
        booking = await bookings.of_link(session, link.workspace_id, link.id)
        if booking and booking.request_digest and booking.request_digest == request.digest(link.id):
            return await self._booked(session, booking)
        check_usable(link, page, now)
        raise LinkSpent

    async def _choose(
        self, session: AsyncSession, asked: Serving, start: int, now: datetime
    ) -> tuple[Chosen, ...]:
        chosen = await asked.choose(session, start, now, self.dice)
        if chosen is not None:
            return chosen
        if asked.is_offered_when_free(start, now, self.dice):
            raise SlotTaken
        raise Invalid({"start": NOT_A_START})

    def _booking(
        self, event_type: EventType, link: OneTimeLink, details: Details, primary: BookingPage, now: datetime
    ) -> Booking:
        token = self.tokens.new()
        starts = availability.instant_of(details.start)
        return Booking(
            workspace_id=link.workspace_id,
            id=new_id(),
            event_type_id=event_type.id,
            master_page_id=link.master_page_id,
            link_id=link.id,
            seed=token.seed,
            digest=token.digest,
            status=BookingStatus.SCHEDULED,
            sequence=0,
            starts=starts,
            ends=starts + timedelta(minutes=event_type.minutes),
            customer_name=details.customer.name,
            customer_email=details.customer.email,
            customer_time_zone=details.time_zone,
            answers=details.answers,
            policy=event_type.policy,
            location=primary.location,
            created_at=now,
        )

    async def _booked(self, session: AsyncSession, booking: Booking) -> Booked:
        return Booked(await view_of(session, booking), self.tokens.again(booking.seed, booking.digest))


@contextmanager
def backstop() -> Iterator[None]:
    """The database's own word against double booking, told as ``SlotTaken``.

    The lock decides long before the constraints do. Should one fire, nobody is double-booked.
    """
    try:
        yield
    except IntegrityError as error:
        log.warning("booking_backstop_fired", error=str(error.orig))
        raise SlotTaken from error


async def _keep(
    session: AsyncSession, booking: Booking, event_type: EventType, chosen: tuple[Chosen, ...]
) -> None:
    session.add(booking)
    for position, each in enumerate(chosen):
        part = Participant(
            workspace_id=booking.workspace_id,
            booking_id=booking.id,
            page_id=each.page.id,
            position=position,
            pool_id=each.pool_id,
            event_type_id=event_type.id,
            place=await bookings.free_place(session, booking, each.page.id),
            starts=booking.starts,
            ends=booking.ends,
            buffer_before=event_type.buffer_before,
            buffer_after=event_type.buffer_after,
        )
        session.add(part)
        rotating = each.method == Method.ROUND_ROBIN
        await bookings.take_turn(session, booking, each.page.id, rotating=rotating)
    await session.flush()
