"""How Slack's Web API is called."""

from bot.slack.web_api import connected, web_client
from tests.databases import on_sqlite
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


async def test_whoever_acts_is_served_on_the_same_connection(office: Office) -> None:
    for _ in range(3):
        await office.agent().types()

    assert len(office.slack.views) == 3
    assert len(office.slack.connections) == 1
