"""Page, letter, calendar and card name the same instant, wherever the Customer is."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from bot.languages import Reader, wording
from bot.mail.calendar import calendar_file, invitation_of_customer
from bot.mail.letters import letter_of
from bot.scheduling.booking_views import BookingView
from bot.scheduling.companies import Company
from bot.scheduling.mailing import Occasion
from bot.scheduling.offers import OpenTime
from bot.slack import thread
from bot.web.meetings import Hosts, meeting
from tests.mail.test_calendar import BOOKING, NOW, SENDER, URL, news_of

ENGLISH = wording("en")
CHANGES = (
    ("Europe/Madrid", "2026-10-25T01:00Z"),  # to winter
    ("Europe/Madrid", "2027-03-28T01:00Z"),
    ("America/New_York", "2027-03-14T07:00Z"),
    ("Pacific/Chatham", "2027-04-03T14:00Z"),  # to winter, 45 minutes off the hour
    ("Australia/Lord_Howe", "2027-04-03T15:00Z"),  # to winter, by half an hour
    ("Australia/Lord_Howe", "2026-10-03T15:30Z"),
    ("Asia/Kathmandu", "2026-10-25T01:00Z"),  # no change, 45 minutes off the hour
)
AROUND = (-24 * 60, -30, 0, 30, 24 * 60)
"""Minutes."""


@pytest.mark.parametrize(("zone", "change"), CHANGES)
def test_every_door_names_the_same_instant(zone: str, change: str) -> None:
    for minutes in AROUND:
        starts = datetime.fromisoformat(change) + timedelta(minutes=minutes)
        booking = replace(BOOKING, starts=starts, ends=starts + timedelta(minutes=30), time_zone=zone)

        when, where = in_letter(booking)

        assert when.startswith(f"{starts.astimezone(ZoneInfo(zone)):%A, %-d %B %Y, %H:%M}")
        assert on_page(booking) == (f"{when}, {where.partition(' (')[0]}", where.partition(" (")[2][:-1])
        assert in_calendars(booking) == {starts}
        assert f"<!date^{int(starts.timestamp())}^" in in_thread(booking)


def in_thread(booking: BookingView) -> str:
    return thread.booked(booking.id, booking, news_of(booking)).text


def in_letter(booking: BookingView) -> tuple[str, str]:
    """When, and the zone by both its names."""
    letter = letter_of(Occasion(news_of(booking), booking, None, "en", URL, (), Company(), None))
    when, where = letter.facts[0].text.split("\n")
    return when, where


def on_page(booking: BookingView) -> tuple[str, str]:
    """When, and the zone by its exact name."""
    reader, time = Reader(ENGLISH, ZoneInfo(booking.time_zone)), OpenTime(booking.starts, booking.ends)
    shown = meeting(reader, booking.event_type, booking.minutes, time, Hosts((), ()))
    return shown.sentence, shown.zone


def in_calendars(booking: BookingView) -> set[object]:
    files = [
        calendar_file(booking, ENGLISH, URL, NOW),
        invitation_of_customer(booking, SENDER, ENGLISH, URL, NOW).content,
    ]
    return {Calendar.from_ical(file).events[0].start for file in files}
