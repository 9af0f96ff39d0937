"""The tenants, and the people in them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, Role, new_id


class Workspace(Base):
    """One Slack workspace: the tenant. Made by the first import, it learns its Slack id from Slack."""

    __tablename__ = "workspaces"
    __table_args__ = (UniqueConstraint("slack_team_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    slack_team_id: Mapped[str | None] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(Text, default="")
    only_administrators_issue: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]


class User(Base):
    """A person of the workspace, by Slack user id. ``role`` is None for guests, who may do nothing."""

    __tablename__ = "users"
    __table_args__ = (ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),)

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    role: Mapped[Role | None]
    name: Mapped[str] = mapped_column(Text, default="")
    seen_at: Mapped[datetime | None]
