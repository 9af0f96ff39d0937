"""The shortcuts: on a message, whose thread gets the link, and from anywhere, the Home tab included."""

from dataclasses import dataclass
from datetime import UTC, datetime

from slack_bolt.async_app import AsyncAck, AsyncBoltContext

from bot.slack.home.memory import HomeMemory
from bot.slack.modals import FormMemory
from bot.slack.opening import Opening
from bot.slack.payloads import BlockAction, GlobalShortcut, MessageShortcut

ON_MESSAGE = "onetime_message"
ANYWHERE = "onetime_global"


@dataclass(frozen=True)
class Shortcuts:
    opening: Opening

    async def on_message(self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext) -> None:
        """ "Offer a one-time link": the way into a thread, where Slack runs no commands."""
        shortcut = MessageShortcut.model_validate(body)
        await ack()
        parent = shortcut.message.thread_ts or shortcut.message.ts
        memory = FormMemory(channel_id=shortcut.channel.id, thread_ts=parent)
        await self.opening.open_form(shortcut, memory, context, datetime.now(UTC))

    async def anywhere(self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext) -> None:
        """ "One-time link": the form asks for the channel, for Slack does not say where it was opened."""
        shortcut = GlobalShortcut.model_validate(body)
        await ack()
        await self.opening.open_form(shortcut, FormMemory(asks_channel=True), context, datetime.now(UTC))

    async def at_home(self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext) -> None:
        """The same by a button of the Home tab."""
        action = BlockAction.model_validate(body)
        await ack()
        memory = FormMemory(asks_channel=True, home=HomeMemory.of(action.view))
        await self.opening.open_form(action, memory, context, datetime.now(UTC))
