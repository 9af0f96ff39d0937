"""Opens modals: the form for a link from wherever it was asked for, and any other."""

from collections.abc import Awaitable
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
CLOSED = "not_found"
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
        await open_view(asked.trigger_id, view, context)


async def open_view(trigger_id: str | None, view: View, context: AsyncBoltContext) -> None:
    """Show a modal to whoever acted. Raises ``TooSlow``, ``SlackDown``."""
    await _shown(context.client.views_open(trigger_id=trigger_id or "", view=view))


async def push_view(trigger_id: str | None, view: View, context: AsyncBoltContext) -> None:
    """The same, on top of the modal in which they acted."""
    await _shown(context.client.views_push(trigger_id=trigger_id or "", view=view))


async def update_view(view_id: str | None, view: View, context: AsyncBoltContext) -> None:
    """Show an open modal as it is now. If it was closed meanwhile, nobody misses it."""
    try:
        await _shown(context.client.views_update(view_id=view_id, view=view))
    except SlackApiError as error:
        if failure_of(error).code != CLOSED:
            raise


async def _shown(call: Awaitable[object]) -> None:
    try:
        await call
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
