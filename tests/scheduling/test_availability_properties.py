"""Open times of random set-ups around changes of clocks, against the oracle."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.scheduling.availability import (
    Busy,
    FixedHorizon,
    Horizon,
    Hours,
    Meeting,
    Notice,
    RollingHorizon,
    Window,
    bits_within,
    bookable,
    instant_of,
    minute_of,
    minutes_of,
    open_bits,
)
from tests.scheduling import oracle
from tests.scheduling.wall_times import CHANGES, NO_CHANGE, OFF, at, stretches


def ticks(low: int, high: int) -> st.SearchStrategy[int]:
    """Minutes that are whole ticks."""
    return st.integers(low // 5, high // 5).map(lambda tick: tick * 5)


ZONES = st.sampled_from(CHANGES + NO_CHANGE)
STRETCH = st.builds(lambda first, length: (first, first + length), ticks(0, 1435), ticks(5, 1440))
DAY = st.just(stretches("00:00-24:00")) | st.lists(STRETCH, min_size=1, max_size=3).map(tuple)
WEEK = st.tuples(DAY, DAY, DAY, DAY, DAY, DAY, DAY)
DAYS_FROM_CHANGE = st.integers(-3, 3).map(lambda days: timedelta(days=days))
DATES = st.dictionaries(DAYS_FROM_CHANGE, st.just(OFF) | DAY, max_size=3)
MEETINGS = st.builds(
    Meeting,
    minutes=ticks(5, 60) | ticks(5, 120) | ticks(5, 1440),
    every=st.sampled_from([5, 15, 30]) | ticks(5, 60) | ticks(5, 1440),
    starts=st.lists(ticks(0, 55), min_size=1, max_size=3).map(tuple),
    before=ticks(0, 90),
    after=ticks(0, 90),
)
BUSY_AFTER_CHANGE = st.builds(
    lambda starts, length, before, after: Busy(starts, starts + length, before, after),
    st.integers(-1500, 2500),
    st.integers(0, 90) | st.integers(0, 2000),
    ticks(0, 90),
    ticks(0, 90),
)
BUSY_TIMES = st.lists(BUSY_AFTER_CHANGE, max_size=4)


@st.composite
def set_ups(draw: st.DrawFn) -> tuple[Hours, Meeting, list[Busy], Window]:
    zone, changes_at = draw(ZONES)
    change = at(changes_at)
    window = Window(change - draw(ticks(0, 900)), change + draw(ticks(0, 900)))
    dates = {instant_of(change).date() + days: day for days, day in draw(DATES).items()}
    busy = [
        block._replace(starts=change + block.starts, ends=change + block.ends) for block in draw(BUSY_TIMES)
    ]
    return Hours(zone, draw(WEEK), dates), draw(MEETINGS), busy, window


@settings(max_examples=200)
@given(set_ups())
def test_open_times_are_those_of_the_oracle(set_up: tuple[Hours, Meeting, list[Busy], Window]) -> None:
    hours, meeting, busy, window = set_up
    opened = minutes_of(open_bits(hours, meeting, busy, window), window)
    assert opened == oracle.open_starts(hours, meeting, busy, range(*window, 5))


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Berlin", "Australia/Lord_Howe"])
def test_open_times_of_two_months_are_those_of_the_oracle(zone: str) -> None:
    window = Window(at("2025-03-01T00:00Z"), at("2025-04-30T00:00Z"))
    office = (stretches("09:00-12:30", "13:00-17:00"),) * 4 + (stretches("20:00-27:00"), OFF, OFF)
    dates = {date(2025, 3, 12): OFF, date(2025, 3, 22): stretches("00:00-24:00")}
    hours, meeting = Hours(zone, office, dates), Meeting(45, 15, (0,), 10, 5)
    busy = [Busy(first, first + 37, 0, 20) for first in range(window.first, window.until, 701)]
    opened = minutes_of(open_bits(hours, meeting, busy, window), window)
    assert opened == oracle.open_starts(hours, meeting, busy, range(*window, 5))


@st.composite
def moments(draw: st.DrawFn) -> tuple[str, datetime]:
    zone, change = draw(ZONES)
    return zone, instant_of(at(change)) + timedelta(seconds=draw(st.integers(-500_000, 100_000)))


@st.composite
def horizons(draw: st.DrawFn, now: datetime) -> Horizon:
    first, length = draw(st.integers(-2, 4)), draw(st.integers(0, 4))
    fixed = FixedHorizon(now.date() + timedelta(days=first), now.date() + timedelta(days=first + length))
    return draw(st.just(fixed) | st.builds(RollingHorizon, st.integers(0, 7)))


@settings(max_examples=100)
@given(moments(), st.builds(Notice, st.integers(0, 4000), st.integers(0, 6)), st.data())
def test_bookable_starts_are_those_of_the_oracle(
    moment: tuple[str, datetime], notice: Notice, data: st.DataObject
) -> None:
    zone, now = moment
    horizon = data.draw(horizons(now))
    first = minute_of(now) // 5 * 5 - 2000
    window = Window(first, first + 14_400)
    allowed = minutes_of(bits_within(bookable(now, notice, horizon, zone), window), window)
    assert allowed == oracle.bookable_starts(now, notice, horizon, zone, range(*window, 5))
