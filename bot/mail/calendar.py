"""The calendar file of a booking (RFC 5545), for the Customer to add to any calendar."""

from datetime import datetime

from icalendar import Calendar, Event, vCalAddress

from bot.scheduling.booking_views import BookingView

CALENDAR_TYPE = "text/calendar; method=PUBLISH; charset=utf-8"


def calendar_file(booking: BookingView, manage_url: str, now: datetime) -> bytes:
    """The booking as one event, in UTC, which every calendar shows in its owner's own zone.

    It is published rather than sent as an invitation: nobody has to answer it. The same booking always has
    the same UID, so that adding it again replaces what was there; SEQUENCE tells which is newer.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//onetime//onetime//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(_event(booking, manage_url, now))
    content: bytes = calendar.to_ical()
    return content


def _event(booking: BookingView, manage_url: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"{booking.id}@onetime")
    event.add("sequence", booking.sequence)
    event.add("dtstamp", now)
    event.add("created", booking.created_at)
    event.add("dtstart", booking.starts)
    event.add("dtend", booking.ends)
    event.add("summary", f"{booking.event_type} · {booking.page_name}")
    event.add("description", f"With {_names(booking)}.\nYour booking: {manage_url}")
    event.add("url", manage_url)
    event.add("status", "CONFIRMED")
    event.add("organizer", _organizer(booking))
    if booking.location:
        event.add("location", booking.location)
    return event


def _organizer(booking: BookingView) -> vCalAddress:
    """A published event has to name its organizer (RFC 5546, 3.2.1). Of providers no address is known."""
    organizer = vCalAddress("invalid:nomail")
    organizer.params["cn"] = booking.providers[0].name
    return organizer


def _names(booking: BookingView) -> str:
    return " and ".join(provider.name for provider in booking.providers)
