"""A booking as a calendar object, published and sent."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from icalendar import Calendar, Event, vCalAddress

from bot.languages import wording
from bot.mail.calendar import Invitation, calendar_file, invitation_of_customer, invitation_of_provider
from bot.scheduling import notices
from bot.scheduling.booking_views import BookingView, Provider
from bot.scheduling.customers import Customer
from bot.scheduling.news import News
from storage.models import BookingStatus

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)
SENDER = "bookings@example.com"
AGREED = "CUTYPE=INDIVIDUAL;PARTSTAT=ACCEPTED;ROLE=REQ-PARTICIPANT;RSVP=FALSE"
ENGLISH = wording("en")
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
        Provider("Ben Okafor", "U0BEN", "Europe/London", "ben@acme.example"),
    ),
    corrected=False,
)


def news_of(booking: BookingView) -> News:
    """That it was just booked."""
    return News(
        event=notices.BOOKED,
        starts=booking.starts,
        ends=booking.ends,
        time_zone=booking.time_zone,
        status=booking.status,
        sequence=booking.sequence,
        by=None,
        reason="",
        before=None,
    )


def event_of(content: bytes) -> Event:
    [event] = Calendar.from_ical(content).events
    return event


def lines_of(content: bytes) -> list[str]:
    return content.decode().replace("\r\n ", "").split("\r\n")


def published(booking: BookingView, sender: str | None = None) -> bytes:
    return calendar_file(booking, ENGLISH, URL, NOW, sender)


def sent(booking: BookingView) -> list[Invitation]:
    """To the Customer and to a provider."""
    return [
        invitation_of_customer(booking, SENDER, ENGLISH, URL, NOW),
        invitation_of_provider(booking, SENDER, NOW),
    ]


def test_file_is_one_published_event_in_utc() -> None:
    assert lines_of(published(BOOKING)) == [
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


def test_file_has_the_organizer_of_the_letters_where_there_are_letters() -> None:
    assert event_of(published(BOOKING, SENDER))["organizer"] == "mailto:bookings@example.com"


def test_invitation_of_the_customer_asks_nobody_to_answer() -> None:
    invitation, _ = sent(BOOKING)

    assert invitation.method == "REQUEST"
    assert lines_of(invitation.content) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//onetime//onetime//EN",
        "METHOD:REQUEST",
        "BEGIN:VEVENT",
        "SUMMARY:Support call · Acme Support",
        "DTSTART:20261202T090000Z",
        "DTEND:20261202T093000Z",
        "DTSTAMP:20261201T090000Z",
        "UID:01a204f2-0942-738a-9de6-0e60cf200000@onetime",
        "SEQUENCE:3",
        f'ATTENDEE;CN="Dana Novak";{AGREED}:mailto:dana@customer.example',
        f'ATTENDEE;CN="Ben Okafor";{AGREED}:mailto:ben@acme.example',
        "CREATED:20261201T080000Z",
        r"DESCRIPTION:With Ana Prieto and Ben Okafor.\nYour booking: https://book.example/b/token",
        "LOCATION:https://meet.example/ana",
        'ORGANIZER;CN="Ana Prieto":mailto:bookings@example.com',
        "STATUS:CONFIRMED",
        "URL:https://book.example/b/token",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_invitation_of_a_provider_tells_of_the_customer_and_not_of_the_customers_page() -> None:
    theirs, ours = (event_of(invitation.content) for invitation in sent(BOOKING))

    assert ours["summary"] == "Support call · Dana Novak"
    assert ours["description"] == "Dana Novak, dana@customer.example"
    told = {"SUMMARY", "DESCRIPTION", "URL"}
    assert common(ours, told) == common(theirs, told)
    assert URL not in sent(BOOKING)[1].content.decode()


def test_cancelled_meeting_is_taken_out_of_every_calendar() -> None:
    cancelled = replace(BOOKING, status=BookingStatus.CANCELLED, sequence=4)

    invitations = sent(cancelled)
    files = [published(cancelled), *(invitation.content for invitation in invitations)]

    assert [invitation.method for invitation in invitations] == ["CANCEL", "CANCEL"]
    assert [Calendar.from_ical(file)["method"] for file in files] == ["PUBLISH", "CANCEL", "CANCEL"]
    assert [event_of(file)["status"] for file in files] == ["CANCELLED"] * 3
    assert {event_of(file)["uid"] for file in files} == {event_of(published(BOOKING))["uid"]}
    assert {event_of(file)["sequence"] for file in files} == {4}


def test_meeting_keeps_its_uid_when_it_moves() -> None:
    moved = replace(BOOKING, starts=BOOKING.ends, sequence=4)

    assert (event_of(published(moved))["uid"], event_of(published(moved))["sequence"]) == (
        event_of(published(BOOKING))["uid"],
        4,
    )


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
    provider = Provider(hostile, "U0ANA", "Europe/Madrid", "ana@acme.example")
    booking = replace(
        BOOKING,
        event_type=hostile,
        page_name=hostile,
        location=hostile,
        customer=Customer(hostile, "dana@customer.example"),
        providers=(provider,),
    )
    plain = replace(BOOKING, providers=(replace(provider, name="Ana"),))

    def addresses(booking: BookingView) -> list[tuple[str, str]]:
        """Every property there is, and where it leads, if it is a person."""
        files = [published(booking), *(invitation.content for invitation in sent(booking))]
        found = [property_ for file in files for property_ in event_of(file).property_items()]
        return [(name, str(value) if isinstance(value, vCalAddress) else "") for name, value in found]

    assert addresses(booking) == addresses(plain)


@pytest.mark.parametrize(
    ("email", "address"),
    [
        ("dana+50%@customer.example", "mailto:dana+50%25@customer.example"),
        ("o'neil@customer.example", "mailto:o'neil@customer.example"),
        ("a&b?c@customer.example", "mailto:a%26b%3Fc@customer.example"),
    ],
)
def test_addresses_are_written_as_urls(email: str, address: str) -> None:
    booking = replace(BOOKING, customer=Customer("Dana", email), providers=BOOKING.providers[:1])

    assert event_of(sent(booking)[0].content)["attendee"] == address


def test_event_without_a_location_has_none() -> None:
    assert "location" not in event_of(published(replace(BOOKING, location="")))


def common(event: Event, without: set[str]) -> list[tuple[str, object]]:
    return [(name, value) for name, value in event.property_items() if name not in without]
