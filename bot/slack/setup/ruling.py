"""The rules of a Master page: added, changed and removed in a form on top of the page's own."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from slack_bolt.async_app import AsyncAck, AsyncBoltContext

from bot.scheduling.catalog import EventTypes
from bot.scheduling.people import Person
from bot.slack.blocks import View
from bot.slack.buttons import carried_id, view_around
from bot.slack.errors import FormLost
from bot.slack.home.listeners import HomeTab
from bot.slack.opening import push_view, update_view
from bot.slack.payloads import BlockAction, SubmittedView, ViewSubmission
from bot.slack.people import SlackPeople
from bot.slack.setup import rule
from bot.slack.setup.editing import saved
from bot.slack.setup.fields import typed_in
from bot.slack.setup.forms import Draft
from bot.slack.setup.memory import EditMemory
from bot.slack.setup.rule import RuleChoices
from bot.slack.setup.screens import MasterPageScreens


@dataclass(frozen=True)
class RuleEditor:
    people: SlackPeople
    home: HomeTab
    pages: MasterPageScreens
    event_types: EventTypes

    async def add(self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext) -> None:
        """Show the form for a new rule."""
        action = BlockAction.model_validate(body)
        await ack()
        person = await self.people.person(action.actor, context, datetime.now(UTC))
        page = EditMemory.of(view_around(action))
        await self._push(action, person, Draft(EditMemory(page=page, home=page.home), {}), context)

    async def edit(self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext) -> None:
        """Show the form with the rule that the button carries."""
        action = BlockAction.model_validate(body)
        await ack()
        person = await self.people.person(action.actor, context, datetime.now(UTC))
        page = EditMemory.of(view_around(action))
        kept = await self.pages.things.rule(person, carried_id(action))
        memory = EditMemory(id=kept.id, version=kept.version, page=page, home=page.home)
        await self._push(action, person, Draft(memory, kept.typed), context)

    async def turned(self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext) -> None:
        """Show other rules of a Master page that has many."""
        action = BlockAction.model_validate(body)
        await ack()
        now = datetime.now(UTC)
        person, view = await self.people.person(action.actor, context, now), view_around(action)
        page = EditMemory.of(view).turned_to(action.actions[0].value or "")
        await self._show_page(person, view.id, page, context, now)

    async def submitted(self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext) -> None:
        """Save the rule, and show it in the form below."""
        submission = ViewSubmission.model_validate(body)
        now = datetime.now(UTC)
        person, view = await self.people.person(submission.actor, context, now), submission.view
        overtaken = partial(self._overtaken, person, view)
        if await saved(ack, view, self._save(ack, person, view, now), overtaken):
            await self._show_changed(person, view, context, now)

    async def remove(self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext) -> None:
        """Remove the rule in whose form the button was pressed."""
        action = BlockAction.model_validate(body)
        await ack()
        now = datetime.now(UTC)
        person, view = await self.people.person(action.actor, context, now), view_around(action)
        await self.pages.things.remove_rule(person, EditMemory.of(view).changed, now)
        await update_view(view.id, rule.removed(), context)
        await self._show_changed(person, view, context, now)

    async def _save(self, ack: AsyncAck, person: Person, view: SubmittedView, now: datetime) -> None:
        memory, typed, master_pages = EditMemory.of(view), typed_in(view), self.pages.things
        if memory.id is None:
            await master_pages.add_rule(person, _page(memory).changed, typed, now)
        else:
            await master_pages.change_rule(person, memory.id, typed, memory.version, now)
        await ack()

    async def _overtaken(self, person: Person, view: SubmittedView) -> View:
        memory = EditMemory.of(view)
        kept = await self.pages.things.rule(person, memory.changed)
        draft = Draft(memory.at(kept.version), typed_in(view), kept.typed)
        return rule.form(draft, await self._choices(person))

    async def _push(
        self, action: BlockAction, person: Person, draft: Draft, context: AsyncBoltContext
    ) -> None:
        await push_view(action.trigger_id, rule.form(draft, await self._choices(person)), context)

    async def _choices(self, person: Person) -> RuleChoices:
        event_types = await self.event_types.rule_choices(person)
        return RuleChoices(event_types, await self.pages.things.team_choices(person))

    async def _show_changed(
        self, person: Person, view: SubmittedView, context: AsyncBoltContext, now: datetime
    ) -> None:
        """In the Master page's form, which lies below, and in the Home tab."""
        memory = EditMemory.of(view)
        await self._show_page(person, view.previous_view_id, _page(memory), context, now)
        await self.home.refresh(person, memory.home, context, now)

    async def _show_page(
        self, person: Person, view_id: str | None, page: EditMemory, context: AsyncBoltContext, now: datetime
    ) -> None:
        """What was entered into the page's form and not saved yet stays, for its inputs do."""
        kept = await self.pages.things.read(person, page.changed)
        await update_view(view_id, await self.pages.form(person, Draft(page, kept.typed), now), context)


def _page(memory: EditMemory) -> EditMemory:
    if memory.page is None:
        raise FormLost
    return memory.page
