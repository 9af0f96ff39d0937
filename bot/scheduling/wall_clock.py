"""Local clocks: what they show at a UTC minute, and when they reach a local time.

Pure. Instants are whole UTC minutes since 1970-01-01T00:00Z, "wall" minutes the same count read off a local
clock, and days are numbered as in wall minutes, 1970-01-01 being 0.
"""

from bisect import bisect_left
from collections.abc import Collection
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

DAY = 24 * 60

_MINUTE = timedelta(minutes=1)
_A_DAY = timedelta(days=1)
_FIRST_DAY = date(1970, 1, 1)
_THURSDAY = 3  # its weekday


class Segment(NamedTuple):
    """UTC minutes, ``first`` included, ``until`` not, over which the wall runs ``offset`` minutes ahead."""

    first: int
    until: int
    offset: int


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


def wall_at(time_zone: str, minute: int) -> int:
    """What the local clock shows."""
    return minute + _offset(ZoneInfo(time_zone), minute)


def wall_reaches(time_zone: str, wall: int) -> int:
    """The first UTC minute at which the local clock shows ``wall``, or later where ``wall`` is skipped."""
    pieces = segments(time_zone, wall - 2 * DAY, wall + 2 * DAY)
    reached = (max(piece.first, wall - piece.offset) for piece in pieces if wall < piece.until + piece.offset)
    return next(reached)


def local_days(minutes: Collection[int], time_zone: str) -> list[int]:
    """The local day of each UTC minute, in order if the minutes are."""
    if not minutes:
        return []
    first, last = min(minutes) // DAY, max(minutes) // DAY
    pieces = segments(time_zone, first * DAY, (last + 1) * DAY)
    return [
        (minute + piece.offset) // DAY
        for piece in pieces
        for minute in minutes
        if piece.first <= minute < piece.until
    ]


def day_number(day: date) -> int:
    return (day - _FIRST_DAY).days


def weekday(day: int) -> int:
    """0 is Monday."""
    return (day + _THURSDAY) % 7


def week(day: int) -> int:
    """The number of its week, Monday to Sunday."""
    return (day + _THURSDAY) // 7


def _next_change(zone: ZoneInfo, first: int, until: int) -> int:
    """The first minute with another offset than ``first``, or ``until``. No zone changes twice in a day."""
    utc = _epoch(zone) + first * _MINUTE
    ahead = zone.fromutc(utc) - utc
    for day in range(first, until, DAY):
        utc += _A_DAY
        if zone.fromutc(utc) - utc != ahead:
            offset = ahead // _MINUTE
            minutes = range(day, min(day + DAY, until))
            return day + bisect_left(minutes, True, key=lambda minute: _offset(zone, minute) != offset)
    return until


def _offset(zone: ZoneInfo, minute: int) -> int:
    """How far the wall runs ahead of UTC, in minutes."""
    utc = _epoch(zone) + minute * _MINUTE
    return (zone.fromutc(utc) - utc) // _MINUTE


def _epoch(zone: ZoneInfo) -> datetime:
    """Dressed as local time, as ``fromutc`` takes UTC. That is several times faster than ``astimezone``."""
    return datetime(1970, 1, 1, tzinfo=zone)
