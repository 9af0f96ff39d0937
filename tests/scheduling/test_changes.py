"""What becomes of a booking: cancelled, moved, or nobody came; each exactly once, and within its policy."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.scheduling.booking_views import BookingView
from bot.scheduling.bookings import Booked
from bot.scheduling.changes import BookingChanges, Move
from bot.scheduling.errors import (
    Invalid,
    LinkSpent,
    NotAccepting,
    NotAllowed,
    NotFound,
    SlotTaken,
)
from bot.scheduling.people import Person
from bot.scheduling.policy import LinkState
from bot.scheduling.setup_file import SetUp
from storage.models import Activity, BookingPage, BookingStatus, MasterPage, RuleType
from tests.company import SMALL_COMPANY
from tests.databases import PostgresqlDatabases, on_both, on_sqlite
from tests.scheduling.desk import Desk, refuses, token_of

pytestmark = on_sqlite

NOT_YOURS = "Only who made the link, whom the meeting is with, and Administrators can do that."
GUESTS_CANNOT = "Only members of this workspace can do that; guests cannot."
CANCELLED_ALREADY = "This meeting was cancelled already."
OVER = "This meeting is over."
CANCEL_ONLY = "This meeting can be cancelled, but not moved to another time any more."
BEGUN = "This meeting has already begun."
NEVER = "This meeting cannot be changed here. Please write to the people you booked with."
NOT_OFFERED = {"start": "This time is not offered. Please pick one of the open times."}


async def book(desk: Desk, start: str = "2026-12-02T10:00") -> Booked:
    return await desk.booked(start)


def names(booking: BookingView) -> list[str]:
    return [provider.name for provider in booking.providers]


@on_both
async def test_customer_moves_a_meeting_and_cancels_it_and_both_are_told_and_kept(desk: Desk) -> None:
    """In the thread and in the audit trail."""
    booked = await book(desk)
    told, done = await desk.notices(), await desk.deeds()

    move = Move(datetime(2026, 12, 9, 12, 0, tzinfo=UTC), "Asia/Tokyo")
    moved = await desk.changes.reschedule(booked.manage_token, move, desk.now)
    found = await desk.bookings.view(booked.manage_token)
    cancelled = await desk.changes.cancel(booked.manage_token, "No longer needed", desk.now)

    assert found == moved
    assert moved == replace(
        booked.booking,
        starts=datetime(2026, 12, 9, 12, 0, tzinfo=UTC),
        ends=datetime(2026, 12, 9, 12, 30, tzinfo=UTC),
        time_zone="Asia/Tokyo",
        status=BookingStatus.RESCHEDULED,
        sequence=1,
    )
    assert await desk.bookings.view(booked.manage_token) == cancelled
    assert cancelled == replace(
        moved,
        status=BookingStatus.CANCELLED,
        sequence=2,
        cancel_reason="No longer needed",
        cancelled_by="customer",
    )
    assert (await desk.notices())[len(told) :] == [
        ("card", None),
        ("told", "moved"),
        ("card", None),
        ("told", "cancelled"),
    ]
    assert (await desk.deeds())[len(done) :] == [
        ("customer", "moved", "booking"),
        ("customer", "cancelled", "booking"),
    ]
    async with desk.database.reading() as session:
        why = await session.scalars(select(Activity.why).order_by(Activity.id))
        assert why.all()[-1] == "No longer needed"


async def test_cancelling_frees_the_time_of_everybody(desk: Desk) -> None:
    """The panel's hour, of Ana in Madrid and Carla in New York."""
    request = replace(await desk.request("2026-12-02T15:00", "Onboarding"), answers={"order_number": "A-1"})
    booked = await desk.bookings.book(token_of((await desk.issue()).url), request, desk.now)

    await desk.changes.cancel(booked.manage_token, "", desk.now)

    again = await desk.bookings.book(token_of((await desk.issue()).url), request, desk.now)
    assert names(again.booking) == ["Ana Prieto", "Carla Ruiz"]


