"""The tenants, and the people in them."""

from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, validates

from storage.models.base import Base, Role, new_id


class Workspace(Base):
    """One Slack workspace: the tenant. Made by the first import, it learns its Slack id from Slack."""

    __tablename__ = "workspaces"
    __table_args__ = (UniqueConstraint("slack_team_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    slack_team_id: Mapped[str | None] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(Text, default="")
    only_administrators_issue: Mapped[bool] = mapped_column(default=False)
    link_days: Mapped[int] = mapped_column(default=90)
    link_business_days: Mapped[int] = mapped_column(default=0)
    """How long a link works where its maker chooses nothing: business days where this is not 0."""
    most_open_links: Mapped[int | None]
    """The most open links that one Customer should have before whoever makes another is warned."""
    ticket_required: Mapped[bool] = mapped_column(default=False)
    company_name: Mapped[str] = mapped_column(Text, default="")
    colour: Mapped[str] = mapped_column(String(7), default="")
    """Of buttons and links on Customers' pages, as ``#1f3a5f``. Empty: the product's own."""
    logo: Mapped[bytes | None]
    logo_type: Mapped[str] = mapped_column(String(40), default="")
    """The logo's media type; empty where there is none."""
    logo_digest: Mapped[str] = mapped_column(String(64), default="")
    """Stands in the logo's address, so that browsers may keep it until there is another."""
    created_at: Mapped[datetime]

    @validates("logo")
    def _digest_logo(self, _: str, logo: bytes | None) -> bytes | None:
        self.logo_digest = sha256(logo).hexdigest() if logo else ""
        return logo


class User(Base):
    """A person of the workspace, by Slack user id. ``role`` is None for guests, who may do nothing."""

    __tablename__ = "users"
    __table_args__ = (ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),)

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    role: Mapped[Role | None]
    name: Mapped[str] = mapped_column(Text, default="")
    seen_at: Mapped[datetime | None]
