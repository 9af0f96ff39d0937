"""Meetings that are over are completed by a job."""

import asyncio
from datetime import datetime, timedelta

from bot.scheduling.bookings import Booked
from storage.bookings import complete
from storage.models import BookingStatus
from tests.databases import PostgresqlDatabases, on_both, on_sqlite
from tests.scheduling.desk import Desk
from tests.scheduling.visitor import Visitor

pytestmark = on_sqlite


async def book(desk: Desk, start: str = "2026-12-02T10:00") -> Booked:
    return await desk.booked(start)


async def status(desk: Desk, booked: Booked) -> BookingStatus:
    return (await desk.bookings.view(booked.manage_token)).status


async def test_meeting_is_completed_when_it_has_ended(desk: Desk) -> None:
    first, second = await book(desk), await book(desk, "2026-12-02T12:00")
    told, done = await desk.notices(), await desk.deeds()
    ends = first.booking.ends

    early = await desk.changes.complete_due(ends - timedelta(seconds=1))
    on_time = await desk.changes.complete_due(ends)

    assert (early, on_time, await desk.changes.complete_due(ends)) == (0, 1, 0)
    assert (await status(desk, first), await status(desk, second)) == (
        BookingStatus.COMPLETED,
        BookingStatus.SCHEDULED,
    )
    assert (await desk.notices())[len(told) :] == [("card", None)]
    assert (await desk.deeds())[len(done) :] == [("onetime", "completed", "booking")]


async def test_moved_meeting_is_completed_at_its_new_time(desk: Desk) -> None:
    booked = await book(desk)
    moved = await desk.moved(booked)

    assert await desk.changes.complete_due(booked.booking.ends) == 0
    assert await desk.changes.complete_due(moved.ends) == 1


async def test_meeting_that_no_link_was_spent_for_is_completed(desk: Desk) -> None:
    booked = await Visitor(desk).booked()

    assert await desk.changes.complete_due(booked.booking.ends) == 1
    assert await status(desk, booked) == BookingStatus.COMPLETED


async def test_cancelled_meeting_is_not_completed(desk: Desk) -> None:
    booked = await book(desk)
    await desk.cancelled(booked)

    assert await desk.changes.complete_due(booked.booking.ends) == 0


async def test_completed_meeting_can_be_marked_a_no_show_and_is_not_completed_again(desk: Desk) -> None:
    booked = await book(desk)
    await desk.changes.complete_due(booked.booking.ends)

    await desk.changes.no_show(desk.ada, booked.booking.id, booked.booking.ends + timedelta(days=3))

    assert await desk.changes.complete_due(booked.booking.ends + timedelta(days=4)) == 0
    assert await status(desk, booked) == BookingStatus.NO_SHOW


@on_both
async def test_many_are_completed_in_batches_and_each_once(desk: Desk) -> None:
    """Also where several processes do it side by side."""
    booked = [await book(desk, f"2026-12-02T{hour}:00") for hour in (10, 12, 13)]
    over = booked[-1].booking.ends

    async with desk.beside() as beside:
        first = await asyncio.gather(desk.changes.complete_due(over, 1), beside.changes.complete_due(over, 1))
    rest = await desk.changes.complete_due(over)

    assert sum([*first, rest]) == 3
    assert [deed for _, deed, _ in await desk.deeds()].count("completed") == 3
    assert {each.status for each in await desk.all_bookings()} == {BookingStatus.COMPLETED}


async def test_process_does_not_wait_for_another_that_is_completing_and_takes_the_next(
    postgresql_databases: PostgresqlDatabases, now: datetime
) -> None:
    """On SQLite there is one writer at a time anyway."""
    async with postgresql_databases.emptied() as database:
        desk = await Desk.opened(database, now)
        booked = [(await book(desk, f"2026-12-02T{hour}:00")).booking for hour in (10, 12, 13)]
        over = booked[-1].ends
        async with database.writing() as one, database.writing() as other, asyncio.timeout(10):
            taken = [
                {booking.starts for booking in await complete(session, over, most)}
                for session, most in ((one, 1), (other, 3))
            ]

    first, *rest = (booking.starts for booking in booked)
    assert taken == [{first}, {*rest}]
