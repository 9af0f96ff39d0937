"""Making, changing and retiring what is set up, in one way for all kinds of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from slack_bolt.async_app import AsyncAck, AsyncBoltContext

from bot.scheduling.errors import ChangedMeanwhile, Invalid
from bot.scheduling.people import Person
from bot.slack.blocks import View
from bot.slack.buttons import carried_id, view_around
from bot.slack.home.listeners import HomeTab
from bot.slack.home.memory import HomeMemory
from bot.slack.opening import open_view, update_view
from bot.slack.payloads import BlockAction, SubmittedView, ViewSubmission
from bot.slack.people import SlackPeople
from bot.slack.setup.fields import at_fields, typed_in
from bot.slack.setup.forms import Draft, retired
from bot.slack.setup.memory import EditMemory
from bot.slack.setup.screens import Screens


@dataclass(frozen=True)
class Editor:
    """The listeners of one kind of thing."""

    people: SlackPeople
    home: HomeTab
    screens: Screens

    async def new(self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext) -> None:
        """Show the form for a new one."""
        action = BlockAction.model_validate(body)
        await ack()
        now = datetime.now(UTC)
        person = await self.people.administrator(action.actor, context, now)
        draft = Draft(EditMemory(home=HomeMemory.of(action.view)), self.screens.defaults)
        await open_view(action.trigger_id, await self.screens.form(person, draft, now), context)

    async def edit(self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext) -> None:
        """Show the form with the one that the button carries."""
        action = BlockAction.model_validate(body)
        await ack()
        now = datetime.now(UTC)
        person = await self.people.person(action.actor, context, now)
        kept = await self.screens.things.read(person, carried_id(action))
        memory = EditMemory(id=kept.id, version=kept.version, home=HomeMemory.of(action.view))
        view = await self.screens.form(person, Draft(memory, kept.typed), now)
        await open_view(action.trigger_id, view, context)

    async def submitted(self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext) -> None:
        """Save it, or say at each input what is wrong with it. Nothing that was typed is lost."""
        submission = ViewSubmission.model_validate(body)
        now = datetime.now(UTC)
        person, view = await self.people.person(submission.actor, context, now), submission.view
        overtaken = partial(self._overtaken, person, view, now)
        if await saved(ack, view, self._save(ack, person, view, context, now), overtaken):
            await self.home.refresh(person, EditMemory.of(view).home, context, now)

    async def retire(self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext) -> None:
        """Retire the one in whose form the button was pressed."""
        action = BlockAction.model_validate(body)
        await ack()
        now = datetime.now(UTC)
        person, view = await self.people.person(action.actor, context, now), view_around(action)
        memory = EditMemory.of(view)
        await self.screens.things.retire(person, memory.changed, now)
        await update_view(view.id, retired(), context)
        await self.home.refresh(person, memory.home, context, now)

    async def _save(
        self,
        ack: AsyncAck,
        person: Person,
        view: SubmittedView,
        context: AsyncBoltContext,  # noqa: ARG002  some ask Slack first
        now: datetime,
    ) -> None:
        memory, typed, things = EditMemory.of(view), typed_in(view), self.screens.things
        thing_id = memory.id or await things.make(person, typed, now)
        if memory.id is not None:
            await things.change(person, memory.id, typed, memory.version, now)
        following = await self.screens.after(person, thing_id, memory, now)
        await (ack(response_action="update", view=following) if following else ack())

    async def _overtaken(self, person: Person, view: SubmittedView, now: datetime) -> View:
        """The form with what was typed, ready to be saved over what somebody else saved."""
        memory = EditMemory.of(view)
        kept = await self.screens.things.read(person, memory.changed)
        draft = Draft(memory.at(kept.version), typed_in(view), kept.typed)
        return await self.screens.form(person, draft, now)


async def saved(
    ack: AsyncAck, view: SubmittedView, save: Awaitable[None], overtaken: Callable[[], Awaitable[View]]
) -> bool:
    """Save it. If something stands in the way, answer that, so that nothing that was typed is lost."""
    try:
        await save
    except Invalid as invalid:
        await ack(response_action="errors", errors=at_fields(invalid, view))
    except ChangedMeanwhile:
        await ack(response_action="update", view=await overtaken())
    else:
        return True
    return False
