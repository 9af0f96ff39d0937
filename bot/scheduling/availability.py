"""Open times: from working hours, zones and busy time to the starts that can be offered.

Pure: no clock, no storage. Times are whole UTC minutes since 1970-01-01T00:00Z; "wall" minutes are the same
count read off a local clock. Sets of starts are Python ints with one bit per tick of 5 minutes, bit 0 at the
window's first minute: the times of a pool are the OR of its members' bits, those of a panel the AND.

Durations, hours, grids and windows are whole ticks, and so are the zones' offsets from UTC (since 1980). Busy
time may begin and end at any minute.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import cycle, islice
from math import inf
from typing import NamedTuple

from bot.scheduling.ticks import (
    BYTES_A_DAY,
    TICKS_A_DAY,
    Run,
    filled,
    minutes_set,
    next_tick,
    off_the_wall,
    ones,
    run_starts,
)
from bot.scheduling.ticks import TICK as TICK
from bot.scheduling.wall_clock import DAY as DAY
from bot.scheduling.wall_clock import day_number, local_days, wall_at, wall_reaches, week, weekday

CAPS_REACH = 8 * DAY
"""Two starts in one local week are less than this apart, though a change of clocks makes the week longer."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)
_FRIDAY = 4

Stretch = tuple[int, int]
"""From and until, in minutes after local midnight. Until may pass 1440, up to 2880."""

Stretches = tuple[Stretch, ...]


@dataclass(frozen=True)
class Hours:
    """When one provider works, in wall-clock time of ``time_zone`` (an IANA name).

    ``weekly`` holds seven days, Monday first; ``dates`` replaces them on its dates. Hours belong to the date
    on which they begin, with their part past midnight. Source: domain.md, "Time".
    """

    time_zone: str
    weekly: tuple[Stretches, ...]
    dates: Mapping[date, Stretches] = field(default_factory=dict)


@dataclass(frozen=True)
class Meeting:
    """What an Event type says about time, in minutes.

    A start is on the grid when its local time of day is a multiple of ``every`` away from one of ``starts``
    (minutes past the hour). Where ``every`` does not divide the day, each local midnight begins a new grid.
    ``capacity`` is how many bookings may share one start; None is no limit.
    """

    minutes: int
    every: int
    starts: tuple[int, ...] = (0,)
    before: int = 0
    after: int = 0
    capacity: int | None = 1


class Busy(NamedTuple):
    """A booking or a busy calendar event, with its own buffers. Of no length, it blocks nothing.

    ``joinable`` is a booking of the Event type that is asked for: while the capacity lasts, others may share
    its start.
    """

    starts: int
    ends: int
    before: int = 0
    after: int = 0
    joinable: bool = False


class Window(NamedTuple):
    """Starts from ``first``, included, until ``until``, not included. UTC minutes, both whole ticks."""

    first: int
    until: int


@dataclass(frozen=True)
class Notice:
    """The least time between booking and start: business days where there are any, else minutes."""

    minutes: int = 0
    business_days: int = 0


@dataclass(frozen=True)
class RollingHorizon:
    """Starts less than this many days of 24 hours ahead can be booked."""

    days: int


@dataclass(frozen=True)
class FixedHorizon:
    """Starts on these dates of the Booking page's zone can be booked, both included."""

    first: date
    last: date


Horizon = RollingHorizon | FixedHorizon


@dataclass(frozen=True)
class Caps:
    """The most bookings of an Event type on one local day and in one local week. None is no limit."""

    day: int | None = None
    week: int | None = None


def minute_of(instant: datetime) -> int:
    """The minute that an aware ``instant`` falls into."""
    return (instant - _EPOCH) // _MINUTE


