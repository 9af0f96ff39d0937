"""Companies that grow, each in a database of its own, and what is asked of them."""

from asyncio import Runner
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from time import perf_counter

from bench import company, database, rivals, workloads
from bench.company import Company
from bench.race import Contestant
from bench.workloads import Page, Workload, doubled
from bot.scheduling.availability import DAY, Busy

MEMBERS, BOOKINGS = 20, 100
"""Of the company that grows in one way at a time."""

YEAR = 52 * 7 * DAY
"""Away from the window, on the same days of the week."""


@dataclass(frozen=True)
class Shown:
    """So many days of a company's page, and what is right to show on them."""

    runner: Runner
    company: Company
    workload: Workload
    token: str
    days: int = 7

    def reading(self, times: int) -> Contestant:
        """What the page view reads, against the bare query."""
        window = database.shown(self.days)
        engine = database.bare_engine(self.company)
        right = self.runner.run(database.read_bare(engine, self.company, window))
        self.runner.run(engine.dispose())
        read = partial(database.read_as_the_product_does, self.company, window)
        return Contestant(lambda: self.runner.run(read()), right, times=times, clock=perf_counter)

    def page_view(self, times: int) -> Contestant:
        """The page view, against the plain walk over the same rows in memory."""
        right = rivals.plain_walk(replace(self.workload, window=database.shown(self.days)))
        view = partial(database.page_view, self.company, self.token, self.days)
        return Contestant(lambda: self.runner.run(view()), right, times=times, clock=perf_counter)


class Shelf:
    """Makes the companies. Their databases are closed with the stack."""

    def __init__(self, runner: Runner, stack: ExitStack, folder: Path, seed: int) -> None:
        self.runner = runner
        self.stack = stack
        self.folder = folder
        self.seed = seed
        self.made = 0

    def in_range(self) -> Mapping[str, Mapping[int, Shown]]:
        """What a page view has to look at."""
        usual = self.usual()
        return {
            "members": {size: self.shown(self.pool(members=size)) for size in doubled(MEMBERS // 2)},
            "days": {size: replace(usual, days=size) for size in doubled(7)},
            "bookings each": {size: self.shown(self.pool(bookings=size)) for size in doubled(BOOKINGS // 2)},
        }

    def out_of_range(self) -> Mapping[str, Mapping[int, Shown]]:
        """What should not cost a page view anything."""
        return {
            "bookings outside the range": {
                MEMBERS * BOOKINGS * years: self.with_years(years) for years in doubled(1)
            },
            "links": {size: self.with_links(size) for size in doubled(1000)},
            "other workspaces": {size: self.with_neighbours(size) for size in doubled(1)},
        }

    def with_years(self, years: int) -> Shown:
        """Every other year lies before the window, the others after it."""
        shown = self.usual()
        for number in range(years):
            away = YEAR * (1 + number // 2) * (-1 if number % 2 else 1)
            pages = [_moved(page, away) for page in shown.workload.pages]
            self.runner.run(company.add_bookings(shown.company, pages))
        return shown

    def with_links(self, count: int) -> Shown:
        shown = self.usual()
        self.runner.run(company.add_links(shown.company, count))
        return shown

    def with_neighbours(self, count: int) -> Shown:
        shown = self.usual()
        for number in range(count):
            adding = company.add_company(shown.company.database, f"neighbour-{number}", shown.workload)
            self.runner.run(adding)
        return shown

    def usual(self) -> Shown:
        return self.shown(self.pool())

    def pool(self, members: int = MEMBERS, bookings: int = BOOKINGS) -> Workload:
        return workloads.pool(self.seed, members=members, bookings=bookings)

    def shown(self, workload: Workload) -> Shown:
        self.made += 1
        made = self.runner.run(company.new_company(self.folder, f"company-{self.made}", workload))
        self.stack.callback(lambda: self.runner.run(made.database.dispose()))
        return Shown(self.runner, made, workload, self.runner.run(company.link(made)))


def _moved(page: Page, minutes: int) -> Page:
    bookings = (Busy(busy.starts + minutes, busy.ends + minutes) for busy in page.bookings)
    return replace(page, bookings=tuple(bookings))
