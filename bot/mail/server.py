"""The mail server that takes letters from us, as ``ONETIME_SMTP_URL`` names it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from ipaddress import ip_address
from typing import Self
from urllib.parse import unquote, urlsplit

from aiosmtplib import (
    SMTP,
    SMTPDataError,
    SMTPException,
    SMTPNotSupported,
    SMTPRecipientRefused,
    SMTPRecipientsRefused,
    SMTPResponseException,
)
from email_validator import EmailNotValidError, validate_email

from bot.hosts import checked_host, is_local

PORTS = {"smtp": 587, "smtps": 465}
SECONDS = 45
"""Less than the outbox's lease, so that nobody sends a letter while another still does."""


@dataclass
class Unsent(Exception):
    """A letter was not taken. ``for_good``: the same letter never will be. ``why`` names no person."""

    why: str
    for_good: bool = False


@dataclass(frozen=True)
class MailServer:
    """A mail server, as whom we come to it, and the address that our letters come from."""

    host: str
    port: int
    encrypts: bool
    """Is it encrypted from the first byte on (``smtps``)? Else by STARTTLS, where that is offered."""
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    seconds: float = SECONDS
    """How long one letter may take."""

    @classmethod
    def at(cls, url: str, home: str = "localhost") -> Self:
        """``smtp://USER:PASSWORD@HOST:587?from=SENDER``; user and password are percent-encoded.

        Without ``from``, the sender is the user where that is an address, else ``onetime`` at the host
        ``home``. Raises ``ValueError``.
        """
        parts = urlsplit(url)
        if parts.scheme not in PORTS or not parts.hostname or parts.path not in ("", "/") or parts.fragment:
            raise ValueError("not the address of a mail server")
        if parts.port == 0:
            raise ValueError("no port to reach anybody at")
        user, password = _printable(parts.username), _printable(parts.password)
        if password and not user:
            raise ValueError("a password of nobody")
        return cls(
            host=checked_host(parts.hostname).strip("[]"),
            port=parts.port or PORTS[parts.scheme],
            encrypts=parts.scheme == "smtps",
            sender=_sender(parts.query) or _address(user) or f"onetime@{_domain(home)}",
            user=user,
            password=password,
        )

    @property
    def must_be_safe(self) -> bool:
        """Is nothing sent unless it is encrypted, by a server whose certificate proves its name?

        A password is told to nobody else, this machine excepted. Where there is none, encryption is taken
        where it is offered, as mail servers do among each other.
        """
        return self.encrypts or (bool(self.password) and not is_local(self.host))

    async def send(self, message: EmailMessage, recipient: str) -> None:
        """Hand over one letter for one address. Raises ``Unsent``."""
        async with self._visit() as connection:
            await connection.send_message(message, sender=self.sender, recipients=[recipient])

    async def greet(self) -> None:
        """Sign in and go. Raises ``Unsent``."""
        async with self._visit():
            return

    @asynccontextmanager
    async def _visit(self) -> AsyncIterator[SMTP]:
        try:
            async with asyncio.timeout(self.seconds), self._connection() as connection:
                yield connection
        except (SMTPException, OSError) as error:
            raise _unsent(error) from error

    def _connection(self) -> SMTP:
        return SMTP(
            hostname=self.host,
            port=self.port,
            username=self.user or None,
            password=self.password or None,
            use_tls=self.encrypts,
            start_tls=True if self.must_be_safe and not self.encrypts else None,
            validate_certs=self.must_be_safe,
            timeout=self.seconds,
        )


def _unsent(error: Exception) -> Unsent:
    """What is said of the recipient or the letter itself is for good: the rest an operator can mend."""
    match error:
        case (
            SMTPRecipientsRefused(recipients=[SMTPRecipientRefused(code=code), *_]) | SMTPDataError(code=code)
        ):
            return Unsent(f"the mail server answered {code}", for_good=code >= 500)
        case SMTPResponseException(code=code):
            return Unsent(f"the mail server answered {code}")
        case SMTPNotSupported():
            return Unsent("the mail server takes no address of other letters than ASCII's", for_good=True)
        case OSError():
            return Unsent(f"the mail server cannot be reached: {_reason(error)}")
        case _:
            return Unsent("the mail server offers no encryption, or no signing in")


def _reason(error: OSError) -> str:
    """The system's own words, where there are any: the library puts its own around them."""
    cause = error.__cause__ if isinstance(error.__cause__, OSError) else ""
    return str(cause) or str(error) or type(error).__name__


def _sender(query: str) -> str | None:
    """What stands behind ``?from=``, and nothing else may stand there."""
    if not query:
        return None
    name, _, value = query.partition("=")
    address = _address(unquote(value))
    if name != "from" or address is None:
        raise ValueError("no sender's address")
    return address


def _address(text: str) -> str | None:
    """The text as mail servers of all ages take it, if it is an email address."""
    try:
        return validate_email(text, check_deliverability=False).ascii_email
    except EmailNotValidError:
        return None


def _domain(host: str) -> str:
    """A host as it stands in an email address."""
    try:
        return f"[{ip_address(host)}]"
    except ValueError:
        return host


def _printable(encoded: str | None) -> str:
    text = unquote(encoded or "", errors="strict")
    if not text.isprintable():
        raise ValueError("control characters")
    return text
