"""The manifest: what Slack takes, what the code serves, and no more rights than that needs."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml

from bot.scheduling.services import Services
from bot.scheduling.tokens import Tokens
from bot.slack import registered
from bot.slack.listeners import Listeners
from bot.slack.people import SlackPeople
from storage.database import Database

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT.parent / "shared" / "data" / "slack-manifest.schema.1.0.0.json"
MANIFEST = yaml.safe_load((ROOT / "manifest.yml").read_text("utf-8"))
EVENTS = "https://onetime.example.com/slack/events"


@pytest.fixture
def listened_to(tmp_path: Path) -> Listeners:
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/never-touched.db")
    services = Services.on(database, Tokens((b"a key for tests",)), "https://book.example")
    return registered(SlackPeople(services.people, frozenset()), services)


def test_slack_s_own_schema_takes_it() -> None:
    if not SCHEMA.exists():
        pytest.skip(f"NOT CHECKED against Slack's schema: there is no {SCHEMA}")
    schema = json.loads(SCHEMA.read_text("utf-8"))

    assert [error.message for error in jsonschema.Draft7Validator(schema).iter_errors(MANIFEST)] == []


def test_every_command_has_a_listener_and_back(listened_to: Listeners) -> None:
    assert {command["command"] for command in MANIFEST["features"]["slash_commands"]} == {
        *listened_to.commands
    }


def test_every_shortcut_has_a_listener_and_back(listened_to: Listeners) -> None:
    declared = {(each["type"], each["callback_id"]) for each in MANIFEST["features"]["shortcuts"]}

    assert declared == {
        *(("message", callback_id) for callback_id in listened_to.message_shortcuts),
        *(("global", callback_id) for callback_id in listened_to.global_shortcuts),
    }


def test_every_event_has_a_listener_and_back(listened_to: Listeners) -> None:
    assert MANIFEST["settings"]["event_subscriptions"]["bot_events"] == [*listened_to.events]


def test_of_two_who_would_listen_to_the_same_none_is_lost(listened_to: Listeners) -> None:
    for named in vars(listened_to).values():
        name, listener = next(iter(named.items()))
        with pytest.raises(ValueError, match=f"^two listen to {re.escape(name)}$"):
            named[name] = listener


def test_there_is_a_home_tab() -> None:
    assert MANIFEST["features"]["app_home"]["home_tab_enabled"] is True


def test_shortcuts_are_called_as_agreed() -> None:
    named = {each["callback_id"]: (each["type"], each["name"]) for each in MANIFEST["features"]["shortcuts"]}

    assert named == {
        "onetime_global": ("global", "One-time link"),
        "onetime_message": ("message", "Offer a one-time link"),
        "rule_type_switch": ("global", "Switch rule type"),
    }


def test_it_asks_for_three_rights_none_of_which_reads_messages() -> None:
    assert MANIFEST["oauth_config"]["scopes"] == {"bot": ["commands", "chat:write", "users:read"]}


def test_slack_sends_everything_to_one_address() -> None:
    interactivity = MANIFEST["settings"]["interactivity"]
    events = MANIFEST["settings"]["event_subscriptions"]["request_url"]

    assert [events, *(command["url"] for command in MANIFEST["features"]["slash_commands"])] == [EVENTS] * 2
    assert interactivity == {"is_enabled": True, "request_url": EVENTS, "message_menu_options_url": EVENTS}
