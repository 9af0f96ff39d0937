"""A pool under everything that happens to it, against a model that says what must be true after each step."""

import asyncio
from collections import Counter
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import TypeVar
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from bot.scheduling.booking_details import BookingRequest
from bot.scheduling.changes import Move
from bot.scheduling.errors import Invalid, NotAllowed, Refusal, SlotTaken
from bot.scheduling.setup_file import SetUp
from storage.database import Database
from storage.models import BookingPage, Participant
from tests.databases import on_sqlite
from tests.looking import open_times
from tests.scheduling import pools
from tests.scheduling.desk import Desk, token_of
from tests.scheduling.pool_model import EVERYBODY, KINDS, METHODS, PRIORITIES, Kind, Line, Meeting, Method
from tests.stories import Kept
from tests.thoroughness import THOROUGH, examples

T = TypeVar("T")

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
HOURS = {"ana": (8, 12), "ben": (8, 12), "carla": (9, 11), "dan": (8, 10), "eva": (8, 12)}
UTC_ZONE = ZoneInfo("UTC")


At = tuple[int, int]
"""Days ahead, and half hours of that day (UTC)."""

Wish = tuple[Kind, At]


class PoolMachine(RuleBasedStateMachine):
    """What happens to a pool of three, whom a fourth may join, and to Eva, who takes part in their Visits."""

    meetings = Bundle("meetings")
    kinds = st.sampled_from(KINDS)
    starts = st.tuples(st.integers(1, 2), st.integers(16, 23))
    """Few, so that meetings get into each other's way."""
    wishes = st.tuples(kinds, starts)

    def __init__(self, method: Method, loop: asyncio.AbstractEventLoop, database: Kept) -> None:
        super().__init__()
        self.method = method
        self.lines = {kind: Line(method) for kind in KINDS}
        self.made: list[Meeting] = []
        self.members = ["ana", "ben", "carla"]
        self.pages = {*self.members, "eva"}
        self.working = {*HOURS}
        self.loop = loop
        database.begin_anew()
        self.desk = self.run(Desk.opened(database, NOW, self.document()))
        self.link = self.issue()
        self.kind_ids = {kind: self.run(self.desk.event_type(kind.name)) for kind in KINDS}

    def run(self, step: Coroutine[object, object, T]) -> T:
        return asyncio.run_coroutine_threadsafe(step, self.loop).result()

    @initialize(target=meetings, wishes=st.lists(wishes, min_size=3, max_size=6))
    def customers_came(self, wishes: list[Wish]) -> MultipleResults[Meeting]:
        return multiple(*filter(None, map(self.book, wishes)))

    @rule(target=meetings, wishes=st.lists(wishes, min_size=1, max_size=4))
    def customers_come(self, wishes: list[Wish]) -> MultipleResults[Meeting]:
        return multiple(*filter(None, map(self.book, wishes)))

    def book(self, wish: Wish) -> Meeting | None:
        self.desk.now += MINUTE
        kind, start = wish[0], self.moment(wish[1])
        booking = self.desk.bookings.book(self.link, self.request(kind, start), self.desk.now)
        free = self.free_for(kind, start)
        if not free:
            self.refuses(booking, self.why_nobody(kind, start))
            return None
        booked = self.run(booking)
        self.link = self.issue()
        first, *others = (provider.name for provider in booked.booking.providers)
        assert first in self.lines[kind].first_among(free)
        assert tuple(others) == kind.fixed
        self.lines[kind].booked(first)
        meeting = Meeting(booked.manage_token, booked.booking.id, kind, start, (first, *others))
        self.made.append(meeting)
        return meeting

    @rule(meeting=meetings, by_customer=st.booleans())
    def cancel(self, meeting: Meeting, by_customer: bool) -> None:
        now, changes = self.desk.now, self.desk.changes
        if by_customer:
            cancelling = changes.cancel(meeting.token, "", now)
        else:
            cancelling = changes.cancel_as(self.desk.ada, meeting.booking_id, "", now)
        if meeting.state != "coming" or (by_customer and now > meeting.start):
            self.refuses(cancelling, NotAllowed)
            return
        self.run(cancelling)
        meeting.state = "cancelled"
        self.lines[meeting.kind].lost(meeting.people[0], no_show=False)

    @rule(meeting=meetings, at=starts)
    def reschedule(self, meeting: Meeting, at: At) -> None:
        start = self.moment(at)
        moving = self.desk.changes.reschedule(meeting.token, Move(start, "UTC"), self.desk.now)
        if refusal := self.why_not_move(meeting, start):
            self.refuses(moving, refusal)
            return
        self.run(moving)
        meeting.start = start

    @rule(meeting=consumes(meetings))
    def no_show(self, meeting: Meeting) -> None:
        self.desk.now = max(self.desk.now, meeting.start)
        noting = self.desk.changes.no_show(self.desk.ada, meeting.booking_id, self.desk.now)
        if meeting.state != "coming":
            self.refuses(noting, NotAllowed)
            return
        self.run(noting)
        meeting.state = "missed"
        self.lines[meeting.kind].lost(meeting.people[0], no_show=True)

    @rule(name=st.sampled_from(list(HOURS)), change=st.sampled_from(["member", "member and page", "hours"]))
    def set_up_changes(self, name: str, change: str) -> None:
        """Somebody joins or leaves the pool, with or without the page, or has no hours for a while."""
        if change == "hours":
            self.working ^= {name} & self.pages
        elif name in self.members and len(self.members) > 1:
            self.members.remove(name)
            self.pages -= {name} if change == "member and page" else set()
        elif name in EVERYBODY:
            self.members = [each for each in EVERYBODY if each in self.members or each == name]
            self.pages.add(name)
        self.run(SetUp(self.desk.database).load(self.desk.workspace_id, self.document(), self.desk.now))

    @rule(kind=kinds, days=st.integers(1, 2))
    def customers_look(self, kind: Kind, days: int) -> None:
        day = (self.desk.now + days * DAY).date()
        times = self.run(
            open_times(self.desk.offers, self.link, self.kind_ids[kind], day, day, UTC_ZONE, self.desk.now)
        )
        starts = [self.moment((days, half_hour)) for half_hour in range(48)]
        assert [time.start for time in times] == [start for start in starts if self.is_shown(kind, start)]

    @invariant()
    def everybody_is_where_they_should_be_and_nobody_is_double_booked(self) -> None:
        parts = self.run(self.parts())
        assert {(part.booking_id, part.position, name): span(part) for name, part in parts} == {
            (meeting.booking_id, position, name): (meeting.start, meeting.end, meeting.is_held)
            for meeting in self.made
            for position, name in enumerate(meeting.people)
        }
        for (name, one), (next_name, next_one) in pairwise(each for each in parts if each[1].held):
            gap = max(one.buffer_after, next_one.buffer_before) * MINUTE
            assert name != next_name or one.ends + gap <= next_one.starts

    def document(self) -> str:
        return pools.company(
            [
                {
                    "name": kind.name,
                    "minutes": kind.minutes,
                    "notice": "0h",
                    "buffers": {"before": f"{kind.before}m", "after": f"{kind.after}m"},
                }
                for kind in KINDS
            ],
            [self.page(name) for name in HOURS if name in self.pages],
            [
                pools.pool(
                    "Pool",
                    self.method.distribution,
                    *(f"{name} {PRIORITIES[name]}" for name in self.members),
                    automatic_correction=self.method.corrects,
                    count_no_shows=self.method.counts_no_shows,
                )
            ],
            [pools.rule(kind.name, "Pool", *kind.fixed) for kind in KINDS],
        )

    def page(self, name: str) -> pools.Entry:
        first, until = HOURS[name]
        hours = [f"{first:02}:00-{until}:00"] if name in self.working else []
        return pools.page(name, *hours, time_zone="UTC")

    def moment(self, at: At) -> datetime:
        days, half_hour = at
        midnight = self.desk.now.replace(hour=0, minute=0)
        return midnight + days * DAY + half_hour * 30 * MINUTE

    def issue(self) -> str:
        return token_of(self.run(self.desk.issue()).url)

    def request(self, kind: Kind, start: datetime) -> BookingRequest:
        return BookingRequest(self.kind_ids[kind], start, "UTC", "Dana Smith", "dana@customer.example")

    def refuses(self, change: Coroutine[object, object, object], refusal: type[Refusal]) -> None:
        """And nothing in the database is another than before."""
        before = self.run(self.desk.everything())
        with pytest.raises(refusal):
            self.run(change)
        assert self.run(self.desk.everything()) == before

    def works(self, name: str, kind: Kind, start: datetime) -> bool:
        first, until = (start.replace(hour=hour, minute=0) for hour in HOURS[name])
        return name in self.working and first <= start and start + kind.length <= until

    def is_free(self, name: str, kind: Kind, start: datetime, apart_from: Meeting | None = None) -> bool:
        return self.works(name, kind, start) and not any(
            meeting.is_too_close(kind, start)
            for meeting in self.made
            if name in meeting.people and meeting.is_held and meeting is not apart_from
        )

    def free_for(self, kind: Kind, start: datetime) -> list[str]:
        """The members of the pool who could get the meeting: nobody, where Eva cannot take part."""
        if not all(self.is_free(name, kind, start) for name in kind.fixed):
            return []
        return [name for name in self.members if self.is_free(name, kind, start)]

    def why_nobody(self, kind: Kind, start: datetime) -> type[Refusal]:
        """The time was taken, or it is never offered."""
        worked = any(self.works(name, kind, start) for name in self.members)
        return SlotTaken if worked and all(self.works(name, kind, start) for name in kind.fixed) else Invalid

    def why_not_move(self, meeting: Meeting, start: datetime) -> type[Refusal] | None:
        if meeting.state != "coming" or self.desk.now > meeting.start:
            return NotAllowed
        if not self.pages.issuperset(meeting.people):
            return NotAllowed
        if not all(self.works(name, meeting.kind, start) for name in meeting.people):
            return Invalid
        if not all(self.is_free(name, meeting.kind, start, meeting) for name in meeting.people):
            return SlotTaken
        return None

    def is_shown(self, kind: Kind, start: datetime) -> bool:
        """In round robin Customers see the times of the next in line only, otherwise those of everybody."""
        free = set(self.free_for(kind, start))
        if self.method.distribution == "round robin":
            free &= self.lines[kind].first_among(self.members)
        return bool(free)

    async def parts(self) -> list[tuple[str, Participant]]:
        """Who takes part in what, by person, the earliest first."""
        statement = (
            select(BookingPage.name, Participant)
            .join(Participant, BookingPage.id == Participant.page_id)
            .order_by(BookingPage.name, Participant.starts)
        )
        async with self.desk.database.reading() as session:
            return [(name, part) for name, part in (await session.execute(statement)).all()]


