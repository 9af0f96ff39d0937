"""Every kind of element on a Home tab, in messages and in modals: seen, named, used with the keyboard."""

from dataclasses import replace

import pytest
from playwright.async_api import Page, expect

from bot.demo import Demo
from bot.sandbox.state.accounts import BOT_USER
from bot.sandbox.state.acme import BEN, SUPPORT
from bot.sandbox.state.posted import Posted
from bot.sandbox.state.workspace import Workspace
from bot.sandbox.values import Json
from tests.browser.conftest import Shoot
from tests.browser.sandbox import check_closely, log, shows, tab_to
from tests.sandbox.block_kit import (
    actions,
    button,
    confirm,
    element,
    home,
    input_,
    modal,
    mrkdwn,
    option,
    options,
    plain,
    section,
)

pytestmark = pytest.mark.asyncio(loop_scope="package")

OF_OPTIONS = ("static_select", "multi_static_select", "checkboxes", "radio_buttons")
OF_PEOPLE = ("users_select", "multi_users_select", "conversations_select", "multi_conversations_select")
OF_CHANNELS = ("channels_select", "multi_channels_select", "external_select", "multi_external_select")
OF_TIME = ("datepicker", "timepicker")
TYPED = ("plain_text_input", "email_text_input", "url_text_input", "datetimepicker")
CHOICES = [
    *(element(kind, kind, options=options(3)) for kind in OF_OPTIONS),
    *(element(kind, kind, placeholder=plain("Pick some")) for kind in (*OF_PEOPLE, *OF_CHANNELS)),
    *(element(kind, kind) for kind in OF_TIME),
]
SITE = "https://site.example/"
PRESSED = [
    button("plain", "Go"),
    button("risky", "Remove", style="danger", confirm=confirm()),
    button("away", "The site", style="primary", url=SITE, confirm=confirm()),
    element("overflow", "more", options=[*options(2), option("The site", "site", url=SITE)]),
]
BLOCKS: list[Json] = [
    {"type": "header", "text": plain("All there is")},
    *(section(f"Beside this is {each['type']}", accessory=each) for each in (*CHOICES, *PRESSED)),
    {"type": "divider"},
    {"type": "context", "elements": [mrkdwn("*Small* print"), plain("and plain")]},
    actions(*CHOICES),
    actions(*PRESSED),
    {"type": "section", "fields": [plain("One"), mrkdwn("*Two*")]},
    {"type": "table", "rows": []},
]


@pytest.fixture
def workspace(demo: Demo) -> Workspace:
    return demo.sandbox.stage.workspace


async def test_home_tab(demo: Demo, workspace: Workspace, page: Page, shoot: Shoot) -> None:
    """The app does not hear of it, or it would publish its own."""
    manifest = workspace.configuration
    workspace.configuration = replace(manifest, events=frozenset())
    workspace.screens.publishes(BEN, home(*BLOCKS))
    await page.goto(f"{demo.base_url}/sandbox?as={BEN}&in={workspace.with_app(BEN).id}&tab=home")
    await shows(page.get_by_role("region", name="Home"), "All there is")
    await shoot(page, "sandbox-31-home")
    await check_closely(page)
    workspace.configuration = manifest


async def test_message(workspace: Workspace, page: Page, shoot: Shoot) -> None:
    workspace.post(Posted(SUPPORT, workspace.new_ts(), BOT_USER, "All there is", BLOCKS[-7:]))
    await shows(log(page), "and plain")
    await shoot(page, "sandbox-32-message")
    await check_closely(page, ".conversation")

    more = log(page).get_by_label("More", exact=True).last
    await tab_to(page, more)
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name="Option 0")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(more).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator(".requests li").filter(has_text="block_actions more")).to_have_count(1)

    await page.context.route(SITE, lambda route: route.fulfill(body="Welcome"))
    away = log(page).get_by_role("link", name="The site")
    await away.click()
    await page.get_by_role("button", name="No").click()
    await away.click()
    async with page.context.expect_page() as opened:
        await page.get_by_role("button", name="Yes").click()
    await (await opened.value).close()
    await expect(page.locator(".requests li").filter(has_text="block_actions away")).to_have_count(1)


async def test_modal_on_top_of_another(workspace: Workspace, page: Page, shoot: Shoot) -> None:
    wanted = element("number_input", is_decimal_allowed=False, focus_on_load=True)
    elements = (*CHOICES, *map(element, TYPED), wanted)
    inputs = [input_(each, each["type"], hint=plain("A hint")) for each in elements]
    warned = {"type": "alert", "level": "warning", "text": mrkdwn("*Careful* with this")}
    below = workspace.screens.shows(BEN, modal(section("Below")))
    workspace.screens.pushes(below, modal(warned, *inputs, title=plain("On top")))
    top = page.get_by_role("dialog", name="On top")
    await top.get_by_role("button", name="Back").wait_for()
    await expect(top.locator("[name*=number_input]")).to_be_focused()
    await shoot(page, "sandbox-33-modal")
    await check_closely(page, ".modal")
    await top.get_by_role("button", name="Go").click()
    await expect(top.get_by_role("alert")).to_have_count(len(inputs))
    await shoot(page, "sandbox-34-modal-with-errors")
    await check_closely(page, ".modal")
    await page.keyboard.press("Escape")
    await top.wait_for(state="hidden")
    assert workspace.screens.views_of(BEN) == []
