"""Which open times a page shows: a week as weeks are where the reader lives, and the few that matter most."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.languages import Reader, wording
from bot.scheduling.offers import OpenTime
from bot.web.weeks import Week, Weeks

FRIDAY = date(2026, 12, 4)
HOURS = (9, 15)


def weeks(*open_days: date, today: date = FRIDAY, name: str = "en_GB", zone: str = "UTC") -> Weeks:
    """On each of these days there are two times, at 9 and at 15 o'clock UTC."""
    starts = [
        datetime(day.year, day.month, day.day, hour, tzinfo=UTC) for day in open_days for hour in (9, 15)
    ]
    reader = Reader(wording(name), ZoneInfo(zone))

    async def open_times(first: date, last: date) -> Sequence[OpenTime]:
        assert first <= last
        found = [start for start in starts if first <= reader.local(start).date() <= last]
        return [OpenTime(start, start + timedelta(minutes=30)) for start in found]

    async def next_day(after: date) -> date | None:
        return next((day for start in starts if (day := reader.local(start).date()) >= after), None)

    return Weeks(open_times, next_day, reader, today)


def december(*days: int) -> list[date]:
    return [date(2026, 12, day) for day in days]


def shown(week: Week) -> list[str]:
    return [time.start.strftime("%d %H") for time in week.times]


def best(week: Week) -> list[str]:
    return [time.start.strftime("%d %H") for time in week.best]


async def test_first_view_is_what_is_left_of_the_week_with_the_soonest_of_the_next_one_too() -> None:
    week = await weeks(*december(4, 7, 8)).first()

    assert (week.first, week.last) == (FRIDAY, date(2026, 12, 6))
    assert (shown(week), best(week)) == (["04 09", "04 15"], ["04 09", "04 15", "07 09"])


async def test_first_view_skips_weeks_without_times() -> None:
    week = await weeks(*december(24, 28)).first()

    assert (week.first, week.last, week.earlier) == (date(2026, 12, 21), date(2026, 12, 27), december(14)[0])
    assert (shown(week), best(week)) == (["24 09", "24 15"], ["24 09", "24 15", "28 09"])


async def test_first_view_without_any_times_is_this_week() -> None:
    assert await weeks().first() == Week(FRIDAY, date(2026, 12, 6))


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [("en_GB", 7, 13), ("en_US", 6, 12), ("ar_EG", 5, 11), ("de", 7, 13), ("pt_BR", 6, 12)],
)
async def test_week_begins_as_where_the_reader_lives(name: str, first: int, last: int) -> None:
    week = await weeks(*december(9), name=name).of(date(2026, 12, 9))

    assert (week.first, week.last) == (date(2026, 12, first), date(2026, 12, last))


async def test_this_week_begins_today() -> None:
    this = await weeks(*december(4)).of(FRIDAY)
    past = await weeks(*december(4)).of(date(2026, 11, 20))

    assert (this.first, this.earlier) == (FRIDAY, None)
    assert past == this


async def test_other_week_tells_where_the_one_before_begins() -> None:
    next_one, after = await weeks().of(date(2026, 12, 9)), await weeks().of(date(2026, 12, 16))

    assert (next_one.earlier, after.earlier) == (FRIDAY, date(2026, 12, 7))


async def test_week_that_was_asked_for_and_has_no_times_tells_the_next_day_that_has() -> None:
    """Beyond the last, that is the first of all."""
    empty, over = await weeks(*december(24)).of(FRIDAY), await weeks(*december(24)).of(date(2026, 12, 29))

    assert (empty.times, empty.best, empty.next_day) == ((), (), date(2026, 12, 24))
    assert (over.times, over.next_day) == ((), date(2026, 12, 24))
    assert (await weeks().of(FRIDAY)).next_day is None


async def test_nearest_to_a_time_that_has_gone_come_first() -> None:
    week = await weeks(*december(7, 8, 9, 10)).near(datetime(2026, 12, 9, 8, tzinfo=UTC))

    assert best(week) == ["09 09", "09 15", "08 15"]
    assert shown(week) == ["07 09", "07 15", "08 09", "08 15", "09 09", "09 15", "10 09", "10 15"]


async def test_nearest_may_be_in_another_week() -> None:
    week = await weeks(*december(4, 16)).near(datetime(2026, 12, 7, 8, tzinfo=UTC))

    assert (week.first, best(week)[0], shown(week)) == (FRIDAY, "04 15", ["04 09", "04 15"])


async def test_where_nothing_is_near_the_first_week_with_times_is_shown() -> None:
    week = await weeks(*december(29)).near(datetime(2026, 12, 4, 9, tzinfo=UTC))

    assert (week.first, shown(week), best(week)) == (
        date(2026, 12, 28),
        ["29 09", "29 15"],
        ["29 09", "29 15"],
    )


async def test_time_of_long_ago_is_near_today() -> None:
    week = await weeks(*december(4)).near(datetime(2026, 1, 1, tzinfo=UTC))

    assert shown(week) == ["04 09", "04 15"]


async def test_days_are_those_of_the_reader() -> None:
    week = await weeks(*december(6, 7), zone="Pacific/Kiritimati", today=date(2026, 12, 5)).first()

    assert (week.last, shown(week)) == (date(2026, 12, 6), ["06 09"])
