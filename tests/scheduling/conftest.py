"""A company to make links and bookings in."""

from datetime import datetime

import pytest

from storage.database import Database
from tests.scheduling.desk import Desk


@pytest.fixture
async def desk(database: Database, now: datetime) -> Desk:
    return await Desk.opened(database, now)
