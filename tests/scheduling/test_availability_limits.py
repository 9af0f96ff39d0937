"""Open times, the limits: notice and horizon, caps, times a day; dates and minutes."""

from datetime import UTC, date, datetime

import pytest

from bot.scheduling.availability import (
    Caps,
    FixedHorizon,
    Horizon,
    Notice,
    RollingHorizon,
    Window,
    bits_within,
    bookable,
    capped_bits,
    instant_of,
    minute_from,
    minute_of,
    minutes_of,
    spread,
    window_of,
)
from tests.scheduling.wall_times import at

WEEKS = RollingHorizon(60)
WEDNESDAY_0930 = "2025-06-04T09:30-04:00"


@pytest.mark.parametrize(
    ("now", "notice", "first"),
    [
        pytest.param(WEDNESDAY_0930, Notice(), WEDNESDAY_0930, id="none: at once"),
        pytest.param(
            WEDNESDAY_0930, Notice(240), "2025-06-04T13:30-04:00", id="exactly the notice is enough"
        ),
        pytest.param("2025-06-04T09:30:01-04:00", Notice(240), "2025-06-04T13:35-04:00", id="a second late"),
        pytest.param("2025-06-04T09:28-04:00", Notice(240), "2025-06-04T13:30-04:00", id="between two ticks"),
        pytest.param(
            "2025-03-08T12:00-05:00", Notice(1440), "2025-03-09T13:00-04:00", id="24 hours of real time"
        ),
        pytest.param(WEDNESDAY_0930, Notice(0, 1), "2025-06-05T09:30-04:00", id="a business day"),
        pytest.param("2025-06-05T15:00-04:00", Notice(0, 2), "2025-06-09T15:00-04:00", id="over a weekend"),
        pytest.param("2025-06-06T15:00-04:00", Notice(0, 1), "2025-06-09T15:00-04:00", id="from a Friday"),
        pytest.param("2025-06-07T15:00-04:00", Notice(0, 1), "2025-06-10T00:00-04:00", id="from a Saturday"),
        pytest.param("2025-06-08T23:59-04:00", Notice(0, 2), "2025-06-11T00:00-04:00", id="from a Sunday"),
        pytest.param(WEDNESDAY_0930, Notice(0, 10), "2025-06-18T09:30-04:00", id="two weeks"),
        pytest.param(
            "2025-06-07T02:00Z", Notice(0, 1), "2025-06-09T22:00-04:00", id="weekday as in the page's zone"
        ),
        pytest.param("2025-03-07T09:00-05:00", Notice(0, 1), "2025-03-10T09:00-04:00", id="by the wall"),
    ],
)
def test_notice(now: str, notice: Notice, first: str) -> None:
    allowed = bookable(datetime.fromisoformat(now), notice, WEEKS, "America/New_York")
    assert instant_of(allowed.first) == datetime.fromisoformat(first)


def test_notice_keeps_the_time_of_day_though_the_clocks_are_about_to_change() -> None:
    # A second later, Cairo's clocks show 23:00 again.
    thursday = datetime.fromisoformat("2025-10-30T23:59:59+03:00")
    allowed = bookable(thursday, Notice(business_days=1), WEEKS, "Africa/Cairo")
    assert instant_of(allowed.first) == datetime.fromisoformat("2025-11-01T00:00+02:00")


def test_notice_that_ends_in_a_skipped_hour_ends_with_it() -> None:
    # Cairo skips the first hour of a Friday.
    thursday = datetime.fromisoformat("2025-04-24T00:20+02:00")
    allowed = bookable(thursday, Notice(business_days=1), WEEKS, "Africa/Cairo")
    assert instant_of(allowed.first) == datetime.fromisoformat("2025-04-25T01:00+03:00")


@pytest.mark.parametrize(
    ("horizon", "first", "until"),
    [
        pytest.param(RollingHorizon(2), WEDNESDAY_0930, "2025-06-06T09:30-04:00", id="rolling"),
        pytest.param(
            FixedHorizon(date(2025, 6, 10), date(2025, 6, 12)),
            "2025-06-10T00:00-04:00",
            "2025-06-13T00:00-04:00",
            id="fixed dates, both included",
        ),
        pytest.param(
            FixedHorizon(date(2025, 6, 1), date(2025, 6, 4)),
            WEDNESDAY_0930,
            "2025-06-05T00:00-04:00",
            id="fixed dates that began before",
        ),
    ],
)
def test_horizon(horizon: Horizon, first: str, until: str) -> None:
    now = datetime.fromisoformat(WEDNESDAY_0930)
    assert bookable(now, Notice(), horizon, "America/New_York") == Window(at(first), at(until))


