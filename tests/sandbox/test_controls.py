"""Form controls as people see them, hear them and act on them."""

from typing import Any

import pytest
from bs4 import Tag

from bot.sandbox.block_kit.elements import HOLDINGS
from bot.sandbox.drawing.controls import GROUPS, KINDS
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
from tests.sandbox.drawn import Drawn, drawn_message, drawn_modal, drawn_view, view_of

THREE = options(3)
GROUPED = [{"label": plain("First"), "options": THREE[:1]}, {"label": plain("Rest"), "options": THREE[1:]}]
PARTS: dict[str, Json] = {
    kind: {"options": THREE}
    for kind in ("static_select", "multi_static_select", "checkboxes", "radio_buttons")
}
TYPED = ["plain_text_input", "email_text_input", "url_text_input", "number_input"]


def asked(kind: str, action_id: str = "do", **parts: Any) -> Json:
    return element(kind, action_id, **(PARTS.get(kind, {}) | parts))


def control(drawn: Drawn, kind: str) -> Tag:
    """The one thing that stands for an element: in groups their frame."""
    return drawn.one("fieldset") if KINDS[kind] in GROUPS else drawn.controls[0]


def test_label_hint_and_error_belong_to_their_input_which_says_that_it_is_wrong() -> None:
    for kind in KINDS:
        view = view_of(input_(asked(kind), hint=plain("A hint")))
        view.errors = {"asked": "This is <wrong>."}

        drawn = drawn_view(view)

        assert drawn.name(control(drawn, kind)) == "Label", kind
        assert drawn.description(control(drawn, kind)) == "A hint This is <wrong>.", kind
        assert drawn.one("[role=alert]").get_text() == "This is <wrong>.", kind
        assert drawn.one(".field")["class"] == ["field", "wrong"], kind
        if KINDS[kind] not in GROUPS:
            assert drawn.controls[0]["aria-invalid"] == "true", kind


def test_control_that_is_not_wrong_does_not_say_so() -> None:
    drawn = drawn_modal(*(input_(asked(kind), kind) for kind in KINDS))

    assert [each.get("aria-invalid") for each in drawn.controls] == [None] * len(drawn.controls)


def test_every_control_has_a_name_and_an_id_of_its_own() -> None:
    for kind in KINDS:
        drawn = drawn_message(
            section("Beside", block_id="one", accessory=asked(kind)),
            {"type": "section", "block_id": "two", "fields": [plain("x")], "accessory": asked(kind)},
            actions(asked(kind, "a"), asked(kind, "b"), block_id="three"),
        )

        named = drawn.html.select("fieldset") + drawn.controls
        ids = [tag["id"] for tag in drawn.html.select("[id]")]
        assert [tag for tag in named if not drawn.name(tag)] == []
        assert len(ids) == len(set(ids))


def test_what_is_optional_is_said_and_the_rest_is_required() -> None:
    drawn = drawn_modal(text_input("name"), {**text_input("reason"), "optional": True})

    name, reason = drawn.controls
    assert (drawn.name(name), name.has_attr("required")) == ("Label", True)
    assert (drawn.name(reason), reason.has_attr("required")) == ("Label (optional)", False)


def test_change_is_sent_where_it_is_asked_for() -> None:
    for kind in sorted(KINDS.keys() - set(TYPED)):
        silent = drawn_modal(input_(asked(kind)))
        telling = drawn_modal(input_(asked(kind), dispatch_action=True))

        told = {
            (tag["data-dispatch"], tag["data-dispatch-on"]) for tag in telling.html.select("[data-dispatch]")
        }
        assert silent.html.select("[data-dispatch], noscript [name=press]") == [], kind
        assert told == {("asked:do", "change")}, kind
        assert telling.attributes("noscript [name=press]") == {"name": "press", "value": "asked:do"}, kind


@pytest.mark.parametrize("kind", TYPED)
@pytest.mark.parametrize(
    ("config", "when"),
    [
        ({}, "enter"),
        ({"dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]}}, "character"),
        (
            {"dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed", "on_character_entered"]}},
            "enter character",
        ),
    ],
)
def test_what_is_typed_is_sent_when_the_app_says(kind: str, config: Json, when: str) -> None:
    drawn = drawn_modal(input_(asked(kind, **config), dispatch_action=True))

    assert drawn.attributes("input")["data-dispatch-on"] == when


def test_change_beside_a_text_is_always_sent() -> None:
    drawn = drawn_message(section(block_id="a b", accessory=asked("checkboxes", "c:d")))

    assert [tag["data-dispatch"] for tag in drawn.controls] == ["a%20b:c%3Ad"] * 3


