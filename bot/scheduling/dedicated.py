"""The Master page for one Booking page: the article's workaround, made once and reused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.scheduling import activity, policy, suspensions
from bot.scheduling.activity import Deed
from bot.scheduling.catalog.booking_pages import with_owner
from bot.scheduling.errors import NotEligible, NotFound
from bot.scheduling.links import check_may_issue
from bot.scheduling.offering import can_be_booked
from bot.scheduling.people import Person, role_of
from bot.scheduling.rules import LONGEST_LINK
from storage import catalog, dedicated
from storage.catalog import NewRule
from storage.database import Database
from storage.models import BookingPage, EventType, MasterPage, RuleType, new_id

NO_EVENT_TYPES = (
    "This page has no Event type that a rule can have: one with Automatic booking and Single session."
    " Associate one with this Booking page."
)


@dataclass(frozen=True)
class BookingPageChoice:
    """A Booking page that links can be made for, and the Master page dedicated to it, once there is one.

    ``name``: whose it is, too, where that is another name. ``owner``: a Slack user id. ``why_not``: why there
    can be no link for it, and the way out.
    """

    id: UUID
    name: str
    owner: str
    master_page_id: UUID | None
    why_not: str | None


class DedicatedPages:
    """Links for an individual Booking page.

    Only Administrators create Master pages. This one is the exception, because nothing of it is chosen: it is
    Rule-based and Dynamic, and what an Administrator associated with the Booking page decides its rules. So
    every Member who may generate links may have it made (domain.md: One-time links, 10).
    """

    def __init__(self, database: Database) -> None:
        self.database = database

    async def choices(self, by: Person) -> list[BookingPageChoice]:
        """The Booking pages in use, in the order of the set-up. Raises ``NotAllowed``."""
        async with self.database.reading() as session:
            await role_of(session, by)
            return await booking_page_choices(session, by.workspace_id)

    async def for_page(self, by: Person, booking_page_id: UUID, now: datetime) -> UUID:
        """The id of its Master page, made where it is not there yet. Two who ask at once get the same one.

        Once made it is as an Administrator leaves it: this changes nothing of it. Only a retired one is made
        anew. Raises ``NotEligible`` where none of the page's Event types may stand in a rule, with the
        way out; ``NotFound``; ``NotAllowed``.
        """
        async with self.database.writing() as session:
            await check_may_issue(session, by)
            await catalog.hold(session, by.workspace_id)
            page, master_page = await _known(session, by.workspace_id, booking_page_id)
            if master_page is not None and master_page.retired_at is None:
                return master_page.id
            associated = await dedicated.event_types(session, by.workspace_id)
            eligible = _eligible(associated.get(page.id, ()))
            if not eligible:
                raise NotEligible(NO_EVENT_TYPES)
            made = master_page or await _new_page(session, page)
            made.retired_at, made.rule_type, made.accepts_bookings = None, RuleType.DYNAMIC, True
            session.add(made)
            await session.flush()
            rules = [NewRule(event_type, [page]) for event_type in eligible]
            await catalog.lay_down_rules(session, by.workspace_id, {made: rules})
            deed = Deed("made", "master page", made.id, made.label)
            activity.record(session, by.workspace_id, activity.name_of(by), deed, now)
            if master_page is not None:
                suspensions.tell(session, made, policy.RETIRED, by, "", now)
            return made.id


async def booking_page_choices(session: AsyncSession, workspace_id: UUID) -> list[BookingPageChoice]:
    """The Booking pages in use, in the order of the set-up."""
    pages = await dedicated.booking_pages(session, workspace_id)
    associated = await dedicated.event_types(session, workspace_id)
    owner_names = await catalog.owner_names(session, workspace_id)
    return [
        _choice(page, master_page, associated.get(page.id, ()), owner_names) for page, master_page in pages
    ]


async def _known(
    session: AsyncSession, workspace_id: UUID, booking_page_id: UUID
) -> tuple[BookingPage, MasterPage | None]:
    found = await dedicated.booking_pages(session, workspace_id)
    known = next((each for each in found if each[0].id == booking_page_id), None)
    if known is None:
        raise NotFound
    return known


async def _new_page(session: AsyncSession, page: BookingPage) -> MasterPage:
    return MasterPage(
        workspace_id=page.workspace_id,
        id=new_id(),
        name=page.name,
        label=f"Only {page.name}",
        link=_public_link(page),
        position=await dedicated.next_position(session, page.workspace_id),
        dedicated_to=page.id,
    )


def _public_link(page: BookingPage) -> str:
    """Not to be guessed from the person's name: what was asked for is one-time links, not a general one."""
    ending = f"-{token_hex(4)}"
    return page.link[: LONGEST_LINK - len(ending)] + ending


def _choice(
    page: BookingPage,
    master_page: MasterPage | None,
    associated: Sequence[EventType],
    owner_names: Mapping[str, str],
) -> BookingPageChoice:
    is_made = master_page is not None and master_page.retired_at is None
    why_not = None if is_made or _eligible(associated) else NO_EVENT_TYPES
    name = with_owner(page, owner_names)
    return BookingPageChoice(page.id, name, page.owner_id, master_page.id if master_page else None, why_not)


def _eligible(event_types: Sequence[EventType]) -> list[EventType]:
    """Those that may stand in a rule (domain.md: Dynamic and Static)."""
    return [each for each in event_types if can_be_booked(each)]
