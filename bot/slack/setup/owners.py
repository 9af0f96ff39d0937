"""Saving a Booking page: whoever it is to belong to is met first, for Slack says who is a member."""

from dataclasses import dataclass
from datetime import datetime

from slack_bolt.async_app import AsyncAck, AsyncBoltContext

from bot.scheduling.catalog import BookingPages
from bot.scheduling.errors import Invalid
from bot.scheduling.people import Person
from bot.scheduling.roles import Roles
from bot.slack.errors import THEY_UNCHECKED, NoRole, Outsider, Unchecked
from bot.slack.payloads import SubmittedView
from bot.slack.setup.booking_page import OWNER
from bot.slack.setup.editing import Editor
from bot.slack.setup.fields import typed_in
from bot.slack.setup.memory import EditMemory


@dataclass(frozen=True)
class BookingPageEditor(Editor):
    """Whether they may have a Booking page is for the rule to say, once it is known who they are."""

    pages: BookingPages
    roles: Roles

    async def _save(
        self, ack: AsyncAck, person: Person, view: SubmittedView, context: AsyncBoltContext, now: datetime
    ) -> None:
        owner = typed_in(view).get(OWNER)
        if isinstance(owner, str) and owner and owner != await self._owner_now(person, EditMemory.of(view)):
            await self._meet(Person(person.workspace_id, owner), context, now)
        await super()._save(ack, person, view, context, now)

    async def _owner_now(self, by: Person, memory: EditMemory) -> str | None:
        return (await self.pages.read(by, memory.id)).entry.owner if memory.id else None

    async def _meet(self, owner: Person, context: AsyncBoltContext, now: datetime) -> None:
        try:
            await self.people.introduce(owner, context, now)
        except (NoRole, Outsider):
            await self.roles.left(owner.workspace_id, owner.user_id or "", now)
        except Unchecked as error:
            raise Invalid({OWNER: THEY_UNCHECKED}) from error
