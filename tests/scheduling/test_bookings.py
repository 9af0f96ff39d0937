"""Booking: one transaction, exactly one meeting a link, never two for one provider."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete, select

from bot.scheduling.bookings import Booked
from bot.scheduling.customers import Customer
from bot.scheduling.errors import (
    Invalid,
    LinkRevoked,
    LinkSpent,
    LinkSuspended,
    NotFound,
    Refusal,
    SlotTaken,
)
from bot.scheduling.policy import LinkState
from storage.models import BookingStatus, Participant, TeamMember
from tests.databases import on_both, on_sqlite
from tests.looking import open_times
from tests.scheduling.desk import DANA, MADRID, WEDNESDAY, Desk, token_of

pytestmark = on_sqlite

NOT_OFFERED = {"start": "This time is not offered. Please pick one of the open times."}


async def test_booking_spends_the_link_and_tells_its_thread(desk: Desk) -> None:
    issued = await desk.issue()

    booked = await desk.book(issued.url, "2026-12-02T10:00")

    booking = booked.booking
    assert (booking.starts, booking.ends) == (
        datetime(2026, 12, 2, 9, 0, tzinfo=UTC),
        datetime(2026, 12, 2, 9, 30, tzinfo=UTC),
    )
    assert (booking.event_type, booking.customer, booking.status) == (
        "Support call",
        DANA,
        BookingStatus.SCHEDULED,
    )
    assert (await desk.link(issued.id)).spent_at == desk.now
    assert await desk.notices() == [("card", None), ("url", None), ("card", None), ("told", "booked")]
    assert await desk.deeds() == [("U0ADMIN", "issued", "link"), ("customer", "booked", "booking")]


async def test_card_of_a_booked_link_shows_its_booking(desk: Desk) -> None:
    issued = await desk.issue()
    booked = await desk.book(issued.url)

    view = await desk.links.view(desk.workspace_id, issued.id, desk.now)

    assert (view.state, view.booking) == (LinkState.SPENT, booked.booking)


async def test_customer_finds_the_booking_by_its_manage_token(desk: Desk) -> None:
    booked = await desk.booked()

    assert await desk.bookings.view(booked.manage_token) == booked.booking
    with pytest.raises(NotFound):
        await desk.bookings.view("unknown")


async def test_booking_keeps_its_length_when_its_event_type_is_given_another(desk: Desk) -> None:
    booked = await desk.booked()

    await desk.change_event_type(minutes=45)

    assert await desk.bookings.view(booked.manage_token) == booked.booking


async def test_booked_time_is_not_offered_again(desk: Desk) -> None:
    """Ana and Ben share the pool: the time goes when both are taken."""
    first, second, third = [(await desk.issue()).url for _ in range(3)]
    await desk.book(first, "2026-12-02T10:30")
    assert "02 10:30" in await desk.times(token_of(third), WEDNESDAY)

    await desk.book(second, "2026-12-02T10:30")

    assert "02 10:30" not in await desk.times(token_of(third), WEDNESDAY)


async def test_longest_idle_member_of_the_pool_gets_the_booking(desk: Desk) -> None:
    names = []
    for minute, start in enumerate(("10:30", "11:30", "12:30", "13:30")):
        at = desk.now + timedelta(minutes=minute)
        request = await desk.request(f"2026-12-02T{start}")
        booked = await desk.bookings.book(token_of((await desk.issue()).url), request, at)
        names.append(booked.booking.providers[0].name)

    assert sorted(names[:2]) == ["Ana Prieto", "Ben Okafor"]
    assert names[2:] == names[:2]


async def test_panel_books_everyone(desk: Desk) -> None:
    """Onboarding: Ana in Madrid and Carla in New York, who share Wednesday 15:00 to 17:00 in Madrid."""
    token = token_of((await desk.issue()).url)
    onboarding = await desk.event_type("Onboarding")

    found = await open_times(desk.offers, token, onboarding, WEDNESDAY, WEDNESDAY, MADRID, desk.now)
    assert [f"{time.start.astimezone(MADRID):%H:%M}" for time in found] == ["15:00", "15:30", "16:00"]

    request = replace(await desk.request("2026-12-02T15:00", "Onboarding"), answers={"order_number": "A-1"})
    booked = await desk.bookings.book(token, request, desk.now)
    assert [provider.name for provider in booked.booking.providers] == ["Ana Prieto", "Carla Ruiz"]
    assert booked.booking.answers == {"order_number": "A-1"}


async def test_panel_is_gone_when_one_of_it_is_taken(desk: Desk) -> None:
    first, second = [(await desk.issue()).url for _ in range(2)]
    request = replace(await desk.request("2026-12-02T15:30", "Onboarding"), answers={"order_number": "A-1"})
    await desk.bookings.book(token_of(first), request, desk.now)

    found = await open_times(
        desk.offers, token_of(second), request.event_type_id, WEDNESDAY, WEDNESDAY, MADRID, desk.now
    )

    assert found == []
    with pytest.raises(SlotTaken):
        await desk.bookings.book(token_of(second), request, desk.now)


async def test_personalized_link_books_without_a_form(desk: Desk) -> None:
    issued = await desk.issue(customer=DANA)

    booked = await desk.bookings.book(token_of(issued.url), await desk.request(customer=None), desk.now)

    assert (booked.booking.customer, booked.booking.corrected) == (DANA, False)


async def test_customer_may_correct_a_personalized_link(desk: Desk) -> None:
    issued = await desk.issue(customer=DANA)
    eve = Customer("Eve Jones", "eve@customer.example")

    booked = await desk.bookings.book(token_of(issued.url), await desk.request(customer=eve), desk.now)

    assert (booked.booking.customer, booked.booking.corrected) == (eve, True)


async def test_same_request_again_finds_its_booking(desk: Desk) -> None:
    token = token_of((await desk.issue()).url)
    request = await desk.request(request_id="double click")

    first = await desk.bookings.book(token, request, desk.now)
    again = await desk.bookings.book(token, request, desk.now + timedelta(minutes=1))

    assert again == first
    assert len(await desk.all_bookings()) == 1


async def test_requests_on_two_links_may_be_called_the_same(desk: Desk) -> None:
    tokens = [token_of((await desk.issue()).url) for _ in range(2)]
    request = await desk.request(request_id="1")

    first, second = [await desk.bookings.book(token, request, desk.now) for token in tokens]

    assert [each.id for each in await desk.all_bookings()] == [first.booking.id, second.booking.id]


@pytest.mark.parametrize("request_id", ["another", None])
async def test_other_request_on_a_spent_link_is_refused(desk: Desk, request_id: str | None) -> None:
    token = token_of((await desk.issue()).url)
    await desk.bookings.book(token, await desk.request(request_id="the first"), desk.now)

    with pytest.raises(LinkSpent):
        await desk.bookings.book(token, await desk.request(request_id=request_id), desk.now)


NEVER_OFFERED = {
    "in the past": "2026-11-30T10:00",
    "within the notice": "2026-12-01T10:30",
    "off the grid": "2026-12-02T10:10",
    "off every grid": "2026-12-02T10:03",
    "not a whole minute": "2026-12-02T10:00:30",
    "before hours": "2026-12-02T08:30",
    "runs past hours": "2026-12-02T17:45",
    "day off": "2026-12-04T10:00",
    "beyond the horizon": "2027-03-03T10:00",
    "the first year": "0001-06-01T10:00",
    "the last year": "9999-06-01T10:00",
}


async def test_time_that_is_not_offered_is_refused_and_spends_nothing(desk: Desk) -> None:
    issued = await desk.issue()

    told = {}
    for why, start in NEVER_OFFERED.items():
        with pytest.raises(Invalid) as refused:
            await desk.book(issued.url, start)
        told[why] = refused.value.fields

    assert told == dict.fromkeys(NEVER_OFFERED, NOT_OFFERED)
    await spends_nothing(desk, issued.url)


async def test_taken_time_is_refused_and_spends_nothing(desk: Desk) -> None:
    for _ in range(2):
        await desk.booked("2026-12-02T10:30")
    late = await desk.issue()

    with pytest.raises(SlotTaken):
        await desk.book(late.url, "2026-12-02T10:30")

    await spends_nothing(desk, late.url)


async def spends_nothing(desk: Desk, url: str) -> None:
    """The link still books."""
    assert (await desk.book(url, "2026-12-02T12:00")).booking.status == BookingStatus.SCHEDULED


async def test_everything_wrong_is_told_together(desk: Desk) -> None:
    token = token_of((await desk.issue()).url)
    request = replace(
        await desk.request("2026-12-02T15:03", "Onboarding"), name="", email="x", time_zone="Mars/Olympus"
    )

    with pytest.raises(Invalid) as refused:
        await desk.bookings.book(token, request, desk.now)

    assert sorted(refused.value.fields) == ["email", "name", "order_number", "start", "time_zone"]


ZONES = ["", "../../etc/passwd", "Europe", "Europe/Madrid\0", "x" * 5000, "/etc/passwd"]


async def test_wrong_zone_name_is_refused(desk: Desk) -> None:
    token, request = token_of((await desk.issue()).url), await desk.request()

    told = {}
    for zone in ZONES:
        with pytest.raises(Invalid) as refused:
            await desk.bookings.book(token, replace(request, time_zone=zone), desk.now)
        told[zone] = refused.value.fields

    assert told == {zone: {"time_zone": "Please choose a time zone from the list."} for zone in ZONES}


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ("", "Please fill this in."),
        ("x" * 2001, "Please keep this under 2000 characters."),
        ("\0", "Please leave out control characters."),
    ],
    ids=["missing", "too long", "NUL"],
)
async def test_unusable_answer_is_told_at_its_field(desk: Desk, answer: str, problem: str) -> None:
    token = token_of((await desk.issue()).url)
    request = replace(await desk.request("2026-12-02T15:00", "Onboarding"), answers={"order_number": answer})

    with pytest.raises(Invalid) as refused:
        await desk.bookings.book(token, request, desk.now)

    assert refused.value.fields == {"order_number": problem}


async def test_event_type_without_a_rule_is_not_offered(desk: Desk) -> None:
    token = token_of((await desk.issue()).url)

    with pytest.raises(Invalid) as refused:
        await desk.bookings.book(token, replace(await desk.request(), event_type_id=uuid4()), desk.now)

    assert sorted(refused.value.fields) == ["event_type"]


async def test_event_type_whose_rule_has_just_lost_its_people_is_not_offered(desk: Desk) -> None:
    """As an import leaves it for whoever read the rule before and asks for its people after."""
    url = (await desk.issue()).url
    async with desk.database.writing() as session:
        await session.execute(delete(TeamMember))

    for asking in (desk.times(token_of(url), WEDNESDAY), desk.book(url)):
        with pytest.raises(Invalid) as refused:
            await asking
        assert sorted(refused.value.fields) == ["event_type"]


async def test_suspended_link_books_nothing(desk: Desk) -> None:
    issued = await desk.issue()
    await desk.make_static()

    with pytest.raises(LinkSuspended):
        await desk.book(issued.url)


async def test_revoked_link_books_nothing(desk: Desk) -> None:
    issued = await desk.issue()
    await desk.links.revoke(desk.ada, issued.id, desk.now)

    with pytest.raises(LinkRevoked):
        await desk.book(issued.url)


async def race(desk: Desk, *attempts: tuple[str, str]) -> list[Booked | Refusal]:
    """Book each (url, start) at the same moment, half of them through a pool of connections of its own."""
    async with desk.beside() as beside:
        found = await asyncio.gather(
            *((desk, beside)[number % 2].book(url, start) for number, (url, start) in enumerate(attempts)),
            return_exceptions=True,
        )
    assert [each for each in found if not isinstance(each, Booked | Refusal)] == []
    return [each for each in found if isinstance(each, Booked | Refusal)]


async def test_many_customers_with_one_link_make_one_booking(desk: Desk) -> None:
    """Each asks for a time of their own, so that only the link's claim can refuse them."""
    url = (await desk.issue()).url
    starts = [f"2026-12-0{day}T{hour}:00" for day in (2, 8) for hour in range(10, 13)]

    found = await race(desk, *((url, start) for start in starts))

    assert sorted(type(each).__name__ for each in found) == ["Booked"] + ["LinkSpent"] * (len(starts) - 1)
    assert len(await desk.all_bookings()) == 1


