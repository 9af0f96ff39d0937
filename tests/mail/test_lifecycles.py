"""What calendars make of whole lives of bookings: by mail, through a real server, read by two parsers."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.message import Message
from itertools import product
from random import Random
from typing import NamedTuple

from icalendar import Calendar

from tests.databases import on_sqlite
from tests.mail.post_office import Received
from tests.mail.writing import CUSTOMER, Writing
from tests.thoroughness import THOROUGH

pytestmark = on_sqlite  # what differs between databases lies below this door

LIVES = [(0, True), (1, False), (3, True)] if not THOROUGH else [*product(range(4), (False, True))] * 12
"""How often each meeting moves, and whether it is cancelled in the end."""


class Told(NamedTuple):
    """What a calendar learns from one letter."""

    uid: str
    method: str
    sequence: int
    status: str
    starts: date
    ends: date
    organizer: str
    attendees: tuple[str, ...]


def told_by_icalendar(content: str) -> Told:
    calendar = Calendar.from_ical(content)
    [event] = calendar.events
    attendees = event["attendee"] if isinstance(event["attendee"], list) else [event["attendee"]]
    return Told(
        str(event["uid"]),
        str(calendar["method"]),
        int(str(event["sequence"])),
        str(event["status"]),
        event.start,
        event.end,
        str(event["organizer"]),
        tuple(map(str, attendees)),
    )


def told_by_ical(content: str) -> Told:
    # Here, because it takes long to import, and every process collects all tests.
    from ical.calendar_stream import IcsCalendarStream

    calendar = IcsCalendarStream.calendar_from_ics(content)
    [event] = calendar.events
    return Told(
        event.uid,
        str(calendar.method),
        event.sequence or 0,
        str(event.status.value if event.status else None),
        event.start_datetime,
        event.end_datetime,
        str(event.organizer.uri if event.organizer else None),
        tuple(str(attendee.uri) for attendee in event.attendees),
    )


def open_times() -> Iterator[str]:
    """Ana's, on the clock of Madrid."""
    for number in range(7, 56):
        day = date(2026, 12, 1) + timedelta(days=number)
        if day.weekday() < 3:
            yield from (f"{day}T{hour:02}:{minute}" for hour in range(9, 17) for minute in ("00", "30"))


async def live(writing: Writing, times: list[str], moves: int, cancels: bool) -> list[tuple[str, datetime]]:
    """Book, move so often, and cancel or not. Returns the method and the start of each change."""
    booked = await writing.book(start=times.pop())
    changes = [("REQUEST", booked.booking.starts)]
    for _ in range(moves):
        moved = await writing.desk.move(booked.manage_token, times.pop())
        changes.append(("REQUEST", moved.starts))
    if cancels:
        await writing.desk.changes.cancel(booked.manage_token, "", writing.desk.now)
        changes.append(("CANCEL", changes[-1][1]))
    return changes


def told_by_mail(letter: Received) -> Told:
    """The same to both parsers, in the part and in the file, under the method that the part's type names."""
    # The old policy, which takes headers as they come, is five times as fast.
    parts = {part.get_content_type(): part for part in message_from_bytes(letter.content).walk()}
    part, file = content_of(parts["text/calendar"]), content_of(parts["application/ics"])
    told = told_by_icalendar(part)
    assert told_by_ical(part) == told
    assert file.splitlines() == part.splitlines()
    assert parts["text/calendar"].get_param("method") == told.method
    assert max(len(line.encode()) for line in file.splitlines()) <= 75
    return told


def in_utc(start: date) -> datetime:
    assert isinstance(start, datetime)
    return start.astimezone(UTC)


def content_of(part: Message) -> str:
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content.decode()


async def test_calendar_follows_a_booking_through_its_life(to_customers: Writing) -> None:
    times = list(open_times())
    Random(6).shuffle(times)
    lives = [await live(to_customers, times, moves, cancels) for moves, cancels in LIVES]

    lessons: dict[str, list[Told]] = defaultdict(list)
    for letter in await to_customers.deliver():
        told = told_by_mail(letter)
        lessons[told.uid].append(told)

    heard = [[(told.method, in_utc(told.starts)) for told in lesson] for lesson in lessons.values()]
    assert heard == lives
    for uid, lesson in lessons.items():
        assert re.fullmatch(r"[0-9a-f-]{36}@onetime", uid)
        assert [told.sequence for told in lesson] == list(range(len(lesson)))
        assert {(told.organizer, told.attendees) for told in lesson} == {
            ("mailto:bookings@acme.example", (f"mailto:{CUSTOMER}",))
        }
        assert all(told.ends - told.starts == timedelta(minutes=30) for told in lesson)
        assert all((told.status == "CANCELLED") == (told.method == "CANCEL") for told in lesson)
