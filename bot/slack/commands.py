"""The slash command ``/onetime``."""

from dataclasses import dataclass
from datetime import UTC, datetime

from slack_bolt.async_app import AsyncAck, AsyncBoltContext

from bot.scheduling.links import Links
from bot.slack import cards
from bot.slack.blocks import Message, cut, section, small_print
from bot.slack.modals import FormMemory
from bot.slack.opening import Opening
from bot.slack.payloads import SlashCommand
from bot.slack.people import SlackPeople

COMMAND = "/onetime"
MOST_ECHOED = 100

HELP = """\
/onetime: make a one-time link; its card is posted here
/onetime list: your own links, with their state; show a URL again, or revoke a link
/onetime help: this list

In a thread, use the message shortcut "Offer a one-time link" instead: Slack runs no commands there."""


@dataclass(frozen=True)
class Commands:
    people: SlackPeople
    links: Links
    opening: Opening

    async def onetime(self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext) -> None:
        """Do what stands behind the command. What is answered in words, only the person who typed it sees."""
        command = SlashCommand.model_validate(body)
        now = datetime.now(UTC)
        match command.text.casefold().split():
            case []:
                await self.opening.open_form(command, FormMemory(channel_id=command.channel_id), context, now)
                await ack()
            case ["help"]:
                await _answer(ack, Message("What can be typed", [section(HELP)]))
            case ["list"]:
                person = await self.people.person(command.actor, context, now)
                await _answer(ack, cards.listed(await self.links.list(person, now, cards.MOST_LISTED + 1)))
            case _:
                await _answer(ack, _not_understood(command.text))


async def _answer(ack: AsyncAck, message: Message) -> None:
    await ack(text=message.text, blocks=message.blocks, response_type="ephemeral")


def _not_understood(text: str) -> Message:
    told = f"I did not understand “{cut(text.strip(), MOST_ECHOED)}”. Here is what can be typed:"
    return Message("I did not understand that.", [section(told), small_print(HELP)])
