"""Switching the rule type of a Master page: asked from anywhere, confirmed, and undone."""

from dataclasses import dataclass
from datetime import UTC, datetime

from slack_bolt.async_app import AsyncAck, AsyncBoltContext

from bot.scheduling.errors import AlreadySwitched, Invalid
from bot.scheduling.services import Services
from bot.scheduling.switching import Effects
from bot.slack import rule_type
from bot.slack.blocks import View
from bot.slack.buttons import carried_id
from bot.slack.home.listeners import HomeTab
from bot.slack.home.memory import HomeMemory, Section
from bot.slack.opening import open_view, show_in_place
from bot.slack.page_buttons import Asked
from bot.slack.payloads import BlockAction, GlobalShortcut, Team, ViewSubmission
from bot.slack.people import SlackPeople
from bot.slack.rule_type import Threads

MASTER_PAGES = HomeMemory(section=Section.MASTER_PAGES)
"""What is shown in the Home tab after a switch, whatever was there before."""


@dataclass(frozen=True)
class Switches:
    people: SlackPeople
    services: Services
    home: HomeTab

    async def opened(self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext) -> None:
        """ "Switch rule type", from anywhere: which page, and to what?"""
        shortcut = GlobalShortcut.model_validate(body)
        await ack()
        person = await self.people.person(shortcut.actor, context, datetime.now(UTC))
        pages = await self.services.master_pages.choices(person)
        await open_view(shortcut.trigger_id, rule_type.form(pages), context)

    async def picked(self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext) -> None:
        """Say what the switch would do, in place of the form."""
        submission = ViewSubmission.model_validate(body)
        now = datetime.now(UTC)
        person = await self.people.person(submission.actor, context, now)
        try:
            asked = rule_type.asked_in(submission.view)
            effects = await self.services.switching.effects(person, asked.page_id, asked.to, now)
        except Invalid as invalid:
            await ack(response_action="errors", errors=invalid.fields)
        except AlreadySwitched as already:
            await ack(response_action="errors", errors={rule_type.RULE_TYPE: already.reason})
        else:
            await ack(response_action="update", view=_confirming(effects, submission.team))

    async def asked(self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext) -> None:
        """A button beside a Master page: say what the switch would do."""
        action = BlockAction.model_validate(body)
        await ack()
        now = datetime.now(UTC)
        person = await self.people.person(action.actor, context, now)
        asked = Asked.read(action.actions[0].value)
        effects = await self.services.switching.effects(person, asked.page_id, asked.to, now)
        await open_view(action.trigger_id, _confirming(effects, action.team), context)

    async def confirmed(self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext) -> None:
        """Switch, and say what that did. Cards and threads are told by the notices that it wrote."""
        submission = ViewSubmission.model_validate(body)
        now = datetime.now(UTC)
        person = await self.people.person(submission.actor, context, now)
        asked, why = Asked.read(submission.view.private_metadata), rule_type.reason_in(submission.view)
        try:
            effects = await self.services.switching.switch(person, asked.page_id, asked.to, why, now)
        except Invalid as invalid:
            await ack(response_action="errors", errors={rule_type.REASON: str(invalid)})
        else:
            await ack(response_action="update", view=rule_type.done(effects))
            await self.home.refresh(person, MASTER_PAGES, context, now)

    async def undone(self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext) -> None:
        """Back to Dynamic rules, in one step."""
        action = BlockAction.model_validate(body)
        await ack()
        now = datetime.now(UTC)
        person = await self.people.person(action.actor, context, now)
        effects = await self.services.switching.undo(person, carried_id(action), now)
        await show_in_place(action, rule_type.done(effects), context)
        await self.home.refresh(person, MASTER_PAGES, context, now)


def _confirming(effects: Effects, team: Team | None) -> View:
    return rule_type.confirming(effects, Threads(team.domain if team else None))
