"""Open times of random set-ups around changes of clocks, against the oracle."""

from datetime import date, datetime, timedelta
from itertools import groupby, pairwise
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.scheduling.availability import (
    Busy,
    Caps,
    FixedHorizon,
    Horizon,
    Hours,
    Meeting,
    Notice,
    RollingHorizon,
    Window,
    bits_within,
    blocked_bits,
    bookable,
    capped_bits,
    instant_of,
    minute_of,
    minutes_of,
    open_bits,
    spread,
)
from tests.scheduling import oracle
from tests.scheduling.wall_times import CHANGES, NO_CHANGE, OFF, at, stretches
from tests.thoroughness import THOROUGH, examples


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
    capacity=st.sampled_from([1, 2, 3, None]),
)
BUSY_AFTER_CHANGE = st.builds(
    lambda starts, length, before, after, joinable: Busy(starts, starts + length, before, after, joinable),
    st.integers(-1500, 2500) | ticks(-1500, 2500),
    st.integers(0, 90) | st.integers(0, 2000),
    ticks(0, 90),
    ticks(0, 90),
    st.booleans(),
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


@settings(max_examples=examples(24, thorough=5000))
@given(set_ups())
def test_open_times_are_those_of_the_oracle(set_up: tuple[Hours, Meeting, list[Busy], Window]) -> None:
    hours, meeting, busy, window = set_up
    opened = minutes_of(open_bits(hours, meeting, busy, window), window)
    assert opened == oracle.open_starts(hours, meeting, busy, range(*window, 5))


WINDOW = Window(0, 720)
SHARED_STARTS = st.sampled_from([-30, 0, 60, 90, 95, 100, 120, 122, 300])
SHARING = st.lists(
    st.builds(
        lambda starts, length, before, after, joinable: Busy(
            starts, starts + length, before, after, joinable
        ),
        SHARED_STARTS,
        st.sampled_from([0, 5, 30, 60]),
        st.sampled_from([0, 5, 20]),
        st.sampled_from([0, 5, 20]),
        st.sampled_from([True, True, True, False]),
    ),
    max_size=8,
)


@settings(max_examples=examples(20, thorough=4000))
@given(MEETINGS, SHARING)
def test_bookings_that_share_starts_leave_the_times_of_the_oracle(meeting: Meeting, busy: list[Busy]) -> None:
    always = Hours("UTC", (stretches("00:00-24:00"),) * 7)
    opened = minutes_of(open_bits(always, meeting, busy, WINDOW), WINDOW)
    assert opened == oracle.open_starts(always, meeting, busy, range(*WINDOW, 5))


@settings(max_examples=examples(10, thorough=2500))
@given(MEETINGS, SHARING, st.randoms(use_true_random=False))
def test_busy_times_block_the_same_in_any_order(meeting: Meeting, busy: list[Busy], dice: Random) -> None:
    shuffled = dice.sample(busy, len(busy))
    assert blocked_bits(shuffled, meeting, WINDOW) == blocked_bits(busy, meeting, WINDOW)


CAPS = st.builds(Caps, st.none() | st.integers(1, 3), st.none() | st.integers(1, 6))


@settings(max_examples=examples(40, thorough=5000))
@given(ZONES, CAPS, st.lists(st.integers(-15_000, 15_000), max_size=12), ticks(0, 3000), ticks(5, 6000))
def test_capped_starts_are_those_of_the_oracle(
    zone_and_change: tuple[str, str], caps: Caps, around: list[int], before: int, length: int
) -> None:
    zone, change = zone_and_change
    window = Window(at(change) - before, at(change) - before + length)
    booked = [at(change) + minutes for minutes in around]
    capped = minutes_of(capped_bits(caps, booked, zone, window), window)
    assert capped == oracle.capped_starts(caps, booked, zone, range(*window, 5))


@settings(max_examples=examples(20, thorough=5000))
@given(ZONES, st.sets(ticks(-4000, 4000), max_size=40), st.integers(1, 12))
def test_spread_starts_are_even(zone_and_change: tuple[str, str], around: set[int], most: int) -> None:
    """Each date keeps as many as it may, its first among them, its last from two on, and leaves out equally
    many, or one more, between any two.
    """
    zone, change = zone_and_change
    starts = sorted(at(change) + minutes for minutes in around)
    kept = spread(starts, most, zone)
    for whole, left in zip(by_date(starts, zone), by_date(kept, zone), strict=True):
        places = [whole.index(start) for start in left]
        steps = {later - earlier for earlier, later in pairwise(places)}
        assert len(left) == min(most, len(whole))
        assert places[0] == 0
        assert most == 1 or places[-1] == len(whole) - 1
        assert not steps or max(steps) - min(steps) <= 1


def by_date(starts: list[int], zone: str) -> list[list[int]]:
    return [list(day) for _, day in groupby(starts, key=lambda start: oracle.wall(zone, start).date())]


def test_open_times_of_weeks_on_end_are_those_of_the_oracle() -> None:
    window = Window(at("2025-03-05T00:00Z"), at("2025-04-30T00:00Z" if THOROUGH else "2025-03-17T00:00Z"))
    office = (stretches("09:00-12:30", "13:00-17:00"),) * 4 + (stretches("20:00-27:00"), OFF, OFF)
    dates = {date(2025, 3, 12): OFF, date(2025, 3, 15): stretches("00:00-24:00")}
    hours, meeting = Hours("America/New_York", office, dates), Meeting(45, 15, (0,), 10, 5)
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


@settings(max_examples=examples(15, thorough=3000))
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
