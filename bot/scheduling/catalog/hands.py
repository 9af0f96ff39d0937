"""A workspace's set-up in the hands of one person: read, or held so that nobody else changes it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

from sqlalchemy.ext.asyncio import AsyncSession

from bot.scheduling import activity
from bot.scheduling.activity import Deed
from bot.scheduling.catalog.inputs import Directory
from bot.scheduling.people import Person, only_administrators, role_of, whom_to_ask
from storage import catalog
from storage.catalog import Catalog, Tables
from storage.database import Database
from storage.models import Role

WEST_OF_UTC = timedelta(hours=12)
"""As far as any clock is behind."""


@dataclass(frozen=True)
class InHand:
    """The set-up as it is in this transaction, and the role that ``by`` has in it.

    ``whom_to_ask``: which Administrators, in words, for whoever is none.
    """

    session: AsyncSession
    by: Person
    role: Role
    stored: Catalog
    whom_to_ask: str

    @cached_property
    def known(self) -> Directory:
        return Directory.of(self.stored)

    def known_on(self, now: datetime) -> Directory:
        """Today is the earliest date that it is anywhere, so that nobody's own today is over."""
        return replace(self.known, today=(now - WEST_OF_UTC).date())

    def check_administrator(self) -> None:
        """Raises ``NotAllowed``."""
        if self.role is not Role.ADMINISTRATOR:
            raise only_administrators(self.whom_to_ask)

    def record(self, deed: Deed, now: datetime, why: str = "") -> None:
        activity.record(self.session, self.by.workspace_id, activity.name_of(self.by), deed, now, why)


@asynccontextmanager
async def reading(
    database: Database, by: Person, tables: Tables = catalog.EVERYTHING
) -> AsyncIterator[InHand]:
    """What stands in these ``tables``. Raises ``NotAllowed`` for whoever has no role."""
    async with database.reading() as session:
        yield await _in_hand(session, by, tables)


@asynccontextmanager
async def holding(database: Database, by: Person) -> AsyncIterator[InHand]:
    """Nobody else sets the workspace up until the end. Raises ``NotAllowed`` for whoever has no role."""
    async with database.writing() as session:
        await catalog.hold(session, by.workspace_id)
        yield await _in_hand(session, by, catalog.EVERYTHING)


async def _in_hand(session: AsyncSession, by: Person, tables: Tables) -> InHand:
    role = await role_of(session, by)
    ask = "" if role is Role.ADMINISTRATOR else await whom_to_ask(session, by)
    return InHand(session, by, role, await catalog.read(session, by.workspace_id, tables), ask)
