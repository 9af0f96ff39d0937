"""What a person enters into a view, and what becomes of it."""

from typing import Any

import pytest

from bot.sandbox.state.conversations import Conversation
from bot.sandbox.state.open_view import OpenView
from bot.sandbox.values import Json
from tests.sandbox.block_kit import (
    actions,
    button,
    element,
    input_,
    modal,
    option,
    options,
    section,
    text_input,
)

SUPPORT = Conversation("C0SUPPORT", "support", "channel", has_bot=True)
VIP = Conversation("G0VIP", "vip", "private")
WITH_APP = Conversation("D0BEN", "onetime", "app", has_bot=True)


def opened(*blocks: Json, opened_from: Conversation | None = None) -> OpenView:
    return OpenView("V1", "U0BEN", "1.hash", modal(*blocks), root_id="V1", opened_from=opened_from)


UNTOUCHED = [
    ("plain_text_input", {}, "value", None),
    ("plain_text_input", {"initial_value": "Dana"}, "value", "Dana"),
    ("email_text_input", {}, "value", None),
    ("url_text_input", {}, "value", None),
    ("number_input", {"initial_value": "3"}, "value", "3"),
    ("static_select", {"options": options(2)}, "selected_option", None),
    (
        "static_select",
        {"options": options(2), "initial_option": option("Option 1", "1")},
        "selected_option",
        option("Option 1", "1"),
    ),
    ("external_select", {}, "selected_option", None),
    ("radio_buttons", {"options": options(2)}, "selected_option", None),
    ("checkboxes", {"options": options(2)}, "selected_options", []),
    ("checkboxes", {"options": options(2), "initial_options": options(1)}, "selected_options", options(1)),
    ("multi_static_select", {"options": options(2)}, "selected_options", []),
    ("multi_external_select", {}, "selected_options", []),
    ("users_select", {"initial_user": "U0ANA"}, "selected_user", "U0ANA"),
    ("multi_users_select", {}, "selected_users", []),
    ("conversations_select", {}, "selected_conversation", None),
    ("multi_conversations_select", {}, "selected_conversations", []),
    ("channels_select", {}, "selected_channel", None),
    ("multi_channels_select", {}, "selected_channels", []),
    ("datepicker", {"initial_date": "2026-12-31"}, "selected_date", "2026-12-31"),
    ("timepicker", {}, "selected_time", None),
    ("datetimepicker", {}, "selected_date_time", None),
]


@pytest.mark.parametrize(("kind", "parts", "name", "value"), UNTOUCHED)
def test_untouched_element_is_in_the_state(kind: str, parts: Json, name: str, value: Any) -> None:
    view = opened(input_(element(kind, **parts)))

    assert view.state() == {"asked": {"do": {"type": kind, name: value}}}


def test_state_holds_what_was_entered_wherever_it_can_be_entered() -> None:
    view = opened(
        text_input("name"),
        section(block_id="day", accessory=element("datepicker")),
        actions(element("users_select", "who"), button(), block_id="row"),
    )
    view.enter("name", "name", "Dana")
    view.enter("day", "do", "2026-12-31")
    view.enter("row", "who", "U0ANA")

    assert view.state() == {
        "name": {"name": {"type": "plain_text_input", "value": "Dana"}},
        "day": {"do": {"type": "datepicker", "selected_date": "2026-12-31"}},
        "row": {"who": {"type": "users_select", "selected_user": "U0ANA"}},
    }


def test_nothing_can_be_entered_where_there_is_nothing() -> None:
    view = opened(actions(button(), block_id="row"))

    with pytest.raises(LookupError):
        view.enter("row", "go", "on")


def test_what_was_entered_lives_on_in_the_same_element() -> None:
    view = opened(text_input("name"), text_input("email"), text_input("phone"))
    for name in ("name", "email", "phone"):
        view.enter(name, name, "typed")
    view.errors = {"name": "Too short"}

    view.becomes(modal(text_input("name"), input_(element("email_text_input", "email"), "email")), "2.hash")

    assert view.entered == {("name", "name"): "typed"}
    assert (view.hash, view.errors) == ("2.hash", {})


def test_cleared_element_stays_clear() -> None:
    view = opened(text_input("name", initial_value="Dana"))
    view.enter("name", "name", None)

    assert view.value("name", "name") is None


@pytest.mark.parametrize(
    ("looking_at", "parts", "value"),
    [
        pytest.param(SUPPORT, {}, "C0SUPPORT", id="anything_goes"),
        pytest.param(None, {}, None, id="from_nowhere"),
        pytest.param(VIP, {"filter": {"include": ["public"]}}, None, id="not_offered"),
        pytest.param(VIP, {"filter": {"include": ["private", "public"]}}, "G0VIP", id="offered"),
        pytest.param(WITH_APP, {"filter": {"exclude_bot_users": True}}, None, id="no_apps"),
        pytest.param(SUPPORT, {"initial_conversation": "C0GENERAL"}, "C0GENERAL", id="another_is_given"),
    ],
)
def test_conversation_select_starts_where_the_person_looks(
    looking_at: Conversation | None, parts: Json, value: str | None
) -> None:
    where = element("conversations_select", default_to_current_conversation=True, **parts)

    assert opened(input_(where), opened_from=looking_at).value("asked", "do") == value


def test_list_of_conversations_starts_there_too() -> None:
    where = element("multi_conversations_select", default_to_current_conversation=True)

    assert opened(input_(where), opened_from=SUPPORT).value("asked", "do") == ["C0SUPPORT"]


def test_payload_is_the_view_with_what_slack_adds() -> None:
    payload = opened(text_input()).payload()

    assert payload["title"] == modal()["title"]
    assert {name: payload[name] for name in ("id", "hash", "root_view_id", "previous_view_id", "close")} == {
        "id": "V1",
        "hash": "1.hash",
        "root_view_id": "V1",
        "previous_view_id": None,
        "close": None,
    }
    assert payload["state"] == {"values": {"name": {"name": {"type": "plain_text_input", "value": None}}}}
