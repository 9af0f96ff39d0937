"""An Administrator sets a Master page up in the Home tab, and puts its links to sleep and wakes them."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import Shoot
from tests.browser.sandbox import A_TIME, check

pytestmark = pytest.mark.asyncio(loop_scope="package")

NAME = "Acme Concierge"


async def test_from_a_new_master_page_to_a_link_that_sleeps_and_wakes(page: Page, shoot: Shoot) -> None:
    await page.get_by_role("link", name="Ada Lima Administrator").click()
    await page.get_by_role("link", name="onetime", exact=True).click()
    await page.get_by_role("button", name="New Master page").click()
    await shoot(page, "home-01-new-master-page")
    await set_up(page)
    await shoot(page, "home-02-overview")
    await check(page, ".home")

    customer = await page.context.new_page()
    await customer.goto(await generate_link(page))
    await expect(customer.get_by_role("button", name=A_TIME).first).to_be_visible()

    await page.get_by_role("button", name="Switch to Static").last.click()
    switching = modal(page, "Switch rule type")
    await expect(switching).to_contain_text("1 unspent link stops working.")
    await shoot(page, "home-03-switching")
    await check(page, ".modal")
    await switching.get_by_role("button", name="Switch to Static").click()
    await expect(switching).to_contain_text("Suspended: 1 unspent link.")
    await customer.reload()
    await expect(customer.get_by_role("button", name=A_TIME)).to_have_count(0)
    await shoot(customer, "home-04-suspended")

    await switching.get_by_role("button", name="Undo").click()
    await expect(switching).to_contain_text("Working again: 1 unspent link.")
    await customer.reload()
    await expect(customer.get_by_role("button", name=A_TIME).first).to_be_visible()
    await customer.close()


async def test_members_are_shown_nothing_of_it_and_refused(page: Page, shoot: Shoot) -> None:
    await page.get_by_role("link", name="Ben Okafor Member").click()
    await page.get_by_role("link", name="onetime", exact=True).click()
    home = page.get_by_role("region", name="Home")
    await expect(home).to_contain_text("My Booking page")
    await expect(home).not_to_contain_text("Administration")
    await shoot(page, "home-05-member")
    await check(page, ".home")

    await page.get_by_role("link", name="support", exact=True).click()
    await page.get_by_label("Shortcuts", exact=True).click()
    await page.get_by_role("button", name=re.compile("^Switch rule type")).click()
    await expect(modal(page, "One-time link")).to_contain_text("Only Administrators can do that.")


async def set_up(page: Page) -> None:
    """A Master page with one rule."""
    form = modal(page, "Master page")
    await form.get_by_label("Public name").fill(NAME)
    await form.get_by_role("button", name="Save").click()
    await expect(form).to_contain_text("The Master page is made.")
    await form.get_by_role("button", name="Add a rule").click()
    rule = modal(page, "Rule")
    await rule.get_by_label("Event type").select_option("Support call")
    await rule.get_by_label("Primary team member").select_option("Ana Prieto")
    await rule.get_by_role("button", name="Save").click()
    await expect(form).to_contain_text("Support call")
    await form.get_by_role("button", name="Cancel").click()
    await expect(page.get_by_role("region", name="Home")).to_contain_text("• Support call: Ana Prieto")


async def generate_link(page: Page) -> str:
    """A one-time link for the Master page that stands last in the Home tab. Returns its URL."""
    await page.get_by_role("button", name="Share & Publish").last.click()
    await modal(page, "Share & Publish").get_by_role("button", name="Generate a one-time link").click()
    link = modal(page, "One-time link")
    await link.get_by_role("button", name="Create link").click()
    await expect(link).to_contain_text("The link is ready")
    url = await link.locator("pre").inner_text()
    await link.get_by_role("button", name="Done").click()
    await modal(page, "Share & Publish").get_by_role("button", name="Close").last.click()
    await expect(page.get_by_role("region", name="Home")).to_contain_text(f"{NAME} for whoever gets it")
    return url.strip()


def modal(page: Page, title: str) -> Locator:
    return page.get_by_role("dialog", name=title)
