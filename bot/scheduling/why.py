"""Why somebody can be booked at a certain time, or not, and who would get the booking. For Users."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.scheduling import assignment, availability, policy
from bot.scheduling.availability import Window
from bot.scheduling.booking_details import start_of
from bot.scheduling.busy import BookedTimes, BusySource, BusyTimes, Question
from bot.scheduling.errors import Invalid, NotFound
from bot.scheduling.obstacles import listed
from bot.scheduling.offering import can_be_booked, event_types, serving
from bot.scheduling.overviews import OFFERED_FROM, nothing_offered
from bot.scheduling.people import Person, role_of
from bot.scheduling.serving import Serving
from bot.scheduling.standings import Scene, SeatStanding, winners_of
from bot.scheduling.zones import FIRST_YEAR, LAST_YEAR
from storage import bookings, catalog, offers
from storage.database import Database
from storage.models import EventType, MasterPage, RuleType


@dataclass(frozen=True)
class EventTypeChoice:
    id: UUID
    name: str


@dataclass(frozen=True)
class Askable:
    """What can be asked about a Master page, by its Internal label: its Event types, offered or dormant.

    ``nothing_because``: why there are none, and the way out.
    """

    master_page: str
    event_types: tuple[EventTypeChoice, ...]
    nothing_because: str | None


@dataclass(frozen=True)
class Explanation:
    """Who would get one Event type at one time through one Master page, and why.

    ``is_offered``: Customers are shown the time. ``verdict`` says it in words. ``seats``: the Primary team
    member first; none where the Master page itself stands in the way. It never names a Customer.
    """

    master_page: str
    event_type: str
    is_offered: bool
    verdict: str
    seats: tuple[SeatStanding, ...] = ()


class Why:
    """Answers Users who ask why a time is offered, or not. Nothing here changes anything."""

    def __init__(self, database: Database, sources: Sequence[BusySource] = (BookedTimes(),)) -> None:
        self.database = database
        self.sources = sources

    async def event_types(self, by: Person) -> list[EventTypeChoice]:
        """All Event types that can be asked about, in the order of the set-up. Raises ``NotAllowed``."""
        async with self.database.reading() as session:
            await role_of(session, by)
            found = (await catalog.read(session, by.workspace_id, (EventType,))).event_types
        return [EventTypeChoice(each.id, each.name) for each in found if each.retired_at is None]

    async def askable(self, by: Person, master_page_id: UUID) -> Askable:
        """Raises ``NotAllowed``, ``NotFound``."""
        async with self.database.reading() as session:
            await role_of(session, by)
            page = await offers.master_page(session, by.workspace_id, master_page_id)
            if page is None:
                raise NotFound
            offered = await event_types(session, page)
            dormant = await offers.event_types(session, page.workspace_id, page.id)
            stored = await catalog.read(session, page.workspace_id, OFFERED_FROM)
        known = {each.id: EventTypeChoice(each.id, each.name) for each in (*offered, *dormant)}
        nothing = nothing_offered(stored, page, page.rule_type, accepts_bookings=page.accepts_bookings)
        return Askable(page.label, tuple(known.values()), None if known else nothing or policy.NO_RULES)

    async def explain(
        self, by: Person, master_page_id: UUID, event_type_id: UUID, at: datetime, now: datetime
    ) -> Explanation:
        """Explain a start ``at`` that instant (aware), as things stand ``now``.

        The Master page's own state is the first rule: it is in use, it accepts bookings, it offers the Event
        type. Then come each Booking page's obstacles, and last what decides among the
        free. Raises ``NotAllowed``, ``NotFound``, and ``Invalid`` for a year that no calendar reaches.
        """
        if not FIRST_YEAR <= at.year <= LAST_YEAR:
            raise Invalid({"at": f"Please choose a date between {FIRST_YEAR} and {LAST_YEAR}."})
        async with self.database.reading() as session:
            await role_of(session, by)
            page, event_type = await _known(session, by.workspace_id, master_page_id, event_type_id)
            if closed := await _closed(session, page, event_type):
                return Explanation(page.label, event_type.name, is_offered=False, verdict=closed)
            asked = await serving(session, page, event_type, self.sources)
            scene = await _scene(session, asked, at, now)
        return Explanation(page.label, event_type.name, scene.is_offered, scene.verdict(), scene.standings())


class AlreadyRead:
    """Busy times that were read before, so that what decides and what is told are the same ones."""

    def __init__(self, times: BusyTimes) -> None:
        self.times = times

    async def busy(self, _session: AsyncSession, _asked: Question) -> BusyTimes:
        return self.times


async def _known(
    session: AsyncSession, workspace_id: UUID, master_page_id: UUID, event_type_id: UUID
) -> tuple[MasterPage, EventType]:
    page = await offers.master_page(session, workspace_id, master_page_id)
    event_type = await session.get(EventType, (workspace_id, event_type_id))
    if page is None or event_type is None or event_type.retired_at is not None:
        raise NotFound
    return page, event_type


async def _closed(session: AsyncSession, page: MasterPage, event_type: EventType) -> str | None:
    """What the Master page itself has against it, and the way out."""
    retired = page.retired_at is not None
    if reason := policy.why_closed(accepts_bookings=page.accepts_bookings, retired=retired):
        return f"Not offered: {reason}"
    offered = await event_types(session, page)
    if event_type.id in {each.id for each in offered}:
        return None
    told = _not_there(page, event_type, [each.name for each in offered])
    return f"Not offered: {told}{await _dormant(session, page, event_type)}"


async def _dormant(session: AsyncSession, page: MasterPage, event_type: EventType) -> str:
    """The other way out where a Static page has a rule for it, kept from when it was Dynamic."""
    ruled = await offers.event_types(session, page.workspace_id, page.id)
    if page.rule_type == RuleType.DYNAMIC or event_type.id not in {each.id for each in ruled}:
        return ""
    return f" Its rule for {event_type.name} is dormant: switching this page to Dynamic rules wakes it."


def _not_there(page: MasterPage, event_type: EventType, offered: Sequence[str]) -> str:
    """Why a Master page does not offer an Event type, when it offers those."""
    name = event_type.name
    if page.rule_type == RuleType.DYNAMIC:
        others = f", only for {listed(offered)}" if offered else ""
        return f"This Master page has no rule for {name}{others}. Add a rule to it."
    if not can_be_booked(event_type):
        return f"{name} is not Automatic booking and Single session, and nothing else can be booked yet."
    others = f", only with {listed(offered)}" if offered else ""
    return f"No Booking page listed here is associated with {name}{others}. Associate one with it."


async def _scene(session: AsyncSession, asked: Serving, at: datetime, now: datetime) -> Scene:
    busy, bits = await _open_then(session, asked, start_of(at), now)
    free = frozenset(page_id for page_id, open_then in bits.items() if open_then)
    records = await asked.records(session)
    return Scene(
        asked,
        await _names(session, asked),
        at,
        now,
        busy,
        free,
        records,
        is_offered=assignment.offered(asked.seats, bits, records) > 0,
        winners=winners_of(asked.seats, free, records),
    )


async def _open_then(
    session: AsyncSession, asked: Serving, start: int | None, now: datetime
) -> tuple[BusyTimes, Mapping[UUID, int]]:
    """The busy times, and the engine's word on who is open at that start; None is on no grid."""
    if start is None:
        return {}, dict.fromkeys(asked.pages, 0)
    moment = Window(start, start + availability.TICK)
    busy = await asked.busy(session, moment)
    return busy, await replace(asked, sources=[AlreadyRead(busy)]).open_bits(session, moment, now)


async def _names(session: AsyncSession, asked: Serving) -> tuple[str, ...]:
    """A seat is called as its pool is or, a fixed one, as its only page."""
    if asked.to_pick:
        return ("Whom the Customer picks",)
    names = []
    for seat, pool_id in zip(asked.seats, asked.pools, strict=True):
        if pool_id is not None:
            names.append((await bookings.pool(session, asked.event_type.workspace_id, pool_id)).name)
        else:
            pages = (asked.pages[page_id].name for page_id in seat.pages)
            names.append(next(pages, "a Booking page that is no longer in use"))
    return tuple(names)
