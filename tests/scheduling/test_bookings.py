"""Booking: one transaction, exactly one meeting a link, never two for one provider."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete, select

from bot.scheduling.availability import minute_of
from bot.scheduling.booking_details import answer_problem, start_of
from bot.scheduling.bookings import Booked
from bot.scheduling.customers import Customer
from bot.scheduling.errors import (
    Invalid,
    LinkExpired,
    LinkRevoked,
    LinkSpent,
    LinkSuspended,
    NotFound,
    Refusal,
    SlotTaken,
)
from bot.scheduling.offers import window_of_days
from bot.scheduling.policy import LinkState
from bot.scheduling.zones import zone_named
from storage.models import BookingStatus, Participant, RuleType, TeamMember
from tests.databases import on_both, on_sqlite
from tests.looking import open_times
from tests.scheduling.desk import DANA, MADRID, WEDNESDAY, Desk, token_of

pytestmark = on_sqlite

USABLE = {"accepts_bookings": True, "retired_at": None, "rule_type": RuleType.DYNAMIC}
NOT_OFFERED = {"start": "This time is not offered. Please pick one of the open times."}


async def test_booking_spends_the_link_and_is_told_in_its_thread_and_on_its_card(desk: Desk) -> None:
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
    card = await desk.links.view(desk.workspace_id, issued.id, desk.now)
    assert (card.state, card.booking) == (LinkState.SPENT, booking)
    assert await desk.notices() == [("card", None), ("url", None), ("card", None), ("told", "booked")]
    assert await desk.deeds() == [("U0ADMIN", "issued", "link"), ("customer", "booked", "booking")]


async def test_customer_finds_the_booking_by_its_manage_token(desk: Desk) -> None:
    """As long as it was made, also where its Event type is given another length."""
    booked = await desk.booked()

    assert await desk.bookings.view(booked.manage_token) == booked.booking
    with pytest.raises(NotFound):
        await desk.bookings.view("unknown")
    await desk.change_event_type(minutes=45)
    assert await desk.bookings.view(booked.manage_token) == booked.booking


async def test_longest_idle_member_of_the_pool_gets_the_booking(desk: Desk) -> None:
    names = []
    for start in ("10:30", "11:30"):
        booked = await desk.booked(f"2026-12-02T{start}")
        names.append(booked.booking.providers[0].name)
        desk.now += timedelta(minutes=1)
    for start in ("12:30", "13:30"):
        booked = await desk.book((await desk.issue()).url, f"2026-12-02T{start}")
        names.append(booked.booking.providers[0].name)
        desk.now += timedelta(minutes=1)

    assert sorted(names[:2]) == ["Ana Prieto", "Ben Okafor"]
    assert names[2:] == names[:2]


async def test_panel_books_everyone_and_is_gone_when_one_of_it_is_taken(desk: Desk) -> None:
    """Onboarding: Ana in Madrid and Carla in New York, who share Wednesday 15:00 to 17:00 in Madrid."""
    first, second = [token_of((await desk.issue()).url) for _ in range(2)]
    request = replace(await desk.request("2026-12-02T15:30", "Onboarding"), answers={"order_number": "A-1"})

    async def times(token: str) -> list[str]:
        asked = desk.offers, token, request.event_type_id, WEDNESDAY, WEDNESDAY, MADRID, desk.now
        return [f"{time.start.astimezone(MADRID):%H:%M}" for time in await open_times(*asked)]

    assert await times(first) == ["15:00", "15:30", "16:00"]
    booking = (await desk.bookings.book(first, request, desk.now)).booking
    assert [provider.name for provider in booking.providers] == ["Ana Prieto", "Carla Ruiz"]
    assert booking.answers == {"order_number": "A-1"}

    assert await times(second) == []
    with pytest.raises(SlotTaken):
        await desk.bookings.book(second, request, desk.now)


async def test_personalized_link_books_without_a_form(desk: Desk) -> None:
    issued = await desk.issue(customer=DANA)

    booked = await desk.bookings.book(token_of(issued.url), await desk.request(customer=None), desk.now)

    assert (booked.booking.customer, booked.booking.corrected) == (DANA, False)


async def test_customer_may_correct_a_personalized_link(desk: Desk) -> None:
    issued = await desk.issue(customer=DANA)
    eve = Customer("Eve Jones", "eve@customer.example")

    booked = await desk.bookings.book(token_of(issued.url), await desk.request(customer=eve), desk.now)

    assert (booked.booking.customer, booked.booking.corrected) == (eve, True)


async def test_same_request_again_finds_its_booking_and_any_other_a_spent_link(desk: Desk) -> None:
    token = token_of((await desk.issue()).url)
    request = await desk.request(request_id="double click")

    first = await desk.bookings.book(token, request, desk.now)
    again = await desk.bookings.book(token, request, desk.now + timedelta(minutes=1))

    assert again == first
    for other in ("another", None):
        with pytest.raises(LinkSpent):
            await desk.bookings.book(token, replace(request, request_id=other), desk.now)
    assert len(await desk.all_bookings()) == 1


async def test_requests_on_two_links_may_be_called_the_same(desk: Desk) -> None:
    tokens = [token_of((await desk.issue()).url) for _ in range(2)]
    request = await desk.request(request_id="1")

    first, second = [await desk.bookings.book(token, request, desk.now) for token in tokens]

    assert [each.id for each in await desk.all_bookings()] == [first.booking.id, second.booking.id]


NEVER_OFFERED = {
    "within the notice": "2026-12-01T10:30",
    "off the grid": "2026-12-02T10:10",
    "runs past hours": "2026-12-02T17:45",
    "beyond the horizon": "2027-03-03T10:00",
    "no start at all": "2026-12-02T10:00:30",
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


def test_no_grid_has_a_start_within_a_minute_or_off_five_of_them_or_where_the_calendar_ends() -> None:
    starts = ("2026-12-02T10:00", "2026-12-02T10:00:30", "2026-12-02T10:03", "0001-06-01", "9999-06-01")

    found = [start_of(datetime.fromisoformat(start).replace(tzinfo=UTC)) for start in starts]

    assert found == [minute_of(datetime(2026, 12, 2, 10, tzinfo=UTC)), None, None, None, None]


async def test_time_is_taken_once_all_who_share_it_are_and_spends_nothing(desk: Desk) -> None:
    """Ana and Ben share the pool."""
    await desk.booked("2026-12-02T10:00")
    assert "02 10:00" in await desk.times(await desk.token_to_look(), WEDNESDAY)
    await desk.booked("2026-12-02T10:00")
    late = await desk.issue()

    assert "02 10:00" not in await desk.times(token_of(late.url), WEDNESDAY)
    with pytest.raises(SlotTaken):
        await desk.book(late.url, "2026-12-02T10:00")

    await spends_nothing(desk, late.url)


async def spends_nothing(desk: Desk, url: str) -> None:
    """The link still books."""
    assert (await desk.book(url, "2026-12-02T12:00")).booking.status == BookingStatus.SCHEDULED


async def test_everything_wrong_is_told_together_at_its_field(desk: Desk) -> None:
    token = token_of((await desk.issue()).url)
    request = replace(
        await desk.request("2026-12-02T15:03", "Onboarding"), name="", email="x", time_zone="Mars/Olympus"
    )

    with pytest.raises(Invalid) as refused:
        await desk.bookings.book(token, request, desk.now)
    with pytest.raises(Invalid) as too_long:
        await desk.bookings.book(token, replace(request, answers={"order_number": "x" * 2001}), desk.now)

    wrong = NOT_OFFERED | {
        "name": "Please enter a name.",
        "email": "Please enter one full email address, like name@example.com.",
        "time_zone": "Please choose a time zone from the list.",
    }
    assert refused.value.fields == wrong | {"order_number": "Please fill this in."}
    assert too_long.value.fields == wrong | {"order_number": "Please keep this under 2000 characters."}


def test_zone_is_one_that_has_a_name() -> None:
    for name in ("", "../../etc/passwd", "Europe", "Europe/Madrid\0", "x" * 5000, "/etc/passwd", "Factory"):
        assert zone_named(name) is None
    assert zone_named("Europe/Madrid") == MADRID


def test_answer_is_kept_where_it_is_there_and_short_and_can_be_printed() -> None:
    assert [
        answer_problem(answer, required=required)
        for answer, required in (
            ("A-1", True),
            ("x" * 2000, True),
            ("", False),
            ("", True),
            ("x" * 2001, False),
            ("\0", False),
        )
    ] == [
        None,
        None,
        None,
        "Please fill this in.",
        "Please keep this under 2000 characters.",
        "Please leave out control characters.",
    ]


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
    url = (await desk.issue()).url

    for off in ({"accepts_bookings": False}, {"retired_at": desk.now}, {"rule_type": RuleType.STATIC}):
        await desk.change_page(**USABLE | off)
        with pytest.raises(LinkSuspended):
            await desk.book(url)


async def test_expired_link_books_nothing(desk: Desk) -> None:
    """Also before the job that ends such links has come to it."""
    issued = await desk.issue(lifetime=timedelta(hours=1))
    desk.now += timedelta(hours=1)

    with pytest.raises(LinkExpired):
        await desk.book(issued.url)


async def test_revoked_link_books_nothing(desk: Desk) -> None:
    issued = await desk.issue()
    await desk.revoked(issued)

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
    starts = [f"2026-12-0{day}T{hour}:00" for day in (2, 8) for hour in (10, 11)]

    found = await race(desk, *((url, start) for start in starts))

    assert sorted(type(each).__name__ for each in found) == ["Booked"] + ["LinkSpent"] * (len(starts) - 1)
    assert len(await desk.all_bookings()) == 1


@on_both
async def test_one_time_books_once_for_each_who_provides_it_and_losers_keep_their_links(desk: Desk) -> None:
    urls = [(await desk.issue()).url for _ in range(4)]

    found = await race(desk, *((url, "2026-12-02T10:00") for url in urls))

    assert sorted(type(each).__name__ for each in found) == ["Booked"] * 2 + ["SlotTaken"] * 2
    providers = {each.booking.providers[0].name for each in found if isinstance(each, Booked)}
    assert providers == {"Ana Prieto", "Ben Okafor"}
    loser = next(url for url, each in zip(urls, found, strict=True) if isinstance(each, SlotTaken))
    assert (await desk.times(token_of(loser), WEDNESDAY))[:2] == ["02 09:00", "02 09:30"]
    await spends_nothing(desk, loser)


@on_both
async def test_each_time_of_one_provider_books_once(desk: Desk) -> None:
    """Mondays only Ana works."""
    urls = [(await desk.issue()).url for _ in range(4)]
    starts = ["2026-12-07T10:00", "2026-12-07T10:30"] * 2

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
            desk.book(issued.url, "2026-12-02T10:00"),
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
def test_dates_out_of_reach_are_refused(first: date, last: date, fields: dict[str, str]) -> None:
    with pytest.raises(Invalid) as refused:
        window_of_days(first, last, MADRID)

    assert refused.value.fields == fields


async def test_dates_out_of_reach_are_asked_for_in_vain(desk: Desk) -> None:
    with pytest.raises(Invalid) as refused:
        await desk.times(await desk.token_to_look(), WEDNESDAY, WEDNESDAY + timedelta(days=62))

    assert list(refused.value.fields) == ["to"]
