"""Mail that is really sent, by SMTP, and what of it can be read afterwards."""

import asyncio
import smtplib
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest

from bot.sandbox.changes import Changes
from bot.sandbox.letters import Attachment, Letter, Letters

CALENDAR = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


@pytest.fixture
def letters() -> Letters:
    return Letters(Changes(), now=lambda: 1_800_000_000.0)


def invitation(subject: str = "You are booked") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Acme Support <support@acme.example>"
    message["To"] = "Dana Whitfield <dana@example.com>"
    message["Subject"] = subject
    message.set_content("See you on Tuesday, Zoë.\n")
    message.add_alternative("<p>See you on Tuesday.</p>\n", subtype="html")
    message.add_attachment(CALENDAR, maintype="text", subtype="calendar", filename="invite.ics")
    return message


async def send(address: str, *messages: EmailMessage) -> None:
    """By a client that blocks, as mail clients do, and therefore in a thread."""

    def exchange() -> None:
        parts = urlsplit(address)
        with smtplib.SMTP(parts.hostname or "", parts.port or 0) as client:
            for message in messages:
                client.send_message(message, to_addrs=["dana@example.com", "copy@acme.example"])

    await asyncio.to_thread(exchange)


async def test_letter_can_be_read_with_its_calendar_file(letters: Letters) -> None:
    async with letters.listening() as address:
        await send(address, invitation())

    assert letters.newest_first() == [
        Letter(
            number=1,
            at=1_800_000_000.0,
            sender="Acme Support <support@acme.example>",
            recipients=("dana@example.com", "copy@acme.example"),
            subject="You are booked",
            text="See you on Tuesday, Zoë.\n",
            html="<p>See you on Tuesday.</p>\n",
            attachments=(Attachment("invite.ics", "text/calendar", CALENDAR),),
        )
    ]


async def test_calendar_file_among_the_alternatives_is_no_attachment(letters: Letters) -> None:
    message = EmailMessage()
    message.set_content("See you.\n")
    message.add_alternative(CALENDAR, maintype="text", subtype="calendar")
    async with letters.listening() as address:
        await send(address, message)

    [letter] = letters.newest_first()
    assert (letter.sender, letter.subject, letter.text, letter.html) == ("", "", "See you.\n", None)
    assert letter.attachments == ()


async def test_whoever_looks_on_is_told(letters: Letters) -> None:
    version = letters.changes.version
    async with letters.listening() as address, asyncio.timeout(5):
        told = asyncio.create_task(letters.changes.after(version))
        await send(address, invitation())
        assert await told > version


async def test_newest_letters_are_kept() -> None:
    letters = Letters(Changes(), most=2)
    async with letters.listening() as address:
        await send(address, invitation("First"), invitation("Second"), invitation("Third"))

    assert [(letter.number, letter.subject) for letter in letters.newest_first()] == [
        (3, "Third"),
        (2, "Second"),
    ]
    assert letters.letter(2).subject == "Second"
    with pytest.raises(LookupError):
        letters.letter(1)


async def test_nothing_is_left_after_a_fresh_start(letters: Letters) -> None:
    async with letters.listening() as address:
        await send(address, invitation())
        letters.forget_all()

    assert letters.newest_first() == []


async def test_nobody_listens_any_more_afterwards(letters: Letters) -> None:
    async with letters.listening() as address:
        pass
    with pytest.raises(ConnectionRefusedError):
        await send(address, invitation())
