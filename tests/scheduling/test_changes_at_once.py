"""Changes that meet each other: each is whole, and every one of them counts."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from random import Random

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.scheduling import notices
from bot.scheduling.booking_views import BookingView
from bot.scheduling.bookings import Booked
from bot.scheduling.busy import BusyTimes, Question
from bot.scheduling.changes import BookingChanges, Move
from bot.scheduling.errors import NotAllowed, Refusal, SlotTaken
from bot.scheduling.links import IssuedLink
from bot.scheduling.policy import LinkState
from storage.models import BookingStatus, Distribution, Participant, Pool, Turn
from tests.scheduling.desk import MADRID, Desk, token_of


async def at_once(*changes: Awaitable[BookingView]) -> list[BookingView | Refusal]:
    found = await asyncio.gather(*changes, return_exceptions=True)
    assert [each for each in found if not isinstance(each, BookingView | Refusal)] == []
    return [each for each in found if isinstance(each, BookingView | Refusal)]


async def held(desk: Desk) -> list[datetime]:
    """When people are taken, by bookings that stand."""
    async with desk.database.reading() as session:
        statement = select(Participant.starts).where(Participant.held).order_by(Participant.starts)
        return list((await session.scalars(statement)).all())


async def test_of_two_meetings_that_move_to_one_free_time_one_gets_it(desk: Desk) -> None:
    """Mondays only Ana works."""
    meetings = [await desk.booked(f"2026-12-07T{hour}:00") for hour in (10, 11)]

    async with desk.beside() as beside:
        found = await at_once(
            desk.move(meetings[0].manage_token, "2026-12-07T15:00"),
            beside.move(meetings[1].manage_token, "2026-12-07T15:00"),
        )

    assert sorted(type(each).__name__ for each in found) == ["BookingView", "SlotTaken"]
    loser = next(each for each, end in zip(meetings, found, strict=True) if isinstance(end, SlotTaken))
    assert await held(desk) == [loser.booking.starts, datetime(2026, 12, 7, 14, 0, tzinfo=UTC)]


async def test_meeting_that_is_cancelled_and_moved_at_once_ends_cancelled(desk: Desk) -> None:
    """Whichever is first: a cancelled meeting does not move, and one that moved can be cancelled."""
    booked = await desk.booked("2026-12-02T10:00")

    async with desk.beside() as beside:
        cancelled, moved = await at_once(
            desk.changes.cancel(booked.manage_token, "", desk.now),
            beside.move(booked.manage_token, "2026-12-09T12:00"),
        )

    assert isinstance(cancelled, BookingView)
    after = await desk.bookings.view(booked.manage_token)
    assert (after.status, after.sequence) == (
        BookingStatus.CANCELLED,
        2 if isinstance(moved, BookingView) else 1,
    )
    assert await held(desk) == []


class Meanwhile:
    """A calendar that knows of nothing. While it is asked, somebody begins what has to wait for the asker."""

    def __init__(self, *changes: Awaitable[object]) -> None:
        self.changes = changes

    async def busy(self, _session: AsyncSession, _asked: Question) -> BusyTimes:
        self.begun = [asyncio.ensure_future(change) for change in self.changes]
        await asyncio.wait(self.begun, timeout=0.05)
        return {}

    async def ends(self) -> list[object]:
        return await asyncio.gather(*self.begun, return_exceptions=True)


@pytest.mark.parametrize(
    ("start", "changes"),
    [
        pytest.param(
            "2026-12-02T11:00",
            [
                lambda desk, booked: desk.changes.cancel(booked.manage_token, "", desk.now),
                lambda desk, booked: desk.move(booked.manage_token, "2026-12-02T16:00"),
            ],
            id="cancelled and moved, now too late",
        ),
        pytest.param(
            "2026-12-02T16:00",
            [lambda desk, booked: desk.changes.no_show(desk.ada, booked.booking.id, booked.booking.starts)],
            id="missed, now too early",
        ),
    ],
)
async def test_change_that_waited_for_a_move_is_judged_by_the_new_start(
    desk: Desk, start: str, changes: Sequence[Callable[[Desk, Booked], Awaitable[object]]]
) -> None:
    await desk.change_event_type(notice_minutes=0, policy={"cancel": 120, "reschedule": 120})
    booked = await desk.booked("2026-12-02T15:00")
    desk.now = datetime(2026, 12, 2, 10, 30, tzinfo=MADRID)
    meanwhile = Meanwhile(*(change(desk, booked) for change in changes))

    move = Move(datetime.fromisoformat(start).replace(tzinfo=MADRID), "Europe/Madrid")
    moved = await BookingChanges(desk.database, [meanwhile], Random(1)).reschedule(
        booked.manage_token, move, desk.now
    )

    ends = await meanwhile.ends()
    assert [type(end) for end in ends] == [NotAllowed] * len(changes)
    assert await desk.bookings.view(booked.manage_token) == moved


async def test_meeting_that_is_about_to_move_is_not_completed(desk: Desk) -> None:
    """The job that completes meetings does not wait for anybody's people."""
    booked = await desk.booked("2026-12-02T10:00")
    meanwhile = Meanwhile(desk.changes.complete_due(booked.booking.ends))

    move = Move(datetime(2026, 12, 9, 11, 0, tzinfo=UTC), "Europe/Madrid")
    changes = BookingChanges(desk.database, [meanwhile], Random(1))
    moved = await changes.reschedule(booked.manage_token, move, desk.now)

    assert (await meanwhile.ends(), moved.status) == ([0], BookingStatus.RESCHEDULED)


