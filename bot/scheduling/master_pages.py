"""Master pages, made, changed and retired one at a time, and seen at a glance."""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from bot.scheduling import policy, suspensions
from bot.scheduling.activity import Deed
from bot.scheduling.catalog import hands, ruling
from bot.scheduling.catalog.forms import MASTER_PAGE, RULE, Form, Problem
from bot.scheduling.catalog.hands import InHand
from bot.scheduling.catalog.inputs import NAMED
from bot.scheduling.catalog.kept import Choice, Kept, Typed
from bot.scheduling.catalog.shelf import Shelf, check_version, fresh
from bot.scheduling.errors import Invalid
from bot.scheduling.link_views import suspended_because
from bot.scheduling.overviews import Gallery, Overview, OverviewPage
from bot.scheduling.people import Person
from bot.scheduling.setup_file import rows
from bot.scheduling.setup_file.checks import taken_link
from bot.scheduling.setup_file.document import MasterPageEntry, RuleEntry
from storage import bookings, catalog, links
from storage.catalog import Catalog, Tables
from storage.database import Database
from storage.models import Association, BookingPage, MasterPage, Pool, Rule, StaticMember, TeamMember

SWITCHED = {
    "rule_type": "The rule type has a switch of its own, because it stops links or wakes them.",
    "accept_bookings": "“Accept bookings” has a switch of its own, because it stops links or wakes them.",
}


