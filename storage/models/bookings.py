"""One-time links and the meetings that are booked."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base, BookingStatus, new_id, within

IS_COMING = text("status IN ('scheduled', 'rescheduled')")
_OPEN = text("spent_at IS NULL AND revoked_at IS NULL AND expired_at IS NULL")


class OneTimeLink(Base):
    """A bearer URL to one Master page, good for exactly one booking.

    The row holds a random seed and the token's digest, never the token: that takes the secret key.
    """

    __tablename__ = "one_time_links"
    __table_args__ = (
        within("master_page_id", table="master_pages"),
        UniqueConstraint("digest"),
        UniqueConstraint("workspace_id", "request_key"),
        Index("ix_one_time_links_due", "expires_at", postgresql_where=_OPEN, sqlite_where=_OPEN),
        Index(
            "ix_one_time_links_page",
            "workspace_id",
            "master_page_id",
            postgresql_where=_OPEN,
            sqlite_where=_OPEN,
        ),
        Index(
            "ix_one_time_links_customer",
            "workspace_id",
            text("lower(customer_email)"),
            postgresql_where=_OPEN,
            sqlite_where=_OPEN,
        ),
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
    ticket: Mapped[str] = mapped_column(Text, default="")
    """The reference of the ticket that the link is about, as its maker typed it."""
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
    asked_at: Mapped[datetime | None]
    """When its Customer last asked for a new time, from a page that offered none."""
    replaced_by: Mapped[UUID | None]
    """The fresh link that was made in its place. No foreign key: the purge of old links goes one by one."""
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
        within("event_type_id", table="event_types"),
        within("master_page_id", table="master_pages"),
        UniqueConstraint("digest"),
        # The backstop of "good for one booking". The conditional claim of the link decides long before.
        UniqueConstraint("workspace_id", "link_id"),
        UniqueConstraint("workspace_id", "master_page_id", "request_digest"),
        CheckConstraint("starts < ends", name="starts_before_end"),
        Index("ix_bookings_starts", "workspace_id", "starts"),
        Index("ix_bookings_page", "workspace_id", "master_page_id", "starts"),
        Index("ix_bookings_coming", "ends", postgresql_where=IS_COMING, sqlite_where=IS_COMING),
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
    customer_language: Mapped[str] = mapped_column(String(20), default="en")
    """The language in which the Customer booked, and is written to."""
    answers: Mapped[dict[str, Any]]
    policy: Mapped[dict[str, Any]]
    """The Event type's policy when the booking was made. It applies for the booking's life."""
    location: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    cancelled_by: Mapped[str | None] = mapped_column(String(40))
    """Who cancelled, named as in the activity."""
    cancel_reason: Mapped[str | None] = mapped_column(Text)
    new_time_asked_at: Mapped[datetime | None]
    """When a User cancelled in order to have the Customer pick again, on the booking's own page."""


class Participant(Base):
    """A Booking page's part in a booking. The row at position 0 is the Primary's, who owns the booking."""

    __tablename__ = "participants"
    __table_args__ = (
        within("booking_id", table="bookings"),
        within("page_id", table="booking_pages"),
        within("event_type_id", table="event_types"),
        within("pool_id", table="pools"),
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
        within("master_page_id", table="master_pages"),
        within("event_type_id", table="event_types"),
        within("page_id", table="booking_pages"),
    )

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    master_page_id: Mapped[UUID] = mapped_column(primary_key=True)
    event_type_id: Mapped[UUID] = mapped_column(primary_key=True)
    page_id: Mapped[UUID] = mapped_column(primary_key=True)
    last_booked_at: Mapped[datetime]
    owed: Mapped[int] = mapped_column(default=0)
    """Round robin: bookings that were lost and are not made good yet."""