async def test_cancelling_does_not_revive_the_link(desk: Desk) -> None:
    issued = await desk.issue()
    booked = await desk.booked_by(issued.url)
    await desk.cancelled(booked)

    assert (await desk.links.view(desk.workspace_id, issued.id, desk.now)).state == LinkState.SPENT
    await refuses(desk, desk.book(issued.url, "2026-12-02T12:00"), LinkSpent)


async def test_cancelled_meeting_stays_as_it_is(desk: Desk) -> None:
    booked = await book(desk)
    await desk.cancelled(booked)

    for change in (
        desk.changes.cancel(booked.manage_token, "again", desk.now),
        desk.changes.cancel_as(desk.ada, booked.booking.id, "again", desk.now),
        desk.changes.no_show(desk.ada, booked.booking.id, booked.booking.starts),
        desk.move(booked.manage_token, "2026-12-09T12:00"),
    ):
        assert str(await refuses(desk, change, NotAllowed)) == CANCELLED_ALREADY


async def test_cancel_policy_binds_the_customer(desk: Desk) -> None:
    """It stands apart from the one for moving, which says the opposite here."""
    booked = await book(desk)
    await desk.change_policies(cancel=60, reschedule=None)
    deadline = booked.booking.starts - timedelta(hours=1)

    late = desk.changes.cancel(booked.manage_token, "", deadline + timedelta(minutes=1))
    assert str(await refuses(desk, late, NotAllowed)) == (
        "Cancelling this meeting was possible until 1 hour before it."
    )
    cancelled = await desk.changes.cancel(booked.manage_token, "", deadline)
    assert cancelled.status == BookingStatus.CANCELLED


async def test_reschedule_policy_binds_the_customer(desk: Desk) -> None:
    booked = await book(desk)
    await desk.change_policies(cancel=None, reschedule=60)
    deadline = booked.booking.starts - timedelta(hours=1)

    desk.now = deadline + timedelta(minutes=1)
    assert str(await refuses(desk, desk.move(booked.manage_token, "2026-12-09T12:00"), NotAllowed)) == (
        "Moving this meeting to another time was possible until 1 hour before it."
    )
    desk.now = deadline
    assert (await desk.move(booked.manage_token, "2026-12-09T12:00")).status == BookingStatus.RESCHEDULED


async def test_policy_that_stood_when_the_booking_was_made_applies_for_its_life(desk: Desk) -> None:
    before = await book(desk)
    free, strict = ({"cancel": how, "reschedule": how, "reason": "optional"} for how in (0, None))
    await desk.change_event_type(policy=strict)
    after = await desk.book((await desk.issue()).url, "2026-12-02T12:00")
    await desk.change_event_type(policy=free)

    assert [each.policy for each in await desk.all_bookings()] == [free, strict]
    assert str(await refuses(desk, desk.move(after.manage_token, "2026-12-09T12:00"), NotAllowed)) == NEVER
    assert (await desk.move(before.manage_token, "2026-12-09T12:00")).status == BookingStatus.RESCHEDULED


async def test_reason_is_not_kept_where_none_is_asked_for(desk: Desk) -> None:
    booked = await book(desk)
    await desk.change_policies(reason="none")

    cancelled = await desk.changes.cancel(booked.manage_token, "All the same", desk.now)

    assert cancelled.cancel_reason == ""


async def test_same_move_sent_twice_moves_and_is_told_once(desk: Desk) -> None:
    """Also where the policy, or the page, would not let the meeting move there by now."""
    booked = await book(desk)
    await desk.change_policies(reschedule=24 * 60)
    moved = await desk.moved(booked)
    told, done = await desk.notices(), await desk.deeds()
    desk.now = moved.starts - timedelta(hours=1)

    assert await desk.move(booked.manage_token, "2026-12-09T12:00") == moved
    assert (await desk.notices(), await desk.deeds()) == (told, done)


