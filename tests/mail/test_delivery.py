"""Letters about bookings, as a real mail server gets them."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

import pytest
from bs4 import BeautifulSoup
from icalendar import Calendar, Event
from structlog.testing import capture_logs

from bot.scheduling import notices
from bot.scheduling.customers import Customer
from bot.scheduling.entrances import general_link
from bot.scheduling.outbox import pause_after
from storage.models import Booking
from tests.databases import on_sqlite
from tests.mail.post_office import Received
from tests.mail.writing import ANA, CUSTOMER, Writing
from tests.scheduling.desk import THREAD

pytestmark = on_sqlite  # what differs between databases lies below this door


def parts(letter: Received) -> list[str]:
    return [part.get_content_type() for part in letter.message.walk()]


def words(letter: Received, kind: str = "plain") -> str:
    """The text or, as ``html``, the other."""
    body = letter.message.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def calendar_part(letter: Received) -> EmailMessage:
    [part] = [part for part in letter.message.walk() if part.get_content_type() == "text/calendar"]
    return part


def event_of(letter: Received) -> Event:
    [event] = Calendar.from_ical(calendar_part(letter).get_content()).events
    return event


async def test_customer_and_provider_hear_of_a_booking(writing: Writing) -> None:
    booked, [customer, provider] = await writing.booked_and_told()

    manage_url = f"https://book.example/b/{booked.manage_token}"
    assert (
        words(customer)
        == f"""\
Acme Support

You are booked

Support call · 30 minutes

When
  Wednesday, 2 December 2026, 10:00 to 10:30
  Madrid time (Europe/Madrid, UTC+1)
With
  Ana Prieto
Where
  https://meet.example/ana

See or change your booking
{manage_url}

--\x20
You get this letter because your address was given for this booking.
"""
    )
    assert (
        words(provider)
        == """\
Acme Support

You have a new booking

Support call · 30 minutes

When
  Wednesday, 2 December 2026, 10:00 to 10:30
  Madrid time (Europe/Madrid, UTC+1)
Customer
  Dana Smith
Email
  dana@customer.example
Where
  https://meet.example/ana

