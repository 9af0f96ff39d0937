"""What was done, and what of it is still to be told."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, new_id

_UNSETTLED = text("settled_at IS NULL")


class Activity(Base):
    """One line of the audit trail: who did what, to what, when, why."""

    __tablename__ = "activity"
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
        Index("ix_activity_when", "workspace_id", "at"),
    )

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(40))
    """A Slack user id, ``customer``, ``shell`` or ``onetime`` itself."""
    deed: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(40))
    """What it was done to: ``link``, ``booking``, ``master page`` …"""
    subject_id: Mapped[UUID | None]
    about: Mapped[str] = mapped_column(Text, default="")
    """The subject as people called it then; never the name of a Customer."""
    details: Mapped[str] = mapped_column(Text, default="")
    """What of it was changed, from what to what; or when, with whom. Never who a Customer is."""
    why: Mapped[str] = mapped_column(Text, default="")


class Notice(Base):
    """The outbox: a fact to deliver, written with the change and delivered after it."""

    __tablename__ = "outbox"
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
        Index("ix_outbox_waiting", "due_at", postgresql_where=_UNSETTLED, sqlite_where=_UNSETTLED),
        Index(
            "ix_outbox_stream",
            "workspace_id",
            "stream",
            "id",
            postgresql_where=_UNSETTLED,
            sqlite_where=_UNSETTLED,
        ),
    )

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(40))
    stream: Mapped[str] = mapped_column(String(80))
    """Notices of one stream are delivered in the order in which they were written."""
    payload: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    settled_at: Mapped[datetime | None]
    """When it was delivered, or given up (then ``error`` says why)."""
    error: Mapped[str | None] = mapped_column(Text)
