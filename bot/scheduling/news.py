"""What became of a booking, kept as it was when it happened, however late it is told."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Self

from pydantic import BaseModel, ConfigDict

from bot.scheduling.booking_views import BookingView
from storage.models import Booking, BookingStatus


class News(BaseModel):
    """A change of a booking, and what the booking was right after it. Times are aware and in UTC.

    It holds only what later changes write over: the rest is looked up when it is told.
    """

    model_config = ConfigDict(frozen=True)

    event: str
    starts: datetime
    ends: datetime
    time_zone: str
    """The Customer's."""
    status: BookingStatus
    sequence: int
    by: str | None
    """Who cancelled, named as in the activity."""
    reason: str
    before: datetime | None
    """When it was to start until it was moved."""

    @classmethod
    def of(cls, booking: Booking, event: str, before: datetime | None = None) -> Self:
        return cls(
            event=event,
            starts=booking.starts,
            ends=booking.ends,
            time_zone=booking.customer_time_zone,
            status=booking.status,
            sequence=booking.sequence,
            by=booking.cancelled_by,
            reason=booking.cancel_reason or "",
            before=before,
        )

    def then(self, booking: BookingView) -> BookingView:
        """The booking as it was right after this happened."""
        return replace(
            booking,
            minutes=(self.ends - self.starts) // timedelta(minutes=1),
            starts=self.starts,
            ends=self.ends,
            time_zone=self.time_zone,
            status=self.status,
            sequence=self.sequence,
            cancel_reason=self.reason,
            cancelled_by=self.by,
        )
