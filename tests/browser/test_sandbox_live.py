"""What changes is shown while somebody works on the same page, and takes nothing out of their hands."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from bot.demo import Demo
from bot.sandbox.state.accounts import BOT_USER
from bot.sandbox.state.acme import BEN, PRIYA, SUPPORT, VIP
from bot.sandbox.state.permalinks import Permalink
from bot.sandbox.state.posted import Posted
from bot.sandbox.state.workspace import Workspace
from tests.browser.sandbox import (
    WEB_API,
    check_closely,
    log,
    say,
    shows,
)
from tests.sandbox.block_kit import actions, button, section

pytestmark = pytest.mark.asyncio(loop_scope="package")

HELD = """() => {
    const {id, value, selectionStart, selectionEnd} = document.activeElement;
    const list = document.querySelector("[role=log]");
    return {id, value, selectionStart, selectionEnd, scrolled: list.scrollTop,
            open: document.querySelectorAll("details[open]").length, marked: document.activeElement.marked}
}"""


@pytest.fixture
def workspace(demo: Demo) -> Workspace:
    return demo.sandbox.stage.workspace


@pytest_asyncio.fixture(loop_scope="package")
async def other_tab(page: Page) -> AsyncIterator[Page]:
    """The same person looks at the same place a second time."""
    tab = await page.context.new_page()
    await tab.goto(page.url)
    yield tab
    await tab.close()


def composer(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Message support")


async def test_typed_text_focus_scrolling_and_what_is_unfolded_survive(
    page: Page, workspace: Workspace
) -> None:
    await say(page, "/onetime help")
    await page.locator(".requests summary").first.click()
    await page.get_by_label(re.compile("More actions on the message of Priya")).first.click()
    await log(page).evaluate("list => { list.scrollTop = 40; }")
    await composer(page).fill("Half a sentence")
    await composer(page).evaluate("box => { box.setSelectionRange(5, 6); box.marked = true; }")
    held = await page.evaluate(HELD)

    workspace.says(PRIYA, SUPPORT, "News of the day")

    await shows(log(page), "News of the day")
    assert await page.evaluate(HELD) == held
    assert (held["value"], held["scrolled"], held["open"], held["marked"]) == ("Half a sentence", 40, 2, True)


async def test_list_at_its_end_follows_what_comes(page: Page, workspace: Workspace) -> None:
    for number in range(3):
        workspace.says(PRIYA, SUPPORT, f"And number {number}")

    await shows(log(page), "And number 2")
    await expect(log(page).locator(".message").last).to_be_in_viewport()


async def test_half_filled_form_survives(page: Page, workspace: Workspace) -> None:
    await say(page, "/onetime")
    form = page.get_by_role("dialog", name="One-time link")
    await form.get_by_role("checkbox").check()
    name = form.get_by_label("Customer name")
    await name.fill("Dana W")

    workspace.says(PRIYA, SUPPORT, "More news")

    await shows(log(page), "More news")
    await expect(name).to_have_value("Dana W")
    await expect(name).to_be_focused()
    await expect(form.get_by_role("checkbox")).to_be_checked()
    await form.get_by_role("button", name="Cancel").click()
    await form.wait_for(state="hidden")


async def test_form_that_is_closed_and_what_is_chosen_are_the_same_in_all_tabs(
    page: Page, other_tab: Page
) -> None:
    await say(page, "/onetime")
    form = other_tab.get_by_role("dialog", name="One-time link")
    await form.wait_for()

    await page.get_by_role("dialog").get_by_role("button", name="Cancel").click()

    await form.wait_for(state="hidden")
    await expect(composer(page)).to_be_focused()

    here, there = page.get_by_label(WEB_API), other_tab.get_by_label(WEB_API)
    await here.select_option("Answers 500")
    await expect(there).to_have_value("BROKEN")
    await there.select_option("Never answers")
    await expect(here).to_have_value("SILENT")
    await there.select_option("Answers 500")
    await expect(here).to_have_value("BROKEN")
    await here.select_option("All is well")
    await expect(there).to_have_value("NONE")


async def test_focus_stays_near_what_is_gone(page: Page, workspace: Workspace) -> None:
    blocks = [section("A card"), actions(button(text="Settle it"))]
    card = workspace.post(Posted(SUPPORT, workspace.new_ts(), BOT_USER, "Card", blocks))
    await page.get_by_role("button", name="Settle it").focus()

    workspace.edit(card, "Card", [section("A card that is settled")])

    message = page.locator(f"[id='message-{card.ts}']")
    await shows(message, "A card that is settled")
    await expect(message.get_by_label(re.compile("Reply in thread"))).to_be_focused()


async def test_permalink_brings_its_message_before_one_s_eyes(page: Page, workspace: Workspace) -> None:
    wanted = workspace.messages(VIP, BEN)[0]
    permalink = Permalink.of(wanted).address
    workspace.post(Posted(SUPPORT, workspace.new_ts(), BOT_USER, f"It is <{permalink}|over there>"))

    await page.get_by_role("link", name="over there").click()

    message = page.locator(f"[id='message-{wanted.ts}']")
    await expect(message).to_be_focused()
    await expect(message).to_be_in_viewport()
    await expect(message).to_have_attribute("data-sought", "")
    await check_closely(page, ".conversation")
    workspace.says(PRIYA, VIP, "And what happens now?")
    await shows(log(page), "And what happens now?")
    await expect(message).to_have_attribute("data-sought", "")
    await page.go_back()
    await page.get_by_role("heading", name="support").wait_for()