async def test_deadline_moves_with_the_meeting(desk: Desk) -> None:
    booked = await book(desk)
    await desk.change_policies(cancel=60)
    await desk.moved(booked)
    desk.now = booked.booking.starts

    assert (await desk.changes.cancel(booked.manage_token, "", desk.now)).status == BookingStatus.CANCELLED


async def test_no_policy_binds_a_user(desk: Desk) -> None:
    max_ = await desk.member("U0MAX")
    booked = await desk.booked(by=max_)
    await desk.change_policies(cancel=None, reschedule=None)

    cancelled = await desk.changes.cancel_as(max_, booked.booking.id, "Ana is ill", desk.now)

    assert (cancelled.status, cancelled.cancel_reason) == (BookingStatus.CANCELLED, "Ana is ill")
    assert (await desk.deeds())[-1] == ("U0MAX", "cancelled", "booking")
    assert (await desk.notices())[-2:] == [("card", None), ("told", "cancelled")]


async def test_reason_is_required_of_the_customer_where_the_policy_said_so(desk: Desk) -> None:
    """Of nobody else, and not for moving."""
    booked = await book(desk)
    await desk.change_policies(reason="required")

    refused = await refuses(desk, desk.changes.cancel(booked.manage_token, " ", desk.now), Invalid)
    await desk.move(booked.manage_token, "2026-12-09T12:00")
    cancelled = await desk.changes.cancel_as(desk.ada, booked.booking.id, " ", desk.now)

    assert vars(refused) == {"fields": {"reason": "Please fill this in."}}
    assert (cancelled.status, cancelled.cancel_reason) == (BookingStatus.CANCELLED, "")


async def test_reason_that_cannot_be_kept_is_told_at_its_field(desk: Desk) -> None:
    booked = await book(desk)

    for reason, problem in (
        ("x" * 2001, "Please keep this under 2000 characters."),
        ("\0", "Please leave out control characters."),
    ):
        for cancelling in (
            desk.changes.cancel(booked.manage_token, reason, desk.now),
            desk.changes.cancel_as(desk.ada, booked.booking.id, reason, desk.now),
        ):
            assert vars(await refuses(desk, cancelling, Invalid)) == {"fields": {"reason": problem}}


async def test_who_has_no_part_in_a_meeting_changes_nothing(desk: Desk) -> None:
    booked = (await book(desk)).booking

    for person, reason in (
        (await desk.member("U0MAX"), NOT_YOURS),
        (await desk.member("U0GUEST", None), GUESTS_CANNOT),
    ):
        for change in (
            desk.changes.cancel_as(person, booked.id, "", desk.now),
            desk.changes.request_reschedule(person, booked.id, "", desk.now),
            desk.changes.no_show(person, booked.id, booked.starts),
        ):
            assert str(await refuses(desk, change, NotAllowed)) == reason


async def test_unknown_booking_is_not_found(desk: Desk) -> None:
    await refuses(desk, desk.changes.cancel("unknown", "", desk.now), NotFound)
    await refuses(desk, desk.move("unknown", "2026-12-09T12:00"), NotFound)
    await refuses(desk, desk.changes.cancel_as(desk.ada, desk.workspace_id, "", desk.now), NotFound)
    await refuses(desk, desk.changes.no_show(desk.ada, desk.workspace_id, desk.now), NotFound)
    await refuses(desk, desk.changes.request_reschedule(desk.ada, desk.workspace_id, "", desk.now), NotFound)


async def test_rescheduling_keeps_the_people_although_others_would_get_a_new_booking(desk: Desk) -> None:
    """They are idle longer, or the rule names them by now."""
    first = await book(desk)
    desk.now += timedelta(minutes=1)
    second = await book(desk, "2026-12-02T11:30")

    moved = await desk.move(second.manage_token, "2026-12-09T12:00")
    others = SMALL_COMPANY.replace("primary: {pool: Tier 2}", "primary: {page: carla}")
    await SetUp(desk.database).load(desk.workspace_id, others, desk.now)
    again = await desk.move(second.manage_token, "2026-12-09T13:00")

    assert names(again) == names(moved) == names(second.booking) != names(first.booking)


