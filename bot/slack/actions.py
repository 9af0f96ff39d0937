"""The buttons on a link: on its card, in the list of links, and in the Home tab."""

from dataclasses import dataclass
from datetime import UTC, datetime

from slack_bolt.async_app import AsyncAck, AsyncBoltContext

from bot.scheduling.links import IssuedLink, Links
from bot.scheduling.people import Person
from bot.slack import cards, modals, thread
from bot.slack.blocks import Message, section
from bot.slack.buttons import carried_id, in_home
from bot.slack.home.listeners import HomeTab
from bot.slack.home.memory import HomeMemory
from bot.slack.opening import open_view
from bot.slack.payloads import BlockAction
from bot.slack.people import SlackPeople
from bot.slack.replies import edit, reply

REVOKED = "Revoked. Whoever has the link cannot book with it any more."
FRESH = "The fresh link stands in the thread of the old one. Copy its URL and send it to your Customer."


@dataclass(frozen=True)
class LinkActions:
    people: SlackPeople
    links: Links
    home: HomeTab

    async def revoke(self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext) -> None:
        """Take a link back. Its card is edited by the notice that the change writes."""
        action = BlockAction.model_validate(body)
        await ack()
        now = datetime.now(UTC)
        person = await self.people.person(action.actor, context, now)
        await self.links.revoke(person, carried_id(action), now)
        if in_home(action):
            await self.home.refresh(person, HomeMemory.of(action.view), context, now)
        elif action.container.is_ephemeral:
            await _reply(action, await self._list(person, now), in_place=True)
        else:
            await _reply(action, Message(REVOKED, [section(REVOKED)]))

    async def show_url(self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext) -> None:
        """Show a link's URL once more, to the person who asked alone."""
        action = BlockAction.model_validate(body)
        await ack()
        now = datetime.now(UTC)
        person = await self.people.person(action.actor, context, now)
        address = await self.links.url(person, carried_id(action), now)
        if in_home(action):
            await open_view(action.trigger_id, modals.url(address), context)
        else:
            await _reply(action, cards.url(address))

    async def fresh(self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext) -> None:
        """Make a link in place of another. What follows is told in the thread of both."""
        action = BlockAction.model_validate(body)
        await ack()
        now = datetime.now(UTC)
        person = await self.people.person(action.actor, context, now)
        issued = await self.links.fresh(person, carried_id(action), now)
        if in_home(action):
            await open_view(action.trigger_id, modals.url(issued.url), context)
            await self.home.refresh(person, HomeMemory.of(action.view), context, now)
        else:
            await _reply(action, Message(FRESH, [section(FRESH)]))
            await self._show_used(action, person, issued, context, now)

    async def _show_used(
        self,
        action: BlockAction,
        person: Person,
        issued: IssuedLink,
        context: AsyncBoltContext,
        now: datetime,
    ) -> None:
        """In a thread, who sent the link stands in place of the button. A card is edited by its notice."""
        if action.message is None or action.channel is None:
            return
        old, fresh = [
            await self.links.view(person.workspace_id, link_id, now)
            for link_id in (carried_id(action), issued.id)
        ]
        if action.message.ts != old.card_ts:
            used = thread.used(action.message.text, action.message.blocks, fresh.created_by)
            await edit(action.channel.id, action.message.ts, used, context)

    async def _list(self, person: Person, now: datetime) -> Message:
        return cards.listed(await self.links.list(person, now, cards.MOST_LISTED + 1))


async def _reply(action: BlockAction, message: Message, *, in_place: bool = False) -> None:
    if action.response_url is not None:
        await reply(action.response_url, message, in_place=in_place)
