"""What a User has going: the links that are out, the meetings that come, and when they can be booked."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.scheduling.customers import Customer
from bot.scheduling.leaves import Leaf
from bot.scheduling.link_views import LinkView, view_of_link
from bot.scheduling.people import Person, role_of
from bot.scheduling.permissions import UserChange, open_to_users
from bot.scheduling.setup_file import rows
from bot.scheduling.setup_file.document import BookingPageEntry
from storage import links, meetings
from storage.database import Database
from storage.models import Booking, BookingPage, EventType, MasterPage, Role

LEAF_SIZE = 5


@dataclass(frozen=True)
class Meeting:
    """A meeting that is not over, as one of those who take part sees it. Times are aware and in UTC."""

    id: UUID
    event_type: str
    starts: datetime
    customer: Customer
    owners: tuple[str, ...]
    """Who meets the Customer, by Slack user id, the Primary team member first."""
    changes: tuple[UserChange, ...]
    """What those who have a part in it may do with it now."""


@dataclass(frozen=True)
class OwnPage:
    """A Booking page that one owns, without the Event types that it is associated with."""

    id: UUID
    entry: BookingPageEntry


@dataclass(frozen=True)
class Agenda:
    role: Role
    links: Leaf[LinkView]
    """The unspent ones, newest first."""
    meetings: Leaf[Meeting]
    """Soonest first."""
    pages: tuple[OwnPage, ...]
    """Most people have one, many have none."""


class Agendas:
    """Looks, and changes nothing."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def of(self, by: Person, links_leaf: int, meetings_leaf: int, now: datetime) -> Agenda:
        """Of the two lists, the leaves of these numbers. Raises ``NotAllowed`` for guests."""
        async with self.database.reading() as session:
            return Agenda(
                await role_of(session, by),
                await _links(session, by, links_leaf, now),
                await _meetings(session, by, meetings_leaf, now),
                await _pages(session, by),
            )


async def _links(session: AsyncSession, by: Person, number: int, now: datetime) -> Leaf[LinkView]:
    first, most = number * LEAF_SIZE, LEAF_SIZE + 1
    found = await links.open_of(session, by.workspace_id, by.user_id, now, first, most)
    return Leaf.beginning([view_of_link(link, page, now) for link, page in found], number, LEAF_SIZE)


async def _meetings(session: AsyncSession, by: Person, number: int, now: datetime) -> Leaf[Meeting]:
    first, most = number * LEAF_SIZE, LEAF_SIZE + 1
    found = await meetings.not_over(session, by.workspace_id, by.user_id, now, first, most)
    providers: defaultdict[UUID, list[BookingPage]] = defaultdict(list)
    ids = [booking.id for booking, _, _ in found]
    for booking_id, provider in await meetings.providers(session, by.workspace_id, ids):
        providers[booking_id].append(provider)
    shown = [_meeting(*row, providers[row[0].id], now) for row in found]
    return Leaf.beginning(shown, number, LEAF_SIZE)


async def _pages(session: AsyncSession, by: Person) -> tuple[OwnPage, ...]:
    found = await meetings.pages_of(session, by.workspace_id, by.user_id)
    return tuple(OwnPage(page.id, rows.booking_page(page, ())) for page in found)


def _meeting(
    booking: Booking,
    event_type: EventType,
    page: MasterPage,
    providers: Sequence[BookingPage],
    now: datetime,
) -> Meeting:
    return Meeting(
        id=booking.id,
        event_type=event_type.name,
        starts=booking.starts,
        customer=Customer(booking.customer_name, booking.customer_email),
        owners=tuple(provider.owner_id for provider in providers),
        changes=open_to_users(booking, page, providers, now),
    )
