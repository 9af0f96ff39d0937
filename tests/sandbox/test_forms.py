"""What a browser posts, read back into what Slack would send."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from starlette.datastructures import FormData

from bot.sandbox.drawing import forms
from bot.sandbox.drawing.forms import REQUIRED
from bot.sandbox.state.open_view import OpenView
from bot.sandbox.values import Json
from tests.sandbox.block_kit import (
    actions,
    button,
    confirm,
    element,
    input_,
    mrkdwn,
    option,
    options,
    plain,
    section,
    text_input,
)
from tests.sandbox.drawn import drawn_view, view_of

MADRID = ZoneInfo("Europe/Madrid")
THREE = options(3)
GROUPED = [{"label": plain("First"), "options": THREE[:1]}, {"label": plain("Rest"), "options": THREE[1:]}]
DO = ("asked", "do")
IN_MADRID = 1_796_202_000
"""2026-12-02 10:00 there."""


@dataclass(frozen=True)
class Case:
    """An element of a type, with its other parts; what a browser posts of it, and what Slack calls that."""

    type: str
    parts: Json
    posted: list[str]
    value: object


ONE_OF_EACH = [
    Case("plain_text_input", {}, ["Dana Lee"], "Dana Lee"),
    Case("plain_text_input", {"multiline": True}, ["\r\n x \r\ny"], "\n x \ny"),
    Case("email_text_input", {}, ["dana@x.example"], "dana@x.example"),
    Case("url_text_input", {}, ["https://x.example"], "https://x.example"),
    Case("number_input", {"is_decimal_allowed": True}, ["1.5"], "1.5"),
    Case("datepicker", {}, ["2026-12-02"], "2026-12-02"),
    Case("timepicker", {}, ["09:30"], "09:30"),
    Case("datetimepicker", {}, ["2026-12-02T10:00"], IN_MADRID),
    Case("static_select", {"options": THREE}, ["1"], THREE[1]),
    Case("static_select", {"option_groups": GROUPED}, ["2"], THREE[2]),
    Case("radio_buttons", {"options": THREE}, ["", "0"], THREE[0]),
    Case("checkboxes", {"options": THREE}, ["", "0", "2"], [THREE[0], THREE[2]]),
    Case("multi_static_select", {"option_groups": GROUPED}, ["", "1"], [THREE[1]]),
    Case("users_select", {}, ["U0BEN"], "U0BEN"),
    Case("multi_users_select", {}, ["", "U0ADMIN", "U0BEN"], ["U0ADMIN", "U0BEN"]),
    Case("conversations_select", {}, ["G0VIP"], "G0VIP"),
    Case("multi_conversations_select", {}, ["", "G0VIP"], ["G0VIP"]),
    Case("channels_select", {}, ["C0SUPPORT"], "C0SUPPORT"),
    Case("multi_channels_select", {}, ["", "C0SUPPORT"], ["C0SUPPORT"]),
    Case("external_select", {}, ["Option 2"], THREE[2]),
    Case("multi_external_select", {}, ["", "Option 2", "", "Option 0"], [THREE[2], THREE[0]]),
]


def asking(kind: str, **parts: Any) -> OpenView:
    """A modal with one input, whose app has offered three options, should it be searched."""
    view = view_of(input_(element(kind, **parts)))
    view.offered = {DO: THREE}
    return view


def form(*posted: str) -> FormData:
    return FormData([("v:asked:do", text) for text in posted])


def test_what_is_posted_is_entered() -> None:
    for case in ONE_OF_EACH:
        view = asking(case.type, **case.parts)

        assert forms.entered(view, form(*case.posted), MADRID) == {DO: case.value}, case
        assert view.value(*DO) == case.value, case


def test_form_posted_as_it_is_drawn_changes_nothing() -> None:
    for case in ONE_OF_EACH:
        view = asking(case.type, **case.parts)
        view.enter(*DO, case.value)
        view.offered = {}

        assert forms.entered(view, drawn_view(view).posts(), MADRID) == {DO: case.value}, case


def test_what_is_emptied_is_nothing() -> None:
    for case in ONE_OF_EACH:
        view = asking(case.type, **case.parts)
        view.enter(*DO, case.value)
        nothing: object = [] if isinstance(case.value, list) else None

        assert forms.entered(view, form(""), MADRID) == {DO: nothing}, case


def test_what_a_form_does_not_have_stays() -> None:
    view = view_of(text_input("name"), text_input("reason", initial_value="None"))
    view.enter("name", "name", "Dana")

    stands = forms.entered(view, FormData({"v:reason:reason": "Late", "unheard": "of"}), MADRID)

    assert stands == {("name", "name"): "Dana", ("reason", "reason"): "Late"}


def test_words_that_no_search_has_found_pick_nothing() -> None:
    assert forms.entered(asking("external_select"), form("Option 9"), MADRID) == {DO: None}


def test_first_of_two_options_with_the_same_words_is_picked() -> None:
    view = asking("external_select")
    view.offered = {DO: [option("Same", "first"), option("Same", "second")]}

    assert forms.entered(view, form("Same"), MADRID) == {DO: option("Same", "first")}


@pytest.mark.parametrize("posted", ["3", "-1", "x", "0.5"])
def test_option_that_is_not_there_is_refused(posted: str) -> None:
    with pytest.raises(LookupError):
        forms.entered(asking("static_select", options=THREE), form(posted), MADRID)


@pytest.mark.parametrize(
    ("kind", "posted"), [("datepicker", "tomorrow"), ("datepicker", "2026-02-30"), ("timepicker", "25:00")]
)
def test_date_or_time_of_day_that_is_none_is_refused(kind: str, posted: str) -> None:
    with pytest.raises(ValueError, match=r"Invalid isoformat|out of range|must be in"):
        forms.entered(asking(kind), form(posted), MADRID)


def test_time_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="Invalid isoformat"):
        forms.entered(asking("datetimepicker"), form("soon"), MADRID)


@pytest.mark.parametrize("names", [("a:b", "c d"), ("%3A", "ü/?&"), ("one", "two")])
def test_ids_survive_the_names_of_controls(names: tuple[str, str]) -> None:
    assert forms.place(forms.press_name(*names)) == (*names, None)
    assert forms.place(forms.press_name(*names, 4)) == (*names, 4)


@pytest.mark.parametrize("press", ["", "a", "a:b:c", "a:b:1:2"])
def test_names_of_no_control_are_refused(press: str) -> None:
    with pytest.raises(LookupError):
        forms.place(press)


def test_button_tells_its_value() -> None:
    pressed = button(value="7", style="danger", confirm=confirm())

    action = forms.pressed([actions(pressed, block_id="link")], "link:go", {})

    assert action == {
        "type": "button",
        "block_id": "link",
        "action_id": "go",
        "text": plain("Go"),
        "value": "7",
        "style": "danger",
        "confirm": confirm(),
    }


def test_overflow_tells_the_option() -> None:
    menu = element("overflow", options=THREE)

    action = forms.pressed([section(block_id="asked", accessory=menu)], "asked:do:1", {})

    assert action == {"type": "overflow", "block_id": "asked", "action_id": "do", "selected_option": THREE[1]}


def test_change_tells_what_stands() -> None:
    for case in ONE_OF_EACH:
        view = asking(case.type, **case.parts)
        stands = forms.entered(view, form(*case.posted), MADRID)

        action = forms.pressed(view.blocks, "asked:do", stands)

        [state] = [values["do"] for values in view.state().values()]
        assert action == {"type": case.type, "block_id": "asked", "action_id": "do"} | state


def test_change_in_a_message_tells_what_was_posted() -> None:
    blocks = [
        section(
            block_id="asked", accessory=element("static_select", options=THREE, placeholder=plain("Pick"))
        )
    ]

    values = forms.values(blocks, form("2"), MADRID)

    assert values == {DO: THREE[2]}
    assert forms.pressed(blocks, "asked:do", values) == {
        "type": "static_select",
        "block_id": "asked",
        "action_id": "do",
        "placeholder": plain("Pick"),
        "selected_option": THREE[2],
    }


@pytest.mark.parametrize("press", ["link:gone", "gone:go", "menu:do:3", "menu:do", "link:go:0"])
def test_press_on_what_is_gone_is_refused(press: str) -> None:
    blocks = [
        {"type": "image", "block_id": "picture"},
        actions(button(), block_id="link"),
        section(block_id="menu", accessory=element("overflow", options=THREE)),
    ]
    with pytest.raises(LookupError):
        forms.pressed(blocks, press, {})


@pytest.mark.parametrize(
    ("asked", "value", "problem"),
    [
        (element("plain_text_input"), None, REQUIRED),
        (element("checkboxes", options=THREE), [], REQUIRED),
        (element("plain_text_input", min_length=3), "ab", "Please enter at least 3 characters."),
        (element("plain_text_input", max_length=3), "abcd", "Please enter at most 3 characters."),
        (element("plain_text_input"), "a" * 3001, "Please enter at most 3000 characters."),
        (element("plain_text_input", min_length=3, max_length=3), "abc", None),
        (element("email_text_input"), "dana", "Please enter a valid email address."),
        (element("email_text_input"), "dana@x.example", None),
        (element("url_text_input"), "x.example", "Please enter a valid web address."),
        (element("url_text_input"), "http://[x", "Please enter a valid web address."),
        (element("url_text_input"), "https://x.example", None),
        (element("number_input", is_decimal_allowed=True), "1,5", "Please enter a number."),
        (element("number_input", is_decimal_allowed=True), "NaN", "Please enter a number."),
        (element("number_input", is_decimal_allowed=False), "1.5", "Please enter a whole number."),
        (
            element("number_input", is_decimal_allowed=False, min_value="2"),
            "1",
            "Please enter a number that is not less than 2.",
        ),
        (
            element("number_input", is_decimal_allowed=False, max_value="2"),
            "3",
            "Please enter a number that is not more than 2.",
        ),
        (element("number_input", is_decimal_allowed=True, min_value="1", max_value="2"), "1.5", None),
        (element("multi_users_select", max_selected_items=1), ["U1", "U2"], "Please choose at most 1."),
        (element("multi_users_select", max_selected_items=2), ["U1", "U2"], None),
        (element("users_select"), "U1", None),
    ],
)
def test_slack_itself_looks_at_what_is_submitted(asked: Json, value: object, problem: str | None) -> None:
    view = view_of(input_(asked))
    view.enter(*DO, value)

    assert forms.problems(view) == ({"asked": problem} if problem else {})


def test_what_is_optional_may_be_left_out() -> None:
    view = view_of(
        input_(element("plain_text_input"), optional=True),
        section(block_id="beside", accessory=element("checkboxes", options=THREE)),
        input_(element("file_input"), "file"),
        {"type": "context", "block_id": "small", "elements": [mrkdwn("print")]},
    )

    assert forms.problems(view) == {}
