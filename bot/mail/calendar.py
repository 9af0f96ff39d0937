"""A booking as a calendar object: published as a file, or sent to everybody who meets (RFC 5545, 5546)."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from icalendar import Calendar, Event, vCalAddress

from bot.languages import Wording
from bot.scheduling.booking_views import BookingView
from bot.scheduling.sentences import Sentence
from storage.models import BookingStatus

CALENDAR_TYPE = "text/calendar; method=PUBLISH; charset=utf-8"
NOBODY = "invalid:nomail"
"""A published event has to name its organizer (RFC 5546, 3.2.1), also where no mail is sent."""
ADDRESS_MARKS = "@!$'*+-=_~."
"""What an address may hold that means nothing in a URL."""


@dataclass(frozen=True)
class Invitation:
    """A calendar object to be sent, and its method: ``REQUEST`` or ``CANCEL``."""

    method: str
    content: bytes


def calendar_file(
    booking: BookingView, wording: Wording, manage_url: str, now: datetime, sender: str | None = None
) -> bytes:
    """The booking as it stands, for its Customer to add to any calendar. ``sender`` is whom mail comes from.

    It is published rather than sent as an invitation: nobody has to answer it. The same booking always has
    the same UID, so that adding it again replaces what was there; SEQUENCE tells which is newer.
    """
    event = _event(booking, now)
    _tell_customer(event, booking, wording, manage_url)
    event.add("organizer", _person(_mailto(sender) if sender else NOBODY, booking.providers[0].name))
    return _calendar("PUBLISH", event)


def invitation_of_customer(
    booking: BookingView, sender: str, wording: Wording, manage_url: str, now: datetime
) -> Invitation:
    """For the Customer's calendar, with the way to the booking's own page."""
    event = _event(booking, now)
    _tell_customer(event, booking, wording, manage_url)
    return _invitation(booking, event, sender)


def invitation_of_provider(booking: BookingView, sender: str, now: datetime) -> Invitation:
    """For the calendar of a provider, who never gets the Customer's own page."""
    event = _event(booking, now)
    event.add("summary", f"{booking.event_type} · {booking.customer.name}")
    event.add("description", f"{booking.customer.name}, {booking.customer.email}")
    return _invitation(booking, event, sender)


def _invitation(booking: BookingView, event: Event, sender: str) -> Invitation:
    """Organized by ``sender``, whom the letter comes from, in the name of the Primary team member.

    So every provider is an attendee like the Customer, and calendars, which leave out what their own owner
    organizes, take it in. All have agreed already: nobody is asked to answer.
    """
    event.add("organizer", _person(_mailto(sender), booking.providers[0].name))
    people = [(provider.email, provider.name) for provider in booking.providers if provider.email]
    for email, name in [(booking.customer.email, booking.customer.name), *people]:
        attendee = _person(_mailto(email), name)
        attendee.params |= {"cutype": "INDIVIDUAL", "role": "REQ-PARTICIPANT"}
        attendee.params |= {"partstat": "ACCEPTED", "rsvp": "FALSE"}
        event.add("attendee", attendee)
    method = "CANCEL" if booking.status == BookingStatus.CANCELLED else "REQUEST"
    return Invitation(method, _calendar(method, event))


def _calendar(method: str, event: Event) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//onetime//onetime//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _event(booking: BookingView, now: datetime) -> Event:
    """In UTC, which every calendar shows in its owner's own zone."""
    event = Event()
    event.add("uid", f"{booking.id}@onetime")
    event.add("sequence", booking.sequence)
    event.add("dtstamp", now)
    event.add("created", booking.created_at)
    event.add("dtstart", booking.starts)
    event.add("dtend", booking.ends)
    event.add("status", "CANCELLED" if booking.status == BookingStatus.CANCELLED else "CONFIRMED")
    if booking.location:
        event.add("location", booking.location)
    return event


def _tell_customer(event: Event, booking: BookingView, wording: Wording, manage_url: str) -> None:
    names = wording.all_of(provider.name for provider in booking.providers)
    told = [Sentence("With {names}.", names=names), Sentence("Your booking: {address}", address=manage_url)]
    event.add("summary", f"{booking.event_type} · {booking.page_name}")
    event.add("description", "\n".join(map(wording.said, told)))
    event.add("url", manage_url)


def _person(address: str, name: str) -> vCalAddress:
    person = vCalAddress(address)
    person.params["cn"] = name
    return person


def _mailto(email: str) -> str:
    return f"mailto:{quote(email, safe=ADDRESS_MARKS)}"
