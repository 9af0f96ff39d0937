"""General links: Master pages that anyone who knows the Public link may book, any number of times."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.scheduling.bookings import Booked
from bot.scheduling.customers import Customer
from bot.scheduling.errors import (
    BookedBefore,
    Invalid,
    NotAccepting,
    NotAllowed,
    NotFound,
    SlotTaken,
)
from bot.scheduling.policy import Asking
from bot.scheduling.request_ids import is_ours, new_request_id
from storage.models import RuleType
from tests.databases import on_sqlite
from tests.scheduling.desk import MADRID, WEDNESDAY, token_of
from tests.scheduling.visitor import HALF_PAST, TEN, Visitor, names, race

pytestmark = on_sqlite

EVE = Customer("Eve Jones", "eve@customer.example")


async def test_dynamic_page_shows_by_its_general_link_what_its_one_time_links_show(visitor: Visitor) -> None:
    token = await visitor.desk.token_to_look()
    one_time = await visitor.desk.offers.of_link(token, visitor.desk.now)

    offer, times = await visitor.offer("support"), await visitor.times("support")

    assert replace(offer, may_skip_form=True, asking=Asking.POSSIBLE) == one_time
    assert [f"02 {time}" for time in times] == await visitor.desk.times(token, WEDNESDAY)
    assert list(times.values()) == [[]] * len(times)


async def test_general_link_always_shows_the_form(visitor: Visitor) -> None:
    for link in ("sales", "support"):
        offer = await visitor.offer(link)
        assert (offer.may_skip_form, offer.customer) == (False, None)


async def test_public_link_is_found_without_regard_to_case(visitor: Visitor) -> None:
    assert await visitor.offer("SaLeS") == await visitor.offer("sales")
    assert (await visitor.book("ana", link="SALES")).booking.page_name == "Acme Sales"


async def test_every_unknown_link_is_refused_alike(visitor: Visitor) -> None:
    """Also one that no database could be asked for, and one that is ``sales`` in capitals only."""
    request = await visitor.request()

    for link in ("unknown", "", "sales\0", "\ud800sales", "\u017fales", "sale%", "sales ", "s" * 5000):
        for asking in (
            visitor.offer(link),
            visitor.open_times(link),
            visitor.bookings.book(link, request, visitor.desk.now),
        ):
            with pytest.raises(NotFound):
                await asking


async def test_retired_page_is_as_unknown_as_any(visitor: Visitor) -> None:
    await visitor.change_page(retired_at=visitor.desk.now)

    for asking in (visitor.offer(), visitor.open_times(), visitor.book()):
        with pytest.raises(NotFound):
            await asking


async def test_looking_changes_nothing(visitor: Visitor) -> None:
    before = await visitor.desk.everything()

    await visitor.offer()
    await visitor.times()
    async with visitor.offers.look("sales", visitor.desk.now) as look:
        await look.next_day(await visitor.desk.event_type(), WEDNESDAY, MADRID)

    assert await visitor.desk.everything() == before


async def test_general_link_books_any_number_of_times(visitor: Visitor) -> None:
    made = [await visitor.booked("ana"), await visitor.book("ana", HALF_PAST)]

    assert [row.id for row in await visitor.desk.all_bookings()] == [each.booking.id for each in made]
    assert list(await visitor.times())[:2] == ["09:00", "09:30"]
    assert (await visitor.times())["10:30"] == ["Ben Okafor"]


async def test_name_and_email_are_always_needed(visitor: Visitor) -> None:
    request = await visitor.request(customer=None)

    for link in ("sales", "support"):
        with pytest.raises(Invalid) as refused:
            await visitor.bookings.book(link, request, visitor.desk.now)
        assert sorted(refused.value.fields) == ["email", "name"]


@pytest.mark.parametrize(("link", "whom"), [("sales", "ana"), ("support", None)])
async def test_same_request_again_finds_its_booking(visitor: Visitor, link: str, whom: str | None) -> None:
    """Also when the page has closed."""
    request = await visitor.request(whom, request_id="double click")

    first = await visitor.bookings.book(link, request, visitor.desk.now)
    again = await visitor.bookings.book(link.upper(), request, visitor.desk.now + timedelta(days=2))

    assert again == first
    await visitor.change_page(link, accepts_bookings=False)
    assert await visitor.bookings.book(link, request, visitor.desk.now) == first
    assert len(await visitor.desk.all_bookings()) == 1


async def test_double_click_makes_one_booking(visitor: Visitor) -> None:
    """Also where two are free, so that the second click would find somebody too."""
    picked = await visitor.request("ana", request_id="double click")
    ruled = await visitor.request(None, HALF_PAST, request_id="double click")
    found = await race(
        visitor, [("sales", picked), ("sales", picked), ("support", ruled), ("support", ruled)]
    )

    assert [each for each in found if not isinstance(each, Booked)] == []
    assert (found[0], found[2]) == (found[1], found[3])
    assert len(await visitor.desk.all_bookings()) == 2


async def test_what_another_customer_calls_a_request_finds_no_booking_of_mine(visitor: Visitor) -> None:
    """Who knows a Public link knows no more than that."""
    mine = await visitor.bookings.book("sales", await visitor.request(request_id="1"), visitor.desk.now)
    theirs = await visitor.request("ben", customer=EVE, request_id="1")

    booked = await visitor.bookings.book("sales", theirs, visitor.desk.now)

    assert (names(mine), names(booked), booked.booking.customer) == (["Ana Prieto"], ["Ben Okafor"], EVE)


async def test_id_that_our_pages_made_books_once_and_shows_to_its_customer_alone(
    visitor: Visitor,
) -> None:
    """Whoever gave the Customer the address with the id in it knows no more than that they have booked."""
    id_ = new_request_id()
    first = await visitor.bookings.book("sales", await visitor.request(request_id=id_), visitor.desk.now)

    again = await visitor.request("ben", HALF_PAST, request_id=id_)
    others = await visitor.request("ben", HALF_PAST, EVE, request_id=id_)

    assert await visitor.bookings.book("sales", again, visitor.desk.now) == first
    with pytest.raises(BookedBefore):
        await visitor.bookings.book("sales", others, visitor.desk.now)
    with pytest.raises(BookedBefore):
        await visitor.bookings.made_by("sales", id_)
    visit = await visitor.request("ben", request_id=new_request_id())
    await visitor.bookings.book("sales", visit, visitor.desk.now)
    assert len(await visitor.desk.all_bookings()) == 2


def test_id_is_ours_where_nobody_may_have_chosen_it() -> None:
    chosen = ("1", "visit-1", f"visit-{'x' * 21}", f"visit-{'x' * 23}", "x" * 28)

    assert [is_ours(each) for each in (*chosen, new_request_id())] == [*[False] * len(chosen), True]


async def test_id_that_anybody_may_choose_finds_nothing_by_itself(visitor: Visitor) -> None:
    await visitor.bookings.book("sales", await visitor.request(request_id="1"), visitor.desk.now)

    assert await visitor.bookings.made_by("sales", "1") is None


async def test_request_without_an_id_is_always_a_new_one(visitor: Visitor) -> None:
    await visitor.booked("ana")

    with pytest.raises(SlotTaken):
        await visitor.book("ana")


async def test_general_link_gives_as_many_bookings_as_there_are_free_providers(visitor: Visitor) -> None:
    """Half of them by the rules of the Dynamic page, half by the Static one, which share Ana and Ben."""
    ruled, picked = [await visitor.request(whom, HALF_PAST) for whom in (None, "ana")]
    await visitor.booked("ana", TEN)

    found = await race(
        visitor, [("support", ruled), ("support", ruled), ("sales", picked), ("sales", picked)]
    )

    booked = sorted(name for each in found if isinstance(each, Booked) for name in names(each))
    assert booked == ["Ana Prieto", "Ben Okafor"]
    assert sum(isinstance(each, SlotTaken) for each in found) == 2
    assert {row.link_id for row in await visitor.desk.all_bookings()} == {None}


async def test_page_that_accepts_no_bookings_offers_and_books_nothing(visitor: Visitor) -> None:
    await visitor.change_page(accepts_bookings=False)

    for asking in (visitor.offer(), visitor.open_times(), visitor.book()):
        with pytest.raises(NotAccepting):
            await asking
    assert await visitor.desk.all_bookings() == []


async def test_booking_of_a_page_that_accepts_none_is_neither_cancelled_nor_moved(visitor: Visitor) -> None:
    booked = await visitor.booked("ana")
    await visitor.change_page(accepts_bookings=False)

    for change in (
        visitor.desk.changes.cancel(booked.manage_token, "", visitor.desk.now),
        visitor.desk.move(booked.manage_token, HALF_PAST),
    ):
        with pytest.raises(NotAccepting):
            await change


async def test_booking_by_general_link_moves_on_a_static_page_and_keeps_its_person(visitor: Visitor) -> None:
    booked = await visitor.booked("ben")
    await visitor.booked("ben", HALF_PAST)

    moved = await visitor.desk.move(booked.manage_token, "2026-12-03T12:00")

    assert [provider.name for provider in moved.providers] == ["Ben Okafor"]
    assert (await visitor.times())["10:00"] == ["Ana Prieto", "Ben Okafor"]
    with pytest.raises(SlotTaken):
        await visitor.desk.move(booked.manage_token, HALF_PAST)
    with pytest.raises(Invalid):
        await visitor.desk.move(booked.manage_token, "2026-12-02T09:00")


async def test_booking_by_general_link_moves_whatever_the_page_becomes(visitor: Visitor) -> None:
    """Of a Static page that is Dynamic now, and the other way round. Beside it, one by a one-time link only
    cancels.
    """
    desk = visitor.desk
    by_link = await desk.booked()
    made = [
        await visitor.booked("ben", "2026-12-02T11:00"),
        await visitor.booked(None, "2026-12-02T12:00", "support"),
    ]
    await visitor.change_page("sales", rule_type=RuleType.DYNAMIC)
    await visitor.change_page("support", rule_type=RuleType.STATIC)

    moved = [
        await desk.move(each.manage_token, f"2026-12-02T{hour}:00")
        for each, hour in zip(made, (14, 15), strict=True)
    ]

    assert [each.providers for each in moved] == [each.booking.providers for each in made]
    with pytest.raises(NotAllowed):
        await desk.move(by_link.manage_token, "2026-12-02T16:00")
    await desk.changes.cancel(by_link.manage_token, "", desk.now)


async def test_one_time_link_finds_no_general_door_and_no_public_link_a_one_time_one(
    visitor: Visitor,
) -> None:
    desk = visitor.desk
    token = token_of((await desk.issue()).url)

    with pytest.raises(NotFound):
        await visitor.offer(token)
    with pytest.raises(NotFound):
        await desk.offers.of_link("support", desk.now)
    with pytest.raises(NotFound):
        await desk.bookings.book("support", await desk.request(), desk.now)
    assert await desk.all_bookings() == []
