"""The rules let through what Slack takes, and refuse what it does not."""

import json

import pytest
from slack_sdk.models.blocks import Block

from bot.sandbox.block_kit.block_rules import problems_of_message, problems_of_view
from bot.sandbox.values import Json
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
    without,
    words,
)

DATE = {"type": "date", "timestamp": 1796000000, "format": "{date_num}", "fallback": "2026-11-29"}

MENUS = [
    element("static_select", options=options(100), initial_option=option("Option 3", "3")),
    element("static_select", option_groups=[{"label": plain("Group"), "options": options(2)}]),
    element("external_select", min_query_length=0),
    element("users_select", initial_user="U0BEN"),
    element(
        "conversations_select",
        default_to_current_conversation=True,
        filter={"include": ["public", "private"], "exclude_bot_users": True},
    ),
    element("channels_select", initial_channel="C0SUPPORT"),
    element("multi_static_select", options=options(3), initial_options=options(2), max_selected_items=2),
    element("multi_external_select", initial_options=options(1)),
    element("multi_users_select", initial_users=["U0BEN", "U0ADMIN"]),
    element("multi_conversations_select", initial_conversations=["C0SUPPORT"]),
    element("multi_channels_select", placeholder=plain("Pick some")),
    element("checkboxes", options=options(10), initial_options=options(10)),
    element("radio_buttons", options=options(10), initial_option=option("Option 0", "0")),
    element("datepicker", initial_date="2026-12-31", confirm=confirm()),
    element("timepicker", initial_time="23:59", timezone="Europe/Madrid"),
]
ENTRIES = [
    element("plain_text_input", multiline=True, min_length=0, max_length=5, initial_value="Hello"),
]
IN_SOME_PLACES = [
    element("email_text_input", initial_value="dana@example.com", focus_on_load=True),
    element("url_text_input", placeholder=plain("https://")),
    element("number_input", is_decimal_allowed=True, min_value="-1.5", max_value="10", initial_value="3"),
    element("datetimepicker", initial_date_time=1796000000),
]
PRESSED = [
    button(url="https://example.com", value="v", style="primary", confirm=confirm(style="danger")),
    element("overflow", options=[option("A", "a", url="https://example.com"), option("B", "b")]),
]

BLOCKS: list[Json] = [
    {"type": "header", "block_id": "top", "text": plain("H" * 150)},
    {"type": "divider"},
    section("S" * 3000),
    {"type": "section", "fields": [mrkdwn("F" * 2000)] * 10},
    *[section(accessory=accessory) for accessory in (*MENUS, *PRESSED)],
    section(accessory={"type": "image", "image_url": "https://example.com/a.png", "alt_text": "A"}),
    {"type": "context", "elements": [plain("Small"), mrkdwn("*print*")] * 5},
    {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "A", "title": plain("T")},
    *[actions(part) for part in (*MENUS, *PRESSED)],
    actions(*(button(str(number)) for number in range(25))),
    *[input_(part, hint=plain("Hint"), optional=True) for part in (*MENUS, *ENTRIES)],
    rich(
        words(style={"bold": True}),
        {"type": "link", "url": "https://example.com", "text": "there"},
        {"type": "user", "user_id": "U0BEN"},
        {"type": "channel", "channel_id": "C0SUPPORT"},
        {"type": "usergroup", "usergroup_id": "S0TEAM"},
        {"type": "emoji", "name": "tada"},
        {"type": "broadcast", "range": "here"},
        DATE,
    ),
    rich(words(), kind="rich_text_quote"),
    rich(words(), kind="rich_text_preformatted"),
    {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_list",
                "style": "bullet",
                "indent": 1,
                "elements": [{"type": "rich_text_section", "elements": [words()]}],
            }
        ],
    },
]


def named(block: Json) -> str:
    inner = block.get("accessory") or block.get("element") or (block.get("elements") or [{}])[0]
    return f"{block['type']}-{inner.get('type', '')}"


def problems_everywhere(block: Json) -> list[list[str]]:
    """Those in a modal, in a home and in a message."""
    return [
        problems_of_view(modal(block), "modal"),
        problems_of_view(home(block), "home"),
        problems_of_message({"text": "T", "blocks": [block]}),
    ]


