"""Workspaces and their Users."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import Select, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.models import Role, User, Workspace
from storage.statements import WORKSPACE_ID, rows_changed

# Asked about everything that anybody does: to write a statement anew takes as long as to run it.
_ITSELF = (User.workspace_id == WORKSPACE_ID, User.id == bindparam("user_id"))
_ACTING = (
    select(Workspace.id, User)
    .outerjoin(User, (User.workspace_id == Workspace.id) & (User.id == bindparam("user_id")))
    .where(Workspace.slack_team_id == bindparam("team_id"))
)
_USER = select(User).where(*_ITSELF)
_ROLE = select(User.role).where(*_ITSELF)
_NAME = select(User.name).where(*_ITSELF)
_COMPANY = select(Workspace.company_name, Workspace.colour, Workspace.logo_digest)
_COMPANY_OF = _COMPANY.where(Workspace.id == WORKSPACE_ID)


async def workspaces(session: AsyncSession) -> Sequence[Workspace]:
    return (await session.scalars(select(Workspace).order_by(Workspace.created_at))).all()


async def company(session: AsyncSession, workspace_id: UUID) -> tuple[str, str, str]:
    """The company's name, its colour, and the digest of its logo, without the logo itself."""
    name, colour, logo_digest = (await session.execute(_COMPANY_OF, {"workspace_id": workspace_id})).one()
    return name, colour, logo_digest


async def only_company(session: AsyncSession) -> tuple[str, str, str] | None:
    """The same of the only workspace. None: there are several, or none."""
    found = (await session.execute(_COMPANY.limit(2))).all()
    if len(found) != 1:
        return None
    name, colour, logo_digest = found[0]
    return name, colour, logo_digest


async def logo(session: AsyncSession, digest: str) -> tuple[bytes, str] | None:
    """The logo of this digest and its media type."""
    statement = select(Workspace.logo, Workspace.logo_type).where(Workspace.logo_digest == digest).limit(1)
    picture, media_type = (await session.execute(statement)).first() or (None, "")
    return None if picture is None else (picture, media_type)


async def acting(session: AsyncSession, team_id: str, user_id: str) -> tuple[UUID, User | None] | None:
    """The workspace with this Slack id, and the User of it, if it has met them."""
    row = (await session.execute(_ACTING, {"team_id": team_id, "user_id": user_id})).first()
    return None if row is None else (row[0], row[1])


async def adopt_team(session: AsyncSession, team_id: str) -> bool:
    """Give the Slack id to the workspace that has none yet. False where every workspace has one."""
    statement = update(Workspace).where(Workspace.slack_team_id.is_(None)).values(slack_team_id=team_id)
    return await rows_changed(session, statement) == 1


async def user(session: AsyncSession, workspace_id: UUID, user_id: str) -> User | None:
    return await session.scalar(_USER, {"workspace_id": workspace_id, "user_id": user_id})


async def role(session: AsyncSession, workspace_id: UUID, user_id: str) -> Role | None:
    """None for whoever may do nothing, and for whoever was never met."""
    return await session.scalar(_ROLE, {"workspace_id": workspace_id, "user_id": user_id})


async def name(session: AsyncSession, workspace_id: UUID, user_id: str) -> str:
    """What this Slack user is called; empty where they were never met."""
    return await session.scalar(_NAME, {"workspace_id": workspace_id, "user_id": user_id}) or ""


async def with_role(session: AsyncSession, workspace_id: UUID) -> Sequence[User]:
    """Everybody who may do something, Administrators first, then by name."""
    is_member = User.role == Role.MEMBER
    statement = (
        select(User)
        .where(User.workspace_id == workspace_id, User.role.is_not(None))
        .order_by(is_member, func.lower(User.name), User.id)
    )
    return (await session.scalars(statement)).all()


async def names(
    session: AsyncSession, workspace_id: UUID, user_ids: Collection[str] | Select[str]
) -> Mapping[str, str]:
    """What these Slack users are called, of those who were met, by their ids."""
    statement = select(User.id, User.name).where(User.workspace_id == workspace_id, User.id.in_(user_ids))
    return dict(iter(await session.execute(statement)))


async def has_administrator(session: AsyncSession, workspace_id: UUID, besides: str = "") -> bool:
    """Is there an Administrator, other than the User ``besides``?"""
    statement = select(func.count()).where(
        User.workspace_id == workspace_id, User.role == Role.ADMINISTRATOR, User.id != besides
    )
    return bool(await session.scalar(statement))


async def change_role(
    session: AsyncSession, workspace_id: UUID, user_id: str, before: Role, after: Role
) -> bool:
    """True where the User had the role ``before``."""
    statement = (
        update(User)
        .where(User.workspace_id == workspace_id, User.id == user_id, User.role == before)
        .values(role=after)
    )
    return await rows_changed(session, statement) == 1


async def forget_when_seen(session: AsyncSession, workspace_id: UUID) -> None:
    """Slack is asked about everybody of the workspace once more."""
    await session.execute(update(User).where(User.workspace_id == workspace_id).values(seen_at=None))