async def test_many_links_for_one_time_make_as_many_bookings_as_there_are_providers(desk: Desk) -> None:
    urls = [(await desk.issue()).url for _ in range(4)]

    found = await race(desk, *((url, "2026-12-02T10:30") for url in urls))

    assert sorted(type(each).__name__ for each in found) == ["Booked"] * 2 + ["SlotTaken"] * 2
    providers = {each.booking.providers[0].name for each in found if isinstance(each, Booked)}
    assert providers == {"Ana Prieto", "Ben Okafor"}


@on_both
async def test_loser_of_a_race_keeps_the_link(desk: Desk) -> None:
    urls = [(await desk.issue()).url for _ in range(4)]
    found = await race(desk, *((url, "2026-12-02T10:30") for url in urls))

    losers = [url for url, each in zip(urls, found, strict=True) if isinstance(each, SlotTaken)]
    fresh = await desk.times(token_of(losers[0]), WEDNESDAY)
    assert (len(losers), fresh[0]) == (2, "02 09:00")
    await spends_nothing(desk, losers[0])


@on_both
async def test_overlapping_times_of_one_provider_never_both_book(desk: Desk) -> None:
    """Mondays only Ana works: calls of 30 minutes and a panel's hour compete for her."""
    urls = [(await desk.issue()).url for _ in range(6)]
    starts = ["2026-12-07T10:00", "2026-12-07T10:30"] * 3

    await race(desk, *zip(urls, starts, strict=True))

    async with desk.database.reading() as session:
        held = (await session.scalars(select(Participant).order_by(Participant.starts))).all()
    assert [(row.starts.astimezone(MADRID).strftime("%H:%M"), row.held) for row in held] == [
        ("10:00", True),
        ("10:30", True),
    ]


