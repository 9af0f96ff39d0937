"""A real browser, the site on a real socket, and a folder for what it looked like."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from pathlib import Path
from shutil import which
from typing import Protocol

import pytest
import pytest_asyncio
import uvicorn
from playwright.async_api import Browser, Page, Route, ViewportSize, async_playwright, expect

from bot.demo import Demo, opened_demo
from storage.database import Database
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
DESK = ViewportSize(width=1280, height=800)
PATIENCE = 5_000  # milliseconds
SCREENSHOTS = Path(__file__).parent / "screenshots"

# What is there sooner is not waited for; a machine with much else to do takes its time.
expect.set_options(timeout=20_000)


class Phone(Protocol):
    def __call__(self, *, scripts: bool = ..., dark: bool = ...) -> Awaitable[Page]: ...


Shoot = Callable[[Page, str], Awaitable[None]]


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def browser() -> AsyncIterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("NO BROWSER: there is no chromium. Install the system's package of that name.")
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


@pytest_asyncio.fixture(loop_scope="package")
async def site(sqlite_url: str, now: datetime) -> AsyncIterator[Site]:
    """A company with one Event type and one provider, in Madrid, served on a free port."""
    database = Database(sqlite_url)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        base_url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        async with opened_site(database, now, ONE_MEETING, base_url) as site:
            server = uvicorn.Server(
                uvicorn.Config(site.app, log_level="warning", access_log=False, ws="none")
            )
            serving = asyncio.create_task(server.serve(sockets=[listening]))
            yield site
            server.should_exit = True
            await serving
    await database.dispose()


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def demo() -> AsyncIterator[Demo]:
    """The demo, served on a free port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        base_url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        async with opened_demo(base_url) as demo:
            server = uvicorn.Server(
                uvicorn.Config(demo.app, log_level="warning", access_log=False, ws="none")
            )
            serving = asyncio.create_task(server.serve(sockets=[listening]))
            yield demo
            demo.sandbox.stop()
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


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def new_story(demo: Demo) -> None:
    """All is as at the beginning."""
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
