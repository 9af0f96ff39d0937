"""A newcomer is the agent, the manager and the Customer, in one browser and against the real bot."""

import asyncio
import re
import socket
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
import uvicorn
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Locator, Page, ViewportSize, expect

from bot.demo import Demo, opened_demo
from tests.browser.conftest import Shoot

pytestmark = pytest.mark.asyncio(loop_scope="package")

AXE_SCRIPT = Axe().axe_script
FIND_VIOLATIONS = """async ([part, options]) => (await axe.run(part, options)).violations.flatMap(
    broken => broken.nodes.map(node => `${broken.id}: ${node.html}`))"""
MOST_TABS = 100
CUSTOMERS_BROWSER = "Customer\N{RIGHT SINGLE QUOTATION MARK}s browser"
WEB_API = "Slack\N{RIGHT SINGLE QUOTATION MARK}s Web API"
SECRET = re.compile("xox[a-z]-[0-9a-f]{8}|/response/[\\w-]{12}")
A_TIME = re.compile("^[0-9]{2}:[0-9]{2}$")
DESK = ViewportSize(width=1280, height=800)
PHONE = ViewportSize(width=360, height=740)
PATIENCE = 5_000  # milliseconds
AFTER_AN_OUTAGE = 20_000  # the bot tries again after 2 s, then after 4, 8, ...


@pytest_asyncio.fixture(scope="module", loop_scope="package")
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


@pytest_asyncio.fixture(scope="module", loop_scope="package")
async def window(browser: Browser) -> AsyncIterator[Page]:
    """On a desk in Madrid. To open a new one for each test would take longer than most tests."""
    context = await browser.new_context(
        viewport=DESK, locale="en-GB", timezone_id="Europe/Madrid", reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE)
    yield await context.new_page()
    await context.close()


@pytest_asyncio.fixture(loop_scope="package")
async def page(window: Page, demo: Demo) -> Page:
    """The sandbox's page, as somebody finds it who has just come."""
    await window.set_viewport_size(DESK)
    await window.goto(f"{demo.base_url}/sandbox")
    return window


