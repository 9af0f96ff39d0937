"""A booking as both doors show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from bot.scheduling.customers import Customer
from bot.scheduling.permissions import awaits_new_time
from storage.bookings import FullBooking
from storage.models import Booking, BookingPage, BookingStatus, MasterPage


@dataclass(frozen=True)
class Provider:
    """Who meets the Customer: the Booking page's name, its owner's Slack user id, its time zone and address.

    Who has no address gets no mail.
    """

    name: str
    owner_id: str
    time_zone: str
    email: str = ""


@dataclass(frozen=True)
class BookingView:
    """One meeting. Times are aware and in UTC; ``time_zone`` is the Customer's."""

    id: UUID
    event_type: str
    minutes: int
    page_name: str
    starts: datetime
    ends: datetime
    time_zone: str
    status: BookingStatus
    sequence: int
    customer: Customer
    answers: Mapping[str, str]
    location: str
    cancel_reason: str
    created_at: datetime
    providers: tuple[Provider, ...]
    """The Primary team member first."""
    corrected: bool
    """Did the Customer correct what the maker of a personalized link had typed?"""
    cancelled_by: str | None = None
    """Who cancelled, named as in the activity."""
    awaits_new_time: bool = False
    """Did a User cancel it in order to have the Customer pick again?"""


def view_of(found: FullBooking) -> BookingView:
    booking, link = found.booking, found.link
    customer = Customer(booking.customer_name, booking.customer_email)
    typed = Customer(link.customer_name or "", link.customer_email or "") if link else None
    return BookingView(
        id=booking.id,
        event_type=found.event_type.name,
        minutes=(booking.ends - booking.starts) // timedelta(minutes=1),
        page_name=found.page.name,
        starts=booking.starts,
        ends=booking.ends,
        time_zone=booking.customer_time_zone,
        status=booking.status,
        sequence=booking.sequence,
        customer=customer,
        answers=booking.answers,
        location=booking.location,
        cancel_reason=booking.cancel_reason or "",
        created_at=booking.created_at,
        providers=_providers(found.providers),
        corrected=link is not None and link.is_personalized and customer != typed,
        cancelled_by=booking.cancelled_by,
        awaits_new_time=awaits_new_time(booking),
    )


def public_link_of(booking: Booking, page: MasterPage) -> str | None:
    """The Public link by which it was booked, if it was, and if there still is such a page."""
    return None if booking.link_id or page.retired_at else page.link


def _providers(pages: Sequence[BookingPage]) -> tuple[Provider, ...]:
    return tuple(Provider(page.name, page.owner_id, page.time_zone, page.email) for page in pages)
