"""Headers and words of a message, whatever people and companies are called."""

from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.mail.letters import Letter
from bot.mail.messages import Envelope, mailbox, message_of
from bot.mail.press import Printed
from bot.mail.words import display_name, header_text, one_line, readable
from tests.mail.test_calendar import NOW
from tests.thoroughness import examples

ENVELOPE = Envelope(UUID(int=1), "bookings@acme.example", "dana@customer.example", "ana@acme.example")
LETTER = Letter(
    language="en_GB",
    subject="Booked",
    masthead="Acme",
    colour="#1d4fd8",
    logo=None,
    heading="You are booked",
    lead="",
    meeting="Support call",
    length="30 minutes",
    facts=(),
    button=None,
    footer="Goodbye",
)
PIECES = (
    *("=?utf-8?q?=0d=0aBcc:x@evil.example?=", "=?", "?=", "\r\n", "\r", "\n", "\u2028", "\x85", "\0"),
    *("<x@evil.example>", ",", ".", "\\", '"', ":", ";", "(", "\u202e", "é", "漢", "🎉", " ", "a", "x" * 80),
)
EVIL = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


def arrived(masthead: str, subject: str, envelope: Envelope = ENVELOPE) -> EmailMessage:
    letter = replace(LETTER, masthead=masthead, subject=subject)
    return read(message_of(envelope, letter, Printed("Hello\n", "<p>Hello</p>\n"), None, NOW))


def read(message: EmailMessage) -> EmailMessage:
    """As its reader's mail program takes it apart."""
    return message_from_bytes(message.as_bytes(policy=policy.SMTP), policy=policy.default)


def addresses(message: EmailMessage, header: str) -> list[str]:
    return [address.addr_spec for address in message[header].addresses]


PLAIN = arrived("Acme", "Booked").keys()


@settings(max_examples=examples(8, thorough=2500))
@given(masthead=st.text() | EVIL, subject=st.text() | EVIL)
def test_names_never_become_headers_or_addresses(masthead: str, subject: str) -> None:
    message = arrived(masthead, subject)

    assert message.keys() == PLAIN
    assert [addresses(message, header) for header in ("From", "To", "Reply-To")] == [
        ["bookings@acme.example"],
        ["dana@customer.example"],
        ["ana@acme.example"],
    ]


@given(st.text() | EVIL)
def test_what_is_on_one_line_stays_there(text: str) -> None:
    for made in (one_line(text, 20), header_text(text, 20), display_name(text, 20)):
        assert len(made.splitlines()) <= 1
        assert made.strip() == made
    assert len(one_line(text, 20)) <= 20


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Ana  Prieto\n", "Ana Prieto"),
        ("a\r\nb\tc\u2028d", "a b c d"),
        ("\u202eanA\u2066", "anA"),
        ("नमस्ते 👩‍💻", "नमस्ते 👩‍💻"),
        ("exactly ten", "exactly t…"),
        ("ten chars!", "ten chars!"),
    ],
)
def test_line_is_cut_at_its_end_and_keeps_what_makes_letters(text: str, line: str) -> None:
    assert one_line(text, 10) == line


def test_text_of_several_lines_keeps_them() -> None:
    assert readable("one\r\ntwo\x00\n\u202ethree") == "one\ntwo\nthree"


def test_answers_to_an_address_beyond_ascii_go_to_the_sender() -> None:
    """No header can hold it where the server, or one behind it, knows ASCII alone."""
    message = arrived("Acme", "Booked", replace(ENVELOPE, answers_to="dàna@customer.example"))

    assert message["Reply-To"] is None


@pytest.mark.parametrize(
    ("email", "address"),
    [
        ("dana@customer.example", "dana@customer.example"),
        ("dana@Bücher.example", "dana@xn--bcher-kva.example"),
        ("dàna@bücher.example", "dàna@bücher.example"),
    ],
)
def test_mailbox_is_written_in_ascii_where_it_can_be(email: str, address: str) -> None:
    assert mailbox(email) == address
