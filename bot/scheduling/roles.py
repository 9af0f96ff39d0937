"""Who is an Administrator of a workspace, and who becomes one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.scheduling.people import Person
from storage.database import Database
from storage.models import Role


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
        raise NotImplementedError

    async def appoint(self, by: Person, user_id: str, now: datetime) -> None:
        """Make a Member an Administrator. Raises ``NotAllowed``, also for whoever has no role here."""
        raise NotImplementedError

    async def dismiss(self, by: Person, user_id: str, now: datetime) -> None:
        """Make an Administrator a Member. Raises ``NotAllowed``, also for the last Administrator.

        Of the last two who remove each other at once, one stays.
        """
        raise NotImplementedError

    async def left(self, workspace_id: UUID, user_id: str, now: datetime) -> None:
        """Slack says that somebody left the workspace or became a guest: the role ends at once.

        Should they come back, they begin as a Member. Somebody unknown stays so.
        """
        raise NotImplementedError
