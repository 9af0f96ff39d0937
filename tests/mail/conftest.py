"""A company that makes bookings, and a mail server that takes its letters."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from storage.database import Database
from tests.mail.post_office import PostOffice, open_post_office
from tests.mail.writing import COMPANY, Writing
from tests.scheduling.desk import Desk


@pytest.fixture
async def office() -> AsyncIterator[PostOffice]:
    async with open_post_office() as office:
        yield office


@pytest.fixture
async def writing(database: Database, now: datetime, office: PostOffice) -> Writing:
    return Writing(await Desk.opened(database, now, COMPANY), office, now)


@pytest.fixture
async def to_customers(database: Database, now: datetime, office: PostOffice) -> Writing:
    """The same where Ana has no address, so that there are no letters but those to Customers."""
    company = COMPANY.replace("    email: ana@acme.example\n", "")
    return Writing(await Desk.opened(database, now, company), office, now)