@pytest.mark.parametrize("kind", ["static_select", "checkboxes", "datepicker", "external_select"])
def test_what_is_to_be_confirmed_is_told_at_the_control(kind: str) -> None:
    drawn = drawn_message(actions(asked(kind, confirm=confirm()), block_id="asked"))

    told = {
        name: drawn.controls[0].get(f"data-confirm-{name}") for name in ("title", "text", "confirm", "deny")
    }
    assert told == {"title": "Sure?", "text": "Really?", "confirm": "Yes", "deny": "No"}


def test_button() -> None:
    pressed = button(style="danger", confirm=confirm(style="danger", text=mrkdwn("*Really?*\nThis stays.")))

    drawn = drawn_message(actions(pressed, block_id="link"))

    assert drawn.one("button")["class"] == ["button", "danger"]
    assert drawn.one("button").get_text() == "Go"
    assert drawn.attributes("button") == {
        "name": "press",
        "value": "link:go",
        "data-confirm-title": "Sure?",
        "data-confirm-text": "Really? This stays.",
        "data-confirm-confirm": "Yes",
        "data-confirm-deny": "No",
        "data-confirm-style": "danger",
    }


def test_button_may_be_called_otherwise_by_screen_readers() -> None:
    drawn = drawn_message(actions(button(accessibility_label="Go there"), block_id="link"))

    assert drawn.name(drawn.one("button")) == "Go there"


def test_button_with_an_address_is_a_link_that_is_pressed_as_well() -> None:
    drawn = drawn_message(actions(button(url="https://x.example/?a&b"), block_id="link"))

    assert drawn.one("a")["href"] == "https://x.example/?a&b"
    assert drawn.one("a")["data-press"] == "link:go"


def test_button_leads_to_no_script() -> None:
    drawn = drawn_message(actions(button(url="javascript:alert(1)"), block_id="link"))

    assert drawn.attributes("button") == {"name": "press", "value": "link:go"}


def test_overflow_is_a_menu_of_buttons() -> None:
    menu = [option("Edit", "edit"), option("Open", "open", url="https://x.example")]

    drawn = drawn_message(section(block_id="page", accessory=element("overflow", options=menu)))

    assert drawn.name(drawn.one("summary")) == "More"
    assert [each.get_text() for each in drawn.html.select("li")] == ["Edit", "Open"]
    assert drawn.attributes("button") == {"name": "press", "value": "page:do:0"}
    assert drawn.attributes("a") == {"data-press": "page:do:1"}


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("plain_text_input", 'say "hi" & <b>', 'say "hi" & <b>'),
        ("datepicker", "2026-12-02", "2026-12-02"),
        ("timepicker", "09:30", "09:30"),
        ("datetimepicker", 1_796_202_000, "2026-12-02T10:00"),
        ("external_select", option("Found <it>"), "Found <it>"),
    ],
)
def test_what_is_entered_is_shown(kind: str, value: object, shown: str) -> None:
    view = view_of(input_(asked(kind)))
    view.enter("asked", "do", value)

    assert drawn_view(view).one("input")["value"] == shown


def test_text_of_several_lines_keeps_the_first_when_it_is_empty() -> None:
    drawn = drawn_modal(text_input(multiline=True, initial_value="\none\n<two>"))

    # A browser drops the first line break in a textarea.
    assert drawn.one("textarea").get_text() == "\n\none\n<two>"


@pytest.mark.parametrize(
    ("kind", "type_", "mode"),
    [
        ("plain_text_input", "text", None),
        ("email_text_input", "email", None),
        ("url_text_input", "url", None),
        ("number_input", "text", "decimal"),
        ("datepicker", "date", None),
        ("timepicker", "time", None),
        ("datetimepicker", "datetime-local", None),
    ],
)
def test_inputs_bring_the_right_keyboard(kind: str, type_: str, mode: str | None) -> None:
    drawn = drawn_modal(input_(asked(kind)))

    assert (drawn.one("input")["type"], drawn.one("input").get("inputmode")) == (type_, mode)


def test_input_tells_what_it_takes_and_where_to_begin() -> None:
    asked_for = element("plain_text_input", max_length=20, placeholder=plain("Name"), focus_on_load=True)

    typed = drawn_modal(input_(asked_for)).one("input")

    assert (typed["maxlength"], typed["placeholder"], typed.has_attr("autofocus")) == ("20", "Name", True)


def test_select_offers_nothing_first_and_then_the_options_by_their_places() -> None:
    options = [option("<One>"), option("Two", "2", description=plain("the second"))]

    drawn = drawn_modal(input_(element("static_select", options=options, initial_option=options[1])))

    assert [(each["value"], each.get_text()) for each in drawn.html.select("option")] == [
        ("", "Choose"),
        ("0", "<One>"),
        ("1", "Two (the second)"),
    ]
    assert drawn.one("option[selected]")["value"] == "1"


