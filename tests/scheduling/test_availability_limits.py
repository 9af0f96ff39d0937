"""Open times, the edges: notice and horizon, dates and minutes, zones."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.scheduling.availability import (
    FixedHorizon,
    Horizon,
    Notice,
    RollingHorizon,
    Segment,
    Window,
    bits_within,
    bookable,
    instant_of,
    minute_from,
    minute_of,
    minutes_of,
    segments,
    window_of,
)
from tests.scheduling.wall_times import CHANGES, at

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


@pytest.mark.parametrize(("zone", "change"), CHANGES)
def test_segments_part_exactly_where_the_clocks_change(zone: str, change: str) -> None:
    change_at = at(change)
    before, after = (
        instant_of(minute).astimezone(ZoneInfo(zone)).utcoffset() or timedelta()
        for minute in (change_at - 1, change_at)
    )
    minute = timedelta(minutes=1)
    assert segments(zone, change_at - 5000, change_at + 5000) == (
        Segment(change_at - 5000, change_at, before // minute),
        Segment(change_at, change_at + 5000, after // minute),
    )
    assert before != after


@pytest.mark.parametrize(("zone", "change"), CHANGES)
def test_segments_end_with_their_minutes_though_a_change_is_near(zone: str, change: str) -> None:
    [ahead] = segments(zone, at(change) - 100, at(change) - 50)
    [up_to] = segments(zone, at(change) - 100, at(change))
    assert (ahead.until, up_to.until) == (at(change) - 50, at(change))
