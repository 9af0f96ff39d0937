"""Master pages, and who serves what on them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, RuleType, new_id, within


class MasterPage(Base):
    """One point of access over Booking pages and Event types."""

    __tablename__ = "master_pages"
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
        # The Public link stands alone in its URL, so it is unique among all workspaces.
        Index("uq_master_pages_link", text("lower(link)"), unique=True),
        Index("uq_master_pages_dedicated_to", "workspace_id", "dedicated_to", unique=True),
    )

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(Text)
    """The Public name, which Customers see."""
    label: Mapped[str] = mapped_column(Text)
    """The Internal label, which only Users see."""
    link: Mapped[str] = mapped_column(String(100))
    position: Mapped[int]
    rule_type: Mapped[RuleType]
    accepts_bookings: Mapped[bool]
    dedicated_to: Mapped[UUID | None]
    """The one Booking page that this Master page was made for (domain.md: One-time links, 10).

    No foreign key: SQLite adds none to a table that is there, and Booking pages are never deleted.
    """
    switched_at: Mapped[datetime | None]
    switched_by: Mapped[str | None] = mapped_column(String(40))
    """Who switched the rule type last, and when."""
    retired_at: Mapped[datetime | None]


class StaticMember(Base):
    """A Booking page that a Static Master page lists."""

    __tablename__ = "static_members"
    __table_args__ = (
        within("master_page_id", table="master_pages"),
        within("page_id", table="booking_pages"),
    )

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    master_page_id: Mapped[UUID] = mapped_column(primary_key=True)
    page_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int]


class Rule(Base):
    """An Event-based rule: on a Dynamic Master page, who serves one Event type."""

    __tablename__ = "rules"
    __table_args__ = (
        within("master_page_id", table="master_pages"),
        within("event_type_id", table="event_types"),
        UniqueConstraint("workspace_id", "master_page_id", "event_type_id"),
    )

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    master_page_id: Mapped[UUID]
    event_type_id: Mapped[UUID]
    position: Mapped[int]


class TeamMember(Base):
    """A team member of a rule: one Booking page or one Resource pool. Position 0 is the Primary."""

    __tablename__ = "team_members"
    __table_args__ = (
        within("rule_id", table="rules"),
        within("page_id", table="booking_pages"),
        within("pool_id", table="pools"),
        CheckConstraint("(page_id IS NULL) <> (pool_id IS NULL)", name="page_or_pool"),
    )

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    rule_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[UUID | None]
    pool_id: Mapped[UUID | None]
