"""Who gets a booking: pools, panels and the one idle longest."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.scheduling.assignment import Method, Record, Seat, choose, offered
from tests.scheduling import oracle
from tests.thoroughness import examples

ANA, BEN, CARLA, DAN, EVA = PAGES = [UUID(int=number) for number in range(5)]
NAMES = ["ana", "ben", "carla", "dan", "eva"]
MAY = datetime(2026, 5, 1, tzinfo=UTC)


def fixed(page: UUID, owner: str = "") -> Seat:
    return Seat(Method.FIXED, (page,), owners={page: owner} if owner else {})


def pool(*pages: UUID, **owners: str) -> Seat:
    """``ana="zoe"``: Ana's page is Zoe's."""
    return Seat(Method.POOLED, pages, owners={PAGES[NAMES.index(name)]: owners[name] for name in owners})


def ranked(**priorities: int) -> Seat:
    """A pool with priority, its members by their names."""
    by_page = {PAGES[NAMES.index(name)]: priority for name, priority in priorities.items()}
    return Seat(Method.PRIORITY, tuple(by_page), by_page)


def rotation(*pages: UUID) -> Seat:
    return Seat(Method.ROUND_ROBIN, pages)


def booked(*pages: UUID, **owed: int) -> dict[UUID, Record]:
    """Whose last booking was made when: one a day, in this order. ``ana=1``: Ana is owed one."""
    return {
        page: Record(MAY + timedelta(days=day), owed.get(NAMES[PAGES.index(page)], 0))
        for day, page in enumerate(pages)
    }


BITS = {ANA: 0b0011, BEN: 0b0101, CARLA: 0b1110, DAN: 0b0000}


@pytest.mark.parametrize(
    ("seats", "expected"),
    [
        pytest.param([fixed(ANA)], 0b0011, id="one page: its own"),
        pytest.param([pool(ANA, BEN)], 0b0111, id="pool: the union"),
        pytest.param([pool()], 0b0000, id="empty pool: none"),
        pytest.param([pool(DAN, ANA)], 0b0011, id="pool with a busy member"),
        pytest.param([fixed(ANA), fixed(BEN)], 0b0001, id="panel: what all share"),
        pytest.param([fixed(CARLA), pool(ANA, BEN)], 0b0110, id="panel of a page and a pool"),
        pytest.param([fixed(ANA), fixed(DAN)], 0b0000, id="panel with somebody never free"),
        pytest.param([pool(ANA, BEN), pool(CARLA, DAN)], 0b0110, id="panel of two pools"),
        pytest.param([fixed(ANA), fixed(ANA)], 0b0000, id="nobody fills two seats"),
        pytest.param([fixed(ANA), pool(ANA, BEN)], 0b0001, id="a page that stands in a pool too"),
        pytest.param([pool(ANA, BEN, CARLA)] * 2, 0b0111, id="a pool twice: two must be free"),
        pytest.param([pool(ANA, BEN, CARLA)] * 3, 0b0000, id="a pool three times"),
        pytest.param([fixed(ANA, "zoe"), fixed(BEN, "zoe")], 0b0000, id="nor by two pages"),
        pytest.param([pool(ANA, BEN, ana="zoe", ben="zoe")], 0b0111, id="pool with two pages of one person"),
        pytest.param(
            [pool(ANA, BEN, CARLA, ana="zoe", ben="zoe")] * 2,
            0b0110,
            id="two seats of a pool with two pages of one person",
        ),
    ],
)
def test_offered_starts(seats: list[Seat], expected: int) -> None:
    assert offered(seats, BITS, {}) == expected


@pytest.mark.parametrize(
    ("seats", "free", "last_booked", "expected"),
    [
        pytest.param([fixed(ANA)], {ANA}, booked(ANA), (ANA,), id="the fixed page"),
        pytest.param([fixed(ANA)], {BEN}, {}, None, id="the fixed page is busy"),
        pytest.param([pool(ANA, BEN)], {ANA, BEN}, booked(BEN, ANA), (BEN,), id="idle longest"),
        pytest.param([pool(ANA, BEN)], {ANA}, booked(BEN, ANA), (ANA,), id="of those who are free"),
        pytest.param(
            [pool(ANA, BEN, CARLA)], {*PAGES}, booked(ANA, BEN), (CARLA,), id="never booked goes first"
        ),
        pytest.param([pool(ANA, BEN)], {CARLA}, {}, None, id="nobody in the pool is free"),
        pytest.param([pool()], {ANA}, {}, None, id="empty pool"),
        pytest.param(
            [fixed(CARLA), pool(ANA, BEN)],
            {*PAGES},
            booked(CARLA, BEN, ANA),
            (CARLA, BEN),
            id="in order of seats",
        ),
        pytest.param([fixed(CARLA), pool(ANA, BEN)], {ANA, BEN}, {}, None, id="panel without its fixed page"),
        pytest.param([pool(ANA, BEN)] * 2, {*PAGES}, booked(ANA, BEN), (ANA, BEN), id="two of one pool"),
        pytest.param([pool(ANA, BEN)] * 2, {ANA}, {}, None, id="one cannot fill two seats"),
        pytest.param(
            [fixed(ANA, "zoe"), fixed(BEN, "zoe")], {*PAGES}, {}, None, id="nor can one with two pages"
        ),
        pytest.param(
            [pool(ANA, CARLA, ana="zoe"), pool(BEN, DAN, ben="zoe")],
            {*PAGES},
            booked(ANA, BEN, DAN, CARLA),
            (ANA, DAN),
            id="leaves out the other page of who has a seat",
        ),
        pytest.param(
            [pool(ANA, BEN), fixed(ANA)],
            {*PAGES},
            booked(ANA, BEN),
            (BEN, ANA),
            id="leaves the seat nobody else fills",
        ),
        pytest.param(
            [pool(ANA, BEN), pool(BEN, CARLA), fixed(ANA)],
            {*PAGES},
            booked(ANA, BEN, CARLA),
            (BEN, CARLA, ANA),
            id="makes way down the row",
        ),
        pytest.param(
            [ranked(ana=2, ben=1)], {ANA, BEN}, booked(ANA, BEN), (BEN,), id="priority before idleness"
        ),
        pytest.param([ranked(ana=2, ben=1)], {ANA}, {}, (ANA,), id="highest priority of those who are free"),
        pytest.param(
            [ranked(ana=1, ben=1, carla=2)],
            {*PAGES},
            booked(BEN, ANA),
            (BEN,),
            id="equal priority: idle longest",
        ),
        pytest.param(
            [rotation(ANA, BEN, CARLA)], {*PAGES}, {}, (ANA,), id="round robin begins with the first"
        ),
        pytest.param(
            [rotation(ANA, BEN, CARLA)], {*PAGES}, booked(ANA), (BEN,), id="round robin: next in line"
        ),
        pytest.param(
            [rotation(ANA, BEN, CARLA)],
            {ANA, CARLA},
            booked(ANA),
            (CARLA,),
            id="round robin: the one after, where the next was lost",
        ),
        pytest.param(
            [rotation(ANA, BEN, CARLA)],
            {*PAGES},
            booked(ANA, BEN, CARLA, carla=1),
            (CARLA,),
            id="round robin: who lost one goes first",
        ),
        pytest.param(
            [rotation(ANA, BEN, CARLA)],
            {*PAGES},
            booked(ANA, BEN, CARLA, ben=1, carla=2),
            (CARLA,),
            id="round robin: who lost most goes first",
        ),
    ],
)
def test_choice(
    seats: list[Seat], free: set[UUID], last_booked: dict[UUID, Record], expected: tuple[UUID, ...] | None
) -> None:
    assert choose(seats, free, last_booked, Random(1)) == expected


def test_ties_are_random_and_even() -> None:
    random = Random(1)
    times = Counter(choose([pool(ANA, BEN, CARLA)], {ANA, BEN, CARLA}, {}, random) for _ in range(3000))
    assert set(times) == {(ANA,), (BEN,), (CARLA,)}
    assert all(900 < count < 1100 for count in times.values())


def test_ties_fall_the_same_way_for_the_same_seed() -> None:
    choices = [
        [choose([pool(*PAGES)] * 2, {*PAGES}, {}, Random(seed)) for seed in range(20)] for _ in range(2)
    ]
    assert choices[0] == choices[1]


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        pytest.param({}, BITS[ANA], id="at first the first"),
        pytest.param(booked(ANA), BITS[BEN], id="then the second"),
        pytest.param(booked(ANA, BEN, ana=1), BITS[ANA], id="or who lost a booking"),
        pytest.param(booked(ANA, BEN, CARLA), BITS[DAN], id="even if that one is never free"),
    ],
)
def test_round_robin_shows_the_next_in_line_only(records: dict[UUID, Record], expected: int) -> None:
    assert offered([rotation(ANA, BEN, CARLA, DAN)], BITS, records) == expected


def test_panel_of_a_page_and_a_round_robin_pool_shows_what_the_next_in_line_shares() -> None:
    assert offered([fixed(CARLA), rotation(ANA, BEN)], BITS, booked(ANA)) == BITS[CARLA] & BITS[BEN]


def test_pool_takes_turns() -> None:
    last_booked: dict[UUID, Record] = {}
    turns: list[UUID] = []
    for day in range(15):
        turns += choose([pool(*PAGES)], {*PAGES}, last_booked, Random(day)) or ()
        last_booked[turns[-1]] = Record(MAY + timedelta(days=day))
    assert turns[:5] == turns[5:10] == turns[10:]
    assert sorted(turns[:5]) == PAGES


def seatings() -> st.SearchStrategy[list[Seat]]:
    """Panels of fixed pages and pools that may overlap as no rule allows. Some people have several pages."""
    pages = st.sampled_from(PAGES)
    pools = st.lists(pages, max_size=4, unique=True).map(lambda members: pool(*members))
    people = st.dictionaries(pages, st.sampled_from(["yan", "zoe"]), max_size=4)
    return st.tuples(st.lists(pages.map(fixed) | pools, min_size=1, max_size=4), people).map(
        lambda both: [replace(seat, owners=both[1]) for seat in both[0]]
    )


@settings(max_examples=examples(30, thorough=2000))
@given(seatings(), st.fixed_dictionaries({page: st.integers(0, 2**6 - 1) for page in PAGES}))
def test_time_is_offered_exactly_if_the_seats_can_be_filled(seats: list[Seat], bits: dict[UUID, int]) -> None:
    expected = 0
    for tick in range(6):
        free = {page for page in PAGES if bits[page] >> tick & 1}
        expected |= any(True for _ in oracle.fillings(seats, free)) << tick
    assert offered(seats, bits, {}) == expected


@settings(max_examples=examples(30, thorough=2000))
@given(seatings(), st.sets(st.sampled_from(PAGES)), st.permutations(PAGES), st.integers(0, 5), st.randoms())
def test_choice_is_the_way_with_the_longest_idle_in_the_earliest_seats(
    seats: list[Seat], free: set[UUID], order: list[UUID], old: int, random: Random
) -> None:
    records = booked(*order[:old])
    last_booked = {page: record.last_booked for page, record in records.items() if record.last_booked}
    ways = list(oracle.fillings(seats, free))
    chosen = choose(seats, free, records, random)
    if chosen is None:
        assert ways == []
        return
    assert chosen in ways
    assert oracle.idle_since(chosen, last_booked) == min(oracle.idle_since(way, last_booked) for way in ways)
