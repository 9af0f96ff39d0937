"""Sites for tests. What is stored is tested on every database, what is shown on the quickest one."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from storage.database import Database
from tests.company import SMALL_COMPANY
from tests.databases import SqliteDatabases
from tests.web.site import DAY_AND_NIGHT, ONE_MEETING, Site, opened_site


@pytest.fixture
async def sqlite(sqlite_databases: SqliteDatabases) -> AsyncIterator[Database]:
    async with sqlite_databases.emptied() as database:
        yield database


@pytest.fixture
async def two_meetings(sqlite: Database, now: datetime) -> AsyncIterator[Site]:
    """A company with two Event types, one of them with a mandatory field."""
    async with opened_site(sqlite, now, SMALL_COMPANY) as site:
        yield site


@pytest.fixture
async def one_meeting(sqlite: Database, now: datetime) -> AsyncIterator[Site]:
    """A company with one Event type without fields of its own, and one provider."""
    async with opened_site(sqlite, now, ONE_MEETING) as site:
        yield site


@pytest.fixture
async def away(sqlite: Database, now: datetime) -> AsyncIterator[Site]:
    """As ``one_meeting``, in a week in which the provider is away."""
    weekly = 'weekly: {tue: ["09:00-17:00"], wed: ["09:00-11:00"]}'
    company = ONE_MEETING.replace(weekly, f"{weekly}\n    dates: {{2026-12-01: [], 2026-12-02: []}}")
    async with opened_site(sqlite, now, company) as site:
        yield site


@pytest.fixture
async def day_and_night(sqlite: Database, now: datetime) -> AsyncIterator[Site]:
    """A company whose one provider works all day, every day."""
    async with opened_site(sqlite, now, DAY_AND_NIGHT) as site:
        yield site


@pytest.fixture
async def anywhere(database: Database, now: datetime) -> AsyncIterator[Site]:
    """As ``one_meeting``, once on each database."""
    async with opened_site(database, now, ONE_MEETING) as site:
        yield site