def test_select_shows_groups_and_its_placeholder() -> None:
    drawn = drawn_modal(
        input_(element("static_select", option_groups=GROUPED, placeholder=plain("Pick one")))
    )

    assert drawn.one("option[value='']").get_text() == "Pick one"
    groups = {
        str(group["label"]): [each["value"] for each in group.select("option")]
        for group in drawn.html.select("optgroup")
    }
    assert groups == {"First": ["0"], "Rest": ["1", "2"]}


@pytest.mark.parametrize(
    ("kind", "offered"),
    [
        ("users_select", [("U0ADMIN", "Ada Lima"), ("U0BEN", "Ben Okafor")]),
        ("conversations_select", [("C0SUPPORT", "#support"), ("G0VIP", "#vip-escalations")]),
        ("channels_select", [("C0SUPPORT", "#support")]),
    ],
)
def test_menus_offer_who_and_what_there_is(kind: str, offered: list[tuple[str, str]]) -> None:
    one = drawn_modal(input_(element(kind)))
    several = drawn_modal(input_(element(f"multi_{kind}")))

    assert [(each["value"], each.get_text()) for each in one.html.select("option")[1:]] == offered
    assert [(tick["value"], several.name(tick)) for tick in several.controls] == offered


def test_who_is_chosen_stays_although_the_menu_does_not_offer_them() -> None:
    drawn = drawn_modal(input_(element("users_select", initial_user="U0GONE")))

    assert drawn.one("option[selected]").get_text() == "U0GONE"


@pytest.mark.parametrize(("kind", "type_"), [("checkboxes", "checkbox"), ("radio_buttons", "radio")])
def test_choices_have_labels_descriptions_and_ticks(kind: str, type_: str) -> None:
    options = [option("One"), {"text": mrkdwn("*Two*"), "value": "2", "description": mrkdwn("_second_")}]
    initial = {"initial_options": [options[1]]} if kind == "checkboxes" else {"initial_option": options[1]}

    drawn = drawn_modal(input_(element(kind, options=options, **initial)))

    one, two = drawn.controls
    assert {tick["type"] for tick in (one, two)} == {type_}
    assert (one["value"], drawn.name(one), one.has_attr("checked")) == ("0", "One", False)
    assert (two["value"], drawn.name(two), two.has_attr("checked")) == ("1", "Two", True)
    assert drawn.description(two) == "second"
    assert drawn.one("label strong").get_text() == "Two"


def test_groups_of_choices_have_names() -> None:
    drawn = drawn_modal(input_(element("multi_static_select", option_groups=GROUPED)))

    assert [drawn.name(group) for group in drawn.html.select("fieldset fieldset")] == ["First", "Rest"]


def test_list_that_is_searched_offers_what_was_found() -> None:
    view = view_of(input_(element("external_select", min_query_length=0)))
    view.offered = {("asked", "do"): THREE}

    drawn = drawn_view(view)

    assert drawn.attributes("input") == {
        "name": "v:asked:do",
        "value": "",
        "data-search": "asked:do",
        "data-search-from": "0",
    }
    assert drawn.one("datalist")["id"] == drawn.one("input")["list"]
    assert [each["value"] for each in drawn.html.select("datalist option")] == [
        "Option 0",
        "Option 1",
        "Option 2",
    ]
    assert drawn.attributes("noscript button") == {"name": "search", "value": "asked:do"}
    assert drawn.one("noscript button")["formaction"] == "/sandbox/search"


@pytest.mark.parametrize(
    ("most", "searches"), [({}, 5), ({"max_selected_items": 3}, 1), ({"max_selected_items": 2}, 0)]
)
def test_several_that_are_searched_can_be_unpicked_and_added_to(most: Json, searches: int) -> None:
    drawn = drawn_modal(input_(element("multi_external_select", initial_options=THREE[:2], **most)))

    ticked = drawn.html.select("[type=checkbox][checked]")
    assert [drawn.name(tick) for tick in ticked] == ["Option 0", "Option 1"]
    assert [drawn.name(each) for each in drawn.html.select("[data-search]")] == [
        f"Search {number}" for number in range(1, searches + 1)
    ]
    assert drawn.html.select("[type=checkbox][data-search]") == []


def test_all_that_holds_something_is_drawn_but_rich_text() -> None:
    assert HOLDINGS.keys() - KINDS.keys() == {"rich_text_input"}


def test_nothing_that_is_drawn_needs_a_script_or_a_style_of_its_own() -> None:
    blocks = [input_(asked(kind), kind, dispatch_action=True) for kind in KINDS]

    drawn = drawn_modal(*blocks, actions(button(confirm=confirm()), block_id="last"))

    attributes = {name for tag in drawn.html.find_all(True) for name in tag.attrs}
    assert drawn.html.select("script, style") == []
    assert {name for name in attributes if name == "style" or name.startswith("on")} == set()
