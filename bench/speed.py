"""The table of speeds: who races, with which right answers, and which of them are compared."""

from collections.abc import Callable, Mapping
from functools import partial
from random import Random
from uuid import UUID

from bench import engine, rivals, workloads
from bench.goals import AtMost, Comparison, Faster
from bench.race import Contestant
from bench.workloads import CALL, PANEL, Workload
from bot.scheduling.availability import Busy, minutes_of

OFTEN = 15
"""How often in its turn somebody is asked who needs few milliseconds."""

STARTS_TO_ASSIGN = 25

Contestants = dict[str, Contestant]

SLOTIFY, INTERVALS, WALK, MINUTES = (
    "slotify-scheduling",
    "rrule + portion",
    "the plain walk",
    "the walk in minutes",
)
FROM_ROWS, COMPILED = "Bmix, from rows", "Bmix, hours compiled"

ROWS = (
    Comparison("A, from rows", SLOTIFY, "A", "A slotify", Faster(1000)),
    Comparison("Aplus, from rows", SLOTIFY, "Aplus", "Aplus slotify", Faster(1000)),
    Comparison("A, from rows", INTERVALS, "A", "A rrule + portion", Faster(8)),
    Comparison("B, from rows", INTERVALS, "B", "B rrule + portion", Faster(20)),
    Comparison("A, from rows", WALK, "A", "A walk", Faster(5)),
    Comparison("Bmix, from rows", WALK, "Bmix", "Bmix walk", Faster(15)),
    Comparison("Bmix, bits kept", "shift-AND-OR", "Bmix kept", "floor", AtMost(2)),
    Comparison("one more booking, bits kept", FROM_ROWS, "one more booking", "Bmix", AtMost(1 / 20)),
    Comparison("who gets this start, bits kept", FROM_ROWS, "who gets it", "Bmix", AtMost(1 / 100)),
    Comparison("panel of 3, bits kept", FROM_ROWS, "panel kept", "Bmix", AtMost(1 / 10)),
    Comparison("reading a week's page view of Bmix", "bare Core", "reading", "bare", AtMost(1.5)),
    Comparison("a link to A, opened", "Starlette and Jinja2 alone", "page view", "bare page", AtMost(40)),
)
"""The goals, in the order in which they were set."""

OTHER_READINGS = (
    Comparison("A, from rows, zone known", SLOTIFY, "A zone known", "A slotify", Faster(1000)),
    Comparison("Aplus, from rows, zone known", SLOTIFY, "Aplus zone known", "Aplus slotify", Faster(1000)),
    Comparison("A, hours compiled", SLOTIFY, "A compiled", "A slotify", Faster(1000)),
    Comparison("Aplus, hours compiled", SLOTIFY, "Aplus compiled", "Aplus slotify", Faster(1000)),
    Comparison("A, from rows", "slotify, no store", "A", "A slotify, no store", Faster(1000)),
    Comparison("Aplus, from rows", "slotify, no store", "Aplus", "Aplus slotify, no store", Faster(1000)),
    Comparison("A, hours compiled", INTERVALS, "A compiled", "A rrule + portion", Faster(8)),
    Comparison("B, hours compiled", INTERVALS, "B compiled", "B rrule + portion", Faster(20)),
    Comparison("A, from rows, zone known", WALK, "A zone known", "A walk", Faster(5)),
    Comparison("A, hours compiled", WALK, "A compiled", "A walk", Faster(5)),
    Comparison("Bmix, hours compiled", WALK, "Bmix compiled", "Bmix walk", Faster(15)),
    Comparison("A, from rows", MINUTES, "A", "A walk in minutes", Faster(5)),
    Comparison("Bmix, from rows", MINUTES, "Bmix", "Bmix walk in minutes", Faster(15)),
    Comparison("Bmix, bits kept", "shift-AND-OR, no list", "Bmix kept", "floor, bits", AtMost(2)),
    Comparison("the same, no list", "shift-AND-OR, no list", "Bmix kept, bits", "floor, bits", AtMost(2)),
    Comparison("one more booking, bits kept", COMPILED, "one more booking", "Bmix compiled", AtMost(1 / 20)),
    Comparison("who gets this start, bits kept", COMPILED, "who gets it", "Bmix compiled", AtMost(1 / 100)),
    Comparison("panel of 3, from rows", FROM_ROWS, "panel", "Bmix", AtMost(1 / 10)),
    Comparison("panel of 3, hours compiled", COMPILED, "panel compiled", "Bmix compiled", AtMost(1 / 10)),
)
"""The same goals where their words can be read otherwise, easier or harder."""


def contestants(seed: int) -> Contestants:
    """Everybody but the database."""
    return (
        _single("A", workloads.single(seed))
        | _single("Aplus", workloads.single_plus(seed))
        | _by_intervals("A", workloads.single(seed), OFTEN)
        | _walks("A", workloads.single(seed), OFTEN)
        | _one_zone(workloads.one_zone(seed))
        | _five_zones(workloads.five_zones(seed), seed)
    )


def _single(name: str, workload: Workload) -> Contestants:
    right = rivals.plain_walk(workload)
    return _from_rows(name, workload, engine.pooled, right) | {
        f"{name} slotify": Contestant(partial(rivals.slotify_scheduling, workload), right),
        f"{name} slotify, no store": Contestant(partial(rivals.slotify_without_store, workload), right),
    }


