"""Calls and answers that are almost right: each is done or refused, and breaks nothing."""

import json
from random import Random
from typing import Any

import pytest

from bot.sandbox.api.methods import perform
from bot.sandbox.api.replies import respond
from bot.sandbox.refusals import Refused
from bot.sandbox.state.acme import BEN, SUPPORT
from bot.sandbox.state.workspace import Workspace
from bot.sandbox.values import Json
from tests.mutants import mutant
from tests.sandbox.block_kit import (
    actions,
    button,
    confirm,
    element,
    home,
    input_,
    modal,
    options,
    rich,
    section,
    text_input,
    words,
)
from tests.thoroughness import examples

MUTANTS = examples(300, thorough=5_000)

BLOCKS = [
    section(accessory=element("static_select", options=options(2))),
    actions(button(confirm=confirm()), element("overflow", options=options(2)), block_id="row"),
    rich(words(style={"bold": True}), {"type": "user", "user_id": BEN}),
    {"type": "context", "elements": [{"type": "mrkdwn", "text": "*small*"}]},
]
FORM = modal(text_input(), input_(element("conversations_select", filter={"include": ["im"]})), *BLOCKS)
MESSAGE: Json = {"text": "Hello", "blocks": BLOCKS}


@pytest.fixture
def dice() -> Random:
    return Random(20261201)


def good_calls(workspace: Workspace) -> list[tuple[str, Json]]:
    trigger_id = workspace.screens.triggers.give(BEN)
    view = workspace.screens.shows(BEN, FORM)
    return [
        ("chat.postMessage", {"channel": SUPPORT, "thread_ts": None, **MESSAGE}),
        ("chat.postEphemeral", {"channel": SUPPORT, "user": BEN, **MESSAGE}),
        ("chat.update", {"channel": SUPPORT, "ts": "1764600000.000100", **MESSAGE}),
        ("users.info", {"user": BEN}),
        ("conversations.open", {"users": BEN}),
        ("views.open", {"trigger_id": trigger_id, "view": FORM}),
        ("views.update", {"view_id": view.id, "hash": view.hash, "view": FORM | {"external_id": "form"}}),
        ("views.publish", {"user_id": BEN, "view": home(*BLOCKS)}),
    ]


def test_no_mutant_of_a_good_call_breaks_anything(workspace: Workspace, dice: Random) -> None:
    for _ in range(MUTANTS):
        method, arguments = dice.choice(good_calls(workspace))

        answer = perform(workspace, method, mutant(arguments, dice))

        assert answer["ok"] in (True, False)
        assert json.dumps(answer)


def test_no_mutant_of_a_good_answer_breaks_anything(workspace: Workspace, dice: Random) -> None:
    answers: list[Json] = [
        {"response_action": "update", "view": FORM},
        {"response_action": "push", "view": FORM},
        {"response_action": "errors", "errors": {"name": "Too short"}},
    ]
    for _ in range(MUTANTS):
        view = workspace.screens.shows(BEN, FORM)
        done_or_refused(workspace.screens.acknowledged, view, mutant(dice.choice(answers), dice))
        assert all(json.dumps(each.payload()) for each in workspace.screens.views)
        workspace.screens.views.clear()


def test_no_mutant_of_a_good_reply_breaks_anything(workspace: Workspace, dice: Random) -> None:
    replies = [MESSAGE, {**MESSAGE, "replace_original": True}, {"delete_original": True}]
    for _ in range(MUTANTS):
        token = workspace.response_urls.give(BEN, SUPPORT)
        done_or_refused(respond, workspace, token, mutant(dice.choice(replies), dice))


def done_or_refused(does: Any, *arguments: Any) -> None:
    try:
        does(*arguments)
    except Refused as refused:
        json.dumps(refused.answer)
