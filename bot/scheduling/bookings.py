"""Booking: one transaction decides who gets what."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random, SystemRandom

import structlog
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.scheduling import activity, availability, notices, offering
from bot.scheduling.assignment import Method
from bot.scheduling.booking_details import NOT_A_START, BookingRequest, Details, checked
from bot.scheduling.booking_views import BookingView, view_of
from bot.scheduling.busy import BookedTimes, BusySource
from bot.scheduling.entrances import Door, Entrance, one_time_link
from bot.scheduling.errors import BookedBefore, Invalid, NotFound, Refusal, SlotTaken
from bot.scheduling.serving import Chosen, Serving
from bot.scheduling.tokens import Tokens, digest
from storage import bookings
from storage.bookings import FullBooking
from storage.database import Database
from storage.models import (
    Booking,
    BookingPage,
    BookingStatus,
    EventType,
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
    """Makes bookings by links of the kind that ``door`` knows, and finds all bookings for their Customers."""

    def __init__(
        self,
        database: Database,
        tokens: Tokens,
        sources: Sequence[BusySource] = (BookedTimes(),),
        dice: Random | None = None,
        door: Door = one_time_link,
    ) -> None:
        self.database = database
        self.tokens = tokens
        self.sources = sources
        self.dice = dice or SystemRandom()
        self.door = door

    def through(self, door: Door) -> "Bookings":
        """The same for those who hold the other kind of link."""
        return Bookings(self.database, self.tokens, self.sources, self.dice, door)

    async def book(self, address: str, request: BookingRequest, now: datetime) -> Booked:
        """Book one meeting, and spend a one-time link with it, both or neither.

        ``address`` is the token, or the Public link, that the link ends in. The same request again finds its
        booking. Raises ``NotFound``; ``LinkSpent``, ``LinkExpired``, ``LinkRevoked``, ``LinkSuspended`` for a
        one-time link, ``NotAccepting`` for a general one; ``Invalid`` for what was typed and for a start that
        is never offered; ``SlotTaken`` where nobody is left for it, or not whom the Customer picked;
        ``BookedBefore`` where the visit to a general link has booked already, for another address.
        """
        # Looked up without the right to write, so that guessing links never keeps bookings waiting.
        if made := await self._made_by(address, request):
            return made
        with backstop():
            try:
                async with self.database.writing() as session:
                    return await self._book(session, address, request, now)
            except (Refusal, IntegrityError):
                # The same request may have been served beside this one, and have been first.
                if made := await self._made_by(address, request):
                    return made
                raise

    async def view(self, manage_token: str) -> BookingView:
        """The booking behind a manage token. Raises ``NotFound``."""
        async with self.database.reading() as session:
            booking = await bookings.by_digest(session, digest(manage_token))
            if booking is None:
                raise NotFound
            return view_of(await bookings.in_full(session, booking))

    async def _made_by(self, address: str, request: BookingRequest) -> Booked | None:
        return await self.made_by(address, request.request_id, request.details, request.email)

    async def made_by(
        self, address: str, request_id: str | None, details: str = "", email: str | None = None
    ) -> Booked | None:
        """What the request of this id has booked, if it has. Raises ``NotFound`` for a link that is none.

        By a general link ``details`` have to be those of the request, unless our own pages made its id. Then
        another ``email`` than that of the booking raises ``BookedBefore``.
        """
        async with self.database.reading() as session:
            entrance = await self.door(session, address)
            if request_id is None:
                return None
            sent = entrance.digest(request_id, details)
            booking = await bookings.by_request(session, entrance.page, sent)
            if booking is None:
                return None
            if not entrance.may_see(booking, email):
                raise BookedBefore
            return self._booked(await bookings.in_full(session, booking))

    async def _book(
        self, session: AsyncSession, address: str, request: BookingRequest, now: datetime
    ) -> Booked:
        entrance = await self.door(session, address)
        page = entrance.page
        await entrance.claim(session, now)
        # From here on a one-time link is spent, unless something below raises and gives it back.
        event_type = offering.one_of(await offering.event_types(session, page), request.event_type_id)
        asked = await offering.serving(session, page, event_type, self.sources)
        details = checked(request, event_type, entrance.customer, asked.to_pick)
        asked = asked.picking(request.booking_page_id)
        await bookings.lock_providers(session, page.workspace_id, list(asked.pages))
        chosen = await self._choose(session, asked, details.start, now)
        booking = self._booking(event_type, entrance, details, chosen[0].page, now)
        if request.request_id is not None:
            booking.request_digest = entrance.digest(request.request_id, request.details)
        await _keep(session, booking, event_type, chosen)
        providers = [each.page for each in chosen]
        made = FullBooking(booking, event_type, page, entrance.link, providers)
        activity.record_booking(session, "booked", made, activity.CUSTOMER, now)
        notices.happened(session, made, notices.BOOKED, now)
        return self._booked(made)

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
        self, event_type: EventType, entrance: Entrance, details: Details, primary: BookingPage, now: datetime
    ) -> Booking:
        token, link = self.tokens.new(), entrance.link
        starts = availability.instant_of(details.start)
        return Booking(
            workspace_id=event_type.workspace_id,
            id=new_id(),
            event_type_id=event_type.id,
            master_page_id=entrance.page.id,
            link_id=link.id if link else None,
            seed=token.seed,
            digest=token.digest,
            status=BookingStatus.SCHEDULED,
            sequence=0,
            starts=starts,
            ends=starts + timedelta(minutes=event_type.minutes),
            customer_name=details.customer.name,
            customer_email=details.customer.email,
            customer_time_zone=details.time_zone,
            customer_language=details.language,
            answers=details.answers,
            policy=event_type.policy,
            location=primary.location,
            created_at=now,
        )

    def _booked(self, made: FullBooking) -> Booked:
        return Booked(view_of(made), self.tokens.again(made.booking.seed, made.booking.digest))


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
    is_shared = event_type.capacity != 1
    for position, each in enumerate(chosen):
        place = await bookings.free_place(session, booking, each.page.id) if is_shared else 0
        part = Participant(
            workspace_id=booking.workspace_id,
            booking_id=booking.id,
            page_id=each.page.id,
            position=position,
            pool_id=each.pool_id,
            event_type_id=event_type.id,
            place=place,
            starts=booking.starts,
            ends=booking.ends,
            buffer_before=event_type.buffer_before,
            buffer_after=event_type.buffer_after,
        )
        session.add(part)
        # Whom Customers pick themselves, no pool owes anything for it.
        if each.method != Method.PICKED:
            rotating = each.method == Method.ROUND_ROBIN
            await bookings.take_turn(session, booking, each.page.id, rotating=rotating)
    await session.flush()
