"""A newcomer is the agent, the manager and the Customer, in one browser and against the real bot."""

import re

import pytest
from playwright.async_api import Page, ViewportSize, expect

from bot.demo import Demo
from tests.browser.conftest import Shoot
from tests.browser.sandbox import (
    A_TIME,
    CUSTOMERS_BROWSER,
    KIM,
    WEB_API,
    become,
    book,
    check,
    check_closely,
    fits,
    follow,
    last,
    letter_to,
    log,
    make_link,
    reads,
    say,
    shows,
    tab_to,
    thread,
)

pytestmark = pytest.mark.asyncio(loop_scope="package")

SECRET = re.compile("xox[a-z]-[0-9a-f]{8}|/response/[\\w-]{12}")
PHONE = ViewportSize(width=360, height=740)


async def test_member_makes_a_link_with_the_keyboard_alone(page: Page, shoot: Shoot) -> None:
    keyboard = page.keyboard
    await shoot(page, "sandbox-01-channel")
    await check(page)

    await tab_to(page, page.get_by_role("combobox", name="Message support"))
    await keyboard.type("/one")
    await page.get_by_role("option", name="/onetime").wait_for()
    await shoot(page, "sandbox-02-hints")
    await check_closely(page, ".composer")
    await keyboard.press("ArrowDown")
    await keyboard.press("Enter")
    await keyboard.press("Enter")

    form = page.get_by_role("dialog", name="One-time link")
    await expect(form.get_by_label("Master page")).to_be_focused()
    await keyboard.type("Support")
    await keyboard.press("Tab")
    await keyboard.press("Space")
    await form.get_by_label("Customer name").wait_for()
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
    await shows(form, "The link is ready")
    await shoot(page, "sandbox-04-link")
    await check_closely(page, ".modal")
    await keyboard.press("Escape")
    await form.wait_for(state="hidden")
    await shows(last(page, "One-time link"), "Dana Whitfield, dana@harborfoods.example")


async def test_customer_books_with_the_keyboard_alone_and_the_card_turns(page: Page, shoot: Shoot) -> None:
    keyboard, card = page.keyboard, last(page, "One-time link")
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
    await reads(customer.get_by_role("heading", level=1), "You are booked")
    await shoot(customer, "sandbox-05-customer")
    await customer.close()

    await shows(card, "State: Booked:")
    await tab_to(page, card.get_by_role("link", name="View thread"))
    await keyboard.press("Enter")
    await shows(thread(page), "Dana Whitfield booked Support call")
    await shoot(page, "sandbox-06-booked")
    await check_closely(page, ".thread")


async def test_message_shortcut_in_a_thread(page: Page, shoot: Shoot) -> None:
    await last(page, "Marcus Lindqvist").get_by_role("link", name="View thread").click()
    reply = thread(page).locator(".message").filter(has_text="anything this week")
    await reply.get_by_label(re.compile("More actions")).click()
    await shoot(page, "sandbox-07-message-menu")
    await check_closely(page, ".thread")
    await reply.get_by_role("button", name="Offer a one-time link").click()
    await make_link(page)

    await expect(thread(page).locator(".message")).to_have_count(6)
    await shows(thread(page), re.compile("Active, not opened yet.*/o/", re.DOTALL))
    await page.get_by_role("combobox", name="Reply in the thread").fill("/onetime")
    await page.keyboard.press("Enter")
    await shows(thread(page), "/onetime is not supported in threads. Sorry!")
    await shoot(page, "sandbox-08-link-in-a-thread")


async def test_private_channel_without_the_bot(page: Page, shoot: Shoot) -> None:
    await page.get_by_role("link", name="vip-escalations").click()
    await say(page, "/onetime", "vip-escalations")
    await make_link(page)
    await page.get_by_role("link", name="onetime 1 unread").click()
    await shows(log(page), "I could not post this in #vip-escalations")
    await shows(log(page), "Invite me there with /invite @onetime")
    await shoot(page, "sandbox-09-could-not-post")
    await check_closely(page, ".conversation")

    await page.get_by_role("link", name="vip-escalations").click()
    await say(page, "/invite @onetime", "vip-escalations")
    await say(page, "/onetime", "vip-escalations")
    await make_link(page)
    await shows(last(page, "One-time link"), "1 reply")


async def test_customer_books_in_an_outage_then_moves_and_cancels_from_letters(
    page: Page, shoot: Shoot
) -> None:
    """When Slack is back, the card catches up, while the Customer goes on already."""
    await page.get_by_label("Shortcuts", exact=True).click()
    await page.get_by_role("button", name="One-time link").click()
    await make_link(page)
    card = last(page, "One-time link")
    await shows(card, "Active, not opened yet")
    await page.get_by_label(WEB_API).select_option("Answers 500")
    await page.get_by_role("status").filter(has_text="Slack is out of order").wait_for()
    await check_closely(page, ".outage")
    await book(page)
    await shows(page.locator(".requests .failed").first, "chat.update")
    await shows(card, "State: Active")
    await shoot(page, "sandbox-10-outage")

    await page.get_by_label(WEB_API).select_option("All is well")
    await page.get_by_role("link", name=re.compile("^Mail")).click()
    customer = await follow(page, letter_to(page, KIM, "Booked: Support call"))
    await customer.get_by_role("button", name="Reschedule").click()
    await customer.get_by_role("button", name=A_TIME).last.click()
    await shows(card, "State: Booked:")
    await shoot(page, "sandbox-11-caught-up")
    await customer.get_by_role("button", name="Confirm").click()
    await letter_to(page, KIM, "Moved: Support call").wait_for()
    await customer.close()

    customer = await follow(page, letter_to(page, KIM, "Moved: Support call"))
    await shoot(page, "sandbox-20-letter")
    await customer.get_by_role("button", name="Cancel meeting").click()
    await customer.get_by_role("button", name="Cancel meeting").click()
    await letter_to(page, KIM, "Cancelled: Support call").wait_for()
    await customer.close()
    await shows(card, "State: Cancelled")