def span(part: Participant) -> tuple[datetime, datetime, bool]:
    return part.starts, part.ends, part.held


@on_sqlite
@pytest.mark.parametrize("method", ["pooled", "priority", "round robin", "round robin, uncorrected"])
async def test_pool_keeps_its_promises(database: Kept, method: str) -> None:
    await asyncio.to_thread(keeps_its_promises, asyncio.get_running_loop(), database, METHODS[method])


@pytest.mark.databases("postgresql")
async def test_pool_keeps_its_promises_on_postgresql(database: Kept) -> None:
    """By the method that stores the most."""
    method = METHODS["round robin, no-shows counted"]
    await asyncio.to_thread(keeps_its_promises, asyncio.get_running_loop(), database, method)


def keeps_its_promises(loop: asyncio.AbstractEventLoop, database: Kept, method: Method) -> None:
    """In a thread: Hypothesis calls the steps from outside of any loop."""

    class Machine(PoolMachine):
        def __init__(self) -> None:
            super().__init__(method, loop, database)

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=examples(2, thorough=150),
            stateful_step_count=15 if THOROUGH else 6,
            # To find fewer steps that fail takes minutes.
            phases=tuple(Phase) if THOROUGH else (Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )


@on_sqlite
async def test_round_robin_keeps_everybody_level_while_all_are_free(
    database: Database, now: datetime
) -> None:
    """What is cancelled goes to who lost it: with that made good, held bookings differ by one at most."""
    names = ["ana", "ben", "carla"]
    document = pools.company(
        [{"name": "Support call", "notice": "0h"}],
        [pools.page(name, "00:00-24:00") for name in names],
        [pools.pool("Pool", "round robin", *names)],
        [pools.rule("Support call", "Pool")],
    )
    desk = await Desk.opened(database, now, document)
    dice, held, lost = Random(7), [], 0
    bookings = examples(9, thorough=20)
    for hour in range(bookings):
        desk.now += MINUTE
        held.append(await desk.booked(f"2026-12-0{2 + hour % 7}T{hour:02}:00"))
        lost = max(lost - 1, 0)
        if dice.random() < 0.4:
            cancelled = held.pop(dice.randrange(len(held)))
            await desk.changes.cancel(cancelled.manage_token, "", desk.now)
            lost += 1
        if not lost:
            counts = Counter(dict.fromkeys(names, 0))
            counts.update(each.booking.providers[0].name for each in held)
            assert max(counts.values()) - min(counts.values()) <= 1
    assert len(held) < bookings
