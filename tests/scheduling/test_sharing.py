"""How people share bookings, through the database: lines, panels, races, and what it costs to look."""

import asyncio
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
from tests.scheduling.desk import MADRID, WEDNESDAY, Desk, token_of
from tests.scheduling.pools import (
    CALL,
    DEMO,
    Entry,
    attempt,
    book,
    company,
    page,
    pool,
    race,
    rule,
    sharing,
    times,
    who_gets,
)

pytestmark = on_sqlite

METHODS = pytest.mark.parametrize("distribution", ["pooled", "priority", "round robin"])


async def test_highest_priority_of_those_who_are_free_gets_the_booking(
    database: Database, now: datetime
) -> None:
    desk = await Desk.opened(database, now, sharing("priority", "ana 3", "ben 1", "carla 2"))

    assert [await who_gets(desk) for _ in range(3)] == [["ben"], ["carla"], ["ana"]]
    assert await who_gets(desk, "2026-12-02T11:00") == ["ben"]


async def test_equal_priorities_take_turns(database: Database, now: datetime) -> None:
    desk = await Desk.opened(database, now, sharing("priority", "ana 1", "ben 1", "carla 2"))

    got = [(await who_gets(desk, f"2026-12-02T{hour}"))[0] for hour in ("09:00", "10:00", "11:00")]

    assert sorted(got[:2]) == ["ana", "ben"]
    assert got[2] == got[0]


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
    ("switches", "expected"),
    [
        pytest.param({}, ["ana", "carla", "ana", "ben"], id="as it is from the start"),
        pytest.param({"automatic_correction": False}, ["carla", "ana", "ben", "carla"], id="switched off"),
    ],
)
async def test_round_robin_makes_good_what_was_cancelled(
    database: Database, now: datetime, switches: dict[str, bool], expected: list[str]
) -> None:
    desk = await Desk.opened(database, now, sharing("round robin", "ana", "ben", "carla", **switches))
    booked = [await book(desk, f"2026-12-02T{hour}") for hour in ("09:00", "10:00")]
    await desk.changes.cancel_as(desk.ada, booked[0].booking.id, "", desk.now)

    got = [await who_gets(desk, f"2026-12-03T{hour}") for hour in ("09:00", "10:00", "11:00", "11:30")]

    assert [names[0] for names in got] == expected


@pytest.mark.parametrize(
    ("switches", "expected"),
    [
        pytest.param({"count_no_shows": True}, "ana", id="a no-show counts"),
        pytest.param({}, "carla", id="no-shows do not count"),
        pytest.param(
            {"count_no_shows": True, "automatic_correction": False},
            "carla",
            id="where nothing is corrected no-shows are not either",
        ),
    ],
)
async def test_round_robin_makes_good_a_no_show_where_the_pool_says_so(
    database: Database, now: datetime, switches: dict[str, bool], expected: str
) -> None:
    desk = await Desk.opened(database, now, sharing("round robin", "ana", "ben", "carla", **switches))
    booked = [await book(desk, f"2026-12-02T{hour}") for hour in ("09:00", "10:00")]
    desk.now = booked[0].booking.starts
    await desk.changes.no_show(desk.ada, booked[0].booking.id, desk.now)

    assert await who_gets(desk, "2026-12-03T09:00") == [expected]


@on_both
@METHODS
async def test_links_that_race_for_a_slot_make_as_many_bookings_as_people_are_free(
    database: Database, now: datetime, distribution: str
) -> None:
    desk = await Desk.opened(database, now, sharing(distribution, "ana", "ben", "carla"))

    assert sorted(await race(desk, 4)) == [["ana"], ["ben"], ["carla"]]


@on_both
@METHODS
async def test_each_of_few_links_that_race_for_a_slot_books(
    database: Database, now: datetime, distribution: str
) -> None:
    desk = await Desk.opened(database, now, sharing(distribution, "ana", "ben", "carla"))

    got = [name for names in await race(desk, 2) for name in names]

    assert len(got) == len(set(got)) == 2


@on_both
@METHODS
async def test_panels_that_race_for_a_slot_share_nobody(
    database: Database, now: datetime, distribution: str
) -> None:
    """Two pools, of two and of three: two panels can meet at once."""
    names = ["ana", "ben", "carla", "dan", "eva"]
    desk = await Desk.opened(
        database,
        now,
        company(
            [CALL],
            [page(name, "09:00-12:00") for name in names],
            [pool("One", distribution, *names[:2]), pool("Two", distribution, *names[2:])],
            [rule("Support call", "One", "Two")],
        ),
    )

    panels = await race(desk, 3)

    assert sorted(first for first, _ in panels) == ["ana", "ben"]
    seconds = {second for _, second in panels}
    assert len(seconds) == 2
    assert seconds < {"carla", "dan", "eva"}


