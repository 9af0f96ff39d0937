"""Customers who can go no further ask for a new time, and the thread of their link hears of it once a day."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.scheduling import activity, notices, offering, policy
from bot.scheduling.busy import BookedTimes, BusySource
from bot.scheduling.changes import known
from bot.scheduling.errors import NotFound
from bot.scheduling.link_views import link_of, state_of
from bot.scheduling.offers import soonest
from bot.scheduling.policy import LinkState
from storage import bookings, links
from storage.bookings import COMING
from storage.database import Database
from storage.models import EventType, MasterPage, OneTimeLink

Facts = Mapping[str, Any]
UTC = ZoneInfo("UTC")


class NewTimeRequests:
    """Nothing happens where it was asked that day already, where there is no thread, and where no time has to
    be asked for.

    Everything is looked up without the right to write, so that guessing tokens never keeps bookings waiting.
    """

    def __init__(self, database: Database, sources: Sequence[BusySource] = (BookedTimes(),)) -> None:
        self.database = database
        self.sources = sources

    async def by_link(self, token: str, now: datetime) -> None:
        """From the page of a link that cannot be used, or offers no times. Raises ``NotFound``."""
        async with self.database.reading() as session:
            link, page = await link_of(session, token)
            facts = await self._facts(session, link, page, now)
        if facts is not None:
            await self._tell(link, facts, now)

    async def by_booking(self, manage_token: str, now: datetime) -> None:
        """From the page of a meeting that is not coming any more. Raises ``NotFound``."""
        async with self.database.reading() as session:
            booking = await known(session, manage_token)
            _, _, link = await bookings.surroundings(session, booking)
        if link is not None and booking.status not in COMING:
            await self._tell(link, {"state": LinkState.SPENT}, now)

    async def _facts(
        self, session: AsyncSession, link: OneTimeLink, page: MasterPage, now: datetime
    ) -> Facts | None:
        """Why nothing can be booked. None: something can."""
        if (state := state_of(link, page, now)) != LinkState.ACTIVE:
            return {"state": state}
        offered = await offering.event_types(session, page)
        if not offered:
            return {"state": LinkState.SUSPENDED}  # so its page says
        lacking = [each.name for each in offered if not await self._has_times(session, page, each, now)]
        return {"state": state, "lacking": lacking} if lacking else None

    async def _has_times(
        self, session: AsyncSession, page: MasterPage, event_type: EventType, now: datetime
    ) -> bool:
        asked = await offering.serving(session, page, event_type, self.sources)
        return await soonest(session, asked, now.date(), UTC, now) is not None

    async def _tell(self, asked: OneTimeLink, facts: Facts, now: datetime) -> None:
        if asked.channel_id is None:
            return
        async with self.database.writing() as session:
            if (found := await links.by_id(session, asked.workspace_id, asked.id)) is None:
                raise NotFound
            link, page = found
            if await links.mark_asked(session, link, now, not_since=now - policy.ASKED_AGAIN_AFTER):
                activity.record_link(session, "asked for a new time", link, page, activity.CUSTOMER, now)
                notices.told(session, link, notices.FRESH_LINK_ASKED, now, facts)
