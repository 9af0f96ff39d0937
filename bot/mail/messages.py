"""A letter as a message: its headers, its parts, and the calendar object in it (RFC 5322, 6047)."""

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from uuid import UUID

from email_validator import validate_email

from bot.mail.calendar import Invitation
from bot.mail.letters import Letter
from bot.mail.press import LOGO, Printed
from bot.mail.words import display_name, header_text
from bot.scheduling.companies import Logo

NAME_LENGTH = 60
SUBJECT_LENGTH = 200


@dataclass(frozen=True)
class Envelope:
    """Between whom a letter goes. ``number`` names the letter, also when it is sent again."""

    number: UUID
    sender: str
    recipient: str
    answers_to: str
    """Whom an answer reaches. Empty: the sender."""


def message_of(
    envelope: Envelope, letter: Letter, printed: Printed, invitation: Invitation | None, now: datetime
) -> EmailMessage:
    """Nothing that a Customer is called stands beside an address, and nothing at all with a meaning there."""
    message = EmailMessage()
    message["From"] = _address(envelope.sender, display_name(letter.masthead, NAME_LENGTH))
    message["To"] = _address(envelope.recipient)
    if envelope.answers_to.isascii() and envelope.answers_to:
        message["Reply-To"] = _address(envelope.answers_to)
    message["Subject"] = header_text(letter.subject, SUBJECT_LENGTH)
    message["Date"] = format_datetime(now)
    message["Message-ID"] = f"<{envelope.number}@{envelope.sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(printed.text)
    message.add_alternative(printed.html, subtype="html")
    if letter.logo:
        _show(message, letter.logo)
    if invitation:
        _enclose(message, invitation)
    message["Content-Language"] = letter.language.replace("_", "-")
    return message


def mailbox(email: str) -> str:
    """The one address that an email is, as most mail servers understand it. Raises ``EmailNotValidError``."""
    checked = validate_email(email, check_deliverability=False)
    return checked.ascii_email or checked.normalized


def _show(message: EmailMessage, logo: Logo) -> None:
    """The picture travels with the letter: nobody is told when it is read."""
    _, html = message.iter_parts()
    maintype, _, subtype = logo.type.partition("/")
    html.add_related(logo.content, maintype=maintype, subtype=subtype, cid=f"<{LOGO}>", disposition="inline")


def _enclose(message: EmailMessage, invitation: Invitation) -> None:
    """Once for programs that act on it by themselves, and once as a file for people to open."""
    calendar = invitation.content.decode()
    message.add_alternative(calendar, subtype="calendar", params={"method": invitation.method})
    message.add_attachment(invitation.content, maintype="application", subtype="ics", filename="invite.ics")


def _address(email: str, name: str = "") -> Address:
    user, _, domain = email.rpartition("@")
    return Address(name, user, domain)
