"""Local clocks: what they show at a UTC minute, and when they reach a local time.

Pure. Instants are whole UTC minutes since 1970-01-01T00:00Z, "wall" minutes the same count read off a local
clock, and days are numbered as in wall minutes, 1970-01-01 being 0.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

DAY = 24 * 60

_MINUTE = timedelta(minutes=1)
_FIRST_DAY = date(1970, 1, 1)
_THURSDAY = 3  # its weekday

_STRIDE = 2**13
"""In minutes, almost six days. Since 1980 no zone has changed its offset twice within so short a time."""
_A_STRIDE = _STRIDE * _MINUTE
_HALVES = [(2**power, 2**power * _MINUTE) for power in reversed(range(13))]
"""Half a stride, half of that, and so on down to one minute: as a number, and as a time."""


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
        utc = _utc(zone, first)
        ahead = zone.fromutc(utc) - utc
        change = first + _lasts(zone, utc, ahead, until - first)
        pieces.append(Segment(first, change, ahead // _MINUTE))
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


def _lasts(zone: ZoneInfo, utc: datetime, ahead: timedelta, most: int) -> int:
    """For how many minutes from ``utc`` on the wall stays so far ahead, ``most`` at most."""
    for minutes in range(0, most, _STRIDE):
        later = utc + _A_STRIDE
        if zone.fromutc(later) - later != ahead:
            return min(minutes + _lasts_within_a_stride(zone, utc, ahead), most)
        utc = later
    return most


def _lasts_within_a_stride(zone: ZoneInfo, utc: datetime, ahead: timedelta) -> int:
    """The same where it ends within a stride. What is left to look at halves with every step."""
    minutes = 1
    for half, a_half in _HALVES:
        later = utc + a_half
        if zone.fromutc(later) - later == ahead:
            utc = later
            minutes += half
    return minutes


def _offset(zone: ZoneInfo, minute: int) -> int:
    """How far the wall runs ahead of UTC, in minutes."""
    utc = _utc(zone, minute)
    return (zone.fromutc(utc) - utc) // _MINUTE


def _utc(zone: ZoneInfo, minute: int) -> datetime:
    """Dressed as local time, as ``fromutc`` takes UTC. That is several times faster than ``astimezone``."""
    return datetime(1970, 1, 1, tzinfo=zone) + minute * _MINUTE
