"""Whatever an app sends is drawn, or is plainly said not to be."""

from uuid import UUID

import pytest

from bot.sandbox.api.methods import perform
from bot.sandbox.block_kit.block_rules import problems_of_view
from bot.sandbox.drawing.blocks import Drawing
from bot.sandbox.state.acme import SUPPORT
from bot.sandbox.state.open_view import OpenView
from bot.sandbox.state.workspace import Workspace
from bot.sandbox.values import Json
from bot.scheduling.links import Origin, PageChoice
from bot.slack import modals
from bot.slack.modals import FormMemory
from tests.sandbox.block_kit import (
    actions,
    input_,
    modal,
    section,
)
from tests.sandbox.drawn import BEN, ENVIRONMENT, drawn_message, drawn_modal, drawn_view


def pages(count: int) -> list[PageChoice]:
    return [PageChoice(UUID(int=number), f"Page {number}", f"page-{number}", None) for number in range(count)]


@pytest.mark.parametrize(
    "block",
    [
        {"type": "video", "block_id": "1"},
        {"type": "rich_text", "block_id": "1", "elements": [{"type": "video"}]},
        actions({"type": "video"}, block_id="1"),
        section(block_id="1", accessory={"type": "video"}),
        input_({"type": "video", "action_id": "x"}),
        {"type": "video<script>", "block_id": "1"},
    ],
)
def test_what_is_not_known_is_said_not_to_be_drawn(block: Json) -> None:
    assert drawn_modal(block).one(".not-drawn").get_text().startswith("not drawn here: video")


NOT_DRAWN = [
    *({"type": kind} for kind in ("card", "data_visualization", "video", "call", "carousel", "container")),
    *({"type": kind} for kind in ("data_table", "file", "plan", "table", "task_card")),
    {"type": "markdown", "text": "# Title"},
    actions({"type": "workflow_button"}),
    {"type": "context_actions", "elements": [{"type": "icon_button"}]},
    section(accessory={"type": "workflow_button"}),
    {"type": "context_actions", "elements": [{"type": "feedback_buttons"}]},
]


@pytest.mark.parametrize("block", NOT_DRAWN)
def test_what_slack_takes_and_nothing_here_draws_is_said(workspace: Workspace, block: Json) -> None:
    answer = perform(workspace, "chat.postMessage", {"channel": SUPPORT, "text": "T", "blocks": [block]})

    assert answer["ok"]
    assert "not drawn here: " in drawn_message(*workspace.posts[SUPPORT][-1].blocks).text


@pytest.mark.parametrize("kind", ["file_input", "rich_text_input"])
def test_input_that_nothing_here_draws_is_said(workspace: Workspace, kind: str) -> None:
    view = modal(input_({"type": kind}))

    assert problems_of_view(view, "modal") == []
    drawn = drawn_view(workspace.screens.shows("U0BEN", view))
    assert drawn.text == f"Label not drawn here: {kind}"


def test_attachments_are_said_not_to_be_drawn(workspace: Workspace) -> None:
    perform(workspace, "chat.postMessage", {"channel": SUPPORT, "attachments": [{"text": "Old"}]})

    posted = workspace.posts[SUPPORT][-1]
    assert Drawing(ENVIRONMENT).message(posted, BEN, BEN).striptags() == "not drawn here: attachments"


@pytest.mark.parametrize(
    "view",
    [
        modals.form(pages(2), FormMemory(asks_channel=True), personalized=True),
        modals.form(pages(101), FormMemory(), personalized=False),
        modals.form([], FormMemory()),
        modals.result("https://x.example/o/abc", BEN.now, Origin("C0SUPPORT", None)),
    ],
    ids=["form", "search", "nothing_there", "result"],
)
def test_modals_of_the_bot_are_drawn_whole(view: Json) -> None:
    blocks = [{"block_id": f"made{number}", **block} for number, block in enumerate(view["blocks"])]

    drawn = drawn_view(OpenView("V1", "U0BEN", "1.hash", {**view, "blocks": blocks}, "V1"))

    assert drawn.text != ""
    assert drawn.html.select(".not-drawn") == []