class MasterPages(Shelf[MasterPage, MasterPageEntry]):
    """For Administrators (article: "you must be a OnceHub Administrator").

    Keys: ``name`` (the Public name), ``label`` (the Internal label; blank: the name), ``link`` (the Public
    link; blank: made from the name), ``booking_pages`` (ids), and, when one is made, ``rule_type`` and
    ``accept_bookings``. Keys of a rule: ``event_type`` (an id), ``primary`` (a value of ``team_choices``),
    ``additional`` (several of them).

    The Public link is unique among all workspaces, without regard to case. One that comes back under the
    Public link of a retired one has no rules. While it is retired, its unspent links are suspended.

    One rule for each Event type, Automatic booking and Single session; nobody twice in a panel. The rules of
    a Static page are dormant, and may be edited (domain.md: Dynamic and Static).
    """

    KIND = "master page"
    KNOWN_BY = "link"
    PICKED_FROM = (MasterPage,)
    SHOWN_FROM: ClassVar[Tables] = (*NAMED, MasterPage, StaticMember, Rule, TeamMember)
    SEEN_FROM: ClassVar[Tables] = (*SHOWN_FROM, Association)
    """What an Overview is read from."""

    def __init__(self, database: Database, base_url: str) -> None:
        super().__init__(database)
        self.base_url = base_url.rstrip("/")

    async def overviews(self, by: Person, now: datetime, first: int = 0, most: int = 10) -> OverviewPage:
        """``most`` of them, from the one at position ``first`` (0 is the first) on."""
        async with hands.reading(self.database, by, self.SEEN_FROM) as hand:
            hand.check_administrator()
            pages = rows.in_use(hand.stored.master_pages)
            return OverviewPage(await self._seen(hand, pages[first : first + most], now), len(pages))

    async def overview(self, by: Person, page_id: UUID, now: datetime) -> Overview:
        """Raises ``NotFound``."""
        async with hands.reading(self.database, by, self.SEEN_FROM) as hand:
            hand.check_administrator()
            return (await self._seen(hand, [self._found(hand, page_id)], now))[0]

    async def make(self, by: Person, typed: Typed, now: datetime) -> UUID:
        """Raises ``Invalid``."""
        try:
            return await super().make(by, typed, now)
        except IntegrityError:
            # Another workspace took the Public link meanwhile: a second look sees it, and says so.
            return await super().make(by, typed, now)

    async def change(self, by: Person, thing_id: UUID, typed: Typed, version: str, now: datetime) -> None:
        """Raises ``NotFound``; ``ChangedMeanwhile``; ``Invalid``."""
        try:
            await super().change(by, thing_id, typed, version, now)
        except IntegrityError:
            await super().change(by, thing_id, typed, version, now)

    async def team_choices(self, by: Person) -> Sequence[Choice]:
        """Who can be a team member of a rule: Booking pages, then pools."""
        async with hands.reading(self.database, by, (BookingPage, Pool)) as hand:
            hand.check_administrator()
            return ruling.team_choices(hand)

    async def rule(self, by: Person, rule_id: UUID) -> Kept[RuleEntry]:
        """Raises ``NotFound``."""
        async with hands.reading(self.database, by, self.SHOWN_FROM) as hand:
            hand.check_administrator()
            return ruling.kept(hand, *ruling.found(hand, rule_id))

    async def add_rule(self, by: Person, page_id: UUID, typed: Typed, now: datetime) -> UUID:
        """At the end of the page's rules. Raises ``Invalid``, ``NotFound``."""
        async with hands.holding(self.database, by) as hand:
            hand.check_administrator()
            page = self._found(hand, page_id)
            others = ruling.rules_of(hand, page)
            entry, problems = RULE.examined(typed, hand.known)
            new = ruling.new_rule(hand, others, entry, problems)
            position = max((rule.position for rule in others), default=-1) + 1
            rule = await catalog.add_rule(hand.session, page, new, position)
            hand.record(_deed("made", rule, page, entry, entry.team_in_words), now)
            return rule.id

    async def change_rule(self, by: Person, rule_id: UUID, typed: Typed, version: str, now: datetime) -> None:
        """Raises ``NotFound``, ``ChangedMeanwhile``, ``Invalid``."""
        async with hands.holding(self.database, by) as hand:
            hand.check_administrator()
            page, rule = ruling.found(hand, rule_id)
            kept = ruling.kept(hand, page, rule)
            check_version(kept.version, version)
            entry, problems = RULE.examined({**kept.typed, **typed}, hand.known, kept.typed)
            others = [each for each in ruling.rules_of(hand, page) if each is not rule]
            new = ruling.new_rule(hand, others, entry, problems)
            if entry != kept.entry:
                await catalog.change_rule(hand.session, rule, new)
                details = RULE.differences(kept.entry, entry)
                hand.record(_deed("changed", rule, page, entry, details), now)

    async def remove_rule(self, by: Person, rule_id: UUID, now: datetime) -> None:
        """Raises ``NotFound``."""
        async with hands.holding(self.database, by) as hand:
            hand.check_administrator()
            page, rule = ruling.found(hand, rule_id)
            entry = ruling.kept(hand, page, rule).entry
            await catalog.remove_rule(hand.session, rule)
            hand.record(_deed("removed", rule, page, entry, entry.team_in_words), now)

    async def _seen(self, hand: InHand, pages: Sequence[MasterPage], now: datetime) -> tuple[Overview, ...]:
        asked = hand.session, hand.by.workspace_id, [page.id for page in pages], now
        gallery = Gallery(
            hand.stored,
            self.base_url,
            await links.count_open(*asked),
            await bookings.count_coming(*asked),
            now,
        )
        return tuple(map(gallery.overview, pages))

    @property
    def _form(self) -> Form[MasterPageEntry]:
        return MASTER_PAGE

    def _rows(self, stored: Catalog) -> Sequence[MasterPage]:
        return stored.master_pages

    def _key(self, row: MasterPage) -> str:
        return row.link.lower()

    def _label(self, row: MasterPage) -> str:
        return row.label

    def _new(self, hand: InHand) -> MasterPage:
        return MasterPage(**fresh(hand))

    def _entries(self, stored: Catalog, pages: Sequence[MasterPage]) -> Sequence[MasterPageEntry]:
        return rows.master_pages(stored, pages)

    def _check_may_change(self, hand: InHand, row: MasterPage, keys: Sequence[str]) -> None:
        super()._check_may_change(hand, row, keys)
        if switched := {key: told for key, told in SWITCHED.items() if key in keys}:
            raise Invalid(switched)

    async def _problems(self, hand: InHand, row: MasterPage, entry: MasterPageEntry) -> Sequence[Problem]:  # noqa: ARG002 (others depend on the row)
        elsewhere = await catalog.public_links_elsewhere(hand.session, hand.by.workspace_id, [entry.key])
        return [("link", taken_link(entry.link))] if elsewhere else []

    async def _lay(self, hand: InHand, row: MasterPage, entry: MasterPageEntry) -> None:
        rows.fill_master_page(row, entry)
        hand.session.add(row)
        await hand.session.flush()
        by_link = {page.link: page for page in rows.in_use(hand.stored.booking_pages)}
        listed = {row: [by_link[link] for link in entry.booking_pages]}
        await catalog.list_pages(hand.session, row.workspace_id, listed)

    async def _lay_anew(self, hand: InHand, row: MasterPage, entry: MasterPageEntry, now: datetime) -> None:
        row.dedicated_to = None
        await self._lay(hand, row, entry)
        await catalog.lay_down_rules(hand.session, row.workspace_id, {row: []})
        if row in hand.stored.master_pages:
            suspensions.tell(hand.session, row, policy.RETIRED, hand.by, "", now)

    def _places(self, stored: Catalog, row: MasterPage) -> Sequence[str]:  # noqa: ARG002 (it stands nowhere)
        return ()

    async def _let_go(self, hand: InHand, row: MasterPage, now: datetime) -> str:
        before, row.retired_at = suspended_because(row), now
        suspensions.tell(hand.session, row, before, hand.by, "", now)
        stopped = await links.count_open(hand.session, row.workspace_id, [row.id], now)
        return suspensions.in_short(stopped.get(row.id, 0), working=False) if before is None else ""


def _deed(what: str, rule: Rule, page: MasterPage, entry: RuleEntry, details: str) -> Deed:
    return Deed(what, "rule", rule.id, f"{page.label}, {entry.event_type}", details)
