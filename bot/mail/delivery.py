"""Delivers letters: writes each when it is its turn, and hands it to the mail server."""

from dataclasses import dataclass
from datetime import datetime

from email_validator import EmailNotValidError

from bot.languages import wording
from bot.mail.calendar import Invitation, invitation_of_customer, invitation_of_provider
from bot.mail.letters import letter_of
from bot.mail.messages import Envelope, mailbox, message_of
from bot.mail.press import Press
from bot.mail.server import MailServer, Unsent
from bot.scheduling import notices
from bot.scheduling.errors import UrlLost
from bot.scheduling.mailing import Mailing, Occasion
from bot.scheduling.outbox import GiveUp, TryLater
from bot.scheduling.reminders import Reminders
from storage.models import Notice


@dataclass(frozen=True)
class MailDelivery:
    """Delivers one letter at a time, at least once, each time under the same Message-ID."""

    reminders: Reminders
    mailing: Mailing
    press: Press
    server: MailServer

    async def deliver(self, notice: Notice, now: datetime) -> None:
        """Raises ``TryLater`` where the server could not take it now, ``GiveUp`` where it never will."""
        if notice.kind == notices.REMINDER:
            await self.reminders.deliver(notice, now)
            return
        try:
            await self._deliver(notice, await self.mailing.occasion(notice), now)
        except UrlLost:
            raise GiveUp("the secret key that made the booking's page was dropped") from None
        except EmailNotValidError:
            raise GiveUp("the address is none") from None
        except Unsent as unsent:
            raise GiveUp(unsent.why) if unsent.for_good else TryLater(unsent.why) from unsent

    async def _deliver(self, notice: Notice, occasion: Occasion, now: datetime) -> None:
        if not occasion.address:
            return  # the provider's address was taken out meanwhile
        if _reminds_in_vain(occasion, now):
            return
        if occasion.news.event != notices.MANAGE_LINK and now >= occasion.booking.ends:
            raise GiveUp("the meeting is over")
        letter, recipient = letter_of(occasion), mailbox(occasion.address)
        envelope = Envelope(notice.id, self.server.sender, recipient, _answers_to(occasion))
        invitation = self._invitation(occasion, notice.created_at)
        message = message_of(envelope, letter, self.press.printed(letter), invitation, now)
        await self.server.send(message, recipient)

    def _invitation(self, occasion: Occasion, stamp: datetime) -> Invitation | None:
        """The booking as it was then: ``stamp`` is when the letter was written, also if it is sent again."""
        if occasion.news.event not in notices.MAILED:
            return None
        if occasion.provider is not None:
            return invitation_of_provider(occasion.booking, self.server.sender, stamp)
        language = wording(occasion.language)
        return invitation_of_customer(
            occasion.booking, self.server.sender, language, occasion.manage_url, stamp
        )


class NoMail:
    """Where no mail server is set, nobody is written to: pages offer the calendar file instead."""

    async def deliver(self, _notice: Notice, _now: datetime) -> None:
        return


def _reminds_in_vain(occasion: Occasion, now: datetime) -> bool:
    """A reminder that had to wait must not call anybody to a time that does not stand, or has come."""
    if occasion.news.event != notices.REMINDED:
        return False
    return not occasion.is_latest or now >= occasion.booking.starts


def _answers_to(occasion: Occasion) -> str:
    """Customers answer to the Primary team member, and providers to the Customer."""
    booking = occasion.booking
    return booking.providers[0].email if occasion.provider is None else booking.customer.email
