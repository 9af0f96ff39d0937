"""Busy time from elsewhere, an outside calendar's, beside the bookings made here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.scheduling.availability import Busy, minute_of
from bot.scheduling.busy import BookedTimes, BusyTimes, Question
from bot.scheduling.errors import SlotTaken
from storage.database import Database
from storage.models import BookingPage
from tests.databases import on_both, on_sqlite
from tests.scheduling.desk import MADRID, Desk
from tests.scheduling.pools import alone, book, sharing, times, who_gets

pytestmark = on_sqlite


@dataclass(frozen=True)
class Calendar:
    """The calendar of whoever owns one Booking page, told as it is asked."""

    events: Sequence[Busy]
    link: str = "ana"

    async def busy(self, session: AsyncSession, asked: Question) -> BusyTimes:
        owned = select(BookingPage.id).where(
            BookingPage.link == self.link, BookingPage.id.in_(asked.page_ids)
        )
        near = [each for each in self.events if each.starts < asked.until and each.ends > asked.first]
        return dict.fromkeys((await session.scalars(owned)).all(), near)


def events(*written: str) -> Calendar:
    """Busy on 2 December from and until times on the Madrid clock."""
    midnight = minute_of(datetime(2026, 12, 2, tzinfo=MADRID))
    both = [[midnight + int(time[:2]) * 60 + int(time[3:]) for time in each.split("-")] for each in written]
    return Calendar([Busy(starts, ends) for starts, ends in both])


@pytest.mark.parametrize(
    ("calendar", "buffers", "expected"),
    [
        pytest.param(events(), {}, "09:00 09:30 10:00 10:30 11:00 11:30", id="nothing"),
        pytest.param(events("10:10-10:50"), {}, "09:00 09:30 11:00 11:30", id="overlapping two starts"),
        pytest.param(events("10:00-10:30"), {}, "09:00 09:30 10:30 11:00 11:30", id="touching both ways"),
        pytest.param(
            events("09:30-10:10", "10:00-10:45", "10:45-11:00"),
            {},
            "09:00 11:00 11:30",
            id="overlapping each other",
        ),
        pytest.param(events("00:00-24:00"), {}, "", id="all day"),
        pytest.param(events("10:15-10:15"), {}, "09:00 09:30 10:00 10:30 11:00 11:30", id="of no length"),
        pytest.param(events("10:00-10:30"), {"before": "15m"}, "09:00 09:30 11:00 11:30", id="buffer before"),
        pytest.param(events("10:00-10:30"), {"after": "15m"}, "09:00 10:30 11:00 11:30", id="buffer after"),
        pytest.param(
            events("08:00-08:59", "12:01-13:00"),
            {"before": "5m", "after": "5m"},
            "09:30 10:00 10:30 11:00",
            id="buffers at both ends of the day",
        ),
    ],
)
async def test_busy_calendar_events_block_times(
    database: Database, now: datetime, calendar: Calendar, buffers: dict[str, str], expected: str
) -> None:
    there = await Desk.opened(database, now, alone({"buffers": buffers}))
    desk = Desk.of(database, there.workspace_id, now, sources=[BookedTimes(), calendar])

    assert await times(desk) == expected.split()


@on_both
async def test_time_that_a_calendar_blocks_can_neither_be_booked_nor_moved_to(
    database: Database, now: datetime
) -> None:
    there = await Desk.opened(database, now, alone({}))
    desk = Desk.of(database, there.workspace_id, now, sources=[BookedTimes(), events("10:00-10:30")])
    booked = await book(desk, "2026-12-02T11:00")

    with pytest.raises(SlotTaken):
        await book(desk, "2026-12-02T10:00")
    with pytest.raises(SlotTaken):
        await desk.move(booked.manage_token, "2026-12-02T10:00")


async def test_calendar_of_one_leaves_the_booking_to_another(database: Database, now: datetime) -> None:
    """Ana, who comes first, is away."""
    there = await Desk.opened(database, now, sharing("priority", "ana 1", "ben 2"))
    desk = Desk.of(database, there.workspace_id, now, sources=[BookedTimes(), events("00:00-24:00")])

    assert await who_gets(desk) == ["ben"]
