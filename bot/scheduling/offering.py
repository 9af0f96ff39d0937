"""What a Master page offers by its rule type: Event types, and who serves each of them.

Dynamic: what its Event-based rules say. Static: what the Booking pages that it lists are associated with, of
which the Customer picks one (domain.md: Dynamic and Static).
"""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.scheduling import assignment, rules
from bot.scheduling.assignment import Method
from bot.scheduling.busy import BusySource
from bot.scheduling.errors import Invalid
from bot.scheduling.rules import RuledEventType
from bot.scheduling.serving import METHODS, NOT_OFFERED, Serving
from storage import offers
from storage.models import BookingPage, EventType, MasterPage, RuleType
from storage.offers import Server


async def event_types(session: AsyncSession, page: MasterPage) -> Sequence[EventType]:
    """In the order of the rules; on a Static page in that of the set-up."""
    if page.rule_type == RuleType.DYNAMIC:
        return await offers.event_types(session, page.workspace_id, page.id)
    by_id = {event_type.id: event_type for event_type, _ in await _associated(session, page)}
    return list(by_id.values())


async def who_serves(session: AsyncSession, page: MasterPage) -> Sequence[Server]:
    """Who serves each Event type, the first provider of the page first."""
    if page.rule_type == RuleType.DYNAMIC:
        return await offers.who_serves(session, page.workspace_id, page.id)
    found = await _associated(session, page)
    serving = Counter(event_type.id for event_type, _ in found)
    return [
        Server(event_type.id, 0, provider.name if serving[event_type.id] == 1 else None, provider.time_zone)
        for event_type, provider in found
    ]


def one_of(offered: Sequence[EventType], event_type_id: UUID) -> EventType:
    """The Event type of this id. Raises ``Invalid`` where it is not among those that are offered."""
    event_type = next((each for each in offered if each.id == event_type_id), None)
    if event_type is None:
        raise Invalid({"event_type": NOT_OFFERED})
    return event_type


async def serving(
    session: AsyncSession, page: MasterPage, event_type: EventType, sources: Sequence[BusySource]
) -> Serving:
    """Who serves an Event type that a Master page offers. Raises ``Invalid`` where it does not any more."""
    find = _by_rule if page.rule_type == RuleType.DYNAMIC else _by_association
    found = await find(session, page, event_type, sources)
    # Without seats, an import took the rule away between two questions.
    if not found.seats:
        raise Invalid({"event_type": NOT_OFFERED})
    return found


def can_be_booked(event_type: EventType) -> bool:
    """Is it Automatic booking and Single session? So far nothing else can be booked, nor on Static pages."""
    asked = RuledEventType(event_type.name, event_type.booking_mode, event_type.sessions)
    return rules.problem_of_event_type(asked) is None


async def _by_rule(
    session: AsyncSession, page: MasterPage, event_type: EventType, sources: Sequence[BusySource]
) -> Serving:
    seats = await offers.seats(session, page.workspace_id, page.id, event_type.id)
    return Serving(
        page.id,
        event_type,
        tuple(_seat(seat) for seat in seats),
        tuple(seat.pool_id for seat in seats),
        {page.id: page for seat in seats for page in seat.pages},
        sources,
    )


async def _by_association(
    session: AsyncSession, page: MasterPage, event_type: EventType, sources: Sequence[BusySource]
) -> Serving:
    found = await _associated(session, page)
    pages = {provider.id: provider for each, provider in found if each.id == event_type.id}
    seats = (assignment.Seat(Method.PICKED, tuple(pages)),) if pages else ()
    return Serving(page.id, event_type, seats, (None,) * len(seats), pages, sources)


async def _associated(session: AsyncSession, page: MasterPage) -> list[tuple[EventType, BookingPage]]:
    found = await offers.associated(session, page.workspace_id, page.id)
    return [(event_type, provider) for event_type, provider in found if can_be_booked(event_type)]


def _seat(seat: offers.Seat) -> assignment.Seat:
    owners = {page.id: page.owner_id for page in seat.pages}
    return assignment.Seat(METHODS[seat.distribution], tuple(owners), seat.priorities, owners)
