"""What happens in the Home tab: it is opened, its lists are turned, its activity is filtered."""

from dataclasses import dataclass
from datetime import UTC, datetime

import structlog
from slack_bolt.async_app import AsyncAck, AsyncBoltContext
from slack_sdk.errors import SlackApiError

from bot.scheduling.people import Person
from bot.scheduling.services import Services
from bot.slack.home import activity
from bot.slack.home.managing import Managing
from bot.slack.home.memory import HomeMemory
from bot.slack.home.tab import tab
from bot.slack.payloads import BlockAction, Event, HomeOpened
from bot.slack.people import SlackPeople
from bot.slack.web_api import UNREACHABLE, failure_of
from storage.models import Role

log = structlog.get_logger()

HOME_TAB = "home"


@dataclass(frozen=True)
class HomeTab:
    people: SlackPeople
    services: Services

    async def opened(self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext) -> None:
        """Publish it as things are now. Told again by Slack, it is published again, which harms nothing."""
        event = Event.model_validate(body)
        await ack()
        if not isinstance(event.event, HomeOpened) or event.event.tab != HOME_TAB:
            return
        now = datetime.now(UTC)
        person = await self.people.person(event.actor, context, now)
        await self.publish(person, HomeMemory.of(event.event.view), context, now)

    async def went(self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext) -> None:
        """To another leaf of a list or to another section, as the button says."""
        action = BlockAction.model_validate(body)
        await ack()
        await self._show(action, HomeMemory.read(action.actions[0].value or ""), context)

    async def filtered(self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext) -> None:
        """Another choice in the activity's filter."""
        action = BlockAction.model_validate(body)
        await ack()
        await self._show(action, activity.filtered(HomeMemory.of(action.view), action.actions[0]), context)

    async def publish(
        self, person: Person, memory: HomeMemory, context: AsyncBoltContext, now: datetime
    ) -> None:
        agenda = await self.services.agendas.of(person, memory.links, memory.meetings, now)
        manages = agenda.role is Role.ADMINISTRATOR
        managed = await Managing(self.services).section(person, memory, now) if manages else None
        view = tab(agenda, managed, memory)
        await context.client.views_publish(user_id=person.user_id or "", view=view)

    async def refresh(
        self, person: Person, memory: HomeMemory, context: AsyncBoltContext, now: datetime
    ) -> None:
        """Show what a person's change came to. It stands already, so that Slack's trouble is only logged."""
        try:
            await self.publish(person, memory, context, now)
        except SlackApiError as error:
            log.warning("slack_home_refused", code=failure_of(error).code)
        except UNREACHABLE as error:
            log.warning("slack_home_lost", error=type(error).__name__)

    async def _show(self, action: BlockAction, memory: HomeMemory, context: AsyncBoltContext) -> None:
        now = datetime.now(UTC)
        person = await self.people.person(action.actor, context, now)
        await self.publish(person, memory, context, now)
