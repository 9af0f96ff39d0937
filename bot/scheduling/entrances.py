"""How Customers come to a Master page: by a one-time link, or by the page's general link.

Both doors lead into one flow. What differs between them stands here, and the flow asks no further.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from bot.scheduling import rules
from bot.scheduling.customers import Customer
from bot.scheduling.errors import LinkSpent, LinkSuspended, NotAccepting, NotFound, Refusal
from bot.scheduling.link_views import asking_of, check_usable, customer_of, link_of
from bot.scheduling.request_ids import is_ours
from storage import links, offers
from storage.models import Booking, MasterPage, OneTimeLink


class Entrance(Protocol):
    """A Customer's way in, as it was found in one transaction.

    ``link`` is the one-time link, if it is one; ``customer`` is for whom that was personalized.
    """

    @property
    def page(self) -> MasterPage: ...
    @property
    def link(self) -> OneTimeLink | None: ...
    @property
    def customer(self) -> Customer | None: ...

    def check(self, now: datetime) -> None:
        """Raises the refusal that stands in the way of looking at what is offered."""

    async def claim(self, session: AsyncSession, now: datetime) -> None:
        """Take what one booking costs, on what stands at this moment. Raises what ``check`` raises."""

    def closed(self, now: datetime) -> Refusal:
        """What to raise where nothing is offered at the moment."""

    def digest(self, request_id: str, details: str) -> bytes:
        """Stands for a request among all that can come this way, by its id and its ``details``."""

    def may_see(self, booking: Booking, email: str | None) -> bool:
        """May whoever sends the request of a booking once more, with this email or none, be shown it?"""


Door = Callable[[AsyncSession, str], Awaitable[Entrance]]
"""Finds the entrance that the text in an address names. Raises ``NotFound`` for every other text."""


@dataclass(frozen=True)
class OneTimeEntrance:
    """By a one-time link, which is good for one booking and spent with it."""

    page: MasterPage
    link: OneTimeLink

    @property
    def customer(self) -> Customer | None:
        return customer_of(self.link)

    def check(self, now: datetime) -> None:
        check_usable(self.link, self.page, now)

    async def claim(self, session: AsyncSession, now: datetime) -> None:
        if await links.claim(session, self.link, now):
            return
        await session.refresh(self.link)
        await session.refresh(self.page)
        self.check(now)
        raise LinkSpent(asking_of(self.link, now))

    def closed(self, now: datetime) -> Refusal:
        return LinkSuspended(asking_of(self.link, now))

    def digest(self, request_id: str, _details: str) -> bytes:
        """Whoever holds another link may well call a request the same."""
        return _digest(self.link.id.bytes, request_id)

    def may_see(self, _booking: Booking, _email: str | None) -> bool:
        """Whoever has the link could have booked with it."""
        return True


@dataclass(frozen=True)
class GeneralEntrance:
    """By the Public link, which anyone may know: nothing is spent, and the Booking form is always shown."""

    page: MasterPage
    link: None = None
    customer: None = None

    def check(self, now: datetime) -> None:
        if not self.page.accepts_bookings:
            raise self.closed(now)

    async def claim(self, _session: AsyncSession, now: datetime) -> None:
        self.check(now)

    def closed(self, _now: datetime) -> Refusal:
        return NotAccepting()

    def digest(self, request_id: str, details: str) -> bytes:
        """An id that cannot be guessed says which request it is. Of those that scripts choose, two may be the
        same, and neither must find the other's booking.
        """
        known_by = b"" if is_ours(request_id) else _digest(b"", details)
        return _digest(self.page.id.bytes + known_by, request_id)

    def may_see(self, booking: Booking, email: str | None) -> bool:
        """Anybody could have given the Customer the address at which they booked, and come back to it."""
        return email is not None and email.strip().casefold() == booking.customer_email.casefold()


async def one_time_link(session: AsyncSession, token: str) -> OneTimeEntrance:
    """By its token."""
    link, page = await link_of(session, token)
    return OneTimeEntrance(page, link)


async def general_link(session: AsyncSession, public_link: str) -> GeneralEntrance:
    """By a Public link, without regard to case. A retired page has none."""
    # Asked first: other characters could be too much for a database, or be another letter's lower case.
    page = None if rules.problem_of_link(public_link) else await offers.by_public_link(session, public_link)
    if page is None:
        raise NotFound
    return GeneralEntrance(page)


def _digest(scope: bytes, text: str) -> bytes:
    """Of any text, of any length."""
    return sha256(scope + text.encode("utf-8", "surrogatepass")).digest()
