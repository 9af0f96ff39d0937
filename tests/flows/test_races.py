"""Customers who race, over HTTP, against two server processes on one database."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx2
import pytest

from bot.scheduling.errors import LinkNotOpen
from bot.scheduling.links import IssuedLink, LinkRequest, Links
from bot.scheduling.people import People, Person
from bot.scheduling.tokens import Tokens
from tests.flows.conftest import Product
from tests.flows.serving import SECRET_KEY
from tests.thoroughness import examples

CUSTOMERS = examples(20, thorough=50)


@dataclass
class Racing:
    """Two servers on one company, and Customers to follow its links."""

    links_of: Links
    operator: Person
    servers: list[str]
    client: httpx2.AsyncClient

    async def issue(self, count: int) -> list[IssuedLink]:
        [page] = await self.links_of.choices(self.operator)
        now = datetime.now(UTC)
        return [await self.links_of.issue(self.operator, LinkRequest(page.id), now) for _ in range(count)]

    async def links(self, count: int) -> list[str]:
        return list(map(token_of, await self.issue(count)))

    async def revoked(self, link: IssuedLink) -> bool:
        """Take it back, in this process. True if that came before anybody's booking."""
        try:
            await self.links_of.revoke(self.operator, link.id, datetime.now(UTC))
        except LinkNotOpen:
            return False
        return True

    async def event_types(self, token: str) -> dict[str, str]:
        answer = await self.client.get(f"{self.servers[0]}/o/{token}/times")
        return {each["name"]: each["id"] for each in answer.json()["event_types"]}

    async def times(self, token: str, event_type: str) -> list[str]:
        tomorrow = datetime.now(UTC).date() + timedelta(days=1)
        asked = {
            "event_type": event_type,
            "from": str(tomorrow),
            "to": str(tomorrow + timedelta(days=14)),
            "time_zone": "UTC",
        }
        answer = await self.client.get(f"{self.servers[0]}/o/{token}/times", params=asked)
        return [time["start"] for time in answer.json()["times"]]

    async def race(self, *attempts: tuple[str, str, str]) -> list[httpx2.Response]:
        """Book each (token, Event type, start) at the same moment, on the two servers in turn."""
        return await asyncio.gather(
            *(self._book(number, *attempt) for number, attempt in enumerate(attempts))
        )

    async def _book(self, number: int, token: str, event_type: str, start: str) -> httpx2.Response:
        details = {
            "event_type": event_type,
            "start": start,
            "time_zone": "Europe/Berlin",
            "name": f"Customer {number}",
            "email": f"customer{number}@example.com",
        }
        server = self.servers[number % len(self.servers)]
        return await self.client.post(f"{server}/o/{token}/book", json=details)


@pytest.fixture
async def racing(product: Product) -> AsyncIterator[Racing]:
    operator = Person(await People(product.database).only_workspace(datetime.now(UTC)), None)
    links = Links(product.database, Tokens((SECRET_KEY.encode(),)), "https://book.example")
    async with httpx2.AsyncClient(headers={"Accept": "application/json"}, timeout=30) as client:
        yield Racing(links, operator, product.servers, client)


def token_of(link: IssuedLink) -> str:
    return link.url.rpartition("/")[2]


def outcomes(answers: list[httpx2.Response]) -> Counter[tuple[int, str]]:
    """How often each status came with which refusal; a booking has none."""
    return Counter((answer.status_code, answer.json().get("error", "booked")) for answer in answers)


async def test_one_link_and_many_customers_make_one_booking(racing: Racing) -> None:
    """Each asks for a time of their own, so that only the link's claim can refuse them."""
    [token] = await racing.links(1)
    call = (await racing.event_types(token))["Call"]
    starts = (await racing.times(token, call))[:CUSTOMERS]

    answers = await racing.race(*((token, call, start) for start in starts))

    assert outcomes(answers) == {(201, "booked"): 1, (410, "spent"): CUSTOMERS - 1}


async def test_link_that_is_revoked_while_its_customer_books_ends_in_one_of_the_two(racing: Racing) -> None:
    links = await racing.issue(6)
    tokens = list(map(token_of, links))
    call = (await racing.event_types(tokens[0]))["Call"]
    starts = (await racing.times(tokens[0], call))[-len(tokens) :]

    booking = racing.race(*((token, call, start) for token, start in zip(tokens, starts, strict=True)))
    answers, revoked = await asyncio.gather(booking, asyncio.gather(*map(racing.revoked, links)))

    ends = [(answer.status_code, is_revoked) for answer, is_revoked in zip(answers, revoked, strict=True)]
    assert set(ends) <= {(201, False), (410, True)}


async def test_many_links_for_one_panel_make_one_booking_and_the_losers_keep_theirs(racing: Racing) -> None:
    tokens = await racing.links(6)
    panel = (await racing.event_types(tokens[0]))["Panel"]
    start, other, *_ = await racing.times(tokens[0], panel)

    answers = await racing.race(*((token, panel, start) for token in tokens))

    assert outcomes(answers) == {(201, "booked"): 1, (409, "slot_taken"): len(tokens) - 1}
    lost = [number for number, answer in enumerate(answers) if answer.status_code == 409]
    fresh = [time["start"] for time in answers[lost[0]].json()["times"]]
    assert min(time for time in fresh if time >= start) == other
    [again] = await racing.race((tokens[lost[0]], panel, other))
    assert again.status_code == 201


async def test_panel_and_call_for_the_same_person_never_meet(racing: Racing) -> None:
    """Ana is in both. Ben can take one call beside the panel; a second call takes her from it."""
    tokens = await racing.links(6)
    types = await racing.event_types(tokens[0])
    start = (await racing.times(tokens[0], types["Panel"]))[0]

    answers = await racing.race(
        *((token, types[("Panel", "Call")[number % 2]], start) for number, token in enumerate(tokens))
    )

    assert outcomes(answers) == {(201, "booked"): 2, (409, "slot_taken"): 4}