def test_good_block_is_let_through_everywhere() -> None:
    found = [(named(block), problems_everywhere(block)) for block in BLOCKS]

    assert found == [(named(block), [[], [], []]) for block in BLOCKS]


@pytest.mark.parametrize("element", IN_SOME_PLACES, ids=lambda element: element["type"])
def test_good_element_is_let_through_where_slack_has_it(element: Json) -> None:
    refused = [f"unsupported type: {element['type']} [json-pointer:/blocks/0/element]"]
    in_messages = [] if element["type"] == "datetimepicker" else refused

    assert problems_of_view(modal(input_(element)), "modal") == []
    assert problems_of_view(home(input_(element)), "home") == refused
    assert problems_of_message({"blocks": [input_(element)]}) == in_messages


def test_what_is_let_through_the_sdk_understands_too() -> None:
    blocks = [*BLOCKS, *map(input_, IN_SOME_PLACES)]

    parsed = [Block.parse(block) for block in blocks]

    assert [block and block.to_dict() for block in parsed] == blocks


BAD_BLOCKS: dict[str, tuple[Json, str]] = {
    "no type": ({"text": plain("T")}, "missing required field: type"),
    "unknown block": ({"type": "blink"}, "unsupported type: blink"),
    "unknown part": (section(colour="red"), "invalid additional property: colour"),
    "empty text": (section(""), "must be more than 0 characters"),
    "long text": (section("S" * 3001), "must be less than 3001 characters"),
    "text that is a number": (section(7), "must provide a string"),  # type: ignore[arg-type]
    "text of the wrong kind": ({"type": "header", "text": mrkdwn("H")}, "unsupported type: mrkdwn"),
    "long header": ({"type": "header", "text": plain("H" * 151)}, "must be less than 151 characters"),
    "section of nothing": ({"type": "section"}, "must define either `text` or `fields`"),
    "eleven fields": ({"type": "section", "fields": [plain("F")] * 11}, "no more than 10 items allowed"),
    "long field": ({"type": "section", "fields": [plain("F" * 2001)]}, "must be less than 2001 characters"),
    "input as an accessory": (
        section(accessory=element("plain_text_input")),
        "unsupported type: plain_text_input",
    ),
    "two accessories": (section(accessory=[button(), button()]), "missing required field: type"),
    "long block id": (section(block_id="b" * 256), "must be less than 256 characters"),
    "long action id": (actions(button("a" * 256)), "must be less than 256 characters"),
    "26 buttons": (actions(*(button(str(n)) for n in range(26))), "no more than 25 items allowed"),
    "no buttons": (actions(), "no fewer than 1 items allowed"),
    "input among buttons": (actions(element("email_text_input")), "unsupported type: email_text_input"),
    "action id twice": (actions(button(), button()), "duplicate action_id: go"),
    "eleven pieces of small print": (
        {"type": "context", "elements": [plain("C")] * 11},
        "no more than 10 items allowed",
    ),
    "button in small print": ({"type": "context", "elements": [button()]}, "unsupported type: button"),
    "long button": (actions(button(text="B" * 76)), "must be less than 76 characters"),
    "long button value": (actions(button(value="v" * 2001)), "must be less than 2001 characters"),
    "long url": (actions(button(url="h" * 3001)), "must be less than 3001 characters"),
    "unknown style": (actions(button(style="loud")), "must be one of primary, danger"),
    "confirmation without a way back": (
        actions(button(confirm=without("deny", confirm()))),
        "missing required field: deny",
    ),
    "confirmation with a long title": (
        actions(button(confirm=confirm(title=plain("T" * 101)))),
        "must be less than 101 characters",
    ),
    "confirmation with a long text": (
        actions(button(confirm=confirm(text=plain("T" * 301)))),
        "must be less than 301 characters",
    ),
    "confirmation with a long button": (
        actions(button(confirm=confirm(confirm=plain("T" * 31)))),
        "must be less than 31 characters",
    ),
    "no options": (actions(element("static_select", options=[])), "no fewer than 1 items allowed"),
    "101 options": (
        actions(element("static_select", options=options(101))),
        "no more than 100 items allowed",
    ),
    "101 groups": (
        actions(element("static_select", option_groups=[{"label": plain("G"), "options": options(1)}] * 101)),
        "no more than 100 items allowed",
    ),
    "options and groups": (
        actions(element("static_select")),
        "must define either `options` or `option_groups`",
    ),
    "long option": (
        actions(element("static_select", options=[option("A" * 76)])),
        "must be less than 76 characters",
    ),
    "long option value": (
        actions(element("static_select", options=[option("A", "1" * 151)])),
        "must be less than 151 characters",
    ),
    "initial option from elsewhere": (
        actions(element("static_select", options=options(2), initial_option=option("B"))),
        "initial options must be among the options",
    ),
    "initial options from elsewhere": (
        actions(element("checkboxes", options=options(2), initial_options=options(3))),
        "initial options must be among the options",
    ),
    "no initial options": (
        actions(element("checkboxes", options=options(2), initial_options=[])),
        "no fewer than 1 items allowed",
    ),
    "eleven checkboxes": (
        actions(element("checkboxes", options=options(11))),
        "no more than 10 items allowed",
    ),
    "eleven radio buttons": (
        actions(element("radio_buttons", options=options(11))),
        "no more than 10 items allowed",
    ),
    "six in an overflow": (actions(element("overflow", options=options(6))), "no more than 5 items allowed"),
    "more chosen than may be": (
        actions(
            element(
                "multi_static_select", options=options(3), initial_options=options(2), max_selected_items=1
            )
        ),
        "more initial options than may be selected",
    ),
    "long placeholder": (
        actions(element("users_select", placeholder=plain("P" * 151))),
        "must be less than 151 characters",
    ),
    "filter of nothing": (actions(element("conversations_select", filter={})), "must not be empty"),
    "filter for anything": (
        actions(element("conversations_select", filter={"include": ["all"]})),
        "must be one of im, mpim, private, public",
    ),
    "date that is none": (
        actions(element("datepicker", initial_date="tomorrow")),
        "must be a date as in 2026-12-31",
    ),
    "time that is none": (
        actions(element("timepicker", initial_time="24:00")),
        "must be a time as in 09:30",
    ),
    "input without a label": (without("label", text_input()), "missing required field: label"),
    "button in an input": (input_(button()), "unsupported type: button"),
    "long label": ({**text_input(), "label": plain("L" * 2001)}, "must be less than 2001 characters"),
    "longer at first than it may be": (
        text_input(initial_value="Hello", max_length=4),
        "initial_value is longer than max_length",
    ),
    "shorter than it must be": (text_input(min_length=5, max_length=4), "min_length is more than max_length"),
    "flag that is a word": ({**text_input(), "optional": "yes"}, "must provide a boolean"),
    "empty words": (rich(words("")), "must be more than 0 characters"),
    "unknown rich text": (rich({"type": "blink"}), "unsupported type: blink"),
    "user in code": (
        rich({"type": "user", "user_id": "U0BEN"}, kind="rich_text_preformatted"),
        "unsupported type: user",
    ),
    "date without a format": (rich(without("format", DATE)), "missing required field: format"),
    "image without words": (
        {"type": "image", "image_url": "https://example.com/a.png"},
        "missing required field: alt_text",
    ),
    "response url outside of inputs": (
        actions(element("conversations_select", response_url_enabled=True)),
        "invalid additional property: response_url_enabled",
    ),
}


