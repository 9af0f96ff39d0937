"""Everything that an Administrator sets up from the Home tab, and the forms in which they do."""

import pytest
from playwright.async_api import Page

from tests.browser.conftest import Shoot
from tests.browser.sandbox import become, check, come_home
from tests.thoroughness import THOROUGH

pytestmark = [
    pytest.mark.asyncio(loop_scope="package"),
    pytest.mark.skipif(
        not THOROUGH, reason="axe takes its time: set THOROUGH=1 to have it look at all forms"
    ),
]

FORMS = {
    "Event types": ("New Event type", "Event type"),
    "Booking pages": ("New Booking page", "Booking page"),
    "Resource pools": ("New Resource pool", "Resource pool"),
    "People and roles": ("Name an Administrator", "Name an Administrator"),
    "Policy for links": ("Change the policy", "Policy for links"),
    "Look of pages": ("Change the look", "Look of pages"),
    "Master pages": ("New Master page", "Master page"),
}
"""In each section: the button that opens the section's form, and the form's title."""


async def test_sections_and_their_forms_shut_nobody_out(page: Page, shoot: Shoot) -> None:
    await become(page, "Ada Lima")
    home = await come_home(page)
    await check(page, ".conversation")
    for section, (button, title) in FORMS.items():
        await home.get_by_role("button", name=section, exact=True).click()
        await home.get_by_role("heading", name=section, exact=True).wait_for()
        await check(page, ".conversation")
        await home.get_by_role("button", name=button).click()
        form = page.get_by_role("dialog", name=title)
        await form.get_by_role("button", name="Cancel").wait_for()
        await check(page, ".modal")
        await shoot(page, f"home-{section.lower().replace(' ', '-')}")
        await page.keyboard.press("Escape")
        await form.wait_for(state="hidden")
    await home.get_by_role("button", name="Activity", exact=True).click()
    await home.get_by_role("heading", name="Activity", exact=True).wait_for()
    await check(page, ".conversation")
    await shoot(page, "home-activity")


async def test_forms_behind_forms_shut_nobody_out(page: Page) -> None:
    await become(page, "Ada Lima")
    home = await come_home(page)
    await home.get_by_role("button", name="Master pages", exact=True).click()
    await home.get_by_role("heading", name="Master pages", exact=True).wait_for()
    await home.get_by_role("button", name="Edit: ").first.click()
    form = page.get_by_role("dialog", name="Master page")
    await form.get_by_role("button", name="Change: ").first.click()
    await page.get_by_role("button", name="Remove this rule").wait_for()
    await check(page, ".modal")
    await page.get_by_role("button", name="Close").click()
    await home.get_by_role("button", name="Share & Publish").first.click()
    await page.get_by_role("dialog", name="Share & Publish").wait_for()
    await check(page, ".modal")
    await page.get_by_role("button", name="Generate a one-time link").click()
    link = page.get_by_role("dialog", name="One-time link")
    await link.get_by_role("checkbox").check()
    await link.get_by_label("Customer name").wait_for()
    await check(page, ".modal")
    await link.get_by_label("Customer name").fill(" ")
    await link.get_by_label("Customer email").fill("x")
    await link.get_by_role("button", name="Create link").click()
    await link.get_by_role("alert").first.wait_for()
    await check(page, ".modal")