@on_both
async def test_revoke_and_book_at_once_end_in_one_of_the_two(desk: Desk) -> None:
    for _ in range(5):
        issued = await desk.issue()
        booked, revoked = await asyncio.gather(
            desk.book(issued.url, "2026-12-02T10:30"),
            desk.links.revoke(desk.ada, issued.id, desk.now),
            return_exceptions=True,
        )
        view = await desk.links.view(desk.workspace_id, issued.id, desk.now)
        ended = (isinstance(booked, Booked), revoked is None, view.state)
        assert ended in [(True, False, LinkState.SPENT), (False, True, LinkState.REVOKED)]
        if isinstance(booked, Booked):
            break


async def test_next_day_with_times_is_found_beyond_an_empty_week(desk: Desk) -> None:
    token = token_of((await desk.issue()).url)
    friday = date(2026, 12, 4)

    async with desk.offers.look(token, desk.now) as look:
        found = await look.next_day(await desk.event_type(), friday, MADRID)
        beyond = await look.next_day(await desk.event_type(), date(2027, 3, 1), MADRID)

    assert (found, beyond) == (date(2026, 12, 7), None)


@pytest.mark.parametrize(
    ("first", "last", "fields"),
    [
        (date(2026, 12, 2), date(2026, 12, 1), {"to": "The last date is before the first."}),
        (date(2026, 12, 1), date(2027, 2, 1), {"to": "Please ask for 62 days at most."}),
        (date(1, 1, 1), date(2026, 12, 1), {"from": "Please choose a date between 2000 and 2199."}),
        (date(2026, 12, 1), date(9999, 12, 31), {"to": "Please choose a date between 2000 and 2199."}),
    ],
    ids=["out of order", "63 days", "first year", "last day there is"],
)
async def test_dates_out_of_reach_are_refused(
    desk: Desk, first: date, last: date, fields: dict[str, str]
) -> None:
    token = token_of((await desk.issue()).url)

    with pytest.raises(Invalid) as refused:
        await desk.times(token, first, last)

    assert refused.value.fields == fields
