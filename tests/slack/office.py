"""The company at work, for tests: who acts, and short ways to what usually happens."""

from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from httpx2 import AsyncClient
from sqlalchemy import func, select, update

from bot.scheduling.booking_details import BookingRequest
from bot.scheduling.booking_views import BookingView
from bot.scheduling.bookings import Bookings
from bot.scheduling.changes import BookingChanges, Move
from bot.scheduling.customers import Customer
from bot.scheduling.links import LinkRequest, Links
from bot.scheduling.offers import Offers
from bot.scheduling.outbox import Deliverer, Outbox
from bot.scheduling.people import People, Person
from bot.scheduling.services import Services
from storage.database import Database
from storage.models import (
    Booking,
    BookingPage,
    MasterPage,
    Notice,
    OneTimeLink,
    Participant,
    Role,
    User,
    Workspace,
)
from tests.delivering import deliver_due
from tests.looking import open_times
from tests.slack.agent import Agent
from tests.slack.fake_slack import CHANNEL, FakeSlack
from tests.slack.open_view import OpenView
from tests.stories import done

T = TypeVar("T")

DANA = Customer("Dana Smith", "dana@customer.example")
UTC_ZONE = ZoneInfo("UTC")


@dataclass
class Clock:
    """The present, or so much later."""

    ahead: timedelta = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass(frozen=True)
