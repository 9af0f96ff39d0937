"""Who gets which letter about a booking, and when."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from bot.scheduling import notices
from bot.scheduling.outbox import GiveUp, Outbox
from bot.scheduling.reminders import Reminders
from storage.models import BookingPage, Notice
from tests.databases import on_both, on_sqlite
from tests.delivering import deliver_due
from tests.scheduling.desk import Desk, token_of

pytestmark = on_sqlite

EVERYBODY = [("customer", "booked"), ("0", "booked"), ("1", "booked")]


async def letters(desk: Desk) -> list[tuple[str, str]]:
    """Each letter: to whom, about what."""
    found = [notice for notice in await desk.outbox() if notice.kind == notices.LETTER]
    return [(letter.payload["recipient"], letter.payload["event"]) for letter in found]


async def reminders(desk: Desk) -> list[timedelta]:
    """How long before the start that it speaks of each reminder is due."""
    found = [notice for notice in await desk.outbox() if notice.kind == notices.REMINDER]
    return sorted(datetime.fromisoformat(reminder.payload["starts"]) - reminder.due_at for reminder in found)


async def give_addresses(desk: Desk, **addresses: str) -> None:
    async with desk.database.writing() as session:
        for page, address in addresses.items():
            await session.execute(update(BookingPage).where(BookingPage.link == page).values(email=address))


async def book_panel(desk: Desk) -> None:
    """Ana's and Carla's."""
    request = replace(await desk.request("2026-12-02T15:00", "Onboarding"), answers={"order_number": "A-1"})
    await desk.bookings.book(token_of((await desk.issue()).url), request, desk.now)


def outbox_at(desk: Desk, now: datetime) -> Outbox:
    return Outbox(desk.database, {notices.REMINDER: Reminders(desk.database)}, lambda: now)


@pytest.mark.parametrize(
    ("addresses", "recipients"),
    [
        pytest.param({}, EVERYBODY[:1], id="none has an address"),
        pytest.param({"carla": "c@acme.example"}, [EVERYBODY[0], EVERYBODY[2]], id="one has"),
        pytest.param({"ana": "a@acme.example", "carla": "c@acme.example"}, EVERYBODY, id="both have"),
        pytest.param({"ana": "us@acme.example", "carla": "US@acme.example"}, EVERYBODY[:2], id="one for two"),
    ],
)
async def test_customer_and_providers_with_an_address_get_letters(
    desk: Desk, addresses: dict[str, str], recipients: list[tuple[str, str]]
) -> None:
    await give_addresses(desk, **addresses)

    await book_panel(desk)

    assert await letters(desk) == recipients


async def test_each_change_is_a_letter_that_says_what_was_true_then(desk: Desk) -> None:
    booked = await desk.booked("2026-12-02T10:00")
    await desk.move(booked.manage_token, "2026-12-09T12:00")
    await desk.changes.cancel(booked.manage_token, "", desk.now)

    assert await letters(desk) == [("customer", "booked"), ("customer", "moved"), ("customer", "cancelled")]
    _, moved, _ = [notice.payload for notice in await desk.outbox() if notice.kind == notices.LETTER]
    assert moved == {
        "booking_id": str(booked.booking.id),
        "recipient": "customer",
        "event": "moved",
        "starts": "2026-12-09T11:00:00Z",
        "ends": "2026-12-09T11:30:00Z",
        "time_zone": "Europe/Madrid",
        "status": "rescheduled",
        "sequence": 1,
        "by": None,
        "reason": "",
        "before": "2026-12-02T09:00:00Z",
    }


async def test_letters_to_one_person_keep_their_order_and_delay_nobody_else(desk: Desk) -> None:
    await give_addresses(desk, ana="ana@acme.example", ben="ben@acme.example")
    booked = await desk.booked()
    await desk.changes.cancel(booked.manage_token, "", desk.now)

    streams = [notice.stream for notice in await desk.outbox() if notice.kind == notices.LETTER]
    customer, provider = f"mail:{booked.booking.id}:customer", f"mail:{booked.booking.id}:0"
    assert streams == [customer, provider] * 2


@pytest.mark.parametrize(
    ("minutes", "due"),
    [
        pytest.param([1440, 60], [timedelta(hours=1), timedelta(days=1)], id="a day and an hour before"),
        pytest.param([], [], id="none"),
        pytest.param([60, 60], [timedelta(hours=1)], id="the same twice"),
        pytest.param([60, 14400], [timedelta(hours=1)], id="one that would be past already"),
    ],
)
async def test_reminders_are_due_as_the_event_type_says(
    desk: Desk, minutes: list[int], due: list[timedelta]
) -> None:
    await desk.change_event_type(reminders=minutes)

    await desk.booked("2026-12-03T10:00")

    assert await reminders(desk) == due


@on_both
async def test_reminder_becomes_letters_when_it_is_due_and_only_once(desk: Desk) -> None:
    booked = await desk.booked("2026-12-03T10:00")
    an_hour_before = booked.booking.starts - timedelta(hours=1)

    await deliver_due(outbox_at(desk, an_hour_before - timedelta(hours=23, seconds=1)))
    assert await letters(desk) == [("customer", "booked")]
    await deliver_due(outbox_at(desk, an_hour_before))
    await deliver_due(outbox_at(desk, an_hour_before))

    assert await letters(desk) == [("customer", "booked"), *[("customer", "reminded")] * 2]


async def test_reminder_of_a_time_that_does_not_stand_any_more_says_nothing(desk: Desk) -> None:
    """Neither of one that the meeting left, nor of a cancelled meeting's."""
    booked = await desk.booked("2026-12-03T10:00")
    moved = await desk.move(booked.manage_token, "2026-12-09T12:00")

    await deliver_due(outbox_at(desk, booked.booking.starts - timedelta(minutes=30)))
    assert ("customer", "reminded") not in await letters(desk)
    await deliver_due(outbox_at(desk, moved.starts - timedelta(hours=2)))
    once = await letters(desk)
    assert once.count(("customer", "reminded")) == 1
    await desk.changes.cancel(booked.manage_token, "", desk.now)
    await deliver_due(outbox_at(desk, moved.starts - timedelta(minutes=30)))
    assert await letters(desk) == [*once, ("customer", "cancelled")]


async def test_reminder_that_comes_too_late_says_nothing(desk: Desk) -> None:
    booked = await desk.booked("2026-12-03T10:00")

    await deliver_due(outbox_at(desk, booked.booking.starts))

    assert await letters(desk) == [("customer", "booked")]


class Undeliverable:
    async def deliver(self, notice: Notice, now: datetime) -> None:
        raise GiveUp(f"nobody takes a {notice.kind} at {now}")


@on_both
async def test_thread_hears_of_a_letter_that_was_given_up(desk: Desk) -> None:
    await give_addresses(desk, ana="ana@acme.example", ben="ben@acme.example")
    await desk.booked()

    await deliver_due(Outbox(desk.database, {notices.LETTER: Undeliverable()}, lambda: desk.now))

    told = [notice.payload for notice in await desk.outbox() if notice.payload.get("event") == "unmailed"]
    assert [(payload["recipient"], payload["about"]) for payload in told] == EVERYBODY[:2]


async def test_slack_notice_that_was_given_up_is_told_nowhere(desk: Desk) -> None:
    await desk.issue()
    before = await desk.notices()

    kinds = (notices.CARD, notices.URL)
    await deliver_due(Outbox(desk.database, dict.fromkeys(kinds, Undeliverable()), lambda: desk.now))

    assert await desk.notices() == before
