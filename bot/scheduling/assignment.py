"""Who gets a booking: which Booking page takes each seat of a meeting.

Pure: no clock, no storage; chance comes in as a ``Random``. Source: domain.md, "Assignment".

Seats can all be taken by different people exactly if any of them, together, have at least as many people as
they are many (Hall's theorem). Where nobody could take two seats, it is enough to ask each seat alone.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from functools import reduce
from itertools import chain, combinations
from operator import and_, or_
from random import Random
from uuid import UUID

_NEVER = datetime.min.replace(tzinfo=UTC)
_ALL_STARTS = -1
"""As a bitset: every bit of -1 is set."""

Line = list[UUID]
"""The pages that could take a seat, in the order in which they should."""

Owners = Mapping[UUID, str]
"""Whose each page is. One that does not stand here is all that its owner has."""


class Method(StrEnum):
    """How the Booking page for a seat is found: a single page, a pool's distribution method, or the Customer,
    who picks on Static pages.
    """

    FIXED = "fixed"
    POOLED = "pooled"
    PRIORITY = "priority"
    ROUND_ROBIN = "round robin"
    PICKED = "picked"


@dataclass(frozen=True)
class Seat:
    """One team member of a rule: the Booking pages that could take the seat, in the order of the set-up.

    A fixed seat has one page. ``priorities`` counts in pools with priority; 1 is the highest. ``owners``
    tells which pages are one person's.
    """

    method: Method
    pages: tuple[UUID, ...]
    priorities: Mapping[UUID, int] = field(default_factory=dict)
    owners: Owners = field(default_factory=dict)


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
    """The starts at which all seats (one at least) can be taken, by different people.

    ``bits`` holds each page's open starts, all on one window. Of a round robin pool, only the next in line
    counts.
    """
    owners = _owners(seats)
    groups = _groups([_shown(seat, records) for seat in seats], owners)
    return reduce(and_, [_held_by(group, bits, owners) for group in groups])


def choose(
    seats: Sequence[Seat], free: AbstractSet[UUID], records: Records, random: Random
) -> tuple[UUID, ...] | None:
    """A free Booking page for each seat, all of different people, in the order of the seats.

    None if there is no way.

    Each seat takes the first of its line who is free. Earlier seats choose first.
    """
    owners = _owners(seats)
    lines = [line(seat, free, records, random) for seat in seats]
    if not _fillable(lines, owners):
        return None
    chosen: list[UUID] = []
    while lines:
        page, lines = _seat_first(lines, owners)
        chosen.append(page)
    return tuple(chosen)


def line(seat: Seat, free: AbstractSet[UUID], records: Records, random: Random) -> Line:
    """The free pages of a seat, in the order in which they should get the booking.

    Pooled: whose last booking was created longest ago, before them who never had one, ties by chance.
    With priority: the highest first, and then the same. Round robin: who is owed most, then who had a turn
    longest ago, ties in the order of the pool, so that everybody is shown the same next in line. Picked: any.
    """
    candidates = [page for page in seat.pages if page in free]
    if seat.method == Method.ROUND_ROBIN:
        return _rotation(candidates, records)
    random.shuffle(candidates)
    if seat.method == Method.PICKED:
        return candidates
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


def _owners(seats: Sequence[Seat]) -> Owners:
    if len(seats) == 1:
        return seats[0].owners
    return {page: owner for seat in seats for page, owner in seat.owners.items()}


def _seat_first(lines: list[Line], owners: Owners) -> tuple[UUID, list[Line]]:
    """Who takes the first seat so that the others can still be filled, and the others' lines without them."""
    first, *others = lines
    ways = ((page, [_without(page, line, owners) for line in others]) for page in first)
    return next((page, rest) for page, rest in ways if _fillable(rest, owners))


def _without(page: UUID, line: Line, owners: Owners) -> Line:
    """The line without the person whose page this is."""
    person = _person(page, owners)
    return [other for other in line if _person(other, owners) != person]


def _fillable(lines: Sequence[Line], owners: Owners) -> bool:
    return all(_suffices(group, owners) for group in _groups(lines, owners))


def _suffices(group: tuple[Collection[UUID], ...], owners: Owners) -> bool:
    """Do the seats of a group, together, have as many people as they are many?"""
    return bool(group[0]) if len(group) == 1 else len(_people(chain(*group), owners)) >= len(group)


def _groups(seats: Sequence[Collection[UUID]], owners: Owners) -> Iterator[tuple[Collection[UUID], ...]]:
    """The groups of seats to ask: each alone or, where somebody could take two, every combination."""
    if not _share_a_person(seats, owners):
        return zip(seats, strict=True)
    sizes = range(1, len(seats) + 1)
    return chain.from_iterable(combinations(seats, size) for size in sizes)


def _share_a_person(seats: Sequence[Collection[UUID]], owners: Owners) -> bool:
    if len(seats) == 1:
        return False
    people = [_people(seat, owners) for seat in seats]
    return sum(map(len, people)) > len(set().union(*people))


def _held_by(group: tuple[Collection[UUID], ...], bits: Mapping[UUID, int], owners: Owners) -> int:
    """The starts at which the seats of a group, together, have as many people as they are many."""
    if len(group) == 1:
        return reduce(or_, [bits[page] for page in group[0]], 0)
    of_people: defaultdict[Hashable, int] = defaultdict(int)
    for page in set().union(*group):
        of_people[_person(page, owners)] |= bits[page]
    return _at_least(len(group), of_people.values())


def _people(pages: Iterable[UUID], owners: Owners) -> set[Hashable]:
    return {_person(page, owners) for page in pages}


def _person(page: UUID, owners: Owners) -> Hashable:
    return owners.get(page, page)


def _at_least(count: int, bitsets: Iterable[int]) -> int:
    """The bits that are set in at least ``count`` of the bitsets."""
    in_so_many = [_ALL_STARTS] + [0] * count
    for bits in bitsets:
        for number in range(count, 0, -1):
            in_so_many[number] |= in_so_many[number - 1] & bits
    return in_so_many[count]
