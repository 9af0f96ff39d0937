"""The workspace "Acme" with the app in it, at a time that stands still."""

from collections.abc import AsyncIterator

import httpx2
import pytest
import yaml
from starlette.applications import Starlette

from bot import shipped
from bot.sandbox import Sandbox
from bot.sandbox.changes import Changes
from bot.sandbox.letters import Letters
from bot.sandbox.state.acme import acme
from bot.sandbox.state.configuration import Configuration
from bot.sandbox.state.workspace import Workspace
from tests.sandbox.clock import Clock
from tests.sandbox.desk import BASE_URL, BOT_TOKEN, SIGNING_SECRET, Desk, manifest
from tests.sandbox.peer import Peer


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def configuration() -> Configuration:
    """Read once: that takes longer than most of these tests."""
    return Configuration.of(yaml.safe_load(shipped.manifest("http://127.0.0.1:8000")))


@pytest.fixture
def workspace(clock: Clock, configuration: Configuration) -> Workspace:
    return acme(clock, configuration, Changes())


@pytest.fixture
async def peer() -> AsyncIterator[Peer]:
    async with Peer() as peer:
        yield peer


@pytest.fixture(scope="session")
async def furnished() -> AsyncIterator[Desk]:
    """The whole sandbox, for an app that does as it is told."""
    resets: list[str] = []

    async def reset() -> None:
        resets.append("reset")

    async with Peer() as peer:
        letters = Letters(Changes())
        sandbox = Sandbox(manifest(peer.url), BASE_URL, BOT_TOKEN, SIGNING_SECRET, letters, reset)
        transport = httpx2.ASGITransport(Starlette(routes=sandbox.routes))
        async with sandbox.running(), httpx2.AsyncClient(transport=transport, base_url=BASE_URL) as browser:
            yield Desk(sandbox, peer, browser, resets)


@pytest.fixture
async def desk(furnished: Desk) -> AsyncIterator[Desk]:
    """As it is at the beginning. It is built once: its templates take longer than a test."""
    await furnished.sandbox.start_over()
    furnished.sandbox.stage.sender.seconds = 3
    furnished.peer.answers.clear()
    furnished.peer.heard.clear()
    furnished.resets.clear()
    yield furnished
    await furnished.quiet()