def without_places(problems: list[str]) -> list[str]:
    return [problem.partition(" [json-pointer:")[0] for problem in problems]


def test_bad_block_is_refused_everywhere() -> None:
    told = {
        what: [without_places(found) for found in problems_everywhere(block)]
        for what, (block, _) in BAD_BLOCKS.items()
    }

    assert told == {what: [[problem]] * 3 for what, (_, problem) in BAD_BLOCKS.items()}


GOOD_MODAL = modal(
    text_input(),
    input_(element("conversations_select", response_url_enabled=True), "where"),
    {"type": "alert", "text": plain("A" * 200), "level": "warning"},
    private_metadata="m" * 3000,
    callback_id="c" * 255,
    close=plain("C" * 24),
    clear_on_close=True,
    notify_on_close=True,
)

BAD_MODALS: dict[str, tuple[Json, str]] = {
    "number without a say on decimals": (
        modal(input_(element("number_input"))),
        "missing required field: is_decimal_allowed",
    ),
    "another kind": ({**GOOD_MODAL, "type": "home"}, "must be one of modal"),
    "moment that is a flag": (
        modal(actions(element("datetimepicker", initial_date_time=True))),
        "must be an integer from 1000000000 to 9999999999",
    ),
    "no title": (without("title", GOOD_MODAL), "missing required field: title"),
    "long title": ({**GOOD_MODAL, "title": plain("T" * 25)}, "must be less than 25 characters"),
    "long submit": ({**GOOD_MODAL, "submit": plain("S" * 25)}, "must be less than 25 characters"),
    "long close": ({**GOOD_MODAL, "close": plain("C" * 25)}, "must be less than 25 characters"),
    "long metadata": ({**GOOD_MODAL, "private_metadata": "m" * 3001}, "must be less than 3001 characters"),
    "long callback id": ({**GOOD_MODAL, "callback_id": "c" * 256}, "must be less than 256 characters"),
    "no blocks": (modal(), "no fewer than 1 items allowed"),
    "101 blocks": (modal(*[{"type": "divider"}] * 101), "no more than 100 items allowed"),
    "blocks that are none": ({**modal(), "blocks": {}}, "must provide an array"),
    "block that is none": (modal("section"), "missing required field: type"),  # type: ignore[arg-type]
    "inputs without a submit": (
        without("submit", GOOD_MODAL),
        "missing required field: submit, which a modal with inputs needs",
    ),
    "block id twice": (modal(text_input(), text_input()), "duplicate block_id: name"),
    "focus twice": (
        modal(text_input("a", focus_on_load=True), text_input("b", focus_on_load=True)),
        "only one element may be focused on load",
    ),
    "for messages alone": (modal({"type": "markdown", "text": "# Hello"}), "unsupported type: markdown"),
}