@pytest.mark.parametrize(
    ("allowed", "expected"),
    [
        pytest.param(Window(0, 20), [0, 5, 10, 15], id="the whole window"),
        pytest.param(Window(-100, 1000), [0, 5, 10, 15], id="more than the window"),
        pytest.param(Window(5, 15), [5, 10], id="a part"),
        pytest.param(Window(-10, 5), [0], id="its beginning"),
        pytest.param(Window(15, 100), [15], id="its end"),
        pytest.param(Window(-20, 0), [], id="before it"),
        pytest.param(Window(20, 40), [], id="after it"),
        pytest.param(Window(15, 5), [], id="nothing: the notice is longer than the horizon"),
    ],
)
def test_bits_within(allowed: Window, expected: list[int]) -> None:
    window = Window(0, 20)
    assert minutes_of(bits_within(allowed, window), window) == expected


@pytest.mark.parametrize(
    ("text", "falls_into", "next_whole"),
    [
        pytest.param("1970-01-01T00:00Z", 0, 0, id="the first minute"),
        pytest.param("1970-01-01T01:01:30+01:00", 1, 2, id="within a minute, by an offset"),
        pytest.param("1969-12-31T23:59:59.999999Z", -1, 0, id="before the first"),
    ],
)
def test_minutes_of_an_instant(text: str, falls_into: int, next_whole: int) -> None:
    instant = datetime.fromisoformat(text)
    assert (minute_of(instant), minute_from(instant)) == (falls_into, next_whole)


def test_instant_of_a_minute() -> None:
    assert instant_of(90) == datetime(1970, 1, 1, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "first", "until"),
    [
        pytest.param("Asia/Kolkata", "2025-06-04", "2025-06-03T18:30Z", "2025-06-04T18:30Z", id="24 hours"),
        pytest.param("Europe/Berlin", "2025-03-30", "2025-03-29T23:00Z", "2025-03-30T22:00Z", id="23 hours"),
        pytest.param("Europe/Berlin", "2025-10-26", "2025-10-25T22:00Z", "2025-10-26T23:00Z", id="25 hours"),
        pytest.param(
            "America/Havana", "2025-03-09", "2025-03-09T05:00Z", "2025-03-10T04:00Z", id="no midnight"
        ),
        pytest.param(
            "Africa/Cairo", "2025-10-30", "2025-10-29T21:00Z", "2025-10-30T22:00Z", id="23:00 twice"
        ),
        pytest.param(
            "Pacific/Apia", "2011-12-30", "2011-12-30T10:00Z", "2011-12-30T10:00Z", id="no such day"
        ),
    ],
)
def test_window_of_a_date(zone: str, day: str, first: str, until: str) -> None:
    assert window_of(date.fromisoformat(day), date.fromisoformat(day), zone) == Window(at(first), at(until))


def hourly(first: str, until: str) -> list[int]:
    return list(range(at(first), at(until), 60))


