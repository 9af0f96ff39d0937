"""Calls and answers that are almost right: each is done or refused, and breaks nothing."""

import json
from random import Random
from typing import Any

import pytest

from bot.sandbox.api.methods import perform
from bot.sandbox.api.replies import respond
from bot.sandbox.block_kit.block_rules import problems_of_view
from bot.sandbox.drawing.blocks import Drawing
from bot.sandbox.refusals import Refused
from bot.sandbox.state.acme import BEN, SUPPORT
from bot.sandbox.state.workspace import Workspace
from bot.sandbox.values import Json, parsed
from tests.mutants import mutant
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
    rich,
    section,
    text_input,
    words,
)
from tests.sandbox.drawn import ENVIRONMENT, Ben
from tests.thoroughness import examples

MUTANTS = examples(300, thorough=5_000)

BLOCKS = [
    section(accessory=element("static_select", options=options(2))),
    actions(button(confirm=confirm()), element("overflow", options=options(2)), block_id="row"),
    rich(words(style={"bold": True}), {"type": "user", "user_id": BEN}),
    {"type": "context", "elements": [{"type": "mrkdwn", "text": "*small*"}]},
]
OF_OPTIONS = [
    element(kind, options=options(2))
    for kind in ("static_select", "multi_static_select", "checkboxes", "radio_buttons", "overflow")
]
OF_PEOPLE = [
    element(kind, placeholder=plain("Pick"))
    for kind in ("users_select", "multi_users_select", "channels_select", "multi_conversations_select")
]
OF_TIME = [
    element("datepicker", initial_date="2026-12-01"),
    element("timepicker", initial_time="09:30"),
]
ELEMENTS = [
    *OF_OPTIONS,
    *OF_PEOPLE,
    *OF_TIME,
    element("external_select", initial_option=option("A")),
    element("multi_external_select", initial_options=options(2)),
    button(url="https://x.example", confirm=confirm()),
]
EVERYTHING = [
    *(actions(each) for each in ELEMENTS),
    *(section(accessory=each) for each in ELEMENTS),
    input_(element("plain_text_input", initial_value="Hello", multiline=True)),
    {"type": "header", "text": plain("Title")},
    {"type": "image", "image_url": "https://x.example/a.png", "alt_text": "A", "title": plain("T")},
    {"type": "table", "rows": [[{"type": "raw_text", "text": "A"}]]},
    rich({"type": "date", "timestamp": 1796000000, "format": "{date} {time}", "fallback": "then"}),
]
IN_MODALS = [
    input_(element("number_input", is_decimal_allowed=True, initial_value="3", min_value="1")),
    input_(element("datetimepicker", initial_date_time=1796000000)),
    input_(element("email_text_input", initial_value="dana@x.example", focus_on_load=True)),
    {"type": "alert", "level": "warning", "text": mrkdwn("*Careful*")},
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


def test_whatever_is_let_through_can_be_drawn(workspace: Workspace, dice: Random) -> None:
    drawing, ben = Drawing(ENVIRONMENT), Ben()
    for _ in range(MUTANTS):
        message = as_sent(mutant(MESSAGE | {"blocks": [dice.choice(EVERYTHING), dice.choice(BLOCKS)]}, dice))
        if perform(workspace, "chat.postMessage", {"channel": SUPPORT, **message})["ok"]:
            drawing.message(workspace.posts[SUPPORT].pop(), ben, ben)
        view = as_sent(mutant(modal(dice.choice([*EVERYTHING, *IN_MODALS])), dice))
        if problems_of_view(view, "modal") == []:
            drawing.view(workspace.screens.shows(BEN, view), ben, ben)


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


def as_sent(value: Json) -> Json:
    """As it is read at the other end."""
    read: Json = parsed(json.dumps(value))
    return read


def done_or_refused(does: Any, *arguments: Any) -> None:
    try:
        does(*arguments)
    except Refused as refused:
        json.dumps(refused.answer)
