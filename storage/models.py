"""The nouns of the domain as tables. Every key begins with the workspace."""

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Enum,
    ForeignKeyConstraint,
    Index,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from uuid_utils.compat import uuid7

from storage.types import UtcDateTime


def new_id() -> UUID:
    """A fresh key. Keys made by one process sort in the order in which they were made."""
    return uuid7()


class Role(StrEnum):
    """What a User of a workspace may do. A guest has no role at all."""

    ADMINISTRATOR = "administrator"
    MEMBER = "member"


class BookingMode(StrEnum):
    AUTOMATIC = "automatic"
    APPROVAL = "approval"


class Distribution(StrEnum):
    """How a Resource pool hands out bookings. Fixed when the pool is made."""

    ROUND_ROBIN = "round robin"
    POOLED = "pooled"
    PRIORITY = "priority"


class RuleType(StrEnum):
    DYNAMIC = "dynamic"
    STATIC = "static"


class BookingStatus(StrEnum):
    SCHEDULED = "scheduled"
    RESCHEDULED = "rescheduled"
    CANCELLED = "cancelled"
    COMPLETED = "completed"
    NO_SHOW = "no-show"


_OPEN = text("spent_at IS NULL AND revoked_at IS NULL AND expired_at IS NULL")
_UNSETTLED = text("settled_at IS NULL")


def _enum(kind: type[StrEnum]) -> Enum:
    return Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=20,
        values_callable=lambda members: [member.value for member in members],
    )


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime,
        Role: _enum(Role),
        BookingMode: _enum(BookingMode),
        Distribution: _enum(Distribution),
        RuleType: _enum(RuleType),
        BookingStatus: _enum(BookingStatus),
        # JSON columns hold small values that are always read whole with their row.
        dict[str, Any]: JSON,
        list[Any]: JSON,
        list[str]: JSON,
        list[int]: JSON,
    }


def _within(*columns: str, table: str) -> ForeignKeyConstraint:
    """A reference that cannot leave the workspace."""
    return ForeignKeyConstraint(
        ["workspace_id", *columns], [f"{table}.workspace_id", *[f"{table}.id" for _ in columns]]
    )


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
    locked: Mapped[int] = mapped_column(default=0)
    """Raised by whoever books the owner: both databases then hold the row until the transaction ends."""
    retired_at: Mapped[datetime | None]


class Association(Base):
    """An Event type that a Booking page is associated with (used by Static pages)."""

    __tablename__ = "associations"
    __table_args__ = (
        _within("page_id", table="booking_pages"),
        _within("event_type_id", table="event_types"),
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
    __table_args__ = (_within("pool_id", table="pools"), _within("page_id", table="booking_pages"))

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    pool_id: Mapped[UUID] = mapped_column(primary_key=True)
    page_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int]
    priority: Mapped[int]
    """1 is the highest."""


class MasterPage(Base):
    """One point of access over Booking pages and Event types."""

    __tablename__ = "master_pages"
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id"], ["workspaces.id"]),
        # The Public link stands alone in its URL, so it is unique among all workspaces.
        Index("uq_master_pages_link", text("lower(link)"), unique=True),
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
    retired_at: Mapped[datetime | None]


class StaticMember(Base):
    """A Booking page that a Static Master page lists."""

    __tablename__ = "static_members"
    __table_args__ = (
        _within("master_page_id", table="master_pages"),
        _within("page_id", table="booking_pages"),
    )

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    master_page_id: Mapped[UUID] = mapped_column(primary_key=True)
    page_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int]


class Rule(Base):
    """An Event-based rule: on a Dynamic Master page, who serves one Event type."""

    __tablename__ = "rules"
    __table_args__ = (
        _within("master_page_id", table="master_pages"),
        _within("event_type_id", table="event_types"),
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
        _within("rule_id", table="rules"),
        _within("page_id", table="booking_pages"),
        _within("pool_id", table="pools"),
        CheckConstraint("(page_id IS NULL) <> (pool_id IS NULL)", name="page_or_pool"),
    )

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    rule_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    page_id: Mapped[UUID | None]
    pool_id: Mapped[UUID | None]


