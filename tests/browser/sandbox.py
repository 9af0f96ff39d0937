"""The sandbox in a browser, for tests: what people do there, and what must be true of what they see."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.axe import AXE_SCRIPT, CONTRAST_ALONE, violations
from tests.thoroughness import THOROUGH

MOST_TABS = 100
CUSTOMERS_BROWSER = "Customer\N{RIGHT SINGLE QUOTATION MARK}s browser"
WEB_API = "Slack\N{RIGHT SINGLE QUOTATION MARK}s Web API"
KIM = "kim@customer.example"
A_TIME = re.compile("^[0-9]{2}:[0-9]{2}$")


async def fits(page: Page) -> bool:
    """Nothing has to be scrolled sideways."""
    return bool(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


async def check(page: Page, part: str = "body") -> None:
    """Nobody is shut out of what this part of the screen shows, by day or by night: axe finds nothing."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE_SCRIPT)
    assert await violations(page, part) == []
    await page.emulate_media(color_scheme="dark")
    assert await violations(page, part, CONTRAST_ALONE) == []
    await page.emulate_media(color_scheme="light")


async def check_closely(page: Page, part: str = "body") -> None:
    """The same, with ``THOROUGH=1``: to ask it everywhere takes longer than the stories do."""
    if THOROUGH:
        await check(page, part)


async def shows(where: Locator, text: str | re.Pattern[str]) -> None:
    """Sooner or later. Whenever ``expect`` looks too early, it writes down the whole page for its report."""
    await where.filter(has_text=text).wait_for()
    await expect(where).to_contain_text(text)


async def reads(where: Locator, text: str) -> None:
    """Sooner or later, this and nothing else."""
    await where.filter(has_text=text).wait_for()
    await expect(where).to_have_text(text)


async def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until this has the focus."""
    element = await wanted.element_handle()
    for _ in range(MOST_TABS):
        if await element.evaluate("element => element === document.activeElement"):
            return
        await page.keyboard.press("Tab")
    pytest.fail(f"Tab does not come to {wanted}")


def log(page: Page) -> Locator:
    return page.get_by_role("log", name="Messages")


def thread(page: Page) -> Locator:
    return page.get_by_role("log", name="Thread")


def last(page: Page, text: str | re.Pattern[str]) -> Locator:
    """The newest message that says this."""
    return log(page).locator(".message").filter(has_text=text).last


async def say(page: Page, text: str, where: str = "support") -> None:
    await page.get_by_role("combobox", name=f"Message {where}").fill(text)
    await page.keyboard.press("Enter")


async def make_link(page: Page, label: str = "Support, all regions") -> None:
    """Fill in the form that is open, and close what it answers."""
    form = page.get_by_role("dialog", name="One-time link")
    await form.get_by_label("Master page").select_option(label)
    await form.get_by_role("button", name="Create link").click()
    await shows(form, "The link is ready")
    await form.get_by_role("button", name="Done").click()
    await form.wait_for(state="hidden")


async def book(page: Page) -> None:
    """As the Customer, with the link that was posted last."""
    customer = await as_customer(page)
    await customer.get_by_role("link", name="Support call").click()
    await customer.get_by_role("button", name=A_TIME).first.click()
    await fill_in(customer)
    await customer.close()


async def fill_in(customer: Page) -> None:
    """Say who it is for, and book the time that was picked."""
    for field, value in (("Your name", "Kim Novak"), ("Your email", KIM)):
        await customer.get_by_label(field).fill(value)
    await customer.get_by_role("button", name="Confirm").click()
    await reads(title(customer), "You are booked")


def title(customer: Page) -> Locator:
    """What the page says above all."""
    return customer.get_by_role("heading", level=1)


async def as_customer(page: Page) -> Page:
    """The Customer's browser, with the link that was posted last."""
    async with page.context.expect_page() as opened:
        await page.get_by_role("link", name=CUSTOMERS_BROWSER).click()
    return await opened.value


async def become(page: Page, name: str) -> None:
    """Take somebody's place, in the channel in which one is."""
    await page.get_by_role("link", name=name).click()
    await expect(page.get_by_role("link", name=name)).to_have_attribute("aria-current", "true")


async def come_home(page: Page) -> Locator:
    """Go to the app's Home tab."""
    await page.get_by_role("navigation", name="Conversations").get_by_role("link", name="onetime").click()
    home = page.get_by_role("region", name="Home")
    await home.get_by_role("heading", name="My open links").wait_for()
    return home


def letter_to(page: Page, to: str, subject: str) -> Locator:
    """Backstage, where mail is read."""
    return page.locator(".mail li").filter(has_text=subject).filter(has_text=f"to {to}")


async def follow(page: Page, letter: Locator) -> Page:
    """Open a letter, and the booking's own page from it."""
    await letter.locator("summary").click()
    async with page.context.expect_page() as opened:
        await letter.get_by_role("link", name="/b/").click()
    return await opened.value