--\x20
You get this letter because your address is on the Booking page Ana Prieto.
"""
    )
    assert booked.manage_token.encode() not in provider.message.as_bytes()


async def test_provider_hears_what_the_customer_answered_and_not_what_they_left_out(writing: Writing) -> None:
    asked = {"order_number": "Order number", "logs": "Where to find the logs"}
    fields = [{"name": name, "label": label, "required": False} for name, label in asked.items()]
    await writing.desk.change_event_type(fields=fields)
    await writing.book()
    await writing.desk.change(Booking, answers={"order_number": "A-1", "logs": ""})

    lines = words((await writing.delivered_to(ANA))[0]).splitlines()

    assert lines[lines.index("Email") + 2 : lines.index("Where")] == ["Order number", "  A-1"]


async def test_headers_say_who_writes_and_whom_an_answer_reaches(writing: Writing) -> None:
    _, [customer, provider] = await writing.booked_and_told()

    assert {name: value for name, value in customer.message.items() if name in HEADERS} == {
        "From": "Acme Support <bookings@acme.example>",
        "To": CUSTOMER,
        "Reply-To": ANA,
        "Subject": "Booked: Support call, Wednesday, 2 December, 10:00",
        "Auto-Submitted": "auto-generated",
        "Content-Language": "en-GB",
    }
    assert (customer.sender, customer.recipients) == ("bookings@acme.example", (CUSTOMER,))
    assert parsedate_to_datetime(customer.message["Date"]) == writing.now
    assert (provider.message["To"], provider.message["Reply-To"]) == (ANA, CUSTOMER)
    assert provider.message["Subject"] == "Booked: Support call with Dana Smith, Wednesday, 2 December, 10:00"


HEADERS = ("From", "To", "Cc", "Bcc", "Reply-To", "Subject", "Auto-Submitted", "Content-Language")


async def test_invitation_is_in_the_letter_and_beside_it(writing: Writing) -> None:
    _, [letter, _] = await writing.booked_and_told()

    assert parts(letter) == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    [file] = letter.message.iter_attachments()
    assert file.get_filename() == "invite.ics"
    assert calendar_part(letter).get_param("method") == "REQUEST"
    assert Calendar.from_ical(file.get_content()) == Calendar.from_ical(calendar_part(letter).get_content())


async def test_letter_that_is_about_no_change_brings_no_invitation(to_customers: Writing) -> None:
    booked, _ = await to_customers.booked_and_told("2026-12-09T10:00")

    [reminder] = await to_customers.deliver(booked.booking.starts - to_customers.now - timedelta(hours=24))

    assert reminder.message["Subject"] == "Reminder: Support call, Wednesday, 9 December, 10:00"
    assert parts(reminder) == ["multipart/alternative", "text/plain", "text/html"]
    assert f"https://book.example/b/{booked.manage_token}" in words(reminder)


@pytest.mark.parametrize("becomes", ["moved", "cancelled", "begun"])
async def test_reminder_that_had_to_wait_calls_nobody_in_vain(to_customers: Writing, becomes: str) -> None:
    booked, _ = await to_customers.booked_and_told("2026-12-09T10:00")
    to_customers.office.refusals["DATA"] = "451 Not now"
    await to_customers.deliver(booked.booking.starts - timedelta(hours=1) - to_customers.now)
    await to_customers.deliver()
    to_customers.office.refusals.clear()
    if becomes == "moved":
        await to_customers.desk.move(booked.manage_token, "2026-12-15T12:00")
    elif becomes == "cancelled":
        await to_customers.desk.changes.cancel(booked.manage_token, "", to_customers.desk.now)

    late = await to_customers.deliver(timedelta(hours=1 if becomes == "begun" else 0, minutes=5))

    headings = {"moved": ["Moved"], "cancelled": ["Cancelled"], "begun": []}
    assert [letter.message["Subject"].partition(":")[0] for letter in late] == headings[becomes]


async def test_whoever_loses_the_way_is_sent_the_link_again(writing: Writing) -> None:
    booked, _ = await writing.booked_and_told()

    async with writing.desk.database.writing() as session:
        booking = await session.get_one(Booking, (writing.desk.workspace_id, booked.booking.id))
        notices.manage_link(session, booking, writing.desk.now)
    [letter] = await writing.deliver()

    assert letter.recipients == (CUSTOMER,)
    assert letter.message["Subject"] == "Your booking: Support call"
    assert f"https://book.example/b/{booked.manage_token}" in words(letter)


async def test_move_says_from_when_and_the_cancellation_why(to_customers: Writing) -> None:
    booked, desk = await to_customers.book(), to_customers.desk
    await desk.move(booked.manage_token, "2026-12-09T12:00")
    await desk.changes.cancel_as(desk.ada, booked.booking.id, "We found it.\nThank you!", desk.now)

    _, moved, cancelled = map(words, await to_customers.deliver())

    assert "Your meeting has moved\nIt was to be on Wednesday, 2 December, 10:00.\n" in moved
    assert "When\n  Wednesday, 9 December 2026, 12:00 to 12:30\n" in moved
    assert "Your meeting is cancelled\nThe people you booked with cancelled it.\n" in cancelled
    assert "Reason\n  We found it.\n  Thank you!\n" in cancelled


async def test_what_customers_write_is_mailed_to_providers_alone(writing: Writing) -> None:
    """By a general link one can give anybody's address."""
    booked = await writing.book()
    await writing.desk.changes.cancel(booked.manage_token, "Buy this!", writing.desk.now)

    delivered = await writing.deliver()

    assert [letter.recipients for letter in delivered if "Buy this!" in words(letter)] == [(ANA,)]
    assert [letter.recipients for letter in delivered if "You cancelled it." in words(letter)] == [
        (CUSTOMER,)
    ]


