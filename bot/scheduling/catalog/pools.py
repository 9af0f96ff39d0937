"""Resource pools: who shares the work, made and changed one at a time."""

from collections.abc import Sequence

from bot.scheduling.catalog.forms import POOL, Form, Problem
from bot.scheduling.catalog.hands import InHand
from bot.scheduling.catalog.inputs import NAMED
from bot.scheduling.catalog.panels import Panels, rules_in_use, teams_of
from bot.scheduling.catalog.shelf import Shelf, fresh
from bot.scheduling.setup_file import rows
from bot.scheduling.setup_file.checks import fixed_distribution
from bot.scheduling.setup_file.document import PoolEntry
from storage import catalog
from storage.catalog import Catalog
from storage.models import BookingPage, Pool, PoolMember


class Pools(Shelf[Pool, PoolEntry]):
    """For Administrators.

    Keys: ``name``, ``distribution``, ``automatic_correction`` and ``count_no_shows`` (``true``, ``false``),
    ``members`` (ids of Booking pages), ``priorities`` (a line for each member that does not go first:
    ``Priya Nair: 2``, by its name or its link).

    The distribution is fixed when one is made, and nobody may come to fill two seats of a rule (domain.md:
    Dynamic and Static). One that stands in a rule is not retired.
    """

    KIND = "pool"
    KNOWN_BY = "name"
    PICKED_FROM = (Pool,)
    SHOWN_FROM = (*NAMED, PoolMember)

    @property
    def _form(self) -> Form[PoolEntry]:
        return POOL

    def _rows(self, stored: Catalog) -> Sequence[Pool]:
        return stored.pools

    def _key(self, row: Pool) -> str:
        return row.name

    def _new(self, hand: InHand) -> Pool:
        return Pool(**fresh(hand))

    def _entries(self, stored: Catalog, pools: Sequence[Pool]) -> Sequence[PoolEntry]:
        return rows.pools(stored, pools)

    async def _problems(self, hand: InHand, row: Pool, entry: PoolEntry) -> Sequence[Problem]:
        members = {row.id: [page.id for page, _ in _members(hand, entry)]}
        doubled = Panels(hand.stored, members=members).doubled()
        # A pool that is only being made has no distribution yet.
        fixed = fixed_distribution(entry, row.distribution or entry.distribution)
        return [*(("members", each) for each in doubled), *([("distribution", fixed)] if fixed else [])]

    async def _lay(self, hand: InHand, row: Pool, entry: PoolEntry) -> None:
        rows.fill_pool(row, entry)
        hand.session.add(row)
        await hand.session.flush()
        await catalog.fill_pools(hand.session, row.workspace_id, {row: _members(hand, entry)})

    def _places(self, stored: Catalog, row: Pool) -> Sequence[str]:
        teams = teams_of(stored)
        labels = [page.label for page, rule in rules_in_use(stored) if row in teams[rule.id]]
        return [f"a rule of {label}" for label in dict.fromkeys(labels)]


def _members(hand: InHand, entry: PoolEntry) -> list[tuple[BookingPage, int]]:
    pages = {page.link: page for page in rows.in_use(hand.stored.booking_pages)}
    return [(pages[member.page], member.priority) for member in entry.members if member.page in pages]
