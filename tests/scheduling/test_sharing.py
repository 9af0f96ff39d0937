"""How people share bookings, through the database: lines, panels, races, and what it costs to look."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, event, update

from bot.scheduling.errors import Invalid, SlotTaken
from storage.database import Database
from storage.models import BookingPage
from tests.databases import on_both, on_sqlite
from tests.looking import open_times
from tests.scheduling.desk import MADRID, WEDNESDAY, Desk
from tests.scheduling.pools import (
    CALL,
    DEMO,
    book,
    company,
    page,
    pool,
    race,
    rule,
    times,
    who_gets,
)

pytestmark = on_sqlite

TEAMS = company(
    [
        {"name": name, "notice": "0h"}
        for name in (
            "Ranked",
            "Turns",
            "No-shows",
            "Uncorrected",
            "First",
            "Second",
            "Third",
            "Pair",
            "Panel",
        )
    ],
    [page(name, "09:00-12:00") for name in ("ana", "ben", "carla", "dan", "eva", "fay")],
    [
        pool("Ranked", "priority", "ana 3", "ben", "carla", "dan 2"),
        pool("Turns", "round robin", "ana", "ben", "carla"),
        pool("No-shows", "round robin", "ana", "ben", "carla", count_no_shows=True),
        pool(
            "Uncorrected",
            "round robin",
            "ana",
            "ben",
            "carla",
            count_no_shows=True,
            automatic_correction=False,
        ),
        pool("First", "pooled", "ana", "ben"),
        pool("Second", "round robin", "carla", "dan"),
        pool("Third", "priority", "eva", "fay"),
    ],
    [
        *(
            rule(name, name)
            for name in ("Ranked", "Turns", "No-shows", "Uncorrected", "First", "Second", "Third")
        ),
        rule("Pair", "First", "Second"),
        rule("Panel", "eva", "First", "Second"),
    ],
)
"""Event types that are called as the pool in their rule, and two with two pools."""


@pytest.fixture
async def desk(database: Database, now: datetime) -> Desk:
    return await Desk.opened(database, now, TEAMS)


async def test_highest_priority_of_those_who_are_free_gets_the_booking_and_equals_take_turns(
    desk: Desk,
) -> None:
    """Dan comes before Ana, though she is idle longer by then."""
    starts = ["2026-12-02T10:00"] * 3 + ["2026-12-02T11:00"] * 4

    first, second, *others = [await who_gets(desk, start, "Ranked") for start in starts]

    assert sorted([first, second]) == [["ben"], ["carla"]]
    assert others == [["dan"], first, second, ["dan"], ["ana"]]


async def test_idleness_is_counted_for_each_event_type(database: Database, now: datetime) -> None:
    """Ana's Support call is older than Ben's, and her Demo is newer: the next Support call is hers."""
    desk = await Desk.opened(
        database,
        now,
        company(
            [CALL, DEMO],
            [page("ana", "09:00-12:00"), page("ben", "10:00-12:00")],
            [pool("Tier 2", "pooled", "ana", "ben")],
            [rule("Support call", "Tier 2"), rule("Demo", "ana")],
        ),
    )
    assert await who_gets(desk, "2026-12-02T09:00") == ["ana"]
    assert await who_gets(desk, "2026-12-02T10:00") == ["ben"]
    assert await who_gets(desk, "2026-12-02T11:00", "Demo") == ["ana"]

    assert await who_gets(desk, "2026-12-03T10:00") == ["ana"]


async def test_round_robin_shows_the_next_in_line_and_moves_on(database: Database, now: datetime) -> None:
    pages = [page("ana", "09:00-10:00"), page("ben", "11:00-12:00")]
    line = pool("Tier 2", "round robin", "ana", "ben")
    desk = await Desk.opened(database, now, company([CALL], pages, [line], [rule("Support call", "Tier 2")]))
    seen = [await times(desk)]

    booked = await book(desk, "2026-12-02T09:00")
    seen.append(await times(desk))
    await book(desk, "2026-12-02T11:00")
    seen.append(await times(desk))
    await desk.changes.cancel(booked.manage_token, "", desk.now)
    seen.append(await times(desk))

    assert seen == [["09:00", "09:30"], ["11:00", "11:30"], ["09:30"], ["09:00", "09:30"]]


@pytest.mark.parametrize(
    ("event_type", "expected"),
    [
        pytest.param("Turns", ["ana", "carla", "ana"], id="what was cancelled alone, from the start"),
        pytest.param("No-shows", ["ana", "ben", "carla"], id="no-shows too"),
        pytest.param("Uncorrected", ["carla", "ana", "ben"], id="nothing"),
    ],
)
async def test_round_robin_makes_good_what_the_pool_says(
    desk: Desk, event_type: str, expected: list[str]
) -> None:
    """Ana's booking is cancelled, and nobody comes to Ben's."""
    of_ana, of_ben = [await book(desk, f"2026-12-02T{start}", event_type) for start in ("09:00", "10:00")]
    await desk.changes.cancel_as(desk.ada, of_ana.booking.id, "", desk.now)
    desk.now = of_ben.booking.starts
    await desk.changes.no_show(desk.ada, of_ben.booking.id, desk.now)

    got = [await who_gets(desk, f"2026-12-03T{start}", event_type) for start in ("09:00", "10:00", "11:00")]

    assert got == [[name] for name in expected]


@on_both
async def test_as_many_links_as_people_are_free_may_race_for_a_slot(desk: Desk) -> None:
    """Through pools of every method."""
    got = await race(desk, ["First", "Second", "Third"] * 2)

    assert sorted(got) == [["ana"], ["ben"], ["carla"], ["dan"], ["eva"], ["fay"]]


@on_both
async def test_panels_that_race_for_a_slot_share_nobody(desk: Desk) -> None:
    """Two pools of two: two panels can meet at once."""
    panels = await race(desk, ["Pair"] * 3)

    assert [sorted(seat) for seat in zip(*panels, strict=True)] == [["ana", "ben"], ["carla", "dan"]]


async def test_panel_has_its_page_and_one_of_each_pool_all_different(desk: Desk) -> None:
    first = await who_gets(desk, "2026-12-02T10:00", "Panel")
    second = await who_gets(desk, "2026-12-02T11:00", "Panel")

    assert [first[0], second[0]] == ["eva", "eva"]
    assert sorted([first[1], second[1]]) == ["ana", "ben"]
    assert [first[2], second[2]] == ["carla", "dan"]
    assert await times(desk, event_type="Panel") == ["09:00", "09:30", "10:30", "11:30"]


PAGES_OF_ANA = company(
    [CALL, DEMO, {"name": "Class", "notice": "0h", "capacity": 2}],
    [page("ana", "09:00-12:00"), page("ana-demo", "09:00-12:00", owner="ana"), page("ben", "09:00-12:00")],
    [pool("Both", "pooled", "ana", "ana-demo")],
    [rule("Support call", "ana"), rule("Demo", "ana-demo"), rule("Class", "Both")],
)
"""Ana has two Booking pages: one takes Support calls, the other Demos, and both of them Classes."""


@pytest.fixture
async def desk_of_ana(database: Database, now: datetime) -> Desk:
    return await Desk.opened(database, now, PAGES_OF_ANA)


@on_both
async def test_links_that_race_for_two_booking_pages_of_one_owner_make_one_booking(desk_of_ana: Desk) -> None:
    assert await race(desk_of_ana, ["Support call", "Demo"]) in ([["ana"]], [["ana-demo"]])


async def test_buffers_apply_across_the_booking_pages_of_one_owner(desk_of_ana: Desk) -> None:
    await desk_of_ana.change_event_type(buffer_before=10, buffer_after=40)
    await book(desk_of_ana, "2026-12-02T10:00")

    assert await times(desk_of_ana, event_type="Demo") == ["09:00", "11:30"]


async def test_meeting_moves_to_no_time_that_another_page_of_its_owner_holds(desk_of_ana: Desk) -> None:
    """It may overlap its own old time. Half an hour that becomes an hour."""
    desk = desk_of_ana
    call, _ = await book(desk, "2026-12-02T10:00"), await book(desk, "2026-12-02T11:30", "Demo")
    await desk.change_event_type(minutes=60)

    with pytest.raises(SlotTaken):
        await desk.move(call.manage_token, "2026-12-02T11:00")
    moved = await desk.move(call.manage_token, "2026-12-02T10:30")

    assert moved.ends - moved.starts == timedelta(hours=1)
    assert await times(desk, event_type="Demo") == ["09:00", "09:30", "10:00"]


async def test_places_are_shared_on_one_booking_page_of_an_owner_only(desk_of_ana: Desk) -> None:
    first, second = [await who_gets(desk_of_ana, event_type="Class") for _ in range(2)]

    assert first == second
    with pytest.raises(SlotTaken):
        await book(desk_of_ana, event_type="Class")


async def test_panel_never_has_two_booking_pages_of_one_owner(database: Database, now: datetime) -> None:
    """No set-up may say so. Should the tables, nothing is offered, and what is booked keeps its pages."""
    pages = [page("ana", "09:00-12:00"), page("ben", "09:00-12:00")]
    desk = await Desk.opened(database, now, company([CALL], pages, [], [rule("Support call", "ana", "ben")]))
    booked = await book(desk)
    async with desk.database.writing() as session:
        await session.execute(update(BookingPage).values(owner_id="U0ANA"))

    assert await times(desk) == []
    with pytest.raises(Invalid):
        await book(desk, "2026-12-02T11:00")
    moved = await desk.move(booked.manage_token, "2026-12-02T11:00")
    assert [provider.name for provider in moved.providers] == ["ana", "ben"]


@contextmanager
def statements() -> Iterator[list[str]]:
    """The SQL statements that are sent in the block."""
    sent: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield sent
    event.remove(Engine, "before_cursor_execute", note)


METHODS = ("pooled", "priority", "round robin")
SMALL_AND_LARGE_POOLS = company(
    [{"name": f"{method}, {size}", "notice": "0h"} for method in METHODS for size in (2, 12)],
    [page(f"p{number}", "09:00-12:00") for number in range(12)],
    [
        pool(f"Pool: {method}, {size}", method, *(f"p{number}" for number in range(size)))
        for method in METHODS
        for size in (2, 12)
    ],
    [rule(f"{method}, {size}", f"Pool: {method}, {size}") for method in METHODS for size in (2, 12)],
)


@pytest.mark.parametrize("method", METHODS)
async def test_page_view_takes_as_many_statements_for_a_pool_of_12_as_for_one_of_2(
    database: Database, now: datetime, method: str
) -> None:
    desk = await Desk.opened(database, now, SMALL_AND_LARGE_POOLS)
    await book(desk, "2026-12-02T10:00", f"{method}, 2")
    await book(desk, "2026-12-02T11:00", f"{method}, 12")

    sent = [await statements_of_a_view(desk, f"{method}, {size}") for size in (2, 12)]

    assert sent[0] == sent[1] > 0


async def statements_of_a_view(desk: Desk, event_type: str) -> int:
    token, event_type_id = await desk.token_to_look(), await desk.event_type(event_type)
    with statements() as sent:
        found = await open_times(desk.offers, token, event_type_id, WEDNESDAY, WEDNESDAY, MADRID, desk.now)
    assert found != []
    return len(sent)
