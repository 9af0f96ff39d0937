"""Who acts in Slack: a User of the workspace that installed the app, or somebody to be turned down."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import BaseModel, ValidationError
from slack_bolt.async_app import AsyncBoltContext
from slack_sdk.errors import SlackApiError

from bot.scheduling.people import People, Person
from bot.slack.errors import NoRole, Outsider, Unchecked
from bot.slack.payloads import Actor
from bot.slack.web_api import UNREACHABLE
from storage.models import Role, User

TRUSTED_FOR = timedelta(days=1)
"""How long what Slack said of a person holds: members become guests, and leave."""


class Profile(BaseModel):
    """What Slack says of a person (``users.info``)."""

    team_id: str | None = None
    name: str = ""
    real_name: str = ""
    is_bot: bool = False
    deleted: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_owner: bool = False
    is_primary_owner: bool = False

    @property
    def is_full_member(self) -> bool:
        return not (self.is_bot or self.deleted or self.is_restricted or self.is_ultra_restricted)

    @property
    def owns_workspace(self) -> bool:
        return self.is_owner or self.is_primary_owner


class _UsersInfo(BaseModel):
    user: Profile


@dataclass(frozen=True)
class SlackPeople:
    """Turns whoever acts into a ``Person``, and meets those who come for the first time.

    ``administrators`` are the Slack user ids that are Administrators from the start. What a role allows is
    decided not here but where the rule is.
    """

    people: People
    administrators: frozenset[str]

    async def person(self, actor: Actor, context: AsyncBoltContext, now: datetime) -> Person:
        """Raises ``Outsider``, ``NoRole``, and ``Unchecked`` where Slack could not say who it is."""
        person, user = await self._acting(actor, context, now)
        await self._introduce(person, user, context, now)
        return person

    async def administrator(self, actor: Actor, context: AsyncBoltContext, now: datetime) -> Person:
        """The same for a form that only Administrators can do anything with. Raises ``NotAllowed`` too."""
        person = await self.person(actor, context, now)
        await self.people.check_administrator(person)
        return person

    async def introduce(self, person: Person, context: AsyncBoltContext, now: datetime) -> None:
        """See that a person is known here and is a member. Raises as ``person`` does."""
        await self._introduce(person, await self.people.find(person), context, now)

    async def named(self, actor: Actor, context: AsyncBoltContext, now: datetime) -> Person:
        """The person that a payload names, whatever Slack says of them. Raises ``Outsider``."""
        return (await self._acting(actor, context, now))[0]

    async def _acting(
        self, actor: Actor, context: AsyncBoltContext, now: datetime
    ) -> tuple[Person, User | None]:
        installed_in = _installing_team(context)
        if actor.team_id != installed_in:
            raise Outsider
        return await self.people.acting(installed_in, actor.user_id, now)

    async def _introduce(
        self, person: Person, user: User | None, context: AsyncBoltContext, now: datetime
    ) -> None:
        if user is None or user.seen_at is None or now - user.seen_at > TRUSTED_FOR:
            await self._remember(person, await _profile(context, person.user_id or ""), now)
        elif user.role is None:
            raise NoRole

    async def _remember(self, person: Person, profile: Profile, now: datetime) -> None:
        """Remember a member. A guest is not, and so is asked about anew: guests become members."""
        if not profile.is_full_member:
            raise NoRole
        role = await self._first_role(person, profile)
        await self.people.remember(person, profile.real_name or profile.name, role, now)

    async def _first_role(self, person: Person, profile: Profile) -> Role:
        """contract.md: Settings, ONETIME_ADMINISTRATORS; else whoever owns the workspace."""
        if person.user_id in self.administrators:
            return Role.ADMINISTRATOR
        if profile.owns_workspace and not await self.people.has_administrator(person.workspace_id):
            return Role.ADMINISTRATOR
        return Role.MEMBER


def _installing_team(context: AsyncBoltContext) -> str:
    """The team whose token this is, as Slack itself says. What payloads say of teams is compared with it."""
    authorized = context.authorize_result
    if authorized is None or authorized.team_id is None:
        raise Outsider
    return authorized.team_id


async def _profile(context: AsyncBoltContext, user_id: str) -> Profile:
    try:
        response = await context.client.users_info(user=user_id)
        profile = _UsersInfo.model_validate(response.data).user
    except (SlackApiError, ValidationError, *UNREACHABLE) as error:
        raise Unchecked from error
    # An event names the workspace that it happened in, and those who come from elsewhere are met there too.
    if profile.team_id not in (None, _installing_team(context)):
        raise Outsider
    return profile
