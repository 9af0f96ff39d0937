"""The Customer's own booking: what may become of it, and to which times it can move."""

from datetime import date, timedelta

import pytest

from bot.scheduling.bookings import Booked
from bot.scheduling.errors import NotAccepting, NotAllowed, NotFound
from bot.scheduling.permissions import CANCEL_ONLY, CANCELLED_ALREADY
from bot.scheduling.policy import NEVER, Asking
from bot.scheduling.sentences import Sentence
from storage.models import MasterPage
from tests.databases import on_sqlite
from tests.scheduling.desk import MADRID, WEDNESDAY, Desk
from tests.scheduling.visitor import Visitor

pytestmark = on_sqlite

MONDAY = date(2026, 12, 7)
"""Only Ana works on Mondays."""


async def book(desk: Desk, start: str = "2026-12-02T10:00") -> Booked:
    return await desk.booked(start)


async def times(desk: Desk, booked: Booked, day: date) -> list[str]:
    """To which the booking can move, as Madrid sees them."""
    async with desk.own_bookings.look(booked.manage_token, desk.now) as look:
        found = await look.times(day, day, MADRID)
    return [f"{time.start.astimezone(MADRID):%H:%M}" for time in found]


async def test_booking_can_move_to_what_is_free_of_its_people_but_where_it_is(desk: Desk) -> None:
    booked, other = await book(desk, "2026-12-07T10:00"), await book(desk, "2026-12-07T11:00")
    everything = await desk.times(await desk.token_to_look(), MONDAY)

    free = [time.removeprefix("07 ") for time in everything]
    assert await times(desk, booked, MONDAY) == free
    assert await times(desk, other, MONDAY) == free


async def test_what_is_free_of_others_is_not_offered(desk: Desk) -> None:
    """Ana has the first meeting. On Thursdays only Ben works."""
    booked = await book(desk, "2026-12-07T10:00")

    assert await times(desk, booked, date(2026, 12, 3)) == []


async def test_own_old_time_is_not_offered_where_it_was_given_up(desk: Desk) -> None:
    booked = await book(desk, "2026-12-07T10:00")
    await desk.asked_for_another_time(booked)

    assert (await times(desk, booked, MONDAY))[:3] == ["09:00", "09:30", "10:30"]


async def test_few_times_are_shown_where_few_are_to_be_shown_of_a_day(desk: Desk) -> None:
    booked = await book(desk, "2026-12-07T10:00")
    await desk.change_event_type(slots_a_day=3)

    assert await times(desk, booked, MONDAY) == ["09:00", "13:00", "16:30"]


async def test_next_day_is_the_first_of_the_same_people(desk: Desk) -> None:
    booked = await book(desk, "2026-12-07T10:00")

    async with desk.own_bookings.look(booked.manage_token, desk.now) as look:
        assert await look.next_day(date(2026, 12, 3), MADRID) == MONDAY


async def test_what_is_offered_is_the_same_meeting_with_the_same_people(desk: Desk) -> None:
    booked = await book(desk, "2026-12-07T10:00")

    async with desk.own_bookings.look(booked.manage_token, desk.now) as look:
        offer = look.offer()

    (again,) = offer.event_types
    assert (offer.page_name, offer.customer, offer.time_zone) == (
        "Acme Support",
        booked.booking.customer,
        "Europe/Madrid",
    )
    assert (again.id, again.name, again.minutes, again.fields) == (
        await desk.event_type(),
        "Support call",
        30,
        (),
    )
    assert (again.providers, again.time_zones) == (("Ana Prieto",), ("Europe/Madrid",))


LATE = Sentence("Cancelling this meeting was possible until {length} before it.", length="1 hour")


async def test_customer_hears_what_they_may_not_do_and_why(desk: Desk) -> None:
    booked = await book(desk)
    free = await desk.own_bookings.find(booked.manage_token, booked.booking.starts)
    await desk.change_policies(cancel=60, reschedule=None, reason="required")

    late = booked.booking.starts - timedelta(minutes=59)
    bound = await desk.own_bookings.find(booked.manage_token, late)

    assert free.booking == bound.booking == booked.booking
    assert (free.why_not_cancel, free.why_not_move, free.reason) == (None, None, "optional")
    assert free.asking == Asking.UNHEARD  # the meeting is coming: nobody has to be asked for a time
    assert (bound.why_not_cancel, bound.why_not_move, bound.reason) == (
        NotAllowed(LATE),
        NotAllowed(NEVER),
        "required",
    )


async def test_booking_of_a_static_page_can_be_cancelled_but_not_moved(desk: Desk) -> None:
    """Article: "that booking can be cancelled but not rescheduled"."""
    booked = await book(desk)
    await desk.make_static()

    own = await desk.own_bookings.find(booked.manage_token, desk.now)

    assert (own.why_not_cancel, own.why_not_move) == (None, NotAllowed(CANCEL_ONLY))
    with pytest.raises(NotAllowed):
        await times(desk, booked, WEDNESDAY)


async def test_page_that_accepts_no_bookings_offers_nothing(desk: Desk) -> None:
    booked = await book(desk)
    await desk.change_page(accepts_bookings=False)

    async with desk.own_bookings.look(booked.manage_token, desk.now) as look:
        refused = type(look.own.why_not_cancel), type(look.own.why_not_move)
        with pytest.raises(NotAccepting):
            look.offer()
        for asking in (look.times(MONDAY, MONDAY, MADRID), look.next_day(MONDAY, MADRID)):
            with pytest.raises(NotAccepting):
                await asking

    assert refused == (NotAccepting, NotAccepting)


async def test_meeting_that_awaits_a_new_time_can_move_and_nothing_else(desk: Desk) -> None:
    booked = await book(desk)
    await desk.change_policies(cancel=None, reschedule=None)
    await desk.asked_for_another_time(booked)

    own = await desk.own_bookings.find(booked.manage_token, desk.now)

    assert (own.why_not_cancel, own.why_not_move) == (NotAllowed(CANCELLED_ALREADY), None)
    assert own.asking == Asking.POSSIBLE


async def test_general_link_by_which_it_was_booked_is_shown_while_there_is_such_a_page(desk: Desk) -> None:
    generally, once = await Visitor(desk).booked(), await book(desk, "2026-12-02T12:00")

    async def shown() -> list[str | None]:
        tokens = (generally.manage_token, once.manage_token)
        return [(await desk.own_bookings.find(token, desk.now)).public_link for token in tokens]

    in_use = await shown()
    await desk.change(MasterPage, retired_at=desk.now)

    assert (in_use, await shown()) == (["sales", None], [None, None])


async def test_looking_changes_nothing_and_unknown_tokens_find_nothing(desk: Desk) -> None:
    booked = await book(desk)
    before = await desk.everything()

    async with desk.own_bookings.look(booked.manage_token, desk.now) as look:
        look.offer()
        await look.times(MONDAY, MONDAY, MADRID)
        await look.next_day(MONDAY, MADRID)
    with pytest.raises(NotFound):
        await desk.own_bookings.find("unknown", desk.now)

    assert await desk.everything() == before