def minute_from(instant: datetime) -> int:
    """The first minute that begins at an aware ``instant`` or after it."""
    return -((_EPOCH - instant) // _MINUTE)


def instant_of(minute: int) -> datetime:
    """The instant, in UTC, at which ``minute`` begins."""
    return _EPOCH + minute * _MINUTE


def window_of(first: date, last: date, time_zone: str) -> Window:
    """The starts on the dates from ``first`` to ``last``, both included, in ``time_zone``."""
    midnights = (day_number(first) * DAY, (day_number(last) + 1) * DAY)
    return Window(*(wall_reaches(time_zone, midnight) for midnight in midnights))


def open_bits(hours: Hours, meeting: Meeting, busy: Iterable[Busy], window: Window) -> int:
    """The starts at which one provider works, and is free, for the whole meeting.

    Notice and horizon are not in it: ``bits_within`` what is ``bookable``.
    """
    days = _days_within(window.first, window.until + meeting.minutes)
    dates = ((day_number(day), stretches) for day, stretches in hours.dates.items())
    replaced = tuple((day, stretches) for day, stretches in dates if day in days)
    working = _working_starts(hours.time_zone, hours.weekly, replaced, meeting, window)
    return working & ~blocked_bits(busy, meeting, window)


def works(hours: Hours, starts: datetime, ends: datetime) -> bool:
    """Does one provider work all the time from ``starts`` to ``ends`` (aware)?"""
    first = minute_of(starts)
    meeting = Meeting(minute_of(ends) - first, every=TICK)
    return bool(open_bits(hours, meeting, (), Window(first, first + TICK)))


def blocked_bits(busy: Iterable[Busy], meeting: Meeting, window: Window) -> int:
    """The starts that would bring the meeting too close to busy time, or where there is no more room.

    Between two neighbours lies the larger of their buffers, not their sum. Source: domain.md, "Time".
    """
    reaches = _reaches if meeting.capacity == 1 else _reaches_around_room
    return filled(reaches(busy, meeting, window), (window.until - window.first) // TICK)


def bits_within(allowed: Window, window: Window) -> int:
    """Those starts of ``window`` that are allowed."""
    low = max(allowed.first - window.first, 0) // TICK
    high = (min(allowed.until, window.until) - window.first) // TICK
    return ones(high) ^ ones(low) if low < high else 0


def minutes_of(bits: int, window: Window) -> list[int]:
    """The starts as UTC minutes, in order."""
    return minutes_set(bits, window.first)


def bookable(now: datetime, notice: Notice, horizon: Horizon, time_zone: str) -> Window:
    """The starts that notice and horizon allow at ``now`` (aware), on a Booking page in ``time_zone``.

    Exactly the notice ahead is allowed; exactly the rolling horizon ahead is not.
    """
    first = next_tick(notice_ends(now, notice, time_zone))
    if isinstance(horizon, RollingHorizon):
        return Window(first, next_tick(minute_from(now) + horizon.days * DAY))
    dates = window_of(horizon.first, horizon.last, time_zone)
    return Window(max(first, dates.first), dates.until)


def notice_ends(now: datetime, notice: Notice, time_zone: str) -> int:
    """n business days step n times to the next of Monday to Friday and keep the time of day.

    So two days from Thursday 15:00 is Monday 15:00. From a weekend they count as from Monday 00:00.
    """
    steps = notice.business_days
    if not steps:
        return minute_from(now) + notice.minutes
    day, time_of_day = divmod(wall_at(time_zone, minute_of(now)), DAY)
    time_of_day += minute_from(now) - minute_of(now)
    if weekday(day) > _FRIDAY:
        day, time_of_day = day + 7 - weekday(day), 0
    weekends = (weekday(day) + steps) // 5
    return wall_reaches(time_zone, (day + steps + 2 * weekends) * DAY + time_of_day)


def capped_bits(caps: Caps, booked: Iterable[int], time_zone: str, window: Window) -> int:
    """The starts on days of ``time_zone``, or in weeks of Monday to Sunday, that hold all they may.

    ``booked``: the starts of the Event type's bookings with this Booking page, as UTC minutes. They have to
    reach as far around the window as ``CAPS_REACH``; further ones do no harm.
    """
    if caps == Caps():
        return 0
    near = range(window.first - CAPS_REACH, window.until + CAPS_REACH)
    booked_days = Counter(local_days([start for start in booked if start in near], time_zone))
    booked_weeks = Counter(week(day) for day in booked_days.elements())
    days = _days_within(window.first, window.until)
    most_a_day, most_a_week = inf if caps.day is None else caps.day, inf if caps.week is None else caps.week
    is_full = [booked_days[day] >= most_a_day or booked_weeks[week(day)] >= most_a_week for day in days]
    full_days = b"".join(b"\xff" * BYTES_A_DAY if full else bytes(BYTES_A_DAY) for full in is_full)
    return off_the_wall(int.from_bytes(full_days, "little"), days.start * DAY, time_zone, *window)


def spread(starts: Sequence[int], most: int, time_zone: str) -> list[int]:
    """At most so many of the ``starts`` (in order) on each local day, as evenly among them as can be.

    The day's first and last are kept; of one a day, it is the first.
    """
    by_day = defaultdict(list)
    for day, start in zip(local_days(starts, time_zone), starts, strict=True):
        by_day[day].append(start)
    return sorted(start for day in by_day.values() for start in _thinned(day, most))


def _thinned(starts: list[int], most: int) -> list[int]:
    if len(starts) <= most:
        return starts
    steps = max(most - 1, 1)
    return [starts[place * (len(starts) - 1) // steps] for place in range(most)]


def _reaches(busy: Iterable[Busy], meeting: Meeting, window: Window) -> list[Run]:
    """For each busy time the starts from which a meeting would come too close to it."""
    gap_before, gap_after = meeting.before, meeting.after
    too_early = window.first + meeting.minutes - TICK
    too_late = window.first + 1 - TICK
    # For busy time with the smaller buffer. Calls of max(), once per booking, would double its cost.
    usual_lead, usual_lag = too_early + gap_after, too_late - gap_before
    return [
        (
            (starts - (usual_lead if before <= gap_after else too_early + before)) // TICK,
            (ends - (usual_lag if after <= gap_before else too_late - after)) // TICK,
        )
        for starts, ends, before, after, _ in busy
        if starts < ends
    ]


def _reaches_around_room(busy: Iterable[Busy], meeting: Meeting, window: Window) -> list[Run]:
    """The same, but nobody's own start is in it where one more may share it."""
    capacity = inf if meeting.capacity is None else meeting.capacity
    blocks = [block for block in busy if block.starts < block.ends]
    bookings_at = Counter(block.starts for block in blocks if block.joinable)
    runs: list[Run] = []
    for block, (low, high) in zip(blocks, _reaches(blocks, meeting, window), strict=True):
        if block.joinable and bookings_at[block.starts] < capacity:
            own = block.starts - window.first
            runs += (low, next_tick(own) // TICK), (own // TICK + 1, high)
        else:
            runs.append((low, high))
    return runs


@lru_cache(maxsize=1024)
def _working_starts(
    time_zone: str,
    weekly: tuple[Stretches, ...],
    replaced: tuple[tuple[int, Stretches], ...],
    meeting: Meeting,
    window: Window,
) -> int:
    """The starts on the grid from which the whole meeting lies in working time."""
    days = _days_within(window.first, window.until + meeting.minutes)
    midnight = days.start * DAY
    last_end = window.until - TICK + meeting.minutes
    hours = _working_bits(weekly, replaced, days)
    working = off_the_wall(hours, midnight, time_zone, window.first, last_end)
    grid = int.from_bytes(_grid_of_day(meeting.every, meeting.starts) * len(days), "little")
    on_grid = off_the_wall(grid, midnight, time_zone, window.first, last_end)
    return run_starts(working, meeting.minutes // TICK) & on_grid


def _days_within(first: int, until: int) -> range:
    """The local days, by number, of these UTC minutes in any zone, and of the hours that reach into them."""
    return range(first // DAY - 2, until // DAY + 2)


def _working_bits(
    weekly: tuple[Stretches, ...], replaced: Iterable[tuple[int, Stretches]], days: range
) -> int:
    """Working time by the wall, from the first day's midnight on."""
    from_first_day = *weekly[weekday(days.start) :], *weekly[: weekday(days.start)]
    day_hours = list(islice(cycle(from_first_day), len(days)))
    for day, stretches in replaced:
        day_hours[day - days.start] = stretches
    same_day, past_midnight = map(b"".join, zip(*map(_day_of_hours, day_hours), strict=True))
    return int.from_bytes(same_day, "little") | int.from_bytes(past_midnight, "little") << TICKS_A_DAY


@lru_cache(maxsize=4096)
def _day_of_hours(stretches: Stretches) -> tuple[bytes, bytes]:
    """The bits of one day's hours: up to midnight, and past it."""
    bits = 0
    for first, until in stretches:
        bits |= ones((until - first) // TICK) << (first // TICK)
    both = bits.to_bytes(2 * BYTES_A_DAY, "little")
    return both[:BYTES_A_DAY], both[BYTES_A_DAY:]


def _grid_of_day(every: int, starts: tuple[int, ...]) -> bytes:
    bits = 0
    for start in starts:
        first, step = start % every, every // TICK
        times = range(first, DAY, every)
        bits |= ones(len(times) * step) // ones(step) << first // TICK
    return bits.to_bytes(BYTES_A_DAY, "little")
