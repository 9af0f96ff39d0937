"""How many bookings there may be: places at one start, caps on days and weeks, times shown for a day."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.scheduling.errors import SlotTaken
from storage.database import Database
from tests.databases import on_both, on_sqlite
from tests.scheduling.desk import Desk
from tests.scheduling.pools import alone, book, race, times, who_gets

pytestmark = on_sqlite


async def test_as_many_share_a_start_as_there_are_places(database: Database, now: datetime) -> None:
    desk = await Desk.opened(database, now, alone({"minutes": 60, "capacity": 3}))

    for _ in range(3):
        assert "10:00" in await times(desk)
        assert await who_gets(desk) == ["ana"]

    assert await times(desk) == ["09:00", "11:00"]
    with pytest.raises(SlotTaken):
        await book(desk)


async def test_places_are_for_one_start_and_one_event_type(database: Database, now: datetime) -> None:
    """An hour from 10 that others may join, and that nothing else may overlap."""
    desk = await Desk.opened(database, now, alone({"minutes": 60, "capacity": 3}))
    await book(desk)

    assert await times(desk) == ["09:00", "10:00", "11:00"]
    assert await times(desk, event_type="Demo") == ["09:00", "09:30", "11:00", "11:30"]
    with pytest.raises(SlotTaken):
        await book(desk, "2026-12-02T10:30")
    with pytest.raises(SlotTaken):
        await book(desk, "2026-12-02T10:00", "Demo")


async def test_unlimited_places_never_run_out(database: Database, now: datetime) -> None:
    desk = await Desk.opened(database, now, alone({"minutes": 60, "capacity": "unlimited"}))

    for _ in range(5):
        await book(desk)

    assert await times(desk) == ["09:00", "10:00", "11:00"]


async def test_place_that_was_cancelled_is_given_again(database: Database, now: datetime) -> None:
    desk = await Desk.opened(database, now, alone({"minutes": 60, "capacity": 3}))
    booked = [await book(desk) for _ in range(3)]
    await desk.changes.cancel(booked[0].manage_token, "", desk.now)

    assert "10:00" in await times(desk)
    await book(desk)

    with pytest.raises(SlotTaken):
        await book(desk)


@on_both
async def test_meeting_moves_to_a_start_that_others_share(database: Database, now: datetime) -> None:
    desk = await Desk.opened(database, now, alone({"minutes": 60, "capacity": 2}))
    await book(desk, "2026-12-02T10:00")
    late = await book(desk, "2026-12-02T11:00")

    moved = await desk.move(late.manage_token, "2026-12-02T10:00")

    assert moved.starts == datetime(2026, 12, 2, 9, 0, tzinfo=UTC)
    assert await times(desk) == ["09:00", "11:00"]


@on_both
async def test_links_that_race_for_places_get_them_all_and_no_more(database: Database, now: datetime) -> None:
    desk = await Desk.opened(database, now, alone({"minutes": 60, "capacity": 3}))

    assert len(await race(desk, ["Support call"] * 4)) == 3
    assert await times(desk) == ["09:00", "11:00"]


async def test_full_day_ends_at_midnight_of_the_booking_pages_zone(database: Database, now: datetime) -> None:
    """Auckland's Thursday from 9 to 12 is Wednesday 20:00 to 23:00 in UTC, and Sunday lies in this week."""
    auckland = ZoneInfo("Pacific/Auckland")
    desk = await Desk.opened(
        database, now, alone({"caps": {"day": 1}, "slots": {"every": "1h"}}, auckland.key)
    )
    await book(desk, "2026-12-02T21:00")

    assert await times(desk, date(2026, 12, 2), zone=auckland) == ["09:00", "10:00", "11:00"]
    assert await times(desk, date(2026, 12, 3), zone=auckland) == []
    assert await times(desk, date(2026, 12, 4), zone=auckland) == ["09:00", "10:00", "11:00"]
    with pytest.raises(SlotTaken):
        await book(desk, "2026-12-02T23:00")


async def test_full_week_is_monday_to_sunday_of_the_booking_pages_zone(
    database: Database, now: datetime
) -> None:
    """Auckland's Monday morning of 7 December is Sunday evening in UTC."""
    auckland = ZoneInfo("Pacific/Auckland")
    desk = await Desk.opened(
        database, now, alone({"caps": {"week": 2}, "slots": {"every": "1h"}}, auckland.key)
    )
    await book(desk, "2026-12-06T21:00")
    await book(desk, "2026-12-09T21:00")

    full = [day for day in range(5, 16) if not await times(desk, date(2026, 12, day), zone=auckland)]

    assert full == [7, 8, 9, 10, 11, 12, 13]


@on_both
async def test_caps_count_one_event_type_and_only_what_stands(database: Database, now: datetime) -> None:
    desk = await Desk.opened(database, now, alone({"caps": {"day": 1}}))
    await book(desk, "2026-12-02T09:00", "Demo")
    booked = await book(desk)
    assert await times(desk) == []

    await desk.changes.cancel(booked.manage_token, "", desk.now)

    assert await times(desk) == ["09:30", "10:00", "10:30", "11:00", "11:30"]


async def test_meeting_moves_within_its_full_day(database: Database, now: datetime) -> None:
    desk = await Desk.opened(database, now, alone({"caps": {"day": 1, "week": 1}}))
    booked = await book(desk)

    moved = await desk.move(booked.manage_token, "2026-12-02T11:00")

    assert moved.starts == datetime(2026, 12, 2, 10, 0, tzinfo=UTC)


async def test_few_times_are_shown_and_the_others_can_be_booked(database: Database, now: datetime) -> None:
    desk = await Desk.opened(database, now, alone({"slots": {"every": "30m", "most_a_day": 3}}))

    assert await times(desk) == ["09:00", "10:00", "11:30"]
    assert await who_gets(desk, "2026-12-02T10:30") == ["ana"]
