"""The engine under test: the one place that knows how a workload's rows are put to it."""

import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache
from random import Random
from uuid import UUID

from bench.workloads import Page, Workload
from bot.scheduling import assignment, availability, wall_clock
from bot.scheduling.assignment import Method, Record, Records, Seat
from bot.scheduling.availability import Busy, RollingHorizon

Seats = Sequence[Seat]
Kept = Mapping[UUID, int]
"""Each page's open starts, as a caller keeps them between two questions."""


def forget() -> None:
    """Empty every cache of the engine, so that hours and zones are compiled anew."""
    forget_rows()
    wall_clock.segments.cache_clear()


def forget_rows() -> None:
    """Empty every cache of the engine but one: what the clocks of a zone do, which is in nobody's rows."""
    for empty in _emptying():
        empty()


@cache
def _emptying() -> list[Callable[[], None]]:
    """Looked up once: to search before each asking would slow down what comes next."""
    engine = [module for name, module in sys.modules.items() if name.startswith("bot.scheduling.")]
    functions = {function for module in engine for function in vars(module).values() if callable(function)}
    caching = (function for function in functions if hasattr(function, "cache_clear"))
    return [function.cache_clear for function in caching if function is not wall_clock.segments]


def pooled(workload: Workload) -> Seats:
    """One seat for which any page will do."""
    return (Seat(Method.POOLED, tuple(page.id for page in workload.pages)),)


def panel(workload: Workload) -> Seats:
    """A seat for each page: all have to be free."""
    return tuple(Seat(Method.FIXED, (page.id,)) for page in workload.pages)


def kept(workload: Workload) -> Kept:
    """Each page's open starts, from its rows."""
    now = availability.instant_of(workload.window.first)
    return {page.id: _open(page, workload, now) for page in workload.pages}


def bits(seats: Seats, kept: Kept) -> int:
    """The starts at which the seats can be taken, from bits that are there already."""
    return assignment.offered(seats, kept, {})


def starts(seats: Seats, kept: Kept, workload: Workload) -> list[int]:
    """The same as UTC minutes."""
    return availability.minutes_of(bits(seats, kept), workload.window)


def one_more_booking(kept: Kept, page_id: UUID, booking: Busy, workload: Workload) -> Kept:
    """What is left when one page got one more booking."""
    blocked = availability.blocked_bits([booking], workload.meeting, workload.window)
    return {**kept, page_id: kept[page_id] & ~blocked}


def records(last_booked: Mapping[UUID, datetime]) -> Records:
    return {page_id: Record(at) for page_id, at in last_booked.items()}


def who_gets(
    seats: Seats, start: int, kept: Kept, records: Records, workload: Workload
) -> tuple[UUID, ...] | None:
    """The pages that get a booking at ``start``."""
    tick = 1 << (start - workload.window.first) // availability.TICK
    free = {page_id for page_id, bits in kept.items() if bits & tick}
    return assignment.choose(seats, free, records, Random(0))


def _open(page: Page, workload: Workload, now: datetime) -> int:
    bits = availability.open_bits(page.hours, workload.meeting, page.busy, workload.window)
    horizon = RollingHorizon(workload.days)
    span = availability.bookable(now, workload.notice, horizon, page.hours.time_zone)
    return bits & availability.bits_within(span, workload.window)
