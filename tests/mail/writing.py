"""A desk whose bookings are told by mail, for tests."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

from bot.mail.delivery import MailDelivery
from bot.mail.press import Press
from bot.mail.server import MailServer
from bot.scheduling import notices
from bot.scheduling.bookings import Booked
from bot.scheduling.customers import Customer
from bot.scheduling.mailing import Mailing
from bot.scheduling.outbox import Outbox
from bot.scheduling.reminders import Reminders
from storage.models import Booking, BookingPage, Notice, Workspace
from tests.delivering import deliver_due
from tests.mail.post_office import PostOffice, Received
from tests.scheduling.desk import DANA, Desk
from tests.stories import done

CUSTOMER, ANA = "dana@customer.example", "ana@acme.example"
PRESS = Press()

# Whoever books gets Ana.
COMPANY = """\
administrators: [U0ADMIN]
event_types:
  - {name: Support call, minutes: 30, notice: 4h, horizon: 60d}
booking_pages:
  - name: Ana Prieto
    link: ana
    owner: U0ANA
    time_zone: Europe/Madrid
    weekly: {mon: ["09:00-17:00"], tue: ["09:00-17:00"], wed: ["09:00-17:00"]}
    location: https://meet.example/ana
    email: ana@acme.example
master_pages:
  - name: Acme Support
    label: Support EMEA
    link: support
    rules: [{event_type: Support call, primary: {page: ana}}]
"""


@dataclass
class Writing:
    """``now`` is what the outbox goes by. Whoever acts at the desk acts when it opened."""

    desk: Desk
    office: PostOffice
    now: datetime

    @property
    def outbox(self) -> Outbox:
        database, tokens = self.desk.database, self.desk.bookings.tokens
        mailing = Mailing(database, tokens, "https://book.example")
        delivery = MailDelivery(Reminders(database), mailing, PRESS, MailServer.at(self.office.url))
        return Outbox(database, dict.fromkeys(notices.FOR_MAIL, delivery), lambda: self.now)

    async def change_page(self, **values: object) -> None:
        """Of Ana's Booking page."""
        async with self.desk.database.writing() as session:
            await session.execute(update(BookingPage).values(**values))

    async def change_company(self, **values: object) -> None:
        async with self.desk.database.writing() as session:
            workspace = await session.get_one(Workspace, self.desk.workspace_id)
            for name, value in values.items():
                setattr(workspace, name, value)

    async def book(self, customer: Customer = DANA, start: str = "2026-12-02T10:00") -> Booked:
        """A Support call on the Madrid clock."""
        return await self.desk.booked(start, customer=customer)

    async def booked_and_told(self, start: str = "2026-12-02T10:00") -> tuple[Booked, list[Received]]:
        """A meeting, and the letters by which the Customer and Ana have heard of it."""
        booked = await self.book(start=start)
        return booked, await done(self.desk.database, "letters delivered", self.deliver)

    async def speak(self, language: str) -> None:
        """All who have booked did so in this language."""
        async with self.desk.database.writing() as session:
            await session.execute(update(Booking).values(customer_language=language))

    async def deliver(self, later: timedelta = timedelta()) -> list[Received]:
        """Deliver what is due now, or so much later. Returns what has arrived since."""
        self.now += later
        before = len(self.office.received)
        await deliver_due(self.outbox)
        return self.office.received[before:]

    async def delivered_to(self, recipient: str, later: timedelta = timedelta()) -> list[Received]:
        return [letter for letter in await self.deliver(later) if letter.recipients == (recipient,)]

    async def outcomes(self) -> list[tuple[str, str | None]]:
        """Each letter that is settled: what it was about, and why it was given up, if it was."""
        async with self.desk.database.reading() as session:
            settled = select(Notice).where(Notice.kind == notices.LETTER, Notice.settled_at.is_not(None))
            found = (await session.scalars(settled.order_by(Notice.id))).all()
        return [(notice.payload["event"], notice.error) for notice in found]
