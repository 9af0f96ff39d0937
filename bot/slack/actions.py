"""The buttons on a link's card and in the list of links."""

from dataclasses import dataclass
from datetime import UTC, datetime

from slack_bolt.async_app import AsyncAck, AsyncBoltContext

from bot.scheduling.links import Links
from bot.slack import cards
from bot.slack.blocks import Message, section
from bot.slack.buttons import carried_id
from bot.slack.payloads import BlockAction
from bot.slack.people import SlackPeople
from bot.slack.replies import reply

REVOKED = "Revoked. Whoever has the link cannot book with it any more."
FRESH = "The fresh link stands in the thread of the old one. Copy its URL and send it to your Customer."


@dataclass(frozen=True)
class LinkActions:
    people: SlackPeople
    links: Links

    async def revoke(self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext) -> None:
        """Take a link back. Its card is edited by the notice that the change writes."""
        action = BlockAction.model_validate(body)
        await ack()
        now = datetime.now(UTC)
        person = await self.people.person(action.actor, context, now)
        await self.links.revoke(person, carried_id(action), now)
        if action.container.is_ephemeral:
            await _answer(
                action, cards.listed(await self.links.list(person, now, cards.MOST_LISTED + 1)), in_place=True
            )
        else:
            await _answer(action, Message(REVOKED, [section(REVOKED)]))

    async def show_url(self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext) -> None:
        """Show a link's URL once more, to the person who asked alone."""
        action = BlockAction.model_validate(body)
        await ack()
        now = datetime.now(UTC)
        person = await self.people.person(action.actor, context, now)
        await _answer(action, cards.url(await self.links.url(person, carried_id(action), now)))

    async def fresh(self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext) -> None:
        """Make a link in place of another. What follows is told in the thread of both."""
        action = BlockAction.model_validate(body)
        await ack()
        now = datetime.now(UTC)
        person = await self.people.person(action.actor, context, now)
        await self.links.fresh(person, carried_id(action), now)
        await _answer(action, Message(FRESH, [section(FRESH)]))


async def _answer(action: BlockAction, message: Message, *, in_place: bool = False) -> None:
    if action.response_url is not None:
        await reply(action.response_url, message, in_place=in_place)
