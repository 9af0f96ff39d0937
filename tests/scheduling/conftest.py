"""A company to make links and bookings in."""

from datetime import datetime
from random import Random

import pytest

from bot.scheduling.bookings import Bookings
from bot.scheduling.links import Links
from bot.scheduling.offers import Offers
from bot.scheduling.tokens import Tokens
from storage.database import Database
from tests.company import settle
from tests.scheduling.desk import Desk


@pytest.fixture
async def desk(database: Database, now: datetime) -> Desk:
    workspace_id = await settle(database, now)
    tokens = Tokens((b"a key for tests",))
    return Desk(
        database,
        workspace_id,
        now,
        Links(database, tokens, "https://book.example"),
        Offers(database),
        Bookings(database, tokens, Random(1)),
    )
