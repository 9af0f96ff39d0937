"""Static pages: whose times are shown, and that the Customer meets whom they picked."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import select

from bot.scheduling.bookings import Booked
from bot.scheduling.errors import (
    Invalid,
    NotAccepting,
    SlotTaken,
)
from bot.scheduling.why import Explanation, Why
from storage.models import BookingPage, Participant, RuleType, Turn
from tests.databases import on_both, on_sqlite
from tests.scheduling.desk import DANA, MADRID
from tests.scheduling.visitor import HALF_PAST, TEN, Visitor, names, race

pytestmark = on_sqlite


async def test_static_page_shows_everybody_s_times_and_who_is_free_at_each(visitor: Visitor) -> None:
    """Ana works from 9 to 17 in Madrid, Ben from 10 to 18 by the same clock."""
    times = await visitor.times()

    assert list(times.items())[:3] == [
        ("09:00", ["Ana Prieto"]),
        ("09:30", ["Ana Prieto"]),
        ("10:00", ["Ana Prieto", "Ben Okafor"]),
    ]
    assert list(times.items())[-3:] == [
        ("16:30", ["Ana Prieto", "Ben Okafor"]),
        ("17:00", ["Ben Okafor"]),
        ("17:30", ["Ben Okafor"]),
    ]


async def test_next_day_is_the_first_on_which_anybody_is_free(visitor: Visitor) -> None:
    """Thursdays only Ben works; from Friday on nobody does until Monday."""
    event_type, now = await visitor.desk.event_type(), visitor.desk.now

    async def after(day: int) -> date | None:
        async with visitor.offers.look("sales", now) as look:
            return await look.next_day(event_type, date(2026, 12, day), MADRID)

    assert [await after(day) for day in (3, 4)] == [date(2026, 12, 3), date(2026, 12, 7)]


STATIC = """\
administrators: [U0ADMIN]
event_types:
  - {name: Of Ana, notice: 4h, slots: {most_a_day: 2}}
  - {name: Of both, minutes: 60, notice: 4h}
  - {name: Nobody's}
  - {name: With approval, booking: approval}
  - {name: Training, sessions: {package: 3}}
  - {name: Of others}
booking_pages:
  - name: Ana
    owner: U0ANA
    time_zone: Europe/Madrid
    event_types: [Training, Of both, With approval, Of Ana]
  - {name: Ben, owner: U0BEN, time_zone: Europe/London, event_types: [Of both]}
  - {name: Carla, owner: U0CARLA, time_zone: Europe/Madrid, event_types: [Of others]}
master_pages:
  - {name: Acme Sales, link: sales, rule_type: static, booking_pages: [ben, ana]}
  - {name: Acme Empty, link: empty, rule_type: static}
"""


async def test_static_page_offers_what_its_pages_are_associated_with_and_can_be_booked(
    visitor: Visitor,
) -> None:
    """In the order of the set-up, and each once. Approval and packages are not supported yet."""
    await visitor.set_up(STATIC)

    offer = await visitor.offer()

    assert [each.name for each in offer.event_types] == ["Of Ana", "Of both"]
    assert offer.time_zone == "Europe/Madrid"


async def test_event_type_is_with_those_only_who_are_associated_with_it(visitor: Visitor) -> None:
    await visitor.set_up(STATIC)

    of_both, of_ana = [await visitor.open_times(event_type=name) for name in ("Of both", "Of Ana")]

    assert {tuple(each.name for each in time.booking_pages) for time in of_both} == {
        ("Ana",),
        ("Ben", "Ana"),
        ("Ben",),
    }
    assert {tuple(each.name for each in time.booking_pages) for time in of_ana} == {("Ana",)}
    assert len(of_ana) == 2


async def test_what_is_not_offered_cannot_be_asked_for(visitor: Visitor) -> None:
    await visitor.set_up(STATIC)

    for event_type in ("Nobody's", "With approval", "Training", "Of others"):
        request = replace(await visitor.request(), event_type_id=await visitor.desk.event_type(event_type))
        for asking in (
            visitor.open_times(event_type=event_type),
            visitor.bookings.book("sales", request, visitor.desk.now),
        ):
            with pytest.raises(Invalid) as refused:
                await asking
            assert sorted(refused.value.fields) == ["event_type"]


async def test_static_page_with_nobody_on_it_offers_nothing(visitor: Visitor) -> None:
    await visitor.set_up(STATIC)

    with pytest.raises(NotAccepting):
        await visitor.offer("empty")


async def test_page_that_left_the_company_is_not_offered(visitor: Visitor) -> None:
    await visitor.desk.change(BookingPage, BookingPage.link == "ben", retired_at=visitor.desk.now)

    assert {name for names in (await visitor.times()).values() for name in names} == {"Ana Prieto"}
    with pytest.raises(Invalid) as refused:
        await visitor.book("ben")
    assert sorted(refused.value.fields) == ["booking_page"]


async def test_whom_the_customer_picks_is_booked_and_no_thread_is_told(visitor: Visitor) -> None:
    booked = await visitor.book("ben")

    [row] = await visitor.desk.all_bookings()
    assert (names(booked), booked.booking.location) == (["Ben Okafor"], "https://meet.example/ben")
    assert (booked.booking.customer, booked.booking.page_name) == (DANA, "Acme Sales")
    assert (row.link_id, await visitor.desk.notices()) == (None, [])
    assert await visitor.desk.deeds() == [("customer", "booked", "booking")]
    assert await visitor.bookings.view(booked.manage_token) == booked.booking


async def test_picked_member_who_was_taken_meanwhile_is_refused_while_the_others_stay(
    visitor: Visitor,
) -> None:
    await visitor.booked("ana")

    with pytest.raises(SlotTaken):
        await visitor.book("ana")

    assert (await visitor.times())["10:00"] == ["Ben Okafor"]
    assert names(await visitor.book("ben")) == ["Ben Okafor"]
    assert "10:00" not in await visitor.times()


async def test_customer_has_to_pick_one_of_those_listed(visitor: Visitor) -> None:
    for whom in (None, "carla"):
        with pytest.raises(Invalid) as refused:
            await visitor.book(whom)
        assert refused.value.fields == {"booking_page": "Please choose whom you would like to meet."}


async def test_time_at_which_the_picked_member_never_works_is_refused(visitor: Visitor) -> None:
    with pytest.raises(Invalid) as refused:
        await visitor.book("ben", "2026-12-02T09:00")

    assert sorted(refused.value.fields) == ["start"]


async def test_what_customers_picked_counts_in_no_pool_and_is_owed_to_nobody(visitor: Visitor) -> None:
    booked = await visitor.book("ana")

    async with visitor.desk.database.reading() as session:
        [part] = (await session.scalars(select(Participant))).all()
    assert (part.pool_id, part.position, part.held) == (None, 0, True)
    await visitor.desk.changes.cancel(booked.manage_token, "", visitor.desk.now)

    assert (await visitor.times())["10:00"] == ["Ana Prieto", "Ben Okafor"]
    async with visitor.desk.database.reading() as session:
        assert (await session.scalars(select(Turn))).all() == []


@on_both
async def test_each_member_is_booked_once_however_many_pick_them_at_once(visitor: Visitor) -> None:
    picks = ["ana", "ana", "ben", "ben"]

    found = await race(visitor, [("sales", await visitor.request(whom, HALF_PAST)) for whom in picks])

    winners = sorted(name for each in found if isinstance(each, Booked) for name in names(each))
    assert winners == ["Ana Prieto", "Ben Okafor"]
    assert sum(isinstance(each, SlotTaken) for each in found) == 2


@on_both
async def test_both_pages_of_one_owner_are_never_booked_at_once(visitor: Visitor) -> None:
    await visitor.desk.change(BookingPage, BookingPage.link == "ben", owner_id="U0ANA")

    found = await race(
        visitor, [("sales", await visitor.request(whom, HALF_PAST)) for whom in ("ana", "ben")]
    )

    assert sorted(type(each).__name__ for each in found) == ["Booked", "SlotTaken"]


async def test_switch_to_static_changes_what_the_general_link_offers(visitor: Visitor) -> None:
    assert (await visitor.times("support"))["10:00"] == []

    await visitor.change_page("sales", rule_type=RuleType.DYNAMIC)
    with pytest.raises(NotAccepting):
        await visitor.offer("sales")

    await visitor.change_page("support", rule_type=RuleType.STATIC)
    with pytest.raises(NotAccepting):
        await visitor.offer("support")


async def explained(visitor: Visitor, start: str = TEN, event_type: str = "Support call") -> Explanation:
    """Ada asks about a start on the Madrid clock."""
    desk = visitor.desk
    asked = await desk.page_id("sales"), await desk.event_type(event_type)
    at = datetime.fromisoformat(start).replace(tzinfo=MADRID)
    return await Why(desk.database).explain(desk.ada, *asked, at, desk.now)


async def test_why_says_that_the_customer_picks_among_the_free(visitor: Visitor) -> None:
    free = await explained(visitor)
    await visitor.booked("ana")
    taken = await explained(visitor)
    nobody = await explained(visitor, "2026-12-04T10:00")

    assert [each.verdict for each in (free, taken, nobody)] == [
        "Offered through the general link: either Ana Prieto or Ben Okafor would get it.",
        "Offered through the general link: Ben Okafor would get it.",
        "Not offered: nobody is free.",
    ]
    [seat] = taken.seats
    assert seat.name == "Whom the Customer picks"
    assert [(page.name, page.gets_it, page.why) for page in seat.pages] == [
        ("Ana Prieto", False, "Taken: busy from 10:00 to 10:30"),
        ("Ben Okafor", True, "Free: the Customer picks among the free"),
    ]


async def test_why_says_what_keeps_an_event_type_off_a_static_page(visitor: Visitor) -> None:
    await visitor.set_up(STATIC)

    told = [
        (await explained(visitor, event_type=event_type)).verdict
        for event_type in ("With approval", "Of others")
    ]

    assert told == [
        (
            "Not offered: With approval is not Automatic booking and Single session, and nothing else can be"
            " booked yet."
        ),
        (
            "Not offered: No Booking page listed here is associated with Of others, only with Of Ana and Of"
            " both. Associate one with it."
        ),
    ]
