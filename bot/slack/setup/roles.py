"""Naming Administrators, and making Members of them again."""

from dataclasses import dataclass
from datetime import UTC, datetime

from slack_bolt.async_app import AsyncAck, AsyncBoltContext

from bot.scheduling.errors import Invalid
from bot.scheduling.people import Person
from bot.scheduling.roles import Roles
from bot.slack.errors import THEY_UNCHECKED, NoRole, Outsider, Unchecked
from bot.slack.home.listeners import HomeTab
from bot.slack.home.memory import HomeMemory
from bot.slack.opening import open_view
from bot.slack.payloads import BlockAction, ViewSubmission
from bot.slack.people import SlackPeople
from bot.slack.setup import appointing
from bot.slack.setup.fields import at_fields, typed_in
from bot.slack.setup.forms import Draft
from bot.slack.setup.memory import EditMemory

NOBODY = "Please pick somebody."
NO_MEMBER = "They are no member of this workspace; guests and apps cannot be Administrators."


@dataclass(frozen=True)
class RoleEditor:
    people: SlackPeople
    home: HomeTab
    roles: Roles

    async def new(self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext) -> None:
        """Ask who is to be an Administrator."""
        action = BlockAction.model_validate(body)
        await ack()
        await self.people.administrator(action.actor, context, datetime.now(UTC))
        draft = Draft(EditMemory(home=HomeMemory.of(action.view)), {})
        await open_view(action.trigger_id, appointing.form(draft), context)

    async def submitted(self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext) -> None:
        """Make an Administrator of whoever was picked, or say why they cannot be one."""
        submission = ViewSubmission.model_validate(body)
        now = datetime.now(UTC)
        person, view = await self.people.administrator(submission.actor, context, now), submission.view
        picked = typed_in(view).get(appointing.WHO)
        try:
            await self._appoint(person, picked if isinstance(picked, str) else "", context, now)
        except Invalid as invalid:
            await ack(response_action="errors", errors=at_fields(invalid, view))
            return
        await ack()
        await self.home.refresh(person, EditMemory.of(view).home, context, now)

    async def dismiss(self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext) -> None:
        """Make a Member of the Administrator whom the button carries."""
        action = BlockAction.model_validate(body)
        await ack()
        now = datetime.now(UTC)
        person = await self.people.person(action.actor, context, now)
        await self.roles.dismiss(person, action.actions[0].value or "", now)
        await self.home.refresh(person, HomeMemory.of(action.view), context, now)

    async def _appoint(self, by: Person, user_id: str, context: AsyncBoltContext, now: datetime) -> None:
        """Somebody who never used the app is met first, for Slack says what they are."""
        if not user_id:
            raise Invalid({appointing.WHO: NOBODY})
        try:
            await self.people.introduce(Person(by.workspace_id, user_id), context, now)
        except (NoRole, Outsider) as error:
            raise Invalid({appointing.WHO: NO_MEMBER}) from error
        except Unchecked as error:
            raise Invalid({appointing.WHO: THEY_UNCHECKED}) from error
        await self.roles.appoint(by, user_id, now)
