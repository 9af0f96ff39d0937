"""A mail server for tests: a real one, which keeps what it takes and refuses what it is told to."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cached_property

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

USER, PASSWORD = "user@acme.example", "pass/word"


@dataclass(frozen=True)
class Received:
    """A letter as it arrived, and between whom it was passed on."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes
    user: str
    encrypted: bool

    @cached_property
    def message(self) -> EmailMessage:
        return message_from_bytes(self.content, policy=policy.default)


@dataclass
class PostOffice:
    """``refusals``: what it answers instead of taking something, such as ``{"RCPT": "550 Unknown"}``."""

    asks_who: bool
    port: int = 0
    received: list[Received] = field(default_factory=list)
    refusals: dict[str, str] = field(default_factory=dict)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}?from=bookings@acme.example"

    async def handle_MAIL(  # noqa: N802 the name is what aiosmtpd calls
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.asks_who and not session.authenticated:
            return "530 Who are you?"
        envelope.mail_from = address
        return self.refusals.get("MAIL", "250 Good")

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if "RCPT" not in self.refusals:
            envelope.rcpt_tos.append(address)
        return self.refusals.get("RCPT", "250 Good")

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if "DATA" in self.refusals:
            return self.refusals["DATA"]
        user = getattr(session.auth_data, "login", b"").decode()
        content, sender = envelope.original_content or b"", envelope.mail_from or ""
        letter = Received(sender, tuple(envelope.rcpt_tos), content, user, session.ssl is not None)
        self.received.append(letter)
        self.arrived.set()
        return "250 Taken"


def knows(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: object) -> AuthResult:
    given = (getattr(data, "login", b""), getattr(data, "password", b""))
    good = given == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=good, handled=good, auth_data=data)


@asynccontextmanager
async def open_post_office(
    *,
    starttls: ssl.SSLContext | None = None,
    smtps: ssl.SSLContext | None = None,
    asks_who: bool = False,
    smtputf8: bool = True,
) -> AsyncIterator[PostOffice]:
    """Open for the while of the block. ``asks_who``: it takes nothing from whom it does not know."""
    office = PostOffice(asks_who)
    loop = asyncio.get_running_loop()

    def exchange() -> SMTP:
        return SMTP(
            office,
            hostname="localhost",
            enable_SMTPUTF8=smtputf8,
            tls_context=starttls,
            auth_require_tls=starttls is not None,
            authenticator=knows,
            loop=loop,
        )

    server = await loop.create_server(exchange, "127.0.0.1", 0, ssl=smtps)
    office.port = server.sockets[0].getsockname()[1]
    try:
        yield office
    finally:
        server.close()
