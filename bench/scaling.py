"""How cost grows: what is in range is doubled, and so is what should cost nothing."""

from asyncio import Runner
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bench import engine, race, rivals, workloads
from bench.growing import Shelf
from bench.race import Contestant, Race
from bench.workloads import Workload, doubled

OFTEN = 3
LINEAR, FLAT = 2.2, 1.1
"""The most by which a doubling may multiply the time: 2 or 1, and a tenth for what the clock cannot tell."""


@dataclass(frozen=True)
class Growth:
    """What something costs at sizes that double, in milliseconds."""

    what: str
    of: str
    sizes: tuple[int, ...]
    milliseconds: tuple[float, ...]
    factor: float
    """What a doubling multiplies the time by, on average over all of them."""
    allowed: float

    @property
    def is_kept(self) -> bool:
        return self.factor <= self.allowed


@dataclass(frozen=True)
class Series:
    """The same question at sizes that double: what grows, and whom it should or should not cost time."""

    what: str
    of: str
    allowed: float
    asked: Mapping[int, Contestant]

    def contestants(self) -> dict[str, Contestant]:
        return {self._name(size): contestant for size, contestant in self.asked.items()}

    def growth(self, timed: Race) -> Growth:
        sizes = tuple(self.asked)
        whole = timed.ratio(self._name(sizes[-1]), self._name(sizes[0]))
        milliseconds = tuple(timed.milliseconds(self._name(size)) for size in sizes)
        return Growth(self.what, self.of, sizes, milliseconds, whole ** (1 / (len(sizes) - 1)), self.allowed)

    def _name(self, size: int) -> str:
        return f"{self.of} with {size} {self.what}"


def measured(runner: Runner, folder: Path, seed: int, rounds: int) -> list[Growth]:
    """All doublings, in one interleaved race."""
    with ExitStack() as stack:
        shelf = Shelf(runner, stack, folder, seed)
        series = [*_of_the_engine(seed), *_of_page_views(shelf)]
        contestants = {name: each for one in series for name, each in one.contestants().items()}
        timed = race.run(contestants, rounds)
    return [one.growth(timed) for one in series]


def _of_the_engine(seed: int) -> list[Series]:
    """From rows to starts, with nothing compiled before."""
    pool = partial(workloads.pool, seed)
    grown = {
        "members": {size: pool(members=size) for size in doubled(25)},
        "days": {size: pool(days=size, booked_days=30) for size in doubled(30)},
        "bookings each": {size: pool(bookings=size) for size in doubled(50)},
    }
    return [
        Series(
            what, "the engine, from rows", LINEAR, {size: _from_rows(each) for size, each in sizes.items()}
        )
        for what, sizes in grown.items()
    ]


def _from_rows(workload: Workload) -> Contestant:
    def answer() -> list[int]:
        return engine.starts(engine.pooled(workload), engine.kept(workload), workload)

    return Contestant(answer, rivals.walk_in_minutes(workload), before=engine.forget, times=OFTEN)


def _of_page_views(shelf: Shelf) -> list[Series]:
    """What a page view reads, and the page view as a whole, from the link to the open times."""
    series = []
    for allowed, grown in ((LINEAR, shelf.in_range()), (FLAT, shelf.out_of_range())):
        for what, sizes in grown.items():
            reads = {size: each.reading(OFTEN) for size, each in sizes.items()}
            views = {size: each.page_view(OFTEN) for size, each in sizes.items()}
            series += [Series(what, "reading", allowed, reads), Series(what, "the page view", allowed, views)]
    return series