@pytest.mark.parametrize(
    ("booked_by", "ways"),
    [
        ("a link of a thread", [("Ask for a new time", "b")]),
        ("a link from the shell", []),
        ("the general link", [("Pick a new time", "p")]),
    ],
)
async def test_cancellation_says_how_to_come_to_another_time(
    to_customers: Writing, booked_by: str, ways: list[tuple[str, str]]
) -> None:
    desk = to_customers.desk
    if booked_by == "the general link":
        general = desk.bookings.through(general_link)
        booked = await general.book("support", await desk.request(), desk.now)
    else:
        link = await desk.issue(origin=THREAD if booked_by == "a link of a thread" else None)
        booked = await desk.booked_by(link.url)
    await desk.changes.cancel(booked.manage_token, "", desk.now)

    _, cancelled = map(words, await to_customers.deliver())

    assert re.findall("(.+)\nhttps://book.example/(.)/", cancelled) == ways


async def test_meeting_that_is_picked_again_had_no_time_until_then(to_customers: Writing) -> None:
    booked = await to_customers.book()
    await to_customers.desk.changes.request_reschedule(
        to_customers.desk.ada, booked.booking.id, "Ana is ill", to_customers.desk.now
    )
    await to_customers.desk.move(booked.manage_token, "2026-12-02T10:00")

    _, asked, picked = map(words, await to_customers.deliver())

    assert "Please pick a new time\n" in asked
    assert "Your meeting has moved\n" in picked
    assert "It was to be on" not in picked


async def test_letter_that_comes_late_says_what_happened_then(to_customers: Writing) -> None:
    booked = await to_customers.book()
    to_customers.office.refusals["DATA"] = "451 Not now"
    await to_customers.deliver()
    await to_customers.desk.move(booked.manage_token, "2026-12-09T12:00")
    to_customers.office.refusals.clear()

    first, second = await to_customers.deliver(pause_after(1))

    assert [letter.message["Subject"] for letter in (first, second)] == [
        "Booked: Support call, Wednesday, 2 December, 10:00",
        "Moved: Support call, Wednesday, 9 December, 12:00",
    ]
    events = [event_of(letter) for letter in (first, second)]
    assert [(event["sequence"], event.start) for event in events] == [
        (0, datetime(2026, 12, 2, 9, tzinfo=UTC)),
        (1, datetime(2026, 12, 9, 11, tzinfo=UTC)),
    ]


async def test_letter_that_is_sent_again_has_the_same_number(writing: Writing) -> None:
    """The server took it, and the process died before it could say so."""
    await writing.book()
    claimed = await writing.outbox.claim(10)
    for _ in range(2):
        for notice in claimed:
            await writing.outbox.deliver(notice)

    numbers = [letter.message["Message-ID"] for letter in writing.office.received]
    assert numbers[:2] == numbers[2:]
    assert len(set(numbers)) == 2


async def test_provider_whose_address_was_taken_out_gets_nothing_more(writing: Writing) -> None:
    await writing.book()
    await writing.change_page(email="")

    assert [letter.recipients for letter in await writing.deliver()] == [(CUSTOMER,)]
    assert await writing.outcomes() == [("booked", None)] * 2


async def test_unknown_mailbox_is_given_up_and_told_in_the_thread(writing: Writing) -> None:
    writing.office.refusals["RCPT"] = f"550 5.1.1 <{CUSTOMER}>: no such user here"
    await writing.book()

    with capture_logs() as logged:
        await writing.deliver()

    assert await writing.outcomes() == [("booked", "the mail server answered 550")] * 2
    assert (await writing.desk.notices())[-2:] == [("told", "unmailed")] * 2
    assert [line["event"] for line in logged] == ["notice_given_up"] * 2
    assert "dana" not in str(logged).lower()


async def test_what_passes_is_waited_for(writing: Writing) -> None:
    writing.office.refusals["DATA"] = "451 Try again"
    await writing.book()

    assert await writing.deliver() == []
    writing.office.refusals.clear()
    assert len(await writing.deliver(pause_after(1))) == 2


async def test_dead_server_loses_nothing(writing: Writing) -> None:
    alive, writing.office.port = writing.office.port, 1
    await writing.book()

    with capture_logs() as logged:
        assert await writing.deliver() == []
    writing.office.port = alive
    assert len(await writing.deliver(pause_after(1))) == 2
    assert logged == []


