"""Customers who can go no further ask for a new time, and the thread of their link hears of it once a day."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.scheduling import activity, notices, offering, policy
from bot.scheduling.changes import known
from bot.scheduling.errors import NotFound
from bot.scheduling.link_views import link_of, state_of
from bot.scheduling.policy import LinkState
from storage import bookings, links
from storage.bookings import COMING
from storage.database import Database
from storage.models import MasterPage, OneTimeLink


class NewTimeRequests:
    """Nothing happens where it was asked that day already, where there is no thread, and where no time has to
    be asked for.

    Everything is looked up without the right to write, so that guessing tokens never keeps bookings waiting.
    """

    def __init__(self, database: Database) -> None:
        self.database = database

    async def by_link(self, token: str, now: datetime) -> None:
        """From the page of a link that cannot be used. Raises ``NotFound``."""
        async with self.database.reading() as session:
            link, page = await link_of(session, token)
            state = await _state(session, link, page, now)
        if state != LinkState.ACTIVE:
            await self._tell(link, {"state": state}, now)

    async def by_booking(self, manage_token: str, now: datetime) -> None:
        """From the page of a meeting that is not coming any more. Raises ``NotFound``."""
        async with self.database.reading() as session:
            booking = await known(session, manage_token)
            _, _, link = await bookings.surroundings(session, booking)
        if link is not None and booking.status not in COMING:
            await self._tell(link, {"state": LinkState.SPENT}, now)

    async def _tell(self, asked: OneTimeLink, facts: Mapping[str, Any], now: datetime) -> None:
        if asked.channel_id is None:
            return
        async with self.database.writing() as session:
            if (found := await links.by_id(session, asked.workspace_id, asked.id)) is None:
                raise NotFound
            link, page = found
            if await links.mark_asked(session, link, now, not_since=now - policy.ASKED_AGAIN_AFTER):
                activity.record_link(session, "asked for a fresh link", link, page, activity.CUSTOMER, now)
                notices.told(session, link, notices.FRESH_LINK_ASKED, now, facts)


async def _state(session: AsyncSession, link: OneTimeLink, page: MasterPage, now: datetime) -> LinkState:
    state = state_of(link, page, now)
    if state == LinkState.ACTIVE and not await offering.event_types(session, page):
        return LinkState.SUSPENDED  # so its page says, for nothing is offered there
    return state
