"""The buttons of a Master page's Overview that are about its links and bookings."""

from dataclasses import dataclass
from datetime import UTC, datetime

from slack_bolt.async_app import AsyncAck, AsyncBoltContext

from bot.scheduling.services import Services
from bot.slack import modals
from bot.slack.buttons import carried_id, id_in
from bot.slack.home.listeners import HomeTab
from bot.slack.home.master_pages import ON
from bot.slack.home.memory import HomeMemory
from bot.slack.home.sharing import share
from bot.slack.modals import FormMemory
from bot.slack.opening import open_view, push_view
from bot.slack.payloads import BlockAction
from bot.slack.people import SlackPeople


@dataclass(frozen=True)
class PageActions:
    people: SlackPeople
    home: HomeTab
    services: Services

    async def share(self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext) -> None:
        """Show the page's general link, and a way to a one-time link."""
        action = BlockAction.model_validate(body)
        await ack()
        now = datetime.now(UTC)
        person = await self.people.person(action.actor, context, now)
        overview = await self.services.master_pages.overview(person, carried_id(action), now)
        await open_view(action.trigger_id, share(overview, HomeMemory.of(action.view)), context)

    async def generate(self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext) -> None:
        """Show the form for a one-time link to this page, on top."""
        action = BlockAction.model_validate(body)
        await ack()
        person = await self.people.person(action.actor, context, datetime.now(UTC))
        choices = await self.services.choosing.choices(person)
        preset = modals.preset_of(choices, carried_id(action))
        memory = FormMemory(asks_channel=True, preset=preset, home=HomeMemory.of(action.view))
        await push_view(action.trigger_id, modals.form(choices, memory), context)

    async def accept_bookings(
        self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext
    ) -> None:
        """Switch "Accept bookings" to what the button says. It asked before, where that stops something."""
        action = BlockAction.model_validate(body)
        await ack()
        now = datetime.now(UTC)
        person = await self.people.person(action.actor, context, now)
        to, _, page_id = (action.actions[0].value or "").partition(":")
        await self.services.switching.accept_bookings(person, id_in(page_id), "", now, on=to == ON)
        await self.home.refresh(person, HomeMemory.of(action.view), context, now)
