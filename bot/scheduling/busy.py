"""Where busy time comes from. Bookings are one source; a calendar is another."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
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

    Bookings of the Event type asked for are told apart (``Busy.joinable``). ``apart_from`` names a booking
    that is about to move and so is not in its own way.
    """

    workspace_id: UUID
    event_type_id: UUID
    page_ids: Sequence[UUID]
    first: int
    until: int
    apart_from: UUID | None = None


class BusySource(Protocol):
    """Something that knows when people are busy."""

    async def busy(self, session: AsyncSession, asked: Question) -> BusyTimes: ...


class BookedTimes:
    """The bookings made here."""

    async def busy(self, session: AsyncSession, asked: Question) -> BusyTimes:
        rows = await offers.taken(
            session,
            asked.workspace_id,
            asked.page_ids,
            availability.instant_of(asked.first),
            availability.instant_of(asked.until),
        )
        found: dict[UUID, list[Busy]] = defaultdict(list)
        for row in rows:
            if row.booking_id != asked.apart_from:
                found[row.page_id].append(_busy(row, asked.event_type_id))
        return found


def _busy(row: offers.Taken, event_type_id: UUID) -> Busy:
    return Busy(
        availability.minute_of(row.starts),
        availability.minute_of(row.ends),
        row.buffer_before,
        row.buffer_after,
        joinable=row.event_type_id == event_type_id,
    )
