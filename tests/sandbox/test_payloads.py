"""What Slack sends has the shapes of Slack's documentation, and is what the bot takes from Slack."""

import pytest

from bot.sandbox.state.accounts import Account
from bot.sandbox.state.acme import BEN, BEN_AND_PRIYA, SUPPORT, VIP
from bot.sandbox.state.open_view import OpenView
from bot.sandbox.state.posted import Posted
from bot.sandbox.state.workspace import Workspace
from bot.sandbox.values import Json
from bot.sandbox.wire import payloads
from bot.sandbox.wire.payloads import Deed
from bot.slack.payloads import understood
from tests.sandbox.block_kit import actions, button, modal, text_input

DEED = Deed(Account(BEN, "ben", "Ben Okafor"), 1_796_000_000.5)
TEAM = {"id": "T0ACME", "domain": "acme"}
USER = {"id": BEN, "username": "ben", "name": "ben", "team_id": "T0ACME"}
INTERACTION = {
    "token": "deprecated",
    "api_app_id": "A0ONETIME",
    "team": TEAM,
    "user": USER,
    "enterprise": None,
    "is_enterprise_install": False,
}
MESSAGE = Posted(SUPPORT, "1795.000001", "U0PRIYA", "Help!", thread_ts="1794.000001")
CARD = Posted(SUPPORT, "1795.000002", "U0ONETIME", "Card", [actions(button(), block_id="b")])
ACTION = {"type": "button", "block_id": "b", "action_id": "go", "value": "1"}
URL = "https://slack.example/response/1"


def view() -> OpenView:
    shown = modal(text_input()) | {"private_metadata": "remember"}
    return OpenView("V1", BEN, "1.hash", shown, "V1")


def test_command(workspace: Workspace) -> None:
    support = workspace.conversations[SUPPORT]
    sent = payloads.command(DEED, support, "/onetime", "list", trigger_id="1.2", response_url=URL)
    assert sent == {
        "token": "deprecated",
        "team_id": "T0ACME",
        "team_domain": "acme",
        "channel_id": SUPPORT,
        "channel_name": "support",
        "user_id": BEN,
        "user_name": "ben",
        "command": "/onetime",
        "text": "list",
        "api_app_id": "A0ONETIME",
        "is_enterprise_install": "false",
        "response_url": URL,
        "trigger_id": "1.2",
    }
    understood(sent)


@pytest.mark.parametrize(
    ("channel", "name"),
    [
        (SUPPORT, "support"),
        (VIP, "privategroup"),
        (BEN_AND_PRIYA, "directmessage"),
        ("D0BEN", "directmessage"),
    ],
)
def test_names_that_slack_keeps_to_itself(workspace: Workspace, channel: str, name: str) -> None:
    conversation = workspace.conversations[channel]
    sent = payloads.command(DEED, conversation, "/onetime", "", trigger_id="1.2", response_url=URL)
    assert sent["channel_name"] == name


def test_global_shortcut_says_nothing_of_a_place() -> None:
    sent = payloads.global_shortcut(DEED, "anywhere", trigger_id="1.2")
    assert sent == {
        "type": "shortcut",
        "token": "deprecated",
        "action_ts": "1796000000.500000",
        "team": TEAM,
        "user": USER,
        "enterprise": None,
        "is_enterprise_install": False,
        "callback_id": "anywhere",
        "trigger_id": "1.2",
    }
    understood(sent)


def test_message_shortcut_brings_the_message(workspace: Workspace) -> None:
    support = workspace.conversations[SUPPORT]
    sent = payloads.message_shortcut(DEED, "there", support, MESSAGE, trigger_id="1.2", response_url=URL)
    assert sent == payloads.global_shortcut(DEED, "there", trigger_id="1.2") | {
        "type": "message_action",
        "response_url": URL,
        "channel": {"id": SUPPORT, "name": "support"},
        "message_ts": "1795.000001",
        "message": {
            "type": "message",
            "user": "U0PRIYA",
            "team": "T0ACME",
            "ts": "1795.000001",
            "text": "Help!",
            "thread_ts": "1794.000001",
        },
    }
    understood(sent)