class OneTimeLink(Base):
    """A bearer URL to one Master page, good for exactly one booking.

    The row holds a random seed and the token's digest, never the token: that takes the secret key.
    """

    __tablename__ = "one_time_links"
    __table_args__ = (
        _within("master_page_id", table="master_pages"),
        UniqueConstraint("digest"),
        UniqueConstraint("workspace_id", "request_key"),
        Index("ix_one_time_links_due", "expires_at", postgresql_where=_OPEN, sqlite_where=_OPEN),
        Index("ix_one_time_links_maker", "workspace_id", "created_by", "created_at"),
    )

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    master_page_id: Mapped[UUID]
    seed: Mapped[bytes]
    digest: Mapped[bytes]
    request_key: Mapped[str | None] = mapped_column(String(200))
    """Names the request that made the link: the same request again finds it instead of making another."""
    customer_name: Mapped[str | None] = mapped_column(Text)
    customer_email: Mapped[str | None] = mapped_column(Text)
    created_by: Mapped[str | None] = mapped_column(String(40))
    """A Slack user id; None: made from the shell."""
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    spent_at: Mapped[datetime | None]
    expired_at: Mapped[datetime | None]
    """When the expiry was seen and told. What decides is ``expires_at``."""
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[str | None] = mapped_column(String(40))
    channel_id: Mapped[str | None] = mapped_column(String(40))
    thread_ts: Mapped[str | None] = mapped_column(String(40))
    """The parent message whose thread the link was asked for in, if it was."""
    card_ts: Mapped[str | None] = mapped_column(String(40))
    """The link's card, once it is posted."""

    @property
    def is_personalized(self) -> bool:
        return self.customer_email is not None


class Booking(Base):
    """One meeting."""

    __tablename__ = "bookings"
    __table_args__ = (
        _within("event_type_id", table="event_types"),
        _within("master_page_id", table="master_pages"),
        UniqueConstraint("digest"),
        # The backstop of "good for one booking". The conditional claim of the link decides long before.
        UniqueConstraint("workspace_id", "link_id"),
        UniqueConstraint("workspace_id", "master_page_id", "request_digest"),
        CheckConstraint("starts < ends", name="starts_before_end"),
        Index("ix_bookings_starts", "workspace_id", "starts"),
    )

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    event_type_id: Mapped[UUID]
    master_page_id: Mapped[UUID]
    link_id: Mapped[UUID | None]
    """The link it was made through. No foreign key: the purge of old links leaves the booking."""
    seed: Mapped[bytes]
    digest: Mapped[bytes]
    """Of the manage token, as with a link."""
    request_digest: Mapped[bytes | None]
    status: Mapped[BookingStatus]
    sequence: Mapped[int] = mapped_column(default=0)
    """Rises with every change that a calendar must hear of (RFC 5546)."""
    starts: Mapped[datetime]
    ends: Mapped[datetime]
    customer_name: Mapped[str] = mapped_column(Text)
    customer_email: Mapped[str] = mapped_column(Text)
    customer_time_zone: Mapped[str] = mapped_column(String(64))
    answers: Mapped[dict[str, Any]]
    policy: Mapped[dict[str, Any]]
    """The Event type's policy when the booking was made. It applies for the booking's life."""
    location: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[str | None] = mapped_column(Text)


class Participant(Base):
    """A Booking page's part in a booking. The row at position 0 is the Primary's, who owns the booking."""

    __tablename__ = "participants"
    __table_args__ = (
        _within("booking_id", table="bookings"),
        _within("page_id", table="booking_pages"),
        _within("event_type_id", table="event_types"),
        _within("pool_id", table="pools"),
        # On PostgreSQL the migration adds an exclusion over page and time: the backstop of the lock, which
        # alone decides between two pages of one owner.
        CheckConstraint("starts < ends", name="starts_before_end"),
        Index("ix_participants_busy", "workspace_id", "page_id", "ends"),
    )

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    booking_id: Mapped[UUID] = mapped_column(primary_key=True)
    page_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int]
    pool_id: Mapped[UUID | None]
    """The Resource pool that gave the booking to this page, if one did."""
    event_type_id: Mapped[UUID]
    """The booking's, kept here too: caps and capacity count the bookings of one Event type."""
    place: Mapped[int] = mapped_column(default=0)
    """Which of the Event type's places at this start the booking took; 0 where it was the first."""
    starts: Mapped[datetime]
    ends: Mapped[datetime]
    buffer_before: Mapped[int]
    buffer_after: Mapped[int]
    held: Mapped[bool] = mapped_column(default=True)
    """False once the booking is cancelled: the time is free again."""


class Turn(Base):
    """What a provider has had of an Event type through a Master page: what "longest idle" and "next" ask."""

    __tablename__ = "turns"
    __table_args__ = (
        _within("master_page_id", table="master_pages"),
        _within("event_type_id", table="event_types"),
        _within("page_id", table="booking_pages"),
    )

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    master_page_id: Mapped[UUID] = mapped_column(primary_key=True)
    event_type_id: Mapped[UUID] = mapped_column(primary_key=True)
    page_id: Mapped[UUID] = mapped_column(primary_key=True)
    last_booked_at: Mapped[datetime]
    owed: Mapped[int] = mapped_column(default=0)
    """Round robin: bookings that were lost and are not made good yet."""


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
