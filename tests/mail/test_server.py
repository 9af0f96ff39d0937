"""The mail server: what its address says, and what comes of handing it a letter."""

import socket
import ssl
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import pytest
import trustme

from bot.mail.server import MailServer, Unsent
from tests.mail.post_office import PASSWORD, USER, PostOffice, open_post_office

KNOWN = f"{quote(USER, safe='')}:{quote(PASSWORD, safe='')}"

ELSEWHERE = "0.0.0.0"  # noqa: S104 nobody listens there: it is this machine as well, but not known to be


class Certificates(NamedTuple):
    """What a server shows: one that its clients trust, and one that they have no reason to."""

    good: ssl.SSLContext
    strange: ssl.SSLContext


@pytest.fixture
def certificates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Certificates:
    known, unknown = trustme.CA(), trustme.CA()
    known.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))  # as an operator names a CA of their own
    return Certificates(shown(known), shown(unknown))


def shown(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1", ELSEWHERE).configure_cert(context)
    return context


def elsewhere(office: PostOffice) -> str:
    """The same office, at an address that is as good as another machine's."""
    return office.url.replace("127.0.0.1", ELSEWHERE)


def letter() -> EmailMessage:
    message = EmailMessage()
    message["To"] = "dana@customer.example"
    message["Subject"] = "You are booked"
    message.set_content("See you on Tuesday, Zoë.\n")
    return message


async def send(server: MailServer, recipient: str = "dana@customer.example") -> None:
    await server.send(letter(), recipient)


async def refusal(server: MailServer, recipient: str = "dana@customer.example") -> Unsent:
    with pytest.raises(Unsent) as refused:
        await send(server, recipient)
    return refused.value


@pytest.mark.parametrize(
    ("url", "server"),
    [
        pytest.param(
            "smtp://user:pass@mail.example:587",
            MailServer("mail.example", 587, False, "onetime@book.example", "user", "pass"),
            id="user and password",
        ),
        pytest.param(
            "smtp://mail.example",
            MailServer("mail.example", 587, False, "onetime@book.example"),
            id="nothing but the host",
        ),
        pytest.param(
            "smtps://Mail.Example/",
            MailServer("mail.example", 465, True, "onetime@book.example"),
            id="encrypted from the first byte",
        ),
        pytest.param(
            "smtp://us%40acme.example:p%2Fw%3A@mail.example",
            MailServer("mail.example", 587, False, "us@acme.example", "us@acme.example", "p/w:"),
            id="user that is an address",
        ),
        pytest.param(
            "smtp://us%40acme.example:p@mail.example?from=book+1%40acme.example",
            MailServer("mail.example", 587, False, "book+1@acme.example", "us@acme.example", "p"),
            id="sender of its own",
        ),
        pytest.param(
            "smtp://[::1]:25?from=book@bücher.example",
            MailServer("::1", 25, False, "book@xn--bcher-kva.example"),
            id="IPv6, and a sender's domain that is not ASCII",
        ),
    ],
)
def test_address_says_where_and_as_whom(url: str, server: MailServer) -> None:
    assert MailServer.at(url, "book.example") == server


def test_sender_at_an_ip_address_is_written_as_mail_has_it() -> None:
    assert MailServer.at("smtp://mail.example", "192.0.2.1").sender == "onetime@[192.0.2.1]"


@pytest.mark.parametrize(
    "url",
    [
        "http://mail.example",
        "mail.example:587",
        "smtp://",
        "smtp://mail.example:0",
        "smtp://mail.example:65536",
        "smtp://mail.example/inbox",
        "smtp://mail.example#x",
        "smtp://:pass@mail.example",
        "smtp://u%0d%0aser:pass@mail.example",
        "smtp://%ff@mail.example",
        "smtp://mail example",
        "smtp://mail.example?form=a@acme.example",
        "smtp://mail.example?from=",
        "smtp://mail.example?from=Acme",
        "smtp://mail.example?from=a@acme.example,b@acme.example",
        "smtp://mail.example?from=a@acme.example&from=b@acme.example",
        "smtp://mail.example?from=a@acme.example%0d%0aBcc:x@evil.example",
    ],
)
def test_address_of_no_mail_server_is_refused(url: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 settings tell it in words of their own
        MailServer.at(url)


async def test_letter_is_handed_over_whole() -> None:
    async with open_post_office() as office:
        await send(MailServer.at(office.url))

    [received] = office.received
    assert (received.sender, received.recipients) == ("bookings@acme.example", ("dana@customer.example",))
    assert received.message.get_content().split("\r\n") == ["See you on Tuesday, Zoë.", ""]


async def test_headers_decide_nothing_about_the_recipient() -> None:
    async with open_post_office() as office:
        await send(MailServer.at(office.url), "ana@acme.example")

    assert office.received[0].recipients == ("ana@acme.example",)


async def test_encryption_is_taken_where_it_is_offered(certificates: Certificates) -> None:
    """Whatever the certificate: there is no password to lose, and the alternative is none."""
    async with open_post_office(starttls=certificates.strange) as office:
        await send(MailServer.at(office.url))

    assert office.received[0].encrypted


async def test_server_that_is_encrypted_from_the_first_byte(certificates: Certificates) -> None:
    async with open_post_office(smtps=certificates.good) as office:
        await send(MailServer.at(office.url.replace("smtp:", "smtps:")))

    assert len(office.received) == 1


async def test_server_that_cannot_prove_its_name_gets_nothing(certificates: Certificates) -> None:
    async with open_post_office(smtps=certificates.strange) as office:
        refused = await refusal(MailServer.at(office.url.replace("smtp:", "smtps:")))

    assert refused.why.startswith(
        "the mail server cannot be reached: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: "
    )
    assert not refused.for_good
    assert office.received == []


async def test_user_signs_in(certificates: Certificates) -> None:
    async with open_post_office(starttls=certificates.good, asks_who=True) as office:
        await send(MailServer.at(elsewhere(office).replace("//", f"//{KNOWN}@")))

    [received] = office.received
    assert (received.user, received.encrypted) == (USER, True)


@pytest.mark.parametrize("offered", ["strange", None], ids=["strange certificate", "no encryption"])
async def test_password_is_told_to_nobody_who_could_be_anybody(
    certificates: Certificates, offered: str | None
) -> None:
    starttls = getattr(certificates, offered) if offered else None
    async with open_post_office(starttls=starttls) as office:
        refused = await refusal(MailServer.at(elsewhere(office).replace("//", f"//{KNOWN}@")))

    assert not refused.for_good
    assert office.received == []


async def test_password_may_stay_unencrypted_on_the_same_machine() -> None:
    async with open_post_office(asks_who=True) as office:
        await send(MailServer.at(office.url.replace("//", f"//{KNOWN}@")))

    assert office.received[0].user == USER


async def test_wrong_password_is_no_fault_of_the_letter() -> None:
    async with open_post_office(asks_who=True) as office:
        refused = await refusal(MailServer.at(office.url.replace("//", "//user:wrong@")))

    assert (refused.why, refused.for_good) == ("the mail server answered 535", False)


@pytest.mark.parametrize(
    ("command", "answer", "for_good"),
    [
        pytest.param("RCPT", "550 No such mailbox", True, id="unknown mailbox"),
        pytest.param("RCPT", "450 Mailbox busy", False, id="busy mailbox"),
        pytest.param("DATA", "554 Looks like spam", True, id="letter that it does not like"),
        pytest.param("DATA", "451 Try again later", False, id="trouble of its own"),
        pytest.param("MAIL", "553 Not your address", False, id="sender that an operator can mend"),
        pytest.param("MAIL", "421 Going down", False, id="going down"),
    ],
)
async def test_refusal_is_for_good_where_it_is_of_recipient_or_letter(
    command: str, answer: str, for_good: bool
) -> None:
    async with open_post_office() as office:
        office.refusals[command] = answer
        refused = await refusal(MailServer.at(office.url))

    assert (refused.why, refused.for_good) == (f"the mail server answered {answer[:3]}", for_good)


async def test_address_of_other_letters_needs_a_server_that_knows_them() -> None:
    async with open_post_office(smtputf8=False) as office:
        refused = await refusal(MailServer.at(office.url), "dàna@customer.example")
    async with open_post_office() as modern:
        await send(MailServer.at(modern.url), "dàna@customer.example")

    assert refused.for_good
    assert modern.received[0].recipients == ("dàna@customer.example",)


async def test_dead_server_is_tried_again() -> None:
    refused = await refusal(MailServer.at("smtp://127.0.0.1:1"))

    why = "the mail server cannot be reached: [Errno 111] Connect call failed ('127.0.0.1', 1)"
    assert (refused.why, refused.for_good) == (why, False)


async def test_silent_server_is_not_waited_for_forever() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        server = replace(MailServer.at(f"smtp://127.0.0.1:{silent.getsockname()[1]}"), seconds=0.1)
        refused = await refusal(server)

    assert not refused.for_good
    assert refused.why == "the mail server cannot be reached: TimeoutError"
