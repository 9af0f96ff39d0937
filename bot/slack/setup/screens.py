"""For each kind of thing that is set up: the rules for it, its form, and what is shown once it is saved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from bot.scheduling.catalog import BookingPages, EventTypes, Pools, Typed
from bot.scheduling.master_pages import MasterPages
from bot.scheduling.people import People, Person
from bot.slack.blocks import View
from bot.slack.setup import booking_page, event_type, master_page, pool
from bot.slack.setup.forms import Draft
from bot.slack.setup.memory import EditMemory
from storage.models import Role


class Read(Protocol):
    """A thing as it was read."""

    @property
    def id(self) -> UUID: ...

    @property
    def typed(self) -> Typed: ...

    @property
    def version(self) -> str: ...


class Things(Protocol):
    """The rules for one kind of thing."""

    async def read(self, by: Person, thing_id: UUID, /) -> Read: ...

    async def make(self, by: Person, typed: Typed, now: datetime) -> UUID: ...

    async def change(
        self, by: Person, thing_id: UUID, typed: Typed, version: str, now: datetime, /
    ) -> None: ...

    async def retire(self, by: Person, thing_id: UUID, now: datetime, /) -> None: ...


class Screens(Protocol):
    """What an editor shows of one kind of thing."""

    @property
    def things(self) -> Things: ...

    @property
    def defaults(self) -> Typed:
        """What stands in the form for a new one."""
        ...

    async def form(self, by: Person, draft: Draft, now: datetime) -> View:
        """The form in which one is made or changed."""
        ...

    async def after(self, by: Person, saved: UUID, memory: EditMemory, now: datetime) -> View | None:
        """What comes in the form's place once it is saved. None: nothing, it closes."""
        ...


@dataclass(frozen=True)
class EventTypeScreens:
    things: EventTypes
    defaults: Typed

    async def form(self, by: Person, draft: Draft, now: datetime) -> View:  # noqa: ARG002  as for all others
        return event_type.form(draft, await _places(self.things, by, draft))

    async def after(self, by: Person, saved: UUID, memory: EditMemory, now: datetime) -> None:
        """The Home tab shows it."""


@dataclass(frozen=True)
class BookingPageScreens:
    things: BookingPages
    event_types: EventTypes
    people: People
    defaults: Typed

    async def form(self, by: Person, draft: Draft, now: datetime) -> View:  # noqa: ARG002  as for all others
        """Whoever is no Administrator sees what they may change. What they may is for the rules to say."""
        user = await self.people.find(by)
        if user is None or user.role is not Role.ADMINISTRATOR:
            return booking_page.own_form(draft)
        places = await _places(self.things, by, draft)
        return booking_page.form(draft, await self.event_types.choices(by), places)

    async def after(self, by: Person, saved: UUID, memory: EditMemory, now: datetime) -> View:  # noqa: ARG002
        """The hours, read back in full, and the meetings that stand outside them."""
        outside = await self.things.outside_hours(by, saved, now)
        entry = (await self.things.read(by, saved)).entry
        return booking_page.result(entry, outside, now.astimezone(ZoneInfo(entry.time_zone)).date())


@dataclass(frozen=True)
class PoolScreens:
    things: Pools
    booking_pages: BookingPages
    defaults: Typed

    async def form(self, by: Person, draft: Draft, now: datetime) -> View:  # noqa: ARG002  as for all others
        places = await _places(self.things, by, draft)
        return pool.form(draft, await self.booking_pages.choices(by), places)

    async def after(self, by: Person, saved: UUID, memory: EditMemory, now: datetime) -> None:
        """The Home tab shows it."""


@dataclass(frozen=True)
class MasterPageScreens:
    things: MasterPages
    booking_pages: BookingPages
    defaults: Typed

    async def form(self, by: Person, draft: Draft, now: datetime) -> View:
        pages = await self.booking_pages.choices(by)
        if draft.memory.id is None:
            return master_page.new_form(draft, pages)
        return master_page.form(draft, pages, await self.things.overview(by, draft.memory.id, now))

    async def after(self, by: Person, saved: UUID, memory: EditMemory, now: datetime) -> View | None:
        """A new one is not complete without rules."""
        if memory.id is not None:
            return None
        kept = await self.things.read(by, saved)
        draft = Draft(EditMemory(id=saved, version=kept.version, home=memory.home), kept.typed)
        pages, overview = await self.booking_pages.choices(by), await self.things.overview(by, saved, now)
        return master_page.form(draft, pages, overview, master_page.CREATED)


async def _places(things: EventTypes | BookingPages | Pools, by: Person, draft: Draft) -> Sequence[str]:
    """Where that stands which is changed; something new stands nowhere."""
    return await things.places(by, draft.memory.id) if draft.memory.id else ()
