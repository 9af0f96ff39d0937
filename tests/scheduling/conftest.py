"""A company to make links and bookings in."""

from datetime import datetime

import pytest

from storage.database import Database
from tests.scheduling.desk import Desk
from tests.scheduling.manager import Manager
from tests.scheduling.visitor import Visitor


@pytest.fixture
async def desk(database: Database, now: datetime) -> Desk:
    return await Desk.opened(database, now)


@pytest.fixture
def visitor(desk: Desk) -> Visitor:
    return Visitor(desk)


@pytest.fixture
def manager(desk: Desk) -> Manager:
    return Manager(desk)
