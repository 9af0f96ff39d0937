"""What a Master page offers: its rules, who serves them, and when those people are taken.

What every view of a page asks is written down once: to build such a statement takes a third of its time.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import BindParameter, bindparam, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import (
    Association,
    BookingPage,
    Distribution,
    EventType,
    MasterPage,
    Participant,
    Pool,
    PoolMember,
    Rule,
    StaticMember,
    TeamMember,
    Turn,
)
from storage.statements import WORKSPACE_ID

LONGEST_MEETING = timedelta(days=1)


class Taken(NamedTuple):
    """A time at which a Booking page, and so its owner, is taken, and the booking's buffers in minutes."""

    owner_id: str
    page_id: UUID
    booking_id: UUID
    event_type_id: UUID
    starts: datetime
    ends: datetime
    buffer_before: int
    buffer_after: int


class Server(NamedTuple):
    """A team member of the rule of an Event type. ``name`` is None for somebody of a pool."""

    event_type_id: UUID
    position: int
    name: str | None
    time_zone: str


@dataclass(frozen=True)
class Seat:
    """A team member of a rule: its Booking pages and how they share bookings (None: it is a single page)."""

    distribution: Distribution | None
    pool_id: UUID | None
    pages: list[BookingPage]
    priorities: dict[UUID, int]
    """Of a pool's pages; 1 is the highest."""


async def master_pages(session: AsyncSession, workspace_id: UUID) -> Sequence[MasterPage]:
    """The Master pages in use, in the order in which they were set up."""
    statement = (
        select(MasterPage)
        .where(MasterPage.workspace_id == workspace_id, MasterPage.retired_at.is_(None))
        .order_by(MasterPage.position)
    )
    return (await session.scalars(statement)).all()


async def master_page(session: AsyncSession, workspace_id: UUID, master_page_id: UUID) -> MasterPage | None:
    return await session.get(MasterPage, (workspace_id, master_page_id))


async def by_public_link(session: AsyncSession, public_link: str) -> MasterPage | None:
    """The Master page in use that has this Public link, without regard to case."""
    statement = select(MasterPage).where(
        func.lower(MasterPage.link) == public_link.lower(), MasterPage.retired_at.is_(None)
    )
    return await session.scalar(statement)


async def pages_with_rules(session: AsyncSession, workspace_id: UUID) -> set[UUID]:
    """The Master pages that have at least one Event-based rule."""
    statement = select(Rule.master_page_id).where(Rule.workspace_id == workspace_id).distinct()
    return set((await session.scalars(statement)).all())


_MASTER_PAGE: BindParameter[UUID] = bindparam("master_page_id")
_EVENT_TYPE: BindParameter[UUID] = bindparam("event_type_id")

_EVENT_TYPES = (
    select(EventType)
    .join(Rule, (Rule.workspace_id == EventType.workspace_id) & (Rule.event_type_id == EventType.id))
    .where(
        Rule.workspace_id == WORKSPACE_ID,
        Rule.master_page_id == _MASTER_PAGE,
        EventType.retired_at.is_(None),
    )
    .order_by(Rule.position)
)


async def event_types(session: AsyncSession, workspace_id: UUID, master_page_id: UUID) -> Sequence[EventType]:
    """The Event types that have a rule on this Master page, in the order of the rules."""
    asked = {"workspace_id": workspace_id, "master_page_id": master_page_id}
    return (await session.scalars(_EVENT_TYPES, asked)).all()


_SEATS = (
    select(TeamMember.position, Pool.distribution, Pool.id, PoolMember.priority, BookingPage)
    .join(Rule, (Rule.workspace_id == TeamMember.workspace_id) & (Rule.id == TeamMember.rule_id))
    .outerjoin(Pool, (Pool.workspace_id == TeamMember.workspace_id) & (Pool.id == TeamMember.pool_id))
    .outerjoin(PoolMember, (PoolMember.workspace_id == Pool.workspace_id) & (PoolMember.pool_id == Pool.id))
    .outerjoin(
        BookingPage,
        (BookingPage.workspace_id == TeamMember.workspace_id)
        & (BookingPage.id == func.coalesce(TeamMember.page_id, PoolMember.page_id))
        & BookingPage.retired_at.is_(None),
    )
    .where(
        Rule.workspace_id == WORKSPACE_ID,
        Rule.master_page_id == _MASTER_PAGE,
        Rule.event_type_id == _EVENT_TYPE,
    )
    .order_by(TeamMember.position, PoolMember.position)
)


async def seats(
    session: AsyncSession, workspace_id: UUID, master_page_id: UUID, event_type_id: UUID
) -> list[Seat]:
    """Who serves an Event type on a Master page, the Primary team member first. Empty where no rule does."""
    asked = {
        "workspace_id": workspace_id,
        "master_page_id": master_page_id,
        "event_type_id": event_type_id,
    }
    found: dict[int, Seat] = {}
    for row in (await session.execute(_SEATS, asked)).all():
        position, distribution, pool_id, priority = row[:4]
        page: BookingPage | None = row[4]  # a pool may have lost all its members
        seat = found.setdefault(position, Seat(distribution, pool_id, [], {}))
        if page is not None:
            seat.pages.append(page)
            seat.priorities[page.id] = priority
    return list(found.values())


