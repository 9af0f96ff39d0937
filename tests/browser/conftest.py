"""A real browser, the site on a real socket, and a folder for what it looked like."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from shutil import which
from typing import Protocol

import pytest
import pytest_asyncio
import uvicorn
from playwright.async_api import Browser, Page, Route, ViewportSize, async_playwright, expect
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.demo import Demo, opened_demo
from storage.database import Database
from tests.databases import SqliteDatabases
from tests.stories import Kept, Story
from tests.thoroughness import THOROUGH
from tests.web.site import BASE_URL, ONE_MEETING, Site, opened_site

CHROMIUM = which("chromium-headless-shell") or which("chromium")
"""The one without windows does the same with less."""
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
NO_BROWSER = pytest.mark.skip("NO BROWSER: there is no chromium. Install the system's package of that name.")
DESK = ViewportSize(width=1280, height=800)
PATIENCE = 20_000  # milliseconds
HERE = Path(__file__).parent
SCREENSHOTS = HERE / "screenshots"

# What is there sooner is not waited for; a machine with much else to do takes its time.
expect.set_options(timeout=PATIENCE)


class Phone(Protocol):
    def __call__(self, *, scripts: bool = ..., dark: bool = ...) -> Awaitable[Page]: ...


Shoot = Callable[[Page, str], Awaitable[None]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser, nothing of what a test of one needs is set up."""
    if CHROMIUM is None:
        for item in items:
            if item.path.parent == HERE:
                item.add_marker(NO_BROWSER)


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def phone(browser: Browser) -> AsyncIterator[Phone]:
    """The page on a phone in Kathmandu: ``await phone(scripts=False, dark=True)``.

    There is one phone of each kind, for all tests: nothing is kept on it, and a new one costs a browser more
    than most tests do.
    """
    pages: dict[tuple[bool, bool], Page] = {}

    async def page(*, scripts: bool = True, dark: bool = False) -> Page:
        if (scripts, dark) not in pages:
            pages[scripts, dark] = await new_page(scripts=scripts, dark=dark)
        return pages[scripts, dark]

    async def new_page(*, scripts: bool, dark: bool) -> Page:
        context = await browser.new_context(
            viewport={"width": 360, "height": 740},
            device_scale_factor=2,
            has_touch=True,
            is_mobile=True,
            locale="en-GB",
            timezone_id="Asia/Kathmandu",
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
        )
        return await context.new_page()

    yield page
    for opened in pages.values():
        await opened.context.close()


async def serve(page: Page, site: Site, pattern: str = f"{BASE_URL}/**") -> None:
    """Let the page reach the site without a socket, as its client at one address does."""

    async def answer(route: Route) -> None:
        asked = route.request
        found = await site.client.request(
            asked.method,
            asked.url,
            headers=await asked.all_headers(),
            content=asked.post_data_buffer,
            follow_redirects=True,  # not every browser does where the answer came by no socket
        )
        await route.fulfill(status=found.status_code, headers=dict(found.headers), body=found.content)

    await page.route(pattern, answer)


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def kept(sqlite_databases: SqliteDatabases) -> AsyncIterator[Kept]:
    """It belongs to the package's loop, and the one of all other tests to theirs."""
    async with sqlite_databases.fresh() as url:
        kept = Kept(url, Story())
        yield kept
        await kept.dispose()


@pytest.fixture
def emptied(kept: Kept) -> Database:
    """A migrated, empty database, open already, and this test's alone while it runs."""
    kept.begin_anew()
    return kept


@dataclass
class Socket:
    """What listens on a free port for a while, for the app of the test that runs."""

    base_url: str
    app: Starlette = field(default_factory=Starlette)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def site_socket() -> AsyncIterator[Socket]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        here = Socket(address_of(listening))
        async with served(here, listening):
            yield here


@pytest_asyncio.fixture(loop_scope="package")
async def site(site_socket: Socket, emptied: Database, now: datetime) -> AsyncIterator[Site]:
    """A company with one Event type and one provider, in Madrid."""
    async with opened_site(emptied, now, ONE_MEETING, site_socket.base_url) as site:
        site_socket.app = site.app
        yield site


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def demo() -> AsyncIterator[Demo]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        async with opened_demo(address_of(listening)) as demo, served(demo.app, listening):
            yield demo
            demo.sandbox.stop()


def address_of(listening: socket.socket) -> str:
    return f"http://127.0.0.1:{listening.getsockname()[1]}"


@asynccontextmanager
async def served(app: ASGIApp, listening: socket.socket) -> AsyncIterator[None]:
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, ws="none"))
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    yield
    server.should_exit = True
    await serving


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def window(browser: Browser) -> AsyncIterator[Page]:
    """On a desk in Madrid. To open a new one for each test would take longer than most tests."""
    context = await browser.new_context(
        viewport=DESK, locale="en-GB", timezone_id="Europe/Madrid", reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE)
    yield await context.new_page()
    await context.close()


@pytest.fixture(scope="package")
def begun(demo: Demo) -> int:
    """The version of the demo to which nothing has happened yet."""
    return demo.sandbox.stage.workspace.changes.version


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def new_story(demo: Demo, begun: int) -> None:
    """All is as at the beginning."""
    if demo.sandbox.stage.workspace.changes.version != begun:
        await demo.sandbox.start_over()


@pytest_asyncio.fixture(loop_scope="package")
async def page(window: Page, demo: Demo, new_story: None) -> Page:  # noqa: ARG001  only happens before
    """The sandbox's page, as somebody finds it who has just come."""
    await window.set_viewport_size(DESK)
    await window.goto(f"{demo.base_url}/sandbox")
    return window


@pytest.fixture
def shoot() -> Shoot:
    """With ``THOROUGH=1``, keep a picture of what the screen shows, for people to look at."""

    async def shoot(page: Page, name: str) -> None:
        if THOROUGH:
            await page.screenshot(path=SCREENSHOTS / f"{name}.png")

    return shoot