async def test_administrator(demo: Demo, page: Page, shoot: Shoot) -> None:
    """Takes back what another has made, reads behind the scenes, and starts over."""
    await say(page, "/onetime")
    await make_link(page)
    await become(page, "Ada Lima Administrator")
    card = last(page, "One-time link")
    await card.get_by_role("button", name="Revoke").click()
    asked = page.get_by_role("dialog", name="Revoke this link?")
    await shoot(page, "sandbox-12-confirm")
    await check_closely(page, "#asking")
    await asked.get_by_role("button", name="Revoke").click()
    await shows(card, "Revoked by @Ada Lima")
    await shows(last(page, "Only visible to you"), "Whoever has the link cannot book")
    await become(page, "Ben Okafor Member")
    await log(page).filter(has_not_text=re.compile("Only visible to you")).wait_for()

    pressed = page.locator(".requests li").filter(has_text="block_actions link_revoke")
    await pressed.locator("summary").click()
    await expect(pressed).not_to_contain_text(SECRET)
    await shoot(page, "sandbox-13-requests")
    await check_closely(page, ".backstage")
    await pressed.get_by_role("button", name="Redeliver").click()
    await expect(page.locator(".requests li").filter(has_text="block_actions link_revoke")).to_have_count(2)

    await page.get_by_role("link", name=re.compile("^Mail")).click()
    letter = letter_to(page, KIM, "Booked: Support call")
    await letter.locator("summary").click()
    await shows(letter, "You are booked")
    await letter.get_by_role("link", name=f"{demo.base_url}/b/").wait_for()
    await shoot(page, "sandbox-14-mail")
    await check_closely(page, ".backstage")
    async with page.expect_download() as saved:
        await letter.get_by_role("link", name="invite.ics").click()
    assert (await saved.value).suggested_filename == "invite.ics"

    await page.get_by_role("button", name="Start over").click()
    await page.get_by_role("dialog").get_by_role("button", name="Start over").click()
    await log(page).filter(has_not_text=re.compile("One-time link")).wait_for()
    await expect(page.locator(".backstage")).not_to_contain_text("kim@customer.example")
    await say(page, "/onetime list")
    await expect(log(page).get_by_role("button", name="Revoke")).to_have_count(1)
    await shoot(page, "sandbox-15-list")
    await check_closely(page, ".conversation")


async def test_home_of_an_administrator(page: Page, shoot: Shoot) -> None:
    """The app publishes it when they come, and anew with what they press there."""
    await become(page, "Ada Lima Administrator")
    await page.get_by_role("navigation", name="Conversations").get_by_role("link", name="onetime").click()
    home = page.get_by_role("region", name="Home")
    await home.get_by_role("heading", name="My open links").wait_for()
    await shoot(page, "sandbox-22-home")
    await check(page, ".conversation")
    await tab_to(page, home.get_by_role("button", name="Event types"))
    await page.keyboard.press("Enter")
    await shows(home, "Technical deep dive")
    await home.get_by_role("button", name="New Event type").click()
    form = page.get_by_role("dialog")
    await form.get_by_role("button", name="Cancel").wait_for()
    await shoot(page, "sandbox-23-new-event-type")
    await check_closely(page, ".modal")
    await page.keyboard.press("Escape")
    await form.wait_for(state="hidden")


async def test_outsiders_are_refused(page: Page, shoot: Shoot) -> None:
    """A guest, a person of another workspace with whom a channel is shared, and somebody who has left."""
    await page.get_by_role("link", name="harbor-foods").click()
    await say(page, "/onetime", "harbor-foods")
    await make_link(page)
    await become(page, "Dana Whitfield Harbor Foods")
    await say(page, "/onetime", "harbor-foods")
    await shows(last(page, "Slackbot"), "/onetime is not a valid command.")
    await last(page, "One-time link").get_by_role("button", name="Revoke").click()
    await page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    await shows(last(page, "Only visible to you"), "the workspace that installed this app")
    await shoot(page, "sandbox-20-other-workspace")
    await check_closely(page)

    await become(page, "Gil Marsh Guest")
    await say(page, "/onetime")
    await shows(last(page, "Only visible to you"), "guests and apps cannot use them")
    await page.get_by_role("link", name="People").click()
    await page.get_by_label("Gil Marsh").select_option("Deactivated")
    await page.get_by_role("heading", name="Signed out").wait_for()
    await shoot(page, "sandbox-21-signed-out")
    await check_closely(page)
    await page.get_by_label("Gil Marsh").select_option("Guest")
    await log(page).wait_for()


async def test_phone(page: Page, shoot: Shoot) -> None:
    await page.set_viewport_size(PHONE)
    await page.reload()
    assert await fits(page)
    await shoot(page, "sandbox-16-phone")
    await check_closely(page)
    await say(page, "/onetime")
    await page.get_by_role("dialog").get_by_role("checkbox").check()
    await page.get_by_label("Customer name").wait_for()
    assert await fits(page)
    await shoot(page, "sandbox-17-phone-form")
    await check_closely(page, ".modal")
    await page.get_by_role("button", name="Cancel", exact=True).click()
    await page.get_by_role("link", name="Conversations").click()
    await shoot(page, "sandbox-18-phone-list")
    await check_closely(page, ".sidebar")
    await page.get_by_role("link", name="general").click()
    await shows(log(page), "Cake in the kitchen")
    await page.get_by_role("link", name="Backstage").click()
    await shoot(page, "sandbox-19-phone-backstage")
    await check_closely(page, ".backstage")
    assert await fits(page)
