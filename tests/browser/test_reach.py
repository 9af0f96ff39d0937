"""Nobody is shut out: every state of the pages, in each language, by day and by night, on a small screen.

Languages and colours do not change what most rules look at. So a usual run asks all of them of every state in
one language, and of some in the others; ``THOROUGH=1`` of everything.
"""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page

from bot.languages import LANGUAGES
from storage.database import Database
from storage.models import Workspace
from tests.browser.axe import ALSO_TARGET_SIZE, AXE_SCRIPT, CONTRAST_ALONE, violations
from tests.browser.conftest import SCREENSHOTS, serve
from tests.browser.states import Tour
from tests.company import SMALL_COMPANY
from tests.thoroughness import THOROUGH
from tests.web.site import BASE_URL, Site, opened_site

pytestmark = pytest.mark.asyncio(loop_scope="package")

BLANK = "/blank"
NARROW = 320
WIDTHS = (NARROW, 768, 1280)
HEIGHT = 640
FULLY_ASKED = "en"
# What is in them is in all others.
TELLING = ("times", "the form with errors")
TOGETHER = (
    [(lang,) for lang in LANGUAGES]
    if THOROUGH
    else [(FULLY_ASKED,), tuple(lang for lang in LANGUAGES if lang != FULLY_ASKED)]
)
"""The languages for which one company will do."""

# Puts a whole page in place of the one before, and waits for its stylesheets. Its scripts do not run. A few
# of the hundreds of time zones will do.
SHOW = """async html => {
    const shown = new DOMParser().parseFromString(html, "text/html");
    shown.querySelectorAll("option:nth-child(n + 3)").forEach(option => option.remove());
    const sheets = [...shown.querySelectorAll("link[rel=stylesheet]")];
    const loaded = sheets.map(sheet => new Promise(done => { sheet.onload = sheet.onerror = done; }));
    document.replaceChild(document.adoptNode(shown.documentElement), document.documentElement);
    await Promise.all(loaded);
}"""


WIDER = """[...document.querySelectorAll("body *")]
    .filter(element => element.getBoundingClientRect().right > innerWidth + 1)
    .map(element => `too wide: ${element.outerHTML}`)"""
# Rows of them are alike but for the hour, and axe takes its time for each.
FEWER_TIMES = "document.querySelectorAll('.times button:nth-child(n + 6)').forEach(time => time.remove())"
LOGO = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40">
    <rect width="120" height="40" rx="8" fill="#e01e5a"/></svg>"""


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def window(browser: Browser) -> AsyncIterator[Page]:
    """With axe in it. To load that anew for each state would take longer than to ask it."""
    context = await browser.new_context(viewport={"width": NARROW, "height": HEIGHT})
    window = await context.new_page()
    await window.route(f"{BASE_URL}{BLANK}", lambda route: route.fulfill(body="", content_type="text/html"))
    await window.goto(BASE_URL + BLANK)
    await window.evaluate(AXE_SCRIPT)
    yield window
    await context.close()


@pytest_asyncio.fixture(loop_scope="package")
async def tour(emptied: Database, now: datetime) -> AsyncIterator[Tour]:
    async with opened_site(emptied, now, SMALL_COMPANY) as site:
        yield await Tour.prepared(site)


@pytest_asyncio.fixture(loop_scope="package")
async def screen(window: Page, tour: Tour) -> AsyncIterator[Page]:
    """The window, which gets stylesheets and pictures from the tour's site, without a socket."""
    await serve(window, tour.site, f"{BASE_URL}/*/*")
    yield window
    await window.unroute_all()


@pytest.mark.parametrize("langs", TOGETHER, ids="-".join)
async def test_nothing_shuts_anybody_out(screen: Page, tour: Tour, langs: tuple[str, ...]) -> None:
    for lang in langs:
        await check_all(screen, tour, lang)


async def check_all(screen: Page, tour: Tour, lang: str) -> None:
    full = lang == FULLY_ASKED or THOROUGH
    states = await tour.states(lang) if full else await tour.states(lang, *TELLING)
    for name, html in (states | (await tour.rare_states(lang) if THOROUGH else {})).items():
        await screen.evaluate(SHOW, html)
        if THOROUGH:
            await keep_pictures(screen, f"{lang}-{name}")
        found = await found_on(screen, by_night=full)
        assert (lang, name, found) == (lang, name, [])


async def test_letters_of_twice_the_size_fit_on_a_screen_of_twice_the_width(screen: Page, tour: Tour) -> None:
    """WCAG 2.2, 1.4.4. Whoever zooms to 200 % on a desk sees the pages half as wide."""
    await screen.set_viewport_size({"width": 2 * NARROW, "height": HEIGHT})
    for name, html in (await tour.states("de")).items():
        await screen.evaluate(SHOW, html)
        await screen.evaluate("document.documentElement.style.fontSize = '200%'")
        assert (name, await screen.evaluate(WIDER)) == (name, [])
    await screen.set_viewport_size({"width": NARROW, "height": HEIGHT})


async def test_company_of_any_colour_shuts_nobody_out(screen: Page, tour: Tour) -> None:
    for colour in ("#ffff00", "#1f3a5f"):
        await dress(tour.site, colour)
        states = await tour.states("en", "times in another zone", "confirming", "a time that was taken")
        for name, html in states.items():
            await screen.evaluate(SHOW, html)
            found = await found_on(screen, by_night=True)
            assert (colour, name, found) == (colour, name, [])


async def found_on(screen: Page, *, by_night: bool) -> list[str]:
    """What axe finds, and whatever reaches over the edge of the screen."""
    found: list[str] = await screen.evaluate(WIDER)
    await screen.evaluate(FEWER_TIMES)
    found += await violations(screen, "html", ALSO_TARGET_SIZE)
    if by_night:
        await screen.emulate_media(color_scheme="dark")
        found += await violations(screen, "html", CONTRAST_ALONE)
        await screen.emulate_media(color_scheme="light")
    return found


async def keep_pictures(screen: Page, name: str) -> None:
    """For people to look at."""
    for width in WIDTHS:
        await screen.set_viewport_size({"width": width, "height": HEIGHT})
        await screen.screenshot(path=SCREENSHOTS / f"{name}-{width}.png", full_page=True)
    await screen.set_viewport_size({"width": NARROW, "height": HEIGHT})


async def dress(site: Site, colour: str) -> None:
    """Give the company a name, a colour and a logo."""
    async with site.database.writing() as session:
        workspace = await session.get_one(Workspace, site.workspace_id)
        workspace.company_name, workspace.colour = "Acme Industries", colour
        workspace.logo, workspace.logo_type = LOGO, "image/svg+xml"
