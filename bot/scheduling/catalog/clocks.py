"""Hours as people say them, ``9 to 5`` or ``9am-5pm``, on the clock of 24 hours that the company file has.

What is said in full, two digits and minutes on both sides, is meant so: ``09:00-05:00`` ends on the next day.
Elsewhere a time from 1 to 12 without am or pm leaves open which half of the day it is in:

- an end is the nearest one after its start, where that is said on the clock of 12 hours too: ``9-5`` ends at
  17:00, ``8-8`` at 20:00, ``10pm-2`` at 02:00; after a start such as ``22`` or ``05`` it is as it stands;
- a start is as it stands, or, where its end says am or pm, the nearest one before that: ``1-5pm`` begins at
  13:00, ``9-5pm`` at 09:00. One before 6 is in the afternoon, unless that takes longer or runs past midnight:
  ``1-5`` begins at 13:00, ``5-1`` at 05:00. One from 1 to 7 that would go back behind the stretch before it
  comes after that: in ``9-12, 1-5`` it is 13:00.

A stretch that would then run past midnight, and for longer than ``LONGEST_NIGHT``, is hardly meant: it is
refused, and can be said in full.
"""

import re
from itertools import product
from typing import NamedTuple

from bot.scheduling.spans import DAY, HOUR, clock, quoted

NOON = 12 * HOUR
EARLY, MORNING = 6 * HOUR, 8 * HOUR
LONGEST_NIGHT = 16 * HOUR

_TIME = r"([0-9]{1,2})(?:[:.]([0-9]{2}))? *(?:([ap])\.?m\b\.?)?"
_STRETCH = re.compile(rf"{_TIME} *(?:[-\u2013\u2014]|to|until|till) *{_TIME}", re.IGNORECASE)


class Time(NamedTuple):
    """A time as it was typed. ``half`` of the day: ``a``, ``p``, or nothing."""

    hour: str
    minute: str
    half: str

    @property
    def is_in_full(self) -> bool:
        return len(self.hour) == 2 and bool(self.minute) and not self.half

    @property
    def is_on_12_hours(self) -> bool:
        return bool(self.half) or (not self.hour.startswith("0") and int(self.hour) <= 12)

    @property
    def as_it_stands(self) -> int:
        """In minutes after midnight. Raises ``ValueError`` for what is no time, such as 13am or 9:60."""
        minutes = int(self.hour) * HOUR + int(self.minute or 0)
        if int(self.minute or 0) >= HOUR:
            raise ValueError(f"'{self.hour}:{self.minute}' is no time: an hour has 60 minutes")
        if not self.half:
            return minutes
        if not 1 <= int(self.hour) <= 12:
            raise ValueError(f"'{self.hour}{self.half}m' is no time: write 17:00, or 5pm")
        return minutes % NOON + (NOON if self.half == "p" else 0)

    @property
    def readings(self) -> tuple[int, ...]:
        """All that it can mean."""
        if self.half or self.is_in_full or not self.is_on_12_hours:
            return (self.as_it_stands,)
        return self.as_it_stands, (self.as_it_stands + NOON) % DAY


def on_24_hours(text: str, before: str = "") -> str:
    """``09:00-17:00``. ``before``: the stretch that was typed before it, on that clock already.

    Raises ``ValueError`` in words; what is no hours at all is returned as it is.
    """
    typed = _STRETCH.fullmatch(text)
    if not typed:
        return text
    first, last = _times(typed)
    starts = first.readings if last.half else _starts(first, _STRETCH.fullmatch(before))
    ends = last.readings if first.is_on_12_hours else (last.as_it_stands,)
    start, end = min(product(starts, ends), key=_unlikeliness)
    written = f"{clock(start)}-{clock(end)}"
    if 0 < end < start and not (first.is_in_full and last.is_in_full):
        _check_night(text, _length((start, end)), written)
    return written


def _times(stretch: re.Match[str]) -> tuple[Time, Time]:
    first, first_minute, first_half, last, last_minute, last_half = stretch.groups(default="")
    return Time(first, first_minute, first_half.lower()), Time(last, last_minute, last_half.lower())


def _starts(first: Time, before: re.Match[str] | None) -> tuple[int, ...]:
    """What it can mean, the likeliest first."""
    stands, later = first.as_it_stands, first.readings[-1]
    if stands >= MORNING:
        return (stands,)
    if before is None:
        return (later, stands) if stands < EARLY else (stands,)
    earlier_start, earlier_end = (each.as_it_stands for each in _times(before))
    return (later if stands < earlier_start < earlier_end <= later else stands,)


def _check_night(text: str, minutes: int, written: str) -> None:
    if minutes > LONGEST_NIGHT:
        raise ValueError(
            f"{quoted(text)} would end on the next day, after {minutes // HOUR} hours: if so, write {written}"
        )


def _unlikeliness(stretch: tuple[int, int]) -> tuple[int, bool]:
    start, end = stretch
    return _length(stretch), end <= start


def _length(stretch: tuple[int, int]) -> int:
    start, end = stretch
    return (end - start) % DAY or DAY
