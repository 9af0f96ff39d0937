"""What can be booked, and with whom: Event types, Booking pages and Resource pools."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, BookingMode, Distribution, new_id, within


class EventType(Base):
    """What can be booked. All durations in minutes."""

    __tablename__ = "event_types"
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
        UniqueConstraint("workspace_id", "name"),
        CheckConstraint("minutes BETWEEN 5 AND 1440", name="minutes"),
    )

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(Text)
    position: Mapped[int]
    minutes: Mapped[int]
    booking_mode: Mapped[BookingMode]
    sessions: Mapped[int]
    """1: a single session; more: a package of that many."""
    capacity: Mapped[int | None]
    """Bookings that share one slot. None: unlimited."""
    slot_every: Mapped[int]
    slot_starts: Mapped[list[int]]
    """Minutes past the hour from which the grid of starts counts."""
    slots_a_day: Mapped[int | None]
    """The most starts that a Customer is shown for one day. None: all there are."""
    buffer_before: Mapped[int]
    buffer_after: Mapped[int]
    notice_minutes: Mapped[int]
    notice_business_days: Mapped[int]
    """Exactly one of the two notices is used: business days where this is not 0."""
    horizon_days: Mapped[int | None]
    horizon_from: Mapped[str | None] = mapped_column(String(10))
    horizon_until: Mapped[str | None] = mapped_column(String(10))
    """A rolling horizon in days, or two fixed dates (ISO, both included, in the Booking page's zone)."""
    cap_day: Mapped[int | None]
    cap_week: Mapped[int | None]
    policy: Mapped[dict[str, Any]]
    """``{"cancel": minutes before, "reschedule": the same, "reason": …}``; 0: any time, null: never."""
    fields: Mapped[list[Any]]
    """The form's own fields: ``{"name", "label", "required"}`` each."""
    reminders: Mapped[list[int]] = mapped_column(default=lambda: [24 * 60, 60])
    """How many minutes before the start Customers and providers are reminded by mail."""
    retired_at: Mapped[datetime | None]


class BookingPage(Base):
    """One provider's availability, in the provider's own time zone."""

    __tablename__ = "booking_pages"
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
        Index("uq_booking_pages_link", "workspace_id", text("lower(link)"), unique=True),
    )

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    link: Mapped[str] = mapped_column(String(100))
    name: Mapped[str] = mapped_column(Text)
    position: Mapped[int]
    owner_id: Mapped[str] = mapped_column(String(40))
    time_zone: Mapped[str] = mapped_column(String(64))
    weekly: Mapped[list[Any]]
    """Seven lists, Monday first, of ``[from, until]`` in minutes of the local day; until may pass 1440."""
    dates: Mapped[dict[str, Any]]
    """ISO date → the list of ``[from, until]`` that replaces the weekly hours on it."""
    location: Mapped[str] = mapped_column(Text, default="")
    email: Mapped[str] = mapped_column(Text, default="")
    """Where mail about the page's bookings goes. Empty: its owner gets none."""
    locked: Mapped[int] = mapped_column(default=0)
    """Raised by whoever books the owner: both databases then hold the row until the transaction ends."""
    retired_at: Mapped[datetime | None]


class Association(Base):
    """An Event type that a Booking page is associated with (used by Static pages)."""

    __tablename__ = "associations"
    __table_args__ = (
        within("page_id", table="booking_pages"),
        within("event_type_id", table="event_types"),
    )

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    page_id: Mapped[UUID] = mapped_column(primary_key=True)
    event_type_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int]


class Pool(Base):
    """A Resource pool: a named set of Booking pages with a distribution method."""

    __tablename__ = "pools"
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
        UniqueConstraint("workspace_id", "name"),
    )

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(Text)
    position: Mapped[int]
    distribution: Mapped[Distribution]
    corrects: Mapped[bool] = mapped_column(default=True)
    """Round robin: does whoever lost a booking go first until level?"""
    counts_no_shows: Mapped[bool] = mapped_column(default=False)
    """Round robin: is a booking whose Customer did not come one that was lost?"""
    retired_at: Mapped[datetime | None]


class PoolMember(Base):
    __tablename__ = "pool_members"
    __table_args__ = (within("pool_id", table="pools"), within("page_id", table="booking_pages"))

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    pool_id: Mapped[UUID] = mapped_column(primary_key=True)
    page_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int]
    priority: Mapped[int]
    """1 is the highest."""
