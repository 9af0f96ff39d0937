"""Busy time from elsewhere, an outside calendar's, beside the bookings made here."""

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
from tests.databases import on_sqlite
from tests.scheduling.desk import MADRID, Desk
from tests.scheduling.pools import alone, times

pytestmark = on_sqlite


@dataclass(frozen=True)
class Calendar:
    """The calendar of whoever owns one Booking page, told as it is asked."""

    events: tuple[Busy, ...]
    link: str = "ana"

    async def busy(self, session: AsyncSession, asked: Question) -> BusyTimes:
        owned = select(BookingPage.id).where(
            BookingPage.link == self.link, BookingPage.id.in_(asked.page_ids)
        )
        near = [each for each in self.events if each.starts < asked.until and each.ends > asked.first]
        return dict.fromkeys((await session.scalars(owned)).all(), near)


def events(*written: str, day: int = 2) -> Calendar:
    """Busy on that day of December from and until times on the Madrid clock."""
    midnight = minute_of(datetime(2026, 12, day, tzinfo=MADRID))
    both = [[midnight + int(time[:2]) * 60 + int(time[3:]) for time in each.split("-")] for each in written]
    return Calendar(tuple(Busy(starts, ends) for starts, ends in both))


EVERYTHING = "09:00 09:30 10:00 10:30 11:00 11:30"


async def test_busy_calendar_events_block_times_and_the_buffers_around_them(
    database: Database, now: datetime
) -> None:
    there = await Desk.opened(database, now, alone({}))

    async def free(calendar: Calendar) -> str:
        desk = Desk.of(database, there.workspace_id, now, sources=[BookedTimes(), calendar])
        return " ".join(await times(desk))

    touching_both_ways = events("10:00-10:30")
    assert await free(events()) == EVERYTHING
    assert await free(events("10:10-10:50")) == "09:00 09:30 11:00 11:30"  # overlaps two starts
    assert await free(touching_both_ways) == "09:00 09:30 10:30 11:00 11:30"
    overlapping_each_other = events("09:30-10:10", "10:00-10:45", "10:45-11:00")
    assert await free(overlapping_each_other) == "09:00 11:00 11:30"
    assert await free(events("00:00-24:00")) == ""
    assert await free(events("10:15-10:15")) == EVERYTHING  # it is of no length

    await there.change_event_type(buffer_before=15, buffer_after=0)
    assert await free(touching_both_ways) == "09:00 09:30 11:00 11:30"
    await there.change_event_type(buffer_before=0, buffer_after=15)
    assert await free(touching_both_ways) == "09:00 10:30 11:00 11:30"
    await there.change_event_type(buffer_before=5, buffer_after=5)
    at_both_ends_of_the_day = events("08:00-08:59", "12:01-13:00")
    assert await free(at_both_ends_of_the_day) == "09:30 10:00 10:30 11:00"


async def test_time_that_a_calendar_blocks_can_neither_be_booked_nor_moved_to(desk: Desk) -> None:
    """Mondays only Ana works."""
    booked = await desk.booked("2026-12-07T10:00")
    url = (await desk.issue()).url
    busy = Desk.of(desk.database, desk.workspace_id, desk.now, [BookedTimes(), events("12:00-12:30", day=7)])

    with pytest.raises(SlotTaken):
        await busy.book(url, "2026-12-07T12:00")
    with pytest.raises(SlotTaken):
        await busy.move(booked.manage_token, "2026-12-07T12:00")


async def test_calendar_of_one_leaves_the_booking_to_another(desk: Desk) -> None:
    """Ana is away. Of two who are free, either would get it: so one, and then nobody else."""
    first, second = [(await desk.issue()).url for _ in range(2)]
    away = Desk.of(desk.database, desk.workspace_id, desk.now, [BookedTimes(), events("00:00-24:00")])

    assert [each.name for each in (await away.book(first)).booking.providers] == ["Ben Okafor"]
    with pytest.raises(SlotTaken):
        await away.book(second)
