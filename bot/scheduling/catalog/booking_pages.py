"""Booking pages: each provider's availability, made and changed one at a time."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from bot.scheduling.availability import works
from bot.scheduling.catalog import hands
from bot.scheduling.catalog.forms import BOOKING_PAGE, Form, Problem
from bot.scheduling.catalog.hands import InHand
from bot.scheduling.catalog.inputs import NAMED
from bot.scheduling.catalog.panels import Panels, rules_in_use, teams_of
from bot.scheduling.catalog.shelf import Shelf, fresh
from bot.scheduling.errors import NotAllowed, NotFound
from bot.scheduling.obstacles import listed
from bot.scheduling.people import Person
from bot.scheduling.serving import hours_of
from bot.scheduling.setup_file import rows
from bot.scheduling.setup_file.document import BookingPageEntry
from storage import catalog, meetings, people
from storage.catalog import Catalog
from storage.models import Association, BookingPage, Role

NO_MEMBER = (
    "They are no member of this workspace. Guests, apps and people of other workspaces cannot have a Booking"
    " page: pick a member"
)


class BookingPages(Shelf[BookingPage, BookingPageEntry]):
    """For Administrators, and for each Member the pages that they own. Every Member may pick from all.

    Keys: ``name``, ``link``, ``owner`` (a Slack user id), ``time_zone``, ``weekly.mon`` … ``weekly.sun``
    (``09:00-13:00, 14:00-17:00``; blank: closed), ``dates`` (a line each: ``2026-12-24: closed``,
    ``2026-12-27: 10:00-12:00``), ``event_types`` (ids), ``location``, ``email``. An owner changes
    ``OWN_KEYS``.

    A new owner must be a member of the workspace who is known here, for nobody else can keep their hours, and
    must not get a second seat in any rule (domain.md: Dynamic and Static). One that stands in a pool, in a
    rule or on a Static page is not retired.
    """

    KIND = "booking page"
    KNOWN_BY = "link"
    PICKED_FROM = (BookingPage,)
    SHOWN_FROM = (*NAMED, Association)
    OWN_KEYS = frozenset({*(f"weekly.{day}" for day in rows.DAYS), "dates", "time_zone", "location", "email"})

    async def outside_hours(self, by: Person, page_id: UUID, now: datetime) -> Sequence[datetime]:
        """When the coming meetings begin that stand although the hours leave no room for them any more.

        Whoever takes hours away cancels nothing by it. Raises ``NotFound``.
        """
        async with hands.reading(self.database, by, (BookingPage,)) as hand:
            row = self._found(hand, page_id)
            self._check_may_read(hand, row)
            hours = hours_of(row)
            coming = await meetings.coming_of_page(hand.session, row, now)
        return [starts for starts, ends in coming if not works(hours, starts, ends)]

    @property
    def _form(self) -> Form[BookingPageEntry]:
        return BOOKING_PAGE

    def _rows(self, stored: Catalog) -> Sequence[BookingPage]:
        return stored.booking_pages

    def _choice(self, stored: Catalog, row: BookingPage) -> str:
        return with_owner(row, stored.owner_names)

    def _key(self, row: BookingPage) -> str:
        return row.link.lower()

    def _new(self, hand: InHand) -> BookingPage:
        return BookingPage(**fresh(hand))

    def _entries(self, stored: Catalog, pages: Sequence[BookingPage]) -> Sequence[BookingPageEntry]:
        return rows.booking_pages(stored, pages)

    def _check_may_pick(self, hand: InHand) -> None:
        """Every Member may ask for a link to anybody (domain.md: One-time links, 10)."""

    def _check_may_read(self, hand: InHand, row: BookingPage) -> None:
        if hand.role is not Role.ADMINISTRATOR and row.owner_id != hand.by.user_id:
            raise NotFound

    def _check_may_change(self, hand: InHand, row: BookingPage, keys: Sequence[str]) -> None:
        self._check_may_read(hand, row)
        beyond = [key for key in keys if key not in self.OWN_KEYS]
        if hand.role is not Role.ADMINISTRATOR and beyond:
            raise NotAllowed(f"Only Administrators change {listed(beyond)} of a Booking page.")

    async def _problems(self, hand: InHand, row: BookingPage, entry: BookingPageEntry) -> Sequence[Problem]:
        if entry.owner != row.owner_id and not await _is_member(hand, entry.owner):
            return [("owner", NO_MEMBER)]
        owners = {row.id: entry.owner}
        names = await people.names(hand.session, hand.by.workspace_id, [entry.owner])
        return [("owner", doubled) for doubled in Panels(hand.stored, owners, names=names).doubled()]

    async def _lay(self, hand: InHand, row: BookingPage, entry: BookingPageEntry) -> None:
        rows.fill_booking_page(row, entry)
        hand.session.add(row)
        await hand.session.flush()
        by_name = {each.name: each for each in hand.stored.event_types}
        associated = {row: [by_name[name] for name in entry.event_types]}
        await catalog.associate(hand.session, row.workspace_id, associated)

    def _places(self, stored: Catalog, row: BookingPage) -> Sequence[str]:
        return [*_pools_with(stored, row), *_rules_with(stored, row), *_lists_with(stored, row)]


def with_owner(page: BookingPage, owner_names: Mapping[str, str]) -> str:
    """The name of a Booking page to pick, and whose it is where that is known and another name."""
    owner = owner_names.get(page.owner_id) or page.name
    return page.name if owner.casefold() == page.name.casefold() else f"{page.name} ({owner})"


async def _is_member(hand: InHand, user_id: str) -> bool:
    return await people.role(hand.session, hand.by.workspace_id, user_id) is not None


def _pools_with(stored: Catalog, row: BookingPage) -> Iterator[str]:
    holding = {member.pool_id for member in stored.pool_members if member.page_id == row.id}
    return (f"the pool {pool.name}" for pool in rows.in_use(stored.pools) if pool.id in holding)


def _rules_with(stored: Catalog, row: BookingPage) -> list[str]:
    teams = teams_of(stored)
    labels = [page.label for page, rule in rules_in_use(stored) if row in teams[rule.id]]
    return [f"a rule of {label}" for label in dict.fromkeys(labels)]


def _lists_with(stored: Catalog, row: BookingPage) -> Iterator[str]:
    listing = {each.master_page_id for each in stored.static_members if each.page_id == row.id}
    for page in rows.in_use(stored.master_pages):
        if page.id in listing:
            yield f"the list of {page.label}"
        elif page.dedicated_to == row.id:
            yield f"the Master page {page.label}, which was made for it"