async def fits(page: Page) -> bool:
    """Nothing has to be scrolled sideways."""
    return bool(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


async def check(page: Page, part: str = "body") -> None:
    """Nobody is shut out of what this part of the screen shows, by day or by night: axe finds nothing."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE_SCRIPT)
    assert await violations(page, part) == []
    await page.emulate_media(color_scheme="dark")
    assert await violations(page, part, "color-contrast") == []
    await page.emulate_media(color_scheme="light")


async def violations(page: Page, part: str, *only: str) -> list[str]:
    """What breaks one of axe's rules, with the markup that does."""
    options = {"resultTypes": ["violations"], **({"runOnly": only} if only else {})}
    found: list[str] = await page.evaluate(FIND_VIOLATIONS, [part, options])
    return found


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
    await expect(form).to_contain_text("The link is ready")
    await form.get_by_role("button", name="Done").click()
    await expect(form).to_be_hidden()


async def book(page: Page) -> None:
    """As the Customer, with the link that was posted last."""
    async with page.context.expect_page() as opened:
        await page.get_by_role("link", name=CUSTOMERS_BROWSER).click()
    customer = await opened.value
    await customer.get_by_role("link", name="Support call").click()
    await customer.get_by_role("button", name=A_TIME).first.click()
    for field, value in (("Your name", "Kim Novak"), ("Your email", "kim@customer.example")):
        await customer.get_by_label(field).fill(value)
    await customer.get_by_role("button", name="Confirm").click()
    await expect(customer.get_by_role("heading", level=1)).to_have_text("You are booked")
    await customer.close()


async def test_with_the_keyboard_alone(page: Page, shoot: Shoot) -> None:
    """From /onetime to the card that turns."""
    keyboard = page.keyboard
    await shoot(page, "sandbox-01-channel")
    await check(page)

    await tab_to(page, page.get_by_role("combobox", name="Message support"))
    await keyboard.type("/one")
    await expect(page.get_by_role("option", name="/onetime")).to_be_visible()
    await shoot(page, "sandbox-02-hints")
    await check(page, ".composer")
    await keyboard.press("ArrowDown")
    await keyboard.press("Enter")
    await keyboard.press("Enter")

    form = page.get_by_role("dialog", name="One-time link")
    await expect(form.get_by_label("Master page")).to_be_focused()
    await keyboard.type("Support")
    await keyboard.press("Tab")
    await keyboard.press("Space")
    await expect(form.get_by_label("Customer name")).to_be_visible()
    await expect(form.get_by_role("checkbox")).to_be_focused()
    await keyboard.press("Tab")
    await keyboard.type("Dana Whitfield")
    await keyboard.press("Tab")
    await keyboard.type("dana@")
    await keyboard.press("Enter")
    email = form.get_by_label("Customer email")
    await expect(email).to_have_accessible_description("Please enter a valid email address.")
    await expect(email).to_be_focused()
    await shoot(page, "sandbox-03-form-with-an-error")
    await check(page, ".modal")

    await keyboard.press("End")
    await keyboard.type("harborfoods.example")
    await tab_to(page, form.get_by_role("button", name="Create link"))
    await keyboard.press("Enter")
    await expect(form).to_contain_text("The link is ready")
    await shoot(page, "sandbox-04-link")
    await keyboard.press("Escape")
    await expect(form).to_be_hidden()
    card = last(page, "One-time link")
    await expect(card).to_contain_text("Dana Whitfield, dana@harborfoods.example")

    await tab_to(page, page.get_by_role("link", name=CUSTOMERS_BROWSER))
    async with page.context.expect_page() as opened:
        await keyboard.press("Enter")
    customer = await opened.value
    await tab_to(customer, customer.get_by_role("link", name="Support call"))
    await customer.keyboard.press("Enter")
    await tab_to(customer, customer.get_by_role("button", name=A_TIME).first)
    await customer.keyboard.press("Enter")
    await tab_to(customer, customer.get_by_role("button", name="Confirm"))
    await customer.keyboard.press("Enter")
    await expect(customer.get_by_role("heading", level=1)).to_have_text("You are booked")
    await shoot(customer, "sandbox-05-customer")
    await customer.close()

    await expect(card).to_contain_text("State: Booked:")
    await tab_to(page, card.get_by_role("link", name="View thread"))
    await keyboard.press("Enter")
    await expect(thread(page)).to_contain_text("Dana Whitfield booked Support call")
    await shoot(page, "sandbox-06-booked")


async def test_message_shortcut_in_a_thread(page: Page, shoot: Shoot) -> None:
    await last(page, "Marcus Lindqvist").get_by_role("link", name="View thread").click()
    reply = thread(page).locator(".message").filter(has_text="anything this week")
    await reply.get_by_label(re.compile("More actions")).click()
    await shoot(page, "sandbox-07-message-menu")
    await check(page, ".thread")
    await reply.get_by_role("button", name="Offer a one-time link").click()
    await make_link(page)

    await expect(thread(page).locator(".message")).to_have_count(6)
    await expect(thread(page)).to_contain_text(re.compile("Active, not opened yet.*/o/", re.DOTALL))
    await page.get_by_role("combobox", name="Reply in the thread").fill("/onetime")
    await page.keyboard.press("Enter")
    await expect(thread(page)).to_contain_text("/onetime is not supported in threads. Sorry!")
    await shoot(page, "sandbox-08-link-in-a-thread")


async def test_private_channel_without_the_bot(page: Page, shoot: Shoot) -> None:
    await page.get_by_role("link", name="vip-escalations").click()
    await say(page, "/onetime", "vip-escalations")
    await make_link(page)
    await page.get_by_role("link", name="onetime 1 unread").click()
    await expect(log(page)).to_contain_text("I could not post this in #vip-escalations")
    await expect(log(page)).to_contain_text("Invite me there with /invite @onetime")
    await shoot(page, "sandbox-09-could-not-post")

    await page.get_by_role("link", name="vip-escalations").click()
    await say(page, "/invite @onetime", "vip-escalations")
    await say(page, "/onetime", "vip-escalations")
    await make_link(page)
    await expect(last(page, "One-time link")).to_contain_text("1 reply")


async def test_outage(page: Page, shoot: Shoot) -> None:
    """A booking is made while Slack is away. When it is back, the card catches up."""
    await page.get_by_label("Shortcuts", exact=True).click()
    await page.get_by_role("button", name="One-time link").click()
    await make_link(page)
    card = last(page, "One-time link")
    await expect(card).to_contain_text("Active, not opened yet")
    await page.get_by_label(WEB_API).select_option("Answers 500")
    await expect(page.get_by_role("status").filter(has_text="Slack is out of order")).to_be_visible()
    await check(page, ".outage")
    await book(page)
    await expect(page.locator(".requests .failed").first).to_contain_text("chat.update")
    await expect(card).to_contain_text("State: Active")
    await shoot(page, "sandbox-10-outage")

    await page.get_by_label(WEB_API).select_option("All is well")
    await expect(card).to_contain_text("State: Booked:", timeout=AFTER_AN_OUTAGE)
    await shoot(page, "sandbox-11-caught-up")


async def test_administrator(demo: Demo, page: Page, shoot: Shoot) -> None:
    """Takes back what another has made, reads behind the scenes, and starts over."""
    await say(page, "/onetime")
    await make_link(page)
    await page.get_by_role("link", name="Ada Lima Administrator").click()
    card = last(page, "One-time link")
    await card.get_by_role("button", name="Revoke").click()
    asked = page.get_by_role("dialog", name="Revoke this link?")
    await shoot(page, "sandbox-12-confirm")
    await check(page, "#asking")
    await asked.get_by_role("button", name="Revoke").click()
    await expect(card).to_contain_text("Revoked by @Ada Lima")
    await expect(last(page, "Only visible to you")).to_contain_text("Whoever has the link cannot book")
    await page.get_by_role("link", name="Ben Okafor Member").click()
    await expect(log(page)).not_to_contain_text("Only visible to you")

    pressed = page.locator(".requests li").filter(has_text="block_actions link_revoke")
    await pressed.locator("summary").click()
    await expect(pressed).not_to_contain_text(SECRET)
    await shoot(page, "sandbox-13-requests")
    await check(page, ".backstage")
    await pressed.get_by_role("button", name="Redeliver").click()
    await expect(page.locator(".requests li").filter(has_text="block_actions link_revoke")).to_have_count(2)

    await page.get_by_role("link", name=re.compile("^Mail")).click()
    letter = page.locator(".mail li").filter(has_text="to kim@customer.example")
    await letter.locator("summary").click()
    await expect(letter).to_contain_text("You are booked")
    await expect(letter.get_by_role("link", name=f"{demo.base_url}/b/")).to_be_visible()
    await shoot(page, "sandbox-14-mail")
    await check(page, ".backstage")
    async with page.expect_download() as saved:
        await letter.get_by_role("link", name="invite.ics").click()
    assert (await saved.value).suggested_filename == "invite.ics"

    await page.get_by_role("button", name="Start over").click()
    await page.get_by_role("dialog").get_by_role("button", name="Start over").click()
    await expect(log(page)).not_to_contain_text("One-time link")
    await expect(page.get_by_text("No mail yet.")).to_be_visible()
    await say(page, "/onetime list")
    await expect(log(page).get_by_role("button", name="Revoke")).to_have_count(1)
    await shoot(page, "sandbox-15-list")


async def test_phone(page: Page, shoot: Shoot) -> None:
    await page.set_viewport_size(PHONE)
    await page.reload()
    assert await fits(page)
    await shoot(page, "sandbox-16-phone")
    await check(page)
    await say(page, "/onetime")
    await page.get_by_role("dialog").get_by_role("checkbox").check()
    await expect(page.get_by_label("Customer name")).to_be_visible()
    assert await fits(page)
    await shoot(page, "sandbox-17-phone-form")
    await page.get_by_role("button", name="Cancel").click()
    await page.get_by_role("link", name="Conversations").click()
    await shoot(page, "sandbox-18-phone-list")
    await check(page, ".sidebar")
    await page.get_by_role("link", name="general").click()
    await expect(log(page)).to_contain_text("Cake in the kitchen")
    await page.get_by_role("link", name="Backstage").click()
    await shoot(page, "sandbox-19-phone-backstage")
    assert await fits(page)
