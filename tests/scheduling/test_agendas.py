"""What a User has going: their open links, and the meetings in which they take part."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.scheduling.agendas import Agenda, Agendas
from bot.scheduling.errors import NotAllowed
from bot.scheduling.people import Person
from bot.scheduling.permissions import UserChange
from storage.models import BookingPage, Role
from tests.databases import on_both, on_sqlite
from tests.scheduling.desk import DANA, MADRID, Desk
from tests.scheduling.test_sharing import statements

pytestmark = on_sqlite


async def agenda(desk: Desk, person: Person, links: int = 0, meetings: int = 0) -> Agenda:
    return await Agendas(desk.database).of(person, links, meetings, desk.now)


def starts(agenda: Agenda, zone: ZoneInfo = MADRID) -> list[str]:
    return [f"{meeting.starts.astimezone(zone):%d %H:%M}" for meeting in agenda.meetings.items]


async def test_open_links_are_those_one_made_newest_first(desk: Desk) -> None:
    max_ = await desk.member("U0MAX")
    mine = [(await desk.issue(max_)).id for _ in range(2)]
    spent, revoked = await desk.issue(max_), await desk.issue(max_)
    await desk.booked_by(spent.url)
    await desk.revoked(revoked)
    await desk.issue(max_, lifetime=timedelta(hours=1))
    await desk.issue(desk.ada)
    desk.now += timedelta(hours=2)

    seen = await agenda(desk, max_)

    assert [link.id for link in seen.links.items] == mine[::-1]
    assert (seen.role, seen.links.is_last) == (Role.MEMBER, True)


async def test_lists_are_turned_five_at_a_time(desk: Desk) -> None:
    made = [(await desk.issue()).id for _ in range(6)][::-1]

    first, second, beyond = [(await agenda(desk, desk.ada, number)).links for number in range(3)]

    assert [link.id for link in (*first.items, *second.items)] == made
    assert (len(first.items), first.is_last, second.is_last) == (5, False, True)
    assert (beyond.items, beyond.is_last) == ((), True)


async def test_meetings_are_those_one_takes_part_in_soonest_first(desk: Desk) -> None:
    """Mondays only Ana works, Thursdays only Ben."""
    for start in ("2026-12-14T10:00", "2026-12-07T10:00", "2026-12-03T12:00"):
        await desk.booked(start)
    ana = await desk.member("U0ANA")

    seen = await agenda(desk, ana)

    assert starts(seen) == ["07 10:00", "14 10:00"]
    assert {meeting.owners for meeting in seen.meetings.items} == {("U0ANA",)}
    assert seen.meetings.items[0].customer == DANA
    assert seen.meetings.items[0].event_type == "Support call"


@on_both
async def test_meeting_stays_until_it_is_over_and_tells_what_can_be_done(desk: Desk) -> None:
    """Mondays only Ana works."""
    begins = (await desk.booked("2026-12-07T10:00")).booking.starts
    ana = await desk.member("U0ANA")

    desk.now = begins + timedelta(minutes=29)
    begun = (await agenda(desk, ana)).meetings.items
    desk.now = begins + timedelta(minutes=30)
    over = (await agenda(desk, ana)).meetings.items

    assert [UserChange.NO_SHOW in meeting.changes for meeting in begun] == [True]
    assert over == ()


async def test_cancelled_meeting_is_gone(desk: Desk) -> None:
    """Mondays only Ana works."""
    await desk.cancelled(await desk.booked("2026-12-07T10:00"))
    ana = await desk.member("U0ANA")

    assert (await agenda(desk, ana)).meetings.items == ()


async def test_booking_pages_are_those_in_use_that_one_owns(desk: Desk) -> None:
    ana = await desk.member("U0ANA")
    in_use = (await agenda(desk, ana)).pages
    await desk.change(BookingPage, BookingPage.link == "ana", retired_at=desk.now)

    assert ([page.entry.link for page in in_use], (await agenda(desk, ana)).pages) == (["ana"], ())


async def test_it_is_asked_for_in_five_questions_however_much_there_is(desk: Desk) -> None:
    """Mondays only Ana works."""
    for start in ("2026-12-07T10:00", "2026-12-07T11:00"):
        await desk.booked(start)
    ana = await desk.member("U0ANA")
    for _ in range(2):
        await desk.issue(ana)

    with statements() as sent:
        seen = await agenda(desk, ana)

    assert (len(seen.links.items), len(seen.meetings.items), len(seen.pages)) == (2, 2, 1)
    assert len([statement for statement in sent if statement.startswith("SELECT")]) == 5


async def test_guests_have_none(desk: Desk) -> None:
    guest = await desk.member("U0GUS", None)

    with pytest.raises(NotAllowed):
        await agenda(desk, guest)
