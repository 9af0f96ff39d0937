"""What waits for its time: a reminder becomes letters shortly before the meeting."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bot.scheduling import notices
from bot.scheduling.news import News
from storage import bookings, outbox
from storage.database import Database
from storage.models import Booking, Notice


@dataclass(frozen=True)
class Reminders:
    """Writes the letters of a reminder that is due, once, unless the booking has changed since."""

    database: Database

    async def deliver(self, notice: Notice, now: datetime) -> None:
        news = News.model_validate(notice.payload)
        key = (notice.workspace_id, UUID(notice.payload["booking_id"]))
        async with self.database.writing() as session:
            booking = await session.get_one(Booking, key)
            # A booking that moved has reminders of its new time, and one that was cancelled needs none.
            if booking.sequence == news.sequence and now < booking.starts:
                notices.letters(session, await bookings.in_full(session, booking), news, now)
            await outbox.settle(session, notice.workspace_id, notice.id, now, None)
