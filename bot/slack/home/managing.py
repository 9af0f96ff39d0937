"""Reads what an Administrator has before them in the Home tab: one section, one leaf of it."""

from dataclasses import dataclass
from datetime import datetime

from bot.scheduling.activity import SUBJECTS
from bot.scheduling.leaves import Leaf
from bot.scheduling.people import Person
from bot.scheduling.services import Services
from bot.scheduling.trail import Filter
from bot.slack.home import activity, master_pages, people, things
from bot.slack.home.activity import ActivityShown
from bot.slack.home.look import LookShown
from bot.slack.home.master_pages import MasterPagesShown
from bot.slack.home.memory import HomeMemory, Section
from bot.slack.home.people import PeopleShown
from bot.slack.home.policy import PolicyShown
from bot.slack.home.tab import Managed
from bot.slack.home.things import BookingPagesShown, EventTypesShown, PoolsShown
from storage.models import Role


@dataclass(frozen=True)
class Managing:
    services: Services

    async def section(self, by: Person, memory: HomeMemory, now: datetime) -> Managed:
        """Raises ``NotAllowed`` for all but Administrators."""
        number, services = memory.managed, self.services
        match memory.section:
            case Section.MASTER_PAGES:
                return await self._master_pages(by, number, now)
            case Section.EVENT_TYPES:
                return EventTypesShown(Leaf.of(await services.event_types.list(by), number, things.LEAF_SIZE))
            case Section.BOOKING_PAGES:
                pages = await services.booking_pages.list(by)
                return BookingPagesShown(Leaf.of(pages, number, things.LEAF_SIZE))
            case Section.POOLS:
                return await self._pools(by, number)
            case Section.PEOPLE:
                return await self._people(by, number)
            case Section.LINKS:
                return PolicyShown(await services.link_policies.read(by))
            case Section.LOOK:
                return LookShown((await services.looks.read(by)).entry)
            case Section.ACTIVITY:
                return await self._activity(by, memory)

    async def _master_pages(self, by: Person, number: int, now: datetime) -> MasterPagesShown:
        size = master_pages.LEAF_SIZE
        found = await self.services.master_pages.overviews(by, now, number * size, size)
        leaf = Leaf(found.overviews, number, is_last=(number + 1) * size >= found.total)
        return MasterPagesShown(leaf, await self._first_step(by, found.total))

    async def _first_step(self, by: Person, master_page_count: int) -> Section:
        if master_page_count:
            return Section.MASTER_PAGES
        if not await self.services.event_types.choices(by):
            return Section.EVENT_TYPES
        return (
            Section.MASTER_PAGES if await self.services.booking_pages.choices(by) else Section.BOOKING_PAGES
        )

    async def _pools(self, by: Person, number: int) -> PoolsShown:
        leaf = Leaf.of(await self.services.pools.list(by), number, things.LEAF_SIZE)
        pages = await self.services.booking_pages.choices(by)
        return PoolsShown(leaf, {page.value: page.label for page in pages})

    async def _people(self, by: Person, number: int) -> PeopleShown:
        colleagues = await self.services.roles.list(by)
        administrators = [each for each in colleagues if each.role is Role.ADMINISTRATOR]
        leaf = Leaf.of(administrators, number, people.LEAF_SIZE)
        return PeopleShown(leaf, len(colleagues) - len(administrators))

    async def _activity(self, by: Person, memory: HomeMemory) -> ActivityShown:
        which = Filter(subject=memory.subject or None, actor=memory.actor or None)
        lines = await self.services.trail.list(by, which, memory.before, activity.LEAF_SIZE)
        return ActivityShown(lines, SUBJECTS)
