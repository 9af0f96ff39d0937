"""The slash command ``/onetime``."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from slack_bolt.async_app import AsyncAck, AsyncBoltContext

from bot.scheduling.services import Services
from bot.slack import cards, rule_type
from bot.slack.blocks import Message, cut, section, small_print, unescaped
from bot.slack.modals import FormMemory
from bot.slack.opening import Opening
from bot.slack.payloads import SlashCommand
from bot.slack.people import SlackPeople

COMMAND = "/onetime"
MOST_ECHOED = 100
MENTION = re.compile(r"<@([A-Z0-9]{2,40})(?:\|[^>]*)?>")
NAMED = re.compile(r"<([@#])[A-Z0-9]+\|([^>]+)>")
"""A person or a channel as Slack sends it, with the name that was typed."""

NOBODY = "For whom? Type @ and pick one person from the list that Slack shows: /onetime for @ana"
HELP = """\
/onetime: make a one-time link; its card is posted here
/onetime for @ana: a link for one person's Booking page
/onetime list: your own links, with their state; show a URL again, or revoke a link
/onetime rules: the rule type of each Master page, and the way to switch it; for Administrators
/onetime help: this list

In a thread, use the message shortcut "Offer a one-time link" instead: Slack runs no commands there."""


@dataclass(frozen=True)
class Commands:
    people: SlackPeople
    services: Services
    opening: Opening

    async def onetime(self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext) -> None:
        """Do what stands behind the command. What is answered in words, only the person who typed it sees."""
        command = SlashCommand.model_validate(body)
        now = datetime.now(UTC)
        match command.text.casefold().split():
            case []:
                await self.opening.open_form(command, FormMemory(channel_id=command.channel_id), context, now)
                await ack()
            case ["for", *_] if owner := _mentioned(command.text):
                await self.opening.open_form_for(owner, command, context, now)
                await ack()
            case ["for", *_]:
                await _answer(ack, Message(NOBODY, [section(NOBODY)]))
            case ["help"]:
                await _answer(ack, Message("What can be typed", [section(HELP)]))
            case ["list"]:
                person = await self.people.person(command.actor, context, now)
                found = await self.services.links.list(person, now, cards.MOST_LISTED + 1)
                await _answer(ack, cards.listed(found))
            case ["rules"]:
                person = await self.people.person(command.actor, context, now)
                pages = await self.services.master_pages.overviews(person, now, most=rule_type.MOST_LISTED)
                await _answer(ack, rule_type.listed(pages, now))
            case _:
                await _answer(ack, _not_understood(command.text))


async def _answer(ack: AsyncAck, message: Message) -> None:
    await ack(text=message.text, blocks=message.blocks, response_type="ephemeral")


def _mentioned(text: str) -> str | None:
    """Whom ``for`` names. Slack sends a person as ``<@U012AB3CD|ana>``; other words it leaves as they are."""
    found = MENTION.fullmatch(text.partition(" ")[2].strip())
    return found[1] if found else None


def _not_understood(text: str) -> Message:
    typed = unescaped(NAMED.sub(r"\1\2", text.strip()))
    told = f"I did not understand “{cut(typed, MOST_ECHOED)}”. Here is what can be typed:"
    return Message("I did not understand that.", [section(told), small_print(HELP)])
