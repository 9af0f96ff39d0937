"""Where busy time comes from. Bookings are one source; a calendar is another."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from bot.scheduling import availability
from bot.scheduling.availability import Busy
from storage import offers

BusyTimes = Mapping[UUID, Sequence[Busy]]
"""By Booking page."""


@dataclass(frozen=True)
class Question:
    """When are these Booking pages busy, from ``first`` until ``until`` (UTC minutes)?

    ``owners`` has the owner (a Slack user id) of each. Bookings that a page itself holds of the Event type
    asked for are told apart (``Busy.joinable``). ``apart_from`` names a booking that is about to move and so
    is not in its own way.
    """

    workspace_id: UUID
    event_type_id: UUID
    owners: Mapping[UUID, str]
    first: int
    until: int
    apart_from: UUID | None = None

    @property
    def page_ids(self) -> Collection[UUID]:
        return self.owners.keys()


class BusySource(Protocol):
    """Something that knows when people are busy."""

    async def busy(self, session: AsyncSession, asked: Question) -> BusyTimes: ...


class BookedTimes:
    """The bookings made here. What one of their Booking pages holds keeps a provider busy on all of them."""

    async def busy(self, session: AsyncSession, asked: Question) -> BusyTimes:
        rows = await offers.taken(
            session,
            asked.workspace_id,
            set(asked.owners.values()),
            availability.instant_of(asked.first),
            availability.instant_of(asked.until),
        )
        of_owner: defaultdict[str, list[offers.Taken]] = defaultdict(list)
        for row in rows:
            if row.booking_id != asked.apart_from:
                of_owner[row.owner_id].append(row)
        return {
            page_id: [_busy(row, page_id, asked.event_type_id) for row in of_owner[owner_id]]
            for page_id, owner_id in asked.owners.items()
        }


def _busy(row: offers.Taken, page_id: UUID, event_type_id: UUID) -> Busy:
    return Busy(
        availability.minute_of(row.starts),
        availability.minute_of(row.ends),
        row.buffer_before,
        row.buffer_after,
        joinable=row.page_id == page_id and row.event_type_id == event_type_id,
    )
