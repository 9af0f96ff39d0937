"""The Customer's own booking: its details and its calendar file."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response

from bot.languages import Reader
from bot.mail.calendar import CALENDAR_TYPE, calendar_file
from bot.scheduling.booking_views import BookingView
from bot.scheduling.bookings import Bookings
from bot.scheduling.offers import OpenTime
from bot.scheduling.sentences import Sentence
from bot.web.contexts import BookedPage, Frame
from bot.web.meetings import Hosts, meeting
from bot.web.negotiation import wording_of
from bot.web.templating import Views


@dataclass(frozen=True)
class ManagePages:
    """Everything under ``/b/{token}``."""

    bookings: Bookings
    views: Views
    base_url: str
    clock: Callable[[], datetime]

    async def page(self, request: Request) -> Response:
        """What was booked, in the time zone in which it was booked."""
        token = str(request.path_params["token"])
        booking = await self.bookings.view(token)
        reader = Reader(wording_of(request), ZoneInfo(booking.time_zone))
        return self.views.page(booked_page(booking, reader, f"/b/{token}/invite.ics"))

    async def calendar_file(self, request: Request) -> Response:
        """The meeting for the Customer's calendar."""
        token = str(request.path_params["token"])
        booking = await self.bookings.view(token)
        manage_url = f"{self.base_url}/b/{token}"
        content = calendar_file(booking, wording_of(request), manage_url, self.clock())
        headers = {"Content-Disposition": 'attachment; filename="invite.ics"'}
        return Response(content, media_type=CALENDAR_TYPE, headers=headers)


def booked_page(booking: BookingView, reader: Reader, calendar: str) -> BookedPage:
    return BookedPage(
        Frame(
            reader.wording,
            f"{reader.wording.said(Sentence('You are booked'))} · {booking.page_name}",
            booking.page_name,
        ),
        meeting=meeting(
            reader,
            booking.event_type,
            booking.minutes,
            OpenTime(booking.starts, booking.ends),
            Hosts((), [provider.time_zone for provider in booking.providers]),
        ),
        providers=reader.wording.all_of(provider.name for provider in booking.providers),
        location=booking.location,
        location_href=booking.location if _is_web_address(booking.location) else None,
        calendar_file=calendar,
    )


def _is_web_address(location: str) -> bool:
    """Only such a location becomes a link: other schemes could run scripts."""
    try:
        parts = urlsplit(location)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)
