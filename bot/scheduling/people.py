"""Who acts, and what their role lets them do."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.scheduling.errors import NotAllowed, NotFound
from storage import people
from storage.database import Database
from storage.models import Role, User, Workspace

MOST_NAMED = 3


@dataclass(frozen=True)
class Person:
    """Who acts: a User of a workspace by Slack user id, or, with None, the operator at the shell."""

    workspace_id: UUID
    user_id: str | None


async def role_of(session: AsyncSession, person: Person) -> Role:
    """The role that the database grants at this moment. The operator at the shell is an Administrator.

    Raises ``NotAllowed`` for guests and for people the workspace does not know.
    """
    if person.user_id is None:
        return Role.ADMINISTRATOR
    role = await people.role(session, person.workspace_id, person.user_id)
    if role is None:
        raise NotAllowed("Only members of this workspace can do that; guests cannot.")
    return role


async def check_administrator(session: AsyncSession, person: Person) -> None:
    """Raises ``NotAllowed`` for everybody else (domain.md: Words)."""
    if await role_of(session, person) != Role.ADMINISTRATOR:
        raise only_administrators(await whom_to_ask(session, person))


def only_administrators(ask: str) -> NotAllowed:
    """The refusal for whoever is none, and ``whom_to_ask``."""
    return NotAllowed(f"Only Administrators can do that. {ask}")


async def whom_to_ask(session: AsyncSession, person: Person) -> str:
    """``Please ask Ada Lima or Ben Okafor.`` Of Administrators who were never met, no name is known."""
    found = await people.with_role(session, person.workspace_id)
    names = [user.name for user in found if user.role is Role.ADMINISTRATOR and user.name]
    return f"Please ask {' or '.join(names[:MOST_NAMED]) or 'one of them'}."


class People:
    """The workspaces this installation serves and the people in them."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def only_workspace(self, now: datetime) -> UUID:
        """The one workspace there is until a second one installs, made when it is first needed.

        Raises ``NotAllowed`` where there are several.
        """
        async with self.database.writing() as session:
            return await _only_workspace(session, now)

    async def acting(self, team_id: str, user_id: str, now: datetime) -> tuple[Person, User | None]:
        """Who acts in a Slack team, and what is known of them. None: they were not seen before.

        A workspace set up before Slack was reached learns its Slack id here. Raises ``NotFound`` for a team
        that did not install the app.
        """
        async with self.database.reading() as session:
            found = await people.acting(session, team_id, user_id)
        workspace_id, user = found or await self._adopting(team_id, user_id, now)
        return Person(workspace_id, user_id), user

    async def _adopting(self, team_id: str, user_id: str, now: datetime) -> tuple[UUID, User | None]:
        async with self.database.writing() as session:
            await _only_workspace(session, now)
            await people.adopt_team(session, team_id)
            found = await people.acting(session, team_id, user_id)
        if found is None:
            raise NotFound
        return found

    async def find(self, person: Person) -> User | None:
        """The User, or None for somebody not seen before (and for the operator at the shell)."""
        if person.user_id is None:
            return None
        async with self.database.reading() as session:
            return await people.user(session, person.workspace_id, person.user_id)

    async def check_administrator(self, person: Person) -> None:
        """For a door that would rather not show a form that nothing can come of. Raises ``NotAllowed``."""
        async with self.database.reading() as session:
            await check_administrator(session, person)

    async def has_administrator(self, workspace_id: UUID) -> bool:
        async with self.database.reading() as session:
            return await people.has_administrator(session, workspace_id)

    async def remember(self, person: Person, name: str, role: Role | None, now: datetime) -> User:
        """Keep what Slack says of a person. A role that a User already has stays as it is; one who was gone
        and is back gets ``role``, and so does the first Administrator of a workspace that has none.
        """
        if person.user_id is None:
            raise NotFound
        async with self.database.writing() as session:
            user = await people.user(session, person.workspace_id, person.user_id)
            if user is None:
                user = User(workspace_id=person.workspace_id, id=person.user_id, role=role)
                session.add(user)
            is_first = role is Role.ADMINISTRATOR and not await people.has_administrator(
                session, person.workspace_id
            )
            user.role = role if is_first else user.role or role
            user.name = name
            user.seen_at = now
            return user


async def _only_workspace(session: AsyncSession, now: datetime) -> UUID:
    known = await people.workspaces(session)
    if len(known) > 1:
        raise NotAllowed("There are several workspaces here; this command serves one.")
    if known:
        return known[0].id
    workspace = Workspace(created_at=now)
    session.add(workspace)
    await session.flush()
    return workspace.id
