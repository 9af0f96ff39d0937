"""Notices are delivered at least once, in order within a stream, whatever fails in between."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import update

from bot.scheduling.outbox import AT_ONCE, LEASE, MOST_ATTEMPTS, GiveUp, Outbox, TryLater, pause_after
from storage.database import NOTICED, Database
from storage.models import Notice, new_id
from storage.outbox import claim_due
from tests.company import new_workspace
from tests.databases import PostgresqlDatabases, beside, on_both, on_sqlite
from tests.delivering import deliver_due

pytestmark = on_sqlite


@dataclass
class Recorder:
    """Delivers by remembering. ``failures`` are raised first, one a try."""

    delivered: list[str] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def deliver(self, notice: Notice, now: datetime) -> None:
        assert now.tzinfo is not None
        if self.failures:
            raise self.failures.pop(0)
        self.delivered.append(notice.payload["text"])
        self.arrived.set()


@dataclass
class Hanging:
    """Delivers nothing until it is released."""

    holds: int = 0
    released: asyncio.Event = field(default_factory=asyncio.Event)

    async def deliver(self, notice: Notice, now: datetime) -> None:
        assert notice.due_at <= now
        self.holds += 1
        await self.released.wait()


@dataclass
class Clock:
    now: datetime

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
async def workspace_id(database: Database, now: datetime) -> UUID:
    return await new_workspace(database, now)


@pytest.fixture
def clock(now: datetime) -> Clock:
    return Clock(now)


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
def outbox(database: Database, recorder: Recorder, clock: Clock) -> Outbox:
    return Outbox(database, {"note": recorder}, clock)


async def write(
    database: Database,
    workspace_id: UUID,
    now: datetime,
    *texts: str,
    streams: Sequence[str] = ("s",),
    kind: str = "note",
    due_at: datetime | None = None,
) -> None:
    """Each text in each of the streams."""
    async with database.writing() as session:
        session.info[NOTICED] = True
        session.add_all(
            Notice(
                workspace_id=workspace_id,
                id=new_id(),
                kind=kind,
                stream=stream,
                payload={"text": text},
                created_at=now,
                due_at=due_at or now,
            )
            for text in texts
            for stream in streams
        )


@on_both
async def test_notices_of_a_stream_arrive_in_order_and_once(
    database: Database, workspace_id: UUID, now: datetime, outbox: Outbox, recorder: Recorder
) -> None:
    await write(database, workspace_id, now, "first", "second", "third")

    assert [await deliver_due(outbox) for _ in range(2)] == [3, 0]
    assert recorder.delivered == ["first", "second", "third"]


@on_both
async def test_failed_notice_holds_back_its_own_stream_only(
    database: Database, workspace_id: UUID, now: datetime, outbox: Outbox, recorder: Recorder
) -> None:
    await write(database, workspace_id, now, "a1", "a2", streams="a")
    await write(database, workspace_id, now, "b1", streams="b")
    recorder.failures = [TryLater("out of order")]

    await deliver_due(outbox)

    assert recorder.delivered == ["b1"]


async def test_failed_notice_is_tried_again_when_the_other_side_asked(
    database: Database, workspace_id: UUID, clock: Clock, outbox: Outbox, recorder: Recorder
) -> None:
    await write(database, workspace_id, clock.now, "late")
    recorder.failures = [TryLater("too fast", after=timedelta(seconds=30))]
    await deliver_due(outbox)

    clock.now += timedelta(seconds=29)
    assert await deliver_due(outbox) == 0
    clock.now += timedelta(seconds=1)
    assert await deliver_due(outbox) == 1
    assert recorder.delivered == ["late"]


@pytest.mark.parametrize(
    "failure", [GiveUp("never"), TryLater("not now")], ids=["given up", "tried too often"]
)
async def test_notice_that_cannot_be_delivered_lets_the_next_one_pass(
    failure: Exception,
    database: Database,
    workspace_id: UUID,
    now: datetime,
    outbox: Outbox,
    recorder: Recorder,
) -> None:
    await write(database, workspace_id, now, "hopeless", "next")
    async with database.writing() as session:
        await session.execute(update(Notice).values(attempts=MOST_ATTEMPTS - 1))
    recorder.failures = [failure]

    await deliver_due(outbox)

    assert recorder.delivered == ["next"]


async def test_bug_in_a_deliverer_does_not_end_the_loop(
    database: Database, workspace_id: UUID, clock: Clock, outbox: Outbox, recorder: Recorder
) -> None:
    await write(database, workspace_id, clock.now, "survives")
    recorder.failures = [KeyError("a bug")]
    await deliver_due(outbox)

    clock.now += pause_after(1)
    await deliver_due(outbox)

    assert recorder.delivered == ["survives"]


@on_both
async def test_notice_of_a_dead_process_comes_up_again(
    database: Database, workspace_id: UUID, clock: Clock, outbox: Outbox, recorder: Recorder
) -> None:
    await write(database, workspace_id, clock.now, "leased")
    await outbox.claim(10)  # what a process does just before it is killed

    assert await deliver_due(outbox) == 0
    clock.now += LEASE
    assert await deliver_due(outbox) == 1
    assert recorder.delivered == ["leased"]


@on_both
async def test_several_processes_never_deliver_the_same_notice(
    database: Database, workspace_id: UUID, now: datetime, recorder: Recorder, clock: Clock
) -> None:
    names = [str(number) for number in range(16)]
    for name in names:
        await write(database, workspace_id, now, name, streams=[name])
    databases = [database, beside(database)] * 2
    outboxes = [Outbox(each, {"note": recorder}, clock) for each in databases]

    await asyncio.gather(*(deliver_due(outbox) for outbox in outboxes))

    assert sorted(recorder.delivered, key=int) == names


async def test_process_does_not_wait_for_another_that_is_taking_notices_and_takes_the_next(
    postgresql_databases: PostgresqlDatabases, now: datetime
) -> None:
    """On SQLite there is one writer at a time anyway."""
    async with postgresql_databases.emptied() as database:
        await write(database, await new_workspace(database, now), now, "any", streams=["a", "b", "c"])
        async with database.writing() as one, database.writing() as other, asyncio.timeout(10):
            taken = [
                [notice.stream for notice in await claim_due(session, ["note"], now, now + LEASE, most)]
                for session, most in ((one, 1), (other, 3))
            ]

    assert taken == [["a"], ["b", "c"]]


async def test_running_outbox_delivers_as_soon_as_the_change_is_committed(
    database: Database, workspace_id: UUID, now: datetime, outbox: Outbox, recorder: Recorder
) -> None:
    running = asyncio.create_task(outbox.run())

    await write(database, workspace_id, now, "at once")
    await asyncio.wait_for(recorder.arrived.wait(), 5)
    outbox.stop()
    await running

    assert recorder.delivered == ["at once"]


async def test_deliverer_that_hangs_holds_up_no_other(
    database: Database, workspace_id: UUID, now: datetime, recorder: Recorder, clock: Clock
) -> None:
    hanging = Hanging()
    streams = [str(number) for number in range(AT_ONCE + 1)]
    await write(database, workspace_id, now, "stuck", streams=streams, kind="letter")
    await write(database, workspace_id, now, "passes")
    outbox = Outbox(database, {"letter": hanging, "note": recorder}, clock)
    running = asyncio.create_task(outbox.run())

    await asyncio.wait_for(recorder.arrived.wait(), 5)
    assert (recorder.delivered, hanging.holds) == (["passes"], AT_ONCE)
    outbox.stop()
    hanging.released.set()
    await running


@on_both
async def test_notice_that_is_due_later_waits_for_its_time(
    database: Database, workspace_id: UUID, outbox: Outbox, clock: Clock, recorder: Recorder
) -> None:
    tomorrow = clock.now + timedelta(days=1)
    await write(database, workspace_id, clock.now, "reminder", streams="r", due_at=tomorrow)
    await write(database, workspace_id, clock.now, "now")

    assert await deliver_due(outbox) == 1
    clock.now = tomorrow
    assert await deliver_due(outbox) == 1
    assert recorder.delivered == ["now", "reminder"]


async def test_notice_that_nobody_delivers_waits(
    database: Database, workspace_id: UUID, now: datetime, outbox: Outbox
) -> None:
    await write(database, workspace_id, now, "for nobody", kind="letter")

    assert await deliver_due(outbox) == 0


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 2), (2, 4), (3, 8), (10, 600), (500, 600)])
def test_pauses_double_up_to_ten_minutes(attempts: int, seconds: int) -> None:
    assert pause_after(attempts) == timedelta(seconds=seconds)