def test_good_modal_has_no_problems() -> None:
    assert problems_of_view(GOOD_MODAL, "modal") == []


def test_bad_modal_is_refused() -> None:
    told = {what: without_places(problems_of_view(view, "modal")) for what, (view, _) in BAD_MODALS.items()}

    assert told == {what: [problem] for what, (_, problem) in BAD_MODALS.items()}


def test_home_needs_no_title_and_takes_none() -> None:
    assert problems_of_view(home(text_input()), "home") == []
    assert problems_of_view(home(title=plain("T")), "home") == [
        "invalid additional property: title [json-pointer:]"
    ]


def test_alert_is_for_modals_alone() -> None:
    alert = {"type": "alert", "text": plain("Careful")}

    assert problems_of_view(home(alert), "home") == ["unsupported type: alert [json-pointer:/blocks/0]"]
    assert problems_of_message({"blocks": [alert]}) == ["unsupported type: alert [json-pointer:/blocks/0]"]


def test_what_nothing_here_can_draw_is_let_through_with_an_id_that_is_one() -> None:
    assert problems_of_message({"blocks": [{"type": "table", "block_id": "t", "rows": []}]}) == []
    assert problems_of_message({"blocks": [{"type": "table", "block_id": []}]}) == [
        "must provide a string [json-pointer:/blocks/0/block_id]"
    ]


def test_fifty_blocks_fit_into_a_message() -> None:
    divider = {"type": "divider"}

    assert problems_of_message({"blocks": [divider] * 50}) == []
    assert problems_of_message({"blocks": [divider] * 51}) == [
        "no more than 50 items allowed [json-pointer:/blocks]"
    ]


def test_problem_names_the_place() -> None:
    view = modal(section(), actions(button(), button("stop", text="B" * 76)))

    assert problems_of_view(view, "modal") == [
        "must be less than 76 characters [json-pointer:/blocks/1/elements/1/text/text]"
    ]


@pytest.mark.parametrize("odd", [None, 7, "words", [], {"type": 7}, {"type": None}], ids=json.dumps)
def test_whatever_stands_there_is_answered(odd: Json) -> None:
    assert problems_of_view(odd, "modal") != []
    assert problems_of_view(modal(odd), "modal") != []
    assert problems_of_view(modal(section(accessory=odd)), "modal") != []
    assert problems_of_view(modal({**text_input(), "label": odd}), "modal") != []
