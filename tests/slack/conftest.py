"""An office: the small company, its Slack, and the app between the two."""

from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, datetime
from functools import cache, partial
from typing import NamedTuple

import httpx2
import pytest
from starlette.applications import Starlette

from bot.sandbox.state.accounts import ACME
from bot.scheduling import notices
from bot.scheduling.outbox import Outbox
from bot.scheduling.people import People
from bot.scheduling.services import Services
from bot.scheduling.tokens import Tokens
from bot.slack import SlackAccess, SlackDoor, slack_door
from storage.database import Database
from storage.models import Role
from tests.company import SMALL_COMPANY, settle
from tests.slack.agent import Agent
from tests.slack.fake_slack import BOT_TOKEN, SIGNING_SECRET, FakeSlack
from tests.slack.office import Clock, Office
from tests.stories import done


class Premises(NamedTuple):
    services: Services
    door: SlackDoor


@pytest.fixture(scope="session")
async def standing_slack() -> AsyncIterator[FakeSlack]:
    """It is built once, and the doors that know its address too: that takes longer than many tests."""
    async with FakeSlack() as slack:
        yield slack


@pytest.fixture
def slack(standing_slack: FakeSlack) -> FakeSlack:
    """A Slack in which Ada owns the workspace, Ben and Ana work, and Gus is a guest."""
    standing_slack.start_over()
    standing_slack.person("U0ADMIN", real_name="Ada Lima")
    standing_slack.person("U0BEN", real_name="Ben Okafor")
    standing_slack.person("U0ANA", real_name="Ana Prieto")
    standing_slack.person("U0OWNER", real_name="Olga Berg", is_owner=True)
    standing_slack.person("U0GUEST", real_name="Gus Holm", is_restricted=True)
    standing_slack.person("U0ROBOT", is_bot=True)
    return standing_slack


@pytest.fixture
def ada(office: Office) -> Agent:
    """An Administrator at work."""
    return office.agent("U0ADMIN")


@pytest.fixture
def company() -> str:
    """The set-up document of the office's company."""
    return SMALL_COMPANY


@pytest.fixture
def met() -> Mapping[str, str]:
    """Who has been here before, by name: Slack is not asked about them again today."""
    return {"U0ADMIN": "Ada Lima", "U0BEN": "Ben Okafor"}


@pytest.fixture(scope="session")
def premises(standing_slack: FakeSlack) -> Callable[[Database], Premises]:
    """Built once for each database: nothing in them remembers one test in the next."""

    @cache
    def on(database: Database) -> Premises:
        services = Services.on(database, Tokens((b"a key for tests",)), "https://book.example")
        access = SlackAccess(BOT_TOKEN, SIGNING_SECRET, standing_slack.url)
        return Premises(services, slack_door(access, services, administrators=["U0ANA"]))

    return on


@pytest.fixture
async def office(
    database: Database,
    slack: FakeSlack,
    company: str,
    met: Mapping[str, str],
    premises: Callable[[Database], Premises],
) -> AsyncIterator[Office]:
    workspace_id = await settle(database, datetime.now(UTC), company)
    services, door = premises(database)
    await done(database, tuple(met.items()), partial(meet, services.people, met))
    clock = Clock()
    transport = httpx2.ASGITransport(app=Starlette(routes=door.routes))
    async with (
        door.connected(),
        httpx2.AsyncClient(transport=transport, base_url="https://app.example") as app,
    ):
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
            outbox=Outbox(
                database,
                {
                    notices.PAGE_TURNED: services.suspensions,
                    **dict.fromkeys(notices.FOR_SLACK, door.deliverer),
                },
                clock,
            ),
            app=app,
        )


async def meet(people: People, colleagues: Mapping[str, str]) -> None:
    """They come for the first time. Who is an Administrator by the set-up document stays one."""
    now = datetime.now(UTC)
    for user_id, name in colleagues.items():
        person, _ = await people.acting(ACME.id, user_id, now)
        await people.remember(person, name, Role.MEMBER, now)
