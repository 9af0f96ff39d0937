"""The main job, seen from outside only: a server process, a Slack on a real socket, a Customer over HTTP."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx2
import pytest

from tests.flows.conftest import Product
from tests.slack.agent import Agent
from tests.slack.fake_slack import PARENT, REPLY, FakeSlack
from tests.web.reading import Reading

HOST = "https://book.example"


@dataclass
class Customer:
    """A browser without scripts, in Madrid."""

    client: httpx2.AsyncClient

    async def follows(self, address: str, **query: str) -> Reading:
        answer = await self.client.get(address.removeprefix(HOST), params=query or None)
        return Reading(answer)

    async def presses(self, page: Reading, button: str) -> Reading:
        """A button that leads on."""
        form = page.form(button)
        return await self.follows(form.action, **form.pressed(button))

    async def books(self, url: str) -> Reading:
        """The first time there is, with the details that the page holds already."""
        event_types = await self.follows(url)
        times = await self.follows(event_types.links["Call 30 minutes"])
        [first, *_] = [name for names in times.days.values() for name in names]
        confirming = await self.presses(times, first)
        form = confirming.form("Confirm")
        answer = await self.client.post(form.action, data=form.pressed("Confirm"))
        assert answer.status_code == 303, answer.text
        return await self.follows(answer.headers["location"])


@dataclass
class Story:
    """An agent in Slack, a Customer in a browser, and the server between them."""

    slack: FakeSlack
    agent: Agent
    customer: Customer


@pytest.fixture
async def story(product: Product) -> AsyncIterator[Story]:
    product.slack.person("U0MAX", real_name="Max Weber")
    async with httpx2.AsyncClient(base_url=product.servers[0], timeout=30) as client:
        yield Story(product.slack, Agent(product.slack, client, "U0MAX"), Customer(client))


async def test_from_the_command_to_the_booked_meeting(story: Story) -> None:
    agent, slack = story.agent, story.slack

    await agent.types()
    view = slack.view
    await agent.toggles(view, "Personalize link", on=True)
    view.types("Customer name", "Dana Smith")
    view.types("Customer email", "dana@customer.example")
    await agent.submits(view)
    await slack.wait_for("chat.postMessage", 2)
    card, told = slack.posts()
    booked = await story.customer.books(told.text)
    await slack.wait_for("chat.postMessage", 3)
    card, told, heard = slack.posts()

    assert (told.thread_ts, heard.thread_ts) == (card.ts, card.ts)
    assert told.text == view.texts[1]
    assert booked.heading == "You are booked"
    assert "Dana Smith" in card.shown
    assert [line.partition(":")[0] for line in card.shown.splitlines()] == [
        "One-time link",
        "Master page",
        "For",
        "From",
        "State",
        "[Cancel meeting] [Ask for another time]",
    ]
    assert "Booked" in card.shown
    assert heard.text.startswith("Booked: Call for <!date^")

    # In a thread there are no commands: the shortcut on a message answers in its thread.
    await agent.uses_message_shortcut(ts=REPLY)
    await agent.submits(slack.view)
    await slack.wait_for("chat.postMessage", 5)

    assert [post.thread_ts for post in slack.posts()[3:]] == [PARENT, PARENT]
