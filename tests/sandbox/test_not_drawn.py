"""Whatever an app sends is drawn, or is plainly said not to be."""

import pytest

from bot.sandbox.api.methods import perform
from bot.sandbox.block_kit.block_rules import problems_of_view
from bot.sandbox.drawing.blocks import Drawing
from bot.sandbox.state.acme import SUPPORT
from bot.sandbox.state.workspace import Workspace
from bot.sandbox.values import Json
from tests.sandbox.block_kit import (
    actions,
    input_,
    modal,
    section,
)
from tests.sandbox.drawn import BEN, ENVIRONMENT, drawn_message, drawn_modal, drawn_view


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