def test_press_in_a_message(workspace: Workspace) -> None:
    support = workspace.conversations[SUPPORT]
    sent = payloads.press_in_message(DEED, support, CARD, ACTION, {}, trigger_id="1.2", response_url=URL)
    assert sent == INTERACTION | {
        "type": "block_actions",
        "container": {
            "type": "message",
            "message_ts": CARD.ts,
            "channel_id": SUPPORT,
            "is_ephemeral": False,
        },
        "trigger_id": "1.2",
        "response_url": URL,
        "channel": {"id": SUPPORT, "name": "support"},
        "message": CARD.payload(),
        "state": {"values": {}},
        "actions": [ACTION | {"action_ts": "1796000000.500000"}],
    }
    understood(sent)


def test_press_in_an_ephemeral_message_brings_no_copy_of_it(workspace: Workspace) -> None:
    support = workspace.conversations[SUPPORT]
    whisper = Posted(SUPPORT, "1.2", "U0ONETIME", "Psst", thread_ts="1.1", ephemeral_to=BEN)
    sent = payloads.press_in_message(DEED, support, whisper, ACTION, {}, trigger_id="1.2", response_url=URL)
    assert sent["container"] == {
        "type": "message",
        "message_ts": "1.2",
        "channel_id": SUPPORT,
        "is_ephemeral": True,
        "thread_ts": "1.1",
    }
    assert "message" not in sent
    understood(sent)


def test_press_in_a_view() -> None:
    sent = payloads.press_in_view(DEED, view(), ACTION, trigger_id="1.2")
    assert sent == INTERACTION | {
        "type": "block_actions",
        "container": {"type": "view", "view_id": "V1"},
        "trigger_id": "1.2",
        "view": view().payload(),
        "actions": [ACTION | {"action_ts": "1796000000.500000"}],
    }
    understood(sent)


def test_submission() -> None:
    urls: list[Json] = [{"block_id": "b", "action_id": "a", "channel_id": SUPPORT, "response_url": URL}]
    sent = payloads.submission(DEED, view(), urls, trigger_id="1.2")
    assert sent == INTERACTION | {
        "type": "view_submission",
        "trigger_id": "1.2",
        "view": view().payload(),
        "response_urls": urls,
    }
    understood(sent)


def test_closing() -> None:
    sent = payloads.closing(DEED, view(), is_cleared=True)
    expected = {"type": "view_closed", "view": view().payload(), "is_cleared": True}
    assert sent == INTERACTION | expected


def test_search() -> None:
    sent = payloads.search(DEED, view(), "page", "page", "emea")
    assert sent == INTERACTION | {
        "type": "block_suggestion",
        "container": {"type": "view", "view_id": "V1"},
        "view": view().payload(),
        "block_id": "page",
        "action_id": "page",
        "value": "emea",
    }
    understood(sent)


def test_search_in_a_message(workspace: Workspace) -> None:
    sent = payloads.search_in_message(DEED, workspace.conversations[SUPPORT], CARD, "page", "page", "emea")
    assert sent == INTERACTION | {
        "type": "block_suggestion",
        "container": {
            "type": "message",
            "message_ts": CARD.ts,
            "channel_id": SUPPORT,
            "is_ephemeral": False,
        },
        "channel": {"id": SUPPORT, "name": "support"},
        "message": CARD.payload(),
        "block_id": "page",
        "action_id": "page",
        "value": "emea",
    }
    understood(sent)


def test_home_opened(workspace: Workspace) -> None:
    sent = payloads.home_opened(DEED, workspace.with_app(BEN), "home", None)
    event_id = sent.pop("event_id")
    assert sent == {
        "token": "deprecated",
        "team_id": "T0ACME",
        "api_app_id": "A0ONETIME",
        "type": "event_callback",
        "event_time": 1_796_000_000,
        "event": {
            "type": "app_home_opened",
            "user": BEN,
            "channel": "D0BEN",
            "tab": "home",
            "event_ts": "1796000000.500000",
        },
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": "T0ACME",
                "user_id": "U0ONETIME",
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
    }
    assert event_id != payloads.home_opened(DEED, workspace.with_app(BEN), "home", None)["event_id"]


@pytest.mark.parametrize(("tab", "brings_view"), [("home", True), ("messages", False)])
def test_home_opened_brings_the_home(workspace: Workspace, tab: str, brings_view: bool) -> None:
    sent = payloads.home_opened(DEED, workspace.with_app(BEN), tab, view())
    assert sent["event"].get("view") == (view().payload() if brings_view else None)
