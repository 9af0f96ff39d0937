"""The mail that was sent in the sandbox: a mail server of its own keeps it instead of passing it on."""

import asyncio
import mimetypes
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from itertools import count

from aiosmtpd.smtp import SMTP, Envelope, Session

from bot.sandbox.changes import Changes

MOST_KEPT = 50


@dataclass(frozen=True)
class Attachment:
    """A file that came with a letter, under the name that its sender gave it."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """A letter as it arrived ``at`` (seconds since 1970). ``recipients`` are whom it was delivered to."""

    number: int
    at: float
    sender: str
    recipients: tuple[str, ...]
    subject: str
    text: str
    html: str | None
    attachments: tuple[Attachment, ...]


class Letters:
    """Keeps the newest letters."""

    def __init__(self, changes: Changes, now: Callable[[], float] = time.time, most: int = MOST_KEPT) -> None:
        self.changes = changes
        self.now = now
        self._kept: deque[Letter] = deque(maxlen=most)
        self._numbers = count(1)

    def newest_first(self) -> list[Letter]:
        return list(reversed(self._kept))

    def letter(self, number: int) -> Letter:
        """Raises ``LookupError`` for one that never came or is kept no more."""
        for letter in self._kept:
            if letter.number == number:
                return letter
        raise LookupError(number)

    def forget_all(self) -> None:
        self._kept.clear()
        self.changes.touch()

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[str]:
        """Take in mail for the while of the block; gives the address to send it to, as ``smtp://host:port``."""
        server = await asyncio.get_running_loop().create_server(self._exchange, "127.0.0.1", 0)
        try:
            yield f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        finally:
            server.close()

    def _exchange(self) -> SMTP:
        return SMTP(self, hostname="localhost", enable_SMTPUTF8=True, loop=asyncio.get_running_loop())

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep what was sent. The name is what aiosmtpd calls."""
        message = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        self._kept.append(self._read(message, tuple(envelope.rcpt_tos)))
        self.changes.touch()
        return "250 Kept"

    def _read(self, message: EmailMessage, recipients: tuple[str, ...]) -> Letter:
        text, html = message.get_body(("plain",)), message.get_body(("html",))
        return Letter(
            number=next(self._numbers),
            at=self.now(),
            sender=str(message["From"] or ""),
            recipients=recipients,
            subject=str(message["Subject"] or ""),
            text=_words(text) if text else "",
            html=_words(html) if html else None,
            attachments=tuple(_attachment(part) for part in message.walk() if part.is_attachment()),
        )


def _words(part: MIMEPart) -> str:
    """Without what line ends are on their way."""
    words: str = part.get_content()
    return words.replace("\r\n", "\n")


def _attachment(part: EmailMessage) -> Attachment:
    content_type = part.get_content_type()
    name = part.get_filename(f"untitled{mimetypes.guess_extension(content_type) or ''}")
    content = part.get_payload(decode=True)
    return Attachment(name, content_type, content if isinstance(content, bytes) else b"")
