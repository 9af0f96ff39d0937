"""The product at work, once for all flows on a database: its servers take longer to start than any flow."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from storage.database import Database
from tests.company import settle
from tests.databases import Databases, databases_of
from tests.flows.serving import Company
from tests.slack.fake_slack import FakeSlack

EVERY_DAY = (
    "{mon: [09:00-17:00], tue: [09:00-17:00], wed: [09:00-17:00], thu: [09:00-17:00], fri: [09:00-17:00]}"
)
TEAM = f"""\
event_types:
  - name: Call
  - name: Panel
booking_pages:
  - {{name: Ana, link: ana, owner: U0ANA, time_zone: Europe/Madrid, weekly: {EVERY_DAY}}}
  - {{name: Ben, link: ben, owner: U0BEN, time_zone: Europe/Rome, weekly: {EVERY_DAY}}}
  - {{name: Carla, link: carla, owner: U0CARLA, time_zone: Europe/Rome, weekly: {EVERY_DAY}}}
pools:
  - {{name: Tier 2, distribution: pooled, members: [{{page: ana}}, {{page: ben}}]}}
master_pages:
  - name: Acme Support
    link: support
    rules:
      - {{event_type: Call, primary: {{pool: Tier 2}}}}
      - {{event_type: Panel, primary: {{page: ana}}, additional: [{{page: carla}}]}}
"""


@dataclass
class Product:
    """The team's company, two servers on its database, and the Slack that they know."""

    database: Database
    slack: FakeSlack
    servers: list[str]
    """Their addresses. The second one is of IPv6."""


@pytest.fixture(scope="package")
def databases(request: pytest.FixtureRequest) -> Databases:
    return databases_of(request)


@pytest.fixture(scope="package")
async def product(databases: Databases) -> AsyncIterator[Product]:
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(databases.fresh())
        database = Database(url)
        stack.push_async_callback(database.dispose)
        await settle(database, datetime.now(UTC), TEAM)
        slack = await stack.enter_async_context(FakeSlack())
        company = Company(url, slack.url)
        served = (stack.enter_async_context(company.served(host)) for host in ("127.0.0.1", "::1"))
        yield Product(database, slack, list(await asyncio.gather(*served)))
