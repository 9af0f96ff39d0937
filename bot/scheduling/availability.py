"""Open times: from working hours, zones and busy time to the starts that can be offered.

Pure: no clock, no storage. Times are whole UTC minutes since 1970-01-01T00:00Z; "wall" minutes are the same
count read off a local clock. Sets of starts are Python ints with one bit per tick of 5 minutes, bit 0 at the
window's first minute: the times of a pool are the OR of its members' bits, those of a panel the AND.

Durations, hours, grids and windows are whole ticks, and so are the zones' offsets from UTC (since 1980). Busy
time may begin and end at any minute.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

TICK = 5
DAY = 24 * 60
TICKS_A_DAY = DAY // TICK
BYTES_A_DAY = TICKS_A_DAY // 8

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)
_SET_BIT = re.compile("1")
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
    """

    minutes: int
    every: int
    starts: tuple[int, ...] = (0,)
    before: int = 0
    after: int = 0


class Busy(NamedTuple):
    """A booking or a busy calendar event, with its own buffers. Of no length, it blocks nothing."""

    starts: int
    ends: int
    before: int = 0
    after: int = 0


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


class Segment(NamedTuple):
    """UTC minutes, ``first`` included, ``until`` not, over which the wall runs ``offset`` minutes ahead."""

    first: int
    until: int
    offset: int


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
    midnights = (_day_number(first) * DAY, (_day_number(last) + 1) * DAY)
    return Window(*(_wall_reaches(time_zone, midnight) for midnight in midnights))


def open_bits(hours: Hours, meeting: Meeting, busy: Iterable[Busy], window: Window) -> int:
    """The starts at which one provider works, and is free, for the whole meeting.

    Notice and horizon are not in it: ``bits_within`` what is ``bookable``.
    """
    days = _days_around(meeting, window)
    dates = ((_day_number(day), stretches) for day, stretches in hours.dates.items())
    replaced = tuple((day, stretches) for day, stretches in dates if day in days)
    working = _working_starts(hours.time_zone, hours.weekly, replaced, meeting, window)
    return working & ~blocked_bits(busy, meeting, window)


def blocked_bits(busy: Iterable[Busy], meeting: Meeting, window: Window) -> int:
    """The starts that would bring the meeting too close to busy time.

    Between two neighbours lies the larger of their buffers, not their sum. Source: domain.md, "Time".
    """
    bits = 0
    ticks = (window.until - window.first) // TICK
    first, minutes, gap_before, gap_after = window.first, meeting.minutes, meeting.before, meeting.after
    # Plain comparisons: this runs once per booking, and calls of min() and max() would double its cost.
    for starts, ends, before, after in busy:
        if before < gap_after:
            before = gap_after
        if after < gap_before:
            after = gap_before
        low = (starts - before - minutes - first) // TICK + 1
        high = (ends + after - first - 1) // TICK + 1
        if low < 0:
            low = 0
        if high > ticks:
            high = ticks
        if low < high and starts < ends:
            bits |= ((1 << (high - low)) - 1) << low
    return bits


def bits_within(allowed: Window, window: Window) -> int:
    """Those starts of ``window`` that are allowed."""
    low = max(allowed.first - window.first, 0) // TICK
    high = (min(allowed.until, window.until) - window.first) // TICK
    return _ones(high) ^ _ones(low) if low < high else 0


def minutes_of(bits: int, window: Window) -> list[int]:
    """The starts as UTC minutes, in order."""
    digits_from_lowest = f"{bits:b}"[::-1]
    return [window.first + TICK * bit.start() for bit in _SET_BIT.finditer(digits_from_lowest)]


def bookable(now: datetime, notice: Notice, horizon: Horizon, time_zone: str) -> Window:
    """The starts that notice and horizon allow at ``now`` (aware), on a Booking page in ``time_zone``.

    Exactly the notice ahead is allowed; exactly the rolling horizon ahead is not.
    """
    soonest = minute_from(now)
    first = _next_tick(_notice_ends(soonest, notice, time_zone))
    if isinstance(horizon, RollingHorizon):
        return Window(first, _next_tick(soonest + horizon.days * DAY))
    dates = window_of(horizon.first, horizon.last, time_zone)
    return Window(max(first, dates.first), dates.until)


def _notice_ends(now: int, notice: Notice, time_zone: str) -> int:
    """n business days step n times to the next of Monday to Friday and keep the time of day.

    So two days from Thursday 15:00 is Monday 15:00. From a weekend they count as from Monday 00:00.
    """
    steps = notice.business_days
    if not steps:
        return now + notice.minutes
    day, time_of_day = divmod(now + _offset(ZoneInfo(time_zone), now), DAY)
    if _weekday(day) > _FRIDAY:
        day, time_of_day = day + 7 - _weekday(day), 0
    weekends = (_weekday(day) + steps) // 5
    return _wall_reaches(time_zone, (day + steps + 2 * weekends) * DAY + time_of_day)


