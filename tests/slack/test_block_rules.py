"""The rules that the fake Slack goes by do refuse what Slack refuses."""

from typing import Any

import pytest

from tests.slack.block_rules import problems_of_message, problems_of_view

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text, "emoji": False}


def option(text: str, value: str = "1") -> Json:
    return {"text": plain(text), "value": value}


def text_input(block_id: str = "name") -> Json:
    element = {"type": "plain_text_input", "action_id": block_id}
    return {"type": "input", "block_id": block_id, "label": plain("Name"), "element": element}


def select(**parts: Any) -> Json:
    element = {"type": "static_select", "action_id": "page", **parts}
    return {"type": "input", "block_id": "page", "label": plain("Page"), "element": element}


def modal(*blocks: Json, **parts: Any) -> Json:
    return {"type": "modal", "title": plain("Form"), "submit": plain("Go"), "blocks": list(blocks), **parts}


GOOD = modal(text_input(), select(options=[option("A")], initial_option=option("A")))


def test_good_view_has_no_problems() -> None:
    assert problems_of_view(GOOD) == []


BAD_VIEWS = {
    "no_title": {name: part for name, part in GOOD.items() if name != "title"},
    "long_title": modal(text_input(), title=plain("T" * 25)),
    "no_blocks": modal(),
    "too_many_blocks": modal(*(text_input(str(n)) for n in range(101))),
    "input_without_submit": {name: part for name, part in GOOD.items() if name != "submit"},
    "same_block_id_twice": modal(text_input(), text_input()),
    "long_metadata": modal(text_input(), private_metadata="m" * 3001),
    "no_options": modal(select(options=[])),
    "too_many_options": modal(select(options=[option("A", str(n)) for n in range(101)])),
    "long_option": modal(select(options=[option("A" * 76)])),
    "long_option_value": modal(select(options=[option("A", "1" * 151)])),
    "initial_option_from_elsewhere": modal(select(options=[option("A")], initial_option=option("B"))),
    "unknown_key": modal({**text_input(), "colour": "red"}),
}


@pytest.mark.parametrize("view", BAD_VIEWS.values(), ids=BAD_VIEWS.keys())
def test_bad_view_is_refused(view: Json) -> None:
    assert problems_of_view(view) != []


def button(action_id: str = "go", text: str = "Go") -> Json:
    return {"type": "button", "action_id": action_id, "text": plain(text), "value": "1"}


def row(*buttons: Json) -> Json:
    return {"type": "actions", "elements": list(buttons)}


def rich(*parts: Json) -> Json:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(parts)}]}


BAD_MESSAGES: dict[str, Json] = {
    "no_text": {"blocks": [row(button())]},
    "too_many_blocks": {"text": "T", "blocks": [{"type": "divider"}] * 51},
    "input_in_a_message": {"text": "T", "blocks": [text_input()]},
    "same_action_id_twice": {"text": "T", "blocks": [row(button(), button())]},
    "long_button": {"text": "T", "blocks": [row(button(text="B" * 76))]},
    "empty_words": {"text": "T", "blocks": [rich({"type": "text", "text": ""})]},
    "unknown_part": {"text": "T", "blocks": [rich({"type": "blink", "text": "B"})]},
    "long_header": {"text": "T", "blocks": [{"type": "header", "text": plain("H" * 151)}]},
}


@pytest.mark.parametrize("message", BAD_MESSAGES.values(), ids=BAD_MESSAGES.keys())
def test_bad_message_is_refused(message: Json) -> None:
    assert problems_of_message(message) != []


def test_good_message_has_no_problems() -> None:
    good = {"text": "T", "blocks": [rich({"type": "text", "text": "Hello"}), row(button(), button("stop"))]}

    assert problems_of_message(good) == []