class Office:
    workspace_id: UUID
    slack: FakeSlack
    database: Database
    services: Services
    links: Links
    people: People
    offers: Offers
    bookings: Bookings
    clock: Clock
    """What the outbox goes by. Whoever acts, acts now."""
    outbox: Outbox
    app: AsyncClient

    async def done(self, deed: Hashable, doing: Callable[[], Awaitable[T]]) -> T:
        """As ``tests.stories.done``, with what came of it in Slack."""
        if (before := self.slack.told) is None:
            return await doing()

        async def doing_so() -> tuple[T, bytes]:
            return await doing(), self.slack.kept()

        outcome, kept = await done(self.database, (deed, self.clock.ahead, before), doing_so)
        self.slack.becomes(kept)
        self.slack.told = (*before, deed)
        return outcome

    def agent(self, user_id: str = "U0BEN") -> Agent:
        return Agent(self.slack, self.app, user_id, self.done)

    async def opens_form(self, user_id: str = "U0BEN", *, channel: str = CHANNEL) -> OpenView:
        """``/onetime``, up to the modal, with the one eligible Master page picked as it is there."""
        agent = self.agent(user_id)
        await self.done(("opens_form", user_id, channel), lambda: agent.types(channel=channel))
        return self.slack.view

    async def makes_link(
        self, user_id: str = "U0BEN", *, channel: str = CHANNEL, customer: Customer | None = None
    ) -> str:
        """``/onetime``, up to the URL in the modal and all that is posted. Returns the URL."""
        return await self.done(
            ("makes_link", user_id, channel, customer), lambda: self._makes_link(user_id, channel, customer)
        )

    async def _makes_link(self, user_id: str, channel: str, customer: Customer | None) -> str:
        url = await self.asks_for_link(user_id, channel=channel, customer=customer)
        await deliver_due(self.outbox)
        return url

    async def asks_for_link(
        self, user_id: str = "U0BEN", *, channel: str = CHANNEL, customer: Customer | None = None
    ) -> str:
        """The same, up to the URL in the modal: nothing of it is posted yet."""
        return await self.done(
            ("asks_for_link", user_id, channel, customer),
            lambda: self._asks_for_link(user_id, channel, customer),
        )

    async def _asks_for_link(self, user_id: str, channel: str, customer: Customer | None) -> str:
        agent, view = self.agent(user_id), await self.opens_form(user_id, channel=channel)
        if customer:
            await agent.toggles(view, "Personalize link", on=True)
            view.types("Customer name", customer.name)
            view.types("Customer email", customer.email)
        await agent.submits(view)
        return view.texts[1]

    async def has_links(self, count: int, user_id: str = "U0BEN") -> None:
        """So many that somebody made outside of Slack, where no cards of them stand."""
        by = Person(self.workspace_id, user_id)
        page, *_ = await self.links.choices(by)
        for _ in range(count):
            await self.links.issue(by, LinkRequest(page.id), datetime.now(UTC))

    async def customer_books(self, url: str, customer: Customer = DANA) -> BookingView:
        """The first Support call there is, and what is told of it."""
        return await self.done(("books", url, customer), lambda: self._customer_books(url, customer))

    async def _customer_books(self, url: str, customer: Customer) -> BookingView:
        token, now = token_of(url), datetime.now(UTC)
        offer = await self.offers.of_link(token, now)
        call = offer.event_types[0].id
        times = await open_times(
            self.offers, token, call, now.date(), now.date() + timedelta(days=14), UTC_ZONE, now
        )
        request = BookingRequest(call, times[0].start, "UTC", customer.name, customer.email)
        booked = await self.bookings.book(token, request, now)
        await deliver_due(self.outbox)
        return booked.booking

    async def customer_moves(self, booking: BookingView) -> BookingView:
        """A week on by the provider's clock, where the hours are the same. Tells nobody yet."""
        local = booking.starts.astimezone(ZoneInfo(booking.providers[0].time_zone))
        async with self.database.reading() as session:
            row = await session.get_one(Booking, (self.workspace_id, booking.id))
        token = self.bookings.tokens.again(row.seed, row.digest)
        move = Move(local + timedelta(days=7), "UTC")
        return await BookingChanges(self.database).reschedule(token, move, datetime.now(UTC))

    async def meeting_began(self, booking: BookingView, minutes_ago: int) -> None:
        """As if it had been booked for then. Its card knows when its time had come."""
        starts = datetime.now(UTC) - timedelta(minutes=minutes_ago)
        ends = starts + timedelta(minutes=booking.minutes)
        async with self.database.writing() as session:
            for table in (Booking, Participant):
                await session.execute(update(table).values(starts=starts, ends=ends))
        await self.delivers_after(booking.starts - datetime.now(UTC))

    def has_deliverers(self, **others: Deliverer) -> None:
        """These for some kinds of notices, in place of those that there are."""
        self.outbox.deliverers = {**self.outbox.deliverers, **others}
        self.slack.told = None

    async def delivers(self) -> None:
        """What waits is told."""
        await deliver_due(self.outbox)

    async def delivers_after(self, pause: timedelta) -> None:
        """Time passes, and what is due then is delivered."""
        self.clock.ahead += pause
        await deliver_due(self.outbox)

    async def customer_opens(self, url: str) -> None:
        await self.links.opened(token_of(url), datetime.now(UTC))
        await deliver_due(self.outbox)

    async def all_links(self) -> list[OneTimeLink]:
        async with self.database.reading() as session:
            return list((await session.scalars(select(OneTimeLink).order_by(OneTimeLink.id))).all())

    async def link_count(self) -> int:
        async with self.database.reading() as session:
            return await session.scalar(select(func.count()).select_from(OneTimeLink)) or 0

    async def all_pages(self) -> list[MasterPage]:
        async with self.database.reading() as session:
            return list((await session.scalars(select(MasterPage).order_by(MasterPage.position))).all())

    async def change_pages(self, **values: object) -> None:
        async with self.database.writing() as session:
            await session.execute(update(MasterPage).values(**values))

    async def retire_booking_pages(self) -> None:
        async with self.database.writing() as session:
            await session.execute(update(BookingPage).values(retired_at=datetime.now(UTC)))

    async def gives_booking_page(self, link: str, *, to: str) -> None:
        """Another person owns it from now on."""
        async with self.database.writing() as session:
            await session.execute(update(BookingPage).where(BookingPage.link == link).values(owner_id=to))

    async def change_role(self, user_id: str, role: Role | None) -> None:
        async with self.database.writing() as session:
            await session.execute(update(User).where(User.id == user_id).values(role=role))

    async def last_saw(self, user_id: str, moment: datetime) -> None:
        async with self.database.writing() as session:
            await session.execute(update(User).where(User.id == user_id).values(seen_at=moment))

    async def restricts_issuing(self) -> None:
        async with self.database.writing() as session:
            await session.execute(update(Workspace).values(only_administrators_issue=True))

    async def role_of(self, user_id: str) -> Role | None:
        user = await self.people.find(Person(self.workspace_id, user_id))
        assert user is not None, f"{user_id} is unknown"
        return user.role

    async def is_known(self, user_id: str) -> bool:
        return await self.people.find(Person(self.workspace_id, user_id)) is not None

    async def outcomes(self) -> list[tuple[str, str | None]]:
        """What became of each notice that is settled: its kind, and why it was given up, if it was."""
        async with self.database.reading() as session:
            settled = select(Notice).where(Notice.settled_at.is_not(None)).order_by(Notice.id)
            return [(notice.kind, notice.error) for notice in (await session.scalars(settled)).all()]

    async def waiting(self) -> list[tuple[str, str | None, datetime]]:
        """Each notice that waits: its kind, what was in the way, and until when."""
        async with self.database.reading() as session:
            unsettled = select(Notice).where(Notice.settled_at.is_(None)).order_by(Notice.id)
            found = (await session.scalars(unsettled)).all()
        return [(notice.kind, notice.error, notice.due_at) for notice in found]


def token_of(url: str) -> str:
    return url.rpartition("/")[2].partition("?")[0]