async def test_panel_has_its_page_and_one_of_each_pool_all_different(
    database: Database, now: datetime
) -> None:
    names = ["ana", "ben", "carla", "dan", "eva"]
    desk = await Desk.opened(
        database,
        now,
        company(
            [CALL],
            [page(name, "09:00-12:00") for name in names],
            [pool("One", "pooled", "ana", "ben"), pool("Two", "round robin", "carla", "dan")],
            [rule("Support call", "eva", "One", "Two")],
        ),
    )

    first = await who_gets(desk, "2026-12-02T10:00")
    second = await who_gets(desk, "2026-12-02T11:00")

    assert [first[0], second[0]] == ["eva", "eva"]
    assert sorted([first[1], second[1]]) == ["ana", "ben"]
    assert [first[2], second[2]] == ["carla", "dan"]
    assert await times(desk) == ["09:00", "09:30", "10:30", "11:30"]


def two_pages(call: Entry = CALL) -> str:
    """Ana has two Booking pages: one takes Support calls, the other Demos."""
    pages = [page("ana", "09:00-12:00"), page("ana-demo", "09:00-12:00", owner="ana")]
    return company([call, DEMO], pages, [], [rule("Support call", "ana"), rule("Demo", "ana-demo")])


@on_both
async def test_links_that_race_for_two_booking_pages_of_one_owner_make_one_booking(
    database: Database, now: datetime
) -> None:
    desk = await Desk.opened(database, now, two_pages())
    tokens = [token_of((await desk.issue()).url) for _ in range(2)]
    call, demo = [await desk.request(event_type=name) for name in ("Support call", "Demo")]

    async with desk.beside() as beside:
        got = await asyncio.gather(attempt(desk, tokens[0], call), attempt(beside, tokens[1], demo))

    assert sorted(got) in ([[], ["ana"]], [[], ["ana-demo"]])


async def test_buffers_apply_across_the_booking_pages_of_one_owner(database: Database, now: datetime) -> None:
    desk = await Desk.opened(database, now, two_pages({**CALL, "buffers": {"before": "10m", "after": "40m"}}))
    await book(desk, "2026-12-02T10:00")

    assert await times(desk, event_type="Demo") == ["09:00", "11:30"]


async def test_meeting_moves_to_no_time_that_another_page_of_its_owner_holds(
    database: Database, now: datetime
) -> None:
    """It may overlap its own old time. Half an hour that becomes an hour."""
    desk = await Desk.opened(database, now, two_pages())
    call, _ = await book(desk, "2026-12-02T10:00"), await book(desk, "2026-12-02T11:30", "Demo")
    await desk.change_event_type(minutes=60)

    with pytest.raises(SlotTaken):
        await desk.move(call.manage_token, "2026-12-02T11:00")
    moved = await desk.move(call.manage_token, "2026-12-02T10:30")

    assert moved.ends - moved.starts == timedelta(hours=1)
    assert await times(desk, event_type="Demo") == ["09:00", "09:30", "10:00"]


async def test_places_are_shared_on_one_booking_page_of_an_owner_only(
    database: Database, now: datetime
) -> None:
    pages = [page("ana", "09:00-12:00"), page("ana-demo", "09:00-12:00", owner="ana")]
    both = pool("Both", "pooled", "ana", "ana-demo")
    desk = await Desk.opened(
        database, now, company([{**CALL, "capacity": 2}], pages, [both], [rule("Support call", "Both")])
    )

    assert await who_gets(desk) == await who_gets(desk)
    with pytest.raises(SlotTaken):
        await book(desk)


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


@METHODS
async def test_page_view_takes_as_many_statements_for_a_pool_of_12_as_for_one_of_2(
    database: Database, now: datetime, distribution: str
) -> None:
    few, many = ([f"p{number}" for number in numbers] for numbers in (range(2), range(12)))
    document = company(
        [CALL, DEMO],
        [page(name, "09:00-12:00") for name in many],
        [pool("Few", distribution, *few), pool("Many", distribution, *many)],
        [rule("Support call", "Few"), rule("Demo", "Many")],
    )
    desk = await Desk.opened(database, now, document)
    await book(desk)
    await book(desk, "2026-12-02T11:00", "Demo")

    sent = [await statements_of_a_view(desk, event_type) for event_type in ("Support call", "Demo")]

    assert sent[0] == sent[1] > 0


async def statements_of_a_view(desk: Desk, event_type: str) -> int:
    token, event_type_id = token_of((await desk.issue()).url), await desk.event_type(event_type)
    with statements() as sent:
        found = await open_times(desk.offers, token, event_type_id, WEDNESDAY, WEDNESDAY, MADRID, desk.now)
    assert found != []
    return len(sent)
