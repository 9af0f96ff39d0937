"""How Slack's Web API is called."""

from collections.abc import Callable

from bot.slack.web_api import connected, web_client
from storage.database import Database
from tests.databases import on_sqlite
from tests.slack.conftest import Premises
from tests.slack.fake_slack import BOT_TOKEN, FakeSlack
from tests.slack.office import Office

pytestmark = on_sqlite  # what differs between databases lies below this door


async def test_calls_share_a_connection_while_they_may(slack: FakeSlack) -> None:
    client = web_client(BOT_TOKEN, slack.url, 1)

    async with connected(client):
        for _ in range(3):
            await client.users_info(user="U0BEN")
    shared = len(slack.connections)
    for _ in range(3):
        await client.users_info(user="U0BEN")

    assert (shared, len(slack.connections)) == (1, 4)


async def test_answers_to_people_wait_for_it_more_shortly_than_deliveries(
    office: Office, premises: Callable[[Database], Premises]
) -> None:
    sessions = [client.session for client in premises(office.database).door.clients]

    assert [session.timeout.total for session in sessions if session] == [2, 10]


async def test_whoever_acts_is_served_on_the_same_connection(office: Office) -> None:
    for _ in range(3):
        await office.agent().types()

    assert len(office.slack.views) == 3
    assert len(office.slack.connections) == 1
