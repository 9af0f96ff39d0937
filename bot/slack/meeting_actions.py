"""The buttons for a meeting, on its card and in the Home tab, and the modals behind them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from slack_bolt.async_app import AsyncAck, AsyncBoltContext

from bot.scheduling.booking_views import BookingView
from bot.scheduling.changes import BookingChanges
from bot.scheduling.errors import Invalid
from bot.scheduling.permissions import UserChange
from bot.slack import meetings
from bot.slack.blocks import View
from bot.slack.buttons import carried_id, in_home
from bot.slack.home.listeners import HomeTab
from bot.slack.home.memory import HomeMemory
from bot.slack.meetings import MeetingMemory
from bot.slack.opening import open_view
from bot.slack.payloads import BlockAction, ViewSubmission
from bot.slack.people import SlackPeople


@dataclass(frozen=True)
class MeetingActions:
    """What is done with a meeting, its card and its thread tell by the notice that the change writes."""

    people: SlackPeople
    changes: BookingChanges
    home: HomeTab

    async def cancelling(self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext) -> None:
        """Ask why."""
        await self._open(ack, body, context, UserChange.CANCEL, meetings.cancelling)

    async def asking_again(self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext) -> None:
        """Ask why."""
        await self._open(ack, body, context, UserChange.REQUEST_RESCHEDULE, meetings.asking_again)

    async def cancelled(self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext) -> None:
        await self._change(ack, body, context, self.changes.cancel_as)

    async def asked_again(self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext) -> None:
        await self._change(ack, body, context, self.changes.request_reschedule)

    async def missed(self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext) -> None:
        """The Customer did not come."""
        action = BlockAction.model_validate(body)
        await ack()
        now = datetime.now(UTC)
        person = await self.people.person(action.actor, context, now)
        await self.changes.no_show(person, carried_id(action), now)
        if in_home(action):
            await self.home.refresh(person, HomeMemory.of(action.view), context, now)

    async def _open(
        self,
        ack: AsyncAck,
        body: dict[str, object],
        context: AsyncBoltContext,
        change: UserChange,
        modal: Callable[[BookingView, HomeMemory | None], View],
    ) -> None:
        action = BlockAction.model_validate(body)
        await ack()
        now = datetime.now(UTC)
        person = await self.people.person(action.actor, context, now)
        booking = await self.changes.look(person, carried_id(action), change, now)
        home = HomeMemory.of(action.view) if in_home(action) else None
        await open_view(action.trigger_id, modal(booking, home), context)

    async def _change(
        self,
        ack: AsyncAck,
        body: dict[str, object],
        context: AsyncBoltContext,
        change: Callable[..., Awaitable[BookingView]],
    ) -> None:
        """Do it and close the modal, or say at its input what is wrong."""
        view, now = (submission := ViewSubmission.model_validate(body)).view, datetime.now(UTC)
        person, memory = await self.people.person(submission.actor, context, now), MeetingMemory.of(view)
        try:
            await change(person, memory.booking_id, meetings.reason(view), now)
        except Invalid as invalid:
            await ack(response_action="errors", errors=meetings.field_errors(invalid))
            return
        await ack()
        if memory.home is not None:
            await self.home.refresh(person, memory.home, context, now)
