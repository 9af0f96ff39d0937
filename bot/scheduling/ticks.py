"""Sets of ticks of 5 minutes as Python ints: bit 0 is the first tick of some window, bit 1 the next.

Pure. OR is "one of them", AND "all of them"; what else sets of starts need is here.
"""

from collections import defaultdict
from collections.abc import Iterable
from itertools import compress

from bot.scheduling.wall_clock import DAY, segments

TICK = 5
TICKS_A_DAY = DAY // TICK
BYTES_A_DAY = TICKS_A_DAY // 8

Run = tuple[int, int]
"""Ticks in a row: the first, and the one after the last."""

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
        # Plain comparisons: this runs once per booking, and calls of min() and max() would double its cost.
        if low < 0:
            low = 0
        if high > count:
            high = count
        if low < high:
            begins[high - low][low >> 3] |= 1 << (low & 7)
    bits = 0
    for length, marks in begins.items():
        bits |= _smeared(int.from_bytes(marks, "little"), length)
    return bits


def _smeared(bits: int, length: int) -> int:
    """Each tick and the next ``length - 1``. What is filled doubles with every step."""
    run = 1
    while run < length:
        step = min(run, length - run)
        bits |= bits << step
        run += step
    return bits


def run_starts(bits: int, length: int) -> int:
    """The ticks from which ``length`` ticks in a row are set. What is looked at doubles with every step."""
    run = 1
    while run < length:
        step = min(run, length - run)
        bits &= bits >> step
        run += step
    return bits


def minutes_set(bits: int, first: int) -> list[int]:
    """The minutes with which the ticks begin, in order; bit 0 begins with the minute ``first``."""
    data = bits.to_bytes(bits.bit_length() // 8 + 1, "little")
    each_byte = range(first, first + len(data) * 8 * TICK, 8 * TICK)
    # Most bytes are nights and weekends: leaving them out is quicker before the loop than within.
    set_bytes = zip(compress(each_byte, data), data.translate(None, b"\0"), strict=True)
    return [begins + minutes for begins, byte in set_bytes for minutes in _MINUTES_OF_BYTE[byte]]


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