def _one_zone(workload: Workload) -> Contestants:
    right = rivals.plain_walk(workload)
    return _from_rows("B", workload, engine.pooled, right) | _by_intervals("B", workload, 1)


def _five_zones(workload: Workload, seed: int) -> Contestants:
    three = workload.of(*PANEL)
    kept = engine.kept(workload)
    return (
        _from_rows("Bmix", workload, engine.pooled, rivals.plain_walk(workload))
        | _from_rows("panel", three, engine.panel, rivals.plain_walk_of_all(three))
        | _walks("Bmix", workload, 1)
        | _nothing_changed(workload, three, kept)
        | _floor(workload)
        | {
            "one more booking": _one_more_booking(workload, kept),
            "who gets it": _who_gets_it(workload, kept, seed),
        }
    )


def _from_rows(
    name: str, workload: Workload, seats: Callable[[Workload], engine.Seats], right: list[int]
) -> Contestants:
    """The engine: its caches emptied; all of them but what zones do; and, as compiled, none of them."""

    def answer() -> list[int]:
        return engine.starts(seats(workload), engine.kept(workload), workload)

    return {
        name: Contestant(answer, right, before=engine.forget, times=OFTEN),
        f"{name} zone known": Contestant(answer, right, before=engine.forget_rows, times=OFTEN),
        f"{name} compiled": Contestant(answer, right, before=warmed(answer), times=OFTEN),
    }


def warmed(answer: Callable[[], object]) -> Callable[[], None]:
    """Asks once without a clock, because others in the race empty the engine's caches."""

    def ask() -> None:
        answer()

    return ask


def _by_intervals(name: str, workload: Workload, times: int) -> Contestants:
    answer = partial(rivals.rrule_and_portion, workload)
    return {f"{name} rrule + portion": Contestant(answer, rivals.plain_walk(workload), times=times)}


def _walks(name: str, workload: Workload, times: int) -> Contestants:
    plain, in_minutes = partial(rivals.plain_walk, workload), partial(rivals.walk_in_minutes, workload)
    return {
        f"{name} walk": Contestant(plain, in_minutes(), times=times),
        f"{name} walk in minutes": Contestant(in_minutes, plain(), times=times),
    }


def _nothing_changed(workload: Workload, three: Workload, kept: engine.Kept) -> Contestants:
    """Each page's bits are there already, and no booking has changed."""
    union, intersection = engine.pooled(workload), engine.panel(three)
    return {
        "Bmix kept": _quick(partial(engine.starts, union, kept, workload), rivals.plain_walk(workload)),
        "Bmix kept, bits": _quick(partial(engine.bits, union, kept), _floor_bits(workload)()),
        "panel kept": _quick(
            partial(engine.starts, intersection, kept, three), rivals.plain_walk_of_all(three)
        ),
    }


def _floor(workload: Workload) -> Contestants:
    answer = _floor_bits(workload)

    def starts() -> list[int]:
        return minutes_of(answer(), workload.window)

    return {
        "floor": _quick(starts, rivals.plain_walk(workload)),
        "floor, bits": _quick(answer, engine.bits(engine.pooled(workload), engine.kept(workload))),
    }


def _floor_bits(workload: Workload) -> Callable[[], int]:
    return partial(rivals.shift_and_or, rivals.ready_made_bits(workload), rivals.grid_bits(workload))


def _one_more_booking(workload: Workload, kept: engine.Kept) -> Contestant:
    """It takes the start that the fewest pages are open for, so that it shows in the union."""
    free = _free_pages(workload)
    start = min(free, key=lambda start: len(free[start]))
    page_id, booking = free[start][0], Busy(start, start + CALL.minutes)
    seats = engine.pooled(workload)

    def answer() -> list[int]:
        later = engine.one_more_booking(kept, page_id, booking, workload)
        return engine.starts(seats, later, workload)

    return _quick(answer, rivals.plain_walk(workload.with_booking(page_id, booking)))


def _who_gets_it(workload: Workload, kept: engine.Kept, seed: int) -> Contestant:
    """The page that is free and had its last booking longest ago."""
    free, last_booked = _free_pages(workload), workloads.last_booked(workload, seed)
    starts = Random(seed).sample(sorted(free), STARTS_TO_ASSIGN)
    seats, records = engine.pooled(workload), engine.records(last_booked)

    def answer() -> list[tuple[UUID, ...] | None]:
        return [engine.who_gets(seats, start, kept, records, workload) for start in starts]

    right = [(min(free[start], key=lambda page_id: last_booked[page_id]),) for start in starts]
    return Contestant(answer, right, times=OFTEN, questions=STARTS_TO_ASSIGN)


def _free_pages(workload: Workload) -> Mapping[int, list[UUID]]:
    """For each start the pages that are free, by the plain walk."""
    free: dict[int, list[UUID]] = {}
    for place, page in enumerate(workload.pages):
        for start in rivals.plain_walk(workload.of(place)):
            free.setdefault(start, []).append(page.id)
    return free


def _quick(answer: Callable[[], object], right: object) -> Contestant:
    return Contestant(answer, right, before=warmed(answer), times=OFTEN)
