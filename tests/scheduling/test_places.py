"""How many bookings there may be: places at one start, caps on days and weeks, times shown for a day."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.scheduling.errors import SlotTaken
from storage.database import Database
from storage.models import Participant
from tests.databases import on_both, on_sqlite
from tests.looking import open_times
from tests.scheduling.desk import Desk
from tests.scheduling.pools import alone, book, race, times, who_gets

pytestmark = on_sqlite


AUCKLAND = ZoneInfo("Pacific/Auckland")


@pytest.fixture
async def desk(database: Database, now: datetime) -> Desk:
    return await Desk.opened(database, now, alone({}))


async def test_as_many_share_a_start_as_there_are_places_though_one_is_cancelled(desk: Desk) -> None:
    await desk.change_event_type(minutes=60, capacity=2)
    first = await book(desk)
    assert await times(desk) == ["09:00", "10:00", "11:00"]
    await book(desk)
    assert await times(desk) == ["09:00", "11:00"]
    with pytest.raises(SlotTaken):
        await book(desk)

    await desk.changes.cancel(first.manage_token, "", desk.now)

    assert await times(desk) == ["09:00", "10:00", "11:00"]
    await book(desk)
    with pytest.raises(SlotTaken):
        await book(desk)
    assert await places(desk) == [0, 1]


async def places(desk: Desk) -> list[int]:
    """Which places are held, whatever they are of."""
    async with desk.database.reading() as session:
        return sorted(await session.scalars(select(Participant.place).where(Participant.held)))


async def test_places_are_for_one_start_and_one_event_type(desk: Desk) -> None:
    """An hour from 10 that others may join, and that nothing else may overlap."""
    await desk.change_event_type(minutes=60, capacity=3)
    await book(desk)

    assert await times(desk) == ["09:00", "10:00", "11:00"]
    assert await times(desk, event_type="Demo") == ["09:00", "09:30", "11:00", "11:30"]
    with pytest.raises(SlotTaken):
        await book(desk, "2026-12-02T10:30")
    with pytest.raises(SlotTaken):
        await book(desk, "2026-12-02T10:00", "Demo")


async def test_unlimited_places_never_run_out(desk: Desk) -> None:
    await desk.change_event_type(minutes=60, capacity=None)

    for _ in range(3):
        await book(desk)

    assert await times(desk) == ["09:00", "10:00", "11:00"]


@on_both
async def test_meeting_moves_to_a_start_that_others_share(desk: Desk) -> None:
    await desk.change_event_type(minutes=60, capacity=2)
    late = await book(desk, "2026-12-02T11:00")
    await book(desk, "2026-12-02T10:00")
    assert await places(desk) == [0, 0]

    moved = await desk.move(late.manage_token, "2026-12-02T10:00")

    assert moved.starts == datetime(2026, 12, 2, 9, 0, tzinfo=UTC)
    assert (await times(desk), await places(desk)) == (["09:00", "11:00"], [0, 1])


@on_both
async def test_links_that_race_for_places_get_them_all_and_no_more(desk: Desk) -> None:
    await desk.change_event_type(minutes=60, capacity=2)

    assert await race(desk, ["Support call"] * 3) == [["ana"]] * 2
    assert await times(desk) == ["09:00", "11:00"]


async def test_full_days_and_weeks_are_those_of_the_booking_pages_zone(
    database: Database, now: datetime
) -> None:
    """Auckland's Monday morning of 7 December is Sunday evening in UTC."""
    desk = await Desk.opened(database, now, alone({}, AUCKLAND.key))
    await desk.change_event_type(cap_day=1, cap_week=2)

    await book(desk, "2026-12-06T21:00")
    assert await full_days(desk) == [7]
    with pytest.raises(SlotTaken):
        await book(desk, "2026-12-06T23:00")
    await book(desk, "2026-12-09T21:00")

    assert await full_days(desk) == [7, 8, 9, 10, 11, 12, 13]


async def full_days(desk: Desk) -> list[int]:
    """On which days of Auckland, from 5 to 15 December, a link offers nothing."""
    first, last = date(2026, 12, 5), date(2026, 12, 15)
    token, event_type = await desk.token_to_look(), await desk.event_type()
    found = await open_times(desk.offers, token, event_type, first, last, AUCKLAND, desk.now)
    return sorted({*range(5, 16)} - {time.start.astimezone(AUCKLAND).day for time in found})


async def test_caps_count_one_event_type_and_only_what_stands(desk: Desk) -> None:
    await desk.change_event_type(cap_day=1)
    await book(desk, "2026-12-02T09:00", "Demo")
    booked = await book(desk)
    assert await times(desk) == []

    await desk.changes.cancel(booked.manage_token, "", desk.now)

    assert await times(desk) == ["09:30", "10:00", "10:30", "11:00", "11:30"]


async def test_meeting_moves_within_its_full_day_and_week(desk: Desk) -> None:
    await desk.change_event_type(cap_day=1, cap_week=1)
    booked = await book(desk)

    moved = await desk.move(booked.manage_token, "2026-12-02T11:00")

    assert moved.starts == datetime(2026, 12, 2, 10, 0, tzinfo=UTC)


async def test_few_times_are_shown_and_the_others_can_be_booked(desk: Desk) -> None:
    await desk.change_event_type(slots_a_day=3)

    assert await times(desk) == ["09:00", "10:00", "11:30"]
    assert await who_gets(desk, "2026-12-02T10:30") == ["ana"]
