"""What Slack tells of people as it happens: whoever leaves or becomes a guest loses their role at once."""

from dataclasses import dataclass
from datetime import UTC, datetime

from slack_bolt.async_app import AsyncAck, AsyncBoltContext

from bot.scheduling.roles import Roles
from bot.slack.payloads import Event, UserChange
from bot.slack.people import SlackPeople


@dataclass(frozen=True)
class Membership:
    people: SlackPeople
    roles: Roles

    async def changed(self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext) -> None:
        """Told again by Slack, it changes nothing more. Guests who become members are met anew."""
        event = Event.model_validate(body)
        await ack()
        if not isinstance(event.event, UserChange) or event.event.user.is_full_member:
            return
        now = datetime.now(UTC)
        person = await self.people.named(event.actor, context, now)
        await self.roles.left(person.workspace_id, event.event.user.id, now)
