"""Who gets a booking: which Booking page takes each seat of a meeting.

Pure: no clock, no storage; chance comes in as a ``Random``. Source: domain.md, "Assignment".

Seats can all be taken by different pages exactly if any of them, together, have at least as many pages as
they are many (Hall's theorem). Where no page could take two seats, it is enough to ask each seat alone.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
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
    """How the Booking page for a seat is found: a single page, or a pool's distribution method."""

    FIXED = "fixed"
    POOLED = "pooled"
    PRIORITY = "priority"
    ROUND_ROBIN = "round robin"


@dataclass(frozen=True)
class Seat:
    """One team member of a rule: the Booking pages that could take the seat, in the order of the set-up.

    A fixed seat has one page. ``priorities`` counts in pools with priority; 1 is the highest.
    """

    method: Method
    pages: tuple[UUID, ...]
    priorities: Mapping[UUID, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Record:
    """What a page has had of an Event type through a Master page.

    ``last_booked`` (aware) is when its last booking was created, None if it never had one. ``owed`` counts
    the bookings that it lost and that round robin has not made good yet.
    """

    last_booked: datetime | None = None
    owed: int = 0


Records = Mapping[UUID, Record]
"""A page that stands in no record never had a booking."""

NOTHING = Record()


def offered(seats: Sequence[Seat], bits: Mapping[UUID, int], records: Records) -> int:
    """The starts at which all seats (one at least) can be taken, by different Booking pages.

    ``bits`` holds each page's open starts, all on one window. Of a round robin pool, only the next in line
    counts.
    """
    starts = _ALL_STARTS
    for group in _groups([_shown(seat, records) for seat in seats]):
        pages = set().union(*group)
        starts &= _at_least(len(group), [bits[page] for page in pages])
    return starts


def choose(
    seats: Sequence[Seat], free: AbstractSet[UUID], records: Records, random: Random
) -> tuple[UUID, ...] | None:
    """A free Booking page for each seat, all different, in the order of the seats; None if there is no way.

    Each seat takes the first of its line who is free. Earlier seats choose first.
    """
    lines = [line(seat, free, records, random) for seat in seats]
    if not _fillable(lines):
        return None
    chosen: list[UUID] = []
    while lines:
        page, lines = _seat_first(lines)
        chosen.append(page)
    return tuple(chosen)


def line(seat: Seat, free: AbstractSet[UUID], records: Records, random: Random) -> Line:
    """The free pages of a seat, in the order in which they should get the booking.

    Pooled: whose last booking was created longest ago, before them who never had one, ties by chance.
    With priority: the highest first, and then the same. Round robin: who is owed most, then who had a turn
    longest ago, ties in the order of the pool, so that everybody is shown the same next in line.
    """
    candidates = [page for page in seat.pages if page in free]
    if seat.method == Method.ROUND_ROBIN:
        return _rotation(candidates, records)
    random.shuffle(candidates)
    candidates.sort(key=lambda page: _last_booked(page, records))
    if seat.method == Method.PRIORITY:
        candidates.sort(key=lambda page: seat.priorities[page])
    return candidates


def _rotation(pages: Iterable[UUID], records: Records) -> Line:
    return sorted(pages, key=lambda page: (-records.get(page, NOTHING).owed, _last_booked(page, records)))


def _last_booked(page: UUID, records: Records) -> datetime:
    return records.get(page, NOTHING).last_booked or _NEVER


def _shown(seat: Seat, records: Records) -> Sequence[UUID]:
    """Whose times Customers see."""
    return _rotation(seat.pages, records)[:1] if seat.method == Method.ROUND_ROBIN else seat.pages


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