async def test_sequence_rises_with_each_of_several_moves_at_once(desk: Desk) -> None:
    booked = await desk.booked("2026-12-02T10:00")

    async with desk.beside() as beside:
        found = await at_once(
            *(
                (desk, beside)[number % 2].move(booked.manage_token, f"2026-12-09T{12 + number}:00")
                for number in range(3)
            )
        )

    after = await desk.bookings.view(booked.manage_token)
    assert sorted(each.sequence for each in found if isinstance(each, BookingView)) == [1, 2, 3]
    assert after in found
    assert (after.sequence, await held(desk)) == (3, [after.starts])


async def test_everything_lost_at_once_is_owed(desk: Desk) -> None:
    """Mondays only Ana works."""
    booked = [await desk.booked(f"2026-12-07T{hour}:00") for hour in (10, 11, 12)]
    await desk.change(Pool, distribution=Distribution.ROUND_ROBIN, counts_no_shows=True)
    desk.now = booked[-1].booking.starts

    async with desk.beside() as beside:
        await asyncio.gather(
            desk.changes.no_show(desk.ada, booked[0].booking.id, desk.now),
            beside.changes.no_show(desk.ada, booked[1].booking.id, desk.now),
            desk.changes.cancel_as(desk.ada, booked[2].booking.id, "", desk.now),
        )

    async with desk.database.reading() as session:
        assert (await session.scalars(select(Turn.owed))).all() == [3]


async def test_everything_at_once_leaves_nobody_double_booked_and_nothing_told_twice(desk: Desk) -> None:
    """Mondays only Ana works: two meetings want her 15:00, and so does somebody who books."""
    issued = await desk.issue()
    mine = await desk.booked_by(issued.url, "2026-12-07T10:00")
    other, url = await desk.booked("2026-12-07T11:00"), (await desk.issue()).url
    told = len(await desk.notices())

    async with desk.beside() as beside:
        ends = await asyncio.gather(
            desk.move(mine.manage_token, "2026-12-07T15:00"),
            beside.changes.cancel(mine.manage_token, "", desk.now),
            desk.changes.request_reschedule(desk.ada, mine.booking.id, "", desk.now),
            beside.move(other.manage_token, "2026-12-07T15:00"),
            desk.book(url, "2026-12-07T15:00"),
            *(each.links.fresh(desk.ada, issued.id, desk.now) for each in (desk, beside)),
            *(each.new_times.by_link(token_of(issued.url), desk.now) for each in (desk, beside)),
            beside.changes.complete_due(desk.now),
            return_exceptions=True,
        )

    assert [end for end in ends if isinstance(end, BaseException) and not isinstance(end, Refusal)] == []
    starts = await held(desk)
    assert len(starts) == len(set(starts))
    heard = [event for _, event in (await desk.notices())[told:]]
    assert heard.count("fresh link asked") == 1
    cancellations = heard.count(notices.CANCELLED) + heard.count(notices.NEW_TIME_ASKED)
    changed = await desk.bookings.view(mine.manage_token)
    fresh = {end.id for end in ends if isinstance(end, IssuedLink)}
    links = [await desk.links.view(desk.workspace_id, link_id, desk.now) for link_id in fresh]
    assert [link.state for link in links].count(LinkState.ACTIVE) + changed.awaits_new_time <= 1
    assert (changed.status, changed.sequence, cancellations) in [
        (BookingStatus.CANCELLED, 1, 1),  # before it could move, or it did not get the time
        (BookingStatus.CANCELLED, 2, 1),  # after it had moved
        (BookingStatus.RESCHEDULED, 2, 1),  # a new time was asked for, and then it moved
        (BookingStatus.CANCELLED, 3, 2),  # the same, and then its Customer cancelled all the same
    ]
