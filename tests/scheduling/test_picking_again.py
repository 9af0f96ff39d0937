"""A User asks for another time: the meeting is cancelled, and its Customer revives it by picking again."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from bot.scheduling.bookings import Booked
from bot.scheduling.errors import NotAccepting, NotAllowed, SlotTaken
from bot.scheduling.permissions import NO_NEW_TIME, NOT_ACCEPTING_NOW, RETIRED_NOW, STATIC_NOW
from storage.models import BookingPage, BookingStatus, Distribution, Participant, Pool, RuleType, Turn
from tests.databases import on_both, on_sqlite
from tests.scheduling.desk import WEDNESDAY, Desk, refuses, token_of

pytestmark = on_sqlite

MOVED_TO = "2026-12-09T12:00"


async def book(desk: Desk, start: str = "2026-12-02T10:00") -> Booked:
    return await desk.booked(start)


async def book_and_ask(desk: Desk, start: str = "2026-12-02T10:00") -> Booked:
    booked = await book(desk, start)
    await desk.asked_for_another_time(booked)
    return booked


async def test_user_asks_for_another_time(desk: Desk) -> None:
    booked = await book(desk, "2026-12-02T09:00")
    token = token_of((await desk.issue()).url)

    asked = await desk.changes.request_reschedule(desk.ada, booked.booking.id, "Ana is ill", desk.now)

    assert asked == replace(
        booked.booking,
        status=BookingStatus.CANCELLED,
        sequence=1,
        cancel_reason="Ana is ill",
        cancelled_by="U0ADMIN",
        awaits_new_time=True,
    )
    assert "02 09:00" in await desk.times(token, WEDNESDAY)
    assert (await desk.deeds())[-1] == ("U0ADMIN", "new time asked", "booking")
    assert (await desk.notices())[-2:] == [("card", None), ("told", "new time asked")]


async def test_customer_revives_the_same_booking_by_picking_again(desk: Desk) -> None:
    """Whatever the policy says: it does not bind a User, and a User asked."""
    booked = await book_and_ask(desk)
    await desk.change_policies(cancel=None, reschedule=None)

    revived = await desk.move(booked.manage_token, MOVED_TO)

    assert revived == replace(
        booked.booking,
        status=BookingStatus.RESCHEDULED,
        sequence=2,
        starts=datetime(2026, 12, 9, 11, 0, tzinfo=UTC),
        ends=datetime(2026, 12, 9, 11, 30, tzinfo=UTC),
    )
    assert (await desk.notices())[-2:] == [("card", None), ("told", "moved")]
    moved = [each.payload for each in await desk.outbox() if each.payload.get("event") == "moved"]
    assert {each["before"] for each in moved} == {None}  # until now there was no time
    async with desk.database.reading() as session:
        parts = (await session.execute(select(Participant.starts, Participant.held))).all()
    assert [tuple(part) for part in parts] == [(revived.starts, True)]


async def test_meeting_can_be_picked_again_after_its_old_time(desk: Desk) -> None:
    booked = await book_and_ask(desk)
    desk.now = booked.booking.ends + timedelta(days=1)

    assert (await desk.move(booked.manage_token, MOVED_TO)).status == BookingStatus.RESCHEDULED


async def test_time_that_somebody_else_took_meanwhile_is_gone(desk: Desk) -> None:
    """Mondays only Ana works."""
    booked = await book_and_ask(desk, "2026-12-07T10:00")
    await book(desk, "2026-12-07T10:00")

    await refuses(desk, desk.move(booked.manage_token, "2026-12-07T10:00"), SlotTaken)


async def test_meeting_can_be_picked_again_at_the_time_that_it_had_but_not_once_it_was_only_cancelled(
    desk: Desk,
) -> None:
    booked = await book_and_ask(desk)

    revived = await desk.move(booked.manage_token, "2026-12-02T10:00")
    await desk.changes.cancel(booked.manage_token, "", desk.now)

    assert (revived.status, revived.starts) == (BookingStatus.RESCHEDULED, booked.booking.starts)
    again = desk.move(booked.manage_token, MOVED_TO)
    assert str(await refuses(desk, again, NotAllowed)) == "This meeting was cancelled already."


async def test_meeting_that_awaits_a_new_time_is_cancelled_for_all_else(desk: Desk) -> None:
    booked = await book_and_ask(desk)

    for change in (
        desk.changes.cancel(booked.manage_token, "", desk.now),
        desk.changes.cancel_as(desk.ada, booked.booking.id, "", desk.now),
        desk.changes.request_reschedule(desk.ada, booked.booking.id, "", desk.now),
        desk.changes.no_show(desk.ada, booked.booking.id, booked.booking.starts),
    ):
        assert str(await refuses(desk, change, NotAllowed)) == "This meeting was cancelled already."


async def test_user_does_not_ask_for_what_the_customer_could_not_pick(desk: Desk) -> None:
    """domain.md: "While the Master page is Static, a User's request to reschedule a one-time booking is
    refused with the reason; cancel stays possible".
    """
    booked = await book(desk)

    for page, reason in (
        ({"accepts_bookings": False}, NOT_ACCEPTING_NOW),
        ({"retired_at": desk.now}, RETIRED_NOW),
        ({"rule_type": RuleType.STATIC}, STATIC_NOW),
    ):
        await desk.change_page(**page)
        asking = desk.changes.request_reschedule(desk.ada, booked.booking.id, "", desk.now)
        assert str(await refuses(desk, asking, NotAllowed)) == reason

    cancelled = await desk.changes.cancel_as(desk.ada, booked.booking.id, "", desk.now)
    assert cancelled.status == BookingStatus.CANCELLED


async def test_nobody_picks_again_where_nothing_is_offered_any_more(desk: Desk) -> None:
    booked = await book_and_ask(desk)

    await desk.change_page(accepts_bookings=False)
    await refuses(desk, desk.move(booked.manage_token, MOVED_TO), NotAccepting)
    await desk.change_page(accepts_bookings=True, rule_type=RuleType.STATIC)
    assert str(await refuses(desk, desk.move(booked.manage_token, MOVED_TO), NotAllowed)) == NO_NEW_TIME
    await desk.change_page(rule_type=RuleType.DYNAMIC)
    await desk.change(BookingPage, retired_at=desk.now)
    assert str(await refuses(desk, desk.move(booked.manage_token, MOVED_TO), NotAllowed)) == NO_NEW_TIME


async def owed(desk: Desk) -> list[int]:
    async with desk.database.reading() as session:
        return list((await session.scalars(select(Turn.owed))).all())


async def test_round_robin_owes_nothing_for_a_meeting_that_was_picked_again(desk: Desk) -> None:
    """Nor less than nothing, where another meeting made it good before the Customer picked again. Mondays
    only Ana works.
    """
    booked = await book(desk, "2026-12-07T10:00")
    await desk.change(Pool, distribution=Distribution.ROUND_ROBIN)
    await desk.asked_for_another_time(booked)
    lost = await owed(desk)
    await desk.move(booked.manage_token, "2026-12-07T12:00")
    picked_again = await owed(desk)

    await desk.changes.request_reschedule(desk.ada, booked.booking.id, "", desk.now)
    await book(desk, "2026-12-07T11:00")
    made_good = await owed(desk)
    await desk.move(booked.manage_token, "2026-12-07T12:00")

    assert (lost, picked_again, made_good, await owed(desk)) == ([1], [0], [0], [0])


@on_both
async def test_of_picking_again_and_somebody_who_books_that_time_one_is_first(desk: Desk) -> None:
    """Mondays only Ana works."""
    booked = await book_and_ask(desk, "2026-12-07T10:00")
    other = (await desk.issue()).url

    async with desk.beside() as beside:
        ends = await asyncio.gather(
            desk.move(booked.manage_token, "2026-12-07T10:00"),
            beside.book(other, "2026-12-07T10:00"),
            return_exceptions=True,
        )

    assert sorted(isinstance(end, SlotTaken) for end in ends) == [False, True]
    async with desk.database.reading() as session:
        held = (await session.scalars(select(Participant.starts).where(Participant.held))).all()
    assert held == [booked.booking.starts]


@on_both
async def test_of_those_who_cancel_move_and_ask_at_once_each_counts_in_turn(desk: Desk) -> None:
    booked = await book(desk)

    async with desk.beside() as beside:
        ends = await asyncio.gather(
            desk.changes.request_reschedule(desk.ada, booked.booking.id, "", desk.now),
            beside.move(booked.manage_token, MOVED_TO),
            desk.changes.cancel(booked.manage_token, "", desk.now),
            beside.move(booked.manage_token, MOVED_TO),
            return_exceptions=True,
        )

    assert [end for end in ends if isinstance(end, BaseException) and not isinstance(end, NotAllowed)] == []
    after = await desk.bookings.view(booked.manage_token)
    told = [event for kind, event in await desk.notices() if kind == "told"]
    assert after.sequence == len(told) - 1
    async with desk.database.reading() as session:
        held = (await session.scalars(select(Participant.held))).all()
    assert held == [after.status == BookingStatus.RESCHEDULED]
