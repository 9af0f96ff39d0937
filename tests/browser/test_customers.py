"""A Customer books, comes back by the letters they got, and finds no wall where a link has ended."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from bot.demo import Demo
from tests.browser.conftest import Shoot
from tests.browser.sandbox import (
    A_TIME,
    KIM,
    as_customer,
    become,
    check_closely,
    fill_in,
    follow,
    last,
    letter_to,
    reads,
    say,
    shows,
    thread,
    title,
)

pytestmark = pytest.mark.asyncio(loop_scope="package")

DANA = "dana@harborfoods.example"


async def test_customer_books_moves_asks_and_cancels(demo: Demo, page: Page, shoot: Shoot) -> None:
    await page.get_by_role("link", name=re.compile("^Mail")).click()
    await offer_carla_to_dana(page)
    customer = await as_customer(page)
    link = customer.url
    await customer.get_by_role("button", name=A_TIME).first.click()
    await customer.get_by_role("button", name="Confirm").click()
    await reads(title(customer), "You are booked")
    await shoot(customer, "customers-01-booked")
    await check_closely(customer)
    card = last(page, "One-time link")
    await shows(card, "State: Booked: Support call")

    await customer.goto(link)
    await reads(title(customer), "This link was already used")
    await customer.get_by_role("button", name="Ask for a new time").click()
    await customer.get_by_text("You asked for a new time").wait_for()
    await shoot(customer, "customers-02-asked")
    await check_closely(customer)
    await customer.close()
    await card.get_by_role("link", name="View thread").click()
    await thread(page).get_by_role("button", name="Send a fresh link").click()
    await expect(thread(page).locator(".message").filter(has_text="/o/")).to_have_count(2)
    await shoot(page, "customers-03-fresh-link")
    fresh = await as_customer(page)
    await reads(title(fresh), "Pick a time")
    await fresh.close()

    await move(page, shoot)
    await shows(card, "State: Moved: Support call")
    await switch_to_static(page)
    await cancel_what_cannot_move(page, shoot)
    await shows(card, "State: Cancelled by the Customer")
    await use_the_general_link(demo, page, shoot)


async def offer_carla_to_dana(page: Page) -> None:
    await say(page, "/onetime for @carla")
    form = page.get_by_role("dialog", name="One-time link")
    await form.get_by_role("checkbox").check()
    await form.get_by_label("Customer name").fill("Dana Whitfield")
    await form.get_by_label("Customer email").fill(DANA)
    await form.get_by_role("button", name="Create link").click()
    await shows(form, "The link is ready")
    await page.keyboard.press("Escape")
    await form.wait_for(state="hidden")
    await shows(last(page, "One-time link"), "1 reply")


async def move(page: Page, shoot: Shoot) -> None:
    customer = await follow(page, letter_to(page, DANA, "Booked: Support call"))
    await customer.get_by_role("button", name="Reschedule").click()
    await reads(title(customer), "Pick a new time")
    await shoot(customer, "customers-04-reschedule")
    await check_closely(customer)
    await customer.get_by_role("button", name=A_TIME).last.click()
    await reads(title(customer), "Is this right?")
    await customer.get_by_role("button", name="Confirm").click()
    await reads(title(customer), "Your meeting has moved")
    await customer.close()


async def switch_to_static(page: Page) -> None:
    await become(page, "Ada Lima")
    await say(page, "/onetime rules")
    await last(page, "Rule types").get_by_role("button", name="Switch to Static").last.click()
    dialog = page.get_by_role("dialog", name="Switch rule type")
    await shows(dialog, "1 unspent link stops working. Made by @Ben Okafor (1).")
    await shows(dialog, "1 coming booking can then be cancelled, but not moved to another time.")
    await dialog.get_by_role("button", name="Switch to Static").click()
    await shows(dialog, "has Static rules now")
    await page.keyboard.press("Escape")
    await dialog.wait_for(state="hidden")


async def cancel_what_cannot_move(page: Page, shoot: Shoot) -> None:
    customer = await follow(page, letter_to(page, DANA, "Moved: Support call"))
    await customer.get_by_role("button", name="Cancel meeting").wait_for()
    await customer.get_by_role("button", name="Reschedule").wait_for(state="hidden")
    await customer.get_by_text("can be cancelled, but not moved").wait_for()
    await shoot(customer, "customers-05-cancel-only")
    await customer.get_by_role("button", name="Cancel meeting").click()
    await reads(title(customer), "Cancel this meeting?")
    await shoot(customer, "customers-06-cancel")
    await check_closely(customer)
    await customer.get_by_role("button", name="Cancel meeting").click()
    await reads(title(customer), "Your meeting is cancelled")
    await customer.close()


async def use_the_general_link(demo: Demo, page: Page, shoot: Shoot) -> None:
    """Of a Static Master page, where the Customer chooses whom to meet."""
    customer = await page.context.new_page()
    await customer.goto(f"{demo.base_url}/p/academy")
    await customer.get_by_role("link", name="Support call").click()
    await day_with_carla_and_ben(customer).get_by_role("button", name="13:00").click()
    await reads(title(customer), "With whom?")
    await shoot(customer, "customers-07-whom")
    await check_closely(customer)
    await customer.get_by_role("button", name="Ben Okafor").click()
    await fill_in(customer)
    await customer.close()

    customer = await follow(page, letter_to(page, KIM, "Booked: Support call"))
    await customer.get_by_role("button", name="Cancel meeting").click()
    await reads(title(customer), "Cancel this meeting?")
    await customer.get_by_role("button", name="Cancel meeting").click()
    await reads(title(customer), "Your meeting is cancelled")
    await letter_to(page, KIM, "Cancelled: Support call").wait_for()
    await customer.close()


def day_with_carla_and_ben(customer: Page) -> Locator:
    """Both work from Monday to Thursday around noon; each has a day off of their own."""
    days = customer.locator(".day").filter(has_text=re.compile("(Mon|Tues|Wednes|Thurs)day, "))
    return days.filter(has_not_text=re.compile("(8|25) December")).last
