"""An office: the small company, its Slack, and the app between the two."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import httpx2
import pytest
from starlette.applications import Starlette

from bot.scheduling import notices
from bot.scheduling.outbox import Outbox
from bot.scheduling.services import Services
from bot.scheduling.tokens import Tokens
from bot.slack import SlackAccess, slack_door
from storage.database import Database
from tests.company import SMALL_COMPANY, settle
from tests.slack.agent import Agent
from tests.slack.fake_slack import BOT_TOKEN, SIGNING_SECRET, FakeSlack
from tests.slack.office import Clock, Office


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    """A Slack in which Ada owns the workspace, Ben and Ana work, and Gus is a guest."""
    async with FakeSlack() as slack:
        slack.person("U0ADMIN", real_name="Ada Lima")
        slack.person("U0BEN", real_name="Ben Okafor")
        slack.person("U0ANA", real_name="Ana Prieto")
        slack.person("U0OWNER", real_name="Olga Berg", is_owner=True)
        slack.person("U0GUEST", real_name="Gus Holm", is_restricted=True)
        slack.person("U0ROBOT", is_bot=True)
        yield slack


@pytest.fixture
def ada(office: Office) -> Agent:
    """An Administrator at work."""
    return office.agent("U0ADMIN")


@pytest.fixture
def company() -> str:
    """The set-up document of the office's company."""
    return SMALL_COMPANY


@pytest.fixture
async def office(database: Database, slack: FakeSlack, company: str) -> AsyncIterator[Office]:
    workspace_id = await settle(database, datetime.now(UTC), company)
    services = Services.on(database, Tokens((b"a key for tests",)), "https://book.example")
    access = SlackAccess(BOT_TOKEN, SIGNING_SECRET, slack.url)
    door = slack_door(access, services, administrators=["U0ANA"])
    clock = Clock()
    transport = httpx2.ASGITransport(app=Starlette(routes=door.routes))
    async with httpx2.AsyncClient(transport=transport, base_url="https://app.example") as app:
        yield Office(
            workspace_id=workspace_id,
            slack=slack,
            database=database,
            services=services,
            links=services.links,
            people=services.people,
            offers=services.offers,
            bookings=services.bookings,
            clock=clock,
            outbox=Outbox(database, dict.fromkeys(notices.FOR_SLACK, door.deliverer), clock),
            app=app,
        )
