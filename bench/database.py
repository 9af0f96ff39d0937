"""What one week's page view reads from the database: as the product reads it, and as bare queries do."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Row, bindparam, select
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bench.company import CUSTOMERS_ZONE, NOW, Company
from bot.scheduling.availability import DAY, Window, instant_of, minute_of, window_of
from bot.scheduling.offers import Offers
from storage import offers
from storage.models import BookingPage, EventType, Participant, PoolMember, Rule, TeamMember, Turn

MONDAY = date(2027, 3, 8)

Rows = Sequence[tuple[object, ...]]
Read = tuple[Rows, Rows, Rows, Rows]
"""The Event type, its Booking pages in the order of the pool, when they are taken, and their last turns."""


async def read_as_the_product_does(company: Company, window: Window) -> Read:
    """What a page view reads, with the functions and in the transaction that it uses."""
    async with company.database.reading() as session:
        key = (company.workspace_id, company.master_page_id)
        event_types = await offers.event_types(session, *key)
        event_type = next(each for each in event_types if each.id == company.event_type_id)
        (seat,) = await offers.seats(session, *key, event_type.id)
        owner_ids = [page.owner_id for page in seat.pages]
        taken = await offers.taken(session, company.workspace_id, owner_ids, *_bounds(window))
        turns = await offers.turns(session, *key, event_type.id)
    return (
        [(event_type.id, event_type.minutes, event_type.slot_every, event_type.slot_starts)],
        [(page.id, page.owner_id, page.time_zone, page.weekly, page.dates) for page in seat.pages],
        taken,
        sorted((turn.page_id, turn.last_booked_at, turn.owed) for turn in turns),
    )


async def read_bare(engine: AsyncEngine, company: Company, window: Window) -> Read:
    """The same rows with SQLAlchemy Core alone: no session, no entities, only the columns that are needed."""
    key = {
        "workspace_id": company.workspace_id,
        "master_page_id": company.master_page_id,
        "event_type_id": company.event_type_id,
    }
    first, until = _bounds(window)
    async with engine.connect() as connection:
        event_types = await connection.execute(_EVENT_TYPE, key)
        pages = _tuples((await connection.execute(_PAGES, key)).all())
        asked = {
            "workspace_id": company.workspace_id,
            "owner_ids": [page[1] for page in pages],
            "first": first,
            "until": until,
            "a_day_later": until + timedelta(days=1),
        }
        taken = await connection.execute(_TAKEN, asked)
        turns = await connection.execute(_TURNS, key)
        return _tuples(event_types.all()), pages, _tuples(taken.all()), _tuples(turns.all())


async def page_view(company: Company, token: str, days: int) -> list[int]:
    """All that the product does to show so many days: the link, the set-up, what is taken, the open times."""
    last = MONDAY + timedelta(days=days - 1)
    zone = ZoneInfo(CUSTOMERS_ZONE)
    async with Offers(company.database).look(token, NOW) as look:
        times = await look.times(company.event_type_id, MONDAY, last, zone)
    return [minute_of(time.start) for time in times]


def bare_engine(company: Company) -> AsyncEngine:
    return create_async_engine(company.database.url)


def shown(days: int = 7) -> Window:
    """The starts of so many days, as a Customer is shown them."""
    return window_of(MONDAY, MONDAY + timedelta(days=days - 1), CUSTOMERS_ZONE)


# --- the bare queries, built once as those of the product are ---

_OF_RULE = (
    Rule.workspace_id == bindparam("workspace_id"),
    Rule.master_page_id == bindparam("master_page_id"),
    Rule.event_type_id == bindparam("event_type_id"),
)
_EVENT_TYPE = (
    select(EventType.id, EventType.minutes, EventType.slot_every, EventType.slot_starts)
    .join(Rule, (Rule.workspace_id == EventType.workspace_id) & (Rule.event_type_id == EventType.id))
    .where(*_OF_RULE)
)
_PAGES = (
    select(
        BookingPage.id,
        BookingPage.owner_id,
        BookingPage.time_zone,
        BookingPage.weekly,
        BookingPage.dates,
    )
    .join(
        PoolMember,
        (PoolMember.workspace_id == BookingPage.workspace_id) & (PoolMember.page_id == BookingPage.id),
    )
    .join(
        TeamMember,
        (TeamMember.workspace_id == PoolMember.workspace_id) & (TeamMember.pool_id == PoolMember.pool_id),
    )
    .join(Rule, (Rule.workspace_id == TeamMember.workspace_id) & (Rule.id == TeamMember.rule_id))
    .where(*_OF_RULE, BookingPage.retired_at.is_(None))
    .order_by(PoolMember.position)
)
_PAGES_OF_OWNERS = select(BookingPage.id).where(
    BookingPage.workspace_id == bindparam("workspace_id"),
    BookingPage.owner_id.in_(bindparam("owner_ids", expanding=True)),
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
        Participant.workspace_id == bindparam("workspace_id"),
        Participant.page_id.in_(_PAGES_OF_OWNERS),
        Participant.ends > bindparam("first"),
        Participant.ends < bindparam("a_day_later"),
        Participant.starts < bindparam("until"),
        Participant.held,
    )
    .order_by(Participant.page_id, Participant.starts)
)
_TURNS = (
    select(Turn.page_id, Turn.last_booked_at, Turn.owed)
    .where(
        Turn.workspace_id == bindparam("workspace_id"),
        Turn.master_page_id == bindparam("master_page_id"),
        Turn.event_type_id == bindparam("event_type_id"),
    )
    .order_by(Turn.page_id)
)


def _tuples(rows: Sequence[Row[*tuple[object, ...]]]) -> list[tuple[object, ...]]:
    return [tuple(row) for row in rows]


def _bounds(window: Window) -> tuple[datetime, datetime]:
    """What can matter to the window: a day on each side, and the longest meeting after it."""
    return instant_of(window.first - DAY), instant_of(window.until + 2 * DAY)