_NAME_OF_ONE = case((TeamMember.pool_id.is_(None), BookingPage.name))
_WHO_SERVES = (
    select(Rule.event_type_id, TeamMember.position, _NAME_OF_ONE, BookingPage.time_zone)
    .join(TeamMember, TeamMember.workspace_id == BookingPage.workspace_id)
    .join(Rule, (Rule.workspace_id == TeamMember.workspace_id) & (Rule.id == TeamMember.rule_id))
    .outerjoin(
        PoolMember,
        (PoolMember.workspace_id == TeamMember.workspace_id) & (PoolMember.pool_id == TeamMember.pool_id),
    )
    .where(
        Rule.workspace_id == WORKSPACE_ID,
        Rule.master_page_id == _MASTER_PAGE,
        BookingPage.id == func.coalesce(TeamMember.page_id, PoolMember.page_id),
        BookingPage.retired_at.is_(None),
    )
    .group_by(Rule.event_type_id, Rule.position, TeamMember.position, _NAME_OF_ONE, BookingPage.time_zone)
    .order_by(Rule.position, TeamMember.position, func.min(PoolMember.position))
)


async def who_serves(session: AsyncSession, workspace_id: UUID, master_page_id: UUID) -> Sequence[Server]:
    """Who serves each Event type of a Master page, in the order of the rules, the Primary team member first.

    A pool is told as its members' time zones, so that it is a few rows however many there are.
    """
    asked = {"workspace_id": workspace_id, "master_page_id": master_page_id}
    return [Server(*row) for row in (await session.execute(_WHO_SERVES, asked)).all()]


async def first_time_zone(session: AsyncSession, workspace_id: UUID, master_page_id: UUID) -> str | None:
    """The zone of the first provider on a Master page. None where nobody serves it."""
    servers = await who_serves(session, workspace_id, master_page_id)
    return servers[0].time_zone if servers else None


async def associated(
    session: AsyncSession, workspace_id: UUID, master_page_id: UUID
) -> Sequence[tuple[EventType, BookingPage]]:
    """Each Event type with each Booking page that a Master page lists and that is associated with it.

    All are in use. The Event types come in the order of the set-up, their pages in that of the list.
    """
    statement = (
        select(EventType, BookingPage)
        .join(
            Association,
            (Association.workspace_id == EventType.workspace_id)
            & (Association.event_type_id == EventType.id),
        )
        .join(
            BookingPage,
            (BookingPage.workspace_id == Association.workspace_id) & (BookingPage.id == Association.page_id),
        )
        .join(
            StaticMember,
            (StaticMember.workspace_id == BookingPage.workspace_id)
            & (StaticMember.page_id == BookingPage.id),
        )
        .where(
            StaticMember.workspace_id == workspace_id,
            StaticMember.master_page_id == master_page_id,
            EventType.retired_at.is_(None),
            BookingPage.retired_at.is_(None),
        )
        .order_by(EventType.position, StaticMember.position)
    )
    return [(row[0], row[1]) for row in (await session.execute(statement)).all()]


_PAGES_OF_OWNERS = select(BookingPage.id).where(
    BookingPage.workspace_id == WORKSPACE_ID, BookingPage.owner_id.in_(bindparam("owner_ids", expanding=True))
)
_TAKEN = (
    select(
        BookingPage.owner_id,
        Participant.page_id,
        Participant.booking_id,
        Participant.event_type_id,
        Participant.starts,
        Participant.ends,
        Participant.buffer_before,
        Participant.buffer_after,
    )
    .join(
        BookingPage,
        (BookingPage.workspace_id == Participant.workspace_id) & (BookingPage.id == Participant.page_id),
    )
    .where(
        Participant.workspace_id == WORKSPACE_ID,
        # Asked of the join alone, SQLite would go through all that the workspace ever booked.
        Participant.page_id.in_(_PAGES_OF_OWNERS),
        # No meeting is longer than a day: with both bounds, the index leaves out past and far future.
        Participant.ends > bindparam("first"),
        Participant.ends < bindparam("a_day_later"),
        Participant.starts < bindparam("until"),
        Participant.held,
    )
    .order_by(Participant.page_id, Participant.starts)
)


async def taken(
    session: AsyncSession, workspace_id: UUID, owner_ids: Collection[str], first: datetime, until: datetime
) -> Sequence[Taken]:
    """When these people are taken between two instants, by bookings of any Booking page that they own.

    A page that was retired counts: what was booked on it still takes place.
    """
    asked = {
        "workspace_id": workspace_id,
        "owner_ids": list(owner_ids),
        "first": first,
        "until": until,
        "a_day_later": until + LONGEST_MEETING,
    }
    return [Taken(*row) for row in (await session.execute(_TAKEN, asked)).all()]


_TURNS = select(Turn).where(
    Turn.workspace_id == WORKSPACE_ID,
    Turn.master_page_id == _MASTER_PAGE,
    Turn.event_type_id == _EVENT_TYPE,
)


async def turns(
    session: AsyncSession, workspace_id: UUID, master_page_id: UUID, event_type_id: UUID
) -> Sequence[Turn]:
    """What each Booking page has had of this Event type through this Master page."""
    asked = {
        "workspace_id": workspace_id,
        "master_page_id": master_page_id,
        "event_type_id": event_type_id,
    }
    return (await session.scalars(_TURNS, asked)).all()
