"""The loop that claims notices, hands them to whoever delivers them, and marks what became of them."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.scheduling.notices import undelivered
from storage import outbox
from storage.database import Database
from storage.models import Notice

AT_ONCE = 10
LEASE = timedelta(seconds=60)
POLL_SECONDS = 1.0
FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(minutes=10)
MOST_ATTEMPTS = 200  # at the longest pause, more than a day of outage

log = structlog.get_logger()


@dataclass
class TryLater(Exception):
    """It could not be delivered now. ``after`` is what the other side asked for, if it did."""

    why: str
    after: timedelta | None = None


@dataclass
class GiveUp(Exception):
    """It can never be delivered."""

    why: str


class Deliverer(Protocol):
    """Delivers one kind of notice. Delivering the same one twice must do no harm."""

    async def deliver(self, notice: Notice, now: datetime, /) -> None:
        """Raises ``TryLater`` or ``GiveUp``."""


class Outbox:
    """Delivers every notice at least once and those of one stream in order, also after a crash.

    A notice is leased while it is under way, so that the one a dead process held comes up again. No deliverer
    waits for another: each has so many under way.
    """

    def __init__(
        self,
        database: Database,
        deliverers: Mapping[str, Deliverer],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.database = database
        self.deliverers = deliverers
        self.clock = clock
        self._under_way: dict[asyncio.Task[None], str] = {}
        self._stopping = False

    async def run(self) -> None:
        """Deliver until ``stop`` is called, then finish what is under way."""
        while not self._stopping:
            self.database.noticed.clear()
            await self._start_due()
            await self._wait()
        await asyncio.gather(*self._under_way)

    def stop(self) -> None:
        self._stopping = True
        self.database.noticed.set()

    async def claim(self, most: int, kinds: Collection[str] | None = None) -> list[Notice]:
        """Take up to so many due notices, each the first of its stream, for as long as a lease lasts.

        Of all that can be delivered, or of these ``kinds``.
        """
        if most <= 0:
            return []
        now, kinds = self.clock(), self.deliverers if kinds is None else kinds
        async with self.database.writing() as session:
            return list(await outbox.claim_due(session, kinds, now, now + LEASE, most))

    async def deliver(self, notice: Notice) -> None:
        """Hand over a notice that was claimed, and mark what became of it."""
        try:
            await self.deliverers[notice.kind].deliver(notice, self.clock())
        except TryLater as later:
            await self._postpone(notice, later)
        except GiveUp as end:
            log.warning("notice_given_up", kind=notice.kind, why=end.why)
            await self._settle(notice, end.why)
        except Exception:
            # A notice that trips over a bug must neither end the loop nor hold up the other streams.
            log.exception("notice_failed", kind=notice.kind)
            await self._postpone(notice, TryLater("an unexpected error; see the log"))
        else:
            await self._settle(notice, None)

    async def _start_due(self) -> None:
        for kinds in self._lanes():
            busy = sum(kind in kinds for kind in self._under_way.values())
            try:
                self._start(await self.claim(AT_ONCE - busy, kinds))
            except (OSError, SQLAlchemyError) as error:
                log.warning("outbox_waits_for_database", error=type(error).__name__)

    def _lanes(self) -> Iterable[Collection[str]]:
        """The kinds of notices of each deliverer."""
        lanes = defaultdict(list)
        for kind, deliverer in self.deliverers.items():
            lanes[id(deliverer)].append(kind)
        return lanes.values()

    def _start(self, notices: Iterable[Notice]) -> None:
        for notice in notices:
            task = asyncio.create_task(self.deliver(notice))
            self._under_way[task] = notice.kind
            task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        del self._under_way[task]
        self.database.noticed.set()

    async def _wait(self) -> None:
        try:
            await asyncio.wait_for(self.database.noticed.wait(), POLL_SECONDS)
        except TimeoutError:
            return

    async def _settle(self, notice: Notice, error: str | None) -> None:
        now = self.clock()
        async with self.database.writing() as session:
            await outbox.settle(session, notice.workspace_id, notice.id, now, error)
            if error is not None:
                await undelivered(session, notice, now)

    async def _postpone(self, notice: Notice, later: TryLater) -> None:
        if notice.attempts >= MOST_ATTEMPTS:
            await self._settle(notice, later.why)
            return
        due_at = self.clock() + (later.after or pause_after(notice.attempts))
        async with self.database.writing() as session:
            await outbox.postpone(session, notice.workspace_id, notice.id, due_at, later.why)


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many tries: doubling, up to ten minutes."""
    doublings = min(attempts - 1, 20)
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)
