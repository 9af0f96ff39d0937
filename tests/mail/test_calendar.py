"""A booking as a calendar file."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from icalendar import Calendar, Event

from bot.mail.calendar import calendar_file
from bot.scheduling.booking_views import BookingView, Provider
from bot.scheduling.customers import Customer
from storage.models import BookingStatus

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
URL = "https://book.example/b/token"
BOOKING = BookingView(
    id=UUID("01a204f2-0942-738a-9de6-0e60cf200000"),
    event_type="Support call",
    minutes=30,
    page_name="Acme Support",
    starts=datetime(2026, 12, 2, 9, tzinfo=UTC),
    ends=datetime(2026, 12, 2, 9, 30, tzinfo=UTC),
    time_zone="Europe/Madrid",
    status=BookingStatus.SCHEDULED,
    sequence=3,
    customer=Customer("Dana Novak", "dana@customer.example"),
    answers={},
    location="https://meet.example/ana",
    cancel_reason="",
    created_at=datetime(2026, 12, 1, 8, tzinfo=UTC),
    providers=(
        Provider("Ana Prieto", "U0ANA", "Europe/Madrid"),
        Provider("Ben Okafor", "U0BEN", "Europe/London"),
    ),
    corrected=False,
)


def event_of(booking: BookingView) -> Event:
    [event] = Calendar.from_ical(calendar_file(booking, URL, NOW)).events
    return event


def test_file_is_one_published_event_in_utc() -> None:
    lines = calendar_file(BOOKING, URL, NOW).decode().replace("\r\n ", "").split("\r\n")

    assert lines == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//onetime//onetime//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        "SUMMARY:Support call · Acme Support",
        "DTSTART:20261202T090000Z",
        "DTEND:20261202T093000Z",
        "DTSTAMP:20261201T090000Z",
        "UID:01a204f2-0942-738a-9de6-0e60cf200000@onetime",
        "SEQUENCE:3",
        "CREATED:20261201T080000Z",
        r"DESCRIPTION:With Ana Prieto and Ben Okafor.\nYour booking: https://book.example/b/token",
        "LOCATION:https://meet.example/ana",
        'ORGANIZER;CN="Ana Prieto":invalid:nomail',
        "STATUS:CONFIRMED",
        "URL:https://book.example/b/token",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_booking_keeps_its_uid_when_it_moves() -> None:
    moved = replace(BOOKING, starts=BOOKING.ends, sequence=4)

    assert (event_of(moved)["uid"], event_of(moved)["sequence"]) == (event_of(BOOKING)["uid"], 4)


@pytest.mark.parametrize(
    "hostile",
    [
        "Ana\r\nATTENDEE:mailto:x@evil.example",
        'Ana";X=1:mailto:x@evil.example',
        "Ana; DROP, \\n Prieto",
        "Ana 🎉 Пrieto",
        "x" * 500,
        "\u202eoteirP anA",
    ],
)
def test_hostile_names_add_nothing_to_the_file(hostile: str) -> None:
    provider = Provider(hostile, "U0ANA", "Europe/Madrid")
    booking = replace(BOOKING, event_type=hostile, location=hostile, providers=(provider,))

    names = [name for name, _ in event_of(booking).property_items()]

    assert names == [name for name, _ in event_of(BOOKING).property_items()]


def test_event_without_a_location_has_none() -> None:
    assert "location" not in event_of(replace(BOOKING, location=""))