@pytest.mark.parametrize(
    ("caps", "booked", "full_days"),
    [
        pytest.param(Caps(), ["2025-06-04T10:00"] * 50, [], id="no caps"),
        pytest.param(Caps(day=2), ["2025-06-04T10:00"], [], id="room for one more"),
        pytest.param(Caps(day=2), ["2025-06-04T00:00", "2025-06-04T23:55"], [4], id="a full day"),
        pytest.param(Caps(day=1), ["2025-06-03T23:55", "2025-06-05T00:00"], [3, 5], id="the days around"),
        pytest.param(Caps(day=1), ["2025-06-04T10:00", "2025-06-04T10:00"], [4], id="more than the cap"),
        pytest.param(
            Caps(week=2),
            ["2025-06-02T00:00", "2025-06-08T23:55"],
            [2, 3, 4, 5, 6, 7, 8],
            id="a full week, Monday to Sunday",
        ),
        pytest.param(Caps(week=2), ["2025-06-01T23:55", "2025-06-09T00:00"], [], id="the weeks around"),
        pytest.param(Caps(week=1), ["2025-06-09T00:00"], [9, 10], id="the week of the window's end"),
        pytest.param(
            Caps(day=1, week=2),
            ["2025-06-01T10:00", "2025-06-04T10:00", "2025-06-09T09:00", "2025-06-14T10:00"],
            [1, 4, 9, 10],
            id="day and week",
        ),
    ],
)
def test_caps_are_counted_by_the_page_s_own_calendar(
    caps: Caps, booked: list[str], full_days: list[int]
) -> None:
    zone = "Pacific/Auckland"  # Half a day ahead: UTC's calendar gives other days and weeks.
    window = window_of(date(2025, 6, 1), date(2025, 6, 10), zone)
    starts = [at(f"{start}+12:00") for start in booked]
    capped = minutes_of(capped_bits(caps, starts, zone, window), window)
    days = [window_of(date(2025, 6, day), date(2025, 6, day), zone) for day in full_days]
    assert capped == [start for day in days for start in range(*day, 5)]


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        pytest.param("Europe/Berlin", "2025-03-30", 23, id="23 hours"),
        pytest.param("Europe/Berlin", "2025-10-26", 25, id="25 hours"),
        pytest.param("America/Havana", "2025-03-09", 23, id="no midnight"),
        pytest.param("Africa/Cairo", "2025-10-30", 25, id="23:00 twice"),
    ],
)
def test_full_day_is_as_long_as_its_date(zone: str, day: str, hours: int) -> None:
    the_day = window_of(date.fromisoformat(day), date.fromisoformat(day), zone)
    window = Window(the_day.first - 5000, the_day.until + 5000)
    capped = minutes_of(capped_bits(Caps(day=1), [the_day.first + 600], zone, window), window)
    assert capped == list(range(the_day.first, the_day.until, 5))
    assert len(capped) == hours * 12


@pytest.mark.parametrize(
    ("booked", "shown"),
    [
        pytest.param("2025-10-20T00:00+02:00", "2025-10-26T23:55+01:00", id="Monday counts on Sunday"),
        pytest.param("2025-10-26T23:55+01:00", "2025-10-20T00:00+02:00", id="Sunday counts on Monday"),
    ],
)
def test_week_counts_from_end_to_end_though_a_change_makes_it_longer(booked: str, shown: str) -> None:
    window = Window(at(shown), at(shown) + 5)
    assert minutes_of(capped_bits(Caps(week=1), [at(booked)], "Europe/Berlin", window), window) == [at(shown)]


def test_bookings_far_away_do_not_count() -> None:
    window = window_of(date(2025, 6, 2), date(2025, 6, 2), "UTC")
    years = [at(f"{year}-06-02T10:00Z") for year in range(2015, 2035) if year != 2025]
    assert capped_bits(Caps(day=1, week=1), years, "UTC", window) == 0


MORNING = ["09:00", "09:30", "10:00", "10:30", "11:00", "11:30", "12:00"]


@pytest.mark.parametrize(
    ("most", "expected"),
    [
        pytest.param(1, ["09:00"], id="one: the first"),
        pytest.param(2, ["09:00", "12:00"], id="two: the first and the last"),
        pytest.param(3, ["09:00", "10:30", "12:00"], id="three"),
        pytest.param(4, ["09:00", "10:00", "11:00", "12:00"], id="four"),
        pytest.param(5, ["09:00", "09:30", "10:30", "11:00", "12:00"], id="five of seven"),
        pytest.param(7, MORNING, id="as many as there are"),
        pytest.param(99, MORNING, id="more than there are"),
    ],
)
def test_starts_of_a_day_are_spread(most: int, expected: list[str]) -> None:
    starts = [at(f"2025-06-04T{time}Z") for time in MORNING]
    assert spread(starts, most, "UTC") == [at(f"2025-06-04T{time}Z") for time in expected]


def test_starts_are_spread_over_each_local_day() -> None:
    # Tokyo's 4 June begins at 15:00 UTC of the 3rd.
    starts = hourly("2025-06-03T12:00Z", "2025-06-03T19:00Z")
    kept = ["2025-06-03T12:00Z", "2025-06-03T14:00Z", "2025-06-03T15:00Z", "2025-06-03T18:00Z"]
    assert spread(starts, 2, "Asia/Tokyo") == [at(start) for start in kept]


def test_no_starts_are_spread_to_none() -> None:
    assert spread([], 3, "Europe/Berlin") == []
