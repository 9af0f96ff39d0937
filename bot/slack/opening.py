"""Opens the form, from wherever it was asked for."""

from dataclasses import dataclass
from datetime import datetime

from slack_bolt.async_app import AsyncBoltContext
from slack_sdk.errors import SlackApiError

from bot.scheduling.links import Links
from bot.slack import modals
from bot.slack.blocks import View
from bot.slack.errors import SlackDown, TooSlow
from bot.slack.modals import FormMemory
from bot.slack.payloads import GlobalShortcut, MessageShortcut, SlashCommand
from bot.slack.people import SlackPeople
from bot.slack.web_api import UNREACHABLE, failure_of

ALREADY_OPEN = "exchanged_trigger_id"
TOO_LATE = ("expired_trigger_id", "invalid_trigger_id", "trigger_expired")


@dataclass(frozen=True)
class Opening:
    people: SlackPeople
    links: Links

    async def open_form(
        self,
        asked: SlashCommand | GlobalShortcut | MessageShortcut,
        memory: FormMemory,
        context: AsyncBoltContext,
        now: datetime,
    ) -> None:
        """Show the form to whoever asked. Raises their refusal, ``TooSlow`` and ``SlackDown``."""
        person = await self.people.person(asked.actor, context, now)
        view = modals.form(await self.links.choices(person), memory)
        await _open(asked.trigger_id, view, context)


async def _open(trigger_id: str, view: View, context: AsyncBoltContext) -> None:
    try:
        await context.client.views_open(trigger_id=trigger_id, view=view)
    except SlackApiError as error:
        failure = failure_of(error)
        if failure.status == 429 or failure.status >= 500:
            raise SlackDown from error
        if failure.code in TOO_LATE:
            raise TooSlow from error
        if failure.code != ALREADY_OPEN:  # the same request, delivered again, has nothing left to do
            raise
    except UNREACHABLE as error:
        raise TooSlow from error
