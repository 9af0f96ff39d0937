"""Who is an Administrator of a workspace, and who becomes one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.scheduling import activity
from bot.scheduling.activity import Deed
from bot.scheduling.errors import NotAllowed
from bot.scheduling.people import Person, check_administrator, role_of
from storage import catalog, people
from storage.database import Database
from storage.models import Role

NO_ROLE = "Only members of this workspace who have used this app can be Administrators; guests cannot."
LAST_ONE = "They are the last Administrator. Name another one first."


@dataclass(frozen=True)
class Colleague:
    """A person of the workspace. ``role`` is None for whoever may do nothing."""

    user_id: str
    name: str
    role: Role | None


class Roles:
    """Appoints Administrators and removes them. Guests and unknown people may do nothing."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def list(self, by: Person) -> list[Colleague]:
        """Everybody with a role, Administrators first, then by name. Raises ``NotAllowed``."""
        async with self.database.reading() as session:
            await role_of(session, by)
            found = await people.with_role(session, by.workspace_id)
        return [Colleague(user.id, user.name, user.role) for user in found]

    async def appoint(self, by: Person, user_id: str, now: datetime) -> None:
        """Make a Member an Administrator; who is one stays one. Raises ``NotAllowed``.

        Also for whoever has no role here: Slack says who is a member when they first use the app.
        """
        async with self.database.writing() as session:
            await check_administrator(session, by)
            if not await people.change_role(
                session, by.workspace_id, user_id, Role.MEMBER, Role.ADMINISTRATOR
            ):
                await _must_be_one_already(session, by, user_id)
                return
            _record(session, by, "appointed", user_id, now)

    async def dismiss(self, by: Person, user_id: str, now: datetime) -> None:
        """Make an Administrator a Member. Raises ``NotAllowed``, also for the last Administrator.

        Of the last two who remove each other at once, one stays.
        """
        async with self.database.writing() as session:
            await catalog.hold(session, by.workspace_id)
            await check_administrator(session, by)
            if not await people.has_administrator(session, by.workspace_id, besides=user_id):
                raise NotAllowed(LAST_ONE)
            if await people.change_role(session, by.workspace_id, user_id, Role.ADMINISTRATOR, Role.MEMBER):
                _record(session, by, "dismissed", user_id, now)

    async def left(self, workspace_id: UUID, user_id: str, now: datetime) -> None:
        """Slack says that somebody left the workspace or became a guest: their role ends at once.

        It does so also for the last Administrator: then everybody is met anew, so that who owns the workspace
        in Slack becomes one. Should they come back, they begin as a Member. Somebody unknown stays so.
        """
        async with self.database.writing() as session:
            user = await people.user(session, workspace_id, user_id)
            if user is None or user.role is None:
                return
            user.role, user.seen_at = None, None
            await session.flush()
            if not await people.has_administrator(session, workspace_id):
                await people.forget_when_seen(session, workspace_id)
            deed = Deed("left", "user", None, about=user.id)
            activity.record(session, workspace_id, activity.ITSELF, deed, now)


async def _must_be_one_already(session: AsyncSession, by: Person, user_id: str) -> None:
    if await people.role(session, by.workspace_id, user_id) is None:
        raise NotAllowed(NO_ROLE)


def _record(session: AsyncSession, by: Person, deed: str, user_id: str, now: datetime) -> None:
    activity.record(
        session, by.workspace_id, activity.name_of(by), Deed(deed, "user", None, about=user_id), now
    )
