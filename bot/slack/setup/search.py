"""Fills the lists that are searched: of time zones, and of what is too much for Slack to show at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from slack_bolt.async_app import AsyncAck, AsyncBoltContext

from bot.scheduling.catalog import Choice
from bot.scheduling.people import Person
from bot.scheduling.services import Services
from bot.slack import rule_type
from bot.slack.payloads import Suggestion
from bot.slack.people import SlackPeople
from bot.slack.setup import time_zones
from bot.slack.setup.fields import found

RULED = ("event_type",)
EVENT_TYPES = ("event_types",)
BOOKING_PAGES = ("members", "booking_pages")
TEAM = ("primary", "additional")
MASTER_PAGES = (rule_type.MASTER_PAGE,)
TIME_ZONES = ("time_zone",)

SEARCHED = (*RULED, *EVENT_TYPES, *BOOKING_PAGES, *TEAM, *MASTER_PAGES, *TIME_ZONES)
"""The keys of the inputs that are searched."""


@dataclass(frozen=True)
class Search:
    people: SlackPeople
    services: Services

    async def searched(self, ack: AsyncAck, body: dict[str, object], context: AsyncBoltContext) -> None:
        search = Suggestion.model_validate(body)
        person = await self.people.person(search.actor, context, datetime.now(UTC))
        await ack(options=found(await self._choices(person, search.action_id), _spelled(search)))

    async def _choices(self, person: Person, key: str) -> Sequence[Choice]:
        if key in RULED:
            return await self.services.event_types.rule_choices(person)
        if key in EVENT_TYPES:
            return await self.services.event_types.choices(person)
        if key in BOOKING_PAGES:
            return await self.services.booking_pages.choices(person)
        if key in TEAM:
            return await self.services.master_pages.team_choices(person)
        if key in MASTER_PAGES:
            return await self.services.master_pages.choices(person)
        return time_zones.choices()


def _spelled(search: Suggestion) -> str:
    """``New_York`` is shown as ``America/New York``."""
    return search.value.replace("_", " ") if search.action_id in TIME_ZONES else search.value
