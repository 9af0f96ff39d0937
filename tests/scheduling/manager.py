"""An Administrator at the desk: the set-up services, and short ways to find what stands there."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from bot.scheduling.catalog import BookingPages, EventTypes, Kept, Pools
from bot.scheduling.catalog.kept import Typed
from bot.scheduling.master_pages import MasterPages
from bot.scheduling.overviews import Overview
from bot.scheduling.people import Person
from bot.scheduling.setup_file import SetUp
from bot.scheduling.setup_file.document import (
    BookingPageEntry,
    EventTypeEntry,
    MasterPageEntry,
    PoolEntry,
    RuleEntry,
)
from bot.scheduling.switching import Effects, Switching
from storage.models import Activity, BookingPage, EventType, MasterPage, Pool, RuleType
from tests.scheduling.desk import Desk
from tests.stories import done, found

Anything = EventType | BookingPage | Pool | MasterPage


@dataclass(frozen=True)
class Manager:
    """Ada, and the desk that she runs."""

    desk: Desk

    @property
    def by(self) -> Person:
        return self.desk.ada

    @property
    def event_types(self) -> EventTypes:
        return EventTypes(self.desk.database)

    @property
    def booking_pages(self) -> BookingPages:
        return BookingPages(self.desk.database)

    @property
    def pools(self) -> Pools:
        return Pools(self.desk.database)

    @property
    def master_pages(self) -> MasterPages:
        return MasterPages(self.desk.database, "https://book.example/")

    @property
    def switching(self) -> Switching:
        return Switching(self.desk.database)

    async def page_id(self, link: str = "support") -> UUID:
        return await self.desk.id_of(MasterPage, link)

    async def event_type(self, name: str = "Support call") -> Kept[EventTypeEntry]:
        listed = await found(
            self.desk.database, ("event_types", self.by), lambda: self.event_types.list(self.by)
        )
        return next(each for each in listed if each.entry.name == name)

    async def booking_page(self, link: str = "ana") -> Kept[BookingPageEntry]:
        listed = await found(
            self.desk.database, ("booking_pages", self.by), lambda: self.booking_pages.list(self.by)
        )
        return next(each for each in listed if each.entry.link == link)

    async def pool(self, name: str = "Tier 2") -> Kept[PoolEntry]:
        listed = await found(self.desk.database, ("pools", self.by), lambda: self.pools.list(self.by))
        return next(each for each in listed if each.entry.name == name)

    async def change_event_type(self, name: str, typed: Typed, by: Person | None = None) -> None:
        kept = await self.event_type(name)
        await self.event_types.change(by or self.by, kept.id, typed, kept.version, self.desk.now)

    async def change_booking_page(self, link: str, typed: Typed, by: Person | None = None) -> None:
        kept = await self.booking_page(link)
        await self.booking_pages.change(by or self.by, kept.id, typed, kept.version, self.desk.now)

    async def change_pool(self, name: str, typed: Typed, by: Person | None = None) -> None:
        kept = await self.pool(name)
        await self.pools.change(by or self.by, kept.id, typed, kept.version, self.desk.now)

    async def master_page(self, link: str = "support") -> Kept[MasterPageEntry]:
        pages = await found(self.desk.database, ("pages", self.by), lambda: self.master_pages.list(self.by))
        return next(each for each in pages if each.entry.link == link)

    async def overview(self, link: str = "support") -> Overview:
        page_id = await self.page_id(link)
        return await self.master_pages.overview(self.by, page_id, self.desk.now)

    async def change_master_page(self, link: str, typed: Typed) -> None:
        kept = await self.master_page(link)
        await self.master_pages.change(self.by, kept.id, typed, kept.version, self.desk.now)

    async def event_type_id(self, name: str) -> str:
        return str(await self.desk.event_type(name))

    async def page_member(self, link: str) -> str:
        return f"page:{await self.desk.id_of(BookingPage, link)}"

    async def pool_member(self, name: str) -> str:
        return f"pool:{await self.desk.id_of(Pool, name)}"

    async def rule_for(self, event_type: str, link: str = "support") -> Kept[RuleEntry]:
        async def found_in_overview() -> Kept[RuleEntry]:
            rules = (await self.overview(link)).rules
            rule_id = next(rule.id for rule in rules if rule.event_type == event_type)
            return await self.master_pages.rule(self.by, rule_id)

        return await found(self.desk.database, ("rule", event_type, link), found_in_overview)

    async def switched(self, to: RuleType) -> Effects:
        """As what a test begins with."""
        return await done(self.desk.database, ("switched", to, self.desk.now), lambda: self.switch(to))

    async def switch(self, to: RuleType, why: str = "", link: str = "support") -> Effects:
        page_id = await self.page_id(link)
        return await self.switching.switch(self.by, page_id, to, why, self.desk.now)

    async def add_rule_with_pool_and_page(self, pool: str, first: str, fixed: str) -> None:
        """On the Static page Sales a dormant rule for a panel: a Booking page, and a new pool of another."""
        text = await self.document()
        text = text.replace("booking_pages:\n", "  - name: Panel\n\nbooking_pages:\n", 1)
        text = text.replace(
            "\nmaster_pages:", f"  - {{name: {pool}, members: [{{page: {first}}}]}}\n\nmaster_pages:", 1
        )
        rule = f"{{event_type: Panel, primary: {{page: {fixed}}}, additional: [{{pool: {pool}}}]}}"
        text = text.replace("    rule_type: static\n", f"    rule_type: static\n    rules: [{rule}]\n", 1)
        await SetUp(self.desk.database).load(self.desk.workspace_id, text, self.desk.now)

    async def document(self) -> str:
        """The whole set-up as the company file has it."""
        set_up, workspace_id = SetUp(self.desk.database), self.desk.workspace_id
        return await found(self.desk.database, "document", lambda: set_up.dump(workspace_id))

    async def is_retired(self, thing_id: UUID) -> bool:
        async with self.desk.database.reading() as session:
            for kind in (EventType, BookingPage, Pool, MasterPage):
                row: Anything | None = await session.get(kind, (self.desk.workspace_id, thing_id))
                if row is not None:
                    return row.retired_at is not None
        raise AssertionError(f"there is no {thing_id}")

    async def trail(self) -> list[tuple[str, str, str, str, str]]:
        """Who did what to what, about what (and what of it), why: in the order in which it was done."""
        async with self.desk.database.reading() as session:
            found = (await session.scalars(select(Activity).order_by(Activity.id))).all()
        return [(line.actor, line.deed, line.subject, _told(line), line.why) for line in found]


def _told(line: Activity) -> str:
    return f"{line.about}: {line.details}" if line.about and line.details else line.about or line.details
