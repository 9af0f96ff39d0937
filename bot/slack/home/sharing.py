"""Share & Publish: how Customers come to a Master page."""

from bot.scheduling.overviews import Overview
from bot.slack.blocks import Block, View, actions, button, code_block, header, plain, section, small_print
from bot.slack.home.memory import HomeMemory

GENERATE = "link_generate"

GENERAL = "Anybody who has this link can book, as often as they like. Copy it, and publish it where you want."
ONE_TIME = "A one-time link is good for exactly one booking, and opens nothing else."


def share(page: Overview, home: HomeMemory) -> View:
    """``home``: the tab that it is opened from, which the link's form shows anew."""
    blocks = [
        header("General link"),
        section(page.nothing_offered_because or GENERAL),
        code_block(page.general_url),
        header("One-time link"),
        *_one_time(page),
    ]
    return {
        "type": "modal",
        "title": plain("Share & Publish"),
        "close": plain("Close"),
        "private_metadata": home.written(),
        "blocks": blocks,
    }


def _one_time(page: Overview) -> list[Block]:
    if page.no_links_because:
        return [section(page.no_links_because)]
    generate = button("Generate a one-time link", GENERATE, str(page.id), style="primary")
    return [section(ONE_TIME), actions("generate", generate), small_print("Or type /onetime in any channel.")]