async def test_rescheduling_spends_nothing_and_frees_the_old_time(desk: Desk) -> None:
    """Mondays only Ana works."""
    issued, unspent = await desk.issue(), await desk.issue()
    booked = await desk.booked_by(issued.url, "2026-12-07T10:00")
    await desk.move(booked.manage_token, "2026-12-07T12:00")

    assert (await desk.links.view(desk.workspace_id, unspent.id, desk.now)).state == LinkState.ACTIVE
    assert len(await desk.all_bookings()) == 1
    assert names((await desk.booked_by(unspent.url, "2026-12-07T10:00")).booking) == ["Ana Prieto"]


async def test_old_time_of_a_meeting_is_not_in_its_way(desk: Desk) -> None:
    """An hour that moves by half an hour, for both of a panel."""
    request = replace(await desk.request("2026-12-02T15:00", "Onboarding"), answers={"order_number": "A-1"})
    booked = await desk.bookings.book(token_of((await desk.issue()).url), request, desk.now)

    moved = await desk.move(booked.manage_token, "2026-12-02T15:30")

    assert (moved.starts - booked.booking.starts, names(moved)) == (
        timedelta(minutes=30),
        ["Ana Prieto", "Carla Ruiz"],
    )


async def test_moved_meeting_keeps_the_buffers_that_its_event_type_has_now(desk: Desk) -> None:
    """Mondays only Ana works."""
    booked = await book(desk, "2026-12-07T10:00")
    await desk.change_event_type(buffer_after=60)

    await desk.move(booked.manage_token, "2026-12-07T14:00")

    token = token_of((await desk.issue()).url)
    times = "09:00 09:30 10:00 10:30 11:00 11:30 12:00 12:30 15:30 16:00 16:30"
    assert await desk.times(token, date(2026, 12, 7)) == [f"07 {time}" for time in times.split()]


async def test_taken_time_is_refused_although_somebody_else_is_free(desk: Desk) -> None:
    """Of Ana and Ben, one has both meetings, and the other is free on Wednesday."""
    ana = await book(desk, "2026-12-07T10:00")
    desk.now += timedelta(minutes=1)
    await book(desk, "2026-12-02T10:00")
    desk.now += timedelta(minutes=1)
    busy = await book(desk, "2026-12-02T11:30")
    assert names(busy.booking) == names(ana.booking) == ["Ana Prieto"]

    await refuses(desk, desk.move(ana.manage_token, "2026-12-02T11:30"), SlotTaken)


async def test_database_itself_refuses_a_move_that_double_books(
    postgresql_databases: PostgresqlDatabases, now: datetime
) -> None:
    """The backstop: Ana's other meeting is not asked for, and gets in the way all the same."""
    async with postgresql_databases.emptied() as database:
        desk = await Desk.opened(database, now)
        _, late = [await book(desk, f"2026-12-07T{hour}:00") for hour in (10, 11)]
        await desk.change_event_type(minutes=60)

        desk.changes = BookingChanges(database, sources=())
        await refuses(desk, desk.move(late.manage_token, "2026-12-07T09:30"), SlotTaken)


NEVER_OFFERED = {
    "in the past": "2026-11-30T10:00",
    "within the notice": "2026-12-01T13:30",
    "off the grid": "2026-12-02T10:10",
    "not a whole minute": "2026-12-02T12:00:30",
    "day off": "2026-12-04T12:00",
    "beyond the horizon": "2027-03-03T12:00",
    "the last year": "9999-06-01T12:00",
}


async def test_meeting_cannot_move_to_a_time_that_is_not_offered(desk: Desk) -> None:
    booked = await book(desk)
    before = await desk.everything()

    told = {}
    for why, start in NEVER_OFFERED.items():
        with pytest.raises(Invalid) as refused:
            await desk.move(booked.manage_token, start)
        told[why] = refused.value.fields

    assert told == dict.fromkeys(NEVER_OFFERED, NOT_OFFERED)
    assert await desk.everything() == before


