"""Opens modals: the form for a link from wherever it was asked for, and any other."""

from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import datetime

from slack_bolt.async_app import AsyncBoltContext
from slack_sdk.errors import SlackApiError

from bot.scheduling.errors import NotEligible
from bot.scheduling.people import Person
from bot.scheduling.services import Services
from bot.slack import modals
from bot.slack.blocks import View
from bot.slack.errors import NoRole, Outsider, SlackDown, TooSlow, Unchecked
from bot.slack.modals import FormMemory
from bot.slack.payloads import BlockAction, GlobalShortcut, MessageShortcut, SlashCommand
from bot.slack.people import SlackPeople
from bot.slack.web_api import UNREACHABLE, failure_of
from storage.models import Role

ALREADY_OPEN = "exchanged_trigger_id"
OUTDATED = ("hash_conflict", "not_found")
"""A newer event is on its way, or nobody looks any more."""
NO_BOOKING_PAGE = "They have no Booking page yet. An Administrator makes it on this app's Home tab."
YOURS_TO_MAKE = "They have no Booking page yet. You can make it on this app's Home tab."
NEVER_ANY = (
    "They can have no Booking page: only members of this workspace can be booked, and guests and apps cannot."
)
TOO_LATE = ("expired_trigger_id", "invalid_trigger_id", "trigger_expired")


@dataclass(frozen=True)
class Opening:
    people: SlackPeople
    services: Services

    async def open_form(
        self,
        asked: SlashCommand | GlobalShortcut | MessageShortcut | BlockAction,
        memory: FormMemory,
        context: AsyncBoltContext,
        now: datetime,
    ) -> None:
        """Show the form to whoever asked. Raises their refusal, ``TooSlow`` and ``SlackDown``."""
        person = await self.people.person(asked.actor, context, now)
        choices = await self.services.choosing.choices(person)
        await open_view(asked.trigger_id, modals.form(choices, memory), context)

    async def open_form_for(
        self, owner: str, asked: SlashCommand, context: AsyncBoltContext, now: datetime
    ) -> None:
        """The form for a link to one person's Booking page, which is picked already where they have one.

        Raises ``NotEligible`` where there can be no link for it.
        """
        person = await self.people.person(asked.actor, context, now)
        choices = await self.services.choosing.choices(person)
        theirs = [page for page in choices.booking_pages if page.owner == owner]
        usable = [page for page in theirs if page.why_not is None]
        if not usable:
            why_not = theirs[0].why_not if theirs else None
            raise NotEligible(why_not or await self._why_none(person, owner, context, now))
        several = [page.name for page in usable[1:]] and [page.name for page in usable]
        preset = modals.BOOKING_PAGE if several else modals.booking_page_value(usable[0])
        notice = f"They have several Booking pages; please pick one: {', '.join(several)}." if several else ""
        memory = FormMemory(channel_id=asked.channel_id, preset=preset)
        await open_view(asked.trigger_id, modals.form(choices, memory, notice=notice), context)

    async def _why_none(self, person: Person, owner: str, context: AsyncBoltContext, now: datetime) -> str:
        """Why somebody has no Booking page, and what to do about it. Slack says who can have none."""
        try:
            await self.people.introduce(Person(person.workspace_id, owner), context, now)
        except (NoRole, Outsider):
            return NEVER_ANY
        except Unchecked:
            return NO_BOOKING_PAGE
        user = await self.people.people.find(person)
        return YOURS_TO_MAKE if user and user.role is Role.ADMINISTRATOR else NO_BOOKING_PAGE


async def open_view(trigger_id: str | None, view: View, context: AsyncBoltContext) -> None:
    """Show a modal to whoever acted. Raises ``TooSlow``, ``SlackDown``."""
    await _shown(context.client.views_open(trigger_id=trigger_id or "", view=view))


async def push_view(trigger_id: str | None, view: View, context: AsyncBoltContext) -> None:
    """The same, on top of the modal in which they acted."""
    await _shown(context.client.views_push(trigger_id=trigger_id or "", view=view))


async def update_view(
    view_id: str | None, view: View, context: AsyncBoltContext, *, as_it_was: str | None = None
) -> None:
    """Show an open modal as it is now. If it was closed meanwhile, nobody misses it.

    ``as_it_was``: the hash of the modal that was acted on; one that has changed since is left alone.
    """
    try:
        await _shown(context.client.views_update(view_id=view_id, hash=as_it_was, view=view))
    except SlackApiError as error:
        if failure_of(error).code not in OUTDATED:
            raise


async def show_in_place(action: BlockAction, view: View, context: AsyncBoltContext) -> None:
    """Show a modal to whoever pressed a button: in place of the one that it stands on, if it does."""
    if action.view is None or action.view.type != "modal":
        await open_view(action.trigger_id, view, context)
    else:
        await update_view(action.view.id, view, context, as_it_was=action.view.hash)


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
