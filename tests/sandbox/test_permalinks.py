"""Links to messages: what the app gets, and where they lead in the sandbox."""

import pytest

from bot.sandbox.state.accounts import BOT_USER
from bot.sandbox.state.acme import ADA, BEN, BEN_AND_PRIYA, SUPPORT, VIP
from bot.sandbox.state.permalinks import Permalink
from bot.sandbox.state.posted import Posted
from tests.sandbox.block_kit import actions, button, rich
from tests.sandbox.desk import Desk

TS = "1796000000.000100"
IN_A_THREAD = "?thread_ts=1795000000.000200&cid=C0SUPPORT"


@pytest.mark.parametrize(
    ("thread_ts", "address"),
    [
        (None, "https://acme.slack.com/archives/C0SUPPORT/p1796000000000100"),
        (
            "1795000000.000200",
            f"https://acme.slack.com/archives/C0SUPPORT/p1796000000000100{IN_A_THREAD}",
        ),
    ],
)
def test_permalink_is_written_and_read(thread_ts: str | None, address: str) -> None:
    permalink = Permalink.of(Posted(SUPPORT, TS, BEN, "Help!", thread_ts=thread_ts))

    assert permalink.address == address
    assert Permalink.read(address) == permalink


@pytest.mark.parametrize(
    "address",
    [
        "https://example.com/archives/C0SUPPORT/p1796000000000100",
        "https://acme.slack.com/archives/C0SUPPORT",
        "https://acme.slack.com/archives/C0SUPPORT/p12",
        "https://acme.slack.com.example/archives/C0SUPPORT/p1796000000000100",
        "javascript:alert(1)",
    ],
)
def test_other_addresses_are_no_permalinks(address: str) -> None:
    assert Permalink.read(address) is None


def app_links_to(desk: Desk, permalink: Permalink) -> None:
    part = {"type": "link", "url": permalink.address, "text": "in rich text"}
    blocks = [rich(part), actions(button(text="on a button", url=permalink.address))]
    desk.workspace.post(Posted(SUPPORT, desk.workspace.new_ts(), BOT_USER, "Links", blocks))
    desk.workspace.post(
        Posted(SUPPORT, desk.workspace.new_ts(), BOT_USER, f"<{permalink.address}|in a text>")
    )


async def leads_to(desk: Desk, reader: str) -> list[str]:
    page = await desk.see(as_=reader, in_=SUPPORT, pane="mail")
    links = page.html.select(".conversation .message :is(.text, .rich-text, .actions) a")
    return [str(link["href"]) for link in links]


async def test_permalink_leads_to_the_message(desk: Desk) -> None:
    message = desk.workspace.messages(VIP, BEN)[0]
    app_links_to(desk, Permalink.of(message))

    [address] = set(await leads_to(desk, BEN))

    assert address == f"/sandbox?as={BEN}&in={VIP}&pane=mail#message-{message.ts}"
    page = await desk.see_at(address)
    assert "renew this month" in page.text(f"[id='message-{message.ts}'] .text")


async def test_permalink_of_a_reply_leads_into_the_thread(desk: Desk) -> None:
    parent = desk.workspace.messages(SUPPORT, BEN)[1]
    reply = desk.workspace.thread(SUPPORT, parent.ts, BEN)[-1]
    app_links_to(desk, Permalink.of(reply))

    [address] = set(await leads_to(desk, BEN))

    page = await desk.see_at(address)
    assert "Ben, will you offer her a time?" in page.text(f".thread [id='{address.partition('#')[2]}'] .text")


async def test_permalink_leads_nobody_where_they_may_not_go(desk: Desk) -> None:
    app_links_to(desk, Permalink(BEN_AND_PRIYA, TS))

    assert await leads_to(desk, ADA) == []
    page = await desk.see(as_=ADA, in_=SUPPORT)
    assert page.all(".message .rich-text p")[-1] == "in rich text"


async def test_app_hears_of_a_button_that_leads_to_a_message(desk: Desk) -> None:
    app_links_to(desk, Permalink.of(desk.workspace.messages(VIP, BEN)[0]))
    page = await desk.see(as_=BEN, in_=SUPPORT)

    on_a_button = page.one(".message .actions a")

    assert (on_a_button["data-go"], on_a_button["data-press"]) == ("conversation", "made.2:go")
    assert not on_a_button.has_attr("target")
