"""Who gets a booking: which Booking page takes each seat of a meeting.

Pure: no clock, no storage; chance comes in as a ``Random``. Source: domain.md, "Assignment".

Seats can all be taken by different pages exactly if any of them, together, have at least as many pages as
they are many (Hall's theorem). Where no page could take two seats, it is enough to ask each seat alone.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from itertools import chain, combinations
from random import Random
from uuid import UUID

_NEVER = datetime.min.replace(tzinfo=UTC)
_ALL_STARTS = -1
"""As a bitset: every bit of -1 is set."""

Line = list[UUID]
"""The pages that could take a seat, in the order in which they should."""


class Method(StrEnum):
    """How the Booking page for a seat is found."""

    FIXED = "fixed"
    POOLED = "pooled"


@dataclass(frozen=True)
class Seat:
    """One team member of a rule: the Booking pages that could take the seat. A fixed seat has one."""

    method: Method
    pages: tuple[UUID, ...]


def offered(seats: Sequence[Seat], bits: Mapping[UUID, int]) -> int:
    """The starts at which all seats (one at least) can be taken, by different Booking pages.

    ``bits`` holds each page's open starts, all on one window.
    """
    starts = _ALL_STARTS
    for group in _groups([seat.pages for seat in seats]):
        pages = set().union(*group)
        starts &= _at_least(len(group), [bits[page] for page in pages])
    return starts


def choose(
    seats: Sequence[Seat], free: AbstractSet[UUID], last_booked: Mapping[UUID, datetime], random: Random
) -> tuple[UUID, ...] | None:
    """A free Booking page for each seat, all different, in the order of the seats; None if there is no way.

    A pool gives the page whose last booking was created longest ago (``last_booked``, aware); before it goes
    one that never had any, and is not in there. Ties are random. Earlier seats choose first.
    """
    lines = [_line(seat, free, last_booked, random) for seat in seats]
    if not _fillable(lines):
        return None
    chosen: list[UUID] = []
    while lines:
        page, lines = _seat_first(lines)
        chosen.append(page)
    return tuple(chosen)


def _line(seat: Seat, free: AbstractSet[UUID], last_booked: Mapping[UUID, datetime], random: Random) -> Line:
    candidates = [page for page in seat.pages if page in free]
    match seat.method:
        case Method.FIXED:
            return candidates
        case Method.POOLED:
            shuffled = random.sample(candidates, len(candidates))
            return sorted(shuffled, key=lambda page: last_booked.get(page, _NEVER))


def _seat_first(lines: list[Line]) -> tuple[UUID, list[Line]]:
    """Who takes the first seat so that the others can still be filled, and the others' lines without them."""
    first, *others = lines
    ways = ((page, [[other for other in line if other != page] for line in others]) for page in first)
    return next((page, rest) for page, rest in ways if _fillable(rest))


def _fillable(lines: Sequence[Line]) -> bool:
    return all(len(set().union(*group)) >= len(group) for group in _groups(lines))


def _groups(seats: Sequence[Collection[UUID]]) -> Iterator[tuple[Collection[UUID], ...]]:
    """The groups of seats to ask: each alone or, where a page stands in two, every combination."""
    standing = list(chain.from_iterable(seats))
    largest = 1 if len(standing) == len(set(standing)) else len(seats)
    return chain.from_iterable(combinations(seats, size) for size in range(1, largest + 1))


def _at_least(count: int, bitsets: Iterable[int]) -> int:
    """The bits that are set in at least ``count`` of the bitsets."""
    in_so_many = [_ALL_STARTS] + [0] * count
    for bits in bitsets:
        for number in range(count, 0, -1):
            in_so_many[number] |= in_so_many[number - 1] & bits
    return in_so_many[count]
