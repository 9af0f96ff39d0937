"""Where each Booking page of a rule stands with a time: who is free, who gets it, and what decides.

Pure: the engine has spoken before, and this tells it in words for Users.
"""

from collections.abc import MutableSequence, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from uuid import UUID

from bot.scheduling import assignment
from bot.scheduling.assignment import NOTHING, Line, Method, Records, Seat
from bot.scheduling.busy import BusyTimes
from bot.scheduling.obstacles import Case, first_obstacle, listed, ruled_out, when
from bot.scheduling.serving import Serving

POOLS = {
    Method.POOLED: "Pooled availability, longest idle first",
    Method.PRIORITY: "Pooled with priority, then longest idle first",
}


@dataclass(frozen=True)
class PageStanding:
    """Where one Booking page stands with a time.

    ``time`` is the meeting by the page's own clock. ``is_free``: its own set-up and bookings allow it.
    ``gets_it``: a booking made now would go to it, or could where chance decides among several. ``why``: the
    first rule that forbids the time, or the rule that chose among the free.
    """

    page_id: UUID
    name: str
    time: str
    is_free: bool
    gets_it: bool
    why: str


@dataclass(frozen=True)
class SeatStanding:
    """One team member of the rule, a Booking page or a pool, by its name."""

    name: str
    pages: tuple[PageStanding, ...]


@dataclass(frozen=True)
class Scene:
    """All that decides who gets a start. ``names`` are those of the seats.

    ``winners``: for each seat who may get it, several where chance decides; nobody where the meeting cannot
    be.
    """

    asked: Serving
    names: tuple[str, ...]
    at: datetime
    now: datetime
    busy: BusyTimes
    free: frozenset[UUID]
    records: Records
    is_offered: bool
    winners: tuple[Line, ...]

    def verdict(self) -> str:
        if not all(self.winners):
            pages = [page_id for seat in self.asked.seats for page_id in seat.pages]
            return f"Not offered: {ruled_out(list(map(self._case, pages))) or self._lacking()}."
        would = listed([self._one_of(seat) for seat in self.winners])
        if self.is_offered:
            through = " through the general link" if self.asked.to_pick else ""
            return f"Offered{through}: {would} would get it.{self._thinned()}"
        shown = listed([self._name(_next_in_line(seat, self.records)) for seat in self._rotating()])
        return (
            f"Not offered: of a round robin pool only the next in line is shown, here {shown}."
            f" A Customer who still has the time on screen would get {would}."
        )

    def standings(self) -> tuple[SeatStanding, ...]:
        parts = zip(self.asked.seats, self.names, self.winners, strict=True)
        return tuple(
            SeatStanding(name, tuple(self._standing(page_id, seat, winners) for page_id in seat.pages))
            for seat, name, winners in parts
        )

    def _standing(self, page_id: UUID, seat: Seat, winners: Line) -> PageStanding:
        page, case = self.asked.pages[page_id], self._case(page_id)
        why = first_obstacle(case) or self._why_among_the_free(page_id, seat, winners)
        return PageStanding(page_id, page.name, when(case), page_id in self.free, page_id in winners, why)

    def _case(self, page_id: UUID) -> Case:
        busy = self.busy.get(page_id, ())
        return Case(self.asked.pages[page_id], self.asked.event_type, busy, self.at, self.now)

    def _why_among_the_free(self, page_id: UUID, seat: Seat, winners: Line) -> str:
        if not winners:
            return f"Free, but {self._lacking()}"
        if seat.method == Method.FIXED:
            return "The rule names nobody else for this seat"
        if seat.method == Method.PICKED:
            return "Free: the Customer picks among the free"
        if seat.method == Method.ROUND_ROBIN:
            return f"Round robin: {self._turn(page_id, seat, winners)}"
        priority = f"priority {seat.priorities[page_id]}, " if seat.method == Method.PRIORITY else ""
        idle = _since("last booking here created", "never had a booking here", page_id, self.records)
        return f"{POOLS[seat.method]}: {priority}{idle}; {self._place(page_id, seat, winners)}"

    def _turn(self, page_id: UUID, seat: Seat, winners: Line) -> str:
        next_in_line = _next_in_line(seat, self.records)
        turn = _since("last turn", "never had a turn", page_id, self.records)
        owed = self.records.get(page_id, NOTHING).owed
        facts = f"owed {owed}, {turn}" if owed else turn
        if page_id == next_in_line:
            return f"next in line; {facts}"
        place = "next of those free" if page_id in winners else "later in line"
        return f"only {self._name(next_in_line)}, the next in line, is shown; {place}, {facts}"

    def _place(self, page_id: UUID, seat: Seat, winners: Line) -> str:
        if page_id not in winners:
            return f"{self._one_of(winners)} comes first"
        if level := [self._name(each) for each in winners if each != page_id]:
            return f"level with {listed(level)}, so chance decides"
        return "comes first" if len(self.free.intersection(seat.pages)) > 1 else "nobody else is free"

    def _lacking(self) -> str:
        """Why not all seats can be filled."""
        if len(self.names) == 1:
            return "nobody is free"
        seats = zip(self.asked.seats, self.names, strict=True)
        empty = [name for seat, name in seats if self.free.isdisjoint(seat.pages)]
        if not empty:
            return "one person would fill two seats"
        return f"nobody can take the {'seats' if len(empty) > 1 else 'seat'} of {listed(empty)}"

    def _thinned(self) -> str:
        most = self.asked.event_type.slots_a_day
        if most is None:
            return ""
        return f" No more than {most} of a day's times are shown, spread evenly: it may be left out."

    def _rotating(self) -> list[Seat]:
        return [seat for seat in self.asked.seats if seat.method == Method.ROUND_ROBIN]

    def _one_of(self, winners: Line) -> str:
        names = " or ".join(map(self._name, winners))
        return f"either {names}" if len(winners) > 1 else names

    def _name(self, page_id: UUID) -> str:
        return self.asked.pages[page_id].name


def winners_of(seats: Sequence[Seat], free: frozenset[UUID], records: Records) -> tuple[Line, ...]:
    """Who gets each seat: asked once in favour of each free page, to see all that chance can do."""
    ways = [assignment.choose(seats, free, records, _dice_for(page_id)) for page_id in sorted(free)]
    chosen = [[way[position] for way in ways if way] for position in range(len(seats))]
    parts = zip(seats, chosen, strict=True)
    return tuple([page_id for page_id in seat.pages if page_id in taken] for seat, taken in parts)


class LoadedDice(Random):
    """Dice that fall for one Booking page wherever chance decides."""

    favoured: UUID

    def shuffle(self, x: MutableSequence[object]) -> None:
        x[:] = sorted(x, key=lambda each: each != self.favoured)


def _dice_for(page_id: UUID) -> Random:
    dice = LoadedDice()
    dice.favoured = page_id
    return dice


def _next_in_line(seat: Seat, records: Records) -> UUID:
    return assignment.line(seat, set(seat.pages), records, _dice_for(seat.pages[0]))[0]


def _since(dated: str, never: str, page_id: UUID, records: Records) -> str:
    """In UTC, because pages in different zones are compared."""
    last = records.get(page_id, NOTHING).last_booked
    return never if last is None else f"{dated} {last.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