async def test_zone_of_a_move_has_to_be_known(desk: Desk) -> None:
    booked = await book(desk)
    move = Move(booked.booking.starts + timedelta(days=7), "Mars/Olympus")

    refused = await refuses(desk, desk.changes.reschedule(booked.manage_token, move, desk.now), Invalid)

    assert vars(refused) == {"fields": {"time_zone": "Please choose a time zone from the list."}}


async def test_booking_made_before_a_page_became_static_can_be_cancelled_but_not_rescheduled(
    desk: Desk,
) -> None:
    """Article, the opening note: "that booking can be cancelled but not rescheduled". Once the page is
    Dynamic again, it can be.
    """
    booked = await book(desk)
    await desk.make_static()

    await refuses(desk, desk.move(booked.manage_token, "2026-12-09T12:00"), NotAllowed)
    await desk.change_page(rule_type=RuleType.DYNAMIC)
    moved = await desk.move(booked.manage_token, "2026-12-09T12:00")
    await desk.make_static()
    cancelled = await desk.changes.cancel(booked.manage_token, "", desk.now)

    assert (moved.status, cancelled.status) == (BookingStatus.RESCHEDULED, BookingStatus.CANCELLED)
    again = await refuses(desk, desk.move(booked.manage_token, "2026-12-02T10:00"), NotAllowed)
    assert str(again) == CANCELLED_ALREADY


async def test_booking_of_what_is_no_longer_in_use_can_be_cancelled_but_not_rescheduled(desk: Desk) -> None:
    booked = await book(desk)

    for of, everywhere_else in ((BookingPage, MasterPage), (MasterPage, BookingPage)):
        await desk.change(of, retired_at=desk.now)
        await desk.change(everywhere_else, retired_at=None)
        moving = desk.move(booked.manage_token, "2026-12-09T12:00")
        assert str(await refuses(desk, moving, NotAllowed)) == CANCEL_ONLY

    await desk.change(BookingPage, retired_at=desk.now)
    cancelled = await desk.changes.cancel(booked.manage_token, "", desk.now)
    assert cancelled.status == BookingStatus.CANCELLED


async def test_page_that_accepts_no_bookings_lets_customers_neither_cancel_nor_move(desk: Desk) -> None:
    booked = await book(desk)
    await desk.change_page(accepts_bookings=False)

    await refuses(desk, desk.changes.cancel(booked.manage_token, "", desk.now), NotAccepting)
    await refuses(desk, desk.move(booked.manage_token, "2026-12-09T12:00"), NotAccepting)
    cancelled = await desk.changes.cancel_as(desk.ada, booked.booking.id, "", desk.now)
    assert cancelled.status == BookingStatus.CANCELLED


async def test_customer_did_not_come(desk: Desk) -> None:
    booked = await book(desk)
    booking_id, starts = booked.booking.id, booked.booking.starts

    before = starts - timedelta(minutes=1)
    too_early = await refuses(desk, desk.changes.no_show(desk.ada, booking_id, before), NotAllowed)
    await desk.changes.no_show(desk.ada, booking_id, starts)

    assert str(too_early) == "This meeting has not begun yet."
    assert (await desk.bookings.view(booked.manage_token)).status == BookingStatus.NO_SHOW
    assert (await desk.deeds())[-1] == ("U0ADMIN", "no-show", "booking")
    assert (await desk.notices())[-2:] == [("card", None), ("told", "no-show")]
    for change in (
        desk.changes.no_show(desk.ada, booking_id, starts),
        desk.changes.cancel_as(desk.ada, booking_id, "", starts),
        desk.changes.cancel(booked.manage_token, "", starts),
    ):
        assert str(await refuses(desk, change, NotAllowed)) == OVER


async def test_other_workspace_finds_no_booking(desk: Desk) -> None:
    booked = await book(desk)
    stranger = Person(booked.booking.id, None)

    await refuses(desk, desk.changes.cancel_as(stranger, booked.booking.id, "", desk.now), NotFound)