@lru_cache(maxsize=4096)
def segments(time_zone: str, first: int, until: int) -> tuple[Segment, ...]:
    """The UTC minutes from ``first`` until ``until``, cut wherever the zone's offset changes.

    Raises ``ZoneInfoNotFoundError`` for a zone that does not exist.
    """
    zone = ZoneInfo(time_zone)
    pieces = []
    while first < until:
        change = _next_change(zone, first, until)
        pieces.append(Segment(first, change, _offset(zone, first)))
        first = change
    return tuple(pieces)


def _next_change(zone: ZoneInfo, first: int, until: int) -> int:
    """The first minute with another offset than ``first``, or ``until``. No zone changes twice in a day."""
    offset = _offset(zone, first)
    for day in range(first, until, DAY):
        end = min(day + DAY, until)
        if _offset(zone, end) != offset:
            return day + bisect_left(
                range(day, end), True, key=lambda minute: _offset(zone, minute) != offset
            )
    return until


def _offset(zone: ZoneInfo, minute: int) -> int:
    """How far the wall runs ahead of UTC, in minutes."""
    wall = instant_of(minute).astimezone(zone).replace(tzinfo=UTC)
    return minute_of(wall) - minute


def _wall_reaches(time_zone: str, wall: int) -> int:
    """The first UTC minute at which the local clock shows ``wall``, or later where ``wall`` is skipped."""
    pieces = segments(time_zone, wall - 2 * DAY, wall + 2 * DAY)
    reached = (max(piece.first, wall - piece.offset) for piece in pieces if wall < piece.until + piece.offset)
    return next(reached)


@lru_cache(maxsize=1024)
def _working_starts(
    time_zone: str,
    weekly: tuple[Stretches, ...],
    replaced: tuple[tuple[int, Stretches], ...],
    meeting: Meeting,
    window: Window,
) -> int:
    """The starts on the grid from which the whole meeting lies in working time."""
    days = _days_around(meeting, window)
    day_hours = [weekly[_weekday(day)] for day in days]
    for day, stretches in replaced:
        day_hours[day - days.start] = stretches
    needed = Window(window.first, window.until + meeting.minutes)
    working = _off_the_wall(_working_bits(day_hours), days.start * DAY, time_zone, needed)
    grid = int.from_bytes(_grid_of_day(meeting.every, meeting.starts) * len(days), "little")
    on_grid = _off_the_wall(grid, days.start * DAY, time_zone, window)
    return _run_starts(working, meeting.minutes // TICK) & on_grid


def _days_around(meeting: Meeting, window: Window) -> range:
    """The local days, by number, whose hours can matter in any zone, hours past midnight included."""
    return range(window.first // DAY - 2, (window.until + meeting.minutes) // DAY + 2)


def _working_bits(day_hours: Iterable[Stretches]) -> int:
    """Working time by the wall, from the first day's midnight on."""
    days = [_day_of_hours(stretches) for stretches in day_hours]
    same_day = b"".join(own for own, _ in days)
    past_midnight = b"".join(rest for _, rest in days)
    return int.from_bytes(same_day, "little") | int.from_bytes(past_midnight, "little") << TICKS_A_DAY


@lru_cache(maxsize=4096)
def _day_of_hours(stretches: Stretches) -> tuple[bytes, bytes]:
    """The bits of one day's hours: up to midnight, and past it."""
    bits = 0
    for first, until in stretches:
        bits |= _ones((until - first) // TICK) << (first // TICK)
    both = bits.to_bytes(2 * BYTES_A_DAY, "little")
    return both[:BYTES_A_DAY], both[BYTES_A_DAY:]


@lru_cache(maxsize=256)
def _grid_of_day(every: int, starts: tuple[int, ...]) -> bytes:
    times = range(0, DAY, TICK)
    bits = sum(1 << time // TICK for time in times if any((time - start) % every == 0 for start in starts))
    return bits.to_bytes(BYTES_A_DAY, "little")


def _off_the_wall(wall_bits: int, wall_first: int, time_zone: str, window: Window) -> int:
    """Bits by the wall, told in UTC: a tick is set exactly if the tick that the wall then shows is.

    So a skipped local time leaves nothing behind, and a repeated one is there twice.
    """
    bits = 0
    for first, until, offset in segments(time_zone, *window):
        shown = wall_bits >> ((first + offset - wall_first) // TICK)
        bits |= (shown & _ones((until - first) // TICK)) << ((first - window.first) // TICK)
    return bits


def _run_starts(bits: int, length: int) -> int:
    """The ticks from which ``length`` ticks in a row are set."""
    run = 1
    while run < length:
        step = min(run, length - run)
        bits &= bits >> step
        run += step
    return bits


def _ones(count: int) -> int:
    return (1 << count) - 1


def _next_tick(minute: int) -> int:
    """The first whole tick at ``minute`` or after it."""
    return -(-minute // TICK) * TICK


def _day_number(day: date) -> int:
    return day.toordinal() - _EPOCH.toordinal()


def _weekday(day_number: int) -> int:
    """0 is Monday."""
    return (day_number + _EPOCH.weekday()) % 7
