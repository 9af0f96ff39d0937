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
