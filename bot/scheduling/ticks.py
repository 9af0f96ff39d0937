"""Sets of ticks of 5 minutes as Python ints: bit 0 is the first tick of some window, bit 1 the next.

Pure. OR is "one of them", AND "all of them"; what else sets of starts need is here.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import compress

from bot.scheduling.wall_clock import DAY, segments

TICK = 5
TICKS_A_DAY = DAY // TICK
BYTES_A_DAY = TICKS_A_DAY // 8

Run = tuple[int, int]
"""Ticks in a row: the first, and the one after the last."""

_AHEAD = tuple(range(0, 56 * DAY, 8 * TICK))
"""By how many minutes each byte of eight weeks is ahead of the first."""
_MINUTES_OF_BYTE = [[bit * TICK for bit in range(8) if byte >> bit & 1] for byte in range(256)]


def next_tick(minute: int) -> int:
    """The first minute, at ``minute`` or after it, with which a tick begins."""
    return -(-minute // TICK) * TICK


def ones(count: int) -> int:
    """The first so many ticks."""
    return (1 << count) - 1


def filled(runs: Iterable[Run], count: int) -> int:
    """The ticks of all the runs, as far as they are among the first ``count``.

    Where runs of one length begin is marked byte by byte, which costs the same however long the window is.
    One smear fills them all.
    """
    begins: defaultdict[int, bytearray] = defaultdict(lambda: bytearray(count // 8 + 1))
    for low, high in runs:
        # Once per booking: calls of min() and max() for each would double its cost.
        if low < 0 or high > count:
            low, high = max(low, 0), min(high, count)
        if low < high:
            begins[high - low][low >> 3] |= 1 << (low & 7)
    return _filled_from(begins)


def _filled_from(begins: Mapping[int, bytes | bytearray]) -> int:
    """The same, from the ticks where the runs of each length begin.

    A longer run is runs of the next length, from its beginning up to where the last of them just fits.
    """
    bits, longer = 0, max(begins, default=1)
    for length in sorted(begins, reverse=True):
        bits = _smeared(bits, longer - length + 1) | int.from_bytes(begins[length], "little")
        longer = length
    return _smeared(bits, longer)


def _smeared(bits: int, length: int) -> int:
    """Each tick and the next ``length - 1``. What is filled doubles with every step."""
    run = 1
    while 2 * run < length:
        bits |= bits << run
        run *= 2
    return bits | bits << length - run


def run_starts(bits: int, length: int) -> int:
    """The ticks from which ``length`` ticks in a row are set. What is looked at doubles with every step."""
    run = 1
    while 2 * run < length:
        bits &= bits >> run
        run *= 2
    return bits & bits >> length - run


def minutes_set(bits: int, first: int) -> list[int]:
    """The minutes with which the ticks begin, in order; bit 0 begins with the minute ``first``."""
    data = bits.to_bytes(bits.bit_length() // 8 + 1, "little")
    found: list[int] = []
    for place in range(0, len(data), len(_AHEAD)):
        part, part_first = data[place : place + len(_AHEAD)], first + place * 8 * TICK
        # Most bytes are nights and weekends: leaving them out is quicker before the loop than within.
        set_bytes = zip(compress(_AHEAD, part), part.translate(None, b"\0"), strict=True)
        found += [
            part_first + ahead + minutes for ahead, byte in set_bytes for minutes in _MINUTES_OF_BYTE[byte]
        ]
    return found


def off_the_wall(wall_bits: int, wall_first: int, time_zone: str, first: int, until: int) -> int:
    """Ticks by the wall, told in UTC minutes from ``first`` until ``until``.

    A tick is set exactly if the tick that the wall then shows is: a skipped local time leaves nothing behind,
    and a repeated one is there twice.
    """
    bits = 0
    for begins, ends, offset in segments(time_zone, first, until):
        shown = wall_bits >> ((begins + offset - wall_first) // TICK)
        bits |= (shown & ones((ends - begins) // TICK)) << ((begins - first) // TICK)
    return bits