async def test_letter_about_a_meeting_that_is_over_helps_nobody(writing: Writing) -> None:
    writing.office.port, alive = 1, writing.office.port
    booked = await writing.book()
    await writing.deliver()
    writing.office.port = alive

    assert await writing.deliver(booked.booking.ends - writing.now) == []
    assert await writing.outcomes() == [("booked", "the meeting is over")] * 2


async def test_without_the_key_that_made_it_no_link_is_sent(writing: Writing) -> None:
    await writing.book()
    writing.desk.bookings.tokens = replace(writing.desk.bookings.tokens, keys=(b"another key",))

    [letter] = await writing.deliver()

    assert letter.recipients == (ANA,)
    assert (await writing.outcomes())[0] == (
        "booked",
        "the secret key that made the booking's page was dropped",
    )


HOSTILE = '=?utf-8?q?=0d=0aBcc:x@evil.example?= Dana" <x@evil.example>,\u2028Bcc: x@evil.example'


async def test_no_name_changes_a_header_or_a_recipient(writing: Writing) -> None:
    _, usual = await writing.booked_and_told()

    await writing.change_page(name=HOSTILE)
    await writing.book(Customer(HOSTILE, CUSTOMER), "2026-12-07T09:00")

    assert list(map(outside, await writing.deliver())) == list(map(outside, usual))


def outside(letter: Received) -> object:
    """All that no name may change."""
    message = letter.message
    addresses = [str(message[name]).rpartition("<")[2] for name in ("From", "To", "Reply-To")]
    return message.keys(), addresses, letter.recipients, parts(letter)


async def test_letters_look_as_the_company_does(to_customers: Writing) -> None:
    await to_customers.change_company(
        company_name="Acme, Inc.", colour="#f5c518", logo=b"a picture", logo_type="image/png"
    )
    await to_customers.book()

    [letter] = await to_customers.deliver()

    assert letter.message["From"] == '"Acme Inc." <bookings@acme.example>'
    assert words(letter).startswith("Acme, Inc.\n")
    page = BeautifulSoup(words(letter, "html"), "html.parser")
    assert page.img is not None
    assert (page.img["src"], page.img["alt"]) == ("cid:logo@onetime", "Acme, Inc.")
    assert "background:#f5c518;color:#000000" in words(letter, "html")
    [picture] = [part for part in letter.message.walk() if part.get_content_type() == "image/png"]
    assert (picture["Content-ID"], picture.get_content()) == ("<logo@onetime>", b"a picture")
    assert parts(letter)[:3] == ["multipart/mixed", "multipart/alternative", "text/plain"]


async def test_picture_that_mail_programs_do_not_show_is_left_out(to_customers: Writing) -> None:
    await to_customers.change_company(company_name="Acme", logo=b"<svg/>", logo_type="image/svg+xml")
    await to_customers.book()

    [letter] = await to_customers.deliver()

    assert BeautifulSoup(words(letter, "html"), "html.parser").img is None


async def test_letter_fetches_nothing_from_anywhere(writing: Writing) -> None:
    """Nobody learns when it is read."""
    await writing.change_company(company_name="Acme", logo=b"a picture", logo_type="image/png")
    await writing.book()

    pages = [BeautifulSoup(words(letter, "html"), "html.parser") for letter in await writing.deliver()]

    sources = [tag["src"] for page in pages for tag in page.find_all(src=True)]
    assert sources == ["cid:logo@onetime"] * 2
    assert [page.find_all(["script", "link", "iframe", "form"]) for page in pages] == [[], []]


async def test_customer_is_written_to_in_the_language_of_the_booking(writing: Writing) -> None:
    await writing.book()
    await writing.speak("ja")

    customer, provider = await writing.deliver()

    assert [letter.message["Content-Language"] for letter in (customer, provider)] == ["ja-JP", "en-GB"]
    assert '<html lang="ja"' in words(customer, "html")
