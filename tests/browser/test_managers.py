"""An Administrator sets up, switches, sees and undoes, in Slack alone; a Member is refused."""

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.conftest import Shoot
from tests.browser.sandbox import (
    A_TIME,
    as_customer,
    become,
    check_closely,
    come_home,
    fill_in,
    last,
    reads,
    say,
    shows,
    tab_to,
    thread,
    title,
)

pytestmark = pytest.mark.asyncio(loop_scope="package")

SWITCH = "Switch rule type"
HOME_OF_A_MEMBER = ["My open links", "My next meetings", "My Booking page"]


async def test_administrator_sets_up_switches_and_undoes(page: Page, shoot: Shoot) -> None:
    """Ada makes a Master page and a link to it, stops the link by a switch, and has it work again."""
    await become(page, "Ada Lima")
    home = await come_home(page)
    await make_page(page, home, shoot)
    await share(page, home, shoot)

    await page.get_by_role("link", name="support").click()
    card, customer = last(page, "Onboarding"), await as_customer(page)
    await reads(title(customer), "Pick a time")
    await page.bring_to_front()  # a tab behind another is slow
    done = await switch_with_the_keyboard_alone(page, shoot)
    await shows(card, "Suspended")
    await customer.bring_to_front()
    await customer.reload()
    await reads(title(customer), "No times are currently available")
    await shoot(customer, "managers-04-refused")

    await page.bring_to_front()
    await tab_to(page, done.get_by_role("button", name="Undo"))
    await page.keyboard.press("Enter")
    await shows(done, "Working again: 1 unspent link")
    await page.keyboard.press("Escape")
    await done.wait_for(state="hidden")
    await shows(card, "Good for one booking until")
    await customer.bring_to_front()
    await customer.reload()
    await customer.get_by_role("button", name=A_TIME).first.click()
    await fill_in(customer)
    await customer.close()
    await shows(card, "State: Booked: Support call")
    await card.get_by_role("link", name="View thread").click()
    await shows(thread(page), "booked Support call")
    await shoot(page, "managers-05-booked")

    await offer_ana(page)
    await list_rule_types(page, shoot)
    await refuse_a_member(page, shoot)


async def make_page(page: Page, home: Locator, shoot: Shoot) -> None:
    await home.get_by_role("button", name="New Master page").click()
    form = page.get_by_role("dialog", name="Master page")
    await form.get_by_label("Public name").fill("Acme Onboarding")
    await form.get_by_label("Internal label").fill("Onboarding")
    await form.get_by_role("button", name="Save").click()
    await shows(form, "The Master page is made")
    await form.get_by_role("button", name="Add a rule").click()
    rule = page.get_by_role("dialog", name="Rule")
    await rule.get_by_label("Event type").select_option("Support call")
    await rule.get_by_label("Primary team member").select_option("Ana Prieto")
    await rule.get_by_role("button", name="Save").click()
    await shows(form.locator(".section").filter(has_text="Ana Prieto"), "Support call")
    await shoot(page, "managers-01-page-with-a-rule")
    await form.get_by_role("button", name="Save").click()
    await form.wait_for(state="hidden")


async def share(page: Page, home: Locator, shoot: Shoot) -> None:
    overview = home.locator(".rich-text").filter(has_text="Public name: Acme Onboarding")
    await shows(overview, "Support call: Ana Prieto")
    await home.get_by_role("heading", name="Administration").evaluate("heading => heading.scrollIntoView()")
    await shoot(page, "managers-02-home")
    await overview.locator("+ .actions").get_by_role("button", name="Share & Publish").click()
    shared = page.get_by_role("dialog", name="Share & Publish")
    await shows(shared, "/p/acme-onboarding")
    await shared.get_by_role("button", name="Generate a one-time link").click()
    form = page.get_by_role("dialog", name="One-time link")
    await form.get_by_label("Post the card in").select_option("#support")
    await form.get_by_role("button", name="Create link").click()
    await shows(form, "The link is ready")
    await page.keyboard.press("Escape")
    await page.get_by_role("dialog").wait_for(state="hidden")
    await shows(overview, "1 open link")


async def switch_with_the_keyboard_alone(page: Page, shoot: Shoot) -> Locator:
    """By the shortcut. Returns what is open at the end."""
    keyboard, dialog = page.keyboard, page.get_by_role("dialog", name=SWITCH)
    await page.get_by_role("combobox", name="Message support").focus()
    await tab_to(page, page.get_by_label("Shortcuts", exact=True))
    await keyboard.press("Enter")
    await tab_to(page, page.get_by_role("button", name=SWITCH))
    await keyboard.press("Enter")
    await expect(dialog.get_by_label("Master page")).to_be_focused()
    await keyboard.type("Onboarding")
    await keyboard.press("Tab")
    await keyboard.press("ArrowDown")
    await expect(dialog.get_by_role("radio", name="Static rules")).to_be_checked()
    await tab_to(page, dialog.get_by_role("button", name="Continue"))
    await keyboard.press("Enter")

    await shows(dialog, "1 unspent link stops working. Made by @Ada Lima (1).")
    await shows(dialog, "No coming booking is affected.")
    await check_closely(page, ".modal")
    await tab_to(page, dialog.get_by_label("Reason"))
    await keyboard.type("The team is at an offsite")
    await shoot(page, "managers-03-warning")
    await tab_to(page, dialog.get_by_role("button", name="Switch to Static"))
    await keyboard.press("Enter")
    await shows(dialog, "Suspended: 1 unspent link")
    return dialog


async def offer_ana(page: Page) -> None:
    """A link for one person's Booking page: its Master page is made on the way."""
    await say(page, "/onetime for @ana")
    form = page.get_by_role("dialog", name="One-time link")
    await expect(form.get_by_label("Master page").locator("option:checked")).to_have_text("Ana Prieto")
    await form.get_by_role("button", name="Create link").click()
    await shows(form, "The link is ready")
    await page.keyboard.press("Escape")
    await form.wait_for(state="hidden")
    await shows(last(page, "One-time link"), "Ana Prieto")


async def list_rule_types(page: Page, shoot: Shoot) -> None:
    await say(page, "/onetime rules")
    rules = last(page, "Only visible to you")
    await shows(rules, "Rule types")
    await expect(rules.get_by_role("button", name="Switch to Static")).to_have_count(5)
    await expect(rules.get_by_role("button", name="Switch to Dynamic")).to_have_count(1)
    await shoot(page, "managers-06-rules")


async def refuse_a_member(page: Page, shoot: Shoot) -> None:
    await become(page, "Ben Okafor")
    await page.get_by_label("Shortcuts", exact=True).click()
    await page.get_by_role("button", name=SWITCH).click()
    refusal = page.get_by_role("dialog")
    await shows(refusal, "Only Administrators")
    await page.keyboard.press("Escape")
    await refusal.wait_for(state="hidden")
    home = await come_home(page)
    await expect(home.get_by_role("heading")).to_have_text(HOME_OF_A_MEMBER)
    await shoot(page, "managers-07-home-of-a-member")
